import type { TlsPeer } from '@sakimori/core/model'
import { isVimError, probeTls } from '@sakimori/vim25'
import { mapBounded } from './bounded.ts'
import { certificateBytes, parseCertificate } from './certificate.ts'
import { CollectError } from './errors.ts'
import type { DraftObject } from './draft.ts'

/** Handshakes under way at once; each goes to another host. */
const PROBE_WIDTH = 16
const PROBE_TIMEOUT_MS = 4000

/** A server, by the name that its record and its certificate go by, and where it answers. */
export interface PeerTarget {
  readonly draft: DraftObject
  readonly host: string
  readonly port: number
  /** The address to connect to, where the name leads nowhere or elsewhere. */
  readonly address?: string
}

type Probe = Parameters<typeof probeTls>[0]

/** What a server shows in a TLS handshake. @throws VimError */
async function readPeer({ host, port, address = host }: PeerTarget, ca: string | undefined): Promise<TlsPeer> {
  const options: Probe = {
    host: address,
    port,
    servername: host,
    timeoutMs: PROBE_TIMEOUT_MS,
    // An old host speaks nothing newer: offering less than TLS 1.0 would hide exactly what is to be found.
    minVersion: 'TLSv1',
    ciphers: 'DEFAULT@SECLEVEL=0',
    ...(ca === undefined ? {} : { ca }),
  }
  const probe = await probeTls(options)
  const oldProtocol = await readOldProtocol(options)
  return {
    host,
    port,
    protocol: probe.protocol,
    ...(oldProtocol === undefined ? {} : { oldProtocol }),
    cipher: probe.cipher,
    authorized: probe.authorized,
    ...(probe.authorizationError === undefined ? {} : { authorizationError: probe.authorizationError }),
    chain: probe.chain.map(({ pem }) => parseCertificate(pem)),
  }
}

/** How a server says no to the versions that were offered: an alert, or it hangs up. */
const refusal = /ALERT|UNSUPPORTED_PROTOCOL|ECONNRESET/i

/**
 * What a server agrees on with a client that knows nothing newer than TLS 1.1; '' when it refuses. Undefined when that cannot
 * be learnt: an error that did not come from the server (OpenSSL may be told to offer no old versions) is no refusal.
 */
async function readOldProtocol(options: Probe): Promise<string | undefined> {
  try {
    return (await probeTls({ ...options, maxVersion: 'TLSv1.1' })).protocol
  } catch (error) {
    if (!isVimError(error)) throw error
    const { cause } = error
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    return error.code === 'tls' && refusal.test(code) ? '' : undefined
  }
}

/** Files the peer under `tls:443` (whatever the port is: the path names the service, `peer.port` the number). */
export async function probePeers(targets: readonly PeerTarget[], ca: string | undefined): Promise<void> {
  await mapBounded(targets, PROBE_WIDTH, async (target) => {
    const { draft } = target
    try {
      draft.values['tls:443'] = await readPeer(target, ca)
    } catch (error) {
      if (!isVimError(error) && !(error instanceof CollectError)) throw error
      draft.missing['tls:443'] = { why: 'fault', detail: error.message }
    }
  })
}

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
