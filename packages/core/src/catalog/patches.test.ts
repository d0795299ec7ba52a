import { describe, expect, test } from 'vitest'
import { curated, type Knowledge } from '../advisory/index.ts'
import { assess } from '../assess/index.ts'
import { defaultPolicy } from '../control/index.ts'
import { openInventory } from '../model/index.ts'
import { first, snapshotOf, type Draft } from '../testing/draft.ts'
import { goodEstate } from '../testing/good-estate.ts'
import { findingsOf, verdictOf } from '../testing/verdicts.ts'
import { renderNote } from '../text/index.ts'
import { esx } from './esx/index.ts'
import { vcenter } from './vcenter/index.ts'

function withProduct(version: string, build: string): Draft {
  const draft = goodEstate('8.0')
  first(draft, 'HostSystem').values['config.product'] = { _typeName: 'AboutInfo', version, build }
  first(draft, 'ServiceInstance').values['content.about'] = { _typeName: 'AboutInfo', version, build }
  return draft
}

const byId = (id: string) => {
  const found = [...esx, ...vcenter].find((control) => control.id === id)
  if (!found) throw new Error(`no control ${id}`)
  return found
}

describe('esx.patch-level', () => {
  const control = byId('esx.patch-level')
  const verdict = (version: string, build: string) => verdictOf(withProduct(version, build), control)

  test('says what is missing and where it is mended', () => {
    const [finding] = findingsOf(withProduct('8.0.3', '24859861'), control)
    expect(finding?.verdict).toBe('fail')
    const said = finding?.note && renderNote(finding.note, 'en')
    expect(said).toContain('VMSA-2026-0006')
    expect(said).toContain('update to ESXi 8.0 U3k (25595708)')
    expect(finding?.note && renderNote(finding.note, 'ja')).toContain('ESXi 8.0 U3k (25595708) へ更新する')
  })

  test('a build newer than the data is never ok, and the day of the data is named', () => {
    const [finding] = findingsOf(withProduct('8.0.3', '69507956'), control)
    expect(finding?.verdict).toBe('unknown')
    expect(finding?.note && renderNote(finding.note, 'en')).toContain('newer than the data of 2026-11-23')
  })

  test('a build on no list is said to be so', () => {
    const [finding] = findingsOf(withProduct('8.0.3', '25595707'), control)
    expect(finding?.verdict).toBe('fail')
    expect(finding?.note && renderNote(finding.note, 'en')).toContain('8.0.3-25595707')
  })

  test('what attackers use comes first, and is said', () => {
    const [finding] = findingsOf(withProduct('8.0.3', '24414501'), control)
    const said = finding?.note && renderNote(finding.note, 'en')
    expect(said).toContain('flaws that attackers use')
    expect(said).toContain('VMSA-2025-0004')
  })

  test('knowledge of the site replaces what Sakimori ships', () => {
    const [latest] = curated.advisories.slice(-1)
    const mended = { ...latest, id: 'VMSA-2026-9999', published: '2026-11-24' } as Knowledge['advisories'][number]
    const knowledge: Knowledge = {
      ...curated,
      advisories: [
        ...curated.advisories,
        {
          ...mended,
          rows: mended.rows.map((row) =>
            row.fix.status === 'fixed' && row.branch === '8.0.3'
              ? { ...row, fix: { ...row.fix, build: 25999999 } }
              : row,
          ),
        },
      ],
    }
    const inventory = openInventory(snapshotOf(withProduct('8.0.3', '25595708')))
    const judged = (known: Knowledge | undefined, day: string) =>
      assess(inventory, {
        context: { now: new Date(day), policy: defaultPolicy, baseline: 'sakimori', knowledge: known },
        controls: [control],
      }).findings[0]?.verdict
    expect(judged(undefined, '2026-11-26')).toBe('pass')
    expect(judged(knowledge, '2026-11-26')).toBe('fail')
    // An old snapshot is judged by what was known on its day.
    expect(judged(knowledge, '2026-11-23')).toBe('pass')
  })

  test('a release that the vendor took back fails, whatever it fixes, and the next one is named', () => {
    const recalled = (names: readonly string[]): Knowledge => ({
      ...curated,
      releases: curated.releases.map((row) => (names.includes(row.name) ? { ...row, kind: 'withdrawn' } : row)),
    })
    const judged = (build: string, ...names: readonly string[]) => {
      const context = { now: new Date('2026-11-26'), policy: defaultPolicy, knowledge: recalled(names) } as const
      const inventory = openInventory(snapshotOf(withProduct('8.0.3', build)))
      const [finding] = assess(inventory, {
        context: { ...context, baseline: 'sakimori' },
        controls: [control],
      }).findings
      return [finding?.verdict, finding?.note && renderNote(finding.note, 'en')]
    }
    expect(judged('25595708')[0]).toBe('pass')
    expect(judged('25595708', 'ESXi 8.0 U3k')).toEqual([
      'fail',
      'the vendor withdrew ESXi 8.0 U3k (25595708); update to ESX 9.0.2.0100 (25595025)',
    ])
    // What was taken back is not where others are sent.
    expect(judged('25429389')[1]).toContain('update to ESXi 8.0 U3k (25595708)')
    expect(judged('25429389', 'ESXi 8.0 U3k')[1]).not.toContain('update to ESXi 8.0 U3k')
  })

  test('what cannot be said is said', () => {
    const told = (version: string, build: string, day = '2026-11-26') => {
      const [finding] = findingsOf(withProduct(version, build), control, { now: new Date(day) })
      const gap = finding?.evidence.find((fact) => !fact.known)
      return {
        verdict: finding?.verdict,
        note: finding?.note && renderNote(finding.note, 'en'),
        paths: finding?.evidence.map(({ from }) => from.path),
        gap: gap && !gap.known ? `${gap.missing}: ${gap.detail}` : undefined,
      }
    }
    expect(told('8.0.4', '99999999')).toMatchObject({
      verdict: 'unknown',
      paths: ['config.product', 'config.product'],
      gap: 'notSupported: 8.0.4 is not in the data of 2026-11-23',
    })
    expect(told('8.0.3', '99999999')).toMatchObject({
      gap: 'notSupported: build 99999999 is newer than the data of 2026-11-23',
    })
    // 8.0e came out a week after the advisory, in a branch that it does not list.
    expect(told('8.0.0', '24569005', '2025-03-20')).toMatchObject({ verdict: 'manual' })
    expect(told('7.0.1', '19324898', '2022-02-20')).toEqual({
      verdict: 'manual',
      note: 'the data of 2022-02-20 cannot tell whether ESXi 7.0 U1e (19324898) holds the fix of VMSA-2022-0001; see its release notes',
      paths: ['config.product'],
      gap: undefined,
    })
  })

  test('a branch that is not in the data is unknown, however high its build', () => {
    expect(verdict('8.0.4', '99999999')).toBe('unknown')
    expect(verdict('9.2.0', '99999999')).toBe('unknown')
  })

  test('trap 9: after general support no listed build is good enough, and of one beyond them nothing is known', () => {
    expect(verdict('6.7.0', '20497097')).toBe('fail')
    expect(verdict('7.0.3', '24784741')).toBe('fail')
    expect(verdict('7.0.3', '25999999')).toBe('unknown')
  })

  test('a flaw that is mended nowhere on the line needs a person, who is told the workaround and the upgrade', () => {
    const [finding] = findingsOf(withProduct('7.0.3', '24784741'), control, { now: new Date('2025-09-30T00:00:00Z') })
    expect(finding?.verdict).toBe('manual')
    expect(finding?.note && renderNote(finding.note, 'en')).toContain('VMSA-2024-0013 nowhere on 7.0')
  })

  test.each([
    { version: '8.0.3' },
    { version: '8.0.3', build: 'release' },
    { version: '8.0', build: '25595708' },
    'VMware ESXi 8.0.3',
    undefined,
  ])('a product that cannot be read is unknown: %j', (product) => {
    const draft = goodEstate('8.0')
    first(draft, 'HostSystem').values['config.product'] = product
    expect(verdictOf(draft, control)).toBe('unknown')
  })
})

