import type { FieldInfo, MethodInfo } from '../schema/tables.ts'
import { allFields, dataType, typeInfo } from '../schema/tables.ts'
import type { AnyObject } from '../values.ts'
import { boxed } from './readers.ts'
import { escapeText } from './escape.ts'
import { TypedValue } from './typed-value.ts'

const schemaNames: Readonly<Record<string, string>> = { binary: 'base64Binary' }

/**
 * Writes values as elements, the server's side of the wire, for one API release: a field that is newer is left out, a type
 * that is newer goes as its nearest base that the release knows (facts/vcsim.md §5.3 pitfall 6: old clients raise on what
 * they do not know). What each type needs is worked out once, on first use.
 */
export class ReplyEncoder {
  readonly release: number
  readonly #objects = new Map<string, ObjectWriter>()
  readonly #elements = new Map<string, ElementWriter>()

  /** `release`: index of the API id that the client speaks. */
  constructor(release: number) {
    this.release = release
  }

  /** The element `name` of a declared type; of a list one element an item. `undefined` gives ''. */
  element(name: string, type: string, array: boolean, value: unknown): string {
    if (value === undefined || value === null) return ''
    const write = this.#writerOf(type)
    if (!array) return write(name, value)
    if (!Array.isArray(value)) return ''
    let xml = ''
    for (const item of value) if (item !== undefined) xml += write(name, item)
    return xml
  }

  /** An element of type anyType whose value has the declared type: the `val` of a property. */
  any(name: string, type: string, array: boolean, value: unknown): string {
    if (type === 'anyType') return this.#untyped(name, value)
    if (!array) return this.#typed(name, type, value)
    const item = arrayItem(type)
    const inner = this.element(item, type, true, value)
    return `<${name} xsi:type="ArrayOf${item.charAt(0).toUpperCase()}${item.slice(1)}">${inner}</${name}>`
  }

  /** All of a reply's body but the envelope. */
  reply(method: MethodInfo, value: unknown): string {
    const { name, returns } = method
    const inner = returns === undefined ? '' : this.element('returnval', returns.type, returns.array, value)
    return `<${name}Response xmlns="urn:vim25">${inner}</${name}Response>`
  }

  /** A SOAP fault with its typed detail, as a vCenter Server writes it. */
  fault(fault: AnyObject, text: string): string {
    const writer = this.#objectWriter(fault._typeName) ?? this.#objectWriter('MethodFault')
    const type = writer?.type ?? 'MethodFault'
    const inner = writer?.write(fault) ?? ''
    const detail = `<${type}Fault xmlns="urn:vim25" xsi:type="${type}">${inner}</${type}Fault>`
    return `<soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>${escapeText(text)}</faultstring><detail>${detail}</detail></soapenv:Fault>`
  }

