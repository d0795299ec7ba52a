import { X509Certificate } from 'node:crypto'
import type { CertificateInfo, TrustAnchor } from '@sakimori/core/model'

/** Where the authorities that vCenter Server trusts are filed. */
export const ROOTS = 'rest:/api/vcenter/certificate-management/vcenter/trusted-root-chains/{chain}#parsed'

/**
 * The trusted authority whose key, directly or through other certificates of the chain, signed the first one; `undefined`
 * where none did. Names alone prove nothing: every signature on the way is verified. Dates are not looked at.
 */
export function findAnchor(
  chain: readonly CertificateInfo[],
  trusted: readonly CertificateInfo[],
): TrustAnchor | undefined {
  const anchors = trusted.map(({ pem }) => new X509Certificate(pem))
  const sent = chain.map(({ pem }) => new X509Certificate(pem))
  const tried = new Set<string>()
  let at = sent[0]
  while (at !== undefined && !tried.has(at.fingerprint256)) {
    const current = at
    tried.add(current.fingerprint256)
    const place = anchors.findIndex((one) => one.fingerprint256 === current.fingerprint256 || signed(one, current))
    const anchor = trusted[place]
    if (anchor !== undefined) return { subject: anchor.subject, fingerprint256: anchor.fingerprint256 }
    at = sent.find((one) => !tried.has(one.fingerprint256) && signed(one, current))
  }
  return undefined
}

const signed = (issuer: X509Certificate, certificate: X509Certificate) =>
  certificate.checkIssued(issuer) && verifies(certificate, issuer)

/** A key of another kind than the signature's makes OpenSSL fail instead of saying no. */
function verifies(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return certificate.verify(issuer.publicKey)
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false
    throw error
  }
}
