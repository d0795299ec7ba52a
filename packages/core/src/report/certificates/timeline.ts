import { render, type Locale, type Text } from '../../text/index.ts'
import type { CertificateEntry } from './entries.ts'
import { say } from './words.ts'

/** The steps of the time-line: days up to which a certificate counts to each, and what it is called. */
const steps: readonly { readonly upTo: number; readonly label: (locale: Locale) => string }[] = [
  { upTo: -1, label: (locale) => render(say.ended, locale) },
  ...[30, 90, 365].map((days) => ({ upTo: days, label: (locale: Locale) => render(say.upTo, locale, { days }) })),
  ...[2, 5, 10].map((years) => ({
    upTo: years * 365,
    label: (locale: Locale) => render(say.upToYears, locale, { years }),
  })),
  { upTo: Number.POSITIVE_INFINITY, label: (locale) => render(say.later, locale) },
]

export interface TimelineStep {
  readonly label: string
  readonly count: number
  /** Whether it asks for somebody's attention. */
  readonly tone: 'bad' | 'warn' | 'good' | 'faint'
}

/** How many certificates end in each step of time; steps after the last one that has any are left out. */
export function timelineOf(entries: readonly CertificateEntry[], locale: Locale): readonly TimelineStep[] {
  const dated = entries.flatMap(({ daysLeft }) => (daysLeft === undefined ? [] : [daysLeft]))
  const counted = steps.map(({ upTo, label }, index) => {
    const from = steps[index - 1]?.upTo ?? Number.NEGATIVE_INFINITY
    const count = dated.filter((days) => days > from && days <= upTo).length
    const tone = upTo < 0 ? 'bad' : upTo <= 90 ? 'warn' : 'good'
    return { label: label(locale), count, tone } as const
  })
  const last = counted.findLastIndex(({ count }) => count > 0)
  const undated = entries.length - dated.length
  return [
    ...counted.slice(0, last + 1),
    ...(undated > 0 ? [{ label: said(say.undated, locale), count: undated, tone: 'faint' as const }] : []),
  ]
}

const said = (message: Text, locale: Locale) => render(message, locale)

/** Five years, which VMCA gives a host. */
const FULL = 1825

/**
 * How long one certificate still lasts, as a bar. The square root leaves room for the last weeks: a month is an eighth of the
 * bar, a year not quite a half.
 */
export function drawLeft(daysLeft: number | undefined, columns: number): string {
  if (daysLeft === undefined) return '?'.padEnd(columns)
  if (daysLeft < 0) return '✗'.padEnd(columns, '·')
  const marks = Math.max(1, Math.round(Math.sqrt(Math.min(1, daysLeft / FULL)) * columns))
  return '█'.repeat(marks) + '·'.repeat(columns - marks)
}
