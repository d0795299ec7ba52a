import { isRecord } from '../../kernel/values.ts'
import { invalid, RestError } from './rest-error.ts'

/** Reads one value of a request's body; `at` is its path, for the message. Throws RestError INVALID_ARGUMENT. */
export type Decoder<T> = (value: unknown, at: string) => T

export const text: Decoder<string> = (value, at) => {
  if (typeof value !== 'string') throw invalid(at, 'a string is wanted')
  return value
}

/** A string that says something. */
export const name: Decoder<string> = (value, at) => {
  const found = text(value, at)
  if (found.trim() === '') throw invalid(at, 'must not be empty')
  return found
}

export const flag: Decoder<boolean> = (value, at) => {
  if (typeof value !== 'boolean') throw invalid(at, 'true or false is wanted')
  return value
}

export function whole(min: number, max = Number.MAX_SAFE_INTEGER): Decoder<number> {
  return (value, at) => {
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw invalid(at, 'a whole number is wanted')
    if (value < min || value > max) throw invalid(at, `must be from ${min} to ${max}`)
    return value
  }
}

export function oneOf<const T extends string>(...values: readonly T[]): Decoder<T> {
  return (value, at) => {
    const found = values.find((candidate) => candidate === value)
    if (found === undefined) throw invalid(at, `must be one of ${values.join(', ')}`)
    return found
  }
}

export function listOf<T>(item: Decoder<T>, most = 1000): Decoder<readonly T[]> {
  return (value, at) => {
    if (!Array.isArray(value)) throw invalid(at, 'a list is wanted')
    if (value.length > most) throw invalid(at, `has more than ${most} items`)
    return value.map((one, index) => item(one, `${at}[${index}]`))
  }
}

/** What may be missing, or null, which vAPI takes for the same. */
export function optional<T>(decoder: Decoder<T>): Decoder<T | undefined> {
  return (value, at) => (value === undefined || value === null ? undefined : decoder(value, at))
}

/** An object of these fields and no others: an unknown one is refused, as vAPI does (UNEXPECTED_INPUT). */
export function struct<T extends object>(fields: { readonly [K in keyof T]: Decoder<T[K]> }): Decoder<T> {
  return (value, at) => {
    if (!isRecord(value)) throw invalid(at, 'an object is wanted')
    const unknown = Object.keys(value).find((key) => !Object.hasOwn(fields, key))
    if (unknown !== undefined) throw new RestError('UNEXPECTED_INPUT', `${at} has no field ${unknown}`)
    const made: Partial<T> = {}
    for (const key of Object.keys(fields) as (keyof T & string)[]) made[key] = fields[key](value[key], `${at}.${key}`)
    return made as T
  }
}

/** The fields that are set: what an update replaces. */
export function given<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, held]) => held !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}
