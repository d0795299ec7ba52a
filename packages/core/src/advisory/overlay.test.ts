import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  adopt,
  curated,
  lineOf,
  matchCve,
  noteTrouble,
  openKnowledge,
  overlay,
  type Advisory,
  type AdvisoryRow,
  type Contribution,
  type FirmwareRow,
  type Knowledge,
} from './index.ts'

const readAt = '2026-12-01T10:00:00Z'
const told = (more: Partial<Contribution> = {}): Contribution => ({
  feed: 'test',
  asOf: '2026-11-30',
  skipped: [],
  ...more,
})
const advisory = (
  id: string,
  cves: readonly string[],
  rows: readonly AdvisoryRow[],
  more: Partial<Advisory> = {},
): Advisory => ({
  id,
  published: '2026-11-30',
  severity: 'high',
  title: { en: 'told' },
  cves,
  rows,
  settings: [],
  complete: true,
  sources: ['elsewhere'],
  ...more,
})
const row = (product: 'esx' | 'vcenter', branch: string | undefined, cve: string, build: number): AdvisoryRow => ({
  product,
  line: branch === undefined ? '8.0' : lineOf(branch),
  ...(branch === undefined ? {} : { branch }),
  cves: [cve],
  fix: { status: 'fixed', release: `build ${build}`, build },
})
const find = (knowledge: Knowledge, id: string) => knowledge.advisories.find((one) => one.id === id)
const lay = (...contributions: Contribution[]) => overlay(curated, contributions, readAt)
const stateOf = (knowledge: Knowledge, branch: string, build: number, id: string, cve: string) => {
  const index = openKnowledge(knowledge)
  const found = find(knowledge, id)
  return found && matchCve(index, index.locate({ product: 'vcenter', branch, build, role: 'iso' }), found, cve).state
}

