import { note, text, type Note } from '../text/index.ts'
import type { Finding } from './assess.ts'
import { covers, waiverEnd, type WaiverScope } from './waiver.ts'

/** What a person may answer; `unknown` and `manual` are no answers. */
export type AttestedVerdict = 'pass' | 'fail' | 'notApplicable'

/** The word of a person about a procedure: who found what, on which evidence, when, and until when it holds. */
export interface Attestation {
  readonly control: string
  /** Which objects; all of them when absent. */
  readonly scope?: WaiverScope | undefined
  readonly verdict: AttestedVerdict
  readonly by: string
  readonly role?: string | undefined
  /** Where it can be looked up: a ticket, a minute, a file. */
  readonly evidence: string
  /** When the person looked. */
  readonly date: string
  /** The last moment at which it holds, as of a waiver. */
  readonly expires: string
}

/** What became of an attestation in one assessment. */
export interface AttestationUse {
  readonly attestation: Attestation
  readonly state: 'active' | 'expired' | 'unused'
  /** Objects that it answers for, or would answer for if it had not expired. */
  readonly matched: number
}

const attested = text(
  'Attested by {by} on {date}, until {expires}. Evidence: {evidence}',
  '{by}が {date} に確認 (有効期限 {expires})。証跡: {evidence}',
)
const lapsed = text(
  'The attestation of {by} from {date} ended on {expires}: somebody has to look again.',
  '{by}による {date} の確認は {expires} に期限切れとなった。再確認が必要である。',
)

const wordsOf = ({ by, role, date, evidence, expires }: Attestation) => ({
  by: role === undefined ? by : `${by} (${role})`,
  date,
  evidence,
  expires,
})

const saidOf = (attestation: Attestation): Note => note(attested, wordsOf(attestation))
const lapsedOf = (attestation: Attestation): Note => note(lapsed, wordsOf(attestation))

/**
 * Answers procedures by what people attest. One that expired answers nothing, and the finding says so.
 * An automated control is never answered: whoever knows better than the reading has a waiver.
 */
export function matchAttestations(
  findings: readonly Finding[],
  attestations: readonly Attestation[],
  now: Date,
  vcenter: string,
): { readonly findings: readonly Finding[]; readonly uses: readonly AttestationUse[] } {
  if (attestations.length === 0) return { findings, uses: [] }
  const byControl = Map.groupBy(attestations, (attestation) => attestation.control)
  const matched = new Map<Attestation, number>()
  const inForce = (attestation: Attestation) => now.getTime() <= waiverEnd(attestation.expires)
  const answered = findings.map((finding): Finding => {
    if (finding.control.kind !== 'procedure' || finding.verdict !== 'manual') return finding
    // Only the closest speaks: when it runs out, an older or a wider one does not answer in its stead.
    const [attestation] = (byControl.get(finding.control.id) ?? [])
      .filter(({ scope = { all: true } }) => covers(scope, finding, vcenter))
      // Who looked before something was published has not seen it.
      .filter(({ date }) => finding.asksSince === undefined || date.slice(0, 10) >= finding.asksSince)
      .toSorted(closestFirst)
    if (!attestation) return finding
    matched.set(attestation, (matched.get(attestation) ?? 0) + 1)
    return inForce(attestation)
      ? { ...finding, verdict: attestation.verdict, attestation, note: saidOf(attestation) }
      : { ...finding, note: lapsedOf(attestation) }
  })
  const uses = attestations.map((attestation): AttestationUse => {
    const count = matched.get(attestation) ?? 0
    return { attestation, matched: count, state: count === 0 ? 'unused' : inForce(attestation) ? 'active' : 'expired' }
  })
  return { findings: answered, uses }
}

/** What is said of one object outweighs what is said of all, and the newer word the older. */
const closestFirst = (one: Attestation, other: Attestation): number =>
  breadth(one) - breadth(other) || Date.parse(other.date) - Date.parse(one.date)

const breadth = ({ scope }: Attestation): number => (scope === undefined || 'all' in scope ? 1 : 0)
