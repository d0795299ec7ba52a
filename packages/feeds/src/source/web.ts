import { createHash } from 'node:crypto'
import { rootCertificates } from 'node:tls'
import { constants, gunzipSync } from 'node:zlib'
import { EnvHttpProxyAgent, request, type Dispatcher } from 'undici'
import { FeedError } from '../feed-error.ts'
import { limits } from '../limits.ts'

/** What a server said of a page, to be asked "has it changed?" the next time. */
export interface PageState {
  readonly etag?: string
  readonly lastModified?: string
}

export interface WebOptions {
  readonly userAgent: string
  /** `HTTPS_PROXY` and `NO_PROXY` are read from here. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** PEM of authorities that are trusted besides those that Node brings, for instance of a proxy that opens TLS. */
  readonly ca?: string
  /** Pages as they were left the last time, by address. */
  readonly pages: Map<string, PageState>
  /** Longest silence, in milliseconds. */
  readonly silenceMs?: number
  /** Longest time for one answer as a whole. */
  readonly answerMs?: number
  readonly sleep?: (ms: number) => Promise<void>
}

export interface Ask {
  readonly feed: string
  readonly url: string
  /** The registrable domain of the publisher: a redirect leads to one of its hosts, or nowhere. */
  readonly site: string
  /** JSON to POST. */
  readonly post?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Between two requests to the same host. */
  readonly pauseMs?: number
  readonly maxBytes?: number
  /** Whether the page is wanted although it may not have changed. */
  readonly always?: boolean
  /** Whether the address is a secret; it is then never shown. */
  readonly isSecret?: boolean
}

export type Answer =
  | { readonly kind: 'unchanged' }
  | {
      readonly kind: 'fresh'
      readonly bytes: Uint8Array
      /** To be called when the bytes have been understood: until then the page counts as not read. */
      readonly remember: () => void
    }

const RETRY_STATUS = new Set([429, 502, 503, 504])
const TRIES = 3
/** Who asks to wait longer is asked again another day. */
const LONGEST_WAIT_MS = 60_000
const MOST_REDIRECTS = 5

/** The web as feeds need it: HTTPS alone, one request at a time for each host, bounded in bytes and time. */
export class Web {
  readonly #options: WebOptions
  readonly #agent: EnvHttpProxyAgent
  readonly #hosts = new Map<string, Promise<unknown>>()
  readonly #sleep: (ms: number) => Promise<void>

