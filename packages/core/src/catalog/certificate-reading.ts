import {
  isRecord,
  readRaw,
  unknown,
  type CertificateInfo,
  type Fact,
  type Subject,
  type TlsPeer,
} from '../model/index.ts'

/** A host's own certificate as its configuration records it, parsed where it was read. */
export function readCertificate(subject: Subject): Fact<CertificateInfo> {
  const raw = readRaw(subject, 'config.certificate#parsed')
  if (!raw.known) return raw
  return isCertificate(raw.value) ? { ...raw, value: raw.value } : unknown('fault', raw.from, 'not a certificate')
}

/** What the server showed on port 443. */
export function readTlsPeer(subject: Subject): Fact<TlsPeer> {
  const raw = readRaw(subject, 'tls:443')
  if (!raw.known) return raw
  return isPeer(raw.value)
    ? { ...raw, value: raw.value }
    : unknown('fault', raw.from, 'not a handshake with a certificate')
}

/** The certificate that the server showed on port 443. */
export function readShownCertificate(subject: Subject): Fact<CertificateInfo> {
  const peer = readTlsPeer(subject)
  if (!peer.known) return peer
  const [leaf] = peer.value.chain
  return leaf ? { ...peer, value: leaf } : unknown('fault', peer.from, 'no certificate was shown')
}

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

function isCertificate(value: unknown): value is CertificateInfo {
  return (
    isRecord(value) &&
    TEXTS.every((field) => typeof value[field] === 'string') &&
    typeof value['keyBits'] === 'number' &&
    typeof value['selfIssued'] === 'boolean' &&
    Array.isArray(value['subjectAltName']) &&
    value['subjectAltName'].every((name) => typeof name === 'string')
  )
}

function isPeer(value: unknown): value is TlsPeer {
  return (
    isRecord(value) &&
    typeof value['protocol'] === 'string' &&
    ['string', 'undefined'].includes(typeof value['oldProtocol']) &&
    Array.isArray(value['chain']) &&
    value['chain'].every(isCertificate)
  )
}
