import { celError, celList, celMap, isCelError, type CelError, type CelList, type CelValue } from '@bufbuild/cel'
import { reflect } from '@bufbuild/protobuf/reflect'
import { timestampFromMs, TimestampSchema } from '@bufbuild/protobuf/wkt'
import { isRecord } from '@sakimori/core/model'
import { derives, dyn, fieldOf, kindOf, kindOfField, wordKind, type Kind } from '../kinds.ts'

/** A value of CEL, or why there is none. */
export type Answer = CelValue | CelError

/**
 * The marks by which the evaluator knows its own maps and lists (`Symbol.for`, so they are the same in every copy). Ours
 * are views: a field is turned into a CEL value when an expression asks for it, and a missing one answers with an error.
 */
export const MAP_MARK = Symbol.for('@bufbuild/cel/map')
export const LIST_MARK = Symbol.for('@bufbuild/cel/list')

/** Turns a value of a snapshot into one of CEL, by what VMODL says that it is. A value that is not so is an error, never a guess. */
export function toCel(value: unknown, kind: Kind, where: string): Answer {
  switch (kind.of) {
    case 'string':
    case 'enum':
      return typeof value === 'string' ? value : not(kind, where)
    case 'bool':
      return typeof value === 'boolean' ? value : not(kind, where)
    case 'int':
      return wholeNumber(value) ?? not(kind, where)
    case 'double':
      return typeof value === 'number' ? value : typeof value === 'bigint' ? Number(value) : not(kind, where)
    case 'timestamp':
      return moment(value) ?? not(kind, where)
    case 'list':
      return Array.isArray(value) ? asCel(new ListView(value, kind.item, where)) : not(kind, where)
    case 'ref':
      return isRecord(value) ? asCel(new DataView(value, kind, where)) : not(kind, where)
    case 'data':
      return isRecord(value) ? asCel(new DataView(value, ownKind(value, kind.name), where)) : not(kind, where)
    case 'dyn':
      return untyped(value, where)
    default:
      return not(kind, where)
  }
}

const not = (kind: Kind, where: string) => celError(`${where} is not ${wordKind(kind)}`)

function wholeNumber(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return value
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : undefined
}

function moment(value: unknown): CelValue | undefined {
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(ms) ? undefined : asMoment(new Date(ms))
}

/** A moment as CEL has it. */
const asMoment = (date: Date): CelValue => reflect(TimestampSchema, timestampFromMs(date.getTime()))

/** What stands in an anyType says itself what it is: a box names its type, a data object too. */
function untyped(value: unknown, where: string): Answer {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'bigint':
      return value
    case 'number':
      return Number.isInteger(value) ? BigInt(value) : value
    default:
  }
  if (Array.isArray(value)) return asCel(new ListView(value, dyn, where))
  if (!isRecord(value)) return celError(`${where} has no value`)
  const type = value['_typeName']
  if (typeof type !== 'string')
    return asCel(new DataView(value, typeof value['type'] === 'string' ? { of: 'ref', to: value['type'] } : dyn, where))
  if (Object.hasOwn(value, '_value')) {
    const list = /^ArrayOf(\w+)$/.exec(type)?.[1]
    const kind = kindOf(list === undefined ? type : `${list.charAt(0).toLowerCase()}${list.slice(1)}[]`)
    return kind.of === 'dyn' ? celError(`${where} is of the unknown type ${type}`) : toCel(value['_value'], kind, where)
  }
  return asCel(new DataView(value, kindOf(type), where))
}

/** The type that an object says it has, where it derives from the declared one. */
function ownKind(value: Readonly<Record<string, unknown>>, declared: string): Kind {
  const own = value['_typeName']
  return { of: 'data', name: typeof own === 'string' && own !== declared && derives(own, declared) ? own : declared }
}

/** Views are maps and lists to the evaluator; its own types do not say so. */
export const asCel = (view: object): CelValue => view as CelValue

/** A data object, seen field by field. */
export class DataView {
  readonly [MAP_MARK] = {}
  readonly raw: Readonly<Record<string, unknown>>
  readonly kind: Kind
  readonly where: string

  constructor(raw: Readonly<Record<string, unknown>>, kind: Kind, where: string) {
    this.raw = raw
    this.kind = kind
    this.where = where
  }

  get(name: unknown): Answer {
    if (!this.has(name)) return celError(`${this.where}.${String(name)} is not set; ask has(…) first`)
    const field = String(name)
    return toCel(this.raw[field], this.#kindOf(field), `${this.where}.${field}`)
  }

  has(name: unknown): boolean {
    return (
      typeof name === 'string' &&
      Object.hasOwn(this.raw, name) &&
      this.raw[name] !== undefined &&
      this.raw[name] !== null
    )
  }

  #kindOf(field: string): Kind {
    if (this.kind.of === 'ref' || field === '_typeName') return { of: 'string' }
    const info = this.kind.of === 'data' ? fieldOf(this.kind.name, field) : undefined
    return info ? kindOfField(info) : dyn
  }

  get size(): number {
    return [...this.keys()].length
  }

  *keys(): Generator<string> {
    for (const name of Object.keys(this.raw)) if (this.has(name)) yield name
  }
}

/** A list, its items turned into values one by one. */
class ListView {
  readonly [LIST_MARK] = {}
  readonly raw: readonly unknown[]
  readonly item: Kind
  readonly where: string

  constructor(raw: readonly unknown[], item: Kind, where: string) {
    this.raw = raw
    this.item = item
    this.where = where
  }

  get size(): number {
    return this.raw.length
  }

  get(index: number): Answer {
    return Number.isInteger(index) && index >= 0 && index < this.raw.length
      ? toCel(this.raw[index], this.item, `${this.where}[${index}]`)
      : celError(`${this.where} has ${this.raw.length} items, and none at ${index}`)
  }

  *values(): Generator<Answer> {
    for (let index = 0; index < this.raw.length; index += 1) yield this.get(index)
  }

  [Symbol.iterator](): Generator<Answer> {
    return this.values()
  }
}

/** A list that grows at its end. The items are shared: of two lists that grow from one, the second takes a copy. */
export class GrowingList {
  readonly [LIST_MARK] = {}
  readonly #items: CelValue[]
  readonly size: number

  private constructor(items: CelValue[], size: number) {
    this.#items = items
    this.size = size
  }

  /** Both lists in order. Linear in the right one, where the left one is the longest that was grown so far. */
  static concat(left: CelList, right: CelList): GrowingList {
    const items = left instanceof GrowingList && left.#items.length === left.size ? left.#items : Array.from(left)
    for (const item of right) {
      if (isCelError(item)) throw item
      items.push(item)
    }
    return new GrowingList(items, left.size + right.size)
  }

  get(index: number): CelValue | undefined {
    return index < this.size ? this.#items[index] : undefined
  }

  *values(): Generator<CelValue> {
    for (let index = 0; index < this.size; index += 1) yield this.#items[index] as CelValue
  }

  [Symbol.iterator](): Generator<CelValue> {
    return this.values()
  }
}

/** Plain settings (the policy, the estate) as values; whole numbers are whole numbers. */
export function plainToCel(value: unknown): CelValue {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (Array.isArray(value)) return celList(value.map(plainToCel))
  if (value instanceof Date) return asMoment(value)
  return isRecord(value) ? celMap(new Map(Object.entries(value).map(([key, held]) => [key, plainToCel(held)]))) : null
}
