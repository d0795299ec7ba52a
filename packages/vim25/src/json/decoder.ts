import { VimError } from '../errors.ts'
import type { FieldInfo, MethodInfo } from '../schema/tables.ts'
import type { MemberSink } from '../soap/decoder.ts'
import { boxed, fieldReader, readerOf, type TypeReader } from '../soap/readers.ts'
import { unboxProperties } from '../soap/unbox.ts'
import { isRecord, readLeaf, type JsonObject } from './leaves.ts'
import { readByShape } from './shape.ts'
import { parseJson } from './source-text.ts'
import { readerOfTypeName } from './type-names.ts'

/** Objects within objects; the deepest of a real estate are trees of snapshots. */
const deepest = 256

/** What a value is declared as. */
export type Declared = Pick<FieldInfo, 'type' | 'array'>

type ObjectReader = Extract<TypeReader, { kind: 'object' }>

/**
 * Decodes the JSON text of one value of a declared type into the form that the SOAP decoder gives; `undefined` = unset.
 * `release`: index of the negotiated API id, to know which required lists an absent key stands for. Throws VimError
 * `protocol` or `truncated`.
 */
export function decodeValue(declared: Declared, release: number, text: string): unknown {
  return new JsonDecoder(release).whole(declared, parseJson(text), declared.type)
}

/** Decodes the body of a reply: '' and null stand for no value, or for an empty list. Throws as `decodeValue`. */
export function decodeResult(method: MethodInfo, release: number, text: string): unknown {
  if (method.returns === undefined) return undefined
  return new JsonDecoder(release).whole(method.returns, text === '' ? undefined : parseJson(text), 'returnval')
}

/**
 * `decodeResult` in steps: `sink` takes the members of the outermost object, the items of its lists one by one, each
 * followed by a pause in which what the sink took can be handed on. Members that are no lists come first, wherever they
 * stand: the token of a page comes before its objects.
 */
export function* readResult(
  method: MethodInfo,
  release: number,
  text: string,
  sink?: MemberSink,
): Generator<undefined, unknown> {
  const { returns } = method
  if (returns === undefined) return undefined
  const json = text === '' ? undefined : parseJson(text)
  const decoder = new JsonDecoder(release)
  const reader = readerOf(returns.type)
  if (sink === undefined || returns.array || reader.kind !== 'object' || !isRecord(json)) {
    return decoder.whole(returns, json, 'returnval')
  }
  return yield* decoder.readInSteps(reader, json, sink)
}

/**
 * Decodes the parameters of a call: by name, a list is a list, an absent one an absent key; what the method does not take is
 * passed over, as in SOAP. Throws VimError `protocol` or `truncated`.
 */
export function decodeParameters(method: MethodInfo, release: number, text: string): Readonly<Record<string, unknown>> {
  const json = text.trim() === '' ? {} : parseJson(text)
  if (!isRecord(json)) throw new VimError('protocol', `${method.name}: the parameters are not a JSON object`)
  const decoder = new JsonDecoder(release)
  const args: Record<string, unknown> = {}
  for (const { name, type, array } of method.params) {
    if (!Object.hasOwn(json, name)) continue
    const value = decoder.member(readerOf(type), array, json[name], method.name, name, 0)
    if (value !== undefined) args[name] = value
  }
  return args
}

/** Decodes a fault, the members of the type that it names; a type that is no fault is decoded by its shape. */
export function decodeFault(json: JsonObject, release: number): unknown {
  return new JsonDecoder(release).whole({ type: 'MethodFault', array: false }, json, 'fault')
}

/** `owner` and `key` say for errors where a value stands: the type of the object that holds it, and the field. */
class JsonDecoder {
  readonly #release: number

  constructor(release: number) {
    this.#release = release
  }

  whole({ type, array }: Declared, json: unknown, label: string): unknown {
    const value = this.member(readerOf(type), array, json, '', label, 0)
    return array && value === undefined ? [] : value
  }

  *readInSteps(declared: ObjectReader, json: JsonObject, sink: MemberSink): Generator<undefined, unknown> {
    const reader = this.#actual(declared, json, '', 'returnval')
    if (reader.kind !== 'object') return readByShape(json, deepest)
    const target: Record<string, unknown> = { _typeName: reader.name }
    const fields = [...reader.fields.values()].filter(({ name }) => Object.hasOwn(json, name))
    for (const field of fields.filter(({ array }) => !array)) {
      const value = this.#read(fieldReader(field), json[field.name], reader.name, field.name, 1)
      if (value !== undefined && !sink(field.name, value)) target[field.name] = value
    }
    for (const field of fields.filter(({ array }) => array)) {
      const kept: unknown[] = []
      for (const item of listOf(fieldReader(field), json[field.name], reader.name, field.name)) {
        const value = this.#read(fieldReader(field), item, reader.name, field.name, 1)
        if (value !== undefined && !sink(field.name, value)) kept.push(value)
        yield
      }
      if (kept.length > 0) target[field.name] = kept
    }
    return this.#finish(reader, target)
  }

  /** An empty list is none: on the other wire it does not show. */
  member(reader: TypeReader, array: boolean, json: unknown, owner: string, key: string, depth: number): unknown {
    if (!array) return this.#read(reader, json, owner, key, depth)
    const items = this.#items(reader, json, owner, key, depth)
    return items.length === 0 ? undefined : items
  }

