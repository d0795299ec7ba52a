import { request } from 'node:https'
import { administrator, password } from './clients.ts'

export interface ControlReply {
  readonly status: number
  readonly body: unknown
}

/** Asks the control door of a twin; as its administrator unless told otherwise. */
export async function control(
  twin: { readonly url: string },
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<ControlReply> {
  const { promise, resolve, reject } = Promise.withResolvers<ControlReply>()
  const sent = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body)
  const asked = request(
    new URL(path, twin.url),
    {
      method,
      rejectUnauthorized: false,
      agent: false,
      headers: {
        authorization: `Basic ${btoa(`${administrator}:${password}`)}`,
        ...(sent !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
    },
    (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body: JSON.parse(String(Buffer.concat(chunks))) }),
      )
    },
  )
  asked.on('error', reject)
  asked.end(sent)
  return await promise
}
