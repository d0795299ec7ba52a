import { fail, notApplicable, pass, type Judgement, type Outcome, type Row } from '../control/index.ts'
import { unknown, type Fact, type Inventory, type Subject, type TlsOffer, type TlsOffers } from '../model/index.ts'
import { note, text, type Text } from '../text/index.ts'
import { readOffers } from './certificate-reading.ts'
import { suitesOf, weakDhBits } from './cipher-suites.ts'
import { someOf } from './some-of.ts'
import { notForLoneHost } from './vcenter-only.ts'

/** A row about what a service agrees to; a person repairs it, because clients may need what is taken away. */
export type OffersRow = Row & { readonly steps: Text }

/** A service that speaks TLS: the object that it belongs to, and the path of what was seen of it. */
export interface TlsService {
  readonly subject: 'HostSystem' | 'ServiceInstance'
  readonly path: 'tls:443' | 'tls:5480' | 'tls:636'
}

const said = {
  accepts: text('accepts {versions}', '受け入れるバージョン: {versions}'),
  old: text('also accepts {old} (of {versions})', '古い {old} も受け入れる (全体: {versions})'),
  suites: text('agrees to {suites}', '受け入れる暗号スイート: {suites}'),
  dh: text('Diffie-Hellman with {bits} bits only', 'Diffie-Hellman が {bits} ビットしかない'),
  none: text('none of {count} suites that it agrees to', '受け入れる {count} 個の暗号スイートに該当なし'),
  closed: text('nothing listens on that port, as seen from here', '監査元から見て、このポートでは何も待ち受けていない'),
} as const

/** What one question to the offers gives; `undefined` where too little was learnt. */
type Decide = (versions: readonly TlsOffer[]) => Pick<Outcome, 'verdict' | 'note'> | undefined

const OLD = new Set(['SSLv3', 'TLSv1', 'TLSv1.1'])

const listOf = (offers: readonly TlsOffer[]) => offers.map(({ version }) => version).join(', ')
const accepted = (versions: readonly TlsOffer[]) => versions.filter(({ answer }) => answer === 'accepted')

/** What an old version is accepted for is certain; that none is, only when each was refused. */
const decideVersions: Decide = (versions) => {
  const open = accepted(versions)
  const old = open.filter(({ version }) => OLD.has(version))
  if (old.length > 0) return fail(note(said.old, { old: listOf(old), versions: listOf(open) }))
  const isSure = [...OLD].every((name) =>
    versions.some(({ version, answer }) => version === name && answer === 'refused'),
  )
  return isSure && open.length > 0 ? pass(note(said.accepts, { versions: listOf(open) })) : undefined
}

/** A list of suites that ended early may lack the one that matters. */
const isWhole = (versions: readonly TlsOffer[]) =>
  accepted(versions).length > 0 && versions.every(({ answer, complete }) => answer !== 'unclear' && complete)

const countSuites = (versions: readonly TlsOffer[]) => new Set(versions.flatMap(({ suites }) => suites)).size

const decideBroken: Decide = (versions) => {
  const broken = suitesOf(versions, 'broken')
  if (broken.length > 0) return fail(note(said.suites, { suites: someOf(broken) }))
  const bits = weakDhBits(versions)
  if (bits !== undefined) return fail(note(said.dh, { bits }))
  return isWhole(versions) ? pass(note(said.none, { count: countSuites(versions) })) : undefined
}

const decideDated: Decide = (versions) => {
  const dated = suitesOf(versions, 'dated')
  if (dated.length > 0) return fail(note(said.suites, { suites: someOf(dated) }))
  return isWhole(versions) ? pass(note(said.none, { count: countSuites(versions) })) : undefined
}

function offersControl({ subject: type, path }: TlsService, decide: Decide, { steps, ...row }: OffersRow): Judgement {
  return {
    ...row,
    kind: 'judgement',
    subject: type,
    reads: [{ type, path: `${path}#offers` }],
    judge: (subject, inventory) => judgeOffers(readOffers(subject, path), decide, elsewhere(subject, inventory)),
    repair: { kind: 'steps', disruption: 'access', steps },
  }
}

const elsewhere = (subject: Subject, inventory: Inventory) =>
  subject.type === 'ServiceInstance' ? notForLoneHost(subject, inventory) : undefined

function judgeOffers(offers: Fact<TlsOffers | undefined>, decide: Decide, instead: Outcome | undefined): Outcome {
  if (!offers.known) return { verdict: 'unknown', evidence: [offers] }
  if (instead) return instead
  if (offers.value === undefined) return { ...notApplicable(note(said.closed, {})), evidence: [offers] }
  const decided = decide(offers.value.versions)
  if (decided) return { ...decided, evidence: [offers] }
  const unclear = offers.value.versions.flatMap(({ version, why }) => (why === undefined ? [] : [`${version}: ${why}`]))
  const detail = unclear.length > 0 ? unclear.join(', ') : 'no version was accepted'
  return { verdict: 'unknown', evidence: [unknown('fault', offers.from, detail)] }
}

/** The service refuses SSL 3.0, TLS 1.0 and TLS 1.1. */
export const tlsVersion = (service: TlsService, row: OffersRow): Judgement =>
  offersControl(service, decideVersions, row)

/** The service agrees to no suite that can be broken today. */
export const tlsBrokenCiphers = (service: TlsService, row: OffersRow): Judgement =>
  offersControl(service, decideBroken, row)

/** The service agrees to no suite without forward secrecy or with SHA-1. */
export const tlsDatedCiphers = (service: TlsService, row: OffersRow): Judgement =>
  offersControl(service, decideDated, row)
