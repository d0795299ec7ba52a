import { describe, expect, test } from 'vitest'
import { curated, type Bulletin, type FeedState, type Knowledge } from '../advisory/index.ts'
import { assess, type Attestation, type Finding } from '../assess/index.ts'
import { defaultPolicy } from '../control/index.ts'
import { openInventory } from '../model/index.ts'
import { renderTerminal } from '../report/index.ts'
import { renderNote } from '../text/index.ts'
import { snapshotOf, type Draft } from '../testing/draft.ts'
import { goodEstate } from '../testing/good-estate.ts'
import { withhold } from '../testing/withhold.ts'
import { catalog } from './index.ts'

const now = new Date('2026-11-26T00:00:00Z')
const control = (id: string) => {
  const found = catalog.find((one) => one.id === id)
  if (!found) throw new Error(`no control ${id}`)
  return found
}
const [ofVcenter, ofHost] = [control('vcenter.bulletins-read'), control('esx.bulletins-read')]

const read = (feed: string, asOf = '2026-11-25'): FeedState => ({ feed, asOf, readAt: `${asOf}T00:00:00Z`, records: 1 })
const bulletin = (more: Partial<Bulletin>): Bulletin => ({
  feed: 'jvn',
  id: 'JVNDB-2026-999001',
  published: '2026-11-20',
  title: { ja: 'VMware ESXi における境界外書き込みの脆弱性' },
  cves: ['CVE-2026-99001'],
  targets: [{ product: 'esx' }],
  ...more,
})
const known = (bulletins: readonly Bulletin[], feeds: readonly FeedState[] = [read('jvn')]): Knowledge => ({
  ...curated,
  bulletins,
  feeds,
})
const on = (vendor: string, model: string) => (draft: Draft) => {
  for (const host of draft.objects.filter(({ ref }) => ref.type === 'HostSystem'))
    host.values['hardware.systemInfo'] = { _typeName: 'HostSystemInfo', vendor, model, uuid: '' }
  ;(draft.asked['HostSystem'] ??= []).push('hardware.systemInfo')
}
const assessBy = (
  knowledge: Knowledge,
  change: (draft: Draft) => void = on('HPE', 'ProLiant DL380 Gen10'),
  attestations: readonly Attestation[] = [],
) => {
  const draft = goodEstate('8.0')
  change(draft)
  const context = { now, policy: defaultPolicy, baseline: 'sakimori' as const, knowledge }
  return assess(openInventory(snapshotOf(draft)), { context, controls: [ofVcenter, ofHost], attestations })
}
const verdictsOf = ({ findings }: { readonly findings: readonly Finding[] }, id: string) => [
  ...new Set(findings.filter((finding) => finding.control.id === id).map(({ verdict }) => verdict)),
]
const noteOf = ({ findings }: { readonly findings: readonly Finding[] }, id: string, locale: 'en' | 'ja' = 'en') => {
  const said = findings.find((finding) => finding.control.id === id)?.note
  return said && renderNote(said, locale)
}
const host = (...given: Parameters<typeof assessBy>) => verdictsOf(assessBy(...given), ofHost.id)

describe('what is said of bulletins', () => {
  const feeds = (...names: readonly string[]) => names.map((name) => read(name))

  test('five are named with the newest day, and a mark stands for the rest', () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, at) =>
        bulletin({ id: `B-${at}`, cves: [], updated: '2026-11-21', title: { en: 'e' } }),
      )
    const listed = (count: number) => noteOf(assessBy(known(many(count))), ofHost.id) ?? ''
    expect(listed(5)).toContain('B-4 (2026-11-21) e')
    expect(listed(5)).not.toContain('…')
    expect(listed(6)).toMatch(/B-0 [^]*; B-4 \(2026-11-21\) e; …$/)
    expect(listed(6)).not.toContain('B-5')
  })

  test('a long title is cut, one without words leaves the id and the day', () => {
    const said = (title: Bulletin['title']) => noteOf(assessBy(known([bulletin({ title })])), ofHost.id) ?? ''
    expect(said({ en: 'x'.repeat(500) })).toMatch(/\) x{120}$/)
    expect(said({})).toMatch(/JVNDB-2026-999001 \(2026-11-20\)$/)
  })

  test('where there is none, the feeds and the day that they were asked from are named', () => {
    const said = noteOf(assessBy(known([], feeds('jvn', 'jpcert'))), ofHost.id)
    expect(said).toBe('no bulletin since 2026-08-28 besides what builds are judged by (jvn, jpcert)')
    expect(noteOf(assessBy(known([], [])), ofHost.id)).toContain(curated.asOf)
  })

  test('a finding rests on what runs', () => {
    for (const {
      control: { id },
      evidence,
    } of assessBy(known([bulletin({ targets: [{ product: 'vcenter' }] })])).findings)
      expect(
        evidence.map(({ from }) => from.path),
        id,
      ).toContain(id === ofHost.id ? 'config.product' : 'content.about')
  })
})

