import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FeedError } from './feed-error.ts'
import { limits } from './limits.ts'
import { flawsOf } from './testing/check.ts'
import { families, type Family } from './testing/families.ts'
import { mutate, randomOf } from './testing/mutate.ts'
import { NOW } from './testing/samples.ts'

/** Whether a publication was taken; what a decoder may not do, whatever it is given, fails here. */
function take({ decode }: Family, bytes: Uint8Array): boolean {
  try {
    const contribution = decode(bytes)
    expect(contribution ? flawsOf(contribution, NOW) : []).toEqual([])
    return true
  } catch (error) {
    if (!(error instanceof FeedError)) throw error
    expect(error.message).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u)
    expect(error.message.length).toBeLessThanOrEqual(400)
    return false
  } finally {
    expect(Object.keys(Object.prototype)).toEqual([])
  }
}

describe.each(families.map((family) => ({ name: family.name, family })))('$name', ({ family }) => {
  it('takes its samples, plain and packed', () => {
    for (const seed of family.seeds) {
      // A refusal of the service is a sample too, and so is a lone digest.
      const bytes = typeof seed === 'string' ? Buffer.from(seed) : seed
      const isAnswer = !/retCd="1"|^f+$/.test(bytes.toString())
      expect(take(family, bytes)).toBe(isAnswer)
      if (isAnswer && typeof seed === 'string' && family.name !== 'csaf-provider')
        expect(take(family, gzipSync(seed))).toBe(true)
    }
  })

  it('refuses any bytes with its own error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        take(family, bytes)
      }),
      { numRuns: 200 },
    )
  })

  it('survives changed samples, and what it takes of them is fair', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(), (seed, which) => {
        const sample = family.seeds[which % family.seeds.length] ?? ''
        take(family, mutate(sample, randomOf(seed)))
      }),
      { numRuns: family.isSlow ? 80 : 400 },
    )
  }, 20_000)

  it('survives JSON of any shape', () => {
    const value = fc.jsonValue({ maxDepth: 6 })
    const keys = [
      ...new Set(family.seeds.flatMap((seed) => seed.toString().match(/"[A-Za-z:_0-9 ]{2,30}"(?=:)/g) ?? [])),
    ]
    const shaped = fc.dictionary(
      fc.constantFrom('"__proto__"', ...keys).map((key) => key.slice(1, -1)),
      value,
      { maxKeys: 12 },
    )
    fc.assert(
      fc.property(shaped, (given) => {
        take(family, Buffer.from(JSON.stringify(given)))
      }),
      { numRuns: 200 },
    )
  })

  it('stops at a bomb in gzip', () => {
    const bomb = gzipSync(Buffer.alloc(limits.bytes + 1, 0x20), { level: 1 })
    expect(() => family.decode(bomb)).toThrow(/more than (?:192|2) MiB/)
  })
})
