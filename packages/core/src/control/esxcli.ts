import { isRecord, known, mapFact, readRaw, unknown, within, type Fact, type Subject } from '../model/index.ts'
import { changeOf, type Row } from './builders.ts'
import type { ChangeKind, ChangeValue, Disruption } from './change.ts'
import type { Expectations, Observation, Repair } from './control.ts'
import { wanted, type Scalar } from './expectation.ts'
import { parseNumber, parseSwitch } from './options.ts'

/** A command that only reads, as the collector asks it: `esxcli:system ssh key list --user=root`. */
export type EsxcliPath = `esxcli:${string} ${'get' | 'list'}${'' | ` --${string}`}`

type EsxcliRow = Readonly<Record<string, unknown>>

/** One cell of an answer: the column, and in a table the row that has a text in another column. */
export interface EsxcliCell {
  readonly path: EsxcliPath
  readonly row?: readonly [column: string, value: string]
  /** Without the spaces of its heading; case does not count, releases differ there. */
  readonly column: string
}

/** The rows of an answer; a list that is known may be empty. */
export function readEsxcli(subject: Subject, path: EsxcliPath): Fact<readonly EsxcliRow[]> {
  const raw = readRaw(subject, path)
  if (!raw.known) return raw
  return Array.isArray(raw.value) && raw.value.every(isRecord)
    ? known(raw.value, raw.from)
    : unknown('fault', raw.from, 'no rows')
}

const cellOf = (row: EsxcliRow, column: string): unknown =>
  Object.entries(row).find(([name]) => name.toLowerCase() === column.toLowerCase())?.[1]

/** The text of one cell. A row or column that is not there, or is empty, or is there twice tells nothing. */
export function readEsxcliCell(subject: Subject, { path, row, column }: EsxcliCell): Fact<string> {
  const rows = readEsxcli(subject, path)
  const fact = within(rows, row ? `${path}["${row[1]}"].${column}` : `${path}.${column}`)
  if (!rows.known) return fact as Fact<string>
  const matching = row
    ? rows.value.filter((one) => String(cellOf(one, row[0])).toLowerCase() === row[1].toLowerCase())
    : rows.value
  const [only] = matching
  if (only === undefined) return unknown('notCollected', fact.from, 'not in the answer of esxcli')
  if (matching.length > 1) return unknown('fault', fact.from, 'more than once in the answer of esxcli')
  const value = cellOf(only, column)
  return typeof value === 'string' && value.trim() !== ''
    ? known(value.trim(), fact.from)
    : unknown('notCollected', fact.from, 'empty in the answer of esxcli')
}

/** What a cell holds once it is read from its text; a `word` is a text whose case does not count. */
export type EsxcliForm = 'switch' | 'number' | 'word' | 'text'

const PARSE: Readonly<Record<EsxcliForm, (text: string) => unknown>> = {
  switch: parseSwitch,
  number: parseNumber,
  word: (text) => text.toLowerCase(),
  text: (text) => text,
}

/** What a row about one cell adds to its texts. */
export interface EsxcliValueRow extends Row {
  readonly expect: Expectations
  readonly applies?: NonNullable<Observation['applies']>
  readonly repair: Repair
}

/** One value that a host shows by esxcli alone. */
export function esxcliValue(cell: EsxcliCell, form: EsxcliForm, row: EsxcliValueRow): Observation {
  return {
    ...row,
    kind: 'observation',
    subject: 'HostSystem',
    reads: [{ type: 'HostSystem', path: cell.path }],
    observe: (subject) => mapFact(readEsxcliCell(subject, cell), PARSE[form]),
  }
}

/** The change of one cell towards what is expected; a person chooses where several values would do and none is named. */
function repairCell(
  kind: ChangeKind,
  part: string | undefined,
  field: string,
  disruption: Disruption,
  read: (subject: Subject) => Fact<ChangeValue>,
  write: (value: Scalar) => ChangeValue,
): Repair {
  return {
    kind: 'change',
    disruption,
    changes: (subject, _inventory, expected) => {
      const now = read(subject)
      const to = expected && wanted(expected)
      if (!now.known || !to || !('to' in to)) return []
      const at = part === undefined ? subject : { ...subject, key: part }
      return [changeOf(at, kind, field, now.value, write(to.to))]
    },
  }
}

/** A switch that `esxcli NAMESPACE get` shows and `esxcli NAMESPACE set` turns. */
export function esxcliSwitch(namespace: string, column: string, row: Omit<EsxcliValueRow, 'repair'>): Observation {
  const cell: EsxcliCell = { path: `esxcli:${namespace} get`, column }
  const read = (subject: Subject) =>
    mapFact(readEsxcliCell(subject, cell), (text): ChangeValue => text.toLowerCase() === 'true')
  const repair = repairCell('esxcliSwitch', namespace, column, 'none', read, (value) => value === true)
  return esxcliValue(cell, 'switch', { ...row, repair })
}

/** Where a host lists the settings of its SSH server: `esxcli system ssh server config`, 8.0 and later. */
const SSH_SERVER: EsxcliPath = 'esxcli:system ssh server config list'

/** A keyword of the SSH server. It counts for logins from then on. */
export function sshSetting(
  keyword: string,
  form: Exclude<EsxcliForm, 'switch'>,
  row: Omit<EsxcliValueRow, 'repair' | 'span'>,
): Observation {
  const cell: EsxcliCell = { path: SSH_SERVER, row: ['Key', keyword], column: 'Value' }
  const repair = repairCell(
    'sshServerSetting',
    undefined,
    keyword,
    'none',
    (subject) => readEsxcliCell(subject, cell),
    String,
  )
  // Before 8.0 the file on the host is the only place: a person looks there.
  return esxcliValue(cell, form, { ...row, span: '8.0..9.1', repair })
}

/** Whether the version of a host is at least the one that brought a command. */
export function sinceVersion(...wantedVersion: readonly number[]): NonNullable<Observation['applies']> {
  return (subject) => {
    const product = readRaw(subject, 'config.product')
    if (!product.known) return product
    const version = isRecord(product.value) ? product.value['version'] : undefined
    if (typeof version !== 'string') return unknown('notCollected', product.from, 'no version')
    const parts = version.split('.').map(Number)
    const differs = wantedVersion.findIndex((number, index) => (parts[index] ?? 0) !== number)
    return known(differs < 0 || (parts[differs] ?? 0) > (wantedVersion[differs] ?? 0), product.from)
  }
}
