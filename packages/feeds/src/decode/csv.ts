import { FeedError } from '../feed-error.ts'
import { limits } from '../limits.ts'

/**
 * Rows of comma-separated values (RFC 4180) as records by the names in the first row, in lower case.
 *
 * @throws FeedError where a quoted field does not end
 */
export function readCsv(feed: string, said: string): readonly ReadonlyMap<string, string>[] {
  const [names = [], ...rows] = readRows(feed, said)
  return rows.map((row) => new Map(names.map((name, at) => [name.trim().toLowerCase(), (row[at] ?? '').trim()])))
}

function readRows(feed: string, said: string): string[][] {
  const rows: string[][] = []
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y
  let row: string[] = []
  while (cell.lastIndex < said.length) {
    const [, quoted, plain = '', end] = cell.exec(said) ?? []
    if (end === undefined)
      throw new FeedError('malformed', feed, 'a field of the CSV file begins with a quote and does not end')
    row.push(quoted?.replaceAll('""', '"') ?? plain)
    if (end === ',' && cell.lastIndex < said.length) continue
    if (end === ',') row.push('')
    if (row.some((one) => one.trim() !== '')) rows.push(row)
    if (rows.length > limits.skipped * 100) throw new FeedError('tooLarge', feed, 'a CSV file of over 100000 rows')
    row = []
  }
  return rows
}
