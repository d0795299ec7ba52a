import type { buildConnector } from 'undici'
import { VimError } from '../errors.ts'
import { probeTls } from './probe.ts'
import { parseThumbprint } from './thumbprint.ts'

/** Whom to trust: authorities (Node's own, or `ca` as PEM), one certificate by its thumbprint, or anybody. */
export type TlsPolicy =
  | { readonly mode: 'verify'; readonly ca?: string | readonly string[] }
  | { readonly mode: 'pin'; readonly thumbprint: string }
  | { readonly mode: 'insecure' }

/**
 * The connection options of a policy. With a pin it looks at the server first, and then makes the certificate it saw the
 * only trust anchor: checking the thumbprint alone on an unverified connection breaks on TLS session resumption, where no
 * peer certificate is there to check (facts/deps.md §3). Throws VimError `pinMismatch` before anything is sent.
 */
export async function tlsOptions(policy: TlsPolicy, url: URL, timeoutMs: number): Promise<buildConnector.BuildOptions> {
  if (policy.mode === 'insecure') return { rejectUnauthorized: false }
  if (policy.mode === 'verify') return policy.ca === undefined ? {} : { ca: [policy.ca].flat() }
  const wanted = parseThumbprint(policy.thumbprint)
  const [host, port] = hostAndPort(url)
  const { chain } = await probeTls({ host, port, timeoutMs })
  const leaf = chain[0]
  if (leaf === undefined || (leaf.sha256 !== wanted && leaf.sha1 !== wanted)) {
    const shown = wanted.length > 60 ? leaf?.sha256 : leaf?.sha1
    throw new VimError(
      'pinMismatch',
      `${host}:${port} shows the certificate ${shown ?? 'none'}, pinned is ${wanted}; nothing was sent`,
    )
  }
  return {
    ca: leaf.pem,
    allowPartialTrustChain: true,
    checkServerIdentity: (_host, certificate) =>
      certificate.fingerprint256 === leaf.sha256
        ? undefined
        : new VimError(
            'pinMismatch',
            `${host}:${port} now shows another certificate than the pinned one; nothing was sent`,
          ),
  }
}

/** Host name (IPv6 without brackets) and port of a URL. */
function hostAndPort(url: URL): [host: string, port: number] {
  const port = url.port === '' ? (url.protocol === 'http:' ? 80 : 443) : Number(url.port)
  return [url.hostname.replaceAll(/[[\]]/g, ''), port]
}
