import type { Estate } from '../../model/index.ts'
import { render, type Locale, type Text } from '../../text/index.ts'
import { visible } from '../escape.ts'
import { openPage, type Page, type PageOptions } from '../terminal/page.ts'
import type { Paint } from '../terminal/paint.ts'
import { wordNote } from '../value.ts'
import { displayWidth, fitColumns, padColumns, wrapColumns } from '../width.ts'
import { momentWords } from '../words.ts'
import type { CertificateChange } from './changes.ts'
import type { CertificateEntry, CertificateState } from './entries.ts'
import { drawLeft, timelineOf } from './timeline.ts'
import { changeWords, issuerWords, roleWords, say, stateWords } from './words.ts'

/** What is shown: the estate, its certificates, and what changed if another snapshot was given. */
export interface CertificatesShown {
  readonly estate: Estate
  readonly entries: readonly CertificateEntry[]
  readonly now: Date
  /** Of the certificates of hosts; absent where it is not known. */
  readonly mode?: string | undefined
  readonly since?: { readonly moment: string; readonly changes: readonly CertificateChange[] } | undefined
}

const WIDTHS = [72, 140] as const
const ROWS = 30
const BAR = 12

/** Words the certificates for a terminal: a time-line, a table, what is wrong, and what changed. */
export function renderCertificates(shown: CertificatesShown, options: PageOptions): string {
  const page = openPage(options, WIDTHS)
  const { locale, verbose } = page
  const { estate, entries, now, mode, since } = shown
  const moment = momentWords(now.toISOString())
  const title = render(say.title, locale, { estate: visible(estate.name), moment })
  if (entries.length === 0) return `${title}\n\n${render(say.none, locale)}\n`
  const rows = verbose ? entries : entries.slice(0, ROWS)
  const more = entries.length - rows.length
  return `${[
    page.paint.bold(title),
    ...(mode === undefined ? [] : [render(say.mode, locale, { mode: visible(mode) })]),
    '',
    ...timelineLines(entries, page),
    '',
    ...tableLines(rows, page),
    ...(more > 0 ? [render(say.more, locale, { count: more })] : []),
    ...wrongLines(entries, page),
    ...(since ? changeLines(since, page) : []),
  ].join('\n')}\n`
}

function timelineLines(entries: readonly CertificateEntry[], { paint, locale, width }: Page): string[] {
  const word = (message: Text) => render(message, locale)
  const steps = timelineOf(entries, locale)
  const labels = Math.max(...steps.map(({ label }) => displayWidth(label)))
  const numbers = String(entries.length).length
  const room = Math.min(50, width - labels - numbers - 4)
  const most = Math.max(...steps.map(({ count }) => count))
  return [
    word(say.timeline),
    ...steps.map(({ label, count, tone }) => {
      const marks = count === 0 ? 0 : Math.max(1, Math.round((count / most) * room))
      const bar = '█'.repeat(marks)
      const counted = String(count).padStart(numbers)
      return `  ${padColumns(label, labels)}  ${counted} ${count === 0 ? '' : paint[tone](bar)}`.trimEnd()
    }),
  ]
}

type Column = readonly [title: Text, cell: (entry: CertificateEntry) => string, widest: number]

function tableLines(entries: readonly CertificateEntry[], page: Page): string[] {
  const { paint, locale, width } = page
  const word = (message: Text) => render(message, locale)
  const columns: readonly Column[] = [
    [say.state, ({ state }) => word(stateWords[state]), 14],
    [say.left, ({ daysLeft }) => padLeft(daysLeft === undefined ? '?' : String(daysLeft), word(say.left)), 12],
    [say.where, ({ where, role }) => `${visible(where)}${role === 'server' ? '' : ` (${word(roleWords[role])})`}`, 48],
    [say.issuer, (entry) => wordIssuer(entry, locale), 32],
    [say.key, ({ certificate }) => (certificate ? `${certificate.keyType} ${certificate.keyBits || '?'}` : '?'), 10],
    [say.tls, wordVersions, 20],
  ]
  const cells = entries.map((entry) => columns.map(([, cell]) => cell(entry)))
  const titles = columns.map(([title]) => word(title))
  const natural = columns.map(([, , widest], at) =>
    Math.min(widest, Math.max(...[titles, ...cells].map((row) => displayWidth(row[at] ?? '')))),
  )
  const widths = narrowed(natural, width - BAR - 2)
  const line = (row: readonly string[]) =>
    row.map((cell, at) => padColumns(fitColumns(cell, widths[at] ?? 0), (widths[at] ?? 0) + 2))
  const [head = '', ...others] = line(titles)
  return [
    paint.faint(`${head}${others[0] ?? ''}${' '.repeat(BAR + 2)}${others.slice(1).join('')}`.trimEnd()),
    ...entries.map((entry, index) => {
      const [state = '', left = '', ...tail] = line(cells[index] ?? [])
      const tone = toneOf(entry.state, paint)
      return `${tone(state)}${left}${tone(drawLeft(entry.daysLeft, BAR))}  ${tail.join('')}`.trimEnd()
    }),
  ]
}

