/** What a server showed in a TLS handshake: stored under the path `tls:443`. */
export interface TlsPeer {
  readonly host: string
  readonly port: number
  /** As negotiated: `TLSv1.2`. */
  readonly protocol: string
  readonly cipher: string
  /** The address that the name led to. */
  readonly address?: string
  /** Whether the chain and the name hold for this machine's trust store (or the CA file that was given). */
  readonly authorized: boolean
  readonly authorizationError?: string
  /** As the server sent it, leaf first. */
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
  /** SHA-1 in the same form: the thumbprint that vSphere shows. */
  readonly fingerprint1?: string
  readonly keyType: string
  /** Of RSA the modulus, of EC the curve's size; 0 when it cannot be told. */
  readonly keyBits: number
  /** As OpenSSL names it: `sha256WithRSAEncryption`; empty when it cannot be told. */
  readonly signatureAlgorithm: string
  /** Issuer and subject are the same. */
  readonly selfIssued: boolean
}

/** From the oldest that is asked for to the newest. */
export const tlsVersions = ['SSLv3', 'TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const
export type TlsVersion = (typeof tlsVersions)[number]

/** What a server answers to the hellos of one version. */
export interface TlsOffer {
  readonly version: TlsVersion
  /** `unclear`: it neither agreed nor said no. */
  readonly answer: 'accepted' | 'refused' | 'unclear'
  /** What happened instead of an answer, or why the list of suites ends early: `silent`, `closed`, `limit`. */
  readonly why?: string
  /** Those it agreed to, in the order of its preference; IANA names. */
  readonly suites: readonly string[]
  /** Whether it was asked until it agreed to none of the rest. */
  readonly complete: boolean
  /** Bits of the smallest prime that it used in a Diffie-Hellman exchange; absent where it used none. */
  readonly dhBits?: number
}

/** Which protocol versions and cipher suites a server agrees to: stored under `tls:443#offers`. */
export interface TlsOffers {
  readonly port: number
  /** One for each version, newest first. */
  readonly versions: readonly TlsOffer[]
  /** How many connections it took to find out. */
  readonly connections: number
}

/** The authority of vCenter Server's trusted roots that vouches for a chain; `tls:443#anchor` is unset where none does. */
export interface TrustAnchor {
  readonly subject: string
  readonly fingerprint256: string
}
