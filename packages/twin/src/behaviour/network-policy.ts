import { createHash } from 'node:crypto'
import { allFields, isSubtype } from '@sakimori/vim25'
import type { DataTypes } from '@sakimori/vim25/types'
import { isEqual, isRecord, listOf } from '../kernel/values.ts'

type Fields = Readonly<Record<string, unknown>>

/** Settings of a distributed switch, port group or port; the API types them by their base. */
export type PortSetting = DataTypes['DVPortSetting']
type StandardPolicy = DataTypes['HostNetworkPolicy']

/**
 * What holds on a standard port group: field by field its own value, else that of its switch. The order of the adapters is
 * one value, and so is taken whole (vSphere API, HostNetworkPolicy and HostNicOrderPolicy).
 */
export function computedPolicy(ofSwitch: StandardPolicy, own: StandardPolicy): StandardPolicy {
  return layFields(ofSwitch as unknown as Fields, own as unknown as Fields) as unknown as StandardPolicy
}

const wholeTypes = new Set(['HostNicOrderPolicy'])

function layFields(below: Fields, above: Fields): Fields {
  const laid: Record<string, unknown> = { ...below }
  for (const [name, value] of Object.entries(above)) {
    if (value === undefined) continue
    const under = below[name]
    const isGroup = isRecord(value) && isRecord(under) && !wholeTypes.has(String(value['_typeName']))
    laid[name] = isGroup ? layFields(under, value) : value
  }
  return laid
}

/**
 * An inheritable policy as info objects show it: its values are always those that hold, `inherited` says whether they come
 * from above. One that consists of other policies (security, teaming, shaping) is inherited when all of them are.
 */
type Policy = Fields & { readonly _typeName: string; readonly inherited: boolean }

interface Shape {
  /** Fields that are policies of their own. */
  readonly parts: readonly string[]
  /** Single values. */
  readonly values: readonly string[]
  /** Lists: given or not, a specification says them whole. */
  readonly lists: readonly string[]
}

const shapes = new Map<string, Shape>()

function shapeOf(type: string): Shape {
  let shape = shapes.get(type)
  if (shape === undefined) {
    const fields = allFields(type).filter(({ name }) => name !== 'inherited')
    const names = (kept: typeof fields) => kept.map(({ name }) => name)
    const isPart = (field: (typeof fields)[number]) => !field.array && isSubtype(field.type, 'InheritablePolicy')
    shape = {
      parts: names(fields.filter(isPart)),
      values: names(fields.filter((field) => !field.array && !isPart(field))),
      lists: names(fields.filter(({ array }) => array)),
    }
    shapes.set(type, shape)
  }
  return shape
}

const asPolicy = (value: unknown): Policy | undefined => (isRecord(value) ? (value as Policy) : undefined)
const part = (policy: Policy | undefined, name: string) => asPolicy(policy?.[name])

/** The fields that are set, so that what is unset stays absent. */
const setOf = (entries: readonly (readonly [string, unknown])[]) =>
  Object.fromEntries(entries.filter(([, value]) => value !== undefined))

/** The policy as somebody below sees it who says nothing of his own. */
function inheritAll(above: Policy): Policy {
  const { parts } = shapeOf(above._typeName)
  return {
    ...above,
    inherited: true,
    ...setOf(parts.map((name) => [name, part(above, name) && inheritAll(part(above, name) as Policy)])),
    ...(above._typeName === filterPolicy && setOf([['filterConfig', filtersFrom(above)]])),
  }
}

const allInherited = (policy: Policy): boolean =>
  shapeOf(policy._typeName).parts.every((name) => part(policy, name)?.inherited ?? true)

/** Brings what is inherited up to date with what is above; what is said here stays. */
function refresh(own: Policy | undefined, above: Policy | undefined): Policy | undefined {
  if (above === undefined) return own
  if (own === undefined) return inheritAll(above)
  if (own._typeName === filterPolicy) return withFilters(own, ownFilters(own), above)
  const { parts } = shapeOf(own._typeName)
  if (parts.length === 0) return own.inherited ? inheritAll(above) : own
  const laid = { ...own, ...setOf(parts.map((name) => [name, refresh(part(own, name), part(above, name))])) }
  return { ...laid, inherited: allInherited(laid) }
}

/**
 * Applies a specification (vSphere API, InheritablePolicy): `inherited: true` takes everything from above, whatever else is
 * set; else the values that are set become its own, and those that are unset stay. `above` is undefined on a switch, which
 * has nothing to inherit.
 */
