import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matchCases } from '../testing/match-cases.ts'
import { advisoryOf, esx, stateOf, vcenter } from '../testing/matching.ts'
import { curated, indexOf, isOpen, matchAll, matchCve, openKnowledge, type Installed } from './index.ts'

const index = indexOf(curated)
const TODAY = '2026-11-26'

describe('verdicts worked out by hand', () => {
  test.each(matchCases)('$release, $cve: $state', ({ installed, advisory, cve, state, why }) => {
    expect(stateOf(installed, advisory, cve), why).toBe(state)
  })

  test.each(matchCases.filter(({ installed }) => installed.version !== undefined))(
    'the same when the appliance does not tell its version: $release, $cve',
    ({ installed: { version: _untold, ...installed }, advisory, cve, state, why }) => {
      expect(stateOf(installed, advisory, cve), why).toBe(state)
    },
  )
})

describe('a fix that is known by the version of the appliance only', () => {
  test.each([
    ['9.0.1.0', 'fixed'],
    ['9.0.0.0', 'affected'],
    [undefined, 'review'],
  ] as const)('version %s is %s', (version, state) => {
    expect(stateOf(vcenter('9.0.1', 24957454, 'iso', version), 'VMSA-2025-0016', 'CVE-2025-41250')).toBe(state)
  })
})

describe('wrong verdicts that other scanners are known for', () => {
  test('one threshold for a whole line: hosts patched on an older branch are called missing (vendor’s patch scanner)', () => {
    // Simulated on the vendor's own data: 16 false alarms, of 8.0 U2d, U2e, U1d and U1e.
    expect(stateOf(esx('8.0.2', 24585300), 'VMSA-2025-0004', 'CVE-2025-22224')).toBe('fixed')
    expect(stateOf(esx('8.0.2', 24789317), 'VMSA-2025-0013', 'CVE-2025-41236')).toBe('fixed')
    expect(stateOf(esx('8.0.1', 23299997), 'VMSA-2024-0006', 'CVE-2024-22252')).toBe('fixed')
    expect(stateOf(vcenter('8.0.1', 24005165), 'VMSA-2024-0012', 'CVE-2024-37079')).toBe('fixed')
  })

  test('an appliance version among builds: vCenter Server 8.0 U2 to U2c are not reported for a flaw in CISA KEV (the same)', () => {
    for (const build of [22385739, 22617221, 23319993, 23504390])
      expect(stateOf(vcenter('8.0.2', build), 'VMSA-2024-0012', 'CVE-2024-37079')).toBe('affected')
  })

  test('a table keyed by the first version of a line: hosts on 8.0.2 and 7.0.3 are never looked at (Greenbone)', () => {
    expect(stateOf(esx('8.0.2', 22380479), 'VMSA-2024-0011', 'CVE-2024-22273')).toBe('affected')
    expect(stateOf(esx('7.0.3', 22348816), 'VMSA-2024-0011', 'CVE-2024-22273')).toBe('affected')
  })

  test('one threshold for x.y: 7.0 U1e is above the threshold of U3c by number and holds other fixes (Nessus)', () => {
    expect(stateOf(esx('7.0.1', 19324898), 'VMSA-2022-0001', 'CVE-2021-22045')).toBe('review')
    expect(stateOf(esx('7.0.1', 18538813), 'VMSA-2022-0001', 'CVE-2021-22045')).toBe('affected')
  })

  test('a host taken for vCenter Server because both say 7.0.3 (Nuclei)', () => {
    const { rows } = advisoryOf('VMSA-2023-0023')
    expect(rows.every(({ product }) => product === 'vcenter')).toBe(true)
    expect(stateOf(esx('7.0.3', 18644231), 'VMSA-2023-0023', 'CVE-2023-34048')).toBe('notListed')
  })

  test('the first, incomplete fix that CVE records still name (CVE-2024-38812)', () => {
    expect(stateOf(vcenter('8.0.3', 24262322), 'VMSA-2024-0019', 'CVE-2024-38812')).toBe('affected')
    expect(stateOf(vcenter('7.0.3', 24201990), 'VMSA-2024-0019', 'CVE-2024-38812')).toBe('affected')
  })

  test('the number of the client compared with that of the ISO image (vCenter Server before 7.0 U2)', () => {
    expect(stateOf(vcenter('6.7.0', 17137327, 'client'), 'VMSA-2021-0002', 'CVE-2021-21972')).toBe('fixed')
    // Where the client's number of the fix is known, it decides.
    expect(stateOf(vcenter('6.7.0', 18010000, 'client'), 'VMSA-2021-0010', 'CVE-2021-21985')).toBe('affected')
    // Where it is not, and the number is on no list and close to the threshold, nobody can tell.
    expect(stateOf(vcenter('6.7.0', 18485000, 'client'), 'VMSA-2021-0020', 'CVE-2021-22005')).toBe('review')
  })

  test('a version whose last field was dropped is not compared', () => {
    expect(stateOf(vcenter('8.0.3', 25600417, 'client', '8.0.3.0'), 'VMSA-2026-0006', 'CVE-2026-59309')).toBe('fixed')
    expect(stateOf(vcenter('8.0.3', 25413364, 'client', '8.0.3.99'), 'VMSA-2026-0006', 'CVE-2026-59309')).toBe(
      'affected',
    )
  })

  test('a line past general support that nobody looked at any more is not safe', () => {
    expect(stateOf(esx('6.7.0', 20497097), 'VMSA-2025-0013', 'CVE-2025-41236')).toBe('presumedAffected')
  })

  test('a line that began after the fix is', () => {
    expect(stateOf(esx('9.0.0', 24755229), 'VMSA-2025-0004', 'CVE-2025-22224')).toBe('notListed')
  })
})

