import type { CertificateInfo, TlsPeer } from '../model/index.ts'

/** A certificate of the site's own authority, made out to a name; the same name gives the same certificate. */
export function goodCertificate(name: string): CertificateInfo {
  return {
    pem: `-----BEGIN CERTIFICATE-----\n${name}\n-----END CERTIFICATE-----\n`,
    subject: `CN=${name}`,
    issuer: 'CN=Example Issuing CA, O=Example',
    validFrom: '2021-01-01T00:00:00.000Z',
    validTo: '2029-01-01T00:00:00.000Z',
    subjectAltName: [`DNS:${name}`],
    serialNumber: '0A',
    fingerprint256: fingerprintOf(name),
    keyType: 'rsa',
    keyBits: 2048,
    signatureAlgorithm: 'sha256WithRSAEncryption',
    selfIssued: false,
  }
}

/** What a well-kept server shows on port 443. */
export function goodPeer(name: string): TlsPeer {
  return {
    host: name,
    port: 443,
    protocol: 'TLSv1.3',
    oldProtocol: '',
    cipher: 'TLS_AES_256_GCM_SHA384',
    authorized: true,
    chain: [goodCertificate(name)],
  }
}

/** Different for different names, which is all that a fingerprint has to be here. */
const fingerprintOf = (name: string) =>
  Array.from({ length: 32 }, (_, at) =>
    (name.charCodeAt(at % name.length) % 256).toString(16).padStart(2, '0').toUpperCase(),
  ).join(':')