function merge(
  own: Policy | undefined,
  spec: Policy | undefined,
  above: Policy | undefined,
  isTop: boolean,
): Policy | undefined {
  if (spec === undefined) return own
  if (spec.inherited && !isTop) return above === undefined ? undefined : inheritAll(above)
  if (spec._typeName === filterPolicy) return withFilters(own ?? spec, specFilters(own, spec), above)
  const same = own?._typeName === spec._typeName ? own : undefined
  const { parts, values, lists } = shapeOf(spec._typeName)
  const merged = {
    ...same,
    _typeName: spec._typeName,
    inherited: false,
    ...setOf(values.map((name) => [name, spec[name] ?? same?.[name]])),
    ...setOf(parts.map((name) => [name, merge(part(same, name), part(spec, name), part(above, name), isTop)])),
  }
  const whole = { ...merged, ...Object.fromEntries(lists.map((name) => [name, spec[name]])) }
  const kept = setOf(Object.entries(whole)) as unknown as Policy
  return parts.length === 0 ? kept : { ...kept, inherited: allInherited(kept) }
}

const filterPolicy = 'DvsFilterPolicy'

/** Traffic filters are inherited one by one, by key (vSphere API, DvsFilterPolicy). */
const ownFilters = (policy: Policy | undefined): readonly Fields[] =>
  listOf(policy?.['filterConfig'])
    .filter(isRecord)
    .filter((filter) => filter['inherited'] !== true)

function filtersFrom(above: Policy | undefined, except: readonly Fields[] = []): readonly Fields[] | undefined {
  const keys = new Set(except.map(({ key }) => key))
  const found = listOf(above?.['filterConfig'])
    .filter(isRecord)
    .filter(({ key }) => !keys.has(key))
    .map((filter) => ({ ...filter, inherited: true }))
  return found.length === 0 ? undefined : found
}

function withFilters(policy: Policy, own: readonly Fields[], above: Policy | undefined): Policy {
  const filterConfig = [...(filtersFrom(above, own) ?? []), ...own]
  const { filterConfig: _old, ...rest } = policy
  return {
    ...rest,
    _typeName: filterPolicy,
    inherited: own.length === 0,
    ...(filterConfig.length > 0 && { filterConfig }),
  }
}

/** What a specification makes of the own filters: a list of operations, or a new list. */
function specFilters(own: Policy | undefined, spec: Policy): readonly Fields[] {
  const given = listOf(spec['filterConfig']).filter(isRecord)
  if (!given.some((filter) => 'operation' in filter)) {
    return given.filter((filter) => filter['inherited'] !== true).map(keyed)
  }
  let kept = [...ownFilters(own)]
  for (const { operation, ...filter } of given) {
    const plain = { ...filter, _typeName: String(filter['_typeName']).replace(/Spec$/, '') }
    const before = kept.find(({ key }) => key === filter['key'])
    kept = kept.filter((held) => held !== before)
    if (operation === 'add') kept.push(keyed(plain))
    else if (operation === 'edit') kept.push({ ...before, ...plain })
  }
  return kept
}

/** Keys follow from what the filter is, so that those of a switch and of its port groups do not meet by chance. */
function keyed(filter: Fields): Fields {
  const key = filter['key'] ?? createHash('sha256').update(JSON.stringify(filter)).digest('hex').slice(0, 12)
  return { ...filter, key }
}

const flagNames = ['allowPromiscuous', 'macChanges', 'forgedTransmits'] as const

/**
 * The three layer-2 flags stand in a setting twice: in `securityPolicy` each with its own `inherited`, and since 6.7 in
 * `macManagementPolicy` with one for all. Both always say the same.
 */
interface Security {
  readonly flags: Policy | undefined
  readonly learning: Policy | undefined
}

function securityOf(setting: Fields | undefined): Security {
  const mac = asPolicy(setting?.['macManagementPolicy'])
  return { flags: asPolicy(setting?.['securityPolicy']) ?? flagsFrom(mac), learning: part(mac, 'macLearningPolicy') }
}

/** The older form of the newer one. */
function flagsFrom(mac: Policy | undefined, otherwise?: Policy): Policy | undefined {
  if (mac === undefined) return undefined
  const flag = (name: string) => {
    const value = mac[name] ?? part(otherwise, name)?.['value']
    return [
      name,
      value === undefined ? undefined : { _typeName: 'BoolPolicy', inherited: mac.inherited, value },
    ] as const
  }
  return { _typeName: 'DVSSecurityPolicy', inherited: mac.inherited, ...setOf(flagNames.map(flag)) }
}

function securityFields({ flags, learning }: Security, isNew: boolean): Fields {
  if (flags === undefined) return {}
  const mac = {
    _typeName: 'DVSMacManagementPolicy',
    inherited: allInherited(flags) && learning?.inherited !== false,
    ...setOf(flagNames.map((name) => [name, part(flags, name)?.['value']])),
    ...setOf([['macLearningPolicy', learning]]),
  }
  return { securityPolicy: flags, ...(isNew && { macManagementPolicy: mac }) }
}

/** Whether a specification says anything that does not hold already. */
function isNews(spec: Policy | undefined, own: unknown): boolean {
  if (spec === undefined) return false
  if (!isRecord(own)) return true
  return Object.entries(spec).some(([name, value]) => {
    if (value === undefined || name === '_typeName') return false
    const held = own[name]
    return isRecord(value) && 'inherited' in value ? isNews(value as Policy, held) : !isEqual(value, held)
  })
}