describe('where sources disagree about the fix of a branch', () => {
  test('a first fix that CVE records still name does not lower the threshold, and both are shown', () => {
    // 8.0 U3b and U3d of CVE-2024-38812; the record names the line alone.
    const { knowledge, conflicts, news } = lay(
      told({
        advisories: [
          advisory('CVE-2024-38812', ['CVE-2024-38812'], [row('vcenter', undefined, 'CVE-2024-38812', 24262322)]),
        ],
      }),
    )
    expect(find(knowledge, 'CVE-2024-38812')).toBeUndefined()
    expect(stateOf(knowledge, '8.0.3', 24262322, 'VMSA-2024-0019', 'CVE-2024-38812')).toBe('affected')
    expect(stateOf(knowledge, '8.0.3', 24322831, 'VMSA-2024-0019', 'CVE-2024-38812')).toBe('fixed')
    expect(conflicts).toEqual([
      {
        advisory: 'VMSA-2024-0019',
        product: 'vcenter',
        branch: '8.0.3',
        cves: ['CVE-2024-38812'],
        claims: [
          { release: 'vCenter Server 8.0 U3d', build: 24322831, version: '8.0.3.00400' },
          { release: 'build 24262322', build: 24262322, version: '8.0.3.00200', source: 'test' },
        ],
      },
    ])
    expect(news).toEqual([expect.objectContaining({ kind: 'rows', advisory: 'VMSA-2024-0019', feed: 'test' })])
  })

  test('the later release counts, whoever names it', () => {
    const later = row('vcenter', '8.0.3', 'CVE-2024-38812', 24674346)
    const { knowledge } = lay(told({ advisories: [advisory('VMSA-2024-0019', ['CVE-2024-38812'], [later])] }))
    expect(stateOf(knowledge, '8.0.3', 24322831, 'VMSA-2024-0019', 'CVE-2024-38812')).toBe('affected')
    expect(stateOf(knowledge, '8.0.3', 24674346, 'VMSA-2024-0019', 'CVE-2024-38812')).toBe('fixed')
  })

  test('a later build with an older version, client number or exception beside it lowers nothing', () => {
    const [id, cve] = ['VMSA-2024-0019', 'CVE-2024-38812']
    const before = stateOf(curated, '8.0.3', 24091160, id, cve)
    const said = { ...row('vcenter', '8.0.3', cve, 25600417) }
    const beside = {
      version: '8.0.3.00000',
      clientBuild: 1_000_000,
      alsoFixedBuilds: [24091160],
      derived: true as const,
    }
    const { knowledge } = lay(
      told({ advisories: [advisory(id, [cve], [{ ...said, fix: { ...said.fix, ...beside } }])] }),
    )
    const added = find(knowledge, id)?.rows.find(({ source }) => source === 'test')
    expect(added?.fix).toEqual({
      status: 'fixed',
      release: 'build 25600417',
      build: 25600417,
      version: '8.0.3.01000',
    })
    expect([before, stateOf(knowledge, '8.0.3', 24091160, id, cve)]).toEqual(['affected', 'affected'])
  })

  test('the two images of one patch day are one fix', () => {
    const full = row('esx', '8.0.3', 'CVE-2025-41226', 24674464)
    const { knowledge, conflicts, news } = lay(
      told({ advisories: [advisory('VMSA-2025-0010', ['CVE-2025-41226'], [full])] }),
    )
    expect([conflicts, find(knowledge, 'VMSA-2025-0010')?.rows]).toEqual([[], find(curated, 'VMSA-2025-0010')?.rows])
    expect(news.filter(({ kind }) => kind === 'rows')).toEqual([])
  })

  test('a build goes to the branch that the tables list it under, whatever the record says', () => {
    // 8.0 U2e, called a fix of 8.0.3, whose own fix has a lower number.
    const wrong = row('esx', '8.0.3', 'CVE-2025-41236', 24789317)
    const { knowledge, conflicts } = lay(
      told({ advisories: [advisory('VMSA-2025-0013', ['CVE-2025-41236'], [wrong])] }),
    )
    expect([conflicts, find(knowledge, 'VMSA-2025-0013')?.rows]).toEqual([[], find(curated, 'VMSA-2025-0013')?.rows])
  })

  test('a fix of no known branch is handed back', () => {
    const lost = { ...row('esx', undefined, 'CVE-2025-41236', 29999999) }
    expect(lay(told({ advisories: [advisory('VMSA-2025-0013', ['CVE-2025-41236'], [lost])] })).unplaced).toEqual([
      { feed: 'test', advisory: 'VMSA-2025-0013', row: lost },
    ])
  })
})

