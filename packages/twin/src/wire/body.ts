import type { IncomingMessage } from 'node:http'
import { vimFault } from '../kernel/fault.ts'

/** Bytes of one request; the largest real ones hold a certificate chain. */
const maxBytes = 16 * 1024 * 1024

/** Hands over a request's bytes as they come. Throws RequestCanceled when the client leaves, InvalidRequest when too large. */
export async function readBody(request: IncomingMessage, take: (chunk: Buffer) => void): Promise<void> {
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > maxBytes) throw vimFault('InvalidRequest', {}, `The request is larger than ${maxBytes} bytes`)
    take(chunk)
  }
}

export async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  await readBody(request, (chunk) => chunks.push(chunk))
  return Buffer.concat(chunks).toString('utf8')
}
