import { releaseOf, type Release } from '@sakimori/core/model'
import { isBox } from '@sakimori/vim25'
import type { DataTypes } from '@sakimori/vim25/types'
import { hostOptionRows } from '../estate/releases/host-options.ts'
import { optionDef, type OptionRow } from '../estate/releases/option-row.ts'
import { vcenterOptionRows } from '../estate/releases/vcenter-options.ts'
import type { ManagedObject } from '../kernel/store.ts'
import { isRecord } from '../kernel/values.ts'
import { configOf } from './host-config.ts'

type OptionDef = DataTypes['OptionDef']
export type OptionValue = DataTypes['OptionValue']

/** What an option takes. `type` is the one that it has on the wire: 'int', 'long', 'string', 'boolean'. */
type OptionRule = Omit<OptionRow, 'type' | 'default' | 'label'> & { readonly type: string }

/** The release line of a host, by its own product. */
export function hostReleaseOf(host: ManagedObject | undefined): Release | undefined {
  const config = host?.get('config')
  const product = isRecord(config) ? config['product'] : undefined
  const version = isRecord(product) ? product['version'] : undefined
  return typeof version === 'string' ? releaseOf(version) : undefined
}

/** `OptionManager.supportedOption` of a host: what the options that it has take, and between which limits. */
export function hostOptionDefs(host: ManagedObject | undefined): readonly OptionDef[] {
  return optionDefs(host === undefined ? [] : (configOf(host)?.option ?? []), hostRowsOf(host))
}

/** The same of a vCenter Server of a version ('8.0.3'). */
export function vcenterOptionDefs(held: readonly OptionValue[], version: string): readonly OptionDef[] {
  return optionDefs(held, vcenterRowsOf(version))
}

/** The options that the tables know for a host's release. */
export function hostRowsOf(host: ManagedObject | undefined): readonly OptionRow[] {
  const release = hostReleaseOf(host)
  return release === undefined ? [] : hostOptionRows(release)
}

export function vcenterRowsOf(version: string): readonly OptionRow[] {
  const release = releaseOf(version)
  return release === undefined ? [] : vcenterOptionRows(release)
}

function optionDefs(held: readonly OptionValue[], rows: readonly OptionRow[]): OptionDef[] {
  const byKey = new Map(rows.map((row) => [row.key, row]))
  return held.map((option) => optionDef(byKey.get(option.key) ?? rowOf(option)))
}

/** What can be said of an option that no table knows: it is what its value is. */
function rowOf({ key, value }: OptionValue): OptionRow {
  if (typeof value === 'boolean') return { key, type: 'boolean', default: value, label: key }
  const type = wireType(value)
  if (type === 'int' || type === 'long') return { key, type, default: 0, label: key, ...widest[type] }
  return { key, type: 'string', default: typeof value === 'string' ? value : '', label: key }
}

const widest = {
  int: { min: -0x8000_0000, max: 0x7fff_ffff },
  long: { min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER },
}

/**
 * What an option of a server takes. Its present value says which type it has, for servers differ in what is an int and what a
 * long (facts/vcsim.md §5.3); limits, choices and whether it can be changed stand in the tables.
 */
export function optionRule(held: OptionValue, row: OptionRow | undefined): OptionRule {
  const { key, min, max, choices, readonly } = row ?? rowOf(held)
  return {
    key,
    type: wireType(held.value),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(choices !== undefined && { choices }),
    ...(readonly !== undefined && { readonly }),
  }
}

/** The type that a value of an anyType has on the wire. */
export function wireType(value: unknown): string {
  if (isBox(value)) return value._typeName
  if (typeof value === 'string' || typeof value === 'boolean') return typeof value
  return isRecord(value) && typeof value['_typeName'] === 'string' ? value['_typeName'] : 'unknown'
}

/** Why an option does not take a value; undefined when it does. */
export function optionRefusal(rule: OptionRule, value: unknown): string | undefined {
  if (rule.readonly === true) return `of ${rule.key} cannot be changed`
  const type = wireType(value)
  if (type !== rule.type) return `of ${rule.key} must be of type ${rule.type}, not ${type}`
  if (isBox(value)) return numberRefusal(rule, value._value)
  const { choices } = rule
  if (choices === undefined || choices.includes(String(value))) return undefined
  return `of ${rule.key} must be one of ${choices.join(', ')}`
}

function numberRefusal({ key, min, max }: OptionRule, value: unknown): string | undefined {
  if (typeof value !== 'number' && typeof value !== 'bigint') return `of ${key} must be a number`
  if ((min !== undefined && value < min) || (max !== undefined && value > max)) {
    return `of ${key} must be between ${min} and ${max}`
  }
  return undefined
}
