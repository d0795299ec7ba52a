import type { Release } from '@sakimori/core/model'
import { invalidArgument } from '../../../kernel/fault.ts'
import type { Config, ConfigSpec, Power } from '../vm-record.ts'

/** What a configuration meets while it is changed. */
export interface ConfigFacing {
  readonly power: Power
  /** Of the host: which values are known, and what holds without one. */
  readonly release: Release
}

export type SpecField = Exclude<keyof ConfigSpec, '_typeName'>

/** One field of VirtualMachineConfigSpec: the right that it asks for, when it may change, and what it changes. */
export interface SpecRow {
  readonly field: SpecField
  readonly privilege: string
  /** Changes only while the VM is off. */
  readonly off?: true
  /** Throws for a value that is none; a value that changes nothing is always taken. */
  readonly apply: (config: Config, spec: ConfigSpec, facing: ConfigFacing) => Config
}

const settings = 'VirtualMachine.Config.Settings'

type Same = SpecField & keyof Config

/** A field that has the same name and value in both. */
export function copied(
  field: Same,
  more: { readonly privilege?: string; readonly off?: true; readonly check?: (value: unknown) => void } = {},
): SpecRow {
  const { privilege = settings, off, check } = more
  return {
    field,
    privilege,
    ...(off !== undefined && { off }),
    apply(config, spec) {
      check?.(spec[field])
      return { ...config, [field]: spec[field] }
    },
  }
}

/** A field that stands in `config.hardware`. */
export function hardware(field: 'virtualICH7MPresent' | 'virtualSMCPresent'): SpecRow {
  return {
    field,
    privilege: settings,
    off: true,
    apply: (config, spec) => ({ ...config, hardware: { ...config.hardware, [field]: spec[field] } }),
  }
}

/**
 * A data object that is merged into what is there: what the spec leaves out stays. Fields in `told` are the server's own:
 * clients send them back, and another value is refused.
 */
export function merged<T extends object>(
  before: T | undefined,
  wanted: T,
  path: string,
  told: readonly string[] = [],
): T {
  const held = (before ?? {}) as Readonly<Record<string, unknown>>
  const asked = wanted as Readonly<Record<string, unknown>>
  const changed = told.find(
    (field) => asked[field] !== undefined && JSON.stringify(asked[field]) !== JSON.stringify(held[field]),
  )
  if (changed !== undefined) throw invalidArgument(`${path}.${changed}`, 'is set by the server')
  return { ...held, ...asked } as T
}
