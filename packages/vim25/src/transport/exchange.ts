import { VimError } from '../errors.ts'
import type { HttpReply, HttpRequest, Transport } from './http.ts'

/** One call of another interface of the same server, which has sessions of its own. */
export type Exchange = Pick<HttpRequest, 'method' | 'path' | 'label' | 'headers' | 'body' | 'signal'>

export interface ExchangeReply {
  readonly status: number
  readonly headers: HttpReply['headers']
  readonly body: Uint8Array
}

/** These interfaces answer with settings, not with inventories. */
const maxBytes = 16 * 1024 * 1024

/** Sends it over the connections, and with the trust, of `transport`, and reads the whole answer. Throws VimError. */
export async function exchange(transport: Transport, call: Exchange): Promise<ExchangeReply> {
  const reply = await transport.send({ ...call, withoutSession: true })
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of reply.chunks) {
    bytes += chunk.length
    if (bytes > maxBytes)
      throw new VimError('tooLarge', `${call.label} on ${transport.origin}: the reply passed ${maxBytes} bytes`)
    chunks.push(chunk)
  }
  return { status: reply.status, headers: reply.headers, body: Buffer.concat(chunks) }
}
