import { setImmediate as nextTurn } from 'node:timers/promises'
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { cutShort } from './trouble.ts'

const chunkSize = 128 * 1024

/** Writes a whole body, or with `truncate` its first half. */
export function sendBody(
  response: ServerResponse,
  status: number,
  headers: OutgoingHttpHeaders,
  text: string,
  truncate: boolean,
): void {
  const body = Buffer.from(text)
  response.writeHead(status, { ...headers, 'content-length': body.length })
  if (!truncate) return void response.end(body)
  response.write(body.subarray(0, Math.floor(body.length / 2)))
  cutShort(response)
}

/**
 * Writes a long body as its parts are made: in chunks, waiting where the client is slower, and letting others have their
 * turn. What fails before the first chunk is full is still answered as a fault: it is thrown.
 */
export async function writeParts(
  response: ServerResponse,
  headers: OutgoingHttpHeaders,
  parts: Iterable<string>,
  truncate: boolean,
): Promise<void> {
  let text = ''
  for (const part of parts) {
    text += part
    if (text.length < chunkSize) continue
    await flush(response, headers, text)
    if (response.destroyed) return
    text = ''
    if (truncate) return cutShort(response)
  }
  if (!response.headersSent) return sendBody(response, 200, headers, text, truncate)
  response.end(text)
}

async function flush(response: ServerResponse, headers: OutgoingHttpHeaders, text: string): Promise<void> {
  if (!response.headersSent) response.writeHead(200, headers)
  if (!response.write(text)) {
    await new Promise<void>((resolve) => {
      const go = () => {
        response.off('drain', go)
        response.off('close', go)
        resolve()
      }
      response.on('drain', go)
      response.on('close', go)
    })
  }
  await nextTurn()
}
