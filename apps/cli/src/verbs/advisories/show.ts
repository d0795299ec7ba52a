import {
  conflictsIn,
  type Advisory,
  type AdvisoryRow,
  type Claim,
  type CveNote,
  type Knowledge,
} from '@sakimori/core/advisory'
import { severityWords, wrapColumns } from '@sakimori/core/report'
import { render, suggest, type Locale } from '@sakimori/core/text'
import { exitCodes, UsageError } from '../../exit.ts'
import { loadKnowledge } from '../../knowledge.ts'
import { tabulate } from '../../table.ts'
import type { Verb } from '../../verb.ts'
import { line } from './learn.ts'
import { words } from './words.ts'

export interface ShowFlags {
  readonly json?: boolean
}

/** One advisory, one bulletin, or all that is known of one CVE: each row with who says so, and where they disagree. */
export const showAdvisory: Verb<[string, ShowFlags]> = async ({ config, env, terminal }, asked, flags) => {
  const { knowledge, from } = loadKnowledge(config, env)
  if (from.renewed) terminal.say(words.renewed, { day: knowledge.asOf })
  const id = asked.trim().toUpperCase()
  const isCve = id.startsWith('CVE-')
  const advisories = knowledge.advisories.filter((one) => one.id === id || (isCve && one.cves.includes(id)))
  const cves = isCve ? [id] : advisories.flatMap((one) => one.cves)
  const about = {
    advisories,
    conflicts: conflictsIn({ ...knowledge, advisories }).filter((one) => one.cves.some((cve) => cves.includes(cve))),
    exploited: knowledge.exploited.filter(({ cve }) => cves.includes(cve)),
    notes: knowledge.notes.filter(({ cve }) => cves.includes(cve)),
    bulletins: knowledge.bulletins.filter(
      (one) => one.id.toUpperCase() === id || one.cves.some((cve) => cves.includes(cve)),
    ),
  }
  if (advisories.length + about.bulletins.length + about.exploited.length === 0) {
    const near = suggest(
      id,
      knowledge.advisories.flatMap((one) => [one.id, ...one.cves]),
    )
    throw new UsageError(`${render(words.unknownId, terminal.locale, { id })}${near ? ` (${near}?)` : ''}`)
  }
  if (flags.json)
    await terminal.write(`${JSON.stringify({ schema: 'sakimori/advisory/1', from, ...about }, null, 2)}\n`)
  else for (const said of showText(knowledge, about, terminal.locale, terminal.width)) await line(terminal, said)
  return exitCodes.clean
}

interface About extends Pick<Knowledge, 'advisories' | 'exploited' | 'notes' | 'bulletins'> {
  readonly conflicts: ReturnType<typeof conflictsIn>
}

const NARROWEST = 48
const WIDEST = 120

function showText(knowledge: Knowledge, about: About, locale: Locale, columns: number): readonly string[] {
  const width = Math.min(WIDEST, Math.max(NARROWEST, columns))
  const indent = (lines: readonly string[]) => lines.map((said) => `  ${said}`)
  const section = (title: string, lines: readonly string[]) => (lines.length === 0 ? [] : ['', title, ...indent(lines)])
  const named = (source: string | undefined) => source ?? render(words.ownTable, locale)
  const lines = about.advisories.flatMap((advisory) => [
    ...headOf(advisory, locale, width),
    ...section(
      render(words.flaws, locale),
      advisory.cves.map((cve) => [cve, ...marksOf(cve, about, locale)].join('  ')),
    ),
    ...section(render(words.fixes, locale), tabulate(fixesOf(advisory, locale), width - 2)),
    ...(advisory.complete ? [] : indent(wrapColumns(render(words.incomplete, locale), width - 2))),
    ...section(
      render(words.conflicts, locale),
      about.conflicts
        .filter((conflict) => conflict.advisory === advisory.id)
        .flatMap(({ branch, cves, claims: [counts, ...others] }) => [
          `${branch}  ${cves.join(' ')}`,
          `  ${render(words.counts, locale, { release: releaseOf(counts), source: named(counts.source) })}`,
          ...others.map(
            (claim) => `  ${render(words.says, locale, { release: releaseOf(claim), source: named(claim.source) })}`,
          ),
        ]),
    ),
    ...section(
      render(words.settings, locale),
      advisory.settings.flatMap(({ kind, controls, text, cves }) => [
        `${render(words[kind], locale)}: ${cves.join(' ')}  ${controls.join(' ')}`,
        ...indent(wrapColumns(text[locale], width - 4)),
      ]),
    ),
    ...section(
      render(words.sources, locale),
      advisory.sources.map((source) => `${source}  ${knowledge.sources[source] ?? ''}`.trimEnd()),
    ),
    '',
  ])
  const bulletins = about.bulletins.flatMap(({ feed, id, published, updated, title, url, cves }) => [
    [feed, id, updated ?? published, title[locale] ?? title.en ?? title.ja ?? '', cves.slice(0, 10).join(' ')]
      .filter((part) => part !== '')
      .join('  '),
    ...(url === undefined ? [] : [`  ${url}`]),
  ])
  const orphans =
    about.advisories.length > 0
      ? []
      : about.exploited.map(({ cve }) => [cve, ...marksOf(cve, about, locale)].join('  '))
  return [...lines, ...orphans, ...section(render(words.bulletins, locale), bulletins)]
}

function headOf(advisory: Advisory, locale: Locale, width: number): readonly string[] {
  const { id, severity, title, published, updated, url } = advisory
  const days = updated === undefined ? published : `${published}, ${render(words.updated, locale, { day: updated })}`
  return [
    `${id}  [${render(severityWords[severity], locale)}]  ${render(words.published, locale)} ${days}`,
    ...wrapColumns(title[locale] ?? title.en ?? title.ja ?? '', width),
    ...(url === undefined ? [] : [url]),
  ]
}

/** What else is known of a flaw: whether it is exploited, and who scores it how. */
function marksOf(cve: string, about: About, locale: Locale): readonly string[] {
  const mark = about.exploited.find((one) => one.cve === cve)
  const note: CveNote | undefined = about.notes.find((one) => one.cve === cve)
  const exploited =
    mark === undefined
      ? []
      : [
          mark.since === undefined
            ? render(words.isExploitedUndated, locale, { source: mark.source })
            : render(words.isExploited, locale, { day: mark.since, source: mark.source }),
          ...(mark.ransomware ? [render(words.ransomware, locale)] : []),
        ]
  return [
    ...exploited,
    ...(note?.cvss.map(({ version, score, by }) => `CVSS ${version} ${score} (${by})`) ?? []),
    ...(note?.epss ? [render(words.epss, locale, { score: note.epss.score, day: note.epss.date })] : []),
  ]
}

function fixesOf({ rows }: Advisory, locale: Locale): readonly (readonly string[])[] {
  const heads = [words.product, words.branch, words.fixedIn, words.build, words.flaws, words.source]
  return [
    heads.map((head) => render(head, locale)),
    ...rows.map((row) => [
      row.product,
      row.branch ?? row.line,
      ...fixOf(row, locale),
      row.cves.join(' '),
      row.source ?? render(words.ownTable, locale),
    ]),
  ]
}

function fixOf({ fix }: AdvisoryRow, locale: Locale): readonly [string, string] {
  if (fix.status !== 'fixed') return [render(words[fix.status], locale), '']
  return [fix.release, [fix.version, fix.build].filter((one) => one !== undefined).join(' / ')]
}

const releaseOf = ({ release, version, build }: Claim) => `${release} (${version ?? build})`
