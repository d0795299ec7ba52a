import { catalog, coverFramework, type FrameworkCoverage, type FrameworkRow } from '@sakimori/core/catalog'
import { frameworkNames, type FrameworkQuery } from '@sakimori/core/control'
import type { Release } from '@sakimori/core/model'
import { wrapColumns } from '@sakimori/core/report'
import { render, type Locale } from '@sakimori/core/text'
import { tabulate } from '../table.ts'
import { words } from '../words.ts'

/** The tables of a framework, one for each release that has a row. */
export const coverFrameworks = (
  { framework, item }: FrameworkQuery,
  releases: readonly Release[],
): readonly FrameworkCoverage[] =>
  releases.map((release) => coverFramework(catalog, framework, release, item)).filter(({ rows }) => rows.length > 0)

/** The form of the JSON: fields may be added, none is renamed within a version. */
export const frameworkJson = (tables: readonly FrameworkCoverage[]) => ({
  schema: 'sakimori/framework-coverage/1',
  tables: tables.map(({ framework, release, rows }) => ({ framework, release, counts: countsOf(rows), rows })),
})

/** An item counts once, by the best answer that it has. */
function countsOf(rows: readonly FrameworkRow[]) {
  const automated = rows.filter((row) => row.automated.length > 0).length
  const procedural = rows.filter((row) => row.automated.length === 0 && row.procedural.length > 0).length
  return { items: rows.length, automated, procedural, notCovered: rows.length - automated - procedural }
}

const WIDEST = 120
const NARROWEST = 60

/** Words the answers for a terminal: a line a release, or with `detail` a row an item. */
export function frameworkText(
  { framework }: FrameworkQuery,
  tables: readonly FrameworkCoverage[],
  locale: Locale,
  columns: number,
  detail: boolean,
): string {
  const width = Math.min(WIDEST, Math.max(NARROWEST, columns))
  const title = (...names: readonly (typeof words)[keyof typeof words][]) => names.map((name) => render(name, locale))
  const summary = [
    title(words.frameworkRelease, words.frameworkItems, words.automated, words.byHand, words.notCovered),
    ...tables.map(({ release, rows }) => {
      const { items, automated, procedural, notCovered } = countsOf(rows)
      return [release, ...[items, automated, procedural, notCovered].map(String)]
    }),
  ]
  return `${[
    ...wrapColumns(render(words.frameworkTitle, locale, { name: frameworkNames[framework] }), width),
    '',
    ...(tables.length > 0 ? tabulate(summary, width) : [render(words.frameworkNone, locale)]),
    '',
    ...wrapColumns(render(words.frameworkNote, locale), width),
    ...(detail
      ? tables.flatMap(({ release, rows }) => [
          '',
          `${frameworkNames[framework]} — vSphere ${release}`,
          ...tabulate(
            [title(words.frameworkItem, words.automated, words.byHand, words.notCovered), ...rows.map(rowOf)],
            width,
          ),
        ])
      : ['', render(words.frameworkMore, locale, { framework })]),
  ].join('\n')}\n`
}

const rowOf = ({ id, automated, procedural, gaps }: FrameworkRow): readonly string[] => [
  id,
  automated.join(' ') || '—',
  procedural.join(' ') || '—',
  gaps.map(({ fact }) => fact).join(' ') || '—',
]
