import { fail, pass, type Outcome, type Policy } from '../control/index.ts'
import type { CertificateInfo } from '../model/index.ts'
import { note, text } from '../text/index.ts'

/** What a question to a certificate gives; `undefined` when the certificate does not say. */
export type CertificateAnswer = Pick<Outcome, 'verdict' | 'note'> | undefined

/** One question to a certificate: the day and the site's choices are given, the name is the one that clients use. */
export type CertificateCheck = (
  certificate: CertificateInfo,
  asked: { readonly now: Date; readonly policy: Policy; readonly name: string },
) => CertificateAnswer

const said = {
  dates: text('valid from {from} to {to}', '有効期間: {from} 〜 {to}'),
  expired: text('expired on {to}', '{to} に期限切れ'),
  future: text('not valid before {from}', '{from} より前は無効'),
  soon: text(
    'expires on {to}: {days} days left, at least {least} are asked for',
    '{to} に期限切れ (残り {days} 日、{least} 日以上を要求)',
  ),
  issuer: text('issued by {issuer}', '発行者: {issuer}'),
  selfSigned: text('signed by itself: {subject}', '自己署名: {subject}'),
  stranger: text(
    'issued by {issuer}, which is not among the trusted issuers of the site',
    '発行者 {issuer} は、サイトが信頼する発行者に含まれない',
  ),
  named: text('made out to {names}', '証明書の名前: {names}'),
  otherName: text('reached as {name}, but made out to: {names}', '{name} として接続されるが、証明書の名前は {names}'),
  strength: text('{keyType} {bits} bits, {algorithm}', '{keyType} {bits} ビット、{algorithm}'),
} as const

const DAY = 24 * 60 * 60 * 1000
const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10)

/** In its period of validity, with enough days left to replace it. */
export const checkDates: CertificateCheck = (certificate, { now, policy }) => {
  const from = Date.parse(certificate.validFrom)
  const to = Date.parse(certificate.validTo)
  if (Number.isNaN(from) || Number.isNaN(to)) return undefined
  if (now.getTime() < from) return fail(note(said.future, { from: dayOf(from) }))
  if (now.getTime() >= to) return fail(note(said.expired, { to: dayOf(to) }))
  const days = Math.floor((to - now.getTime()) / DAY)
  const least = policy.certificateDaysLeft
  if (days < least) return fail(note(said.soon, { to: dayOf(to), days, least }))
  return pass(note(said.dates, { from: dayOf(from), to: dayOf(to) }))
}

/** Signed by an authority, and by one of the site's choice where it named any. */
export const checkIssuer: CertificateCheck = ({ issuer, subject, selfIssued }, { policy }) => {
  if (issuer === '') return undefined
  if (selfIssued || issuer === subject) return fail(note(said.selfSigned, { subject }))
  const trusted = policy.trustedIssuers
  if (trusted.length > 0 && !trusted.some((wanted) => issuer.toLowerCase().includes(wanted.toLowerCase())))
    return fail(note(said.stranger, { issuer }))
  return pass(note(said.issuer, { issuer }))
}

/** Made out to the name that clients use. The common name does not count: clients have stopped reading it. */
export const checkName: CertificateCheck = ({ subjectAltName }, { name }) => {
  const names = subjectAltName.join(', ') || '-'
  return subjectAltName.some((entry) => covers(entry, name))
    ? pass(note(said.named, { names }))
    : fail(note(said.otherName, { name, names }))
}

function covers(entry: string, name: string): boolean {
  const at = entry.indexOf(':')
  const kind = entry.slice(0, at)
  const value = entry.slice(at + 1).toLowerCase()
  const wanted = name.toLowerCase().replace(/\.$/, '')
  if (kind === 'IP Address') return value === wanted
  if (kind !== 'DNS') return false
  // A wildcard stands for one label, and never for a part of an address.
  if (value.startsWith('*.'))
    return /[a-z]/.test(wanted) && wanted.includes('.') && wanted.slice(wanted.indexOf('.')) === value.slice(1)
  return value === wanted
}

/** The least size of a key by its type; the signatures of Edwards curves have no weaker form. */
const LEAST_BITS: Readonly<Record<string, number>> = { rsa: 2048, 'rsa-pss': 2048, ec: 256, ed25519: 0, ed448: 0 }

/** A key and a signature that nobody can forge today. */
export const checkStrength: CertificateCheck = ({ keyType, keyBits, signatureAlgorithm }) => {
  if (keyType === '' || signatureAlgorithm === '') return undefined
  const least = LEAST_BITS[keyType.toLowerCase()]
  // DSA and whatever comes from the past: no size makes it good.
  if (least !== undefined && least > 0 && keyBits === 0) return undefined
  const message = note(said.strength, { keyType, bits: keyBits, algorithm: signatureAlgorithm })
  const weakHash = /sha-?1(?!\d)|md[245]/i.test(signatureAlgorithm)
  return least === undefined || keyBits < least || weakHash ? fail(message) : pass(message)
}
