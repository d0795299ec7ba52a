import { assess } from '@sakimori/core/assess'
import { defaultPolicy, type Control, type Policy, type Verdict } from '@sakimori/core/control'
import { openInventory, type Fact, type Snapshot } from '@sakimori/core/model'
import { SUBJECT_ID } from './sample.ts'

/** What a case was judged. */
export interface Judged {
  readonly verdict: Verdict | undefined
  readonly evidence: readonly Fact<unknown>[]
}

/** What an assessment of a case knows besides the estate. */
export interface Day {
  readonly now: Date
  readonly policy: Policy
}

export const anyDay = (now: Date, policy: Partial<Policy> = {}): Day => ({
  now,
  policy: { ...defaultPolicy, ...policy },
})

/** Judges the subject of a case as an audit would; the other objects of the type do not count. */
export function judgeCase(control: Control, snapshot: Snapshot, { now, policy }: Day): Judged {
  const context = { now, policy, baseline: 'sakimori' } as const
  const { findings } = assess(openInventory(snapshot), { context, controls: [control] })
  const found = findings.find(({ subject }) => subject.ref.value === SUBJECT_ID)
  return { verdict: found?.verdict, evidence: found?.evidence ?? [] }
}

/** Why it is unknown, where the expression itself is the reason. */
export function faultOf({ evidence }: Judged): string | undefined {
  const fault = evidence.find((fact) => !fact.known && fact.missing === 'fault')
  return fault && !fault.known ? (fault.detail ?? 'fault') : undefined
}