/** Numbers stand under the end of their title. */
const padLeft = (number: string, title: string) => number.padStart(displayWidth(title))

/** Takes from the widest column until the row fits. */
function narrowed(natural: readonly number[], room: number): readonly number[] {
  const widths = [...natural]
  while (widths.reduce((sum, each) => sum + each + 2, -2) > room) {
    const widest = Math.max(...widths)
    if (widest <= 8) break
    widths[widths.indexOf(widest)] = widest - 1
  }
  return widths
}

function wordIssuer({ issuerClass, trusted, seen }: CertificateEntry, locale: Locale): string {
  const word = (message: Text) => render(message, locale)
  if (issuerClass === undefined) return '?'
  const doubt = trusted === false ? say.untrusted : seen === 'recorded' ? say.recorded : undefined
  return `${word(issuerWords[issuerClass])}${doubt ? ` (${word(doubt)})` : ''}`
}

/** The versions that a server agrees to, oldest first: "1.0 1.2 1.3". */
export function wordVersions({ role, offers }: CertificateEntry): string {
  if (role !== 'server') return ''
  const open = offers?.versions.filter(({ answer }) => answer === 'accepted') ?? []
  return open.length === 0
    ? '?'
    : open
        .map(({ version }) => (version === 'TLSv1' ? '1.0' : version.replace('TLSv', '').replace('SSLv3', 'SSL3')))
        .toReversed()
        .join(' ')
}

const toneOf = (state: CertificateState, paint: Paint) =>
  state === 'ok'
    ? paint.good
    : state === 'unknown' || state === 'partly'
      ? paint.faint
      : (shown: string) => paint.severity(state, shown)

/** The critical and high findings, or all of them. */
function wrongLines(entries: readonly CertificateEntry[], page: Page): string[] {
  const { paint, locale, width, verbose } = page
  const word = (message: Text) => render(message, locale)
  const wanted = verbose ? ['critical', 'high', 'medium', 'low'] : ['critical', 'high']
  const rows = entries.flatMap(({ where, failing }) =>
    failing.filter(({ severity }) => wanted.includes(severity)).map((finding) => ({ where, finding })),
  )
  const shown = verbose ? rows : rows.slice(0, ROWS)
  if (shown.length === 0) return []
  return [
    '',
    word(say.wrong),
    ...shown.flatMap(({ where, finding }) => [
      `  ${paint.severity(finding.severity, word(stateWords[finding.severity]))}  ${paint.bold(visible(where))}  ${paint.faint(finding.control.id)}`,
      ...wrapColumns(visible(wordNote(finding, locale)), width - 4).map((line) => `    ${line}`),
    ]),
    ...(rows.length > shown.length ? [render(say.more, locale, { count: rows.length - shown.length })] : []),
  ]
}

function changeLines(since: NonNullable<CertificatesShown['since']>, { paint, locale, width }: Page) {
  const word = (message: Text) => render(message, locale)
  const side = (one: CertificateChange['before']) =>
    one &&
    render(say.sideWords, locale, {
      thumbprint: one.certificate.fingerprint256,
      issuer: `${one.issuerClass ? word(issuerWords[one.issuerClass]) : '?'} (${visible(one.certificate.issuer)})`,
      day: one.certificate.validTo.slice(0, 10),
    })
  return [
    '',
    render(say.changes, locale, { moment: momentWords(since.moment) }),
    ...(since.changes.length === 0 ? [`  ${word(say.noChanges)}`] : []),
    ...since.changes.flatMap(({ kind, role, where, before, after }) => [
      `  ${kind === 'changed' ? paint.warn(word(changeWords[kind])) : word(changeWords[kind])}  ${paint.bold(visible(where))}  ${word(roleWords[role])}`,
      ...(before ? wrapColumns(`- ${side(before)}`, width - 4).map((line) => `    ${line}`) : []),
      ...(after ? wrapColumns(`+ ${side(after)}`, width - 4).map((line) => `    ${line}`) : []),
    ]),
  ]
}
