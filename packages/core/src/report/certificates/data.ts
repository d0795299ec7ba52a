import type { Estate, TlsOffer } from '../../model/index.ts'
import { render, text, type Locale, type Text } from '../../text/index.ts'
import { writeCell } from '../csv/render.ts'
import { escapeJson, shorten } from '../escape.ts'
import { wordNote } from '../value.ts'
import type { CertificateChange } from './changes.ts'
import type { CertificateEntry } from './entries.ts'
import type { CertificatesShown } from './terminal.ts'
import { wordVersions } from './terminal.ts'
import { issuerWords, roleWords, say, stateWords } from './words.ts'

/** The form of the JSON: fields may be added, none is renamed within a version. */
const schema = 'sakimori/certificates/1'

const estateOf = ({ name, endpoint, instanceUuid, collectedAt }: Estate) => ({
  name,
  endpoint,
  instanceUuid,
  collectedAt,
})

const offerOf = ({ version, answer, suites, complete, dhBits, why }: TlsOffer) => ({
  version,
  answer,
  complete,
  suites,
  ...(dhBits !== undefined && { dhBits }),
  ...(why !== undefined && { why }),
})

function entryOf(entry: CertificateEntry): object {
  const { role, where, state, seen, certificate, issuerClass, trusted, daysLeft, offers, failing, missing } = entry
  const { pem: _long, ...told } = certificate ?? { pem: '' }
  return {
    where,
    role,
    state,
    seen: certificate ? seen : null,
    certificate: certificate ? told : null,
    issuerClass: issuerClass ?? null,
    trusted: trusted ?? null,
    daysLeft: daysLeft ?? null,
    tls: offers ? { port: offers.port, versions: offers.versions.map(offerOf) } : null,
    failing: failing.map((finding) => ({
      control: finding.control.id,
      severity: finding.severity,
      note: wordNote(finding, 'en'),
      waived: finding.waiver !== undefined,
    })),
    ...(missing && { missing: { why: missing.missing, detail: missing.detail ?? null } }),
  }
}

const changeOf = ({ kind, role, where, before, after }: CertificateChange) => {
  const side = (one: CertificateChange['before']) =>
    one
      ? {
          fingerprint256: one.certificate.fingerprint256,
          issuer: one.certificate.issuer,
          issuerClass: one.issuerClass ?? null,
          validTo: one.certificate.validTo,
        }
      : null
  return { kind, role, where, before: side(before), after: side(after) }
}

/** The certificates as JSON. */
export function certificatesJson({ estate, entries, now, mode, since }: CertificatesShown): string {
  const told = {
    schema,
    estate: estateOf(estate),
    asOf: now.toISOString(),
    hostCertificateMode: mode ?? null,
    certificates: entries.map(entryOf),
    ...(since && { since: since.moment, changes: since.changes.map(changeOf) }),
  }
  return `${escapeJson(JSON.stringify(told, null, 2))}\n`
}

type Cell = (entry: CertificateEntry, locale: Locale) => string

const word = (message: Text | undefined, locale: Locale) => (message ? render(message, locale) : '')

const columns: readonly (readonly [Text, Cell])[] = [
  [say.where, ({ where }) => where],
  [say.role, ({ role }, locale) => word(roleWords[role], locale)],
  [say.state, ({ state }, locale) => word(stateWords[state], locale)],
  [say.left, ({ daysLeft }) => String(daysLeft ?? '')],
  [text('Valid from', '有効期間の開始'), ({ certificate }) => certificate?.validFrom ?? ''],
  [text('Valid to', '有効期間の終了'), ({ certificate }) => certificate?.validTo ?? ''],
  [text('Subject', 'サブジェクト'), ({ certificate }) => certificate?.subject ?? ''],
  [text('Names', '代替名'), ({ certificate }) => certificate?.subjectAltName.join(' ') ?? ''],
  [say.issuer, ({ certificate }) => certificate?.issuer ?? ''],
  [
    text('Issuer class', '発行者の種類'),
    ({ issuerClass }, locale) => word(issuerClass && issuerWords[issuerClass], locale),
  ],
  [text('Trusted signature', '信頼できる署名'), ({ trusted }) => (trusted === undefined ? '' : String(trusted))],
  [say.key, ({ certificate }) => (certificate ? `${certificate.keyType} ${certificate.keyBits}` : '')],
  [text('Signature', '署名アルゴリズム'), ({ certificate }) => certificate?.signatureAlgorithm ?? ''],
  [say.tls, (entry) => wordVersions(entry)],
  [text('SHA-256 thumbprint', 'サムプリント (SHA-256)'), ({ certificate }) => certificate?.fingerprint256 ?? ''],
  [text('SHA-1 thumbprint', 'サムプリント (SHA-1)'), ({ certificate }) => certificate?.fingerprint1 ?? ''],
  [
    text('Failing controls', '不適合のコントロール'),
    ({ failing }) => failing.map(({ control }) => control.id).join(' '),
  ],
  [text('Why not seen', '確認できない理由'), ({ missing }) => missing?.detail ?? missing?.missing ?? ''],
]

/** One row a certificate (RFC 4180, UTF-8 with a byte order mark, so that Excel takes it for what it is). */
export function certificatesCsv(entries: readonly CertificateEntry[], locale: Locale): string {
  // A negative number of days is a number, which `writeCell` would take for a formula.
  const write = (cell: string) => (/^-?\d+$/.test(cell) ? cell : writeCell(shorten(cell, 4000)))
  const line = (cells: readonly string[]) => `${cells.map(write).join(',')}\r\n`
  const head = line(columns.map(([title]) => render(title, locale)))
  return `\ufeff${head}${entries.map((entry) => line(columns.map(([, cell]) => cell(entry, locale)))).join('')}`
}
