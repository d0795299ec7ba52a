import {
  baselineName,
  baselines,
  demandsOf,
  demandTable,
  frameworkNames,
  frameworks,
  frameworksOf,
  publishedByRelease,
  type Control,
  type Demands,
  type Read,
} from '@sakimori/core/control'
import { releases } from '@sakimori/core/model'
import { areaWords, disruptionWords, severityWords, subjectWords } from '@sakimori/core/report'
import { render, type Locale } from '@sakimori/core/text'
import { byHand, worthSeeing } from './by-hand.ts'
import type { Seen } from './seen.ts'
import { say } from './words.ts'

/** A page of one control in one language. */
export function controlPage(control: Control, seen: Seen, locale: Locale): string {
  const demands = demandsOf(control)
  const reads = specific(control.reads, seen.paths)
  return blocks(
    `[${render(say.back, locale)}](README.md) · ${otherLanguage(locale, `${control.id}.md`)}`,
    `# ${prose(render(control.title, locale))}`,
    subtitle(control, demands, locale),
    `## ${render(say.why, locale)}`,
    prose(render(control.rationale, locale)),
    `## ${render(say.expected, locale)}`,
    expected(control, demands, locale),
    ...(control.kind === 'procedure'
      ? [`## ${render(say.steps, locale)}`, steps(render(control.steps, locale))]
      : [
          `## ${render(say.reads, locale)}`,
          reads.map(({ type, path }) => `- \`${type}\` \`${path}\``).join('\n'),
          ...commands(reads, locale),
        ]),
    `## ${render(say.repair, locale)}`,
    ...repairOf(control, seen, locale),
    `## ${render(say.published, locale)}`,
    publishedTable(control, locale),
    ...frameworkList(control, locale),
    render(say.facts, locale, { facts: control.facts.map((fact) => `\`${fact}\``).join(', ') }),
  )
}

const otherLanguage = (locale: Locale, file: string) =>
  locale === 'en' ? `[日本語](../ja/${file})` : `[English](../en/${file})`

/** Id, severity, area, object, releases: what a reader looks for first. */
const subtitle = (control: Control, demands: readonly Demands[], locale: Locale) =>
  [
    `\`${control.id}\``,
    render(severityWords[control.severity], locale),
    render(areaWords[control.area], locale),
    render(subjectWords[control.subject], locale),
    `vSphere ${runsOf(demands)}`,
    ...(control.kind === 'procedure' ? [`✎ ${render(say.procedure, locale)}`] : []),
  ].join(' · ')

/** The index: a table for each area. */
export function indexPage(byArea: readonly (readonly [Control['area'], readonly Control[]])[], locale: Locale): string {
  const all = byArea.flatMap(([, controls]) => controls)
  const procedural = all.filter(({ kind }) => kind === 'procedure').length
  const row = ({ id, severity, title, kind }: Control) => [
    `[\`${id}\`](${id}.md)`,
    render(severityWords[severity], locale),
    `${prose(render(title, locale))}${kind === 'procedure' ? ' ✎' : ''}`,
  ]
  return blocks(
    otherLanguage(locale, 'README.md'),
    `# ${render(say.index, locale)}`,
    render(say.indexLead, locale, {
      count: all.length,
      areas: byArea.length,
      automated: all.length - procedural,
      procedural,
    }),
    render(say.indexCommands, locale),
    ...byArea.flatMap(([area, controls]) => [
      `## ${render(areaWords[area], locale)}`,
      table(
        [say.control, say.severity, say.good].map((title) => render(title, locale)),
        controls.map(row),
      ),
    ]),
  )
}

function expected(control: Control, demands: readonly Demands[], locale: Locale): string {
  const [head = [], ...rows] = demandTable(demands, locale)
  const grid = table(head, rows)
  if (control.kind === 'observation') return grid
  const means = control.kind === 'procedure' ? say.expectedAsked : say.expectedJudged
  return `${grid}\n\n${render(means, locale)}`
}

