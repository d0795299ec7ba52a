import type { MissingNote, MoRef, SnapshotObject } from '@sakimori/core/model'

/** An object while it is being collected. */
export interface DraftObject extends SnapshotObject {
  readonly values: Record<string, unknown>
  missing: Record<string, MissingNote>
}

export const draftOf = (ref: MoRef): DraftObject => ({
  ref: { type: ref.type, value: ref.value },
  values: {},
  missing: {},
})

/** Most objects miss nothing: an empty record would only cost memory and bytes. */
export function finish(draft: DraftObject): SnapshotObject {
  const { ref, values, missing } = draft
  return Object.keys(missing).length === 0 ? { ref, values } : { ref, values, missing }
}
