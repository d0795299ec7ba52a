import type { PatchPlan } from '../../advisory/index.ts'
import type { Assessment } from '../../assess/index.ts'
import { verdicts } from '../../control/index.ts'
import { releaseOf } from '../../model/index.ts'
import { render } from '../../text/index.ts'
import { shorten, visible } from '../escape.ts'
import { wordSelection } from '../selection.ts'
import { firstUpdates } from '../patches/terminal.ts'
import { isOpenProcedure, summarize, type AreaSummary, type ControlSummary } from '../summary.ts'
import { displayWidth, fitColumns, wrapColumns } from '../width.ts'
import {
  areaWords,
  baselineWords,
  countWords,
  isTrusted,
  missingWords,
  momentWords,
  tlsWords,
  verdictWords,
} from '../words.ts'
import { controlBlock } from './control-block.ts'
import { closing, nextStepRows } from './closing.ts'
import { labelled, openPage, type Page, type PageOptions } from './page.ts'
import { procedureBlock } from './procedures.ts'
import { say } from './words.ts'

export interface TerminalOptions extends PageOptions {
  /** Ends with what to type next; off where the caller says that himself. */
  readonly nextSteps?: boolean
  /** What to patch first, where patch levels were asked for. */
  readonly plan?: PatchPlan | undefined
}

const WIDTHS = [48, 120] as const

/** Words an assessment for a terminal. What the estate said is shown escaped: no name moves the cursor. */
export function renderTerminal(assessment: Assessment, options: TerminalOptions): string {
  const { locale, nextSteps = true, plan } = options
  const page = openPage(options, WIDTHS)
  const summary = summarize(assessment)
  const shown = summary.areas.filter(
    ({ counts, controls }) => counts.fail + counts.unknown > 0 || controls.some(asksAside),
  )
  const fails = assessment.coverage.byVerdict.fail
  const verdict = assessment.coverage.checks === 0 ? say.nothingJudged : say.nothingFails
  return [
    ...header(assessment, page),
    ...shown.flatMap((area) => areaBlock(area, page)),
    ...(plan ? firstUpdates(plan, page) : []),
    ...procedureBlock(assessment, summary, page),
    ...(fails === 0 ? ['', page.paint.bold(render(verdict, locale))] : []),
    '',
    ...closing(assessment, page),
    ...(nextSteps ? ['', ...nextStepRows(assessment, summary, page)] : []),
    '',
  ].join('\n')
}

function header({ estate, context, selection }: Assessment, page: Page): string[] {
  const { locale, paint, width } = page
  const release = releaseOf(estate.version)
  const judged = release ? render(say.judgedBy, locale, { release }) : render(say.tooOld, locale)
  const trusted = isTrusted(estate.tls)
  const tls = render(tlsWords[estate.tls], locale)
  const product = shorten(estate.product, 120)
  return [
    paint.bold(fitColumns(`Sakimori 防人  ${visible(shorten(estate.name, 200))}`, width)),
    paint.faint('═'.repeat(width)),
    ...labelled(page, [
      [
        render(say.product, locale),
        render(say.buildOf, locale, { product, build: estate.build, api: estate.apiVersion }),
      ],
      [render(say.release, locale), `${estate.version} — ${judged}`],
      [render(say.collected, locale), momentWords(estate.collectedAt)],
      [render(say.connection, locale), `${shorten(estate.endpoint, 200)} — ${tls}`],
      [render(say.baseline, locale), render(baselineWords[context.baseline], locale)],
    ]),
    ...(trusted
      ? []
      : wrapColumns(`⚠ ${render(say.insecure, locale)}`, width).map((line) => paint.severity('high', line))),
    ...(selection ? partialLines(wordSelection(selection, locale), page) : []),
  ]
}

/** What an automated control leaves to a person; procedures have a section of their own. */
const asksAside = (control: ControlSummary) => control.manual.length > 0 && !isOpenProcedure(control)

/** A part must not pass for the whole, so it is said before any result and again beside the coverage. */
const partialLines = (what: string, { locale, paint, width }: Page): string[] =>
  wrapColumns(visible(`⚠ ${render(say.partial, locale, { what })}`), width).map((line) =>
    paint.severity('medium', line),
  )

function areaBlock(area: AreaSummary, page: Page): string[] {
  const { locale, paint, width } = page
  const title = render(areaWords[area.area], locale)
  const tally = verdicts
    .filter((verdict) => area.counts[verdict] > 0)
    .map((verdict) => `${render(verdictWords[verdict], locale)} ${countWords(area.counts[verdict])}`)
  const counts = fitColumns(tally.join(' · '), width - displayWidth(title) - 4)
  const rule = '─'.repeat(Math.max(2, width - displayWidth(title) - displayWidth(counts) - 2))
  const failing = area.controls.filter(({ open, waived }) => open.length + waived.length > 0)
  const manual = area.controls.filter(asksAside).map(({ control }) => control.id)
  return [
    '',
    `${paint.bold(title)} ${paint.faint(`${rule} ${counts}`)}`,
    ...failing.flatMap((control) => controlBlock(control, page)),
    ...unknownLines(area, page).map((line) => paint.warn(line)),
    ...(manual.length > 0
      ? aside(render(say.manualLine, locale, { controls: manual.join(', ') }), page, '✎').map((line) =>
          paint.faint(line),
        )
      : []),
  ]
}

/** One line for each reason, with the controls that it silenced. */
function unknownLines({ controls }: AreaSummary, page: Page): string[] {
  const { locale } = page
  const silenced = controls.flatMap(({ control, reasons }) =>
    Array.from(reasons, ([reason, count]) => ({ reason, count, id: `${control.id} (${countWords(count)})` })),
  )
  return Array.from(Map.groupBy(silenced, ({ reason }) => reason)).flatMap(([reason, held]) => {
    const count = countWords(held.reduce((sum, each) => sum + each.count, 0))
    const ids = held.map(({ id }) => id).join(', ')
    return aside(
      render(say.unknownLine, locale, { count, reason: render(missingWords[reason], locale), controls: ids }),
      page,
      '?',
    )
  })
}

/** A line in the margin: collapsed to one, unless every object is to be named. */
function aside(said: string, { width, verbose }: Page, mark: string): string[] {
  const lines = verbose ? wrapColumns(said, width - 4) : [fitColumns(said, width - 4)]
  return lines.map((line, index) => `  ${index === 0 ? mark : ' '} ${line}`)
}
