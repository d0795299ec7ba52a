import { expectationFor, type Observation } from '@sakimori/core/control'
import { observedKind } from '../build/observations.ts'
import { releasesOfControl } from '../build/common.ts'
import type { CustomControl } from '../definition.ts'
import { judgeCase, type Day } from './cases.ts'
import { candidates, plantFor } from './observation-cases.ts'
import type { CaseReport } from './report.ts'
import { snapshotOf, type SampleObject } from './sample.ts'

/** A value as a name of a case. */
const wordValue = (value: unknown) => (value === undefined ? 'unset' : JSON.stringify(value))

/**
 * The cases that follow from an expectation: for each release a value that passes and one that fails, and the answer when
 * the value may not be read.
 */
export function observationCases(definition: CustomControl, control: Observation, day: Day): readonly CaseReport[] {
  const plant = plantFor(definition, control)
  const kind = observedKind(definition)
  return releasesOfControl(definition).flatMap((release) => {
    const expectation = expectationFor(control, 'sakimori', release)
    if (!expectation) return []
    const judge = (object: SampleObject) =>
      judgeCase(control, snapshotOf({ release, objects: [object], reads: control.reads }), day).verdict
    const tried = candidates(expectation, kind).map((value) => ({ value, verdict: judge(plant(value)) }))
    const cases = (['pass', 'fail'] as const).flatMap((state): CaseReport[] => {
      const found = tried.find(({ verdict }) => verdict === state)
      if (!found) return []
      return [{ name: `${release}: ${wordValue(found.value)}`, by: 'sakimori', wanted: state, got: state, holds: true }]
    })
    const object = plant(tried[0]?.value)
    const verdict = judge({ ...object, missing: withheldOf(control) }) ?? 'notAsked'
    return [
      ...cases,
      { name: `${release}: withheld`, by: 'sakimori', wanted: 'unknown', got: verdict, holds: verdict === 'unknown' },
    ]
  })
}

const withheldOf = (control: Observation) => control.reads.map(({ path }) => path)
