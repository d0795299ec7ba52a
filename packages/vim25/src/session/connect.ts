import { VimError } from '../errors.ts'
import { Transport } from '../transport/http.ts'
import type { TlsPolicy } from '../transport/tls.ts'
import type { Protocol } from './channel.ts'
import { chooseChannel } from './choose-channel.ts'
import { VimClient } from './client.ts'
import { negotiateRelease } from './negotiate.ts'
import { withRetry } from './retry.ts'
import { Session } from './session.ts'

export interface ConnectOptions {
  /** 'vcenter.example.com', 'host:8443' or a URL; the path /sdk is added when it has none. */
  readonly url: string | URL
  /** 'auto' when left out: VI JSON where a vCenter Server has it (8.0 Update 1 and later), else SOAP. */
  readonly protocol?: Protocol | 'auto'
  /** `{ mode: 'verify' }` when left out. */
  readonly tls?: TlsPolicy
  /** Calls at a time; many parallel calls load a vCenter (facts/vcsim.md §4 "concurrency"). */
  readonly concurrency?: number
  readonly connectTimeoutMs?: number
  /** Longest silence of the server before and within a reply. */
  readonly replyTimeoutMs?: number
  readonly maxReplyBytes?: number
  readonly userAgent?: string
  readonly signal?: AbortSignal
}

/**
 * Connects without logging in: checks the certificate, agrees on an API release and reads the service content. Throws
 * VimError: `unreachable`, `timeout`, `tls`, `pinMismatch`, `notVimServer`, `unavailable`, …
 */
export async function connect(options: ConnectOptions): Promise<VimClient> {
  const {
    protocol = 'auto',
    concurrency = 4,
    connectTimeoutMs = 10_000,
    replyTimeoutMs = 120_000,
    maxReplyBytes = 2 ** 31,
    signal,
  } = options
  const url = endpoint(options.url)
  const transport = await Transport.open({
    url,
    connectTimeoutMs,
    replyTimeoutMs,
    maxReplyBytes,
    tls: options.tls ?? { mode: 'verify' },
    userAgent: options.userAgent ?? 'sakimori-vim25/0.1',
  })
  try {
    const release = await withRetry(true, signal, () => negotiateRelease(transport, signal))
    const choice = await chooseChannel({ transport, path: url.pathname, release, protocol, signal })
    return new VimClient(new Session(choice.channel, choice.content, concurrency))
  } catch (error) {
    await transport.close()
    throw error
  }
}

function endpoint(input: string | URL): URL {
  const text = String(input)
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`)
  if (url === null) throw new VimError('badRequest', 'the address of the server is not a URL or host name')
  // user:password@ in a URL would end up in messages and logs.
  if (url.username !== '' || url.password !== '')
    throw new VimError('badRequest', 'the URL holds credentials; give them to login')
  if (url.pathname === '/') url.pathname = '/sdk'
  return url
}