describe('what only a feed knows', () => {
  const fresh = row('esx', '8.0.3', 'CVE-2026-90001', 25999999)
  const one = advisory('VMSA-2026-0099', ['CVE-2026-90001'], [fresh])

  test('a new advisory is added, and nothing follows from the rows that it does not have', () => {
    const { knowledge, news } = lay(told({ advisories: [one] }))
    expect(find(knowledge, 'VMSA-2026-0099')).toEqual({
      ...one,
      rows: [{ ...fresh, source: 'test' }],
      complete: false,
      sources: ['test'],
    })
    expect(news).toEqual([{ kind: 'advisory', advisory: 'VMSA-2026-0099', severity: 'high', published: '2026-11-30' }])
  })

  test('no feed says that a setting makes a server safe', () => {
    const settings = [
      { cves: one.cves, product: 'esx', kind: 'workaround', controls: [], text: { en: 'e', ja: 'j' }, source: 's' },
    ] as const
    expect(find(lay(told({ advisories: [{ ...one, settings }] })).knowledge, one.id)?.settings).toEqual([])
  })

  test('a day ahead of the reader does not hide an advisory', () => {
    const ahead = lay(
      told({ asOf: '2099-01-01', advisories: [{ ...one, published: '2099-01-01', updated: '2099-01-02' }] }),
    )
    expect(find(ahead.knowledge, one.id)).toMatchObject({ published: '2026-12-01', updated: '2026-12-01' })
    expect(ahead.knowledge.feeds.find(({ feed }) => feed === 'test')?.asOf).toBe('2026-12-01')
  })

  test('the record of a CVE that came first becomes part of its advisory', () => {
    const record = advisory('CVE-2026-90001', ['CVE-2026-90001'], [fresh])
    const first = lay(told({ feed: 'cve', advisories: [record] })).knowledge
    expect(find(first, 'CVE-2026-90001')?.rows.length).toBe(1)
    const then = overlay(first, [told({ feed: 'vendor', advisories: [{ ...one, rows: [] }] })], readAt).knowledge
    expect(find(then, 'CVE-2026-90001')).toBeUndefined()
    expect(find(then, one.id)?.rows).toEqual([{ ...fresh, source: 'cve' }])
  })

  test('a flaw that the vendor added later makes the table incomplete', () => {
    const more = advisory('VMSA-2025-0013', ['CVE-2025-41236', 'CVE-2026-90002'], [], { updated: '2026-11-30' })
    const { knowledge, news } = lay(told({ advisories: [more] }))
    expect(find(knowledge, 'VMSA-2025-0013')).toMatchObject({ complete: false, updated: '2026-11-30' })
    expect(news).toEqual([
      { kind: 'revised', advisory: 'VMSA-2025-0013', updated: '2026-11-30', cves: ['CVE-2026-90002'] },
    ])
  })
})

test('releases: new ones are added, known ones gain what was missing, and a recall is news', () => {
  const recalled = {
    product: 'esx',
    branch: '8.0.3',
    name: 'x',
    kind: 'withdrawn',
    builds: [{ build: 24784735, role: 'iso' }],
    sources: [],
  } as const
  const fresh = { ...recalled, name: 'ESXi 8.0 U3m', kind: 'full', builds: [{ build: 25999999, role: 'iso' }] } as const
  const { knowledge, news } = lay(told({ releases: [recalled, fresh] }))
  expect(knowledge.releases.length).toBe(curated.releases.length + 1)
  expect(knowledge.releases.find(({ name }) => name === 'ESXi 8.0 U3f')).toMatchObject({
    kind: 'withdrawn',
    date: '2025-07-15',
  })
  expect(news.map(({ kind }) => kind)).toEqual(['withdrawn', 'release'])
})

test('marks of exploitation, scores and bulletins', () => {
  const cve = 'CVE-2024-38812'
  const score = (by: string, score: number) => ({ version: '3.1', score, by }) as const
  const note = (cvss: readonly ReturnType<typeof score>[]) => ({ cve, cvss, titles: {}, links: [] })
  const bulletin = (id: string, published: string) => ({ feed: 'jp', id, published, title: {}, cves: [], targets: [] })
  const first = lay(
    told({
      exploited: [
        { cve: 'CVE-2021-21974', since: '2023-02-03', ransomware: false, source: 'cisa-kev' },
        { cve: 'CVE-1999-0001', ransomware: false, source: 'cisa-kev' },
      ],
      notes: [note([score('NVD', 8.2), score('CNA', 9.3)]), { ...note([]), cve: 'CVE-1999-0001' }],
      bulletins: [bulletin('a', '2026-01-02'), bulletin('a', '2026-01-01'), bulletin('b', '2026-01-01')],
    }),
  )
  expect(first.knowledge.exploited.find((one) => one.cve === 'CVE-2021-21974')).toEqual({
    cve: 'CVE-2021-21974',
    since: '2023-02-03',
    ransomware: true,
    source: 'cisa-kev',
  })
  const second = overlay(first.knowledge, [told({ feed: 'z', notes: [note([score('NVD', 8.8)])] })], readAt)
  expect(second.knowledge.notes).toEqual([note([score('NVD', 8.8), score('CNA', 9.3)])])
  expect(second.knowledge.bulletins.map(({ id, published }) => [id, published])).toEqual([
    ['a', '2026-01-02'],
    ['b', '2026-01-01'],
  ])
  // What is exploited elsewhere is kept, and is no news.
  expect(first.news.map(({ kind }) => kind)).toEqual(['bulletin', 'bulletin'])
})

