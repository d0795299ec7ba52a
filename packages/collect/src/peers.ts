import type { TlsPeer } from '@sakimori/core/model'
import { isVimError, probeTls } from '@sakimori/vim25'
import { mapBounded } from './bounded.ts'
import { certificateBytes, parseCertificate } from './certificate.ts'
import { CollectError } from './errors.ts'
import type { DraftObject } from './draft.ts'

/** Handshakes under way at once; each goes to another host. */
const PROBE_WIDTH = 16
const PROBE_TIMEOUT_MS = 4000

/** What a server shows in a TLS handshake. @throws VimError */
async function readPeer(host: string, port: number, ca: string | undefined): Promise<TlsPeer> {
  const probe = await probeTls({
    host,
    port,
    timeoutMs: PROBE_TIMEOUT_MS,
    // An old host speaks nothing newer: offering less than TLS 1.0 would hide exactly what is to be found.
    minVersion: 'TLSv1',
    ciphers: 'DEFAULT@SECLEVEL=0',
    ...(ca === undefined ? {} : { ca }),
  })
  return {
    host,
    port,
    protocol: probe.protocol,
    cipher: probe.cipher,
    authorized: probe.authorized,
    ...(probe.authorizationError === undefined ? {} : { authorizationError: probe.authorizationError }),
    chain: probe.chain.map(({ pem }) => parseCertificate(pem)),
  }
}

/** Files the peer under `tls:443` (whatever the port is: the path names the service, `peer.port` the number). */
export async function probePeers(
  targets: readonly { draft: DraftObject; host: string; port: number }[],
  ca: string | undefined,
): Promise<void> {
  await mapBounded(targets, PROBE_WIDTH, async ({ draft, host, port }) => {
    try {
      draft.values['tls:443'] = await readPeer(host, port, ca)
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