/** Any server that could answer: listed numbers and others beside them. */
const anyServer = fc.oneof(
  fc.constantFrom(...curated.releases.filter(({ builds }) => builds.length > 0)).chain(({ product, branch, builds }) =>
    fc.record({
      product: fc.constant(product),
      branch: fc.constant(branch),
      build: fc
        .tuple(fc.constantFrom(...builds.map(({ build }) => build)), fc.integer({ min: -3, max: 3 }))
        .map(([build, by]) => build + by),
      role: fc.constantFrom<Installed['role']>('iso', 'client'),
    }),
  ),
)

describe('laws', () => {
  test('within a branch no flaw opens again on a younger release, unless its numbers do not compare', () => {
    for (const product of ['esx', 'vcenter'] as const)
      for (const branch of index.branchesOf(product)) {
        const dated = index
          .releasesOf(product, branch)
          .filter(({ date, builds }) => date !== undefined && builds.length > 0)
          .toSorted((one, other) => (one.date ?? '').localeCompare(other.date ?? ''))
        for (const advisory of index.advisoriesOf(product))
          for (const cve of advisory.cves) {
            const held = dated.map(({ builds: [first], version, date }) => {
              const role = first?.role ?? 'iso'
              const installed = { product, branch, build: first?.build ?? 0, role, ...(version ? { version } : {}) }
              return { date, state: matchCve(index, index.locate(installed), advisory, cve).state }
            })
            const firstFixed = held.find(({ state }) => state === 'fixed')
            const later = held.filter(({ date }) => firstFixed && (date ?? '') > (firstFixed.date ?? ''))
            expect(
              later.filter(({ state }) => state === 'affected'),
              `${branch} ${advisory.id} ${cve}`,
            ).toEqual([])
          }
      }
  })

  test('taking a row away never turns an open flaw into a fixed one', () => {
    fc.assert(
      fc.property(
        anyServer,
        fc.constantFrom(...curated.advisories.filter(({ rows }) => rows.length > 0)),
        fc.nat(),
        (server, advisory, pick) => {
          const at = pick % advisory.rows.length
          const less = { ...advisory, rows: advisory.rows.filter((_, row) => row !== at) }
          const without = openKnowledge({
            ...curated,
            advisories: curated.advisories.map((one) => (one === advisory ? less : one)),
          })
          for (const cve of advisory.cves) {
            const before = matchCve(index, index.locate(server), advisory, cve)
            const after = matchCve(without, without.locate(server), less, cve)
            if (isOpen(before)) expect(['fixed', 'fixedInferred']).not.toContain(after.state)
          }
        },
      ),
      { numRuns: 200 },
    )
  })

  test('each state says which row decided, where one did, and the row speaks of the flaw and the product', () => {
    fc.assert(
      fc.property(anyServer, (server) => {
        for (const { state, row, cve } of matchAll(index, index.locate(server), TODAY)) {
          if (state === 'fixed' || state === 'noFix' || state === 'unknown') expect(row).toBeDefined()
          if (!row) continue
          expect(row.product).toBe(server.product)
          expect(row.cves).toContain(cve)
        }
      }),
      { numRuns: 100 },
    )
  })

  test('nothing that was published later than the day is asked', () => {
    const located = index.locate(esx('8.0.3', 24022510))
    const early = matchAll(index, located, '2024-12-31')
    expect(new Set(early.map(({ advisory }) => advisory.published > '2024-12-31'))).toEqual(new Set([false]))
    expect(matchAll(index, located, TODAY).length).toBeGreaterThan(early.length)
  })
})
