import { VimError } from '../errors.ts'
import type { MethodInfo } from '../schema/tables.ts'
import { isSubtype } from '../schema/tables.ts'
import type { AnyObject } from '../values.ts'
import type { Attributes } from '../xml/attributes.ts'
import type { NameTable, Name } from '../xml/names.ts'
import { XmlScanner, type XmlHandler } from '../xml/scanner.ts'
import type { TextReader } from '../xml/text.ts'
import { XmlError } from '../xml/xml-error.ts'
import { ValueDecoder, type MemberSink } from './decoder.ts'
import { readerOf } from './readers.ts'

/** A SOAP fault as it came: the text for people, and the typed object where the server sent one. */
export interface SoapFault {
  readonly code: string
  readonly text: string
  readonly fault: AnyObject | undefined
}

export type Reply = { readonly value: unknown; readonly fault: undefined } | { readonly fault: SoapFault }

export interface ReplyOptions {
  readonly method: MethodInfo
  readonly release: number
  readonly names: NameTable
  readonly texts: TextReader
  /** Takes members of `returnval` as they are completed. */
  readonly sink?: MemberSink | undefined
}

/** Decodes the reply of one method from chunks of bytes. Throws VimError. */
export class ReplyDecoder implements XmlHandler {
  readonly #options: ReplyOptions
  readonly #scanner: XmlScanner
  readonly #values: ValueDecoder
  /** Local names of the open elements outside a value: Envelope, Body, … */
  readonly #path: string[] = []
  #returned: unknown[] = []
  #answered = false
  #fault: { code: string; text: string; fault: AnyObject | undefined } | undefined

  constructor(options: ReplyOptions) {
    this.#options = options
    this.#scanner = new XmlScanner(this, options.names, options.texts)
    this.#values = new ValueDecoder(this.#scanner, options.release)
  }

  write(chunk: Uint8Array): void {
    this.#guard(() => this.#scanner.write(chunk))
  }

  /** The whole reply; `value` is undefined where the method returned nothing, a list where it returns a list. */
  end(): Reply {
    this.#guard(() => this.#scanner.end())
    if (this.#fault !== undefined) return { fault: this.#fault }
    const { method } = this.#options
    if (!this.#answered)
      throw new VimError('notVimServer', `${method.name}: the reply is XML, but no SOAP reply of vim25`)
    return { value: method.returns?.array === true ? this.#returned : this.#returned[0], fault: undefined }
  }

  open(name: Name, attributes: Attributes): void {
    if (this.#values.active) return this.#values.open(name, attributes)
    this.#path.push(name.local)
    const depth = this.#path.length
    const expected = ['Envelope', 'Body', `${this.#options.method.name}Response`][depth - 1]
    if (depth === 3 && name.local === 'Fault') this.#fault = { code: '', text: '', fault: undefined }
    else if (depth <= 3 && name.local === expected) this.#answered ||= depth === 3
    else if (depth === 4 && this.#fault !== undefined) this.#scanner.keepText = name.local !== 'detail'
    else if (depth === 4 && this.#answered && name.local === 'returnval') this.#beginValue(attributes)
    else if (depth === 5 && this.#path[3] === 'detail') this.#beginFault(name, attributes)
    else this.#ignore(depth, name)
  }

  text(text: string): void {
    if (this.#values.active) return this.#values.text(text)
    if (this.#fault === undefined) return
    const at = this.#path.at(-1)
    if (at === 'faultcode') this.#fault.code += text
    else if (at === 'faultstring') this.#fault.text += text
  }

  close(): void {
    if (this.#values.active) {
      const closed = this.#values.close()
      if (!closed.done) return
      if (this.#fault === undefined) this.#keep(closed.value)
      else this.#fault.fault ??= closed.value as AnyObject
    }
    this.#path.pop()
  }

  #beginValue(attributes: Attributes): void {
    const { returns } = this.#options.method
    this.#values.begin('returnval', readerOf(returns?.type ?? 'anyType'), attributes, this.#options.sink)
  }

  /** The element is the fault's type + "Fault"; vcsim once adds it twice, and old servers leave xsi:type out. */
  #beginFault(name: Name, attributes: Attributes): void {
    const type = name.local.replace(/(?:Fault)+$/, '')
    this.#values.begin('fault', readerOf(isSubtype(type, 'MethodFault') ? type : 'MethodFault'), attributes)
  }

  #keep(value: unknown): void {
    if (value !== undefined) this.#returned.push(value)
  }

  #ignore(depth: number, name: Name): void {
    if (depth <= 1) {
      throw new VimError('notVimServer', `the reply is <${name.raw.slice(0, 40)}>, not a SOAP envelope`)
    }
    this.#path.pop()
    this.#scanner.skip()
  }

  #guard(step: () => void): void {
    try {
      step()
    } catch (error) {
      if (!(error instanceof XmlError)) throw error
      const code = error.kind === 'malformed' ? 'protocol' : error.kind
      throw new VimError(code, `${this.#options.method.name}: the reply is not usable XML: ${error.message}`, {
        cause: error,
      })
    }
  }
}
