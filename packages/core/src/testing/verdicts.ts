import type { Knowledge } from '../advisory/index.ts'
import { assess, type Finding } from '../assess/index.ts'
import { defaultPolicy, type Baseline, type Control, type Policy } from '../control/index.ts'
import { openInventory } from '../model/index.ts'
import { snapshotOf, type Draft } from './draft.ts'
import { sampleDayOf } from './good-estate.ts'

/** What a test may choose; the rest is as in the good estate of the draft's release. */
export interface Choices {
  readonly baseline?: Baseline
  readonly policy?: Partial<Policy>
  readonly now?: Date
  /** By default what Sakimori ships. */
  readonly knowledge?: Knowledge
}

/** Judges a draft by one control; one finding for each object that is asked, in the order of the draft. */
export function findingsOf(draft: Draft, control: Control, choices: Choices = {}): readonly Finding[] {
  const { baseline = 'sakimori', policy, now = sampleDayOf(draft.release), knowledge } = choices
  const context = { now, policy: { ...defaultPolicy, ...policy }, baseline, ...(knowledge ? { knowledge } : {}) }
  return assess(openInventory(snapshotOf(draft)), { context, controls: [control] }).findings
}

/** The verdict on the first object; `undefined` when the control asks nothing of it. */
export const verdictOf = (draft: Draft, control: Control, choices: Choices = {}) =>
  findingsOf(draft, control, choices)[0]?.verdict
