import type { Finding } from '../../assess/index.ts'
import { frameworkNames, frameworks, frameworksOf, type Baseline } from '../../control/index.ts'
import { render, type Locale } from '../../text/index.ts'
import { shorten } from '../escape.ts'
import { publishedFor } from '../json/report.ts'
import type { ControlSummary } from '../summary.ts'
import { wordCurrent, wordExpected, wordNote, wordRepair } from '../value.ts'
import { countWords, disruptionWords, objectWords, severityWords, verdictWords } from '../words.ts'
import { NAME_LENGTH } from './front.ts'
import { html, type Content, type Markup } from './markup.ts'
import { say } from './words.ts'

/** Rows of a table before the rest is only counted: 10,000 VMs must not give a page that no browser opens. */
const ROWS_SHOWN = 100

/** A control that somebody has to look at. The severity is a word; the colour only repeats it. */
export function controlSection(summary: ControlSummary, locale: Locale): Markup {
  const { control, severity, open } = summary
  const [badge, word] = badgeOf(summary, locale)
  return html`<details class="control is-${severity}${open.length > 0 && ' fails'}">
    <summary>
      <span class="badge ${badge}">${word}</span>
      <h4>${render(control.title, locale)}</h4>
      <span class="num tally">${tallyOf(summary, locale)}</span>
    </summary>
    <div class="body" id="${control.id}">${bodyOf(summary, locale)}</div>
  </details> `
}

function badgeOf({ open, waived, unknown, severity }: ControlSummary, locale: Locale): readonly [string, string] {
  if (open.length > 0) return [severity, render(severityWords[severity], locale)]
  if (waived.length > 0) return ['waived', render(say.waivedBadge, locale)]
  return unknown.length > 0
    ? ['unknown', render(verdictWords.unknown, locale)]
    : ['manual', render(verdictWords.manual, locale)]
}

function tallyOf({ open, waived, unknown, manual, counts }: ControlSummary, locale: Locale): string {
  const said: string[] = []
  if (open.length > 0)
    said.push(
      render(say.failTally, locale, { fail: countWords(open.length), judged: countWords(counts.pass + counts.fail) }),
    )
  if (waived.length > 0) said.push(render(say.waivedTally, locale, { count: countWords(waived.length) }))
  if (unknown.length > 0) said.push(render(say.unknownTally, locale, { count: countWords(unknown.length) }))
  if (manual.length > 0) said.push(render(say.manualTally, locale, { count: countWords(manual.length) }))
  return said.join(' · ')
}

function bodyOf(summary: ControlSummary, locale: Locale): Content {
  const { control, counts, open, waived, unknown, manual, severity } = summary
  const failing = [...open.slice(0, ROWS_SHOWN), ...waived.slice(0, Math.max(0, ROWS_SHOWN - open.length))]
  const current = (finding: Finding) => html`<td class="value">${wordCurrent(finding, locale)}</td>`
  const expected = (finding: Finding) => html`<td class="value">${wordExpected(finding, locale)}</td>`
  const note = (finding: Finding) => html`<td>${wordNote(finding, locale)}</td>`
  const waiver = (finding: Finding) => html`<td>${finding.waiver && shorten(finding.waiver.id, 80)}</td>`
  const failColumns = [
    [say.current, current],
    ...(failing.some((finding) => finding.expected) ? ([[say.expected, expected]] as const) : []),
    ...(failing.some((finding) => finding.note) ? ([[say.note, note]] as const) : []),
    ...(waived.length > 0 ? ([[say.waiver, waiver]] as const) : []),
  ] as const
  const passes = [
    counts.pass > 0 && render(say.passes, locale, { objects: objectWords(counts.pass, locale) }),
    counts.notApplicable > 0 &&
      render(say.notApplicable, locale, { objects: objectWords(counts.notApplicable, locale) }),
  ]
  return [
    html`<p class="soft">
      <code>${control.id}</code> ·
      ${render(severityWords[severity], locale)}${control.custom && ` · ${render(say.custom, locale)}`}
    </p>`,
    html`<h5>${render(say.why, locale)}</h5>
      <p>${render(control.rationale, locale)}</p>`,
    repairOf(summary, locale),
    objectTable(say.failing, failing, open.length + waived.length, failColumns, locale),
    objectTable(say.unknownObjects, unknown.slice(0, ROWS_SHOWN), unknown.length, [[say.whyUnknown, current]], locale),
    objectTable(
      say.manualObjects,
      manual.slice(0, ROWS_SHOWN),
      manual.length,
      manual.some((finding) => finding.note) ? [[say.note, note]] : [],
      locale,
    ),
    html`<p class="soft">${passes[0]} ${passes[1]}</p>`,
    idList(summary, locale),
    frameworkList(summary, locale),
  ]
}

