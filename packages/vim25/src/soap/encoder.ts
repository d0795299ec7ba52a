import { VimError } from '../errors.ts'
import type { FieldInfo, MethodInfo } from '../schema/tables.ts'
import { allFields, apiVersions, dataType, isSubtype, typeInfo } from '../schema/tables.ts'
import type { MoRef } from '../values.ts'
import { isBox } from './unbox.ts'

const soap = 'http://schemas.xmlsoap.org/soap/envelope/'
const schema = 'http://www.w3.org/2001/XMLSchema'

/**
 * The bytes of a request. The prefixes are literal and the vim names stand unprefixed in the default namespace: vcsim reads
 * the body again without the envelope's declarations, and with other prefixes it stores an option without its value
 * (facts/vcsim.md §5.3 pitfall 3). Fields go in WSDL order, bases first.
 *
 * Throws VimError `badRequest` when an argument does not fit the tables, `notInRelease` when the method or a field is newer
 * than `release` (an index): left out silently, a write would succeed and change nothing (pitfall 14).
 */
export function encodeRequest(
  release: number,
  ref: MoRef,
  method: MethodInfo,
  args: Readonly<Record<string, unknown>>,
): string {
  const writer = new RequestWriter(release, method.name)
  writer.check(method.since, method.name)
  const body = `<_this type="${escapeXml(ref.type)}">${escapeXml(ref.value)}</_this>${writer.members(method.name, method.params, args)}`
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<soapenv:Envelope xmlns:soapenv="${soap}" xmlns:xsi="${schema}-instance"` +
    ` xmlns:xsd="${schema}"><soapenv:Body><${method.name} xmlns="urn:vim25">${body}</${method.name}></soapenv:Body></soapenv:Envelope>`
  )
}

class RequestWriter {
  readonly #release: number
  readonly #method: string

  constructor(release: number, method: string) {
    this.#release = release
    this.#method = method
  }

  /** Refuses what the negotiated release does not know. */
  check(since: number, what: string): void {
    if (since <= this.#release) return
    throw new VimError(
      'notInRelease',
      `${this.#method}: ${what} came with API ${apiVersions[since] ?? '?'}, the server speaks ${apiVersions[this.#release] ?? '?'}; nothing was sent`,
    )
  }

  members(owner: string, fields: readonly FieldInfo[], values: Readonly<Record<string, unknown>>): string {
    for (const key of Object.keys(values)) {
      if (key !== '_typeName' && !fields.some((field) => field.name === key)) throw this.#bad(`${owner} has no ${key}`)
    }
    let xml = ''
    for (const field of fields) {
      const value = values[field.name]
      if (value !== undefined) xml += this.#member(owner, field, value)
      else if (!field.optional && !field.array && field.since <= this.#release)
        throw this.#bad(`${owner} lacks ${field.name}`)
    }
    return xml
  }

  #member(owner: string, field: FieldInfo, value: unknown): string {
    const label = `${owner}.${field.name}`
    this.check(field.since, label)
    if (!field.array) return this.#element(field.name, field.type, value, label)
    if (!Array.isArray(value)) throw this.#bad(`${label} is not a list`)
    return value.map((item) => this.#element(field.name, field.type, item, label)).join('')
  }

  #element(name: string, type: string, value: unknown, label: string): string {
    if (type === 'anyType') return this.#any(name, value, label)
    const info = typeInfo(type)
    if (info === undefined) return `<${name}>${this.#primitive(type, value, label)}</${name}>`
    if (info.kind === 'managed') return this.#reference(name, '', value, label)
    if (info.kind === 'enum') return `<${name}>${this.#primitive('string', value, label)}</${name}>`
    return this.#object(name, type, value, label)
  }

  #object(name: string, declared: string, value: unknown, label: string): string {
    if (!isRecord(value)) throw this.#bad(`${label} is not a ${declared}`)
    const type = typeof value['_typeName'] === 'string' ? value['_typeName'] : declared
    const info = dataType(type)
    if (info === undefined || (declared !== 'anyType' && !isSubtype(type, declared))) {
      throw this.#bad(`${label} is a ${type}, not a ${declared}`)
    }
    this.check(info.since, type)
    const mark = type === declared ? '' : ` xsi:type="${type}"`
    return `<${name}${mark}>${this.members(type, allFields(type), value)}</${name}>`
  }

  #any(name: string, value: unknown, label: string): string {
    if (typeof value === 'string') return this.#typed(name, 'xsd:string', 'string', value, label)
    if (typeof value === 'boolean') return this.#typed(name, 'xsd:boolean', 'boolean', value, label)
    if (isBox(value)) return this.#box(name, value, label)
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) {
      const items = value.map((item) => `<string>${this.#primitive('string', item, label)}</string>`)
      return `<${name} xsi:type="ArrayOfString">${items.join('')}</${name}>`
    }
    if (isRecord(value) && !('_typeName' in value)) {
      return this.#reference(name, ' xsi:type="ManagedObjectReference"', value, label)
    }
    if (isRecord(value)) return this.#object(name, 'anyType', value, label)
    // A bare number would have to guess between int and long, and a server takes only the one that it declared.
    throw this.#bad(`${label} is an anyType: box the value as { _typeName, _value }`)
  }

  #box(name: string, box: { readonly _typeName: string; readonly _value: unknown }, label: string): string {
    if (!box._typeName.startsWith('ArrayOf')) {
      const schemaType = box._typeName === 'binary' ? 'base64Binary' : box._typeName
      return this.#typed(name, `xsd:${schemaType}`, box._typeName, box._value, label)
    }
    const type = box._typeName.slice('ArrayOf'.length).toLowerCase()
    if (!Array.isArray(box._value)) throw this.#bad(`${label} is a box of a list without a list`)
    const items = box._value.map((item) => `<${type}>${this.#primitive(type, item, label)}</${type}>`)
    return `<${name} xsi:type="${escapeXml(box._typeName)}">${items.join('')}</${name}>`
  }

  #typed(name: string, mark: string, type: string, value: unknown, label: string): string {
    return `<${name} xsi:type="${mark}">${this.#primitive(type, value, label)}</${name}>`
  }

  #reference(name: string, mark: string, value: unknown, label: string): string {
    if (!isRecord(value) || typeof value['type'] !== 'string' || typeof value['value'] !== 'string') {
      throw this.#bad(`${label} is not a reference { type, value }`)
    }
    return `<${name}${mark} type="${escapeXml(value['type'])}">${escapeXml(value['value'])}</${name}>`
  }

  #primitive(type: string, value: unknown, label: string): string {
    const text = lexical(type, value)
    if (text === undefined) throw this.#bad(`${label} is a ${typeof value}, not a ${type}`)
    return text
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

function lexical(type: string, value: unknown): string | undefined {
  if (type === 'boolean') return typeof value === 'boolean' ? String(value) : undefined
  if (type === 'float' || type === 'double') return typeof value === 'number' ? floatText(value) : undefined
  const range = ranges[type]
  if (range === undefined) return typeof value === 'string' ? escapeXml(value) : undefined
  if (typeof value !== 'bigint' && !Number.isSafeInteger(value)) return undefined
  const whole = BigInt(value as number | bigint)
  return whole >= range[0] && whole <= range[1] ? String(whole) : undefined
}

function floatText(value: number): string {
  if (Number.isFinite(value) || Number.isNaN(value)) return String(value)
  return value > 0 ? 'INF' : '-INF'
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
  '\n': '&#10;',
  '\t': '&#9;',
}

/** Escapes text for an element or attribute. Throws VimError `badRequest` for a character that no XML can carry. */
function escapeXml(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are the characters that XML 1.0 §2.2 excludes
  if (/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/.test(text) || !text.isWellFormed()) {
    throw new VimError('badRequest', 'a string has a character that XML cannot carry; nothing was sent')
  }
  return text.replaceAll(/[&<>"\r\n\t]/g, (character) => escapes[character] ?? character)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
