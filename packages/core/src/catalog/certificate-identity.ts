import { fail, pass, type Outcome } from '../control/index.ts'
import {
  isRecord,
  readRaw,
  type CertificateInfo,
  type Fact,
  type Inventory,
  type Subject,
  type TlsPeer,
} from '../model/index.ts'
import { note, text } from '../text/index.ts'
import { readAnchor, readCertificate, readCertificates, readTlsPeer } from './certificate-reading.ts'
import { notForLoneHost } from './vcenter-only.ts'

/** vCenter Server's own word about the certificate of its web services. */
export const ownCertificatePath = 'rest:/api/vcenter/certificate-management/vcenter/tls#parsed'

/** Where vCenter Server keeps what it believes of a host. */
export const beliefPaths = [
  'config.certificate#parsed',
  'summary.config.sslThumbprint',
  'summary.config.sslCertificate',
] as const

const said = {
  same: text('shown as recorded: {shown}', '提示と記録が一致: {shown}'),
  other: text(
    'shown: {shown}, issued by {issuer}; recorded ({where}): {recorded}',
    '提示: {shown} (発行者 {issuer})、記録 ({where}): {recorded}',
  ),
  otherAt: text(
    'shown at {address}, which is no address of the host: {shown}, issued by {issuer}; recorded ({where}): {recorded}',
    'このホストのものではないアドレス {address} が提示: {shown} (発行者 {issuer})、記録 ({where}): {recorded}',
  ),
  apart: text(
    'the host is not connected, so what is recorded may be old; shown: {shown}, recorded ({where}): {recorded}',
    'ホストが接続されていないため記録が古い可能性がある。提示: {shown}、記録 ({where}): {recorded}',
  ),
  vouched: text('{anchor} vouches for it', '{anchor} が保証している'),
  nobody: text(
    'no authority that vCenter Server trusts signed it, nor a certificate sent with it: issued by {issuer}',
    'vCenter Server が信頼する認証局の署名がなく、同時に送られた証明書にもつながらない。発行者: {issuer}',
  ),
  incomplete: text(
    'issued by {issuer}, whose certificate the server does not send: clients cannot follow the chain',
    '発行者 {issuer} の証明書をサーバーが送らないため、クライアントは信頼チェーンをたどれない',
  ),
  chainExpired: text('in its chain, {subject} expired on {day}', 'チェーン内の {subject} は {day} に期限切れ'),
} as const

/** One thing that is believed of a certificate, and whether a certificate is that one. */
interface Belief {
  readonly where: string
  readonly recorded: string
  readonly matches: (shown: CertificateInfo) => boolean
}

/** What is recorded of a host, of what is known; a thumbprint is SHA-1, or SHA-256 where it is longer. */
function beliefsOf(subject: Subject): {
  readonly facts: readonly Fact<unknown>[]
  readonly beliefs: readonly Belief[]
} {
  const own = readCertificate(subject)
  const thumbprint = readRaw(subject, beliefPaths[1])
  const pem = readRaw(subject, beliefPaths[2])
  const beliefs: Belief[] = []
  if (own.known && own.value.fingerprint256 !== '')
    beliefs.push({
      where: 'config.certificate',
      recorded: own.value.fingerprint256,
      matches: ({ fingerprint256 }) => fingerprint256 === own.value.fingerprint256,
    })
  const hex = thumbprint.known && typeof thumbprint.value === 'string' ? thumbprint.value.toUpperCase() : ''
  if (/^(?:[0-9A-F]{2}:){19}(?:(?:[0-9A-F]{2}:){12})?[0-9A-F]{2}$/.test(hex))
    beliefs.push({
      where: beliefPaths[1],
      recorded: hex,
      // A snapshot of an older release has no SHA-1 of what was shown: then this belief cannot be compared, and is not doubted.
      matches: ({ fingerprint256, fingerprint1 }) =>
        hex.length > 60 ? hex === fingerprint256 : fingerprint1 === undefined || hex === fingerprint1,
    })
  if (pem.known && typeof pem.value === 'string' && bodyOf(pem.value) !== '')
    beliefs.push({
      where: beliefPaths[2],
      recorded: own.known && bodyOf(own.value.pem) === bodyOf(pem.value) ? own.value.fingerprint256 : 'PEM',
      matches: (shown) => bodyOf(shown.pem) === bodyOf(pem.value as string),
    })
  return { facts: [own, thumbprint, pem], beliefs }
}

/** The part of PEM that counts. */
const bodyOf = (pem: string) => pem.replaceAll(/-----[^-]*-----|\s/g, '')

