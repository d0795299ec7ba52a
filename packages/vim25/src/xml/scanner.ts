import { Attributes, Namespaces } from './attributes.ts'
import { equalAt, NameTable, type Name } from './names.ts'
import { flag, safeCut, TextReader } from './text.ts'
import { XmlError } from './xml-error.ts'

/** What the scanner found, in order. `open` may call `scanner.skip()` or set `scanner.keepText`. */
export interface XmlHandler {
  open(name: Name, attributes: Attributes): void
  /** A piece of text of the innermost element; a chunk boundary may cut a text into several pieces. */
  text(text: string): void
  close(name: Name): void
}

export interface XmlLimits {
  readonly depth: number
  /** Bytes of one tag with its attributes. */
  readonly tag: number
  /** Bytes of text between two tags, of a comment, or of a CDATA section. */
  readonly text: number
}

const defaultLimits: XmlLimits = { depth: 256, tag: 64 * 1024, text: 64 * 1024 * 1024 }

const [lt, gt, slash, bang, question, equals, quote, apostrophe, ampersand, bracket] = [
  0x3c, 0x3e, 0x2f, 0x21, 0x3f, 0x3d, 0x22, 0x27, 0x26, 0x5d,
]
const comment = Buffer.from('<!--')
const cdata = Buffer.from('<![CDATA[')
const empty = Buffer.alloc(0)
/** A token that the chunk cuts: keep its bytes and read it again with the next chunk. */
const cut = -1

/**
 * A push scanner over UTF-8 bytes that may be cut anywhere. It checks well-formedness, takes no DOCTYPE and no entity but
 * the five of XML, and makes strings only of what the handler keeps.
 */
export class XmlScanner {
  /** Whether the text of the innermost element is wanted. Falls back to false at every tag, before the handler is called. */
  keepText = false
  readonly namespaces = new Namespaces()
  readonly #handler: XmlHandler
  readonly #limits: XmlLimits
  readonly #names: NameTable
  readonly #texts: TextReader
  readonly #attributes = new Attributes()
  readonly #open: Name[] = []
  #depth = 0
  #skipFrom = 0
  #rootSeen = false
  #atStart = true
  #textBytes = 0
  #carry: Buffer = empty
  #buffer: Buffer = empty

  /** `names` and `texts` may be shared by the scanners of one peer, so that they learn its vocabulary once. */
  constructor(handler: XmlHandler, names = new NameTable(), texts = new TextReader(), limits: Partial<XmlLimits> = {}) {
    this.#handler = handler
    this.#names = names
    this.#texts = texts
    this.#limits = { ...defaultLimits, ...limits }
  }

  /** Ignores the element that was just opened, and everything in it; its `close` is not reported. */
  skip(): void {
    this.#skipFrom = this.#depth
  }

  /** Takes the next bytes; throws XmlError. The scanner cannot be used after it threw. */
  write(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    this.#buffer = this.#carry.length === 0 ? bytes : Buffer.concat([this.#carry, bytes])
    let at = this.#atStart ? this.#skipByteOrderMark() : 0
    while (at < this.#buffer.length) {
      const next = this.#buffer[at] === lt ? this.#markup(at) : this.#textRun(at)
      if (next === cut) break
      at = next
    }
    this.#carry = Buffer.from(this.#buffer.subarray(at))
    this.#buffer = empty
  }

  /** Says that no more bytes come; throws XmlError when the document is not complete. */
  end(): void {
    if (this.#carry.length > 0) this.#lastText()
    const inside = this.#depth > 0 ? ` inside <${this.#open[this.#depth - 1]?.raw ?? ''}>` : ''
    if (!this.#rootSeen || this.#depth > 0) throw new XmlError(`the document ends early${inside}`, 'truncated')
  }

  #skipByteOrderMark(): number {
    if (this.#buffer.length >= 3) this.#atStart = false
    return this.#buffer.length >= 3 && this.#buffer.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0
  }

  /** What stands behind the root may be held back by safeCut: it must be white space. */
  #lastText(): void {
    if (this.#depth > 0 || !this.#rootSeen || this.#carry.includes(lt)) {
      throw new XmlError('the document ends early, inside a tag or a text', 'truncated')
    }
    this.#buffer = this.#carry
    this.#emit(0, this.#carry.length, this.#scanText(0, this.#carry.length))
  }

  #textRun(from: number): number {
    let to = this.#buffer.indexOf(lt, from)
    const isCut = to < 0
    if (isCut) {
      to = safeCut(this.#buffer, from, this.#buffer.length)
      this.#limit(this.#buffer.length - from, 'text')
      if (to === from) return cut
    }
    // All that is there is checked, not only what is handed over: a "]]>" may begin before the cut and end behind it.
    this.#emit(from, to, this.#scanText(from, isCut ? this.#buffer.length : to))
    return to
  }

  /** Checks the bytes of a text and says what they hold. */
  #scanText(from: number, to: number): number {
    const buffer = this.#buffer
    let flags = 0
    for (let i = from; i < to; i += 1) {
      const byte = buffer[i] ?? 0
      if (byte >= 0x80) flags |= flag.nonAscii
      else if (byte === ampersand) flags |= flag.reference
      else if (byte < 0x20) flags |= controlFlag(byte)
      else if (byte === gt && i - from >= 2 && buffer[i - 1] === bracket && buffer[i - 2] === bracket) {
        throw new XmlError('"]]>" in a text')
      }
    }
    return flags
  }

