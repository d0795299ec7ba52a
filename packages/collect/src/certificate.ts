import { X509Certificate } from 'node:crypto'
import type { CertificateInfo } from '@sakimori/core/model'
import { CollectError } from './errors.ts'

/** Bits of the named curves that vSphere and the public CAs use. */
const CURVE_BITS: Readonly<Record<string, number>> = { prime256v1: 256, secp384r1: 384, secp521r1: 521 }

/**
 * Parses a certificate (PEM or DER).
 * @throws CollectError `notACertificate`; the caller records a fault.
 */
export function parseCertificate(bytes: Uint8Array | string): CertificateInfo {
  const parsed = openCertificate(bytes)
  const key = parsed.publicKey
  const details = key.asymmetricKeyDetails
  return {
    pem: parsed.toString(),
    subject: oneLine(parsed.subject),
    issuer: oneLine(parsed.issuer),
    validFrom: parsed.validFromDate.toISOString(),
    validTo: parsed.validToDate.toISOString(),
    subjectAltName: splitNames(parsed.subjectAltName),
    serialNumber: parsed.serialNumber,
    fingerprint256: parsed.fingerprint256,
    fingerprint1: parsed.fingerprint,
    keyType: key.asymmetricKeyType ?? '',
    keyBits: details?.modulusLength ?? CURVE_BITS[details?.namedCurve ?? ''] ?? 0,
    signatureAlgorithm: parsed.signatureAlgorithm ?? '',
    selfIssued: parsed.subject === parsed.issuer,
  }
}

/** A key of a kind that OpenSSL does not know shows only when it is asked for, so that is done here, too. */
function openCertificate(bytes: Uint8Array | string): X509Certificate {
  try {
    const certificate = new X509Certificate(bytes)
    void certificate.publicKey
    return certificate
  } catch (cause) {
    throw new CollectError('notACertificate', `not a certificate: ${(cause as Error).message}`, { cause })
  }
}

const oneLine = (name: string) => name.split('\n').join(', ')

/** Node quotes names that hold a comma; those are kept whole. */
function splitNames(names: string | undefined): readonly string[] {
  return names?.match(/(?:"(?:[^"\\]|\\.)*"|[^,])+/g)?.map((name) => name.trim()) ?? []
}

/** `config.certificate` is PEM text as a list of signed bytes. */
export function certificateBytes(signed: unknown): Uint8Array | undefined {
  return Array.isArray(signed) && signed.every((byte) => typeof byte === 'number')
    ? Uint8Array.from(signed, (byte: number) => byte & 0xff)
    : undefined
}
