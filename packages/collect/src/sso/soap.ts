import { isRecord } from '@sakimori/core/model'
import { escapeText, findElement, parseElement, textAt, XmlError, type Element } from '@sakimori/vim25/wire'
import { given, refused, refusedByStatus, type Answer, type Messenger } from '../answer.ts'

export interface SoapCall {
  readonly path: string
  /** What is called, for messages. */
  readonly label: string
  readonly action: string
  /** XML. */
  readonly header: string
  readonly body: string
  readonly cookie?: string | undefined
}

export interface SoapReply {
  /** The envelope. */
  readonly envelope: Element
  /** As it came: a signed token must stay as it is, to the byte. */
  readonly text: string
  readonly cookie: string | undefined
}

/** One SOAP call to single sign-on of the same server. */
export async function callSoap(client: Messenger, call: SoapCall): Promise<Answer<SoapReply>> {
  const { path, label, action, header, body, cookie } = call
  const reply = await client.exchange({
    method: 'POST',
    path,
    label,
    headers: {
      'content-type': 'text/xml; charset=utf-8',
      soapaction: action,
      ...(cookie !== undefined && { cookie }),
    },
    body: `<?xml version="1.0" encoding="UTF-8"?><S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Header>${header}</S:Header><S:Body>${body}</S:Body></S:Envelope>`,
  })
  const envelope = parsed(reply.body)
  const fault = envelope && findElement(envelope, 'Fault')
  if (fault !== undefined) return faulted(fault)
  if (reply.status !== 200) return refusedByStatus(reply.status)
  if (envelope === undefined) return refused('fault', 'NoXml')
  return given({ envelope, text: new TextDecoder().decode(reply.body), cookie: cookieOf(reply.headers) })
}

function parsed(body: Uint8Array): Element | undefined {
  try {
    return parseElement(body)
  } catch (error) {
    if (!(error instanceof XmlError)) throw error
    return undefined
  }
}

/** `NotAuthenticated` is not one: the account did log in, and a better role would not help. */
const noPermission = /NoPermission|InvalidCredentials|FailedAuthentication|InvalidLogin/
const notSupported =
  /NoSuchService|NoSuchGroup|MethodNotFound|NotSupported|NotImplemented|ManagedObjectNotFound|InvalidRequest/

/** A fault by its type: 'SsoFaultNoPermission'; the token service has codes instead: 'wst:FailedAuthentication'. */
function faulted(fault: Element): Answer<never> {
  const [detail] = findElement(fault, 'detail')?.children ?? []
  const code = textAt(fault, 'faultcode').replace(/^\w+:/, '')
  const type = detail?.name.replace(/Fault$/, '') ?? code
  if (noPermission.test(type)) return refused('noPermission', type)
  return refused(notSupported.test(type) ? 'notSupported' : 'fault', type)
}

function cookieOf(headers: Readonly<Record<string, string | string[] | undefined>>): string | undefined {
  const [cookie] = [headers['set-cookie'] ?? []].flat()
  return cookie?.split(';', 1)[0]
}

/** Elements of a record: texts, numbers, records. */
export function toXml(fields: Readonly<Record<string, unknown>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `<${name}>${isRecord(value) ? toXml(value) : escapeText(String(value))}</${name}>`)
    .join('')
}
