import { releaseIndex } from '../schema/versions.ts'
import type { MethodInfo } from '../schema/tables.ts'
import type { MemberSink } from '../soap/decoder.ts'
import { encodeRequest } from '../soap/encoder.ts'
import { ReplyDecoder, type Reply } from '../soap/reply.ts'
import type { HttpReply, Transport } from '../transport/http.ts'
import { NameTable } from '../xml/names.ts'
import { TextReader } from '../xml/text.ts'
import { errorOf, labelOf, methodOf, refusalOf, type Channel, type MethodCall, type OpenReply } from './channel.ts'
import { faultError } from './fault-error.ts'

/** Calls in SOAP. Replies are decoded as they come in. */
export class SoapChannel implements Channel {
  readonly transport: Transport
  readonly release: string
  readonly protocol = 'soap'
  readonly #release: number
  readonly #path: string
  readonly #names = new NameTable()
  readonly #texts = new TextReader()

  constructor(transport: Transport, path: string, release: string) {
    this.transport = transport
    this.#path = path
    this.release = release
    this.#release = releaseIndex(release)
  }

  get endpoint(): string {
    return `${this.transport.origin}${this.#path}`
  }

  async send(call: MethodCall): Promise<OpenReply> {
    const { ref, signal, replyTimeoutMs } = call
    const method = methodOf(call)
    const body = encodeRequest(this.#release, ref, method, call.args)
    const label = labelOf(call)
    const headers = { 'content-type': 'text/xml; charset=utf-8', soapaction: `"urn:vim25/${this.release}"` }
    const request = { method: 'POST', path: this.#path, label, headers, body, signal, replyTimeoutMs } as const
    const reply = await this.transport.send({ ...request, opensSession: call.method.startsWith('Login'), isSoap: true })
    // A SOAP reply is XML with status 200, or 500 for a fault.
    const isXml = reply.contentType === '' || /xml/i.test(reply.contentType)
    if (!isXml || (reply.status !== 200 && reply.status !== 500)) throw await refusalOf(reply, label, this.transport)
    return { read: (sink) => this.#read(reply, method, label, sink) }
  }

  async *#read(
    reply: HttpReply,
    method: MethodInfo,
    label: string,
    sink?: MemberSink,
  ): AsyncGenerator<undefined, unknown> {
    const decoder = new ReplyDecoder({ method, release: this.#release, names: this.#names, texts: this.#texts, sink })
    let decoded: Reply
    try {
      for await (const chunk of reply.chunks) {
        decoder.write(chunk)
        yield
      }
      decoded = decoder.end()
    } catch (error) {
      throw errorOf(error, label, this.transport)
    }
    if (decoded.fault !== undefined) throw faultError(`${label} on ${this.transport.origin}`, decoded.fault)
    return decoded.value
  }
}
