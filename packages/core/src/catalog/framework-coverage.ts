import {
  compareItems,
  factIds,
  frameworksOfFacts,
  idsIn,
  isDemanded,
  matchesItem,
  type Control,
  type FactId,
  type Framework,
} from '../control/index.ts'
import type { Release } from '../model/index.ts'
import type { Text } from '../text/index.ts'
import { isVsphere, publishers, reasonOfGap } from './coverage.ts'

/** One item of a framework, and how each published question behind it is answered on a release. */
export interface FrameworkRow {
  readonly id: string
  readonly facts: readonly FactId[]
  /** Controls that read and judge. */
  readonly automated: readonly string[]
  /** Controls that ask a person. */
  readonly procedural: readonly string[]
  readonly gaps: readonly { readonly fact: FactId; readonly reason: Text }[]
}

/** The items of a framework that some published question of vSphere relates to on a release. */
export interface FrameworkCoverage {
  readonly framework: Framework
  readonly release: Release
  readonly rows: readonly FrameworkRow[]
}

/**
 * Which controls answer the items of a framework on a release, for the items that `item` means (all by default).
 * Items that no guide for vSphere touches, such as the training of people, are not there.
 */
export function coverFramework(
  controls: readonly Control[],
  framework: Framework,
  release: Release,
  item = '*',
): FrameworkCoverage {
  const asked = controls.filter((control) => isDemanded(control, 'sakimori', release))
  const byFact = Map.groupBy(
    asked.flatMap((control) => control.facts.map((fact) => ({ fact, control }))),
    ({ fact }) => fact,
  )
  const answers = (fact: FactId) => (byFact.get(fact) ?? []).map(({ control }) => control)
  const published = (fact: FactId) => publishers.some((publisher) => idsIn(publisher, [fact], release).length > 0)
  const factsOf = Map.groupBy(
    factIds
      .filter((fact) => isVsphere(fact) && (published(fact) || byFact.has(fact)))
      .flatMap((fact) => (frameworksOfFacts([fact], [release])[framework] ?? []).map((id) => ({ id, fact }))),
    ({ id }) => id,
  )
  const rows = Array.from(factsOf)
    .filter(([id]) => matchesItem(item, id))
    .toSorted(([one], [other]) => compareItems(one, other))
    .map(([id, pairs]) => {
      const facts = pairs.map(({ fact }) => fact)
      const held = [...new Set(facts.flatMap(answers))]
      const names = (procedural: boolean) =>
        held.filter(({ kind }) => (kind === 'procedure') === procedural).map((control) => control.id)
      const gaps = facts.filter((fact) => !byFact.has(fact)).map((fact) => ({ fact, reason: reasonOfGap(fact) }))
      return { id, facts, automated: names(false), procedural: names(true), gaps }
    })
  return { framework, release, rows }
}
