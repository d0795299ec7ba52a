import { VimError } from '../errors.ts'
import { releaseIndex } from '../schema/versions.ts'
import { describeMethod } from '../schema/describe.ts'
import type { MethodInfo } from '../schema/tables.ts'
import type { MemberSink } from '../soap/decoder.ts'
import { encodeRequest } from '../soap/encoder.ts'
import { ReplyDecoder, type Reply } from '../soap/reply.ts'
import type { HttpReply, Transport } from '../transport/http.ts'
import type { MoRef } from '../values.ts'
import { NameTable } from '../xml/names.ts'
import { TextReader } from '../xml/text.ts'
import { faultError } from './fault-error.ts'

export interface SoapCall {
  readonly ref: MoRef
  readonly method: string
  readonly args: Readonly<Record<string, unknown>>
  readonly signal?: AbortSignal | undefined
  readonly replyTimeoutMs?: number | undefined
}

/** A call whose reply has begun. `read` must be run to its end or returned from: that frees the connection. */
export interface OpenReply {
  /** Decodes the rest; yields after each chunk, so that what the sink took can be handed on. The value comes last. */
  read(sink?: MemberSink): AsyncGenerator<undefined, unknown>
}

/** SOAP calls over one transport in one API release: no session, no retry. */
export class SoapChannel {
  readonly transport: Transport
  readonly release: string
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

  /** Sends the request and waits for the head of the reply. Throws VimError. */
  async send(call: SoapCall): Promise<OpenReply> {
    const { ref, method: name, signal, replyTimeoutMs } = call
    const method = describeMethod(ref.type, name)
    if (method === undefined) throw new VimError('badRequest', `${ref.type} has no method ${name}; nothing was sent`)
    const body = encodeRequest(this.#release, ref, method, call.args)
    const label = labelOf(ref, name)
    const headers = { 'content-type': 'text/xml; charset=utf-8', soapaction: `"urn:vim25/${this.release}"` }
    const request = { method: 'POST', path: this.#path, label, headers, body, signal, replyTimeoutMs } as const
    const reply = await this.transport.send({ ...request, opensSession: name.startsWith('Login') })
    await this.#refuseOther(reply, label)
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
      if (!(error instanceof VimError) || error.message.includes(this.transport.origin)) throw error
      throw new VimError(error.code, `${label} on ${this.transport.origin}: ${error.message}`, { cause: error })
    }
    if (decoded.fault !== undefined) throw faultError(`${label} on ${this.transport.origin}`, decoded.fault)
    return decoded.value
  }

  /** A SOAP reply is XML with status 200, or 500 for a fault. Anything else is said with its status and first words. */
  async #refuseOther(reply: HttpReply, label: string): Promise<void> {
    const isXml = reply.contentType === '' || /xml/i.test(reply.contentType)
    if (isXml && (reply.status === 200 || reply.status === 500)) return
    const isBusy = reply.status === 429 || (reply.status >= 502 && reply.status <= 504)
    const words = await firstWords(reply)
    throw new VimError(
      isBusy ? 'unavailable' : 'notVimServer',
      `${label} on ${this.transport.origin}: HTTP ${reply.status} ${reply.contentType}: ${words}`,
    )
  }
}

/** 'HostSystem host-12 EnterMaintenanceMode_Task', for messages. */
function labelOf(ref: MoRef, method: string): string {
  return `${ref.type} ${ref.value} ${method}`
}

async function firstWords(reply: HttpReply): Promise<string> {
  let text = ''
  for await (const chunk of reply.chunks) {
    text += Buffer.from(chunk).toString('latin1')
    if (text.length > 2000) break
  }
  const plain = text
    .replaceAll(/<(?:style|script)[\s\S]*?<\/(?:style|script)>|<[^>]*>|[^\x20-\x7E]+/g, ' ')
    .replaceAll(/ +/g, ' ')
  return plain.trim() === '' ? 'an empty reply' : plain.trim().slice(0, 120)
}
