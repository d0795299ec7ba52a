import { VimError } from '../errors.ts'
import { decodeFault, readResult } from '../json/decoder.ts'
import { encodeParameters } from '../json/encoder.ts'
import { isRecord } from '../json/leaves.ts'
import { parseJson } from '../json/source-text.ts'
import { releaseIndex } from '../schema/versions.ts'
import type { MethodInfo } from '../schema/tables.ts'
import type { MemberSink } from '../soap/decoder.ts'
import type { HttpReply, Transport } from '../transport/http.ts'
import type { AnyObject, MoRef } from '../values.ts'
import { errorOf, labelOf, methodOf, refusalOf, type Channel, type MethodCall, type OpenReply } from './channel.ts'
import { faultError } from './fault-error.ts'
import { SoapChannel } from './soap-channel.ts'

/** The first API release that a vCenter Server speaks in JSON: 8.0 Update 1. */
export const firstJsonRelease = '8.0.1.0'

/** V8's longest string, which has to hold a whole reply. */
const longestText = 2 ** 29 - 24

/**
 * Calls in VI JSON: POST /sdk/vim25/{release}/{Type}/{moId}/{Method} with the parameters as the body. A reply is decoded when
 * it is there as a whole; its objects are handed on one by one.
 */
export class JsonChannel implements Channel {
  readonly transport: Transport
  readonly release: string
  readonly protocol = 'json'
  readonly endpoint: string
  readonly #release: number
  readonly #base: string
  readonly #soap: SoapChannel

  constructor(transport: Transport, path: string, release: string) {
    this.transport = transport
    this.release = release
    this.endpoint = `${transport.origin}${path}`
    this.#release = releaseIndex(release)
    this.#base = `${path.replace(/\/$/, '')}/vim25/${release}`
    this.#soap = new SoapChannel(transport, path, release)
  }

  async send(call: MethodCall): Promise<OpenReply> {
    if (call.unlisted !== undefined) return await this.#soap.send(call)
    const { ref, signal, replyTimeoutMs } = call
    const method = methodOf(call)
    const body = encodeParameters(this.#release, ref, method, call.args)
    const label = labelOf(call)
    const reply = await this.transport.send({
      method: 'POST',
      path: `${this.#base}/${segment(ref.type, ref)}/${segment(ref.value, ref)}/${method.name}`,
      label,
      // A method without parameters takes no body.
      ...(method.params.length > 0 && { headers: { 'content-type': 'application/json' }, body }),
      signal,
      replyTimeoutMs,
      opensSession: method.name.startsWith('Login'),
    })
    await this.#refuseOther(reply, label)
    return { read: (sink) => this.#read(reply, method, label, sink) }
  }

  async *#read(
    reply: HttpReply,
    method: MethodInfo,
    label: string,
    sink?: MemberSink,
  ): AsyncGenerator<undefined, unknown> {
    try {
      const text = await textOf(reply)
      if (reply.status === 500) throw this.#fault(text, label)
      return yield* readResult(method, this.#release, text, sink)
    } catch (error) {
      throw errorOf(error, label, this.transport)
    }
  }

  #fault(text: string, label: string): VimError {
    const json = parseJson(text)
    if (!isRecord(json) || typeof json['_typeName'] !== 'string') {
      return new VimError('notVimServer', `HTTP 500 with JSON that is no fault: ${text.trim().slice(0, 120)}`)
    }
    const said = typeof json['faultstring'] === 'string' ? json['faultstring'] : ''
    const fault = decodeFault(json, this.#release) as AnyObject
    return faultError(`${label} on ${this.transport.origin}`, { code: '', text: said, fault })
  }

  /** A reply is JSON with status 200, or 500 for a fault; 204, or nothing at all, where there is no value. */
  async #refuseOther(reply: HttpReply, label: string): Promise<void> {
    const isJson = reply.contentType === '' || /json/i.test(reply.contentType)
    if (reply.status === 204 || (isJson && (reply.status === 200 || reply.status === 500))) return
    const refusal = await refusalOf(reply, label, this.transport)
    // A gateway before the server may look at the session itself.
    throw reply.status === 401 ? new VimError('notAuthenticated', refusal.message) : refusal
  }
}

/** A step of the path. A URL would walk up at '..' whether it is encoded or not. */
function segment(text: string, ref: MoRef): string {
  if (text !== '' && text !== '.' && text !== '..') return encodeURIComponent(text)
  throw new VimError('badRequest', `${ref.type} '${ref.value}' is no reference that a path can hold; nothing was sent`)
}

async function textOf(reply: HttpReply): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of reply.chunks) {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes > longestText) throw new VimError('tooLarge', `the reply passed ${longestText} bytes; use smaller pages`)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new VimError('protocol', 'the reply is not UTF-8', { cause: error })
  }
}
