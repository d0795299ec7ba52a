import { VimError } from '../errors.ts'
import type { MethodInfo } from '../schema/tables.ts'
import type { MoRef } from '../values.ts'
import type { Attributes } from '../xml/attributes.ts'
import type { NameTable, Name } from '../xml/names.ts'
import { XmlScanner, type XmlHandler } from '../xml/scanner.ts'
import type { TextReader } from '../xml/text.ts'
import { XmlError } from '../xml/xml-error.ts'
import { ValueDecoder } from './decoder.ts'
import { readerOf } from './readers.ts'

/** One call as a client sent it. */
export interface WireRequest {
  readonly method: string
  readonly self: MoRef
  /** Undefined when the object has no such method: the arguments were not read then. */
  readonly info: MethodInfo | undefined
  /** By parameter name, decoded like a reply; a list is a list, an absent parameter an absent key. */
  readonly args: Readonly<Record<string, unknown>>
}

export interface RequestOptions {
  /** Finds a method by the object it is called on, which every client sends first. */
  readonly resolve: (self: MoRef, method: string) => MethodInfo | undefined
  /** Index of the API release that the arguments are read by. */
  readonly release: number
  readonly names?: NameTable
  readonly texts?: TextReader
}

/** Bytes of one text in a request; certificates and scripts are far smaller. */
const maxText = 4 * 1024 * 1024

/**
 * Decodes a SOAP request: the server's side of the wire. Takes what the known clients send: any prefix, undeclared `xsd:`,
 * parameters in any order, attributes such as pyVmomi's versionId. Throws VimError `protocol`, `truncated`, `tooLarge`, or
 * `notVimServer` when it is XML but no call.
 */
export class RequestDecoder implements XmlHandler {
  readonly #options: RequestOptions
  readonly #scanner: XmlScanner
  readonly #values: ValueDecoder
  readonly #path: string[] = []
  #method = ''
  #self: { type: string; value: string } | undefined
  #info: MethodInfo | undefined
  #parameter = ''
  readonly #args: Record<string, unknown> = {}

  constructor(options: RequestOptions) {
    this.#options = options
    this.#scanner = new XmlScanner(this, options.names, options.texts, { depth: 64, text: maxText })
    this.#values = new ValueDecoder(this.#scanner, options.release)
  }

  write(chunk: Uint8Array): void {
    this.#guard(() => this.#scanner.write(chunk))
  }

  end(): WireRequest {
    this.#guard(() => this.#scanner.end())
    if (this.#self === undefined) throw new VimError('notVimServer', 'the request is XML, but no SOAP call of vim25')
    return { method: this.#method, self: this.#self, info: this.#info, args: this.#args }
  }

  open(name: Name, attributes: Attributes): void {
    if (this.#values.active) return this.#values.open(name, attributes)
    this.#path.push(name.local)
    const depth = this.#path.length
    if (depth === 3 && this.#path[1] === 'Body' && this.#method === '') this.#method = name.local
    else if (depth === 4 && name.local === '_this') this.#openSelf(attributes)
    else if (depth === 4) this.#openArgument(name.local, attributes)
    else if (depth > 2 || (name.local !== 'Envelope' && name.local !== 'Body')) this.#skip()
  }

  text(text: string): void {
    if (this.#values.active) this.#values.text(text)
    else if (this.#self !== undefined && this.#path.at(-1) === '_this') this.#self.value += text
  }

  close(): void {
    if (this.#values.active) {
      const closed = this.#values.close()
      if (!closed.done) return
      this.#keep(closed.value)
    }
    const closing = this.#path.pop()
    if (closing === '_this' && this.#self !== undefined) {
      this.#info = this.#options.resolve(this.#self, this.#method)
    }
  }

  #openSelf(attributes: Attributes): void {
    this.#self = { type: attributes.get('type') ?? '', value: '' }
    this.#scanner.keepText = true
  }

  #openArgument(name: string, attributes: Attributes): void {
    const param = this.#info?.params.find((candidate) => candidate.name === name)
    if (param === undefined) return this.#skip()
    this.#parameter = name
    this.#values.begin(name, readerOf(param.type), attributes)
  }

  #keep(value: unknown): void {
    const isList = this.#info?.params.find((param) => param.name === this.#parameter)?.array === true
    if (value === undefined) return
    const list = this.#args[this.#parameter]
    if (!isList) this.#args[this.#parameter] = value
    else if (Array.isArray(list)) list.push(value)
    else this.#args[this.#parameter] = [value]
  }

  #skip(): void {
    this.#path.pop()
    this.#scanner.skip()
  }

  #guard(step: () => void): void {
    try {
      step()
    } catch (error) {
      if (!(error instanceof XmlError)) throw error
      const code = error.kind === 'malformed' ? 'protocol' : error.kind
      throw new VimError(code, `the request is not usable XML: ${error.message}`, { cause: error })
    }
  }
}