  constructor(options: WebOptions) {
    const { env, ca } = options
    this.#options = options
    this.#sleep = options.sleep ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms)))
    const tls = ca === undefined ? {} : { ca: [...rootCertificates, ca] }
    this.#agent = new EnvHttpProxyAgent({
      httpProxy: '',
      httpsProxy: env['HTTPS_PROXY'] ?? env['https_proxy'] ?? '',
      noProxy: env['NO_PROXY'] ?? env['no_proxy'] ?? '',
      connect: { ...tls, timeout: 15_000 },
      requestTls: tls,
    })
  }

  async close(): Promise<void> {
    await this.#agent.destroy()
  }

  /** Fetches one page. @throws FeedError */
  async get(ask: Ask): Promise<Answer> {
    const url = URL.parse(ask.url)
    if (url?.protocol !== 'https:') throw this.#error('refused', ask, 'only https is spoken')
    const turn = (this.#hosts.get(url.host) ?? Promise.resolve()).then(() => this.#tryOften(ask, url))
    const { pauseMs = 0 } = ask
    const rest = () => (pauseMs > 0 ? this.#sleep(pauseMs) : undefined)
    this.#hosts.set(url.host, turn.then(rest, rest))
    return turn
  }

  async #tryOften(ask: Ask, url: URL): Promise<Answer> {
    for (let turn = 1; ; turn += 1) {
      try {
        return await this.#once(ask, url)
      } catch (error) {
        if (!(error instanceof FeedError) || turn === TRIES) throw error
        const wait = waitOf(error, turn)
        if (wait === undefined) throw error
        await this.#sleep(wait)
      }
    }
  }

  async #once(ask: Ask, first: URL): Promise<Answer> {
    const key = ask.post === undefined ? first.href : `${first.href} ${hash(ask.post)}`
    const deadline = AbortSignal.timeout(this.#options.answerMs ?? 600_000)
    let url = first
    for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
      const known = ask.always === true || ask.post !== undefined ? undefined : this.#options.pages.get(key)
      const reply = await this.#request(ask, url, known, deadline)
      const { statusCode, headers, body } = reply
      if (statusCode === 200) {
        const bytes = await this.#readAll(ask, reply)
        const state = stateOf(headers)
        const remember = () => {
          if (state === undefined || ask.post !== undefined) this.#options.pages.delete(key)
          else this.#options.pages.set(key, state)
        }
        return { kind: 'fresh', bytes, remember }
      }
      body.on('error', ignoreHere).destroy()
      if (statusCode === 304) return { kind: 'unchanged' }
      if ([301, 302, 303, 307, 308].includes(statusCode) && ask.post === undefined)
        url = this.#redirect(ask, url, String(headers['location'] ?? ''))
      else if (RETRY_STATUS.has(statusCode))
        throw this.#error('busy', ask, `the server answered ${statusCode}`, { retryAfter: headers['retry-after'] })
      else throw this.#error('refused', ask, `the server answered ${statusCode}`)
    }
    throw this.#error('refused', ask, `more than ${MOST_REDIRECTS} redirects`)
  }

  async #request(
    ask: Ask,
    url: URL,
    state: PageState | undefined,
    signal: AbortSignal,
  ): Promise<Dispatcher.ResponseData> {
    const silence = this.#options.silenceMs ?? 30_000
    try {
      return await request(url, {
        dispatcher: this.#agent,
        method: ask.post === undefined ? 'GET' : 'POST',
        headers: {
          'user-agent': this.#options.userAgent,
          'accept-encoding': 'gzip',
          ...(ask.post === undefined ? {} : { 'content-type': 'application/json', accept: 'application/json' }),
          ...(state?.etag !== undefined ? { 'if-none-match': state.etag } : {}),
          ...(state?.lastModified !== undefined ? { 'if-modified-since': state.lastModified } : {}),
          ...ask.headers,
        },
        body: ask.post ?? null,
        signal,
        headersTimeout: silence,
        bodyTimeout: silence,
      })
    } catch (cause) {
      throw this.#error('unreachable', ask, reasonOf(cause), { cause })
    }
  }

  async #readAll(ask: Ask, { headers, body }: Dispatcher.ResponseData): Promise<Uint8Array> {
    const max = ask.maxBytes ?? limits.bytes
    const chunks: Uint8Array[] = []
    let size = 0
    try {
      for await (const chunk of body as AsyncIterable<Uint8Array>) {
        size += chunk.length
        if (size > max) throw this.#error('tooLarge', ask, `the answer passed ${max} bytes`)
        chunks.push(chunk)
      }
    } catch (cause) {
      if (cause instanceof FeedError) throw cause
      throw this.#error('unreachable', ask, `the answer broke off: ${reasonOf(cause)}`, { cause })
    }
    const bytes = Buffer.concat(chunks)
    if (headers['content-encoding'] !== 'gzip') return bytes
    try {
      return gunzipSync(bytes, { maxOutputLength: max, finishFlush: constants.Z_FINISH })
    } catch (cause) {
      if (cause instanceof RangeError)
        throw this.#error('tooLarge', ask, `the answer unpacks to over ${max} bytes`, { cause })
      throw this.#error('malformed', ask, 'the packed answer is damaged', { cause })
    }
  }

  /** Where a redirect leads: over https, to a host of the same publisher. @throws FeedError */
  #redirect(ask: Ask, from: URL, location: string): URL {
    const to = URL.parse(location, from.href)
    const isOfSite =
      to !== null &&
      (to.host === from.host || to.hostname === ask.site || to.hostname.endsWith(`.${ask.site}`)) &&
      to.username === ''
    if (to?.protocol === 'https:' && isOfSite) return to
    throw this.#error('refused', ask, `a redirect to ${to ? to.origin : 'nowhere'} is not followed`)
  }

  #error(
    code: 'unreachable' | 'busy' | 'refused' | 'tooLarge' | 'malformed',
    ask: Ask,
    said: string,
    { cause, retryAfter }: { readonly cause?: unknown; readonly retryAfter?: unknown } = {},
  ): FeedError {
    const where = ask.isSecret === true ? 'its address' : ask.url.split('?')[0]
    const error = new FeedError(code, ask.feed, `${where}: ${said}`, { cause })
    if (typeof retryAfter === 'string') waits.set(error, retryAfter)
    return error
  }
}

/** What a server asked for with an error; kept beside it, for nobody else needs it. */
const waits = new WeakMap<FeedError, string>()

/** How long to wait before the next try; `undefined` where there should be none. */
function waitOf(error: FeedError, turn: number): number | undefined {
  if (error.code !== 'unreachable' && error.code !== 'busy') return undefined
  const asked = waits.get(error)
  if (asked === undefined) return 1000 * 2 ** (turn - 1)
  const ms = /^\d+$/.test(asked.trim()) ? Number(asked) * 1000 : Date.parse(asked) - Date.now()
  return ms >= 0 && ms <= LONGEST_WAIT_MS ? ms : ms < 0 ? 1000 : undefined
}

function stateOf(headers: Readonly<Record<string, string | string[] | undefined>>): PageState | undefined {
  const { etag, 'last-modified': lastModified } = headers
  if (typeof etag !== 'string' && typeof lastModified !== 'string') return undefined
  return {
    ...(typeof etag === 'string' ? { etag } : {}),
    ...(typeof lastModified === 'string' ? { lastModified } : {}),
  }
}

const hash = (said: string) => createHash('sha256').update(said).digest('hex').slice(0, 16)

/** undici wraps: the innermost cause says what happened. */
function reasonOf(error: unknown): string {
  let at = error
  while (at instanceof Error && at.cause instanceof Error) at = at.cause
  if (at instanceof AggregateError && at.errors.length > 0) at = at.errors[0]
  return at instanceof Error ? at.message : String(at)
}

/** For the error of a body that nobody reads. */
function ignoreHere(): void {}