/**
 * Both forms may be given, as a client gives them that sends back what it read with one change: the one that says something
 * new counts, and the newer one where both do.
 */
function mergeSecurity(own: Fields, spec: Fields, above: Fields | undefined, isTop: boolean): Security {
  const held = securityOf(own)
  const top = securityOf(above)
  const older = asPolicy(spec['securityPolicy'])
  const newer = asPolicy(spec['macManagementPolicy'])
  const shown = asPolicy(own['macManagementPolicy'])
  const fromAbove = newer?.inherited === true && !isTop
  const learning = merge(
    held.learning,
    fromAbove ? inheritedSpec : part(newer, 'macLearningPolicy'),
    top.learning,
    isTop,
  )
  if (newer !== undefined && saysFlags(newer, shown, isTop)) {
    return { flags: merge(held.flags, flagsFrom(newer, held.flags), top.flags, isTop), learning }
  }
  const flags = isNews(older, own['securityPolicy']) ? merge(held.flags, older, top.flags, isTop) : held.flags
  return { flags, learning }
}

const inheritedSpec: Policy = { _typeName: 'DVSMacLearningPolicy', inherited: true }

function saysFlags(newer: Policy, shown: Policy | undefined, isTop: boolean): boolean {
  const isOther = newer.inherited !== shown?.inherited
  if (newer.inherited && !isTop) return isOther
  const given = flagNames.filter((name) => newer[name] !== undefined)
  return given.some((name) => newer[name] !== shown?.[name]) || (given.length > 0 && isOther)
}

const pair = new Set(['securityPolicy', 'macManagementPolicy'])
const plainPolicies = (...settings: readonly (Fields | undefined)[]): readonly string[] => {
  const types = settings.flatMap((setting) => (setting === undefined ? [] : [String(setting['_typeName'])]))
  return [...new Set(types.flatMap((type) => shapeOf(type).parts))].filter((name) => !pair.has(name))
}
const fieldsOf = (setting: PortSetting | undefined) => setting as unknown as Fields | undefined
const hasNewForm = (...settings: readonly (Fields | undefined)[]) =>
  settings.some((setting) => setting?.['macManagementPolicy'] !== undefined)

/**
 * The settings that hold after a reconfiguration: policy by policy what the specification says, else what held before.
 * `above` are those of the port group (for a port) or switch (for a port group); undefined for a switch itself.
 */
export function mergeSetting<T extends PortSetting>(own: T, spec: PortSetting | undefined, above?: PortSetting): T {
  if (spec === undefined) return own
  const [held, said, top] = [fieldsOf(own) ?? {}, fieldsOf(spec) ?? {}, fieldsOf(above)]
  const isTop = top === undefined
  const merged: Record<string, unknown> = { ...held }
  for (const name of plainPolicies(held, said)) {
    merged[name] = merge(asPolicy(held[name]), asPolicy(said[name]), asPolicy(top?.[name]), isTop)
  }
  if (said['securityPolicy'] !== undefined || said['macManagementPolicy'] !== undefined) {
    Object.assign(merged, securityFields(mergeSecurity(held, said, top, isTop), hasNewForm(held, said, top)))
  }
  return { ...setOf(Object.entries(merged)), _typeName: typeOf(held, said) } as unknown as T
}

const typeOf = (held: Fields, said: Fields) => held['_typeName'] ?? said['_typeName']

/** The settings with everything that is inherited brought up to date with those above. */
export function refreshSetting<T extends PortSetting>(own: T, above: PortSetting | undefined): T {
  const [held, top] = [fieldsOf(own) ?? {}, fieldsOf(above) ?? {}]
  const refreshed: Record<string, unknown> = { ...held }
  for (const name of plainPolicies(held, top)) refreshed[name] = refresh(asPolicy(held[name]), asPolicy(top[name]))
  const [mine, theirs] = [securityOf(held), securityOf(top)]
  const security = { flags: refresh(mine.flags, theirs.flags), learning: refresh(mine.learning, theirs.learning) }
  Object.assign(refreshed, securityFields(security, hasNewForm(held, top)))
  return setOf(Object.entries(refreshed)) as unknown as T
}

/** Settings that say nothing of their own. */
export function inheritedSetting(above: PortSetting | undefined): PortSetting {
  return refreshSetting({ _typeName: above?._typeName ?? 'VMwareDVSPortSetting' }, above)
}

/** The policies that a setting says itself, in whole or in part. */
export function ownPolicies(setting: PortSetting | undefined): readonly string[] {
  const held = fieldsOf(setting) ?? {}
  return [...plainPolicies(held), ...pair].filter((name) => isOwn(asPolicy(held[name])))
}

function isOwn(policy: Policy | undefined): boolean {
  if (policy === undefined) return false
  const { parts } = shapeOf(policy._typeName)
  return parts.length === 0 ? !policy.inherited : !policy.inherited || parts.some((name) => isOwn(part(policy, name)))
}
