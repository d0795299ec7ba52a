import type { Control } from '../control/index.ts'
import type { Release } from '../model/index.ts'
import { renderNote } from '../text/index.ts'
import type { Spoiler } from './draft.ts'
import { goodEstate } from './good-estate.ts'
import { findingsOf, type Choices } from './verdicts.ts'

/** Asks one of a list of controls about a good estate after some changes: all verdicts, the first, or the first note. */
export function asking(controls: readonly Control[]) {
  const findings = (release: Release, id: string, changes: readonly Spoiler[], choices: Choices = {}) => {
    const control = controls.find((one) => one.id === id)
    if (!control) throw new Error(`no control ${id}`)
    const draft = goodEstate(release)
    for (const change of changes) change(draft)
    return findingsOf(draft, control, choices)
  }
  type Asked = Parameters<typeof findings>
  return {
    verdicts: (...asked: Asked) => findings(...asked).map(({ verdict }) => verdict),
    firstVerdict: (...asked: Asked) => findings(...asked)[0]?.verdict,
    firstNote: (...asked: Asked) => {
      const said = findings(...asked)[0]?.note
      return said && renderNote(said, 'en')
    },
  }
}
