import { allFields, apiVersions, compareApi, isSubtype, lineage, typeInfo } from '@sakimori/vim25'
import type { EstateObject } from '../estate.ts'

/** What is declared of a value: a field of a data object, or a property of a managed object. */
interface Declared {
  readonly type: string
  readonly array: boolean
}

const whole: Readonly<Record<string, readonly [number, number]>> = {
  byte: [-128, 127],
  short: [-32_768, 32_767],
  int: [-0x8000_0000, 0x7fff_ffff],
  long: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
}
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/
const boxes = new Set([...Object.keys(whole), 'float', 'double', 'dateTime', 'binary'])

/** What an object has that a server of an API version could not send, or lacks that it must; empty when all is well. */
export function complaintsAbout(object: EstateObject, apiVersion: string): readonly string[] {
  const names = new Set([...Object.keys(object.properties), ...(object.lazyProperties ?? [])])
  return [...names].flatMap((name) => {
    const declared = propertyOf(object.ref.type, name)
    const path = `${object.ref.type}:${object.ref.value}.${name}`
    if (!declared) return [`${path}: no such property`]
    const value = object.properties[name] ?? object.lazy?.(name)
    return value === undefined ? [`${path}: undefined`] : check(value, declared, apiVersion, path)
  })
}

/** The same of a value whose type is known. */
export const complaintsAboutValue = (value: unknown, type: string, apiVersion: string): readonly string[] =>
  check(value, { type, array: Array.isArray(value) }, apiVersion, type)

const propertyOf = (type: string, name: string): Declared | undefined =>
  lineage(type)
    .flatMap((one) => {
      const info = typeInfo(one)
      return info?.kind === 'managed' ? info.properties : []
    })
    .find((property) => property.name === name)

function check(value: unknown, declared: Declared, api: string, path: string): readonly string[] {
  if (!declared.array) return checkOne(value, declared.type, api, path)
  if (!Array.isArray(value)) return [`${path}: not a list`]
  return value.flatMap((item: unknown, index) => checkOne(item, declared.type, api, `${path}[${index}]`))
}

function checkOne(value: unknown, type: string, api: string, path: string): readonly string[] {
  const range = whole[type]
  if (range)
    return Number.isSafeInteger(value) && Number(value) >= range[0] && Number(value) <= range[1]
      ? []
      : [`${path}: ${String(value)} is no ${type}`]
  switch (type) {
    case 'string':
    case 'binary':
      return typeof value === 'string' ? [] : [`${path}: ${String(value)} is no ${type}`]
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${path}: ${String(value)} is no boolean`]
    case 'dateTime':
      return typeof value === 'string' && dateTime.test(value) ? [] : [`${path}: ${String(value)} is no dateTime`]
    case 'anyType':
      return checkAny(value, api, path)
  }
  const info = typeInfo(type)
  if (info?.kind === 'enum')
    return info.values.some((one) => one === value) ? [] : [`${path}: ${String(value)} is no ${type}`]
  if (info?.kind === 'managed') return checkReference(value, type, path)
  return info ? checkData(value, type, api, path) : [`${path}: unknown type ${type}`]
}

function checkAny(value: unknown, api: string, path: string): readonly string[] {
  if (typeof value === 'string' || typeof value === 'boolean') return []
  if (typeof value !== 'object' || value === null) return [`${path}: ${String(value)} needs a box`]
  if ('_value' in value && '_typeName' in value && boxes.has(String(value._typeName)))
    return checkOne(value._value, String(value._typeName), api, path)
  return '_typeName' in value
    ? checkData(value, String(value._typeName), api, path)
    : checkReference(value, 'ManagedObject', path)
}

function checkReference(value: unknown, type: string, path: string): readonly string[] {
  const ok =
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    'value' in value &&
    isSubtype(String(value.type), type)
  return ok ? [] : [`${path}: no reference to ${type}`]
}

function checkData(value: unknown, type: string, api: string, path: string): readonly string[] {
  if (typeof value !== 'object' || value === null || !('_typeName' in value)) return [`${path}: no data object`]
  const name = String(value._typeName)
  const info = typeInfo(name)
  if (info?.kind !== 'data' || !isSubtype(name, type)) return [`${path}: ${name} is no ${type}`]
  const isNew = (since: number) => compareApi(apiVersions[since] ?? '', api) > 0
  const complaints = isNew(info.since) ? [`${path}: ${name} came after ${api}`] : []
  const fields = new Map(allFields(name).map((field) => [field.name, field]))
  for (const [key, held] of Object.entries(value)) {
    if (key === '_typeName') continue
    const field = fields.get(key)
    const at = `${path}.${key}`
    if (!field) complaints.push(`${at}: no such field of ${name}`)
    else if (held === undefined) complaints.push(`${at}: undefined; an unset field is absent`)
    else if (Array.isArray(held) && held.length === 0) complaints.push(`${at}: empty; an empty list is absent`)
    else if (isNew(field.since)) complaints.push(`${at}: came after ${api}`)
    else complaints.push(...check(held, field, api, at))
  }
  for (const { name: wanted, optional, array, since } of fields.values())
    if (!optional && !array && !isNew(since) && !(wanted in value)) complaints.push(`${path}.${wanted}: missing`)
  return complaints
}
