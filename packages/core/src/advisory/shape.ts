/** JSON that does not have the shape it should have; the message names the place: `advisories[3].rows[0].fix.build`. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError'
  readonly at: string

  constructor(at: string, wanted: string) {
    super(`${at === '' ? 'the whole' : at}: ${wanted}`)
    this.at = at
  }
}

/** What a value must look like, said once: `read` checks one that nobody vouches for, `schema` tells it to others. */
export interface Shape<T> {
  /** @throws ShapeError */
  readonly read: (value: unknown, at: string) => T
  /** Draft 7 of JSON Schema. */
  readonly schema: object
}

/** A field that may be left out; it is never `null`. */
interface Optional<T> {
  readonly optional: Shape<T>
}

/** A shape for each field of `T`, optional where `T` has it optional: a field that is forgotten does not compile. */
type FieldsOf<T> = {
  readonly [K in keyof T]-?: undefined extends T[K] ? Optional<Exclude<T[K], undefined>> : Shape<T[K]>
}

export const optional = <T>(shape: Shape<T>): Optional<T> => ({ optional: shape })

/** Longest text that is taken: a paragraph. What is longer is not what it says it is. */
const LONGEST_TEXT = 8000

/** A text of bounded length, which matches `pattern` where there is one; `wanted` says what it should be. */
export function string(wanted = 'a text', pattern?: RegExp): Shape<string> {
  return {
    read: (value, at) => {
      if (typeof value !== 'string') throw new ShapeError(at, `${wanted} is wanted`)
      if (value.length > LONGEST_TEXT) throw new ShapeError(at, `a text of over ${LONGEST_TEXT} characters`)
      if (pattern && !pattern.test(value)) throw new ShapeError(at, `${wanted} is wanted`)
      return value
    },
    schema: { type: 'string', maxLength: LONGEST_TEXT, ...(pattern ? { pattern: pattern.source } : {}) },
  }
}

/** A number from `minimum` to `maximum`, both included. */
export function number(minimum: number, maximum: number, type: 'number' | 'integer' = 'number'): Shape<number> {
  return {
    read: (value, at) => {
      const fits =
        typeof value === 'number' &&
        value >= minimum &&
        value <= maximum &&
        (type === 'number' || Number.isInteger(value))
      if (!fits) throw new ShapeError(at, `a number from ${minimum} to ${maximum} is wanted`)
      return value
    },
    schema: { type, minimum, maximum },
  }
}

export const boolean: Shape<boolean> = {
  read: (value, at) => {
    if (typeof value !== 'boolean') throw new ShapeError(at, 'true or false is wanted')
    return value
  },
  schema: { type: 'boolean' },
}

/** One of a few words. */
export function oneOf<const W extends string | boolean>(...words: readonly W[]): Shape<W> {
  return {
    read: (value, at) => {
      const found = words.find((word) => word === value)
      if (found === undefined) throw new ShapeError(at, `one of ${words.join(', ')} is wanted`)
      return found
    },
    schema: { enum: words },
  }
}

/** A list of at most `most` items. */
export function list<T>(item: Shape<T>, most: number): Shape<readonly T[]> {
  return {
    read: (value, at) => {
      if (!Array.isArray(value)) throw new ShapeError(at, 'a list is wanted')
      if (value.length > most) throw new ShapeError(at, `a list of over ${most} items`)
      return value.map((one: unknown, index) => item.read(one, `${at}[${index}]`))
    },
    schema: { type: 'array', maxItems: most, items: item.schema },
  }
}

/** A record of texts under names that nobody fixed beforehand, at most `most`. */
export function record<T>(value: Shape<T>, most: number): Shape<Readonly<Record<string, T>>> {
  return {
    read: (given, at) => {
      const entries = Object.entries(asRecord(given, at))
      if (entries.length > most) throw new ShapeError(at, `over ${most} names`)
      // `fromEntries` defines own properties, `__proto__` too.
      return Object.fromEntries(entries.map(([name, one]) => [name, value.read(one, join(at, name))]))
    },
    schema: { type: 'object', maxProperties: most, additionalProperties: value.schema },
  }
}

/** An object with exactly these fields. */
export function object<T>(fields: FieldsOf<T>): Shape<T> {
  const known = Object.entries<Shape<unknown> | Optional<unknown>>(fields).map(([name, field]) =>
    'optional' in field ? { name, shape: field.optional, needed: false } : { name, shape: field, needed: true },
  )
  const names = new Set(known.map(({ name }) => name))
  return {
    read: (value, at) => {
      const given = asRecord(value, at)
      const stranger = Object.keys(given).find((name) => !names.has(name))
      if (stranger !== undefined) throw new ShapeError(join(at, stranger), 'no such field is known')
      const read: Record<string, unknown> = {}
      for (const { name, shape, needed } of known) {
        if (Object.hasOwn(given, name)) read[name] = shape.read(given[name], join(at, name))
        else if (needed) throw new ShapeError(join(at, name), 'is missing')
      }
      return read as T
    },
    schema: {
      type: 'object',
      additionalProperties: false,
      required: known.filter(({ needed }) => needed).map(({ name }) => name),
      properties: Object.fromEntries(known.map(({ name, shape }) => [name, shape.schema])),
    },
  }
}

/** One of several objects, told apart by the word in `tag`. */
export function tagged<T, Tag extends string>(tag: Tag, cases: Readonly<Record<string, Shape<T>>>): Shape<T> {
  return {
    read: (value, at) => {
      const word = asRecord(value, at)[tag]
      const found = typeof word === 'string' && Object.hasOwn(cases, word) ? cases[word] : undefined
      if (!found) throw new ShapeError(join(at, tag), `one of ${Object.keys(cases).join(', ')} is wanted`)
      return found.read(value, at)
    },
    schema: { oneOf: Object.values(cases).map(({ schema }) => schema) },
  }
}

function asRecord(value: unknown, at: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ShapeError(at, 'an object is wanted')
  return value as Readonly<Record<string, unknown>>
}

const join = (at: string, name: string) => {
  const shown = /^\w{1,40}$/.test(name) ? name : JSON.stringify(name.slice(0, 40))
  return at === '' ? shown : `${at}.${shown}`
}
