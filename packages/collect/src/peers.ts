import type { CertificateInfo, MissingNote, TlsPeer } from '@sakimori/core/model'
import { isRecord } from '@sakimori/core/model'
import { isVimError, probeTls, VimError } from '@sakimori/vim25'
import { mapBounded } from './bounded.ts'
import { certificateBytes, parseCertificate } from './certificate.ts'
import { CollectError } from './errors.ts'
import type { DraftObject } from './draft.ts'
import { findAnchor, ROOTS } from './tls/anchor.ts'
import { surveyOffers } from './tls/offers.ts'

/** Servers that are looked at at once; each of them has one connection at a time. */
const PROBE_WIDTH = 16
const PROBE_TIMEOUT_MS = 4000

/** One service of one server. */
export interface ProbeTarget {
  readonly draft: DraftObject
  /** The name that its record and its certificate go by. */
  readonly host: string
  readonly port: number
  /** The address to connect to, where the name leads nowhere or elsewhere. */
  readonly address?: string
  /** What it is filed under: `tls:443` names the service, whatever port it is reached at. */
  readonly path: string
  /** Nothing need listen there. */
  readonly optional?: boolean
}

export interface ProbeOptions {
  readonly ca: string | undefined
  /** Whether to ask for versions and suites, which takes some ten more connections. */
  readonly offers: boolean
  readonly timeoutMs?: number
  readonly onTarget?: (done: number) => void
}

/** What a server shows in a whole handshake, which alone proves that it has the key. @throws VimError, CollectError */
async function readPeer(target: ProbeTarget, ca: string | undefined, timeoutMs: number): Promise<TlsPeer> {
  const { host, port, address = host } = target
  const probe = await probeTls({
    host: address,
    port,
    servername: host,
    timeoutMs,
    // An old host speaks nothing newer: offering less than TLS 1.0 would hide exactly what is to be found.
    minVersion: 'TLSv1',
    ciphers: 'DEFAULT@SECLEVEL=0',
    ...(ca === undefined ? {} : { ca }),
  })
  return {
    // Where it was looked for: an address that somebody told says nothing about where the name leads.
    host: address,
    port,
    protocol: probe.protocol,
    cipher: probe.cipher,
    ...(probe.address === '' ? {} : { address: probe.address }),
    authorized: probe.authorized,
    ...(probe.authorizationError === undefined ? {} : { authorizationError: probe.authorizationError }),
    chain: probe.chain.map(({ pem }) => parseCertificate(pem)),
  }
}

/** Looks at every server, and files what it showed under the target's path, what it agrees to under `…#offers`. */
export async function probePeers(targets: readonly ProbeTarget[], options: ProbeOptions): Promise<void> {
  let done = 0
  await mapBounded(targets, PROBE_WIDTH, async (target) => {
    await probePeer(target, options)
    done += 1
    options.onTarget?.(done)
  })
}

async function probePeer(target: ProbeTarget, options: ProbeOptions): Promise<void> {
  const { draft, host, address = host, path, optional = false } = target
  const { ca, offers, timeoutMs = PROBE_TIMEOUT_MS } = options
  const none = (note: MissingNote) => {
    draft.missing[path] = note
    draft.missing[`${path}#offers`] = note
  }
  if (!isHostName(address)) return none({ why: 'fault', detail: 'not a name of a host' })
  let peer: TlsPeer | undefined
  try {
    peer = await readPeer(target, ca, timeoutMs)
    draft.values[path] = peer
  } catch (error) {
    if (!isVimError(error) && !(error instanceof CollectError)) throw error
    // Nothing listens there, which is an answer.
    if (optional && isRefusal(error)) return
    none({ why: 'fault', detail: error.message })
    // A server that spoke, if not our language, may still tell what it speaks; one that was silent would only be silent again.
    if (!isVimError(error) || error.code !== 'tls') return
  }
  if (offers) await fileOffers(target, peer, timeoutMs)
  else draft.missing[`${path}#offers`] = { why: 'notCollected', detail: 'versions and suites were not asked for' }
}

/** Names come from the server; an empty one would lead to this machine, and Node throws at others. */
const isHostName = (name: string) => /^[^\p{C}\s/]{1,253}$/u.test(name)

async function fileOffers(target: ProbeTarget, peer: TlsPeer | undefined, timeoutMs: number): Promise<void> {
  const { draft, host, port, path, address = host } = target
  const survey = await surveyOffers({ host, port, address, timeoutMs })
  if (survey.kind === 'nothing') {
    const { reply } = survey
    const detail = `${host}:${port}: ${reply.kind === 'unreachable' ? reply.code : reply.kind}`
    draft.missing[`${path}#offers`] = { why: 'fault', detail }
    return
  }
  delete draft.missing[`${path}#offers`]
  draft.values[`${path}#offers`] = survey.offers
  const sent = peer && chainAsSent(peer, survey.chain)
  if (peer && sent) draft.values[path] = { ...peer, chain: sent }
}

/**
 * A handshake of Node adds to the chain what it knows of itself, and leaves out what does not belong; before TLS 1.3 the
 * chain is to be read as it is. `undefined` where it was not seen, or is of another certificate (a server may have several).
 */
function chainAsSent(peer: TlsPeer, der: readonly Uint8Array[]): readonly CertificateInfo[] | undefined {
  try {
    const sent = der.map((one) => parseCertificate(one))
    return sent[0]?.fingerprint256 === peer.chain[0]?.fingerprint256 ? sent : undefined
  } catch (error) {
    if (error instanceof CollectError) return undefined
    throw error
  }
}

const isRefusal = (error: Error) =>
  error instanceof VimError &&
  error.cause instanceof Error &&
  'code' in error.cause &&
  error.cause.code === 'ECONNREFUSED'

/** Parses the certificate that vCenter keeps of a host. */
export function parseRecorded(host: DraftObject): void {
  const from = 'config.certificate'
  const gone = host.missing[from]
  if (gone) {
    host.missing[`${from}#parsed`] = gone
    return
  }
  const bytes = certificateBytes(host.values[from])
  if (!bytes) return
  try {
    host.values[`${from}#parsed`] = parseCertificate(bytes)
  } catch (error) {
    if (!(error instanceof CollectError)) throw error
    host.missing[`${from}#parsed`] = { why: 'fault', detail: error.message }
  }
}

/** Files which of vCenter Server's authorities vouches for what each server showed, under `tls:443#anchor`. */
export function fileAnchors(service: DraftObject, drafts: readonly DraftObject[]): void {
  const roots = service.values[ROOTS]
  const why: MissingNote = service.missing[ROOTS] ?? { why: 'notCollected', detail: 'the trusted roots' }
  for (const draft of drafts) {
    const peer = draft.values['tls:443']
    const gone = draft.missing['tls:443'] ?? (Array.isArray(roots) ? undefined : why)
    if (gone) draft.missing['tls:443#anchor'] = gone
    else if (isRecord(peer) && Array.isArray(roots)) {
      const anchor = findAnchor((peer as unknown as TlsPeer).chain, roots as readonly CertificateInfo[])
      if (anchor) draft.values['tls:443#anchor'] = anchor
    }
  }
}
