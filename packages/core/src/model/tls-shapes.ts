import { isRecord } from './inventory.ts'
import type { CertificateInfo, TlsOffers, TlsPeer, TrustAnchor } from './tls.ts'

const TEXTS = [
  'pem',
  'subject',
  'issuer',
  'validFrom',
  'validTo',
  'fingerprint256',
  'keyType',
  'signatureAlgorithm',
] as const

/** A certificate as the collector parsed it. */
export function isCertificate(value: unknown): value is CertificateInfo {
  return (
    isRecord(value) &&
    TEXTS.every((field) => typeof value[field] === 'string') &&
    typeof value['keyBits'] === 'number' &&
    typeof value['selfIssued'] === 'boolean' &&
    Array.isArray(value['subjectAltName']) &&
    value['subjectAltName'].every((name) => typeof name === 'string')
  )
}

/** A handshake with certificates. */
export function isPeer(value: unknown): value is TlsPeer {
  return (
    isRecord(value) &&
    typeof value['protocol'] === 'string' &&
    typeof value['host'] === 'string' &&
    (value['address'] === undefined || typeof value['address'] === 'string') &&
    Array.isArray(value['chain']) &&
    value['chain'].every(isCertificate)
  )
}

/** An authority that vouches for a chain. */
export const isAnchor = (value: unknown): value is TrustAnchor =>
  isRecord(value) && typeof value['subject'] === 'string' && typeof value['fingerprint256'] === 'string'

const ANSWERS: readonly unknown[] = ['accepted', 'refused', 'unclear']

/** What a server agrees to. */
export function isOffers(value: unknown): value is TlsOffers {
  return (
    isRecord(value) &&
    Array.isArray(value['versions']) &&
    value['versions'].every(
      (offer) =>
        isRecord(offer) &&
        typeof offer['version'] === 'string' &&
        ANSWERS.includes(offer['answer']) &&
        typeof offer['complete'] === 'boolean' &&
        Array.isArray(offer['suites']) &&
        offer['suites'].every((suite) => typeof suite === 'string'),
    )
  )
}
