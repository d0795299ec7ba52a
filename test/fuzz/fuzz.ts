import { FeedError } from '../../packages/feeds/src/feed-error.ts'
import { flawsOf } from '../../packages/feeds/src/testing/check.ts'
import type { Family } from '../../packages/feeds/src/testing/families.ts'
import { mutate, randomOf } from '../../packages/feeds/src/testing/mutate.ts'
import { NOW } from '../../packages/feeds/src/testing/samples.ts'

/** Longer than this for less than a MiB means that something grows faster than its input. */
const TOO_SLOW_MS = 2000

export interface Tally {
  readonly runs: number
  /** With making the publication and looking at what came of it. */
  readonly perSecond: number
  readonly taken: number
  readonly refused: Readonly<Record<string, number>>
  readonly slowestMs: number
  readonly slowestBytes: number
  readonly largest: number
  /** What ended it early. */
  readonly harm?: { readonly seed: number; readonly bytes: Uint8Array; readonly what: string }
}

/** Gives one family changed samples, each by a seed of its own, until the time is over or harm is done. */
export function fuzz(family: Family, seconds: number, firstSeed: number): Tally {
  const began = performance.now()
  const end = began + seconds * 1000
  const refused: Record<string, number> = {}
  let [runs, taken, slowestMs, slowestBytes, largest] = [0, 0, 0, 0, 0]
  for (let seed = firstSeed; performance.now() < end; seed += 1) {
    const random = randomOf(seed)
    const sample = family.seeds[Math.floor(random() * family.seeds.length)] ?? ''
    const bytes = mutate(sample, random)
    const started = performance.now()
    const outcome = tryOne(family, bytes)
    const ms = performance.now() - started
    runs += 1
    largest = Math.max(largest, bytes.length)
    if (ms > slowestMs) [slowestMs, slowestBytes] = [ms, bytes.length]
    if (outcome.kind === 'taken') taken += 1
    else if (outcome.kind === 'refused') refused[outcome.code] = (refused[outcome.code] ?? 0) + 1
    const what = outcome.kind === 'harm' ? outcome.what : ms > TOO_SLOW_MS ? `took ${Math.round(ms)} ms` : undefined
    if (what !== undefined) return { ...tally(), harm: { seed, bytes, what } }
  }
  return tally()

  function tally(): Tally {
    const perSecond = Math.round((runs * 1000) / (performance.now() - began))
    return { runs, perSecond, taken, refused, slowestMs, slowestBytes, largest }
  }
}

type Outcome =
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'harm'; readonly what: string }

function tryOne({ decode }: Family, bytes: Uint8Array): Outcome {
  try {
    const contribution = decode(bytes)
    const flaws = contribution ? flawsOf(contribution, NOW) : []
    return flaws.length > 0 ? { kind: 'harm', what: flaws.join('; ') } : { kind: 'taken' }
  } catch (error) {
    if (error instanceof FeedError) return { kind: 'refused', code: error.code }
    return { kind: 'harm', what: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}
