import type { AssessOptions, Attestation, Filter, Tailoring, Waiver } from '@sakimori/core/assess'
import { defaultPolicy, type Baseline, type Control, type Policy } from '@sakimori/core/control'
import { expectationOf } from '@sakimori/custom/definition'
import type { Config } from './schema.ts'

/** What the configuration says, and every control that there is with it: the catalogue and the site's own. */
export interface Settings {
  readonly config: Config
  readonly controls: readonly Control[]
}

/** What the configuration and the flags ask of an assessment. */
export function assessOptions(
  { config, controls }: Settings,
  baseline: Baseline,
  now: Date,
  filter: Filter = {},
): AssessOptions {
  const policy = { ...defaultPolicy, ...dropUnset(config.policy ?? {}) } as Policy
  const tailoring = Object.fromEntries(
    Object.entries(config.tailoring ?? {}).map(([id, change]) => [
      id,
      dropUnset({ ...change, expect: change.expect && expectationOf(change.expect) }) as Tailoring,
    ]),
  )
  return {
    context: { now, policy, baseline },
    controls,
    tailoring,
    filter,
    attestations: (config.attestations ?? []) as readonly Attestation[],
    waivers: (config.waivers ?? []) as readonly Waiver[],
  }
}

const dropUnset = (record: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined))
