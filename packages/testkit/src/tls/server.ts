import type { AddressInfo, Socket } from 'node:net'
import { createServer, type TlsOptions } from 'node:tls'

import type { CertificateFiles } from './certificates.ts'

/** A TLS server that says nothing: enough for whoever looks at its certificate and protocols. */
export type TlsServer = AsyncDisposable & { readonly host: string; readonly port: number; stop(): Promise<void> }

/** What the server shows; `minVersion`, `maxVersion` and `ciphers` as Node takes them. */
export type TlsServerOptions = Pick<TlsOptions, 'minVersion' | 'maxVersion' | 'ciphers'> & {
  readonly certificate: CertificateFiles
  /** Sent after the certificate: intermediates or the authority. */
  readonly chain?: readonly CertificateFiles[]
}

/** Starts a TLS server on a free port of 127.0.0.1. */
export const startTlsServer = async ({ certificate, chain = [], ...options }: TlsServerOptions): Promise<TlsServer> => {
  const cert = [certificate, ...chain].map(({ certificatePem }) => certificatePem).join('')
  // Level 0 lets Node serve the weak certificates that the tests are about.
  const ciphers = `${options.ciphers ?? 'DEFAULT'}:@SECLEVEL=0`
  const sockets = new Set<Socket>()
  const server = createServer({ ...options, cert, key: certificate.keyPem, ciphers })
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  // A client that refuses the certificate ends the handshake; that is its business and what is tested.
  server.on('tlsClientError', () => undefined)
  server.on('secureConnection', (socket) => socket.on('error', () => undefined))
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  server.unref()
  const { port } = server.address() as AddressInfo
  const stop = async (): Promise<void> => {
    if (!server.listening) return
    const closed = new Promise<void>((resolve) => {
      server.close(() => resolve())
    })
    for (const socket of sockets) socket.destroy()
    await closed
  }
  return { host: '127.0.0.1', port, stop, [Symbol.asyncDispose]: stop }
}
