import { releases, type Release } from '../model/index.ts'
import { render, text, type Locale } from '../text/index.ts'
import { expectationFor, isDemanded, type Control } from './control.ts'
import { describe } from './describe.ts'
import type { Expectation } from './expectation.ts'
import { baselines, idsIn, type Baseline } from './published.ts'

/** What the baselines ask of a control on a run of releases; a baseline that does not ask is not there. */
export interface Demands {
  readonly releases: readonly [Release, ...Release[]]
  /** The expectation, or `judged` where the control has logic of its own instead of a value. */
  readonly asks: Readonly<Partial<Record<Baseline, Expectation | 'judged'>>>
}

/** The demands of every baseline side by side, oldest release first. Neighbours that are asked the same share a row. */
export function demandsOf(control: Control): readonly Demands[] {
  const rows: Demands[] = []
  for (const release of releases) {
    const asks = asksOf(control, release)
    if (Object.keys(asks).length === 0) continue
    const last = rows.at(-1)
    const next = last && releases[releases.indexOf(last.releases.at(-1) ?? release) + 1] === release
    if (last && next && JSON.stringify(last.asks) === JSON.stringify(asks))
      rows[rows.length - 1] = { asks, releases: [...last.releases, release] }
    else rows.push({ asks, releases: [release] })
  }
  return rows
}

function asksOf(control: Control, release: Release): Demands['asks'] {
  return Object.fromEntries(
    baselines
      .filter((baseline) => isDemanded(control, baseline, release))
      .map((baseline) => [
        baseline,
        control.kind === 'observation' ? expectationFor(control, baseline, release) : 'judged',
      ]),
  )
}

const say = {
  release: text('Release', 'リリース'),
  same: text('as Sakimori', 'Sakimori と同じ'),
}

/** A longer value is not said twice in a row of the table. */
const LONG = 24

/** The baselines side by side as a table of words: a column for each that asks anywhere, and a head. */
export function demandTable(rows: readonly Demands[], locale: Locale): readonly (readonly string[])[] {
  const asking = baselines.filter((baseline) => rows.some(({ asks }) => asks[baseline] !== undefined))
  const word = (ask: Demands['asks'][Baseline]) =>
    // A judgement has no single value to show.
    ask === undefined ? '—' : ask === 'judged' ? '✓' : describe(ask, locale)
  const cells = ({ asks }: Demands) => {
    const ours = word(asks.sakimori)
    return asking.map((baseline) => {
      const said = word(asks[baseline])
      return baseline !== 'sakimori' && said === ours && said.length > LONG ? render(say.same, locale) : said
    })
  }
  return [
    [render(say.release, locale), ...asking.map(baselineName)],
    ...rows.map((row) => [releaseRun(row.releases), ...cells(row)]),
  ]
}

/** A baseline as the head of a column. */
export const baselineName = (baseline: Baseline): string =>
  baseline === 'sakimori' ? 'Sakimori' : baseline.toUpperCase()

/** The published ids that a control answers to, by release and baseline; those without one are left out. */
export function publishedByRelease(
  control: Control,
): readonly { readonly release: Release; readonly ids: readonly (readonly [Baseline, readonly string[]])[] }[] {
  return releases
    .map((release) => ({
      release,
      ids: baselines
        .filter((baseline) => isDemanded(control, baseline, release))
        .map((baseline) => [baseline, [...new Set(idsIn(baseline, control.facts, release))]] as const)
        .filter(([, ids]) => ids.length > 0),
    }))
    .filter(({ ids }) => ids.length > 0)
}

/** A run of releases as people write it: `7.0–8.0`. */
export const releaseRun = ([first, ...rest]: Demands['releases']): string =>
  rest.length === 0 ? first : `${first}–${rest.at(-1) ?? first}`
