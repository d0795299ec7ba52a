import { catalog, findControl } from '@sakimori/core/catalog'
import { baselines, describe, expectationFor, idsIn, publishedIds, type Control } from '@sakimori/core/control'
import { releases } from '@sakimori/core/model'
import { render, type Locale } from '@sakimori/core/text'
import { suggest } from '../config/suggest.ts'
import { exitCodes, UsageError } from '../exit.ts'
import type { Verb } from '../verb.ts'
import { words } from '../words.ts'

export interface ListFlags {
  readonly format?: string
  readonly area?: string
}

/** The catalogue, a line a control or as JSON. */
export const listControls: Verb<[ListFlags]> = async ({ terminal }, flags) => {
  const chosen = catalog.filter((control) => flags.area === undefined || control.area === flags.area)
  if (chosen.length === 0)
    throw new UsageError(
      `there is no area ${flags.area ?? ''}: ${[...new Set(catalog.map((control) => control.area))].join(', ')}`,
    )
  if (flags.format === 'json') await terminal.write(`${JSON.stringify(chosen.map(controlJson), null, 2)}\n`)
  else if (flags.format !== undefined && flags.format !== 'text')
    throw new UsageError(`--format ${flags.format}: write text or json`)
  else
    for (const control of chosen)
      await terminal.write(`${control.id.padEnd(40)} ${control.severity.padEnd(8)} ${control.title[terminal.locale]}\n`)
  return exitCodes.clean
}

export interface ShowFlags {
  readonly json?: boolean
}

/** One control with everything that is known of it. */
export const showControl: Verb<[string, ShowFlags]> = async ({ terminal }, id, flags) => {
  const control = findControl(id)
  if (!control) {
    const near = suggest(
      id,
      catalog.map((one) => one.id),
    )
    throw new UsageError(`${render(words.noControl, terminal.locale, { id })}${near ? ` (${near}?)` : ''}`)
  }
  await terminal.write(
    flags.json ? `${JSON.stringify(controlJson(control), null, 2)}\n` : showText(control, terminal.locale),
  )
  return exitCodes.clean
}

function controlJson(control: Control) {
  const { id, facts, area, subject, severity, title, rationale, impact, reads, span } = control
  return {
    id,
    kind: control.kind,
    facts,
    area,
    subject,
    severity,
    title,
    rationale,
    impact,
    span,
    reads,
    repair: {
      kind: control.repair.kind,
      disruption: control.repair.disruption,
      ...(control.repair.kind === 'steps' ? { steps: control.repair.steps } : {}),
    },
    published: Object.fromEntries(facts.map((fact) => [fact, publishedIds(fact)])),
  }
}

function showText(control: Control, locale: Locale): string {
  const lines = [
    `${control.id}  [${control.severity}]  ${control.area}`,
    control.title[locale],
    '',
    control.rationale[locale],
    control.impact[locale],
    '',
    ...control.reads.map((read) => `  ${read.type} ${read.path}`),
    '',
    ...releases.flatMap((release) =>
      baselines.flatMap((baseline) => {
        const ids = idsIn(baseline, control.facts, release)
        if (baseline !== 'sakimori' && ids.length === 0) return []
        const expected = control.kind === 'observation' ? expectationFor(control, baseline, release) : undefined
        return [`  ${release}  ${baseline.padEnd(8)}  ${expected ? describe(expected, locale) : '—'}  ${ids.join(' ')}`]
      }),
    ),
    ...(control.repair.kind === 'steps' ? ['', control.repair.steps[locale]] : []),
  ]
  return `${lines.join('\n')}\n`
}