describe('bulletins that no build can be judged by', () => {
  test('are a question to a person, with id, day and the title of each language', () => {
    const title = { en: 'Out-of-bounds write in ESXi', ja: 'VMware ESXi における境界外書き込みの脆弱性' }
    const assessment = assessBy(known([bulletin({ title }), bulletin({ id: 'at260099', feed: 'jpcert', cves: [] })]))
    expect([verdictsOf(assessment, ofHost.id), verdictsOf(assessment, ofVcenter.id)]).toEqual([['manual'], ['pass']])
    expect(noteOf(assessment, ofHost.id)).toMatch(
      /^2 bulletins since 2026-08-28 .*: at260099 \(2026-11-20\) .*; JVNDB-2026-999001 \(2026-11-20\) Out-of-bounds write in ESXi$/,
    )
    expect(noteOf(assessment, ofHost.id, 'ja')).toMatch(
      /2 件ある: at260099 .*; JVNDB-2026-999001 \(2026-11-20\) VMware ESXi における/,
    )
    expect(renderTerminal(assessment, { locale: 'en', colour: false, width: 110 })).toMatch(
      /✎ esx\.bulletins-read: 2 bulletins since/,
    )
  })

  test('pass where a fresh feed has none, and are never passed by knowledge without one', () => {
    expect(host(known([]))).toEqual(['pass'])
    expect(host(known([], []))).toEqual(['manual'])
    expect(host(known([], [read('jvn', '2026-10-20')]))).toEqual(['manual'])
    expect(host(known([], [read('cisa-kev')]))).toEqual(['manual'])
    // A list of hardware says nothing of ESX, however fresh it is.
    expect(host(known([], [read('hardware')]))).toEqual(['manual'])
    expect(noteOf(assessBy(known([], [])), ofHost.id)).toMatch(/hold no feed of bulletins of the last 30 days/)
  })

  test('are unknown where the server does not say what it is', () => {
    const hide = (paths: readonly string[]) => (draft: Draft) => {
      on('HPE', 'ProLiant DL380 Gen10')(draft)
      withhold(
        draft,
        [ofHost, ofVcenter].flatMap(({ reads }) => reads).filter(({ path }) => paths.includes(path)),
      )
    }
    const hidden = assessBy(known([bulletin({})]), hide(['config.product', 'content.about']))
    expect([verdictsOf(hidden, ofHost.id), verdictsOf(hidden, ofVcenter.id)]).toEqual([['unknown'], ['unknown']])
    // Without its maker's words a bulletin on hardware may mean it or not; without such a bulletin nothing is missing.
    const ofDell = bulletin({ targets: [{ vendor: 'Dell', model: 'PowerEdge R650' }] })
    expect(host(known([ofDell]), hide(['hardware.systemInfo']))).toEqual(['unknown'])
    expect(host(known([]), hide(['hardware.systemInfo']))).toEqual(['pass'])
  })

  test.each([
    ['older than a quarter', { published: '2026-08-01' }],
    ['of a day to come', { published: '2026-12-20' }],
    ['the review of a week', { kind: 'weekly' }],
    ['on a flaw that an advisory has rows for', { cves: ['CVE-2025-22224'] }],
    ['on another product', { targets: [{ product: 'tools' }] }],
  ] as const)('leave out what is %s', (_name, more) => expect(host(known([bulletin(more)]))).toEqual(['pass']))

  test('a flaw that is judged on one product is news on another', () => {
    const said = bulletin({ cves: ['CVE-2024-38812'], targets: [{ product: 'esx' }] })
    expect(host(known([said]))).toEqual(['manual'])
  })
})

describe("bulletins on hardware are matched by the makers' words", () => {
  test.each([
    ['HPE', 'ProLiant DL380 Gen10', { vendor: 'Hewlett Packard Enterprise', model: 'Gen10' }, 'manual'],
    ['HPE', 'ProLiant DL380 Gen10', { vendor: 'HP', model: 'ProLiant DL380 Gen9' }, 'pass'],
    ['HPE', 'ProLiant DL380 Gen10', { vendor: 'HPE', model: 'integrated lights-out 5' }, 'manual'],
    ['HPE', 'ProLiant DL380 Gen10', { vendor: 'HPE' }, 'manual'],
    ['HITACHI', 'HA8000V/DL380 Gen10', { vendor: 'Hitachi', model: 'HA8000V/DL380 Gen10' }, 'manual'],
    ['HITACHI', 'HA8000V/DL380 Gen10', { vendor: 'Hitachi', model: 'JP1/Automatic Operation' }, 'pass'],
    ['Dell Inc.', 'PowerEdge R650', { vendor: 'Dell', model: 'iDRAC9 firmware' }, 'manual'],
    ['Dell Inc.', 'PowerEdge R650', { vendor: 'Cisco', model: 'ucs c220 m5' }, 'pass'],
    ['VMware, Inc.', 'VMware7,1', { vendor: 'HPE' }, 'pass'],
  ] as const)('%s %s by %j: %s', (vendor, model, target, verdict) => {
    expect(host(known([bulletin({ targets: [target] })]), on(vendor, model))).toEqual([verdict])
  })
})

describe('an attestation', () => {
  const said = (date: string): Attestation => ({
    control: ofHost.id,
    verdict: 'pass',
    by: '山田花子',
    evidence: 'TICKET-42',
    date,
    expires: '2027-12-31',
  })

  test('answers what was published up to its day; what comes after asks again', () => {
    const first = known([bulletin({})])
    const later = known([bulletin({}), bulletin({ id: 'JVNDB-2026-999002', published: '2026-11-25' })])
    expect(host(first, undefined, [said('2026-11-20')])).toEqual(['pass'])
    expect(host(first, undefined, [said('2026-11-19')])).toEqual(['manual'])
    expect(host(later, undefined, [said('2026-11-20')])).toEqual(['manual'])
    // An update of a bulletin is a new edition.
    expect(host(known([bulletin({ updated: '2026-11-24' })]), undefined, [said('2026-11-20')])).toEqual(['manual'])
  })

  test('answers for thirty days where no feed is read', () => {
    expect(host(known([], []), undefined, [said('2026-11-01')])).toEqual(['pass'])
    expect(host(known([], []), undefined, [said('2026-10-01')])).toEqual(['manual'])
  })
})