  #emit(from: number, to: number, flags: number): void {
    this.#textBytes += to - from
    this.#limit(this.#textBytes, 'text')
    if (this.#depth === 0) {
      if (this.#buffer.subarray(from, to).some((byte) => !isSpace(byte))) throw new XmlError('text outside the root')
      return
    }
    if (this.keepText && this.#skipFrom === 0) this.#handler.text(this.#texts.read(this.#buffer, from, to, flags))
  }

  #markup(at: number): number {
    const second = this.#buffer[at + 1]
    if (second === undefined) return cut
    if (second === slash) return this.#endTag(at)
    if (second === bang) return this.#declaration(at)
    if (second === question) return this.#instruction(at)
    return this.#startTag(at)
  }

  #endTag(at: number): number {
    const expected = this.#open[this.#depth - 1]
    if (expected === undefined || this.#depth === 0) throw new XmlError('an end tag without a start tag')
    const nameEnd = at + 2 + expected.bytes.length
    if (nameEnd >= this.#buffer.length) return this.#cutTag(at)
    if (!equalAt(expected.bytes, this.#buffer, at + 2)) throw this.#wrongEnd(expected)
    const close = this.#space(nameEnd)
    if (close >= this.#buffer.length) return this.#cutTag(at)
    if (this.#buffer[close] !== gt) throw this.#wrongEnd(expected)
    this.#closeElement(expected)
    return close + 1
  }

  #startTag(at: number): number {
    const buffer = this.#buffer
    const nameEnd = this.#nameEnd(at + 1)
    if (nameEnd >= buffer.length) return this.#cutTag(at)
    const name = this.#names.intern(buffer, at + 1, nameEnd)
    this.#attributes.count = 0
    let i = nameEnd
    for (;;) {
      const from = this.#space(i)
      const byte = buffer[from]
      if (byte === undefined) return this.#cutTag(at)
      if (byte === gt) {
        this.#openElement(name)
        return from + 1
      }
      if (byte === slash) {
        if (from + 1 >= buffer.length) return this.#cutTag(at)
        if (buffer[from + 1] !== gt) throw new XmlError(`"/" inside <${name.raw}>`)
        this.#openElement(name)
        this.#closeElement(name)
        return from + 2
      }
      if (from === i) throw new XmlError(`no space before an attribute of <${name.raw}>`)
      i = this.#attribute(from)
      if (i === cut) return this.#cutTag(at)
    }
  }

  #attribute(from: number): number {
    const buffer = this.#buffer
    const nameEnd = this.#nameEnd(from)
    let i = this.#space(nameEnd)
    if (i >= buffer.length) return cut
    const name = this.#names.intern(buffer, from, nameEnd)
    if (buffer[i] !== equals) throw new XmlError(`the attribute ${name.raw} has no value`)
    i = this.#space(i + 1)
    const mark = buffer[i]
    if (mark === undefined) return cut
    if (mark !== quote && mark !== apostrophe) throw new XmlError(`the value of ${name.raw} is not quoted`)
    const valueEnd = buffer.indexOf(mark, i + 1)
    if (valueEnd < 0) return cut
    this.#attributes.add(name, this.#attributeValue(i + 1, valueEnd))
    return valueEnd + 1
  }

  #attributeValue(from: number, to: number): string {
    const buffer = this.#buffer
    let flags = 0
    let spaces = false
    for (let i = from; i < to; i += 1) {
      const byte = buffer[i] ?? 0
      if (byte >= 0x80) flags |= flag.nonAscii
      else if (byte === ampersand) flags |= flag.reference
      else if (byte === lt) throw new XmlError('"<" in an attribute')
      else if (byte < 0x20) {
        flags |= controlFlag(byte)
        spaces = true
      }
    }
    if (!spaces) return this.#texts.read(buffer, from, to, flags)
    // XML 1.0 §3.3.3: literal white space becomes a space, before references are resolved.
    const normal = Buffer.from(buffer.toString('latin1', from, to).replaceAll(/\r\n|[\t\n\r]/g, ' '), 'latin1')
    return this.#texts.read(normal, 0, normal.length, flags)
  }

  #openElement(name: Name): void {
    if (this.#depth === 0 && this.#rootSeen) throw new XmlError('a second root element')
    if (this.#depth >= this.#limits.depth) throw new XmlError(`more than ${this.#limits.depth} levels`, 'tooLarge')
    this.#rootSeen = true
    this.#open[this.#depth] = name
    this.#depth += 1
    this.#textBytes = 0
    this.keepText = false
    if (this.#attributes.count > 0) this.namespaces.open(this.#depth, this.#attributes)
    if (this.#skipFrom === 0) this.#handler.open(name, this.#attributes)
  }

  #closeElement(name: Name): void {
    const wasSkipped = this.#skipFrom !== 0
    if (this.#skipFrom === this.#depth) this.#skipFrom = 0
    this.namespaces.close(this.#depth)
    this.#depth -= 1
    this.#textBytes = 0
    this.keepText = false
    if (!wasSkipped) this.#handler.close(name)
  }

  #declaration(at: number): number {
    if (this.#startsWith(comment, at)) return this.#comment(at)
    if (this.#startsWith(cdata, at)) return this.#cdata(at)
    const rest = this.#buffer.subarray(at)
    const prefix = (token: Buffer) => rest.length < token.length && token.subarray(0, rest.length).equals(rest)
    if (prefix(comment) || prefix(cdata)) return cut
    throw new XmlError('a DOCTYPE or another declaration, which is refused')
  }

  #comment(at: number): number {
    const end = this.#buffer.indexOf('--', at + comment.length)
    if (end < 0 || end + 2 >= this.#buffer.length) return this.#cutText(at)
    if (this.#buffer[end + 2] !== gt) throw new XmlError('"--" in a comment')
    this.#checkCharacters(at + comment.length, end)
    return end + 3
  }

  #cdata(at: number): number {
    if (this.#depth === 0) throw new XmlError('CDATA outside the root')
    const end = this.#buffer.indexOf(']]>', at + cdata.length)
    if (end < 0) return this.#cutText(at)
    const flags = this.#checkCharacters(at + cdata.length, end)
    this.#emit(at + cdata.length, end, flags & ~flag.reference)
    return end + 3
  }

  #instruction(at: number): number {
    const end = this.#buffer.indexOf('?>', at + 2)
    if (end < 0) return this.#cutTag(at)
    const targetEnd = Math.min(this.#nameEnd(at + 2), end)
    const target = this.#names.intern(this.#buffer, at + 2, targetEnd).raw
    if (targetEnd < end && !isSpace(this.#buffer[targetEnd] ?? 0)) throw new XmlError('a malformed <?…?>')
    if (target.toLowerCase() === 'xml') this.#xmlDeclaration(target, this.#buffer.toString('utf8', targetEnd, end))
    this.#checkCharacters(at + 2, end)
    return end + 2
  }

  #xmlDeclaration(target: string, body: string): void {
    const shape =
      /^\s+version\s*=\s*(["'])1\.\d\1(?:\s+encoding\s*=\s*(["'])([\w.-]+)\2)?(?:\s+standalone\s*=\s*(["'])(?:yes|no)\4)?\s*$/
    const match = shape.exec(body)
    if (match === null || target !== 'xml' || this.#rootSeen) throw new XmlError('a wrong or misplaced <?xml?>')
    const encoding = match[3] ?? 'utf-8'
    if (!/^(?:utf-?8|us-ascii)$/i.test(encoding)) throw new XmlError(`the encoding ${encoding}; only UTF-8 is read`)
  }

  #checkCharacters(from: number, to: number): number {
    let flags = 0
    for (let i = from; i < to; i += 1) {
      const byte = this.#buffer[i] ?? 0
      if (byte >= 0x80) flags |= flag.nonAscii
      else if (byte < 0x20) flags |= controlFlag(byte)
    }
    if (flags !== 0) this.#texts.read(this.#buffer, from, to, flags)
    return flags
  }

  #nameEnd(from: number): number {
    const buffer = this.#buffer
    let i = from
    for (; i < buffer.length; i += 1) {
      const byte = buffer[i] ?? 0
      if (byte === gt || byte === slash || byte === equals || byte === question || isSpace(byte)) break
    }
    return i
  }

  #space(from: number): number {
    let i = from
    while (i < this.#buffer.length && isSpace(this.#buffer[i] ?? 0)) i += 1
    return i
  }

  #startsWith(token: Buffer, at: number): boolean {
    return at + token.length <= this.#buffer.length && equalAt(token, this.#buffer, at)
  }

  #cutTag(at: number): typeof cut {
    this.#limit(this.#buffer.length - at, 'tag')
    return cut
  }

  #cutText(at: number): typeof cut {
    this.#limit(this.#buffer.length - at, 'text')
    return cut
  }

  #limit(bytes: number, what: 'tag' | 'text'): void {
    if (bytes > this.#limits[what]) throw new XmlError(`a ${what} of more than ${this.#limits[what]} bytes`, 'tooLarge')
  }

  #wrongEnd(expected: Name): XmlError {
    return new XmlError(`an end tag that is not </${expected.raw}>`)
  }
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

function controlFlag(byte: number): number {
  if (byte === 0x0d) return flag.carriageReturn
  if (byte === 0x09 || byte === 0x0a) return 0
  throw new XmlError(`the control character ${byte}, which XML forbids`)
}
