import type { Finding } from '../../assess/index.ts'
import { severities } from '../../control/index.ts'
import { render, type Locale } from '../../text/index.ts'
import { visible } from '../escape.ts'
import type { ControlSummary } from '../summary.ts'
import { wordCurrent, wordExpected, wordNote } from '../value.ts'
import { displayWidth, fitColumns, padColumns, wrapColumns } from '../width.ts'
import { countWords, severityWords } from '../words.ts'
import type { Page } from './page.ts'
import { say } from './words.ts'

/** Objects, values and notes that are named before the rest is only counted. */
const OBJECTS_SHOWN = 3
const VALUES_SHOWN = 3
const NOTES_SHOWN = 2

/** A failing control: severity, id, how many of how many; title; value and wish; the first objects. */
export function controlBlock(summary: ControlSummary, page: Page): string[] {
  const { locale, paint, width } = page
  const { control, severity, open, waived, counts } = summary
  const badge =
    severities.reduce((widest, each) => Math.max(widest, displayWidth(render(severityWords[each], locale))), 0) + 2
  const indent = badge + 4
  const room = width - indent
  const failing = open.length > 0 ? open : waived
  const numbers = { fail: countWords(failing.length), judged: countWords(counts.pass + counts.fail) }
  const tally =
    open.length === 0
      ? render(say.allWaived, locale, numbers)
      : `${render(say.failingOf, locale, numbers)}${waived.length > 0 ? ` ${render(say.someWaived, locale, { waived: waived.length })}` : ''}`
  const word = padColumns(` ${render(severityWords[severity], locale)}`, badge)
  // On a narrow page the count stands below: an id that is cut cannot be looked up.
  const beside = displayWidth(control.id) + displayWidth(tally) < room
  const id = fitColumns(control.id, room)
  const gap = ' '.repeat(Math.max(1, room - displayWidth(id) - displayWidth(tally)))
  const said = open.length === 0 ? paint.faint(fitColumns(tally, room)) : paint.bold(fitColumns(tally, room))
  const painted = open.length === 0 ? paint.faint(word) : paint.severity(severity, word)
  const inset = (line: string) => ' '.repeat(indent) + line
  return [
    `  ${painted}  ${paint.faint(id)}${beside ? `${gap}${said}` : ''}`,
    ...(beside ? [] : [inset(said)]),
    ...wrapColumns(render(control.title, locale), room).map((line) => inset(paint.bold(line))),
    ...wrapColumns(visible(valueLine(failing, locale)), room).map(inset),
    ...distinct(failing.map((finding) => wordNote(finding, locale)))
      .slice(0, NOTES_SHOWN)
      .flatMap((said) => wrapColumns(visible(said), room))
      .map(inset),
    ...objectLines(failing, page, room).map((line) => inset(paint.faint(line))),
  ]
}

const distinct = (said: readonly string[]) => [...new Set(said)].filter((one) => one !== '')

/** `now 0 (×3), 10 → wanted 1 to 5`: each value once, the commonest first. */
function valueLine(failing: readonly Finding[], locale: Locale): string {
  // A judgement says in its note what it found; its evidence is for the longer reports.
  const values = failing.filter(({ control, note }) => control.kind === 'observation' || !note)
  if (values.length === 0) return ''
  const byValue = Map.groupBy(values, (finding) => wordCurrent(finding, locale))
  const sorted = Array.from(byValue, ([value, held]) => [value, held.length] as const).toSorted(
    (one, other) => other[1] - one[1],
  )
  const named = sorted
    .slice(0, VALUES_SHOWN)
    .map(([value, count]) => (sorted.length > 1 ? `${value} (×${count})` : value))
  if (sorted.length > VALUES_SHOWN) named.push(render(say.more, locale, { count: sorted.length - VALUES_SHOWN }))
  const now = `${render(say.now, locale)} ${named.join(', ')}`
  const expected = distinct(values.map((finding) => wordExpected(finding, locale)))
  return expected.length === 0 ? now : `${now} → ${render(say.wanted, locale)} ${expected.join(' / ')}`
}

function objectLines(failing: readonly Finding[], { locale, verbose }: Page, room: number): string[] {
  const shown = verbose ? failing : failing.slice(0, OBJECTS_SHOWN)
  const rest = failing.length - shown.length
  const more = rest > 0 ? `  ${render(say.more, locale, { count: countWords(rest) })}` : ''
  return shown.map(({ subject }, index) => {
    const tail = index === shown.length - 1 ? more : ''
    return fitColumns(visible(subject.path), room - displayWidth(tail), 'middle') + tail
  })
}
