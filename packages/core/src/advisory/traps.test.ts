import { describe, expect, test } from 'vitest'
import { openInventory } from '../model/index.ts'
import { first, snapshotOf } from '../testing/draft.ts'
import { goodEstate } from '../testing/good-estate.ts'
import { esx, stateOf, vcenter } from '../testing/matching.ts'
import {
  compareVersions,
  curated,
  indexOf,
  lineOf,
  overlay,
  patchStateOf,
  planPatches,
  type Contribution,
} from './index.ts'

/** Traps of the shipped table and of what is laid over it; `docs/advisory-traps.md` lists all of them with their tests. */
const TODAY = '2026-11-26'
const readAt = '2026-12-01T10:00:00Z'

describe('builds', () => {
  test('are not in the order of the fixes across branches', () => {
    // 8.0 U2e (8.0.2) has a higher number than the later 8.0 U3f (8.0.3), 8.0e (8.0.0) a higher one than 8.0 U3c.
    const number = (name: string) => {
      const row = curated.releases.find((one) => one.product === 'esx' && one.name === name)
      return { branch: row?.branch ?? '', build: row?.builds[0]?.build ?? 0 }
    }
    for (const [older, newer] of [
      ['ESXi 7.0 U1e', 'ESXi 7.0 U3c'],
      ['ESXi 8.0 U2e', 'ESXi 8.0 U3f'],
      ['ESXi 8.0e', 'ESXi 8.0 U3c'],
    ] as const) {
      expect(compareVersions(number(older).branch, number(newer).branch), older).toBeLessThan(0)
      expect(number(older).build, older).toBeGreaterThan(number(newer).build)
    }
  })

  test('a patch of an older branch holds what its row lists, and not the rest of the advisory', () => {
    // VMSA-2026-0006 mended the critical flaw alone on 8.0.2, by a build that no public source names.
    const u2e = esx('8.0.2', 24789317)
    expect(stateOf(u2e, 'VMSA-2026-0006', 'CVE-2026-47876')).toBe('unknown')
    expect(stateOf(u2e, 'VMSA-2026-0006', 'CVE-2026-41703')).toBe('affected')
    expect(stateOf(u2e, 'VMSA-2026-0006', 'CVE-2026-41709')).toBe('affected')
  })

  test('6.5 and 6.7 report one version for all updates, and are one line of numbers', () => {
    for (const line of ['6.5', '6.7'])
      for (const product of ['esx', 'vcenter'] as const)
        expect(
          indexOf(curated)
            .branchesOf(product)
            .filter((branch) => lineOf(branch) === line),
        ).toEqual([`${line}.0`])
  })

  test('a hot patch and the free edition stand between the releases of a table', () => {
    // 8.0 U2b HP1 and a private build beside it hold the fixes of U2b by their numbers, and lack those that came after.
    for (const [build, listed] of [
      [23465881, true],
      [23465882, false],
    ] as const) {
      const installed = esx('8.0.2', build)
      expect(indexOf(curated).locate(installed)).toMatchObject({ listedByNumber: listed, isBeyond: false })
      expect(stateOf(installed, 'VMSA-2024-0006', 'CVE-2024-22252')).toBe('fixed')
      expect(stateOf(installed, 'VMSA-2025-0004', 'CVE-2025-22224')).toBe('affected')
      const { target } = patchStateOf(curated, installed, TODAY)
      expect(['update', 'full']).toContain(target?.release.kind)
    }
  })

  test('a number of the Windows edition is not compared with that of the appliance', () => {
    // 6.7 U3f: ISO 15976714, Windows 15976721. Of a Windows server just below nobody can tell.
    const windows = (build: number) => vcenter('6.7.0', build, 'windows')
    expect(stateOf(windows(15976721), 'VMSA-2020-0006', 'CVE-2020-3952')).toBe('fixed')
    expect(stateOf(windows(15976700), 'VMSA-2020-0006', 'CVE-2020-3952')).toBe('review')
    expect(stateOf(windows(13007157), 'VMSA-2020-0006', 'CVE-2020-3952')).toBe('affected')
  })
})

describe('releases that the vendor took back', () => {
  const withdrawn = curated.releases.filter(({ kind }) => kind === 'withdrawn')

  test('are known by name', () => {
    expect(withdrawn.map(({ name }) => name)).toEqual([
      'ESXi 6.5 U1e (recalled)',
      'ESXi 7.0 U3',
      'ESXi 7.0 U3a',
      'ESXi 7.0 U3b',
    ])
  })

  test('are nowhere to update to, and no place to stay', () => {
    for (const day of ['2021-11-15', '2022-02-01', TODAY])
      for (const { product, branch, builds } of curated.releases) {
        const [{ build, role } = { build: 0, role: 'iso' as const }] = builds
        const { target } = patchStateOf(curated, { product, branch, build, role }, day)
        expect(target?.release.kind).not.toBe('withdrawn')
      }
    for (const { branch, builds } of withdrawn) {
      const state = patchStateOf(curated, esx(branch, builds[0]?.build ?? 0), TODAY)
      expect(state.target?.release.branch).toBe('8.0.3')
    }
  })
})

