import type { AssessOptions, Attestation, Filter, Tailoring, Waiver } from '@sakimori/core/assess'
import { catalog } from '@sakimori/core/catalog'
import {
  atLeast,
  between,
  containsAll,
  defaultPolicy,
  is,
  oneOf,
  within,
  type Baseline,
  type Expectation,
  type Policy,
  type Scalar,
} from '@sakimori/core/control'
import type { Config, ExpectationWords } from './schema.ts'

/** What the configuration and the flags ask of an assessment. */
export function assessOptions(config: Config, baseline: Baseline, now: Date, filter: Filter = {}): AssessOptions {
  const policy = { ...defaultPolicy, ...dropUnset(config.policy ?? {}) } as Policy
  const tailoring = Object.fromEntries(
    Object.entries(config.tailoring ?? {}).map(([id, change]) => [
      id,
      dropUnset({ ...change, expect: change.expect && expectationOf(change.expect) }) as Tailoring,
    ]),
  )
  return {
    context: { now, policy, baseline },
    controls: catalog,
    tailoring,
    filter,
    attestations: (config.attestations ?? []) as readonly Attestation[],
    waivers: (config.waivers ?? []) as readonly Waiver[],
  }
}

function expectationOf(words: ExpectationWords): Expectation {
  if ('is' in words) return is(words.is)
  if ('oneOf' in words) return oneOf(words.oneOf as [Scalar, ...Scalar[]])
  if ('between' in words) return between(...words.between)
  if ('atLeast' in words) return atLeast(words.atLeast)
  if ('contains' in words) return containsAll(...words.contains)
  return within(...words.within)
}

const dropUnset = (record: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined))
