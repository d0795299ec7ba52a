import { request as plainRequest } from 'node:http'
import { request } from 'node:https'
import type { Twin } from '../index.ts'

export interface RestReply {
  readonly status: number
  /** Parsed where it is JSON. */
  readonly body: unknown
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
}

export interface RestOptions {
  readonly body?: unknown
  /** A raw body, sent as it is. */
  readonly text?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Which authority the server is verified against; the twin's own by default. */
  readonly ca?: string
  readonly maxVersion?: 'TLSv1.2' | 'TLSv1.3'
}

/** One HTTP call to a twin, on a connection of its own. The server's certificate is verified. */
export async function http(twin: Twin, method: string, path: string, options: RestOptions = {}): Promise<RestReply> {
  const { promise, resolve, reject } = Promise.withResolvers<RestReply>()
  const { ca = twin.ca, maxVersion = 'TLSv1.3', body, text, headers = {} } = options
  const url = new URL(path, twin.url)
  const send = url.protocol === 'https:' ? request : plainRequest
  const call = send(url, { method, headers, agent: false, ca, maxVersion }, (reply) => {
    const chunks: Buffer[] = []
    reply.on('data', (chunk: Buffer) => chunks.push(chunk))
    reply.on('error', reject)
    reply.on('end', () => {
      const said = Buffer.concat(chunks).toString('utf8')
      resolve({ status: reply.statusCode ?? 0, body: parsed(said), headers: reply.headers })
    })
  })
  call.on('error', reject)
  call.end(text ?? (body === undefined ? undefined : JSON.stringify(body)))
  return await promise
}

function parsed(text: string): unknown {
  if (text === '') return undefined
  return /^[[{"\d]|^(?:true|false|null)$/.test(text) ? JSON.parse(text) : text
}

export const basic = (user: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
})

/** A login to /rest; gives what makes calls with it. */
export async function restLogin(twin: Twin, user: string, password: string) {
  const reply = await http(twin, 'POST', '/rest/com/vmware/cis/session', { headers: basic(user, password) })
  if (reply.status !== 200) throw new Error(`no session: ${reply.status} ${JSON.stringify(reply.body)}`)
  const token = (reply.body as { readonly value: string }).value
  const headers = { 'vmware-api-session-id': token }
  return {
    token,
    call: async (method: string, path: string, body?: unknown) => await http(twin, method, path, { body, headers }),
    /** The body of a GET that succeeds. */
    get: async (path: string) => {
      const { status, body } = await http(twin, 'GET', path, { headers })
      if (status !== 200) throw new Error(`GET ${path}: ${status} ${JSON.stringify(body)}`)
      return body
    },
  }
}
