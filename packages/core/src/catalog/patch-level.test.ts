import { describe, expect, test } from 'vitest'
import { first, type Draft } from '../testing/draft.ts'
import { goodEstate } from '../testing/good-estate.ts'
import { findingsOf, verdictOf } from '../testing/verdicts.ts'
import { renderNote } from '../text/index.ts'
import { esxAdvisories } from './data/esx-advisories.ts'
import { vcenterAdvisories } from './data/vcenter-advisories.ts'
import { esx } from './esx/index.ts'
import { compareVersions, lineOf, patchStateOf, type AdvisoryTable } from './patch-level.ts'
import { vcenter } from './vcenter/index.ts'

/** The table with one advisory only. */
const only = (table: AdvisoryTable, id: string): AdvisoryTable => ({
  ...table,
  lines: Object.fromEntries(
    Object.entries(table.lines).map(([line, rows]) => [line, rows.filter(([one]) => one === id)]),
  ),
})

const TODAY = '2026-11-24'

describe('one advisory against one build (cases of the fact base, checked by hand there)', () => {
  test.each([
    ['8.0.3', 24585383, 'VMSA-2025-0004', 'patched'],
    ['8.0.3', 24414501, 'VMSA-2025-0004', 'lacking'],
    ['8.0.2', 24585300, 'VMSA-2025-0004', 'patched'],
    ['8.0.2', 23825572, 'VMSA-2025-0004', 'lacking'],
    ['8.0.1', 23299997, 'VMSA-2025-0004', 'lacking'],
    ['8.0.2', 24789317, 'VMSA-2025-0013', 'patched'],
    ['8.0.3', 24674464, 'VMSA-2025-0013', 'lacking'],
    ['8.0.3', 24659227, 'VMSA-2025-0010', 'patched'],
    ['8.0.3', 24585383, 'VMSA-2025-0010', 'lacking'],
    ['7.0.3', 19193900, 'VMSA-2022-0004', 'patched'],
    ['7.0.1', 19324898, 'VMSA-2022-0004', 'patched'],
    ['7.0.2', 18538813, 'VMSA-2022-0004', 'lacking'],
    ['7.0.1', 19324898, 'VMSA-2022-0001', 'unclear'],
    ['7.0.3', 18905247, 'VMSA-2022-0004', 'lacking'],
    ['8.0.2', 23305545, 'VMSA-2024-0006', 'patched'],
    ['8.0.1', 22088125, 'VMSA-2024-0006', 'lacking'],
    ['8.0.0', 21493926, 'VMSA-2024-0006', 'lacking'],
    ['8.0.3', 24022510, 'VMSA-2024-0006', 'patched'],
    ['6.7.0', 20497097, 'VMSA-2024-0006', 'lacking'],
    ['6.7.0', 99999999, 'VMSA-2024-0006', 'unclear'],
    ['7.0.2', 17630552, 'VMSA-2020-0023', 'patched'],
    ['7.0.0', 16324942, 'VMSA-2020-0023', 'lacking'],
    ['6.7.0', 14320388, 'VMSA-2019-0022', 'lacking'],
    ['8.0.3', 25595708, 'VMSA-2026-0006', 'patched'],
    ['9.1.0', 25557999, 'VMSA-2026-0006', 'patched'],
    ['9.1.0', 25433460, 'VMSA-2026-0006', 'lacking'],
    ['9.1.1', 25714478, 'VMSA-2026-0006', 'patched'],
    ['7.0.3', 24411414, 'VMSA-2026-0006', 'lacking'],
  ])('ESX %s build %i, %s: %s', (branch, build, advisory, state) => {
    expect(patchStateOf(only(esxAdvisories, advisory), branch, build, TODAY).state).toBe(state)
  })

  test.each([
    ['8.0.3', 24322831, 'VMSA-2024-0019', 'patched'],
    ['8.0.3', 24262322, 'VMSA-2024-0019', 'lacking'],
    ['8.0.1', 24005165, 'VMSA-2024-0019', 'lacking'],
    ['8.0.2', 22385739, 'VMSA-2024-0012', 'lacking'],
    ['8.0.1', 22368047, 'VMSA-2023-0023', 'lacking'],
    ['7.0.2', 18356314, 'VMSA-2021-0020', 'lacking'],
    ['8.0.3', 25413364, 'VMSA-2026-0006', 'lacking'],
    ['8.0.3', 24853646, 'VMSA-2025-0016', 'patched'],
  ])('vCenter Server %s build %i, %s: %s', (branch, build, advisory, state) => {
    expect(patchStateOf(only(vcenterAdvisories, advisory), branch, build, TODAY).state).toBe(state)
  })
})

describe.each([
  ['hosts', esxAdvisories],
  ['vCenter Server', vcenterAdvisories],
])('the table of %s', (_of, table) => {
  test('names only branches that it knows, and no build beyond the newest', () => {
    const rows = Object.entries(table.lines).flatMap(([line, list]) =>
      list.flatMap(([id, , fixes]) => Object.entries(fixes).map(([branch, build]) => ({ line, id, branch, build }))),
    )
    expect(rows.filter(({ line, branch }) => lineOf(branch) !== line)).toEqual([])
    expect(rows.filter(({ branch, build }) => build > (table.newest[branch] ?? -1))).toEqual([])
  })

  test('is in the order of publication', () => {
    for (const rows of Object.values(table.lines)) {
      const days = rows.map(([, published]) => published)
      expect(days).toEqual([...days].sort())
    }
  })

  test('lets the newest build of each supported line pass', () => {
    for (const branch of ['8.0.3', '9.0.2', '9.1.1'])
      expect(patchStateOf(table, branch, table.newest[branch] ?? 0, TODAY)).toEqual({
        state: 'patched',
        beyondTable: false,
      })
  })
})

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
    expect(finding?.note && renderNote(finding.note, 'en')).toContain('VMSA-2026-0006')
    expect(finding?.note && renderNote(finding.note, 'ja')).toContain('8.0.3-25595708')
  })

  test('a build beyond the data passes and names the day of the data', () => {
    const [finding] = findingsOf(withProduct('8.0.3', '69507956'), control)
    expect(finding?.verdict).toBe('pass')
    expect(finding?.note && renderNote(finding.note, 'en')).toContain('newer than the data of 2026-11-23')
  })

  test('a branch that is not in the data is unknown, however high its build', () => {
    expect(verdict('8.0.4', '99999999')).toBe('unknown')
    expect(verdict('9.2.0', '99999999')).toBe('unknown')
  })

  test('trap 9: after general support no listed build is good enough, and one beyond them needs a person', () => {
    expect(verdict('6.7.0', '20497097')).toBe('fail')
    expect(verdict('7.0.3', '24784741')).toBe('fail')
    expect(verdict('7.0.3', '25999999')).toBe('manual')
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
    expect(verdict('6.7.0', '17138064', in2021)).toBe('pass')
    expect(verdict('6.7.0', '17137327', in2021)).toBe('manual')
    expect(verdict('6.7.0', '16708996', in2021)).toBe('fail')
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

test('versions are ordered by their numbers', () => {
  expect(compareVersions('8.0.10', '8.0.9')).toBeGreaterThan(0)
  expect(compareVersions('8.0', '8.0.0')).toBe(0)
})
