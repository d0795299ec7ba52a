import { generateKeyPairSync, KeyObject, sign as signBytes, webcrypto, X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import * as asn1js from 'asn1js'
import {
  AlgorithmIdentifier,
  BasicConstraints,
  Certificate,
  CryptoEngine,
  Extension,
  GeneralName,
  GeneralNames,
  PublicKeyInfo,
  setEngine,
  Time,
  TimeType,
} from 'pkijs'
import { distinguishedName } from './distinguished-name.ts'

/** A certificate with its key, as PEM. */
export interface Credential {
  readonly cert: string
  readonly key: string
}

/** What a certificate says. Names are DNS names or addresses. */
export interface CertificateWanted {
  readonly commonName: string
  readonly names?: readonly string[]
  readonly organization?: string
  readonly validFrom: Date
  readonly validTo: Date
  readonly selfSigned?: boolean
  /** Bits of the RSA key; 2048 by default. */
  readonly keyBits?: number
  readonly signature?: 'sha256' | 'sha1'
}

const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const
const rsa = {
  name: 'RSASSA-PKCS1-v1_5',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
  hash: 'SHA-256',
} as const
/** RFC 3279 §2.2, RFC 5758 §3.2, RFC 4055 §5. */
const signatureOids = {
  ecdsa: { sha256: '1.2.840.10045.4.3.2', sha1: '1.2.840.10045.4.1' },
  rsa: { sha256: '1.2.840.113549.1.1.11', sha1: '1.2.840.113549.1.1.5' },
} as const

/** OpenSSL's numbers for the kinds of a GeneralName (RFC 5280 §4.2.1.6). */
const generalName = { dns: 2, ip: 7 } as const

/**
 * The twin's own certificate authority, as VMCA is a vCenter Server's: made anew for each twin, its key never leaves the
 * process.
 */
export class Authority {
  readonly #subject: Certificate['subject']
  readonly #key: KeyObject
  /** By their size: one key pair for all that it signs, since a key costs a tenth of a second. */
  readonly #leaves = new Map<number, LeafKey>()
  /** The authority's certificate as PEM, for those who want to trust the twin. */
  readonly pem: string
  #serial = 1000

  private constructor(certificate: Certificate, key: KeyObject) {
    this.#subject = certificate.subject
    this.#key = key
    this.pem = sign(certificate, key)
  }

  static async create(now: Date): Promise<Authority> {
    setEngine('sakimori', new CryptoEngine({ name: 'sakimori', crypto: webcrypto as never }))
    const [keys, leafKeys] = await Promise.all([
      webcrypto.subtle.generateKey(curve, true, ['sign', 'verify']),
      webcrypto.subtle.generateKey(rsa, true, ['sign', 'verify']),
    ])
    const [publicKey, leafPublicKey] = await Promise.all([keyInfo(keys.publicKey), keyInfo(leafKeys.publicKey)])
    const wanted = {
      commonName: 'CA',
      organization: 'Sakimori twin',
      validFrom: new Date(now.getTime() - 365 * day),
      validTo: new Date(now.getTime() + 3650 * day),
    }
    const certificate = draft(wanted, publicKey, 1)
    certificate.issuer = certificate.subject
    const constraints = new BasicConstraints({ cA: true })
    certificate.extensions = [
      new Extension({ extnID: '2.5.29.19', critical: true, extnValue: constraints.toSchema().toBER() }),
    ]
    const authority = new Authority(certificate, KeyObject.from(keys.privateKey))
    authority.#leaves.set(rsa.modulusLength, { info: leafPublicKey, key: KeyObject.from(leafKeys.privateKey) })
    return authority
  }

  /** Signs a server certificate and gives it with its key. */
  issue(wanted: CertificateWanted): Credential {
    this.#serial += 1
    const leaf = this.#leafOf(wanted.keyBits)
    const certificate = draft(wanted, leaf.info, this.#serial)
    certificate.issuer = wanted.selfSigned === true ? certificate.subject : this.#subject
    const names = (wanted.names ?? []).map(toGeneralName)
    if (names.length > 0) {
      const list = new GeneralNames({ names })
      certificate.extensions = [new Extension({ extnID: '2.5.29.17', extnValue: list.toSchema().toBER() })]
    }
    const cert = sign(certificate, wanted.selfSigned === true ? leaf.key : this.#key, wanted.signature)
    return { cert, key: String(leaf.key.export({ format: 'pem', type: 'pkcs8' })) }
  }

  /** A certificate that it made, as PEM, with its key; undefined when the key is not one of its own. */
  credentialOf(cert: string): Credential | undefined {
    try {
      const shown = new X509Certificate(cert)
      const leaf = [...this.#leaves.values()].find(({ key }) => shown.checkPrivateKey(key))
      return leaf === undefined ? undefined : { cert, key: String(leaf.key.export({ format: 'pem', type: 'pkcs8' })) }
    } catch (error) {
      // What is no certificate at all, in somebody's snapshot, has no key here either.
      if (error instanceof Error && 'code' in error) return undefined
      throw error
    }
  }

  #leafOf(bits: number = rsa.modulusLength): LeafKey {
    const known = this.#leaves.get(bits)
    if (known !== undefined) return known
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: bits })
    const { result } = asn1js.fromBER(Uint8Array.from(publicKey.export({ format: 'der', type: 'spki' })).buffer)
    const made = { info: new PublicKeyInfo({ schema: result }), key: privateKey }
    this.#leaves.set(bits, made)
    return made
  }
}

interface LeafKey {
  readonly info: PublicKeyInfo
  readonly key: KeyObject
}

const day = 86_400_000

async function keyInfo(key: webcrypto.CryptoKey): Promise<PublicKeyInfo> {
  const info = new PublicKeyInfo()
  await info.importKey(key)
  return info
}

function draft(wanted: CertificateWanted, publicKey: PublicKeyInfo, serial: number): Certificate {
  const certificate = new Certificate()
  certificate.version = 2
  certificate.serialNumber = new asn1js.Integer({ value: serial })
  const { organization = '', commonName } = wanted
  certificate.subject = distinguishedName({ country: 'JP', organization, commonName })
  certificate.notBefore = timeOf(wanted.validFrom)
  certificate.notAfter = timeOf(wanted.validTo)
  certificate.subjectPublicKeyInfo = publicKey
  return certificate
}

/** Years from 2050 on have another form (RFC 5280 §4.1.2.5). */
const timeOf = (value: Date) =>
  new Time({ value, type: value.getUTCFullYear() < 2050 ? TimeType.UTCTime : TimeType.GeneralizedTime })

/** Signs without waiting: an estate makes its hosts' certificates while it is read. Gives the PEM. */
function sign(certificate: Certificate, key: KeyObject, hash: 'sha256' | 'sha1' = 'sha256'): string {
  const kind = key.asymmetricKeyType === 'rsa' ? 'rsa' : 'ecdsa'
  const algorithm = new AlgorithmIdentifier({ algorithmId: signatureOids[kind][hash] })
  certificate.signature = algorithm
  certificate.signatureAlgorithm = algorithm
  const content = certificate.encodeTBS().toBER()
  certificate.tbsView = new Uint8Array(content)
  const signature = signBytes(hash, new Uint8Array(content), key)
  certificate.signatureValue = new asn1js.BitString({ valueHex: Uint8Array.from(signature).buffer })
  return pem('CERTIFICATE', new Uint8Array(certificate.toSchema(false).toBER(false)))
}

/** An address or a DNS name, as it stands among a certificate's alternative names. */
export function toGeneralName(text: string): GeneralName {
  const version = isIP(text)
  if (version === 0) return new GeneralName({ type: generalName.dns, value: text })
  const valueHex = version === 4 ? Uint8Array.from(text.split('.').map(Number)) : ipv6Bytes(text)
  return new GeneralName({ type: generalName.ip, value: new asn1js.OctetString({ valueHex: valueHex.buffer }) })
}

function ipv6Bytes(text: string): Uint8Array<ArrayBuffer> {
  const [head = '', tail] = text.split('::')
  const groups = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)))
  const [first, last] = [groups(head), tail === undefined ? [] : groups(tail)]
  const all = [...first, ...Array.from({ length: 8 - first.length - last.length }, () => 0), ...last]
  return Uint8Array.from(all.flatMap((group) => [group >> 8, group & 0xff]))
}

/** DER bytes as PEM. */
export function pem(label: string, bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}

/** PEM text as HostConfigInfo.certificate has it: signed bytes. */
export function signedBytes(text: string): number[] {
  return [...Buffer.from(text, 'latin1')].map((byte) => (byte > 127 ? byte - 256 : byte))
}

/** 'AA:BB:…' of the certificate's SHA-1, as thumbprints are shown in vSphere. */
export function thumbprint(cert: string): string {
  return new X509Certificate(cert).fingerprint
}
