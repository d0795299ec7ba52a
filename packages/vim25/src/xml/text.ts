import { XmlError } from './xml-error.ts'

const cacheSlots = 4096
const cachedLength = 40
const longestReference = 16

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** What a run of bytes holds, found while it was scanned, so that the plain case takes the short way. */
export const flag = { nonAscii: 1, reference: 2, carriageReturn: 4 } as const

/**
 * Turns runs of bytes into strings. Short plain ones go through a direct-mapped cache: replies repeat "true", type names
 * and keys a million times, and a cached string costs neither time nor memory.
 */
export class TextReader {
  readonly #cached: (string | undefined)[] = Array.from({ length: cacheSlots })
  readonly #bytes = new Uint8Array(cacheSlots * cachedLength)

  /** The text of `buffer[from, to)`; line ends are normalised and references resolved as the flags say. */
  read(buffer: Buffer, from: number, to: number, flags: number): string {
    if (flags !== 0) return readSlow(buffer, from, to, flags)
    const length = to - from
    if (length > cachedLength) return buffer.toString('latin1', from, to)
    let hash = length
    for (let i = from; i < to; i += 1) hash = (Math.imul(hash, 31) + (buffer[i] ?? 0)) | 0
    const slot = (hash ^ (hash >>> 12)) & (cacheSlots - 1)
    const base = slot * cachedLength
    const cached = this.#cached[slot]
    if (cached?.length === length && this.#equalAt(base, buffer, from, length)) return cached
    const text = buffer.toString('latin1', from, to)
    this.#cached[slot] = text
    for (let i = 0; i < length; i += 1) this.#bytes[base + i] = buffer[from + i] ?? 0
    return text
  }

  #equalAt(base: number, buffer: Buffer, from: number, length: number): boolean {
    for (let i = 0; i < length; i += 1) if (this.#bytes[base + i] !== buffer[from + i]) return false
    return true
  }
}

function readSlow(buffer: Buffer, from: number, to: number, flags: number): string {
  let text = decodeUtf8(buffer.subarray(from, to))
  if ((flags & flag.nonAscii) !== 0 && /[\uFFFE\uFFFF]/.test(text)) throw new XmlError('a character that XML forbids')
  if ((flags & flag.carriageReturn) !== 0) text = text.replaceAll(/\r\n?/g, '\n')
  if ((flags & flag.reference) !== 0) text = text.replaceAll(/&([^;]*)(;?)/g, resolve)
  return text
}

function resolve(whole: string, name: string, semicolon: string): string {
  const code = /^#(?:x([0-9A-Fa-f]+)|([0-9]+))$/.exec(name)
  const known = Object.hasOwn(entities, name) ? entities[name] : undefined
  if (semicolon === '' || (code === null && known === undefined)) {
    throw new XmlError(`the entity ${JSON.stringify(whole.slice(0, 20))}: only the five of XML itself are taken`)
  }
  if (code === null) return known ?? ''
  const point = code[1] === undefined ? Number.parseInt(code[2] ?? '', 10) : Number.parseInt(code[1], 16)
  if (!isXmlCharacter(point)) throw new XmlError(`the character ${whole.slice(0, 20)} that XML forbids`)
  return String.fromCodePoint(point)
}

/** XML 1.0 §2.2 Char. */
function isXmlCharacter(point: number): boolean {
  if (point < 0x20) return point === 9 || point === 10 || point === 13
  return point <= 0xd7ff || (point >= 0xe000 && point <= 0xfffd) || (point >= 0x10000 && point <= 0x10ffff)
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw new XmlError('bytes that are not UTF-8')
  }
}

/**
 * Where a run of text that the chunk cuts at `to` may be handed over: never inside a character, a reference, CR LF, or a
 * possible "]]>" (whose check needs all three bytes in one run).
 */
export function safeCut(buffer: Uint8Array, from: number, to: number): number {
  let cut = Math.max(from, to - 3)
  while (cut > from && isContinuation(buffer[cut])) cut -= 1
  for (let i = cut - 1; i >= Math.max(from, cut - longestReference); i -= 1) {
    if (buffer[i] === 0x3b) break
    if (buffer[i] === 0x26) return i
  }
  return cut > from && buffer[cut - 1] === 0x0d ? cut - 1 : cut
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80
}