function repairOf({ control, open, waived, unknown, manual }: ControlSummary, locale: Locale): Content {
  const impact = html`<h5>${render(say.impact, locale)}</h5>
    <p>${render(control.impact, locale)} ${render(disruptionWords[control.repair.disruption], locale)}</p>`
  if (control.kind === 'procedure')
    return [
      html`<h5>${render(say.steps, locale)}</h5>
        <p class="steps">${lines(render(control.steps, locale))}</p>`,
      repairSteps(control, locale),
      impact,
    ]
  const failing = [...open, ...waived]
  const [asked = unknown[0] ?? manual[0]] = failing
  if (!asked) return impact
  // Hosts of several releases may be asked for several values.
  const ways = [...new Set(failing.slice(0, ROWS_SHOWN).map((finding) => wordRepair(finding, locale)))]
  const said = ways.length > 0 ? ways.slice(0, 5) : [wordRepair(asked, locale)]
  return [
    html`<h5>${render(say.repair, locale)}</h5>`,
    said.map((way) => html`<p class="steps">${lines(way)}</p>`),
    impact,
  ]
}

function repairSteps({ repair }: ControlSummary['control'], locale: Locale): Content {
  return (
    repair.kind === 'steps' &&
    html`<h5>${render(say.repair, locale)}</h5>
      <p class="steps">${lines(render(repair.steps, locale))}</p>`
  )
}

/** Our own line breaks are kept as breaks; those of an estate are shown as `\n` within their line. */
const lines = (said: string): Content => said.split('\n').map((line, index) => [index > 0 && html`<br />`, line])

function idList({ control, releases }: ControlSummary, locale: Locale): Content {
  if (control.custom) return referenceList(control.custom.references, locale)
  const published = publishedFor(control, releases)
  const named = (['scg', 'stig', 'cis'] as const satisfies readonly Baseline[]).flatMap((baseline) =>
    published[baseline].map((id) => `${baseline.toUpperCase()} ${id}`),
  )
  return html`<h5>${render(say.ids, locale)}</h5>
    ${named.length === 0 ? html`<p>${render(say.noIds, locale)}</p>` : codeList(named)}`
}

/** What a site's own control answers to; nobody publishes an id for it. */
const referenceList = (references: readonly string[], locale: Locale): Content =>
  references.length > 0 &&
  html`<h5>${render(say.references, locale)}</h5>
    ${codeList(references)}`

const codeList = (ids: readonly string[]): Markup =>
  html`<ul class="ids">
    ${ids.map((id) => html`<li><code>${id}</code></li>`)}
  </ul>`

function frameworkList({ control, releases }: ControlSummary, locale: Locale): Content {
  const items = frameworksOf(control, ...releases)
  const held = frameworks.filter((framework) => items[framework])
  return (
    held.length > 0 &&
    html`<h5>${render(say.frameworks, locale)}</h5>
      <ul class="ids">
        ${held.map((framework) => html`<li>${frameworkNames[framework]}: ${items[framework]?.join(', ')}</li>`)}
      </ul>`
  )
}

type Column = readonly [
  (typeof say)['note' | 'current' | 'expected' | 'waiver' | 'whyUnknown'],
  (finding: Finding) => Markup,
]

function objectTable(
  title: (typeof say)['failing' | 'unknownObjects' | 'manualObjects'],
  rows: readonly Finding[],
  all: number,
  columns: readonly Column[],
  locale: Locale,
): Content {
  if (all === 0) return undefined
  return html`<h5>${render(title, locale)}</h5>
    <div class="scroll" tabindex="0" role="group" aria-label="${render(title, locale)}">
      <table class="objects">
        <thead>
          <tr>
            <th scope="col">${render(say.object, locale)}</th>
            ${columns.map(([label]) => html`<th scope="col">${render(label, locale)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (finding) =>
              html`<tr>
                <th scope="row">${shorten(finding.subject.path, NAME_LENGTH)}</th>
                ${columns.map(([, cell]) => cell(finding))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${all > rows.length && html`<p class="soft">${render(say.capped, locale, { count: countWords(all - rows.length) })}</p>`}`
}
