import { XmlError } from './xml-error.ts'

/** An element or attribute name, one object for each distinct name of a NameTable: compare with `===`. */
export interface Name {
  readonly raw: string
  /** The part before the colon, '' when there is none. */
  readonly prefix: string
  readonly local: string
  readonly bytes: Uint8Array
  /** The next name of the same bucket. */
  readonly next: Name | undefined
}

const buckets = 4096
/** All of vim25 has about 9 000 names; a peer that sends more than this is filling our memory. */
const maxNames = 65_536
const maxNameBytes = 1024

const start = String.raw`A-Z_a-z\u{C0}-\u{D6}\u{D8}-\u{F6}\u{F8}-\u{2FF}\u{370}-\u{37D}\u{37F}-\u{1FFF}\u{200C}-\u{200D}\u{2070}-\u{218F}\u{2C00}-\u{2FEF}\u{3001}-\u{D7FF}\u{F900}-\u{FDCF}\u{FDF0}-\u{FFFD}\u{10000}-\u{EFFFF}`
const more = String.raw`${start}\-.0-9\u{B7}\u{300}-\u{36F}\u{203F}-\u{2040}`
/** NCName with an optional prefix (XML 1.0 fifth edition §2.3, Namespaces in XML §4). */
const qName = new RegExp(`^(?:([${start}][${more}]*):)?([${start}][${more}]*)$`, 'u')

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Finds names by their bytes, so that a name that was seen before costs no string. */
export class NameTable {
  readonly #buckets: (Name | undefined)[] = Array.from({ length: buckets })
  #count = 0

  /** The name that stands in `buffer[from, to)`; throws XmlError when it is no XML name. */
  intern(buffer: Uint8Array, from: number, to: number): Name {
    let hash = to - from
    for (let i = from; i < to; i += 1) hash = (Math.imul(hash, 31) + (buffer[i] ?? 0)) | 0
    const bucket = (hash ^ (hash >>> 12)) & (buckets - 1)
    const first = this.#buckets[bucket]
    for (let name = first; name !== undefined; name = name.next) {
      if (name.bytes.length === to - from && equalAt(name.bytes, buffer, from)) return name
    }
    const name = makeName(buffer.slice(from, to), first)
    this.#count += 1
    if (this.#count > maxNames) throw new XmlError(`more than ${maxNames} different names`, 'tooLarge')
    this.#buckets[bucket] = name
    return name
  }
}

/** Whether `bytes` stands in `buffer` at `from`; the caller has checked that it fits. */
export function equalAt(bytes: Uint8Array, buffer: Uint8Array, from: number): boolean {
  for (let i = 0; i < bytes.length; i += 1) if (bytes[i] !== buffer[from + i]) return false
  return true
}

function makeName(view: Uint8Array, next: Name | undefined): Name {
  if (view.length > maxNameBytes) throw new XmlError(`a name of ${view.length} bytes`, 'tooLarge')
  // A Buffer's slice shares memory with the chunk: keep a copy.
  const bytes = Uint8Array.from(view)
  const raw = decodeName(bytes)
  const match = qName.exec(raw)
  if (match === null) throw new XmlError(`${JSON.stringify(raw.slice(0, 40))} is not a name`)
  return { raw, prefix: match[1] ?? '', local: match[2] ?? '', bytes, next }
}

function decodeName(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw new XmlError('a name is not UTF-8')
  }
}
