import { startServerProcess } from '../peers/server-process.ts'
import { requirePeer } from '../peers/table.ts'
import type { CertificateFiles } from './certificates.ts'
import type { TlsServer } from './server.ts'

/** What the server agrees to: numbers of suites and of versions, as on the wire. */
export type OldTlsOptions = {
  readonly certificate: CertificateFiles
  readonly suites: readonly number[]
  readonly minVersion?: number
  readonly maxVersion?: number
}

/** Starts a TLS server that still speaks RC4 and 3DES, which OpenSSL and thus Node are built without. */
export const startOldTlsServer = async ({
  certificate,
  suites,
  minVersion = 0x0301,
  maxVersion = 0x0303,
}: OldTlsOptions): Promise<TlsServer> => {
  const args = ['-cert', certificate.certFile, '-key', certificate.keyFile, '-suites', suites.join(',')]
  const versions = ['-min', String(minVersion), '-max', String(maxVersion)]
  const server = await startServerProcess(requirePeer('old-tls'), [...args, ...versions], {
    isReady: (line) => line.startsWith('127.0.0.1:'),
  })
  const stop = () => server.stop()
  return { host: '127.0.0.1', port: Number(server.readyLine.split(':')[1]), stop, [Symbol.asyncDispose]: stop }
}
