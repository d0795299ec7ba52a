import type { Control } from '../control/index.ts'
import { isRecord } from '../model/index.ts'
import type { Draft } from './draft.ts'
import { goodEstate } from './good-estate.ts'
import { improvers } from './improvers.ts'
import { spoilers } from './spoilers/index.ts'
import { whereDemanded } from './where-demanded.ts'
import { withhold } from './withhold.ts'

/** An estate, and what is the matter with it: one of its properties, hidden or with another value, or nothing. */
export interface Situation {
  readonly about: string
  readonly how: string
  readonly draft: Draft
}

/** Answers of a wrong shape, and the unset property. */
const junk: readonly unknown[] = [undefined, null, 'x', [7], {}, [{}]]

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
  const seen = new Set<string>()
  for (const read of control.reads) {
    const draft = spoiled()
    withhold(draft, [read])
    yield { about: `${read.type} ${read.path}`, how: 'hidden', draft }
    const whole = read.path.replace(/\[".*"\]$/, '')
    const about = `${read.type} ${whole}`
    if (seen.has(about)) continue
    seen.add(about)
    const odd = (change: (value: unknown) => unknown) => {
      const made = spoiled()
      for (const { ref, values } of made.objects) if (ref.type === read.type) values[whole] = change(values[whole])
      return made
    }
    for (const value of junk) yield { about, how: JSON.stringify(value) ?? 'unset', draft: odd(() => value) }
    for (const steps of fieldsOf(spoiled(), read.type, whole))
      yield { about, how: `${steps.join('.')} is nonsense`, draft: odd((value) => withField(value, steps)) }
  }
}

/** The fields of an answer, two steps deep; of a list those of its elements. */
function fieldsOf(draft: Draft, type: string, path: string): readonly (readonly string[])[] {
  const values = draft.objects.flatMap(({ ref, values: held }) => (ref.type === type ? [held[path]] : []))
  const paths = values.flatMap(recordsIn).flatMap((record) =>
    Object.entries(record).flatMap(([name, value]) => [
      [name],
      ...recordsIn(value)
        .flatMap((inner) => Object.keys(inner))
        .map((inner) => [name, inner]),
    ]),
  )
  return [...new Map(paths.map((steps) => [steps.join('.'), steps])).values()]
}

const recordsIn = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
  (Array.isArray(value) ? value : [value]).filter(isRecord)

/** The answer with nonsense where the steps lead: an object for a word or a number, a list for an object. */
function withField(value: unknown, [step, ...others]: readonly string[]): unknown {
  if (step === undefined) return isRecord(value) ? [7] : {}
  if (Array.isArray(value)) return value.map((one) => withField(one, [step, ...others]))
  if (!isRecord(value) || !Object.hasOwn(value, step)) return value
  return { ...value, [step]: withField(value[step], others) }
}
