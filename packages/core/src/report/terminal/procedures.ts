import type { Assessment } from '../../assess/index.ts'
import { render, renderNote, type Locale } from '../../text/index.ts'
import { shorten, visible } from '../escape.ts'
import { isOpenProcedure, type AreaSummary, type ControlSummary, type Summary } from '../summary.ts'
import { displayWidth, fitColumns, padColumns, wrapColumns } from '../width.ts'
import { areaWords, countWords, momentWords, verdictWords } from '../words.ts'
import type { Page } from './page.ts'
import { say } from './words.ts'

/** Attestations in force that are named before the rest is only counted. */
const ATTESTED_SHOWN = 5

/** What waits for a person, as one short section: how much of it, where its steps are, how it is answered. */
export function procedureBlock({ findings }: Assessment, { areas }: Summary, page: Page): string[] {
  const { locale, paint, width, verbose } = page
  const open = areas.flatMap(({ controls }) => controls.filter(isOpenProcedure))
  const [first] = open
  if (!first) return []
  const checks = open.reduce((sum, { manual }) => sum + manual.length, 0)
  const attested = findings.filter(({ attestation }) => attestation).length
  const title = render(say.byHand, locale)
  const tally = render(say.byHandTally, locale, { open: countWords(checks), attested: countWords(attested) })
  const counts = fitColumns(tally, width - displayWidth(title) - 4)
  const rule = '─'.repeat(Math.max(2, width - displayWidth(title) - displayWidth(counts) - 2))
  const many = render(say.byHandMany, locale, {
    controls: countWords(open.length),
    checks: countWords(checks),
    areas: areas.flatMap((area) => wordArea(area, page)).join(locale === 'ja' ? '、' : ', '),
  })
  const indent = (said: string) => wrapColumns(said, width - 2).map((line) => `  ${line}`)
  const column = `sakimori controls show ${first.control.id}`
  const why = fitColumns(render(say.byHandSteps, locale), Math.max(0, width - displayWidth(column) - 6))
  return [
    '',
    `${paint.bold(title)} ${paint.faint(`${rule} ${counts}`)}`,
    ...indent(many),
    ...(verbose ? open.flatMap(({ control }) => indent(`✎ ${control.id}: ${render(control.title, locale)}`)) : []),
    ...open.flatMap((control) => notesOf(control, locale)).flatMap((said) => indent(visible(`✎ ${said}`))),
    ...indent(render(say.byHandHow, locale)),
    `  ${paint.bold('$')} ${padColumns(column, displayWidth(column) + 2)}${paint.faint(why)}`.trimEnd(),
  ]
}

/** What is to be looked at now, where the question depends on the day; the same words of many objects once. */
const notesOf = ({ control, manual }: ControlSummary, locale: Locale): readonly string[] => [
  ...new Set(manual.flatMap(({ note }) => (note ? `${control.id}: ${shorten(renderNote(note, locale), 1000)}` : []))),
]

function wordArea({ area, controls }: AreaSummary, { locale }: Page): string[] {
  const count = controls.filter(isOpenProcedure).length
  return count === 0 ? [] : [`${render(areaWords[area], locale)} ${countWords(count)}`]
}

/** What people attested: the expired and the unused ones all, of those in force the first few. */
export function attestationRows({ attestations }: Assessment, { locale, verbose }: Page): [string, string][] {
  if (attestations.length === 0) return []
  const count = (wanted: string) => attestations.filter(({ state }) => state === wanted).length
  const active = count('active')
  const shown = verbose ? active : Math.min(active, ATTESTED_SHOWN)
  let named = 0
  const rows = attestations.flatMap(({ attestation, state, matched }): [string, string][] => {
    const { control, by, role, date, evidence } = attestation
    const who = visible(shorten(role === undefined ? by : `${by} (${role})`, 120))
    const expires = momentWords(attestation.expires)
    if (state === 'expired')
      return [['', render(say.attestationExpired, locale, { control, by: who, expires, matched: countWords(matched) })]]
    if (state === 'unused') return [['', render(say.attestationUnused, locale, { control, by: who })]]
    named += 1
    if (named > shown) return []
    const verdict = render(verdictWords[attestation.verdict], locale)
    const told = { verdict, control, by: who, date: momentWords(date), expires, evidence: shorten(evidence, 160) }
    return [['', render(say.attestationActive, locale, told)]]
  })
  const tally = { active: countWords(active), expired: count('expired'), unused: count('unused') }
  const line = render(say.attestationLine, locale, tally)
  const more = active > shown ? ` (${render(say.more, locale, { count: countWords(active - shown) })})` : ''
  return [[render(say.attestations, locale), line + more], ...rows]
}
