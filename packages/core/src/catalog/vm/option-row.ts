import {
  absentOr,
  is,
  publishedIds,
  vmOption,
  type Expectation,
  type FactId,
  type Row,
  type Spanned,
  type VmOption,
} from '../../control/index.ts'
import type { Observation } from '../../control/index.ts'
import { inSpan, releases, type Release, type Span } from '../../model/index.ts'

/** A vmx switch: what it must be, and on which releases the product's own default is not that. */
export interface SwitchRow extends Omit<Row, 'facts' | 'area'> {
  readonly fact: FactId
  readonly must: boolean
  /** Releases on which an absent key leaves the door open, or on which nobody has said what it does. */
  readonly absentIsBad?: Span
}

/** A switch of the VM isolation family. An absent key is judged by what the release does without it. */
export function vmSwitch(key: VmOption, row: SwitchRow): Observation {
  const { fact, must, absentIsBad, ...rest } = row
  return vmOption(key, 'switch', {
    ...rest,
    area: 'vm-isolation',
    facts: [fact],
    expect: expectByAbsence(fact, is(must), absentIsBad),
  })
}

/** The expectations of an extraConfig key from what its absence means, for us and for each STIG rule. */
export function expectByAbsence(
  fact: FactId,
  must: Expectation,
  absentIsBad?: Span,
): { sakimori: Spanned; stig?: Spanned } {
  const ours = releases.map(
    (release) => [release, absentIsBad && inSpan(release, absentIsBad) ? must : absentOr(must)] as const,
  )
  const stig = (publishedIds(fact).stig ?? []).flatMap((rule) =>
    rule.releases.filter(isRelease).map((release) => [release, rule.absentIsFinding ? must : absentOr(must)] as const),
  )
  return stig.length > 0 ? { sakimori: ours, stig } : { sakimori: ours }
}

const isRelease = (line: string): line is Release => releases.some((release) => release === line)
