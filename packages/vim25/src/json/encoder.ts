import { checkArguments } from '../check-arguments.ts'
import { VimError } from '../errors.ts'
import { describePath } from '../schema/describe.ts'
import { allFields, dataType, typeInfo, type FieldInfo, type MethodInfo, type TypeInfo } from '../schema/tables.ts'
import { TypedValue } from '../soap/typed-value.ts'
import { boxedItem, isBox } from '../soap/unbox.ts'
import type { AnyObject, MoRef } from '../values.ts'
import type { Declared } from './decoder.ts'
import { isRecord, type JsonObject } from './leaves.ts'
import { exactNumber, printJson } from './source-text.ts'
import { listTypeName, primitiveTypeName } from './type-names.ts'

/**
 * The JSON text of one value of a declared type, for a client that speaks `release` (index of the API id): a field that is
 * newer is left out, an object whose type is newer goes as its nearest base that the release knows. '' for no value.
 */
export function encodeValue({ type, array }: Declared, value: unknown, release: number): string {
  const json = encoderOf(release).value(type, array, value)
  return json === undefined ? '' : printJson(json)
}

/** The body of a reply: '' where the method returns nothing (HTTP 204). */
export function encodeResult({ returns }: MethodInfo, value: unknown, release: number): string {
  if (returns === undefined) return ''
  return encodeValue(returns, returns.array ? (value ?? []) : value, release)
}

/** The body of a fault's reply (HTTP 500): the fault object, and the text for people among its members. */
export function encodeFault(fault: AnyObject, text: string, release: number): string {
  const json = encoderOf(release).value('MethodFault', false, fault) as JsonObject
  return printJson({ ...json, faultstring: text })
}

/**
 * The body of a call; what it is called on is in the address. Throws VimError `badRequest` and `notInRelease` as
 * `checkArguments` says, and `badRequest` for a number that JSON has no form for.
 */
export function encodeParameters(release: number, ref: MoRef, method: MethodInfo, args: JsonObject): string {
  checkArguments(release, ref, method, args)
  return printJson(encoderOf(release).members(method.params, args, {}), (key, value) => {
    if (typeof value !== 'number' || Number.isFinite(value)) return value
    throw new VimError('badRequest', `${method.name}: ${key} is ${value}, which JSON cannot carry; nothing was sent`)
  })
}

const encoders = new Map<number, JsonEncoder>()

function encoderOf(release: number): JsonEncoder {
  const known = encoders.get(release)
  if (known !== undefined) return known
  const made = new JsonEncoder(release)
  encoders.set(release, made)
  return made
}

/** What a release knows of a data type: the name it goes by, and its fields. */
interface Outline {
  readonly name: string
  readonly fields: readonly FieldInfo[]
}

/** Makes plain JSON of decoded values for one release; `undefined` where there is nothing to write. */
class JsonEncoder {
  readonly #release: number
  readonly #outlines = new Map<string, Outline>()

  constructor(release: number) {
    this.#release = release
  }

  value(type: string, array: boolean, value: unknown): unknown {
    if (value === undefined || value === null) return undefined
    if (array) return this.#list(type, value)
    return type === 'anyType' ? this.#any(value) : this.#item(typeInfo(type)?.kind, type, value)
  }

  members(fields: readonly FieldInfo[], values: JsonObject, target: Record<string, unknown>): Record<string, unknown> {
    for (const { name, type, array } of fields) {
      const value = values[name]
      if (value === undefined || value === null) continue
      const json = this.value(type, array, value)
      if (json !== undefined) target[name] = json
    }
    return target
  }

  #list(type: string, value: unknown): unknown[] | undefined {
    if (!Array.isArray(value)) return undefined
    const kind = typeInfo(type)?.kind
    return value.map((item) => (type === 'anyType' ? this.#any(item) : this.#item(kind, type, item)))
  }

  #item(kind: TypeInfo['kind'] | undefined, type: string, value: unknown): unknown {
    if (kind === 'data') return this.#object(type, value)
    return kind === 'managed' ? reference(value) : plain(value)
  }

