import type { AssessOptions, Attestation, Filter, Tailoring, Waiver } from '@sakimori/core/assess'
import { defaultPolicy, type Baseline, type Context, type Control, type Policy } from '@sakimori/core/control'
import { expectationOf, type CustomControl } from '@sakimori/custom/definition'
import type { Config } from './schema.ts'

/** A control that the site wrote, as it is written and as it is judged by. */
export interface OwnControl {
  readonly definition: CustomControl
  readonly control: Control
}

/** What the configuration says, and every control that there is with it: the catalogue and the site's own. */
export interface Settings {
  readonly config: Config
  readonly controls: readonly Control[]
  readonly own: readonly OwnControl[]
}

/** The site's own choices, with the defaults where it makes none. */
export const policyOf = (config: Config): Policy => ({ ...defaultPolicy, ...dropUnset(config.policy ?? {}) })

/** What the configuration and the flags ask of an assessment. */
export function assessOptions(
  { config, controls }: Pick<Settings, 'config' | 'controls'>,
  baseline: Baseline,
  now: Date,
  filter: Filter = {},
  knowledge: Pick<Context, 'knowledge' | 'knowledgeOrigin'> = {},
): AssessOptions {
  const policy = policyOf(config)
  const tailoring = Object.fromEntries(
    Object.entries(config.tailoring ?? {}).map(([id, change]) => [
      id,
      dropUnset({ ...change, expect: change.expect && expectationOf(change.expect) }) as Tailoring,
    ]),
  )
  return {
    context: { now, policy, baseline, ...knowledge },
    controls,
    tailoring,
    filter,
    attestations: (config.attestations ?? []) as readonly Attestation[],
    waivers: (config.waivers ?? []) as readonly Waiver[],
  }
}

const dropUnset = (record: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined))
