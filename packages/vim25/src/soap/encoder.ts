import { checkArguments } from '../check-arguments.ts'
import type { FieldInfo, MethodInfo } from '../schema/tables.ts'
import { allFields, typeInfo } from '../schema/tables.ts'
import type { MoRef } from '../values.ts'
import { escapeText } from './escape.ts'
import { boxedItem, isBox } from './unbox.ts'

const soap = 'http://schemas.xmlsoap.org/soap/envelope/'
const schema = 'http://www.w3.org/2001/XMLSchema'

/**
 * The bytes of a request. The prefixes are literal and the vim names stand unprefixed in the default namespace: vcsim reads
 * the body again without the envelope's declarations, and with other prefixes it stores an option without its value
 * (facts/vcsim.md §5.3 pitfall 3). Fields go in WSDL order, bases first.
 *
 * Throws VimError `badRequest` or `notInRelease`, as `checkArguments` says.
 */
export function encodeRequest(
  release: number,
  ref: MoRef,
  method: MethodInfo,
  args: Readonly<Record<string, unknown>>,
): string {
  checkArguments(release, ref, method, args)
  const body = reference('_this', '', ref) + members(method.params, args)
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<soapenv:Envelope xmlns:soapenv="${soap}" xmlns:xsi="${schema}-instance"` +
    ` xmlns:xsd="${schema}"><soapenv:Body><${method.name} xmlns="urn:vim25">${body}</${method.name}></soapenv:Body></soapenv:Envelope>`
  )
}

type Values = Readonly<Record<string, unknown>>

// From here on every value is what its declaration says: it was checked.

function members(fields: readonly FieldInfo[], values: Values): string {
  let xml = ''
  for (const { name, type, array } of fields) {
    const value = values[name]
    if (value === undefined) continue
    if (!array) xml += element(name, type, value)
    else for (const item of value as readonly unknown[]) xml += element(name, type, item)
  }
  return xml
}

function element(name: string, type: string, value: unknown): string {
  if (type === 'anyType') return any(name, value)
  const kind = typeInfo(type)?.kind
  if (kind === 'managed') return reference(name, '', value as MoRef)
  return kind === 'data' ? object(name, type, value as Values) : `<${name}>${lexical(value)}</${name}>`
}

function object(name: string, declared: string, value: Values): string {
  const type = String(value['_typeName'] ?? declared)
  const mark = type === declared ? '' : ` xsi:type="${type}"`
  return `<${name}${mark}>${members(allFields(type), value)}</${name}>`
}

function any(name: string, value: unknown): string {
  if (typeof value === 'string' || typeof value === 'boolean') return typed(name, typeof value, value)
  if (Array.isArray(value)) return list(name, 'ArrayOfString', 'string', value)
  if (isBox(value)) {
    const item = boxedItem(value._typeName)
    if (item === undefined) return typed(name, schemaName(value._typeName), value._value)
    return list(name, value._typeName, schemaName(item), value._value as readonly unknown[])
  }
  if ('_typeName' in (value as Values)) return object(name, 'anyType', value as Values)
  return reference(name, ' xsi:type="ManagedObjectReference"', value as MoRef)
}

function list(name: string, type: string, item: string, values: readonly unknown[]): string {
  const inner = values.map((value) => `<${item}>${lexical(value)}</${item}>`)
  return `<${name} xsi:type="${type}">${inner.join('')}</${name}>`
}

function typed(name: string, schemaType: string, value: unknown): string {
  return `<${name} xsi:type="xsd:${schemaType}">${lexical(value)}</${name}>`
}

function schemaName(type: string): string {
  return type === 'binary' ? 'base64Binary' : type
}

function reference(name: string, mark: string, { type, value }: MoRef): string {
  return `<${name}${mark} type="${escapeText(type)}">${escapeText(value)}</${name}>`
}

function lexical(value: unknown): string {
  if (typeof value === 'string') return escapeText(value)
  if (value === Infinity || value === -Infinity) return value > 0 ? 'INF' : '-INF'
  return String(value)
}
