import {
  catalog,
  coverCatalog,
  outside,
  publishers,
  type CatalogCoverage,
  type Publisher,
} from '@sakimori/core/catalog'
import { factIds, factObject } from '@sakimori/core/control'
import { releases, type Release } from '@sakimori/core/model'
import { displayWidth, padColumns, wrapColumns } from '@sakimori/core/report'
import { render, type Locale, type Text } from '@sakimori/core/text'
import { knownFramework, knownWord } from '../config/filter.ts'
import { exitCodes, UsageError } from '../exit.ts'
import type { Verb } from '../verb.ts'
import { words } from '../words.ts'
import { coverFrameworks, frameworkJson, frameworkText } from './framework-coverage.ts'

export interface CoverageFlags {
  readonly baseline?: string
  readonly framework?: string
  readonly release?: string
  readonly format?: string
}

/** How many published rows of vSphere are automated, answered by hand, or not covered. */
export const coverage: Verb<[CoverageFlags]> = async ({ terminal }, flags) => {
  const format = knownWord('--format', flags.format ?? 'text', ['text', 'json'])
  const on = flags.release === undefined ? releases : [knownWord<Release>('--release', flags.release, releases)]
  if (flags.framework !== undefined) {
    if (flags.baseline !== undefined) throw new UsageError('--framework and --baseline are two questions: give one')
    const query = knownFramework(flags.framework, catalog)
    const tables = coverFrameworks(query, on)
    await terminal.write(
      format === 'json'
        ? `${JSON.stringify(frameworkJson(tables), null, 2)}\n`
        : frameworkText(query, tables, terminal.locale, terminal.width, flags.release !== undefined),
    )
    return exitCodes.clean
  }
  const publishing =
    flags.baseline === undefined ? publishers : [knownWord<Publisher>('--baseline', flags.baseline, publishers)]
  const tables = publishing
    .flatMap((baseline) => on.map((release) => coverCatalog(catalog, baseline, release)))
    .filter((table) => rowCount(table) > 0)
  const detail = flags.baseline !== undefined || flags.release !== undefined
  await terminal.write(
    format === 'json'
      ? `${JSON.stringify(coverageJson(tables), null, 2)}\n`
      : coverageText(tables, terminal.locale, terminal.width, detail),
  )
  return exitCodes.clean
}

const rowCount = ({ automated, procedural, notCovered }: CatalogCoverage) =>
  automated.length + procedural.length + notCovered.length

const outsideFacts = (objects: readonly string[]) => factIds.filter((fact) => objects.includes(factObject(fact)))

/** The form of the JSON: fields may be added, none is renamed within a version. */
export const coverageJson = (tables: readonly CatalogCoverage[]) => ({
  schema: 'sakimori/coverage/1',
  tables: tables.map((table) => ({
    baseline: table.baseline,
    release: table.release,
    rows: rowCount(table),
    counts: {
      automated: table.automated.length,
      procedural: table.procedural.length,
      notCovered: table.notCovered.length,
    },
    automated: table.automated,
    procedural: table.procedural,
    notCovered: table.notCovered,
  })),
  outside: outside.map(({ objects, reason }) => ({ objects, facts: outsideFacts(objects), reason })),
})

const NARROWEST = 60
const WIDEST = 100
/** Columns of the numbers: room for a header in either language. */
const NUMBER = 13

/** Words the coverage for a terminal: a row and a bar for each baseline and release; with `detail`, the ids. */
export function coverageText(
  tables: readonly CatalogCoverage[],
  locale: Locale,
  columns: number,
  detail: boolean,
): string {
  const width = Math.min(WIDEST, Math.max(NARROWEST, columns))
  const right = (said: string, room: number) => ' '.repeat(Math.max(1, room - displayWidth(said))) + said
  const head = padColumns(render(words.coverageBaseline, locale), 15)
  const bar = width - 15 - 8 - 3 * NUMBER - 2
  const lines = tables.map((table) => {
    const rows = rowCount(table)
    const numbers = [table.automated, table.procedural, table.notCovered].map(({ length }) =>
      right(length === 0 ? '0' : `${length} (${percent(length, rows)})`, NUMBER),
    )
    const name = padColumns(`${table.baseline.toUpperCase()} ${table.release}`, 15)
    return `${name}${right(String(rows), 8)}${numbers.join('')}  ${barOf(table, bar)}`.trimEnd()
  })
  const titles = [words.automated, words.byHand, words.notCovered].map((title) => right(render(title, locale), NUMBER))
  return `${[
    ...wrapColumns(render(words.coverageTitle, locale), width),
    '',
    `${head}${right(render(words.coverageRows, locale), 8)}${titles.join('')}`,
    ...(lines.length > 0 ? lines : wrapColumns(render(words.coverageNone, locale), width)),
    '',
    ...wrapColumns(render(words.legend, locale), width),
    ...(detail ? tables.flatMap((table) => detailOf(table, locale, width)) : ['', render(words.coverageMore, locale)]),
    '',
    ...outsideLines(locale, width),
  ].join('\n')}\n`
}

/** A part that is not nothing is never shown as 0 %, nor one that is not all as 100 %. */
const percent = (part: number, all: number) =>
  `${part === all ? 100 : Math.min(99, Math.max(1, Math.round((part / all) * 100)))} %`

/** A bar whose parts are as the numbers are; whatever is there has a mark at least. */
function barOf(table: CatalogCoverage, room: number): string {
  if (room < 5) return ''
  const rows = rowCount(table)
  const marks = (count: number) => (count === 0 ? 0 : Math.max(1, Math.round((count / rows) * room)))
  const open = marks(table.notCovered.length)
  const hand = marks(table.procedural.length)
  return '█'.repeat(Math.max(0, room - open - hand)) + '▒'.repeat(hand) + '·'.repeat(open)
}

function detailOf(table: CatalogCoverage, locale: Locale, width: number): string[] {
  const name = `${table.baseline.toUpperCase()} ${table.release}`
  const title = (kind: Text, count: number) => [
    '',
    `${name} — ${render(words.rowsOf, locale, { kind: render(kind, locale), count })}`,
  ]
  const ids = (rows: readonly { readonly id: string }[], indent: number) =>
    wrapColumns(rows.map(({ id }) => id).join('  '), width - indent).map((line) => ' '.repeat(indent) + line)
  const byReason = Map.groupBy(table.notCovered, ({ gaps }) =>
    [...new Set(gaps.map(({ reason }) => render(reason, locale)))].join(' '),
  )
  return [
    ...title(words.automated, table.automated.length),
    ...ids(table.automated, 2),
    ...title(words.byHand, table.procedural.length),
    ...ids(table.procedural, 2),
    ...title(words.notCovered, table.notCovered.length),
    ...Array.from(byReason).flatMap(([reason, rows]) => [
      ...wrapColumns(reason, width - 2).map((line) => `  ${line}`),
      ...ids(rows, 4),
    ]),
  ]
}

const outsideLines = (locale: Locale, width: number): string[] => [
  render(words.outsideTitle, locale),
  ...outside.flatMap(({ objects, reason }) =>
    wrapColumns(
      render(words.outsideOne, locale, {
        objects: objects.join(', '),
        count: outsideFacts(objects).length,
        reason: render(reason, locale),
      }),
      width - 2,
    ).map((line) => `  ${line}`),
  ),
]
