import { createServer, type TlsOptions } from 'node:tls'

import type { CertificateFiles } from './certificates.ts'
import { listenLocally } from './listen.ts'

/** A TLS server that says nothing: enough for whoever looks at its certificate and protocols. */
export type TlsServer = AsyncDisposable & { readonly host: string; readonly port: number; stop(): Promise<void> }

/** What the server shows; `minVersion`, `maxVersion`, `ciphers` and `dhparam` as Node takes them. */
export type TlsServerOptions = Pick<TlsOptions, 'minVersion' | 'maxVersion' | 'ciphers' | 'dhparam'> & {
  readonly certificate: CertificateFiles
  /** Sent after the certificate: intermediates or the authority. */
  readonly chain?: readonly CertificateFiles[]
}

/** Starts a TLS server on a free port of 127.0.0.1. */
export const startTlsServer = async ({ certificate, chain = [], ...options }: TlsServerOptions): Promise<TlsServer> => {
  const cert = [certificate, ...chain].map(({ certificatePem }) => certificatePem).join('')
  // Level 0 lets Node serve the weak certificates that the tests are about.
  const ciphers = `${options.ciphers ?? 'DEFAULT'}:@SECLEVEL=0`
  const server = createServer({ ...options, cert, key: certificate.keyPem, ciphers })
  // A client that refuses the certificate ends the handshake; that is its business and what is tested.
  server.on('tlsClientError', () => undefined)
  server.on('secureConnection', (socket) => socket.on('error', () => undefined))
  const { port, stop } = await listenLocally(server)
  return { host: '127.0.0.1', port, stop, [Symbol.asyncDispose]: stop }
}