/** One block a tool, each command once. */
function commands(reads: readonly Read[], locale: Locale): string[] {
  const ways = worthSeeing(reads).map(byHand)
  const block = (language: string, lines: readonly (string | undefined)[]) => {
    const once = [...new Set(lines.filter((line) => line !== undefined))]
    return once.length === 0 ? [] : [`\`\`\`${language}\n${once.join('\n')}\n\`\`\``]
  }
  const found = [
    ...block('sh', [...ways.map(({ govc }) => govc), ...ways.map(({ shell }) => shell)]),
    ...block(
      'powershell',
      ways.map(({ powercli }) => powercli),
    ),
  ]
  return found.length === 0 ? [] : [`### ${render(say.byHand, locale)}`, ...found]
}

function repairOf({ repair, impact }: Control, { change }: Seen, locale: Locale): string[] {
  const how =
    repair.kind === 'steps'
      ? [steps(render(repair.steps, locale))]
      : change
        ? [
            render(say.writes, locale, { baseline: baselineName(change.baseline), release: change.release }),
            table(
              [render(say.setting, locale), render(say.becomes, locale)],
              change.writes.map(({ field, to }) => [
                `\`${field}\``,
                to === undefined ? render(say.unset, locale) : `\`${to}\``,
              ]),
            ),
          ]
        : [render(say.chosen, locale)]
  const way = repair.kind === 'steps' ? say.wayBackSteps : say.wayBackChange
  return [
    ...how,
    [
      `- **${render(say.disruption, locale)}**: ${render(disruptionWords[repair.disruption], locale)}`,
      `- **${render(say.impact, locale)}**: ${prose(render(impact, locale))}`,
      `- **${render(say.wayBack, locale)}**: ${render(way, locale)}`,
    ].join('\n'),
  ]
}

function publishedTable(control: Control, locale: Locale): string {
  const rows = publishedByRelease(control)
  const publishing = baselines.filter((baseline) => rows.some(({ ids }) => ids.some(([name]) => name === baseline)))
  if (rows.length === 0) return render(say.ours, locale)
  return table(
    [render(say.release, locale), ...publishing.map(baselineName)],
    rows.map(({ release, ids }) => [
      release,
      ...publishing.map((baseline) => ids.find(([name]) => name === baseline)?.[1].join('<br>') ?? '—'),
    ]),
  )
}

function frameworkList(control: Control, locale: Locale): string[] {
  const items = frameworksOf(control)
  const lines = frameworks.flatMap((framework) => {
    const held = items[framework]
    return held ? [`- ${frameworkNames[framework]}: ${held.join(', ')}`] : []
  })
  return lines.length === 0 ? [] : [`### ${render(say.frameworks, locale)}`, lines.join('\n')]
}

/** A read of a whole list is shown with the entries that the control looked for in it. */
const specific = (reads: readonly Read[], paths: readonly string[]): readonly Read[] =>
  reads.flatMap((read) => {
    const entries = paths.filter((path) => path.startsWith(`${read.path}["`))
    return entries.length === 0 ? [read] : entries.map((path) => ({ ...read, path }))
  })

/** `6.5–8.0, 9.1`: neighbours that differ in what is asked are one run here. */
function runsOf(demands: readonly Demands[]): string {
  const held = demands.flatMap((row) => row.releases)
  const runs: [string, string][] = []
  for (const release of held) {
    const last = runs.at(-1)
    if (last && releases.indexOf(release) === releases.findIndex((one) => one === last[1]) + 1) last[1] = release
    else runs.push([release, release])
  }
  return runs.map(([first, last]) => (first === last ? first : `${first}–${last}`)).join(', ')
}

/** Our own texts hold `<host>` and the like, which Markdown would swallow. */
const prose = (said: string) => said.replaceAll('<', '&lt;')

/** A line break of ours is a line break of the page; a numbered line is an item by itself. */
const steps = (said: string) => prose(said).replaceAll(/\n(?!\d+\. )/g, '\n\n')

const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => '---'), ...rows]
    .map((row) => `| ${row.map((cell) => cell.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ')).join(' | ')} |`)
    .join('\n')

const blocks = (...parts: readonly string[]) => `${parts.join('\n\n')}\n`
