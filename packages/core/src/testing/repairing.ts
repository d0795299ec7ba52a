import { defaultPolicy, expectationFor, type Change, type Control } from '../control/index.ts'
import { openInventory } from '../model/index.ts'
import { project } from '../remedy/index.ts'
import { snapshotOf, type Draft } from './draft.ts'
import { sampleDayOf } from './good-estate.ts'
import { findingsOf } from './verdicts.ts'

/** What the repair of a control would change on the objects that fail it. */
export function changesOf(draft: Draft, control: Control): readonly Change[] {
  const { repair } = control
  if (repair.kind !== 'change') return []
  const inventory = openInventory(snapshotOf(draft))
  const context = { now: sampleDayOf(draft.release), policy: defaultPolicy, baseline: 'sakimori' } as const
  const expected = control.kind === 'observation' ? expectationFor(control, 'sakimori', draft.release) : undefined
  return findingsOf(draft, control)
    .filter(({ verdict }) => verdict === 'fail')
    .flatMap(({ subject }) => repair.changes(subject, inventory, expected, context))
}

/** Makes the changes on the draft, as the estate would show them afterwards. */
export function applyChanges(draft: Draft, changes: readonly Change[]): void {
  for (const change of changes)
    for (const object of draft.objects)
      if (object.ref.type === change.ref.type && object.ref.value === change.ref.value)
        object.values = { ...project(change, object.values) }
}
