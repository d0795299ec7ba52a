import type { ServerResponse } from 'node:http'
import { escapeText } from '@sakimori/vim25/wire'
import { envelope } from '../envelope.ts'
import { sendBody } from '../send.ts'

/** A reference to an object of these services. */
export class Reference {
  readonly type: string
  readonly value: string

  constructor(type: string, value: string) {
    this.type = type
    this.value = value
  }
}

/** What an element is made of: text, a reference, fields in their order, or several elements of one name. */
export type Content =
  | string
  | number
  | boolean
  | undefined
  | Reference
  | readonly Content[]
  | { readonly [name: string]: Content }

const isList = (content: Content): content is readonly Content[] => Array.isArray(content)

/** The elements of a name and a content; '' where nothing is set. */
export function element(name: string, content: Content): string {
  if (content === undefined) return ''
  if (isList(content)) return content.map((one) => element(name, one)).join('')
  if (content instanceof Reference) {
    return `<${name} type="${escapeText(content.type)}">${escapeText(content.value)}</${name}>`
  }
  if (typeof content === 'object') {
    const inner = Object.entries(content).map(([key, value]) => element(key, value))
    return `<${name}>${inner.join('')}</${name}>`
  }
  return `<${name}>${escapeText(String(content))}</${name}>`
}

/** A fault of these services: the type's name, and its fields. */
export class SsoFault extends Error {
  override readonly name = 'SsoFault'
  readonly type: string
  readonly fields: { readonly [name: string]: Content }

  constructor(type: string, message: string, fields: { readonly [name: string]: Content } = {}) {
    super(message)
    this.type = type
    this.fields = fields
  }
}

/** A SOAP fault with its typed detail. */
export function faultBody({ type, message, fields }: SsoFault, namespace: string): string {
  const inner = Object.entries(fields).map(([name, value]) => element(name, value))
  const detail = `<${type}Fault xmlns="${namespace}" xsi:type="${type}">${inner.join('')}</${type}Fault>`
  return `<soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>${escapeText(message)}</faultstring><detail>${detail}</detail></soapenv:Fault>`
}

const xml = { 'content-type': 'text/xml; charset=utf-8', 'cache-control': 'no-cache' }

/** Sends what stands in the body of an envelope. */
export function sendEnvelope(response: ServerResponse, status: number, body: string, truncate: boolean): void {
  sendBody(response, status, xml, `${envelope.head}${body}${envelope.tail}`, truncate)
}
