import type { Assessment, Attestation, Finding } from '../../assess/index.ts'
import { frameworksOf, type Control } from '../../control/index.ts'
import type { Release } from '../../model/index.ts'
import { render, text, type Locale, type Text } from '../../text/index.ts'
import { shorten, visible } from '../escape.ts'
import { fingerprint } from '../json/fingerprint.ts'
import { wordSelection } from '../selection.ts'
import { reasonOf } from '../summary.ts'
import { idsOf, wordCurrent, wordExpected, wordNote } from '../value.ts'
import { areaWords, missingWords, severityWords, subjectWords, verdictWords } from '../words.ts'

export interface CsvOptions {
  readonly locale: Locale
  /** Begins with a byte order mark: Excel takes the file for UTF-8 only then. */
  readonly bom?: boolean
}

type Cell = (finding: Finding, assessment: Assessment, locale: Locale) => string | undefined

const COLUMNS: readonly (readonly [Text, Cell])[] = [
  [text('Control', 'コントロール'), ({ control }) => control.id],
  [text('Title', '項目'), ({ control }, _, locale) => render(control.title, locale)],
  [text('Area', '分野'), ({ control }, _, locale) => render(areaWords[control.area], locale)],
  [text('Severity', '重大度'), ({ severity }, _, locale) => render(severityWords[severity], locale)],
  [text('Verdict', '判定'), ({ verdict }, _, locale) => render(verdictWords[verdict], locale)],
  [text('Object type', 'オブジェクトの種類'), ({ subject }, _, locale) => render(subjectWords[subject.type], locale)],
  [text('Name', '名前'), ({ subject }) => shorten(subject.name, 1000)],
  [text('Path', 'パス'), ({ subject }) => shorten(subject.path, 4000)],
  [text('Release', 'リリース'), ({ subject }) => subject.release ?? ''],
  [text('Current', '現在の値'), (finding, _, locale) => wordCurrent(finding, locale)],
  [text('Expected', '期待値'), (finding, _, locale) => wordExpected(finding, locale)],
  [
    text('Reason not assessed', '評価できない理由'),
    (finding, _, locale) => (finding.verdict === 'unknown' ? render(missingWords[reasonOf(finding)], locale) : ''),
  ],
  [text('Note', '補足'), (finding, _, locale) => wordNote(finding, locale)],
  [text('Baseline', 'ベースライン'), (_, { context }) => context.baseline],
  [
    text('Partial audit', '部分監査'),
    (_, { selection }, locale) => (selection ? wordSelection(selection, locale) : ''),
  ],
  [text('Published IDs', '公開 ID'), (finding, { context }) => idsOf(finding, context).join(' ')],
  [text('Attested by', '確認者'), ({ attestation }) => attestation && wordAttester(attestation)],
  [text('Attested on', '確認日'), ({ attestation }) => attestation?.date],
  [text('Attested until', '確認の有効期限'), ({ attestation }) => attestation?.expires],
  [text('Attestation evidence', '確認の証跡'), ({ attestation }) => attestation && shorten(attestation.evidence, 1000)],
  [text('Waiver', '例外承認'), ({ waiver }) => waiver?.id ?? ''],
  [text('Waiver expires', '例外の期限'), ({ waiver }) => waiver?.expires ?? ''],
  [text('Reference', '参照 (MoRef)'), ({ subject }) => `${subject.ref.type}:${subject.ref.value}`],
  [text('Part', '部分'), ({ subject }) => subject.key ?? ''],
  [text('Fingerprint', 'フィンガープリント'), (finding, { estate }) => fingerprint(finding, estate)],
  [
    text('NIST SP 800-53 r5 items', 'NIST SP 800-53 r5 の項目'),
    ({ control, subject }) => nistOf(control, subject.release),
  ],
]

const nistByControl = new WeakMap<Control, Map<Release | undefined, string>>()

/** Looked up once for all objects of a release: a large estate has hundreds of thousands of rows. */
function nistOf(control: Control, release: Release | undefined): string {
  const held = nistByControl.get(control) ?? new Map<Release | undefined, string>()
  nistByControl.set(control, held)
  const said = held.get(release) ?? (frameworksOf(control, ...(release ? [release] : [])).nist80053r5 ?? []).join(', ')
  held.set(release, said)
  return said
}

const wordAttester = ({ by, role }: Attestation) => shorten(role === undefined ? by : `${by} (${role})`, 400)

const ROWS_A_CHUNK = 200

/** Writes one row a finding, piece by piece (RFC 4180, UTF-8). */
export function* renderCsvChunks(assessment: Assessment, { locale, bom = false }: CsvOptions): Generator<string> {
  yield `${bom ? '\ufeff' : ''}${writeRow(COLUMNS.map(([title]) => render(title, locale)))}`
  const { findings } = assessment
  for (let at = 0; at < findings.length; at += ROWS_A_CHUNK) {
    const rows = findings
      .slice(at, at + ROWS_A_CHUNK)
      .map((finding) => writeRow(COLUMNS.map(([, cell]) => cell(finding, assessment, locale) ?? '')))
    yield rows.join('')
  }
}

const writeRow = (cells: readonly string[]) => `${cells.map(writeCell).join(',')}\r\n`

/**
 * One cell. A spreadsheet runs a cell that begins like a formula, also behind blanks and in full-width letters
 * (OWASP, CSV injection); an apostrophe in front makes it text.
 */
export function writeCell(said: string): string {
  const inert = /^[\s\u3000]*[=+\-@＝＋－＠]|^[\t\r\n]/.test(said) ? `'${visible(said)}` : visible(said)
  // A semicolon is the separator of many European spreadsheets.
  return /[",;]|^\s|\s$/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}
