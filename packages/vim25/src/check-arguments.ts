import { VimError } from './errors.ts'
import type { FieldInfo, MethodInfo } from './schema/tables.ts'
import { allFields, apiVersions, dataType, isSubtype, typeInfo } from './schema/tables.ts'
import { boxedItem, isBox } from './soap/unbox.ts'
import type { MoRef } from './values.ts'

/**
 * Checks a call against the tables before it is written, in whichever form. Throws VimError `badRequest` when an argument
 * does not fit, `notInRelease` when the method, a type or a field is newer than `release` (an index): left out silently, a
 * write would succeed and change nothing (facts/vcsim.md §5.3 pitfall 14).
 */
export function checkArguments(
  release: number,
  ref: MoRef,
  method: MethodInfo,
  args: Readonly<Record<string, unknown>>,
): void {
  const check = new ArgumentCheck(release, method.name)
  check.known(method.since, method.name)
  check.reference(ref, '_this')
  check.members(method.name, method.params, args)
}

class ArgumentCheck {
  readonly #release: number
  readonly #method: string

  constructor(release: number, method: string) {
    this.#release = release
    this.#method = method
  }

  /** Refuses what the negotiated release does not know. */
  known(since: number, what: string): void {
    if (since <= this.#release) return
    throw new VimError(
      'notInRelease',
      `${this.#method}: ${what} came with API ${apiVersions[since] ?? '?'}, the server speaks ${apiVersions[this.#release] ?? '?'}; nothing was sent`,
    )
  }

  members(owner: string, fields: readonly FieldInfo[], values: Readonly<Record<string, unknown>>): void {
    for (const key of Object.keys(values)) {
      if (key !== '_typeName' && !fields.some((field) => field.name === key)) throw this.#bad(`${owner} has no ${key}`)
    }
    for (const field of fields) {
      const value = values[field.name]
      if (value !== undefined) this.#member(owner, field, value)
      else if (!field.optional && !field.array && field.since <= this.#release)
        throw this.#bad(`${owner} lacks ${field.name}`)
    }
  }

  reference(value: unknown, label: string): void {
    if (!isRecord(value) || typeof value['type'] !== 'string' || typeof value['value'] !== 'string') {
      throw this.#bad(`${label} is not a reference { type, value }`)
    }
    this.#text(value['type'], label)
    this.#text(value['value'], label)
  }

  #member(owner: string, field: FieldInfo, value: unknown): void {
    const label = `${owner}.${field.name}`
    this.known(field.since, label)
    if (!field.array) return this.#value(field.type, value, label)
    if (!Array.isArray(value)) throw this.#bad(`${label} is not a list`)
    for (const item of value) this.#value(field.type, item, label)
  }

  #value(type: string, value: unknown, label: string): void {
    if (type === 'anyType') return this.#any(value, label)
    const info = typeInfo(type)
    if (info?.kind === 'managed') this.reference(value, label)
    else if (info?.kind === 'data') this.#object(type, value, label)
    else this.#primitive(info === undefined ? type : 'string', value, label)
  }

  #object(declared: string, value: unknown, label: string): void {
    if (!isRecord(value)) throw this.#bad(`${label} is not a ${declared}`)
    const type = typeof value['_typeName'] === 'string' ? value['_typeName'] : declared
    const info = dataType(type)
    if (info === undefined || (declared !== 'anyType' && !isSubtype(type, declared))) {
      throw this.#bad(`${label} is a ${type}, not a ${declared}`)
    }
    this.known(info.since, type)
    this.members(type, allFields(type), value)
  }

  #any(value: unknown, label: string): void {
    if (typeof value === 'string') return this.#text(value, label)
    if (typeof value === 'boolean') return
    if (isBox(value)) return this.#box(value, label)
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) {
      for (const item of value) this.#text(item, label)
      return
    }
    if (isRecord(value))
      return '_typeName' in value ? this.#object('anyType', value, label) : this.reference(value, label)
    // A bare number would have to guess between int and long, and a server takes only the one that it declared.
    throw this.#bad(`${label} is an anyType: box the value as { _typeName, _value }`)
  }

  #box(box: { readonly _typeName: string; readonly _value: unknown }, label: string): void {
    if (!box._typeName.startsWith('ArrayOf')) return this.#primitive(box._typeName, box._value, label)
    const item = boxedItem(box._typeName)
    if (item === undefined || !Array.isArray(box._value)) throw this.#bad(`${label} is no box of a list of numbers`)
    for (const value of box._value) this.#primitive(item, value, label)
  }

  #primitive(type: string, value: unknown, label: string): void {
    if (!fits(type, value)) throw this.#bad(`${label} is a ${typeof value}, not a ${type}`)
    if (typeof value === 'string') this.#text(value, label)
  }

  /** What XML cannot carry, the server cannot give back to its SOAP clients: refused in JSON too. */
  #text(text: string, label: string): void {
    // oxlint-disable-next-line no-control-regex -- these are the characters that XML 1.0 §2.2 excludes
    if (!/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/.test(text) && text.isWellFormed()) return
    throw this.#bad(`${label} has a character that XML cannot carry`)
  }

  #bad(what: string): VimError {
    return new VimError('badRequest', `${this.#method}: ${what}; nothing was sent`)
  }
}

const ranges: Readonly<Record<string, readonly [bigint, bigint]>> = {
  byte: [-128n, 127n],
  short: [-32_768n, 32_767n],
  int: [-2_147_483_648n, 2_147_483_647n],
  long: [-(2n ** 63n), 2n ** 63n - 1n],
}

function fits(type: string, value: unknown): boolean {
  if (type === 'boolean') return typeof value === 'boolean'
  if (type === 'float' || type === 'double') return typeof value === 'number'
  const range = ranges[type]
  if (range === undefined) return typeof value === 'string'
  if (typeof value !== 'bigint' && !Number.isSafeInteger(value)) return false
  const whole = BigInt(value as number | bigint)
  return whole >= range[0] && whole <= range[1]
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
