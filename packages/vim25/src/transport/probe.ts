import { connect, type DetailedPeerCertificate, type SecureVersion, type TLSSocket } from 'node:tls'
import { isIP } from 'node:net'
import { VimError, reasonOf } from '../errors.ts'

export interface ProbeOptions {
  readonly host: string
  readonly port: number
  /** The name to ask for (SNI) and to verify; the host when left out. */
  readonly servername?: string
  readonly timeoutMs: number
  /** PEM of the authorities to verify against, instead of the ones that Node brings. */
  readonly ca?: string | readonly string[]
  /** Bounds of the protocol, to learn what a server still accepts; TLS 1.0 needs `ciphers: 'DEFAULT@SECLEVEL=0'` too. */
  readonly minVersion?: SecureVersion
  readonly maxVersion?: SecureVersion
  readonly ciphers?: string
}

export interface PeerCertificateInfo {
  readonly der: Uint8Array
  readonly pem: string
  /** Colon hex, upper case. */
  readonly sha256: string
  readonly sha1: string
}

export interface TlsProbe {
  /** The certificates that the peer sent, leaf first. */
  readonly chain: readonly PeerCertificateInfo[]
  /** 'TLSv1.2', 'TLSv1.3', … */
  readonly protocol: string
  readonly cipher: string
  /** The address that the name led to; empty when it is already gone. */
  readonly address: string
  /** Whether the chain and the name stand against the authorities. */
  readonly authorized: boolean
  /** Why not: 'SELF_SIGNED_CERT_IN_CHAIN', 'CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID', … */
  readonly authorizationError: string | undefined
}

/**
 * Makes one TLS handshake, trusting nobody and sending nothing, and says what the peer showed. Throws VimError
 * `unreachable`, `timeout` or `tls` (no common protocol or cipher).
 */
export function probeTls(options: ProbeOptions): Promise<TlsProbe> {
  const { host, port, timeoutMs, ca } = options
  const servername = options.servername ?? host
  const address = `${host}:${port}`
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port,
      rejectUnauthorized: false,
      ...(isIP(servername) === 0 && { servername }),
      ...(ca !== undefined && { ca: [ca].flat() }),
      ...(options.minVersion !== undefined && { minVersion: options.minVersion }),
      ...(options.maxVersion !== undefined && { maxVersion: options.maxVersion }),
      ...(options.ciphers !== undefined && { ciphers: options.ciphers }),
    })
    socket.setTimeout(timeoutMs, () =>
      socket.destroy(new VimError('timeout', `TLS handshake with ${address}: nothing within ${timeoutMs} ms`)),
    )
    socket.once('secureConnect', () => {
      resolve(describe(socket))
      socket.destroy()
    })
    socket.once('error', (error) => reject(probeError(error, address)))
  })
}

function probeError(error: Error, address: string): VimError {
  if (error instanceof VimError) return error
  const code = 'code' in error ? String(error.code) : ''
  // A peer that hangs up during the handshake speaks no protocol or cipher that was offered.
  const isTls = /^ERR_SSL|^ERR_TLS|^EPROTO|^ECONNRESET/.test(code)
  return new VimError(isTls ? 'tls' : 'unreachable', `TLS handshake with ${address}: ${reasonOf(error)}`, {
    cause: error,
  })
}

function describe(socket: TLSSocket): TlsProbe {
  const chain: PeerCertificateInfo[] = []
  let at: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true)
  // A root is its own issuer: the chain ends there.
  while (at?.raw !== undefined && !chain.some((seen) => seen.sha256 === at?.fingerprint256)) {
    chain.push({ der: at.raw, pem: toPem(at.raw), sha256: at.fingerprint256, sha1: at.fingerprint })
    at = at.issuerCertificate
  }
  // Node's types say Error; it is the code as a string (node:tls, tlsSocket.authorizationError).
  const reason: unknown = socket.authorizationError
  return {
    chain,
    protocol: socket.getProtocol() ?? '',
    cipher: socket.getCipher().name,
    address: socket.remoteAddress ?? '',
    authorized: socket.authorized,
    authorizationError: socket.authorized ? undefined : errorCode(reason),
  }
}

function errorCode(reason: unknown): string {
  return reason instanceof Error && 'code' in reason ? String(reason.code) : String(reason)
}

function toPem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