test('firmware of a site’s own list: added, renewed by a later edition, never by an older one', () => {
  const firmware = (day: string, more: Partial<FirmwareRow> = {}): FirmwareRow => ({
    id: 'A-1',
    makers: ['Maker'],
    models: ['M1'],
    part: 'bios',
    fixed: { day: '2026-01-01' },
    cves: [],
    published: day,
    source: 'test',
    ...more,
  })
  const lay = (base: Knowledge, ...rows: readonly FirmwareRow[]) =>
    overlay(base, [told({ hardware: rows })], readAt).knowledge
  const first = lay(curated, firmware('2026-06-01'))
  expect(first.hardware.slice(0, -1)).toEqual(curated.hardware)
  expect(first.feeds.find(({ feed }) => feed === 'test')?.records).toBe(1)
  const looked = firmware('2026-06-01', { newestOn: '2026-11-01' })
  const second = lay(first, looked)
  expect(second.hardware.at(-1)).toEqual(looked)
  expect(lay(second, firmware('2026-05-01')).hardware).toEqual(second.hardware)
  // A day to come would vouch for what nobody has seen.
  expect(lay(first, firmware('2026-06-01', { newestOn: '2030-01-01' })).hardware.at(-1)?.newestOn).toBe('2026-12-01')
  expect(adopt(curated, second, readAt).knowledge.hardware).toEqual(second.hardware)
})

test('a feed in trouble keeps what it said, and says why', () => {
  const before = lay(told({ exploited: [] })).knowledge
  const state = (knowledge: Knowledge, feed: string) => knowledge.feeds.find((one) => one.feed === feed)
  const trouble = { at: '2026-12-02T00:00:00Z', why: 'timeout' }
  expect(state(noteTrouble(before, 'test', trouble.why, trouble.at), 'test')).toEqual({
    ...state(before, 'test'),
    trouble,
  })
  expect(state(noteTrouble(before, 'other', trouble.why, trouble.at), 'other')).toMatchObject({ records: 0, trouble })
})

