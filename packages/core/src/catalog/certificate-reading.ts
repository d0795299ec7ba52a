import {
  isAnchor,
  isCertificate,
  isOffers,
  isPeer,
  readRaw,
  unknown,
  type CertificateInfo,
  type Fact,
  type Subject,
  type TlsOffers,
  type TlsPeer,
  type TrustAnchor,
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

/** What a service agrees to, by the path of its peer: `tls:443`. Known to be `undefined` where nothing listens. */
export function readOffers(subject: Subject, path: string): Fact<TlsOffers | undefined> {
  const raw = readRaw(subject, `${path}#offers`)
  if (!raw.known) return raw
  if (raw.value === undefined) return { ...raw, value: undefined }
  return isOffers(raw.value) ? { ...raw, value: raw.value } : unknown('fault', raw.from, 'no list of TLS versions')
}

/** The authority of vCenter Server that vouches for what the server showed; known to be `undefined` where none does. */
export function readAnchor(subject: Subject): Fact<TrustAnchor | undefined> {
  const raw = readRaw(subject, 'tls:443#anchor')
  if (!raw.known) return raw
  if (raw.value === undefined) return { ...raw, value: undefined }
  return isAnchor(raw.value) ? { ...raw, value: raw.value } : unknown('fault', raw.from, 'not an authority')
}

/** A list of certificates that the collector parsed, leaf first. */
export function readCertificates(subject: Subject, path: string): Fact<readonly CertificateInfo[]> {
  const raw = readRaw(subject, path)
  if (!raw.known) return raw
  const list: unknown = raw.value
  return Array.isArray(list) && list.length > 0 && list.every(isCertificate)
    ? { ...raw, value: list }
    : unknown('fault', raw.from, 'no certificates')
}
