import { pipeline, type Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { Agent, request } from 'undici'
import { VimError } from '../errors.ts'
import { transportError } from './transport-error.ts'
import { tlsOptions, type TlsPolicy } from './tls.ts'

export interface TransportOptions {
  readonly url: URL
  readonly tls: TlsPolicy
  readonly connectTimeoutMs: number
  /** Longest silence before the reply begins, and between two pieces of it. */
  readonly replyTimeoutMs: number
  /** Bytes of one reply, unpacked. */
  readonly maxReplyBytes: number
  readonly userAgent: string
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly path: string
  /** What is being tried, for messages. */
  readonly label: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal?: AbortSignal | undefined
  /** Where the call itself waits (WaitForUpdatesEx), more than `replyTimeoutMs`. */
  readonly replyTimeoutMs?: number | undefined
  /** Whether the reply brings the session: that of a login. Others may set a cookie that nobody logged in with. */
  readonly opensSession?: boolean
  /** Whether it goes to another interface of the server, which has nothing to do with the session of this one. */
  readonly withoutSession?: boolean
  /** Whether the server looks for the session in a cookie. */
  readonly isSoap?: boolean
}

export interface HttpReply {
  readonly status: number
  readonly contentType: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** The unpacked bytes; must be read to the end or `discard`ed. Fails with VimError. */
  readonly chunks: AsyncIterable<Uint8Array>
  discard(): void
}

const maxConnections = 64
const sessionCookie = 'vmware_soap_session'
const sessionHeader = 'vmware-api-session-id'

/** HTTP to one server, with its session: a cookie in SOAP, a header of its own in VI JSON. */
export class Transport {
  readonly #options: TransportOptions
  readonly #agent: Agent
  /** The header that carries the session. */
  #session: Readonly<Record<string, string>> = {}

  private constructor(options: TransportOptions, agent: Agent) {
    this.#options = options
    this.#agent = agent
  }

  /** Checks the pin, if there is one; opens no other connection yet. */
  static async open(options: TransportOptions): Promise<Transport> {
    const { url, connectTimeoutMs: timeout } = options
    refusePlainHttp(options)
    const tls = url.protocol === 'https:' ? await tlsOptions(options.tls, url, timeout) : {}
    // A retrieval and a wait hold a connection while their consumer works; the pool only keeps a runaway from opening more.
    const agent = new Agent({ connections: maxConnections, connect: { ...tls, timeout } })
    return new Transport(options, agent)
  }

  /** 'https://host:port', for messages. */
  get origin(): string {
    return this.#options.url.origin
  }

  async send(call: HttpRequest): Promise<HttpReply> {
    const { url, maxReplyBytes } = this.#options
    const timeout = call.replyTimeoutMs ?? this.#options.replyTimeoutMs
    const label = `${call.label} on ${url.origin}`
    try {
      const reply = await request(new URL(call.path, url), {
        dispatcher: this.#agent,
        method: call.method,
        headers: {
          'user-agent': this.#options.userAgent,
          'accept-encoding': 'gzip',
          ...(call.withoutSession !== true && this.#session),
          ...(call.isSoap === true && this.#asCookie()),
          ...call.headers,
        },
        body: call.body ?? null,
        signal: call.signal ?? null,
        headersTimeout: timeout,
        bodyTimeout: timeout,
      })
      if (call.opensSession === true) this.#takeSession(reply.headers)
      const isPacked = reply.headers['content-encoding'] === 'gzip'
      return {
        status: reply.statusCode,
        contentType: String(reply.headers['content-type'] ?? ''),
        headers: reply.headers,
        chunks: guarded(isPacked ? unpack(reply.body) : reply.body, label, maxReplyBytes, call.signal),
        discard: () => void reply.body.on('error', ignoreHere).destroy(),
      }
    } catch (error) {
      throw transportError(error, label, call.signal)
    }
  }

  forgetSession(): void {
    this.#session = {}
  }

  async close(): Promise<void> {
    await this.#agent.destroy()
  }

  /**
   * The session of VI JSON for a call in SOAP: vCenter Server has one list of sessions, and a login in JSON hands out the
   * id that SOAP carries as its cookie. By intent: not seen on a real server, and the header goes with it all the same.
   */
  #asCookie(): Readonly<Record<string, string>> {
    const id = this.#session[sessionHeader]
    return id === undefined ? {} : { cookie: `${sessionCookie}="${id}"` }
  }

  /** Kept as it came, quotes included: a real vCenter quotes the value and wants it back so (facts/vcsim.md §4). */
  #takeSession(headers: Readonly<Record<string, string | string[] | undefined>>): void {
    for (const cookie of [headers['set-cookie'] ?? []].flat()) {
      const pair = cookie.split(';', 1)[0] ?? ''
      if (pair.startsWith(`${sessionCookie}=`)) this.#session = { cookie: pair }
    }
    const [id] = [headers[sessionHeader] ?? []].flat()
    if (id !== undefined) this.#session = { [sessionHeader]: id }
  }
}

/** For an error that somebody else gets: the reader of the stream, or nobody, after `discard`. */
function ignoreHere(): void {}

/** Credentials must not cross a network in the clear, unless the caller said that nothing matters. */
function refusePlainHttp({ url, tls }: TransportOptions): void {
  if (url.protocol === 'https:') return
  const isLoopback = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname)
  if (url.protocol === 'http:' && (isLoopback || tls.mode === 'insecure')) return
  throw new VimError(
    'badRequest',
    `${url.origin}: only https is spoken (http to this machine, or with tls mode "insecure")`,
  )
}

function unpack(body: Readable): Readable {
  const gunzip = createGunzip({ chunkSize: 256 * 1024 })
  // pipeline ends both when either ends, also when the reader leaves early; the reader of gunzip gets the error.
  pipeline(body, gunzip, ignoreHere)
  return gunzip
}

async function* guarded(
  body: Readable,
  label: string,
  limit: number,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  let bytes = 0
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      bytes += chunk.length
      if (bytes > limit) throw new VimError('tooLarge', `${label}: the reply passed ${limit} bytes`)
      yield chunk
    }
  } catch (error) {
    throw transportError(error, label, signal, 'truncated')
  }
}