describe('laws', () => {
  const known = curated.advisories.map(({ id }) => id)
  const builds = curated.releases.flatMap(({ builds }) => builds.map(({ build }) => build))
  const cveOf = fc.oneof(
    fc.constantFrom(...curated.advisories.flatMap(({ cves }) => cves)),
    fc.integer({ min: 10_000, max: 10_005 }).map((n) => `CVE-2026-${n}`),
  )
  const branches = [...new Set(curated.releases.map(({ branch }) => branch))]
  const anyRow = fc
    .record({
      product: fc.constantFrom('esx', 'vcenter'),
      branch: fc.option(fc.constantFrom(...branches), { nil: undefined }),
      cve: cveOf,
      build: fc.oneof(fc.constantFrom(...builds), fc.integer({ min: 1, max: 30_000_000 })),
      status: fc.constantFrom('fixed', 'fixed', 'noFix', 'notPublic'),
    })
    .map(({ product, branch, cve, build, status }): AdvisoryRow => {
      const fixed = row(product, branch, cve, build)
      return status === 'fixed' ? fixed : { ...fixed, fix: { status: status as 'noFix' } }
    })
  const day = fc.integer({ min: 0, max: 900 }).map((n) => new Date(Date.UTC(2024, 6, 1 + n)).toISOString().slice(0, 10))
  const anyAdvisory = (ids: fc.Arbitrary<string>) =>
    fc.record({ id: ids, rows: fc.array(anyRow, { maxLength: 4 }), published: day }).map(({ id, rows, published }) => {
      const cves = [...new Set(rows.flatMap((one) => one.cves))]
      return advisory(id, cves, rows, { published })
    })
  const contribution = (feed: string, ids: fc.Arbitrary<string>): fc.Arbitrary<Contribution> =>
    fc
      .record({
        advisories: fc.array(anyAdvisory(ids), { maxLength: 4 }),
        exploited: fc.array(fc.record({ cve: cveOf, since: day, ransomware: fc.boolean(), source: fc.constant(feed) })),
        asOf: day,
      })
      .map((parts) => told({ feed, ...parts }))
  const anyId = fc.oneof(fc.constantFrom(...known), fc.constantFrom('VMSA-2026-0098', 'VMSA-2026-0099'), cveOf)

  test('twice is once', () => {
    fc.assert(
      fc.property(fc.array(contribution('a', anyId), { maxLength: 3 }), (all) => {
        const once = overlay(curated, all, readAt)
        const twice = overlay(once.knowledge, all, readAt)
        expect(twice.knowledge).toEqual(once.knowledge)
        expect(twice.news).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  test('the order of the contributions does not matter', () => {
    fc.assert(
      fc.property(contribution('a', anyId), contribution('b', anyId), (one, other) => {
        expect(overlay(curated, [one, other], readAt)).toEqual(overlay(curated, [other, one], readAt))
      }),
      { numRuns: 60 },
    )
  })

  test('nor does it matter which of two feeds that speak of different things was read first', () => {
    const own = (feed: string, id: string, cve: string) =>
      fc.array(anyRow, { maxLength: 4 }).map((rows) => {
        const mine = rows.map((one) => ({ ...one, cves: [cve] }))
        return told({ feed, advisories: [advisory(id, [cve], mine)] })
      })
    fc.assert(
      fc.property(
        own('a', 'VMSA-2026-0098', 'CVE-2026-70001'),
        own('b', 'VMSA-2024-0019', 'CVE-2024-38812'),
        (a, b) => {
          const then = (first: Contribution, second: Contribution) =>
            overlay(overlay(curated, [first], readAt).knowledge, [second], readAt).knowledge
          expect(then(a, b)).toEqual(then(b, a))
        },
      ),
      { numRuns: 60 },
    )
  })

  test('no row of the shipped table is changed or taken away, so no threshold is lowered', () => {
    fc.assert(
      fc.property(fc.array(contribution('a', anyId), { maxLength: 3 }), (all) => {
        const { knowledge } = overlay(curated, all, readAt)
        for (const before of curated.advisories)
          expect(find(knowledge, before.id)?.rows.slice(0, before.rows.length)).toEqual(before.rows)
        const names = new Set(knowledge.releases.map(({ product, name }) => `${product} ${name}`))
        expect(curated.releases.filter(({ product, name }) => !names.has(`${product} ${name}`))).toEqual([])
        expect(curated.exploited.every(({ cve }) => knowledge.exploited.some((mark) => mark.cve === cve))).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  test('a build that the shipped table calls affected is called fixed by no feed that speaks of its branch', () => {
    const index = openKnowledge(curated)
    fc.assert(
      fc.property(fc.array(contribution('a', fc.constantFrom(...known)), { minLength: 1, maxLength: 2 }), (all) => {
        const { knowledge } = overlay(curated, all, readAt)
        const after = openKnowledge(knowledge)
        for (const before of curated.advisories.slice(-8))
          for (const one of before.rows) {
            if (one.fix.status !== 'fixed' || one.branch === undefined || one.fix.build === undefined) continue
            for (const cve of one.cves) {
              const installed = {
                product: one.product,
                branch: one.branch,
                build: one.fix.build - 1,
                role: 'iso',
              } as const
              const was = matchCve(index, index.locate(installed), before, cve).state
              const now = find(knowledge, before.id)
              if (was === 'affected' && now)
                expect(matchCve(after, after.locate(installed), now, cve).state).not.toBe('fixed')
            }
          }
      }),
      { numRuns: 40 },
    )
  })
})