/** Whether the host shows what vCenter Server recorded of it, or another certificate: then something else answers for it. */
export function judgeHostIdentity(subject: Subject): Outcome {
  const peer = readTlsPeer(subject)
  const connection = readRaw(subject, 'runtime.connectionState')
  const { facts, beliefs } = beliefsOf(subject)
  const evidence = [peer, ...facts.filter((fact) => fact.known && fact.value !== undefined)]
  const [shown] = peer.known ? peer.value.chain : []
  if (!peer.known || !shown || !connection.known) return { verdict: 'unknown', evidence: [peer, connection, ...facts] }
  const doubt = beliefs.find(({ matches }) => !matches(shown))
  if (doubt) {
    const { where, recorded } = doubt
    const slots = { shown: thumbprintFor(shown, recorded), where, recorded }
    if (connection.value !== 'connected') return { verdict: 'unknown', note: note(said.apart, slots), evidence }
    const address = strangeAddress(subject, peer.value)
    const more = { ...slots, issuer: shown.issuer }
    return {
      ...fail(address === undefined ? note(said.other, more) : note(said.otherAt, { ...more, address })),
      evidence,
    }
  }
  if (beliefs.length === 0) return { verdict: 'unknown', evidence: facts }
  return { ...pass(note(said.same, { shown: shown.fingerprint256 })), evidence }
}

/** In the form of what it is compared with, so that a person can compare, too. */
const thumbprintFor = (shown: CertificateInfo, recorded: string) =>
  recorded.length < 60 && shown.fingerprint1 !== undefined && recorded !== 'PEM'
    ? shown.fingerprint1
    : shown.fingerprint256

/** The address that the name led to, where the host has VMkernel adapters and none of them has it. */
function strangeAddress(subject: Subject, { address }: TlsPeer): string | undefined {
  const adapters = readRaw(subject, 'config.network.vnic')
  // An address of IPv6 has many spellings; a comparison of texts would cry wolf.
  if (address === undefined || address.includes(':') || !adapters.known || !Array.isArray(adapters.value))
    return undefined
  const own = JSON.stringify(adapters.value)
  return adapters.value.length > 0 && isRecord(adapters.value[0]) && !own.includes(`"${address}"`) ? address : undefined
}

/** Whether vCenter Server shows the certificate that it says it has: a relay in between shows its own. */
export function judgeServerIdentity(subject: Subject, inventory: Inventory): Outcome {
  const peer = readTlsPeer(subject)
  const own = readCertificates(subject, ownCertificatePath)
  const evidence = [peer, own]
  const [shown] = peer.known ? peer.value.chain : []
  const [recorded] = own.known ? own.value : []
  if (!shown || !recorded) return { verdict: 'unknown', evidence }
  const elsewhere = notForLoneHost(subject, inventory)
  if (elsewhere) return elsewhere
  if (shown.fingerprint256 === recorded.fingerprint256)
    return { ...pass(note(said.same, { shown: shown.fingerprint256 })), evidence }
  const slots = { shown: shown.fingerprint256, issuer: shown.issuer, where: 'REST', recorded: recorded.fingerprint256 }
  return { ...fail(note(said.other, slots)), evidence }
}

/** Whether an authority that vCenter Server trusts vouches for what a server shows, by signatures and not by names. */
export function judgeAnchor(subject: Subject, inventory: Inventory, now: Date): Outcome {
  const peer = readTlsPeer(subject)
  const anchor = readAnchor(subject)
  const evidence = [peer, anchor]
  const [shown, ...rest] = peer.known ? peer.value.chain : []
  // A lone host has no list of authorities to be held against.
  const elsewhere = notForLoneHost(subject, inventory)
  if (elsewhere && peer.known) return elsewhere
  if (!anchor.known || !shown) return { verdict: 'unknown', evidence }
  if (anchor.value === undefined) {
    const isAlone = rest.length === 0 && !shown.selfIssued
    return { ...fail(note(isAlone ? said.incomplete : said.nobody, { issuer: shown.issuer })), evidence }
  }
  const old = rest.find(({ validTo }) => Date.parse(validTo) <= now.getTime())
  if (old)
    return { ...fail(note(said.chainExpired, { subject: old.subject, day: old.validTo.slice(0, 10) })), evidence }
  return { ...pass(note(said.vouched, { anchor: anchor.value.subject })), evidence }
}

/** Of two ways to read the same certificates, what either gives; unknown only if both fail. */
export function eitherOf(
  one: Fact<readonly CertificateInfo[]>,
  other: Fact<readonly CertificateInfo[]>,
): Fact<readonly CertificateInfo[]> {
  if (!one.known) return other.known ? other : one
  if (!other.known) return one
  return { ...one, value: [...one.value, ...other.value] }
}
