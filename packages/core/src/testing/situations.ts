import type { Control } from '../control/index.ts'
import type { Draft } from './draft.ts'
import { goodEstate } from './good-estate.ts'
import { improvers } from './improvers.ts'
import { spoilers } from './spoilers/index.ts'
import { whereDemanded } from './where-demanded.ts'
import { withhold } from './withhold.ts'

/** Answers of a wrong shape. */
const junk: readonly unknown[] = [null, 'x', [7], {}, [{}]]

/** An estate, and what is the matter with it: one of its properties, hidden or with another value, or nothing. */
export interface Situation {
  readonly about: string
  readonly how: string
  readonly draft: Draft
}

/** Estates in which a control has something to tell: kept well, spoiled, hidden from us, and answering nonsense. */
export function* situationsOf(control: Control): Generator<Situation> {
  const { release } = whereDemanded(control)
  const changed = (change: ((draft: Draft) => void) | undefined) => {
    const draft = goodEstate(release)
    change?.(draft)
    return draft
  }
  const spoiled = () => changed(spoilers[control.id])
  yield { about: 'estate', how: 'kept well', draft: changed(improvers[control.id]) }
  yield { about: 'estate', how: 'spoiled', draft: spoiled() }
  for (const read of control.reads) {
    const draft = spoiled()
    withhold(draft, [read])
    yield { about: `${read.type} ${read.path}`, how: 'hidden', draft }
    const whole = read.path.replace(/\[".*"\]$/, '')
    for (const value of junk) {
      const odd = spoiled()
      for (const object of odd.objects) if (object.ref.type === read.type) object.values[whole] = value
      yield { about: `${read.type} ${whole}`, how: JSON.stringify(value), draft: odd }
    }
  }
}