describe('marks of exploitation', () => {
  test('a flaw that CISA KEV does not list is marked by a source of our own, and says so', () => {
    expect(curated.exploited.find(({ cve }) => cve === 'CVE-2021-21974')).toEqual({
      cve: 'CVE-2021-21974',
      ransomware: true,
      source: 'own-mark',
    })
    const draft = goodEstate('8.0')
    for (const object of draft.objects)
      if (object.ref.type === 'HostSystem')
        object.values['config.product'] = { _typeName: 'AboutInfo', version: '6.7.0', build: '16713306' }
    const { items } = planPatches(openInventory(snapshotOf(draft)), curated, TODAY, () => false)
    const item = items.find(({ advisory }) => advisory.id === 'VMSA-2021-0002')
    expect(item?.priority.exploited?.source).toBe('own-mark')
    // The service that the flaw is in may be off: that is said beside it, and the fix is still missing.
    expect(item?.settings.map(({ setting }) => setting.controls)).toEqual([['esx.slp-stopped']])
    expect(item?.state).toBe('affected')
  })

  test('a chance of exploitation is no mark of it', () => {
    const told: Contribution = {
      feed: 'epss',
      asOf: '2026-11-22',
      notes: [
        {
          cve: 'CVE-2024-22273',
          cvss: [],
          titles: {},
          links: [],
          epss: { score: 0.99, percentile: 1, date: '2026-11-22' },
        },
      ],
      skipped: [],
    }
    const { knowledge, news } = overlay(curated, [told], readAt)
    expect(knowledge.exploited).toEqual(curated.exploited)
    expect(news).toEqual([])
  })
})

describe('what changes after it was published', () => {
  const bulletin = {
    feed: 'broadcom-portal',
    id: 'VMSA-2026-0090',
    published: '2026-09-03',
    title: { en: 'said' },
    cves: [],
    targets: [{ product: 'esx' }],
  } as const
  const told = (more: object): Contribution => ({
    feed: 'broadcom-portal',
    asOf: '2026-11-20',
    bulletins: [{ ...bulletin, ...more }],
    skipped: [],
  })

  test('a row of the portal whose day of update moves is news again', () => {
    const first = overlay(curated, [told({ updated: '2026-09-04' })], readAt)
    expect(first.news).toEqual([expect.objectContaining({ kind: 'bulletin', isRevision: false })])
    expect(overlay(first.knowledge, [told({ updated: '2026-09-04' })], readAt).news).toEqual([])
    const again = overlay(first.knowledge, [told({ updated: '2026-10-01' })], readAt)
    expect(again.news).toEqual([expect.objectContaining({ kind: 'bulletin', isRevision: true })])
    expect(again.knowledge.bulletins.filter(({ id }) => id === bulletin.id)).toHaveLength(1)
  })

  test('an alert keeps its address when it is updated: one entry, of the later day', () => {
    const jp = (updated?: string): Contribution => ({
      ...told({}),
      feed: 'jpcert',
      bulletins: [{ ...bulletin, feed: 'jpcert', id: 'at269991', ...(updated ? { updated } : {}) }],
    })
    const { knowledge } = overlay(curated, [jp(), jp('2026-10-01')], readAt)
    expect(knowledge.bulletins.filter(({ id }) => id === 'at269991').map(({ updated }) => updated)).toEqual([
      '2026-10-01',
    ])
  })
})

test('a line may leave support before an older one: 9.0 ends before 8.0', () => {
  const ends = (line: string) => indexOf(curated).supportEnds(line) ?? ''
  expect(ends('9.0') < ends('8.0')).toBe(true)
  const draft = goodEstate('8.0')
  first(draft, 'HostSystem').values['config.product'] = { _typeName: 'AboutInfo', version: '8.0.3', build: '25429389' }
  const { groups } = planPatches(openInventory(snapshotOf(draft)), curated, '2027-10-01', () => false)
  // The smallest step that closes everything stays on 8.0, which is mended until 2027-10-11; 9.0 no longer is.
  expect(groups.map(({ release }) => release.name)).toEqual(['ESXi 8.0 U3k'])
})
