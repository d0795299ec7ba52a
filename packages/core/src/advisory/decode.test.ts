import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson, checkContribution, curated, decodeKnowledge, type Knowledge } from './index.ts'

const broken = (change: (value: Record<string, unknown>) => void): unknown => {
  const value = structuredClone(curated) as unknown as Record<string, unknown>
  change(value)
  return value
}

describe('decodeKnowledge', () => {
  test('gives the shipped knowledge back as it is', () => {
    expect(decodeKnowledge(structuredClone(curated))).toEqual(curated)
    expect(decodeKnowledge(JSON.parse(canonicalJson(curated)))).toEqual(curated)
  })

  test.each<[string, (value: Record<string, unknown>) => void, string]>([
    ['another schema', (value) => (value['schema'] = 'sakimori/knowledge/2'), 'schema: one of'],
    ['a missing list', (value) => delete value['notes'], 'notes: is missing'],
    ['an unknown field', (value) => (value['more'] = 1), 'more: no such field'],
    [
      'a field of Object',
      (value) => Object.defineProperty(value, '__proto__', { value: {}, enumerable: true }),
      '__proto__: no such field',
    ],
    ['a day that is none', (value) => (value['asOf'] = '2026-13-01'), 'asOf: a day'],
    [
      'a build that is no number',
      (value) => Object.assign((value['releases'] as Knowledge['releases'])[0]?.builds[0] ?? {}, { build: '1' }),
      'releases[0].builds[0].build: a number',
    ],
    [
      'an address that is a program',
      (value) => Object.assign((value['advisories'] as object[])[0] ?? {}, { url: 'javascript:alert(1)' }),
      'advisories[0].url: an http or https address',
    ],
    [
      'a fix of no kind',
      (value) =>
        Object.assign((value['advisories'] as Knowledge['advisories'])[0]?.rows[0] ?? {}, {
          fix: { status: 'toString' },
        }),
      'advisories[0].rows[0].fix.status: one of',
    ],
  ])('refuses %s and says where', (_name, change, said) => {
    expect(() => decodeKnowledge(broken(change))).toThrow(said)
  })

  test('answers any JSON at all with knowledge or a ShapeError', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(() => decodeKnowledge(value)).toThrow(expect.objectContaining({ name: 'ShapeError' }))
      }),
    )
  })
})

test('the canonical text does not depend on the order of keys', () => {
  const turned = Object.fromEntries(Object.entries(structuredClone(curated)).toReversed()) as unknown as Knowledge
  expect(Object.keys(turned)).not.toEqual(Object.keys(curated))
  expect(canonicalJson(turned)).toBe(canonicalJson(curated))
})

test('checkContribution leaves out the row that does not fit, says why, and keeps the others', () => {
  const good = { cve: 'CVE-2024-0001', ransomware: false, source: 'kev' }
  const checked = checkContribution({
    feed: 'kev',
    asOf: '2026-01-01',
    exploited: [good, { ...good, cve: 'CVE-1' }],
    skipped: [{ record: 'x', why: 'y' }],
  })
  expect(checked.exploited).toEqual([good])
  expect(checked.skipped).toEqual([
    { record: 'x', why: 'y' },
    { record: 'CVE-1', why: 'cve: a CVE id is wanted' },
  ])
})