describe('vcenter.patch-level', () => {
  const verdict = (version: string, build: string, now?: Date) =>
    verdictOf(withProduct(version, build), byId('vcenter.patch-level'), now ? { now } : {})
  const in2021 = new Date('2021-03-01T00:00:00Z')

  test('before 7.0 Update 2 numbers that lie close together do not compare', () => {
    // 6.7 U3l: the ISO image is 17138064, the client 17137327, and the advisory names the ISO.
    const openOf = (build: string) => {
      const [finding] = findingsOf(withProduct('6.7.0', build), byId('vcenter.patch-level'), { now: in2021 })
      return [finding?.verdict, finding?.note && renderNote(finding.note, 'en')] as const
    }
    for (const build of ['17138064', '17137327']) expect(openOf(build)[1]).not.toContain('VMSA-2021-0002')
    expect(openOf('16708996')[0]).toBe('fail')
    expect(openOf('16708996')[1]).toContain('VMSA-2021-0002')
  })

  test('from 7.0 Update 2 on they do', () => {
    expect(verdict('8.0.3', '25600417')).toBe('pass')
    expect(verdict('8.0.3', '25600416')).toBe('fail')
  })

  test('a lone host is no vCenter Server', () => {
    const draft = withProduct('8.0.3', '24585383')
    draft.estate = { ...draft.estate, kind: 'esx' }
    const verdicts = new Set(vcenter.map((control) => verdictOf(draft, control)))
    expect([...verdicts].filter((verdict) => verdict !== undefined)).toEqual(['notApplicable'])
  })
})

describe('trap 9: support', () => {
  const verdict = (version: string, day: string) =>
    verdictOf(withProduct(version, '25595708'), byId('esx.supported-release'), { now: new Date(`${day}T12:00:00Z`) })

  test.each([
    ['8.0.3', '2027-10-11', 'pass'],
    ['8.0.3', '2027-10-12', 'fail'],
    ['9.0.2', '2027-09-18', 'fail'],
    ['6.5.0', '2026-11-24', 'fail'],
    ['9.2.0', '2026-11-24', 'unknown'],
  ])('%s on %s: %s', (version, day, expected) => {
    expect(verdict(version, day)).toBe(expected)
  })
})
