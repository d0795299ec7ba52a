import { selectControls } from '@sakimori/core/assess'
import {
  baselineName,
  baselines,
  demandsOf,
  demandTable,
  frameworkNames,
  frameworks,
  frameworksOf,
  isDemanded,
  publishedByRelease,
  publishedIds,
  type Control,
} from '@sakimori/core/control'
import { releases } from '@sakimori/core/model'
import { areaWords, disruptionWords, severityWords, wrapColumns } from '@sakimori/core/report'
import { render, suggest, type Locale, type Text } from '@sakimori/core/text'
import { filterOf, knownWord, type FilterFlags } from '../config/filter.ts'
import { exitCodes, UsageError } from '../exit.ts'
import { tabulate } from '../table.ts'
import type { Verb } from '../verb.ts'
import { words } from '../words.ts'

export interface ListFlags extends FilterFlags {
  readonly format?: string
}

/** The catalogue, a line a control or as JSON. */
export const listControls: Verb<[ListFlags]> = async ({ terminal, controls: all }, flags) => {
  const format = knownWord('--format', flags.format ?? 'text', ['text', 'json'])
  const { controls } = selectControls(all, filterOf(flags, all))
  if (format === 'json') await terminal.write(`${JSON.stringify(controls.map(controlJson), null, 2)}\n`)
  else
    for (const control of controls)
      await terminal.write(
        `${control.id.padEnd(40)} ${control.severity.padEnd(8)} ${control.custom ? '* ' : ''}${control.title[terminal.locale]}\n`,
      )
  return exitCodes.clean
}

export interface ShowFlags {
  readonly json?: boolean
}

/** One control with everything that is known of it. */
export const showControl: Verb<[string, ShowFlags]> = async ({ terminal, controls }, id, flags) => {
  const control = controls.find((one) => one.id === id)
  if (!control) {
    const near = suggest(
      id,
      controls.map((one) => one.id),
    )
    throw new UsageError(`${render(words.noControl, terminal.locale, { id })}${near ? ` (${near}?)` : ''}`)
  }
  const { locale, width } = terminal
  await terminal.write(
    flags.json ? `${JSON.stringify(controlJson(control), null, 2)}\n` : showControlText(control, locale, width),
  )
  return exitCodes.clean
}

function controlJson(control: Control) {
  const { id, kind, facts, area, subject, severity, title, rationale, impact, reads, span, repair } = control
  const demanded = baselines.map(
    (baseline) => [baseline, releases.filter((release) => isDemanded(control, baseline, release))] as const,
  )
  return {
    id,
    kind,
    /** Whether a machine answers it; a procedure asks a person. */
    automated: kind !== 'procedure',
    /** Whether the site wrote it itself. */
    custom: control.custom !== undefined,
    ...(control.custom ? { references: control.custom.references } : {}),
    facts,
    area,
    subject,
    severity,
    title,
    rationale,
    impact,
    span,
    releases: releases.filter((release) => demanded.some(([, held]) => held.includes(release))),
    baselines: Object.fromEntries(demanded.filter(([, held]) => held.length > 0)),
    demands: demandsOf(control),
    reads,
    ...(control.kind === 'procedure' ? { steps: control.steps } : {}),
    repair: {
      kind: repair.kind,
      disruption: repair.disruption,
      ...(repair.kind === 'steps' ? { steps: repair.steps } : {}),
    },
    published: Object.fromEntries(facts.map((fact) => [fact, publishedIds(fact)])),
    frameworks: frameworksOf(control),
  }
}

const NARROWEST = 48
const WIDEST = 100

/** Words one control for a terminal. */
export function showControlText(control: Control, locale: Locale, columns: number): string {
  const width = Math.min(WIDEST, Math.max(NARROWEST, columns))
  const indent = (lines: readonly string[]) => lines.map((line) => `  ${line}`)
  const section = (title: Text, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', render(title, locale), ...indent(lines)]
  const wrap = (said: Text) =>
    render(said, locale)
      .split('\n')
      .flatMap((line) => wrapColumns(line, width - 2))
  const { repair } = control
  const mended = repair.kind === 'steps' ? wrap(repair.steps) : wrap(words.repairedByChange)
  const published = publishedByRelease(control).map(({ release, ids }) => [
    release,
    ids.map(([baseline, held]) => `${baselineName(baseline)} ${held.join(' ')}`).join(' · '),
  ])
  const items = frameworksOf(control)
  const concerned = frameworks.flatMap((framework) => {
    const held = items[framework]
    return held ? [[frameworkNames[framework], held.join(', ')]] : []
  })
  const lines = [
    `${control.id}  [${render(severityWords[control.severity], locale)}]  ${render(areaWords[control.area], locale)}`,
    ...wrapColumns(render(control.title, locale), width),
    ...(control.custom ? [render(words.customOf, locale)] : []),
    ...section(words.why, wrap(control.rationale)),
    ...section(words.asked, tabulate(demandTable(demandsOf(control), locale), width - 2)),
    ...section(
      words.reads,
      control.reads.map((read) => `${read.type} ${read.path}`),
    ),
    ...(control.kind === 'procedure' ? section(words.howToCheck, wrap(control.steps)) : []),
    ...section(words.repair, [...mended, ...wrap(disruptionWords[repair.disruption])]),
    ...section(words.impact, wrap(control.impact)),
    ...section(words.published, tabulate(published, width - 2)),
    ...(control.custom ? section(words.references, [...control.custom.references]) : []),
    ...section(words.frameworks, tabulate(concerned, width - 2)),
  ]
  return `${lines.join('\n')}\n`
}
