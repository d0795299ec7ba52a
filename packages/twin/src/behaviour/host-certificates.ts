import { createHash, X509Certificate, type KeyObject } from 'node:crypto'
import type { DataTypes } from '@sakimori/vim25/types'
import type { ManagedObject } from '../kernel/store.ts'
import { unboxed } from '../kernel/values.ts'
import type { World } from '../kernel/world.ts'
import { signedBytes, type Credential } from '../tls/authority.ts'
import { changeConfig, configOf } from './host-config.ts'
import { changeHostState } from './host-state.ts'
import type { OptionValue } from './option-defs.ts'

type CertificateInfo = DataTypes['HostCertificateManagerCertificateInfo']

/** The private keys of a host that came into being here: one that waits for its certificate, and one that has it. */
interface HostKeys {
  waiting?: KeyObject
  installed?: KeyObject
}

const keys = new WeakMap<ManagedObject, HostKeys>()

function keysOf(host: ManagedObject): HostKeys {
  let held = keys.get(host)
  if (held === undefined) keys.set(host, (held = {}))
  return held
}

/** Keeps the key of a signing request until its certificate is installed: like a real host's, it is never shown. */
export function keepWaitingKey(host: ManagedObject, key: KeyObject): void {
  keysOf(host).waiting = key
}

/** The certificate of a host as PEM. */
export function certificatePem(host: ManagedObject): string | undefined {
  const bytes = configOf(host)?.certificate
  return bytes === undefined || bytes.length === 0 ? undefined : pemOf(bytes)
}

const pemOf = (bytes: readonly number[]) => Buffer.from(bytes.map((byte) => byte & 0xff)).toString('latin1')

/** The same with its key, where the key was made or given here. */
export function installedCredential(host: ManagedObject): Credential | undefined {
  const cert = certificatePem(host)
  const key = keysOf(host).installed
  const shown = cert === undefined ? undefined : parseCertificate(cert)
  if (cert === undefined || key === undefined || shown?.checkPrivateKey(key) !== true) return undefined
  return { cert, key: String(key.export({ format: 'pem', type: 'pkcs8' })) }
}

/** Undefined for what is no certificate. */
export function parseCertificate(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem)
  } catch (error) {
    // OpenSSL's errors have a code; everything else is a mistake of ours.
    if (error instanceof Error && 'code' in error) return undefined
    throw error
  }
}

/**
 * Installs a certificate whose key is that of the last signing request, or of the certificate before it. Gives the reason
 * when it cannot.
 */
export function installCertificate(world: World, host: ManagedObject, cert: string): string | undefined {
  const parsed = parseCertificate(cert)
  if (parsed === undefined) return 'The certificate cannot be read'
  const held = keysOf(host)
  const { waiting } = held
  if (waiting !== undefined && parsed.checkPrivateKey(waiting)) {
    keys.set(host, { installed: waiting })
  } else if (!hasSameKey(parsed, certificatePem(host))) {
    return 'The certificate does not fit the private key of the host'
  }
  recordCertificate(world, host, cert)
  return undefined
}

/** Puts a certificate into the host's configuration, and vCenter Server records it. */
export function recordCertificate({ store }: World, host: ManagedObject, cert: string): void {
  changeConfig(store, host, { certificate: signedBytes(cert) })
  changeHostState(store, host, { recordedThumbprint: undefined })
}

function hasSameKey(certificate: X509Certificate, other: string | undefined): boolean {
  const before = other === undefined ? undefined : parseCertificate(other)
  return before !== undefined && certificate.publicKey.equals(before.publicKey)
}

/** 'AA:BB:…', SHA-1 of a certificate that is given as signed bytes of PEM; undefined for what is none. */
export function thumbprintOf(bytes: readonly number[]): string | undefined {
  const [, body] = /-----BEGIN CERTIFICATE-----([^-]+)-----END/.exec(pemOf(bytes)) ?? []
  if (body === undefined) return undefined
  const digest = createHash('sha1').update(Buffer.from(body, 'base64')).digest('hex').toUpperCase()
  return digest.match(/../g)?.join(':')
}

const day = 86_400_000

/** HostCertificateManager.certificateInfo: what the certificate says, and how long it still holds. */
export function certificateInfo(world: World, host: ManagedObject): CertificateInfo | undefined {
  const pem = certificatePem(host)
  if (pem === undefined) return undefined
  const shown = parseCertificate(pem)
  if (shown === undefined) return { _typeName: 'HostCertificateManagerCertificateInfo', status: 'unknown' }
  return {
    _typeName: 'HostCertificateManagerCertificateInfo',
    kind: 'Machine',
    issuer: oneLine(shown.issuer),
    notBefore: shown.validFromDate.toISOString(),
    notAfter: shown.validToDate.toISOString(),
    subject: oneLine(shown.subject),
    status: statusOf(world, shown.validToDate),
  }
}

/** Node gives a part a line, and escapes what is in it. */
const oneLine = (name: string | undefined) => (name ?? '').split('\n').join(',')

/**
 * The thresholds are advanced settings of a vCenter Server, in days; the one between is twice the hard one (vSphere Security,
 * "View Certificate Expiration Information for ESXi Hosts": eight, two and one month).
 */
function statusOf(world: World, end: Date): string {
  const days = (end.getTime() - world.parts.now()) / day
  const hard = certificateSetting(world, 'certs.hardThreshold', 30)
  if (days < 0) return 'expired'
  if (days < hard) return 'expirationImminent'
  if (days < 2 * hard) return 'expiringShortly'
  return days < certificateSetting(world, 'certs.softThreshold', 240) ? 'expiring' : 'good'
}

/** A number among `vpxd.certmgmt.*`; a host has no such settings. */
export function certificateSetting(world: World, key: string, otherwise: number): number {
  const value = Number(certificateText(world, key) ?? otherwise)
  return Number.isFinite(value) ? value : otherwise
}

/** A text among `vpxd.certmgmt.*`. */
export function certificateText(world: World, key: string): string | undefined {
  const settings = world.isHost
    ? []
    : ((world.manager('OptionManager')?.get('setting') ?? []) as readonly OptionValue[])
  const found = settings.find((option) => option.key === `vpxd.certmgmt.${key}`)
  return found === undefined ? undefined : String(unboxed(found.value))
}
