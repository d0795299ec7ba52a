import { VimError } from '../errors.ts'
import { describeMethod } from '../schema/describe.ts'
import type { MethodInfo } from '../schema/tables.ts'
import type { MemberSink } from '../soap/decoder.ts'
import type { HttpReply, Transport } from '../transport/http.ts'
import type { MoRef } from '../values.ts'

/** The two forms of the API on the wire; what is called and what comes back is the same. */
export type Protocol = 'soap' | 'json'

export interface MethodCall {
  readonly ref: MoRef
  readonly method: string
  readonly args: Readonly<Record<string, unknown>>
  /** The method itself, where no published table has it. Such a call goes as SOAP: VI JSON has only what is published. */
  readonly unlisted?: MethodInfo
  /** Whether it may be sent again; what the method's name says when left out. */
  readonly safe?: boolean
  readonly signal?: AbortSignal | undefined
  readonly replyTimeoutMs?: number | undefined
}

/** A call whose reply has begun. `read` must be run to its end or returned from: that frees the connection. */
export interface OpenReply {
  /** Decodes the rest; yields now and then, so that what the sink took can be handed on. The value comes last. */
  read(sink?: MemberSink): AsyncGenerator<undefined, unknown>
}

/** Calls over one transport in one API release: no session, no retry. */
export interface Channel {
  readonly transport: Transport
  readonly release: string
  readonly protocol: Protocol
  /** 'https://vcenter.example.com/sdk', whatever the protocol puts behind it. */
  readonly endpoint: string
  /** Sends the request and waits for the head of the reply. Throws VimError. */
  send(call: MethodCall): Promise<OpenReply>
}

/** The method of a call; throws VimError `badRequest` when its object has none of that name. */
export function methodOf({ ref, method, unlisted }: MethodCall): MethodInfo {
  const found = unlisted ?? describeMethod(ref.type, method)
  if (found === undefined) throw new VimError('badRequest', `${ref.type} has no method ${method}; nothing was sent`)
  return found
}

/** 'HostSystem host-12 EnterMaintenanceMode_Task', for messages. */
export function labelOf({ ref, method }: MethodCall): string {
  return `${ref.type} ${ref.value} ${method}`
}

/** A decoder's error with what was called on which server before it; others say so already. */
export function errorOf(error: unknown, label: string, { origin }: Transport): unknown {
  if (!(error instanceof VimError) || error.message.includes(origin)) return error
  return new VimError(error.code, `${label} on ${origin}: ${error.message}`, { cause: error })
}

/** The error of an answer that is not of the protocol: with its status and its first words. */
export async function refusalOf(reply: HttpReply, label: string, { origin }: Transport): Promise<VimError> {
  const isBusy = reply.status === 429 || (reply.status >= 502 && reply.status <= 504)
  const words = await firstWords(reply)
  return new VimError(
    isBusy ? 'unavailable' : 'notVimServer',
    `${label} on ${origin}: HTTP ${reply.status} ${reply.contentType}: ${words}`,
  )
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
