import { mix } from '../build/identity.ts'

/**
 * Chance that can be asked again: a number of [0, 1) that depends on nothing but the seed, a stream (what is decided)
 * and an index (for whom). Two rounds of the finaliser of MurmurHash3 over a Weyl sequence; no state, so that the
 * settings of VM 73,112 can be made without those before it.
 */
export function roll(seed: number, stream: number, index: number): number {
  return mix(mix(Math.imul(index, 0x9e37_79b1) ^ Math.imul(stream, 0x85eb_ca77)) ^ seed) / 2 ** 32
}

/** One of a list, by a roll. */
export function pick<T>(list: readonly [T, ...T[]], chance: number): T {
  return list[Math.floor(chance * list.length)] ?? list[0]
}

/** One of a list in which each entry has a weight. */
export function pickWeighted<T>(list: readonly (readonly [weight: number, value: T])[], chance: number): T | undefined {
  let left = chance * list.reduce((sum, [weight]) => sum + weight, 0)
  return list.find(([weight]) => (left -= weight) < 0)?.[1] ?? list.at(-1)?.[1]
}
