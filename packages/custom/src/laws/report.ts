import type { Verdict } from '@sakimori/core/control'

/** One case and what came of it. */
export interface CaseReport {
  readonly name: string
  /** Written by the author, or made by Sakimori from the expectation and the reads. */
  readonly by: 'author' | 'sakimori'
  readonly wanted: string
  readonly got: Verdict | 'notAsked'
  readonly holds: boolean
  /** Why it is unknown, where that was not wanted. */
  readonly detail?: string | undefined
}

/** What has to be seen of a control before it may be believed. */
export const states = ['pass', 'fail', 'unknown'] as const
export type State = (typeof states)[number]

/** What is wrong with a control, as data: its words are the command line's. */
export type Broken =
  | { readonly law: 'seen'; readonly state: State }
  | {
      readonly law: 'case'
      readonly name: string
      readonly wanted: string
      readonly got: string
      readonly detail?: string | undefined
    }
  | {
      readonly law: 'withheld'
      readonly name: string
      readonly path: string
      readonly was: string
      readonly got: string
    }
  | { readonly law: 'value'; readonly name: string; readonly mistake: string }

/** Something that the author may have missed, and that no law forbids. */
export interface Advice {
  readonly unsetFault: string
}

export interface LawReport {
  readonly id: string
  readonly kind: 'observation' | 'judgement' | 'procedure'
  readonly cases: readonly CaseReport[]
  readonly seen: Readonly<Record<State, boolean>>
  readonly broken: readonly Broken[]
  readonly advice: readonly Advice[]
}

/** Sums up the cases of one control. */
export function reportOf(
  id: string,
  kind: LawReport['kind'],
  cases: readonly CaseReport[],
  broken: readonly Broken[],
  advice: readonly Advice[] = [],
): LawReport {
  const seen = Object.fromEntries(
    states.map((state) => [state, cases.some(({ got, holds }) => holds && got === state)]),
  ) as Record<State, boolean>
  const unseen = kind === 'procedure' ? [] : states.filter((state) => !seen[state])
  return {
    id,
    kind,
    cases,
    seen,
    broken: [...unseen.map((state): Broken => ({ law: 'seen', state })), ...broken],
    advice,
  }
}
