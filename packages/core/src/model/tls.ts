/** What a server showed in a TLS handshake: stored under the path `tls:443`. */
export interface TlsPeer {
  readonly host: string
  readonly port: number
  /** As negotiated: `TLSv1.2`. */
  readonly protocol: string
  /** What it agreed on where nothing newer than TLS 1.1 was offered; '' = it refused. Absent where that was not learnt. */
  readonly oldProtocol?: string
  readonly cipher: string
  /** Whether the chain and the name hold for this machine's trust store (or the CA file that was given). */
  readonly authorized: boolean
  readonly authorizationError?: string
  /** Leaf first. */
  readonly chain: readonly CertificateInfo[]
}

/** An X.509 certificate, parsed where it was read; stored under `config.certificate#parsed` for a host's own. */
export interface CertificateInfo {
  readonly pem: string
  readonly subject: string
  readonly issuer: string
  /** ISO 8601. */
  readonly validFrom: string
  readonly validTo: string
  /** `DNS:name` and `IP Address:address`. */
  readonly subjectAltName: readonly string[]
  readonly serialNumber: string
  /** SHA-256, upper-case hex with colons. */
  readonly fingerprint256: string
  readonly keyType: string
  /** Of RSA the modulus, of EC the curve's size; 0 when it cannot be told. */
  readonly keyBits: number
  /** As OpenSSL names it: `sha256WithRSAEncryption`; empty when it cannot be told. */
  readonly signatureAlgorithm: string
  /** Issuer and subject are the same. */
  readonly selfIssued: boolean
}
