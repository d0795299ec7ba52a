import type { Control } from '@sakimori/core/control'
import type { CustomControl } from '../definition.ts'
import type { Day } from './cases.ts'
import { judgementLaws } from './judgement-laws.ts'
import { observationCases } from './observation-laws.ts'
import { reportOf, type Broken, type LawReport } from './report.ts'

/**
 * Holds a site's control to the laws of the catalogue: seen to pass, to fail and to be unknown; never decided by what is
 * not known. That its paths are real was seen when it was made.
 */
export function testControl(definition: CustomControl, control: Control, day: Day): LawReport {
  const { id } = definition
  switch (control.kind) {
    case 'procedure':
      return reportOf(id, 'procedure', [], [])
    case 'judgement': {
      const { cases, broken, advice } = judgementLaws(definition, control, day)
      return reportOf(id, 'judgement', cases, broken, advice)
    }
    case 'observation': {
      const cases = observationCases(definition, control, day)
      const broken = cases.flatMap(({ name, wanted, got, holds }): Broken[] =>
        holds ? [] : [{ law: 'case', name, wanted, got }],
      )
      return reportOf(id, 'observation', cases, broken)
    }
  }
}
