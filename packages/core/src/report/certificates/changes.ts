import type { CertificateInfo } from '../../model/index.ts'
import type { CertificateEntry, CertificateRole, IssuerClass } from './entries.ts'

/** What became of a certificate: `notSeen` = it could not be read this time, so nobody knows. */
export type CertificateChangeKind = 'changed' | 'new' | 'gone' | 'notSeen'

interface Side {
  readonly certificate: CertificateInfo
  readonly issuerClass: IssuerClass | undefined
}

export interface CertificateChange {
  readonly kind: CertificateChangeKind
  readonly role: CertificateRole
  readonly where: string
  readonly before?: Side
  readonly after?: Side
}

/**
 * What changed between two lists, by thumbprints. The same certificate shown then and only recorded now is no change; the
 * same host under a new name is the same host.
 */
export function compareCertificates(
  before: readonly CertificateEntry[],
  after: readonly CertificateEntry[],
): readonly CertificateChange[] {
  const old = new Map(before.map((entry) => [entry.key, entry]))
  const fresh = new Set(after.map(({ key }) => key))
  return [
    ...after.flatMap((entry) => changeOf(old.get(entry.key), entry) ?? []),
    // An authority has no place of its own: it is told by its thumbprint, and a list that was not read has none at all.
    ...before.flatMap((entry): CertificateChange[] =>
      fresh.has(entry.key) || !entry.certificate
        ? []
        : [{ kind: isListRead(entry, after) ? 'gone' : 'notSeen', ...placeOf(entry), before: sideOf(entry) }],
    ),
  ].filter((change) => change !== undefined)
}

function changeOf(was: CertificateEntry | undefined, now: CertificateEntry): CertificateChange | undefined {
  const place = placeOf(now)
  if (!now.certificate) {
    return was?.certificate ? { kind: 'notSeen', ...place, before: sideOf(was) } : undefined
  }
  // Where nothing was seen before, nobody can say that it is new; an object that was not there is.
  if (was && !was.certificate) return undefined
  if (!was) return { kind: 'new', ...place, after: sideOf(now) }
  if (was.certificate?.fingerprint256 === now.certificate.fingerprint256) return undefined
  return { kind: 'changed', ...place, before: sideOf(was), after: sideOf(now) }
}

const placeOf = ({ role, where }: CertificateEntry) => ({ role, where })

const sideOf = ({ certificate, issuerClass }: CertificateEntry): Side => ({
  certificate: certificate as CertificateInfo,
  issuerClass,
})

/** Whether the list that an authority would stand in was read; servers always have a row, so that they are really gone. */
const isListRead = ({ role }: CertificateEntry, after: readonly CertificateEntry[]) =>
  role === 'server' || after.some((entry) => entry.role === role)