  #object(declared: string, value: unknown): unknown {
    if (!isRecord(value)) return undefined
    const type = typeof value['_typeName'] === 'string' ? value['_typeName'] : declared
    const outline = this.#outline(type) ?? this.#outline(declared)
    if (outline === undefined) return this.#foreign(value)
    const json = { _typeName: outline.name }
    if (outline.name !== 'ObjectContent' && outline.name !== 'ObjectUpdate')
      return this.members(outline.fields, value, json)
    const { propSet, changeSet, ...rest } = value
    const owner = isRecord(value['obj']) ? String(value['obj']['type']) : ''
    return {
      ...this.members(outline.fields, rest, json),
      ...(Array.isArray(propSet) && { propSet: propSet.map((item) => this.#property('DynamicProperty', owner, item)) }),
      ...(Array.isArray(changeSet) && {
        changeSet: changeSet.map((item) => this.#property('PropertyChange', owner, item)),
      }),
    }
  }

  /** A property's value is an anyType on the wire, and its decoded form does not say its type: the path does. */
  #property(declared: string, owner: string, { val, ...rest }: JsonObject): unknown {
    const json = this.#object(declared, rest) as Record<string, unknown>
    if (val instanceof TypedValue) return { ...json, val: this.#typed(val.type, val.array, val.value) }
    const type = describePath(owner, String(rest['name']))?.type ?? 'anyType'
    const value = type.endsWith('[]') ? this.#typed(type.slice(0, -2), true, val) : this.#typed(type, false, val)
    if (value !== undefined) json['val'] = value
    return json
  }

  #typed(type: string, array: boolean, value: unknown): unknown {
    if (value === undefined || value === null) return undefined
    if (type === 'anyType' && !array) return this.#any(value)
    const held = isBox(value) ? value._value : value
    const kind = typeInfo(type)?.kind
    if (array)
      return {
        _typeName: listTypeName(kind === 'managed' ? 'ManagedObjectReference' : type),
        _value: this.#list(type, held),
      }
    if (kind === 'data' || kind === 'managed') return this.#item(kind, type, held)
    return { _typeName: primitiveTypeName(type), _value: plain(held) }
  }

  #any(value: unknown): unknown {
    if (value instanceof TypedValue) return this.#typed(value.type, value.array, value.value)
    if (Array.isArray(value)) return this.#typed(this.#itemType(value), true, value)
    if (isBox(value)) {
      const item = boxedItem(value._typeName)
      return this.#typed(item ?? value._typeName, item !== undefined, value._value)
    }
    if (isRecord(value)) return '_typeName' in value ? this.#object('anyType', value) : reference(value)
    const type = primitiveOf(value)
    return type === undefined ? undefined : { _typeName: type, _value: plain(value) }
  }

  /** What the items of a list have in common; the decoded form of a list in an anyType does not say it. */
  #itemType(list: readonly unknown[]): string {
    const types = new Set(list.map((item) => this.#typeOf(item)))
    const [type = 'string'] = types
    return types.size <= 1 ? type : 'anyType'
  }

  #typeOf(item: unknown): string {
    if (typeof item === 'string' || typeof item === 'boolean') return typeof item
    if (!isRecord(item) || isBox(item)) return 'anyType'
    return '_typeName' in item ? (this.#outline(String(item['_typeName']))?.name ?? 'anyType') : 'ManagedObject'
  }

  /** The type itself, or its nearest base that the release knows. */
  #outline(type: string): Outline | undefined {
    const known = this.#outlines.get(type)
    if (known !== undefined) return known
    let info = dataType(type)
    while (info !== undefined && info.since > this.#release) info = dataType(info.base ?? '')
    if (info === undefined) return undefined
    const fields = allFields(info.name).filter(({ since }) => since <= this.#release)
    const made = { name: info.name, fields }
    this.#outlines.set(type, made)
    return made
  }

  /** An object of a type that the tables lack (a snapshot of a newer server holds such): with all it has. */
  #foreign(value: JsonObject): unknown {
    const held = Object.entries(value).filter(([key]) => key !== '__proto__')
    return Object.fromEntries(held.map(([key, item]) => [key, this.#foreignField(item)]))
  }

  #foreignField(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#foreignField(item))
    if (!isRecord(value)) return plain(value)
    return '_typeName' in value ? this.#any(value) : reference(value)
  }
}

function reference(value: unknown): unknown {
  if (!isRecord(value)) return undefined
  return { _typeName: 'ManagedObjectReference', type: value['type'], value: value['value'] }
}

/** A primitive as JSON has it. NaN and the infinities become null, that is unset: govmomi's encoder knows no form either. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return exactNumber(value)
  return isBox(value) ? plain(value._value) : value
}

function primitiveOf(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return typeof value
    case 'bigint':
      return 'long'
    case 'number':
      return Number.isInteger(value) ? (Math.abs(value) < 2 ** 31 ? 'int' : 'long') : 'double'
    default:
      return undefined
  }
}
