import type { Assessment } from '../../assess/index.ts'
import { verdicts } from '../../control/index.ts'
import { render } from '../../text/index.ts'
import { shorten } from '../escape.ts'
import { wordSelection } from '../selection.ts'
import { judgedOf, type Summary } from '../summary.ts'
import { displayWidth, fitColumns, padColumns } from '../width.ts'
import { countWords, missingWords, momentWords, verdictWords } from '../words.ts'
import { knowledgeRows } from './knowledge.ts'
import { labelled, type Page } from './page.ts'
import { attestationRows } from './procedures.ts'
import { say } from './words.ts'

/** The foot of the page: how much was seen, the score beside it, and the waivers. */
export function closing(assessment: Assessment, page: Page): string[] {
  const { locale, paint, width } = page
  const { selection } = assessment
  const rows: (readonly [string, string])[] = [
    ...(selection ? [[render(say.selection, locale), wordSelection(selection, locale)] as const] : []),
    ...coverageRows(assessment, page),
    [render(say.score, locale), wordScore(assessment, page)],
    ...attestationRows(assessment, page),
    ...knowledgeRows(assessment, page),
    ...waiverRows(assessment, page),
    ...assessment.skipped.map(({ control, reason }, index): [string, string] => [
      index === 0 ? render(say.skipped, page.locale) : '',
      `${control}: ${shorten(reason, 300)}`,
    ]),
  ]
  return [paint.faint('═'.repeat(width)), ...labelled(page, rows)]
}

function coverageRows(assessment: Assessment, { locale }: Page): [string, string][] {
  const { coverage } = assessment
  const { checks, answered, unknown, manual, percent } = judgedOf(assessment)
  const numbers = {
    answered: countWords(answered),
    checks: countWords(checks),
    percent: percent ?? 0,
    objects: countWords(coverage.objects),
  }
  const reasons = Object.entries(coverage.unknownByReason)
    .filter(([, count]) => count > 0)
    .map(
      ([reason, count]) => `${countWords(count)} ${render(missingWords[reason as keyof typeof missingWords], locale)}`,
    )
  const said = [render(say.coverageLine, locale, numbers)]
  if (unknown > 0)
    said.push(
      render(say.unknownCount, locale, {
        unknown: countWords(unknown),
        reasons: reasons.join(locale === 'ja' ? '、' : ', '),
      }),
    )
  if (manual > 0) said.push(render(say.manualCount, locale, { manual: countWords(manual) }))
  if (coverage.unsupportedObjects > 0)
    said.push(render(say.unsupported, locale, { count: countWords(coverage.unsupportedObjects) }))
  const tally = verdicts.map(
    (verdict) => `${render(verdictWords[verdict], locale)} ${countWords(coverage.byVerdict[verdict])}`,
  )
  return [
    ...said.map((line, index): [string, string] => [index === 0 ? render(say.coverage, locale) : '', line]),
    [render(say.byVerdict, locale), tally.join(' · ')],
  ]
}

function wordScore(assessment: Assessment, { locale }: Page): string {
  const { score, scoreAfterWaivers } = assessment
  if (score === undefined) return render(say.noScore, locale)
  const { percent = 0 } = judgedOf(assessment)
  const said =
    percent === 100
      ? render(say.scoreWhole, locale, { score })
      : render(say.scoreLine, locale, { score, percent: 100 - percent })
  if (scoreAfterWaivers === undefined || scoreAfterWaivers === score) return said
  return `${said} · ${render(say.afterWaivers, locale, { score: scoreAfterWaivers })}`
}

function waiverRows({ waivers }: Assessment, { locale }: Page): [string, string][] {
  if (waivers.length === 0) return []
  const count = (wanted: string) => waivers.filter(({ state }) => state === wanted).length
  const rows: [string, string][] = [
    [
      render(say.waivers, locale),
      render(say.waiverLine, locale, { active: count('active'), expired: count('expired'), unused: count('unused') }),
    ],
  ]
  for (const { waiver, state, matched } of waivers) {
    const id = shorten(waiver.id, 80)
    const { control } = waiver
    if (state === 'expired')
      rows.push(['', render(say.waiverExpired, locale, { id, control, expires: momentWords(waiver.expires), matched })])
    if (state === 'unused') rows.push(['', render(say.waiverUnused, locale, { id, control })])
  }
  return rows
}

/** Three commands that the reader can copy, each for what this assessment showed. */
export function nextStepRows(
  { estate, coverage }: Assessment,
  { top }: Summary,
  { locale, paint, width }: Page,
): string[] {
  const [worst] = top
  const steps = [
    ...(worst ? [[`sakimori controls show ${worst.control.id}`, say.nextControl] as const] : []),
    ...(coverage.unknownByReason.noPermission > 0
      ? [[`sakimori doctor ${hostOf(estate.endpoint)}`, say.nextDoctor] as const]
      : []),
    ['sakimori assess <snapshot> --html report.html', say.nextHtml] as const,
    ['sakimori diff <before> <after>', say.nextDiff] as const,
  ].slice(0, 3)
  const column = Math.max(...steps.map(([command]) => displayWidth(command))) + 2
  const rows = steps.map(([command, why]) => {
    const said = fitColumns(render(why, locale), Math.max(0, width - column - 4))
    return `  ${paint.bold('$')} ${padColumns(command, column)}${paint.faint(said)}`.trimEnd()
  })
  return [paint.bold(render(say.next, locale)), ...rows]
}

/** A command line that can be pasted: nothing of an endpoint that a shell could take for its own. */
const hostOf = (endpoint: string) => /^https?:\/\/([\w.:[\]-]{1,60})$/.exec(endpoint)?.[1] ?? '<server>'
