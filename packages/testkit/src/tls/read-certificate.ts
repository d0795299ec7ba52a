import { createHash } from 'node:crypto'
import { connect } from 'node:tls'

/** The certificate that a TLS server shows; thumbprints in upper case with colons, as VMware prints them. */
export type ServerCertificate = {
  readonly certificatePem: string
  readonly thumbprintSha256: string
  readonly thumbprintSha1: string
}

const thumbprint = (algorithm: 'sha1' | 'sha256', der: Buffer): string =>
  (createHash(algorithm).update(der).digest('hex').toUpperCase().match(/../g) ?? []).join(':')

/** Reads the certificate that a TLS server shows, without judging it. */
export const readCertificate = (host: string, port: number): Promise<ServerCertificate> => {
  const { promise, resolve, reject } = Promise.withResolvers<ServerCertificate>()
  const socket = connect({ host, port, rejectUnauthorized: false }, () => {
    const der = socket.getPeerCertificate().raw
    const lines = der.toString('base64').match(/.{1,64}/g) ?? []
    socket.destroy()
    resolve({
      certificatePem: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
      thumbprintSha256: thumbprint('sha256', der),
      thumbprintSha1: thumbprint('sha1', der),
    })
  })
  socket.on('error', reject)
  return promise
}
