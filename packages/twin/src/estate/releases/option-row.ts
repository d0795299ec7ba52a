import { releases, type Release } from '@sakimori/core/model'
import type { DataTypes } from '@sakimori/vim25/types'
import { maybe } from './maybe.ts'
import { valueAt, type ByRelease } from './release.ts'

/** The types that the value of an advanced option has on the wire. */
export type OptionKind = 'int' | 'long' | 'string' | 'boolean'
export type Plain = string | number | boolean

/** One advanced option as a release has it. */
export interface OptionRow {
  readonly key: string
  readonly type: OptionKind
  readonly default: Plain
  readonly min?: number
  readonly max?: number
  /** The only texts that the option takes. */
  readonly choices?: readonly string[]
  readonly label: string
  readonly readonly?: boolean
}

/** An option over all releases: its default holds from the release that names it, `until` is the last to have it. */
export interface OptionSource extends Omit<OptionRow, 'default' | 'min' | 'max'> {
  readonly defaults: ByRelease<Plain>
  readonly limits?: ByRelease<Limits>
  readonly until?: Release
}

type Limits = readonly [min: number, max: number]
type Defaults<T> = T | ByRelease<T>

const spread = <T extends Plain>(defaults: Defaults<T>): ByRelease<Plain> =>
  typeof defaults === 'object' ? defaults : { '6.5': defaults }

const spreadLimits = (limits: Limits | ByRelease<Limits>): ByRelease<Limits> =>
  isLimits(limits) ? { '6.5': limits } : limits

const isLimits = (limits: Limits | ByRelease<Limits>): limits is Limits => Array.isArray(limits)

/** What a row may say besides its key, label and default. */
type More = Pick<OptionSource, 'until' | 'readonly'>

/** A whole number within limits; on hosts they are 64 bits wide. */
export const long = (
  key: string,
  label: string,
  defaults: Defaults<number>,
  limits: Limits | ByRelease<Limits> = [0, 0x7fff_ffff],
  more: More = {},
): OptionSource => ({ key, type: 'long', label, defaults: spread(defaults), limits: spreadLimits(limits), ...more })

/** A whole number of 32 bits, as vCenter Server keeps them. */
export const int = (
  key: string,
  label: string,
  defaults: Defaults<number>,
  limits: Limits | ByRelease<Limits> = [0, 0x7fff_ffff],
  more: More = {},
): OptionSource => ({ key, type: 'int', label, defaults: spread(defaults), limits: spreadLimits(limits), ...more })

export const bool = (key: string, label: string, defaults: Defaults<boolean>, more: More = {}): OptionSource => ({
  key,
  type: 'boolean',
  label,
  defaults: spread(defaults),
  ...more,
})

export const str = (key: string, label: string, defaults: Defaults<string> = '', more: More = {}): OptionSource => ({
  key,
  type: 'string',
  label,
  defaults: spread(defaults),
  ...more,
})

export const choice = (
  key: string,
  label: string,
  choices: readonly string[],
  defaults: Defaults<string>,
  more: More = {},
): OptionSource => ({ ...str(key, label, defaults, more), choices })

/** The options that a release has, with its own defaults, in alphabetical order as servers list them. */
export function rowsOf(sources: readonly OptionSource[], release: Release): readonly OptionRow[] {
  return sources
    .flatMap(({ defaults, limits = {}, until = '9.1', ...row }): OptionRow[] => {
      const value = valueAt(defaults, release)
      const gone = releases.indexOf(release) > releases.indexOf(until)
      if (value === undefined || gone) return []
      const [min, max] = valueAt(limits, release) ?? []
      return [{ ...row, default: value, ...maybe('min', min), ...maybe('max', max) }]
    })
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
}

/** A value of an option as the client decodes it: numbers in a box that keeps their wire type. */
export function optionValue({ key, type }: Pick<OptionRow, 'key' | 'type'>, value: Plain): DataTypes['OptionValue'] {
  const boxed =
    typeof value !== 'number'
      ? value
      : type === 'int'
        ? { _typeName: 'int' as const, _value: value }
        : { _typeName: 'long' as const, _value: value }
  return { _typeName: 'OptionValue', key, value: boxed }
}

/** What OptionManager.supportedOption says of an option. */
export function optionDef(row: OptionRow): DataTypes['OptionDef'] {
  return { _typeName: 'OptionDef', key: row.key, label: row.label, summary: row.label, optionType: optionType(row) }
}

function optionType(row: OptionRow): DataTypes['OptionType'] {
  const { min = 0, max = 0, choices } = row
  const valueIsReadonly = row.readonly ?? false
  if (choices)
    return {
      _typeName: 'ChoiceOption',
      valueIsReadonly,
      choiceInfo: choices.map((key) => ({ _typeName: 'ElementDescription', key, label: key, summary: key })),
      defaultIndex: choices.indexOf(String(row.default)),
    }
  switch (row.type) {
    case 'boolean':
      return { _typeName: 'BoolOption', valueIsReadonly, supported: true, defaultValue: row.default === true }
    case 'int':
      return { _typeName: 'IntOption', valueIsReadonly, min, max, defaultValue: Number(row.default) }
    case 'long':
      return { _typeName: 'LongOption', valueIsReadonly, min, max, defaultValue: Number(row.default) }
    case 'string':
      return { _typeName: 'StringOption', valueIsReadonly, defaultValue: String(row.default) }
  }
}
