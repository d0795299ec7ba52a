import { tlsVersions, type TlsOffer, type TlsOffers, type TlsVersion } from '@sakimori/core/model'
import { ask, type Asked, type Reply } from './ask.ts'
import type { ServerHello } from './flight.ts'
import { versionNumbers } from './hello.ts'
import { suiteName, suites13, suitesBefore13 } from './suites.ts'

/** No server is asked more often; the longest list of a vSphere server that is documented has 20 suites. */
const mostConnections = 64

/** What asking a server gave: its offers with the chain that it sent, or why there was no asking. */
export type Surveyed =
  | { readonly kind: 'offers'; readonly offers: TlsOffers; readonly chain: readonly Uint8Array[] }
  | { readonly kind: 'nothing'; readonly reply: Exclude<Reply, { kind: 'hello' | 'alert' }> }

/**
 * Finds out which versions and suites a server agrees to: with each version it is offered all suites that it did not choose
 * yet, until it refuses. One connection at a time. A server that stops to answer is left alone.
 */
export async function surveyOffers(server: Pick<Asked, 'host' | 'port' | 'address' | 'timeoutMs'>): Promise<Surveyed> {
  const survey = new Survey(server)
  const versions: TlsOffer[] = []
  for (const version of tlsVersions.toReversed()) versions.push(await survey.askVersion(version))
  const { first, connections, chain } = survey
  // A port that speaks something else, or a device that lets nobody in.
  const isMute = versions.every(({ answer }) => answer === 'unclear')
  if (isMute && first && first.kind !== 'hello' && first.kind !== 'alert') return { kind: 'nothing', reply: first }
  // Who speaks TLS and never uses an alert says no by hanging up. Who does use them hung up for some other reason.
  const hangsUp = !survey.alerts && versions.some(({ answer }) => answer === 'accepted')
  const said = hangsUp ? versions.map(hungUpIsNo) : versions
  return { kind: 'offers', offers: { port: server.port, versions: said, connections }, chain }
}

function hungUpIsNo(offer: TlsOffer): TlsOffer {
  const { why, ...rest } = offer
  if (why !== 'closed') return offer
  return { ...rest, answer: offer.answer === 'unclear' ? 'refused' : offer.answer, complete: true }
}

class Survey {
  readonly #server: Pick<Asked, 'host' | 'port' | 'address' | 'timeoutMs'>
  /** Why no more is asked. */
  #stop: string | undefined
  first: Reply | undefined
  connections = 0
  /** Whether it has said no by an alert. */
  alerts = false
  chain: readonly Uint8Array[] = []

  constructor(server: Pick<Asked, 'host' | 'port' | 'address' | 'timeoutMs'>) {
    this.#server = server
  }

  async askVersion(version: TlsVersion): Promise<TlsOffer> {
    const chosen: number[] = []
    let dhBits: number | undefined
    const is13 = version === 'TLSv1.3'
    let left = is13 ? suites13 : suitesBefore13
    const done = (why?: string): TlsOffer => ({
      version,
      answer: chosen.length > 0 ? 'accepted' : why === undefined ? 'refused' : 'unclear',
      ...(why !== undefined && { why }),
      suites: chosen.map(suiteName),
      complete: why === undefined,
      ...(dhBits !== undefined && { dhBits }),
    })
    while (left.length > 0) {
      const reply = await this.#ask(version, left)
      if (typeof reply === 'string') return done(reply)
      if (reply === undefined) return done()
      if (!left.includes(reply.suite)) return done('garbage')
      chosen.push(reply.suite)
      left = left.filter((suite) => suite !== reply.suite)
      if (reply.dhBits !== undefined) dhBits = Math.min(dhBits ?? reply.dhBits, reply.dhBits)
    }
    return done()
  }

  /** The server's hello; `undefined` where it says no; otherwise what happened. */
  async #ask(version: TlsVersion, suites: readonly number[]): Promise<ServerHello | string | undefined> {
    if (this.#stop !== undefined) return this.#stop
    if (this.connections >= mostConnections) return 'limit'
    this.connections += 1
    const reply = await ask({ ...this.#server, version, suites })
    this.first ??= reply
    switch (reply.kind) {
      case 'hello':
        if (this.chain.length === 0) this.chain = reply.hello.certificates
        // It agreed to talk, in another version than the one that was asked for.
        return reply.hello.version === versionNumbers[version] ? reply.hello : undefined
      case 'alert':
        this.alerts = true
        return undefined
      case 'closed':
        return 'closed'
      // Whoever is silent, talks nonsense or cannot be reached now costs the time limit again and again.
      default:
        this.#stop = reply.kind
        return reply.kind
    }
  }
}
