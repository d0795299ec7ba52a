import {
  baselines,
  factIds,
  factObject,
  idsIn,
  isDemanded,
  type Baseline,
  type Control,
  type FactId,
} from '../control/index.ts'
import type { Release } from '../model/index.ts'
import { text, type Text } from '../text/index.ts'
import { elsewhere, outside, uncovered } from './uncovered.ts'

/** A baseline that publishes rows; our own publishes none. */
export type Publisher = Exclude<Baseline, 'sakimori'>

export const publishers = baselines.filter((baseline) => baseline !== 'sakimori')

/** One published row. A row may stand for several facts, and a fact may have several controls. */
export interface PublishedRow {
  readonly id: string
  readonly facts: readonly FactId[]
  /** The controls that judge it on this release. */
  readonly controls: readonly string[]
}

/** A published row that is not wholly answered, with the facts that nobody answers. */
export interface OpenRow extends PublishedRow {
  readonly gaps: readonly { readonly fact: FactId; readonly reason: Text }[]
}

/** How the catalogue answers the rows that one publisher has for one release. Each row is in exactly one list. */
export interface CatalogCoverage {
  readonly baseline: Publisher
  readonly release: Release
  /** Every fact of the row is read and judged. */
  readonly automated: readonly PublishedRow[]
  /** Every fact of the row is answered, one of them at least by a person. */
  readonly procedural: readonly PublishedRow[]
  readonly notCovered: readonly OpenRow[]
}

const otherRelease = text(
  'A control reads this, but not on this release.',
  'このリリースを対象とするコントロールがない。',
)

/** Why nobody answers a fact on a release. */
export const reasonOfGap = (fact: FactId): Text => uncovered.get(fact) ?? elsewhere.get(fact) ?? otherRelease

const outsideObjects = new Set(outside.flatMap(({ objects }) => objects))

/** Whether a fact concerns vSphere proper. */
export const isVsphere = (fact: FactId): boolean => !outsideObjects.has(factObject(fact))

/** How controls answer the rows of a publisher for a release. The weakest fact of a row decides where it stands. */
export function coverCatalog(controls: readonly Control[], baseline: Publisher, release: Release): CatalogCoverage {
  const asked = controls.filter((control) => isDemanded(control, baseline, release))
  const byFact = Map.groupBy(
    asked.flatMap((control) => control.facts.map((fact) => ({ fact, control }))),
    ({ fact }) => fact,
  )
  const automated: PublishedRow[] = []
  const procedural: PublishedRow[] = []
  const notCovered: OpenRow[] = []
  for (const [id, facts] of rowsOf(baseline, release)) {
    const answers = facts.map((fact) => ({ fact, held: (byFact.get(fact) ?? []).map(({ control }) => control) }))
    const row = { id, facts, controls: [...new Set(answers.flatMap(({ held }) => held.map((one) => one.id)))] }
    const gaps = answers
      .filter(({ held }) => held.length === 0)
      .map(({ fact }) => ({ fact, reason: reasonOfGap(fact) }))
    if (gaps.length > 0) notCovered.push({ ...row, gaps })
    else if (answers.every(({ held }) => held.some(({ kind }) => kind !== 'procedure'))) automated.push(row)
    else procedural.push(row)
  }
  return { baseline, release, automated, procedural, notCovered }
}

/** The published rows that concern vSphere proper, with the facts that each stands for. */
function rowsOf(baseline: Publisher, release: Release): ReadonlyMap<string, readonly FactId[]> {
  const rows = new Map<string, FactId[]>()
  for (const fact of factIds.filter(isVsphere))
    for (const id of idsIn(baseline, [fact], release)) rows.set(id, [...(rows.get(id) ?? []), fact])
  return rows
}