  #typed(name: string, type: string, value: unknown): string {
    if (value === undefined || value === null) return ''
    const info = typeInfo(type)
    if (info === undefined) return primitive(name, type, isBoxed(value) ? value._value : value)
    if (info.kind === 'managed') return reference(name, ' xsi:type="ManagedObjectReference"', value)
    if (info.kind === 'enum') return `<${name} xsi:type="${type}">${escapeText(String(value))}</${name}>`
    return this.#object(name, undefined, value, type)
  }

  #untyped(name: string, value: unknown): string {
    switch (typeof value) {
      case 'string':
        return primitive(name, 'string', value)
      case 'boolean':
        return primitive(name, 'boolean', value)
      case 'number':
        return primitive(name, Number.isInteger(value) ? 'int' : 'double', value)
      case 'bigint':
        return primitive(name, 'long', value)
      case 'object':
        break
      default:
        return ''
    }
    if (value instanceof TypedValue) return this.any(name, value.type, value.array, value.value)
    if (Array.isArray(value)) return this.any(name, itemType(value), true, value)
    if (isBoxed(value)) return this.#box(name, value)
    if (isRecord(value) && '_typeName' in value) return this.#object(name, undefined, value, 'anyType')
    return isRecord(value) ? reference(name, ' xsi:type="ManagedObjectReference"', value) : ''
  }

  #box(name: string, { _typeName: type, _value: value }: { _typeName: string; _value: unknown }): string {
    if (!type.startsWith('ArrayOf')) return primitive(name, type, value)
    const item = type.slice('ArrayOf'.length)
    return this.any(name, item.charAt(0).toLowerCase() + item.slice(1), true, value)
  }

  #writerOf(type: string): ElementWriter {
    const known = this.#elements.get(type)
    if (known !== undefined) return known
    const made = this.#makeWriter(type)
    this.#elements.set(type, made)
    return made
  }

  #makeWriter(type: string): ElementWriter {
    if (type === 'anyType') return (name, value) => this.#untyped(name, value)
    const info = typeInfo(type)
    if (info?.kind === 'managed') return (name, value) => reference(name, '', value)
    if (info?.kind === 'data') return (name, value) => this.#object(name, type, value, type)
    if (type === 'string' || info?.kind === 'enum') {
      return (name, value) => `<${name}>${typeof value === 'string' ? escapeText(value) : lexical(value)}</${name}>`
    }
    return (name, value) => `<${name}>${lexical(value)}</${name}>`
  }

  /** `declared` undefined: the element's own type says nothing, so the value's is always written. */
  #object(name: string, declared: string | undefined, value: unknown, fallback: string): string {
    if (!isRecord(value)) return ''
    const own = typeof value['_typeName'] === 'string' ? value['_typeName'] : fallback
    const writer = this.#objectWriter(own) ?? this.#objectWriter(fallback)
    if (writer === undefined) return foreign(name, own, value)
    const mark = writer.type === declared ? '' : ` xsi:type="${writer.type}"`
    return `<${name}${mark}>${writer.write(value)}</${name}>`
  }

  /** The writer of the type, or of its nearest base that the release knows. */
  #objectWriter(type: string): ObjectWriter | undefined {
    const known = this.#objects.get(type)
    if (known !== undefined) return known
    let info = dataType(type)
    while (info !== undefined && info.since > this.release)
      info = info.base === undefined ? undefined : dataType(info.base)
    if (info === undefined) return undefined
    const fields = allFields(info.name).filter((field) => field.since <= this.release)
    const made = new ObjectWriter(
      info.name,
      fields.map((field) => ({ ...field, write: this.#lazyWriter(field) })),
    )
    this.#objects.set(type, made)
    return made
  }

  /** Types refer to each other in circles: the writer of a field's type is made when a value first comes. */
  #lazyWriter({ type }: FieldInfo): ElementWriter {
    let writer: ElementWriter | undefined
    return (name, value) => (writer ??= this.#writerOf(type))(name, value)
  }
}

type ElementWriter = (name: string, value: unknown) => string
type FieldWriter = FieldInfo & { readonly write: ElementWriter }

class ObjectWriter {
  readonly type: string
  readonly #fields: readonly FieldWriter[]

  constructor(type: string, fields: readonly FieldWriter[]) {
    this.type = type
    this.#fields = fields
  }

  write(value: Readonly<Record<string, unknown>>): string {
    let xml = ''
    for (const field of this.#fields) {
      const held = value[field.name]
      if (held === undefined || held === null) continue
      if (!field.array) xml += field.write(field.name, held)
      else if (Array.isArray(held)) for (const item of held) xml += field.write(field.name, item)
    }
    return xml
  }
}

function primitive(name: string, type: string, value: unknown): string {
  const text = typeof value === 'string' ? escapeText(value) : lexical(value)
  return `<${name} xsi:type="xsd:${schemaNames[type] ?? type}">${text}</${name}>`
}

function reference(name: string, mark: string, value: unknown): string {
  if (!isRecord(value)) return ''
  return `<${name}${mark} type="${escapeText(String(value['type']))}">${escapeText(String(value['value']))}</${name}>`
}

function lexical(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return Number.isNaN(value) ? 'NaN' : value > 0 ? 'INF' : '-INF'
  }
  return isBoxed(value) ? lexical(value._value) : escapeText(String(value))
}

/** A type that the tables lack (a snapshot of a newer server holds such): by what its fields are, as it came. */
function foreign(name: string, type: string, value: Readonly<Record<string, unknown>>): string {
  const inner = Object.entries(value)
    .filter(([key]) => key !== '_typeName' && /^[A-Za-z_]\w*$/.test(key))
    .flatMap(([key, held]) => [held].flat().map((item) => foreignField(key, item)))
  const mark = type === 'anyType' ? '' : ` xsi:type="${escapeText(type)}"`
  return `<${name}${mark}>${inner.join('')}</${name}>`
}

function foreignField(name: string, value: unknown): string {
  if (!isRecord(value)) return `<${name}>${lexical(value)}</${name}>`
  if ('_typeName' in value) return foreign(name, String(value['_typeName']), value)
  return reference(name, '', value)
}

/** The name of the elements of ArrayOfX: X, with references under one name whatever they refer to. */
function arrayItem(type: string): string {
  return typeInfo(type)?.kind === 'managed' ? 'ManagedObjectReference' : type === 'binary' ? 'base64Binary' : type
}

function itemType(list: readonly unknown[]): string {
  const [first] = list
  if (typeof first === 'string' || first === undefined) return 'string'
  if (typeof first === 'boolean') return 'boolean'
  if (isBoxed(first)) return 'anyType'
  if (!isRecord(first)) return 'anyType'
  if (!('_typeName' in first)) return 'ManagedEntity'
  const types = new Set(list.map((item) => (isRecord(item) ? String(item['_typeName']) : '')))
  return types.size === 1 ? String(first['_typeName']) : 'anyType'
}

function isBoxed(value: unknown): value is { readonly _typeName: string; readonly _value: unknown } {
  if (!isRecord(value) || !('_value' in value)) return false
  const type = String(value['_typeName'])
  return boxed.has(type) || type.startsWith('ArrayOf')
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
