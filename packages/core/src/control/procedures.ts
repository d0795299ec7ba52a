import type { SubjectType } from '../model/index.ts'
import type { Text } from '../text/index.ts'
import type { Disruption } from './change.ts'
import type { Procedure, Read } from './control.ts'

/** What a row of procedures says; `mend` is what to do when the answer is no. */
export type ProcedureRow = Omit<Procedure, 'kind' | 'subject' | 'reads' | 'repair'> & {
  /** What the answer is about; the estate as a whole when left out, so that it is asked once. */
  readonly subject?: SubjectType
  /** Only what `applies` looks at. */
  readonly reads?: readonly Read[]
  readonly mend: Text
  readonly disruption?: Disruption
}

/** A question that only a person can answer. */
export function procedure(row: ProcedureRow): Procedure {
  const { subject = 'ServiceInstance', reads = [], mend, disruption = 'none', ...rest } = row
  return { ...rest, kind: 'procedure', subject, reads, repair: { kind: 'steps', disruption, steps: mend } }
}
