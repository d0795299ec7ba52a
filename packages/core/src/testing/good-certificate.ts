import type { CertificateInfo, TlsOffers, TlsPeer, TrustAnchor } from '../model/index.ts'

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
    fingerprint1: fingerprintOf(name).slice(0, 59),
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

/** A server that agrees to what is sound, and refuses the rest. */
export const goodOffers: TlsOffers = {
  port: 443,
  versions: [
    { version: 'TLSv1.3', answer: 'accepted', suites: ['TLS_AES_256_GCM_SHA384'], complete: true },
    { version: 'TLSv1.2', answer: 'accepted', suites: ['TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'], complete: true },
    { version: 'TLSv1.1', answer: 'refused', suites: [], complete: true },
    { version: 'TLSv1', answer: 'refused', suites: [], complete: true },
    { version: 'SSLv3', answer: 'refused', suites: [], complete: true },
  ],
  connections: 9,
}

/** One that agrees to TLS 1.2 with a suite besides. */
export const offersWith = (suite: string): TlsOffers => ({
  ...goodOffers,
  versions: goodOffers.versions.map((offer) =>
    offer.version === 'TLSv1.2' ? { ...offer, suites: [...offer.suites, suite] } : offer,
  ),
})

/** One that agrees to TLS 1.0 besides. */
export const oldOffers: TlsOffers = {
  ...goodOffers,
  versions: goodOffers.versions.map((offer) =>
    offer.version === 'TLSv1'
      ? { ...offer, answer: 'accepted', suites: ['TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA'] }
      : offer,
  ),
}

/** The authority that vouches for what well-kept servers show. */
export const goodAnchor: TrustAnchor = { subject: 'CN=Example Issuing CA, O=Example', fingerprint256: 'A0' }
