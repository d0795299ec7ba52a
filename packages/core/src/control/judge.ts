import type { Fact } from '../model/index.ts'
import type { Note } from '../text/index.ts'
import type { Outcome } from './control.ts'

type Values<F extends readonly Fact<unknown>[]> = { -readonly [K in keyof F]: F[K] extends Fact<infer T> ? T : never }

/**
 * Judges facts together: one that is not known makes the outcome `unknown`, whatever the others say.
 * The logic sees values only, so it cannot mistake a missing one for a good one.
 */
export function judgeFacts<const F extends readonly Fact<unknown>[]>(
  facts: F,
  decide: (...values: Values<F>) => Pick<Outcome, 'verdict' | 'note'>,
): Outcome {
  const values: unknown[] = []
  for (const fact of facts) {
    if (!fact.known) return { verdict: 'unknown', evidence: facts }
    values.push(fact.value)
  }
  return { ...decide(...(values as Values<F>)), evidence: facts }
}

export const pass = (note?: Note): Pick<Outcome, 'verdict' | 'note'> => ({ verdict: 'pass', note })
export const fail = (note?: Note): Pick<Outcome, 'verdict' | 'note'> => ({ verdict: 'fail', note })
export const notApplicable = (note?: Note): Pick<Outcome, 'verdict' | 'note'> => ({ verdict: 'notApplicable', note })
export const manual = (note?: Note): Pick<Outcome, 'verdict' | 'note'> => ({ verdict: 'manual', note })