  #items(reader: TypeReader, json: unknown, owner: string, key: string, depth: number): unknown[] {
    const items: unknown[] = []
    for (const item of listOf(reader, json, owner, key)) {
      const value = this.#read(reader, item, owner, key, depth)
      if (value !== undefined) items.push(value)
    }
    return items
  }

  #read(reader: TypeReader, json: unknown, owner: string, key: string, depth: number): unknown {
    if (json === null || json === undefined) return undefined
    if (reader.kind === 'leaf') return leaf(reader, json, owner, key)
    if (reader.kind === 'ref') return reference(reader.name, json, owner, key)
    if (depth > deepest) throw new VimError('protocol', `${at(owner, key)} is nested more than ${deepest} levels deep`)
    if (reader.kind === 'object') return this.#object(reader, json, owner, key, depth)
    return reader.kind === 'untyped'
      ? this.#any(json, owner, key, depth)
      : this.#items(reader.element, json, owner, key, depth)
  }

  #object(declared: ObjectReader, json: unknown, owner: string, key: string, depth: number): unknown {
    if (!isRecord(json)) throw wrong(owner, key, json, declared.name)
    const reader = this.#actual(declared, json, owner, key)
    if (reader.kind !== 'object') return readByShape(json, deepest - depth)
    const target: Record<string, unknown> = { _typeName: reader.name }
    for (const name in json) {
      const field = reader.fields.get(name)
      if (field === undefined) continue
      const value = this.member(fieldReader(field), field.array, json[name], reader.name, name, depth + 1)
      if (value !== undefined) target[name] = value
    }
    return this.#finish(reader, target)
  }

  /** `_typeName` names the subtype that was sent; without it, it is the declared type. */
  #actual(declared: ObjectReader, json: JsonObject, owner: string, key: string): TypeReader {
    const name = json['_typeName']
    if (name === undefined || name === declared.name) return declared
    const actual = typeof name === 'string' ? readerOfTypeName(name) : undefined
    if (actual?.kind === 'object' || actual?.kind === 'untyped') return actual
    throw wrong(owner, key, json, declared.name)
  }

  #finish(reader: ObjectReader, object: Record<string, unknown>): unknown {
    for (const { name, since } of reader.lists) {
      if (object[name] === undefined && since <= this.#release) object[name] = []
    }
    if (reader.name === 'ObjectContent' || reader.name === 'ObjectUpdate') unboxProperties(object)
    return object
  }

  #any(json: unknown, owner: string, key: string, depth: number): unknown {
    if (typeof json === 'string' || typeof json === 'boolean') return json
    const name = isRecord(json) ? json['_typeName'] : undefined
    // A bare number does not say what it is, and an option takes back only its own type.
    if (!isRecord(json) || typeof name !== 'string') throw wrong(owner, key, json, 'value with its _typeName')
    const reader = readerOfTypeName(name)
    if (reader.kind === 'object') return this.#object(reader, json, owner, key, depth)
    if (reader.kind === 'ref') return reference(reader.name, json, owner, key)
    if (reader.kind === 'untyped') return readByShape(json, deepest - depth)
    const value =
      this.#read(reader, json['_value'], owner, key, depth + 1) ?? (reader.kind === 'array' ? [] : undefined)
    const inner = reader.kind === 'array' ? reader.element : reader
    const isBox = value !== undefined && inner.kind === 'leaf' && boxed.has(inner.name)
    return isBox ? { _typeName: reader.name, _value: value } : value
  }
}

function leaf(reader: Extract<TypeReader, { kind: 'leaf' }>, json: unknown, owner: string, key: string): unknown {
  const value = readLeaf(reader.isEnum ? 'string' : reader.name, json)
  if (value === undefined) throw wrong(owner, key, json, reader.name)
  // As in SOAP: no enum has an empty value, so it stands for an unset one.
  return reader.isEnum && value === '' ? undefined : value
}

/** In an anyType the vendor's guide shows a reference in a box: `{ _typeName, _value: { type, value } }`. */
function reference(declared: string, json: unknown, owner: string, key: string): unknown {
  const inner = isRecord(json) && isRecord(json['_value']) ? json['_value'] : json
  if (!isRecord(inner) || typeof inner['value'] !== 'string') throw wrong(owner, key, json, declared)
  const { type, value } = inner
  return value === '' ? undefined : { type: typeof type === 'string' ? type : declared, value }
}

/** The items of a list; govmomi writes a list of bytes as base64, as Go does with any []byte. */
function listOf(reader: TypeReader, json: unknown, owner: string, key: string): Iterable<unknown> {
  if (Array.isArray(json)) return json as unknown[]
  if (json === null || json === undefined) return []
  if (typeof json === 'string' && reader.kind === 'leaf' && reader.name === 'byte') return Buffer.from(json, 'base64')
  throw wrong(owner, key, json, 'list')
}

function wrong(owner: string, key: string, json: unknown, expected: string): VimError {
  const found = typeof json === 'number' && numbers.has(expected) ? json : kindOf(json)
  return new VimError('protocol', `${at(owner, key)} holds ${found} where a ${expected} is expected`)
}

const numbers = new Set(['byte', 'short', 'int', 'long'])

function at(owner: string, key: string): string {
  return owner === '' ? key : `${owner}.${key}`
}

/** What a value is, not what it says: whatever stands in the wrong place may be a secret. */
function kindOf(json: unknown): string {
  if (Array.isArray(json)) return 'a list'
  if (!isRecord(json)) return `a ${typeof json}`
  return typeof json['_typeName'] === 'string' ? `a ${json['_typeName'].slice(0, 60)}` : 'an object'
}
