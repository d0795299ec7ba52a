import { describe, expect, test } from 'vitest'
import { openInventory } from '../model/index.ts'
import { first, snapshotOf, type Draft } from '../testing/draft.ts'
import { goodEstate } from '../testing/good-estate.ts'
import { comparePriority, curated, planPatches, priorityOf, type Knowledge, type Priority } from './index.ts'

const TODAY = '2026-11-26'

function withHosts(version: string, build: string): Draft {
  const draft = goodEstate('8.0')
  for (const object of draft.objects)
    if (object.ref.type === 'HostSystem') object.values['config.product'] = { _typeName: 'AboutInfo', version, build }
  return draft
}

const planOf = (draft: Draft, knowledge: Knowledge = curated, holds = () => false) =>
  planPatches(openInventory(snapshotOf(draft)), knowledge, TODAY, holds)

describe('what to patch first', () => {
  test('nothing on a well-kept estate', () => {
    const plan = planOf(goodEstate('8.0'))
    expect([plan.items, plan.groups, plan.unread]).toEqual([[], [], []])
    expect(plan.servers).toHaveLength(3)
  })

  test('what ransomware uses, and the hosts of a cluster go together to the smallest release that closes everything', () => {
    const { items, groups } = planOf(withHosts('8.0.3', '24414501'))
    expect(items[0]?.advisory.id).toBe('VMSA-2025-0004')
    expect(items[0]?.priority.exploited?.source).toBe('cisa-kev')
    expect(items[0]?.servers).toHaveLength(2)
    expect(groups).toHaveLength(1)
    expect(groups[0]?.place.type).toBe('ClusterComputeResource')
    expect(groups[0]?.servers).toHaveLength(2)
    expect(groups[0]).toMatchObject({ release: { name: 'ESXi 8.0 U3k' }, isUpgrade: false, leaves: 0 })
    expect(groups[0]?.closes).toBe(items.length)
  })

  test('a line that is mended no more goes to the next one, as an upgrade', () => {
    const { groups } = planOf(withHosts('7.0.3', '24784741'))
    expect(groups[0]).toMatchObject({ release: { branch: '8.0.3' }, isUpgrade: true, leaves: 0 })
  })

  test('a workaround is counted where its controls pass', () => {
    const settingOf = (holds: () => boolean) =>
      planOf(withHosts('7.0.3', '24784741'), curated, holds).items.find(
        ({ advisory }) => advisory.id === 'VMSA-2024-0013',
      )?.settings[0]
    expect(settingOf(() => true)).toMatchObject({ inPlace: 2, of: 2 })
    expect(settingOf(() => false)).toMatchObject({ inPlace: 0, of: 2 })
  })

  test('a host that does not say what it runs is named', () => {
    const draft = withHosts('8.0.3', '24414501')
    first(draft, 'HostSystem').values['config.product'] = undefined
    const { unread, servers } = planOf(draft)
    expect(unread).toHaveLength(1)
    expect(servers).toHaveLength(2)
  })
})

describe('what a person is to read', () => {
  const bulletin = (id: string, targets: Knowledge['bulletins'][number]['targets'], published = '2026-11-01') => ({
    feed: 'jvn',
    id,
    published,
    title: { ja: 'x' },
    cves: [],
    targets,
  })

  test('names a product that runs, or the maker of a host, and is of the last months', () => {
    const draft = goodEstate('8.0')
    first(draft, 'HostSystem').values['hardware.systemInfo'] = { vendor: 'HPE', model: 'ProLiant DL380 Gen10' }
    const knowledge: Knowledge = {
      ...curated,
      bulletins: [
        bulletin('old', [{ product: 'esx' }], '2025-01-01'),
        bulletin('esx', [{ product: 'esx' }], '2026-10-01'),
        bulletin('ilo', [{ vendor: 'Hewlett Packard Enterprise', model: 'iLO 5' }]),
        bulletin('dell', [{ vendor: 'Dell', model: 'iDRAC9' }]),
        bulletin('tools', [{ product: 'tools' }]),
      ],
    }
    expect(planOf(draft, knowledge).bulletins.map(({ id }) => id)).toEqual(['ilo', 'esx'])
  })
})

describe('priority', () => {
  const advisory = curated.advisories.find(({ id }) => id === 'VMSA-2025-0010') as Knowledge['advisories'][number]
  const [cve = ''] = advisory.cves
  const withNote = (exploitation: string, automatable: string, technicalImpact: string): Knowledge => ({
    ...curated,
    notes: [{ cve, cvss: [], titles: {}, links: [], ssvc: { exploitation, automatable, technicalImpact } }],
  })

  test.each([
    ['none', 'no', 'partial', 'track'],
    ['none', 'no', 'total', 'trackClosely'],
    ['poc', 'no', 'total', 'attend'],
    ['active', 'no', 'partial', 'attend'],
    ['active', 'yes', 'partial', 'act'],
  ])('CISA’s tree: %s, automatable %s, %s impact: %s', (exploitation, automatable, impact, decision) => {
    expect(priorityOf(withNote(exploitation, automatable, impact), advisory, [cve]).decision).toBe(decision)
  })

  test('use by attackers comes before any score', () => {
    const used: Priority = { severity: 'low', exploited: { cve, ransomware: false, source: 'cisa-kev' } }
    const high: Priority = { severity: 'critical', cvss: { score: 10, by: 'VMware' }, decision: 'act' }
    expect(comparePriority(used, high)).toBeLessThan(0)
    expect(comparePriority(high, { severity: 'critical' })).toBeLessThan(0)
  })
})
