import type { Advisory, AdvisoryRow, Contribution, UpdateNames } from '@sakimori/core/advisory'
import { severityOfScore, severityOfWord } from '@sakimori/core/model'
import { FeedError } from '../feed-error.ts'
import type { Publication } from '../read/bytes.ts'
import { checkedDay, type About } from '../read/day.ts'
import { cvesIn } from '../read/ids.ts'
import { Leftovers } from '../read/leftovers.ts'
import { oneLine } from '../read/line.ts'
import { dayIn } from './days.ts'
import { readFixedVersion } from './fixed-version.ts'
import { readHtml, tablesOf, textOf, type Table } from './html.ts'
import { componentOf, vmsaIn } from './vmware-products.ts'

const FEED = 'broadcom-portal'

export const isBroadcomDetail = (said: string): boolean =>
  /VMSA-\d{4}-\d{4}/.test(said) && /Response Matrix/i.test(said)

/**
 * The page of one advisory of the Broadcom portal: its response matrix says which release of each line holds the fix.
 *
 * @throws FeedError where the page is something else
 */
export function decodeBroadcomDetail(publication: Publication, names: UpdateNames, about: About): Contribution {
  const page = readHtml(FEED, publication)
  const words = textOf(page)
  const id = vmsaIn(/Advisory ID:?\s*(VMSA-[\d-]+)/i.exec(words)?.[1] ?? words)
  const published = dayIn(/(?:Issue date|Initial Publication Date):?\s*([^:]{8,30})/i.exec(words)?.[1])
  const updated = dayIn(/(?:Updated on|Last Updated):?\s*([^:]{8,30})/i.exec(words)?.[1])
  if (id === undefined || published === undefined)
    throw new FeedError('unsupported', FEED, 'this page has no id or no day of an advisory of VMware')
  for (const day of [published, updated ?? published]) checkedDay(FEED, day, about)
  const matrices = tablesOf(FEED, page).flatMap((table) => {
    const columns = columnsOf(table)
    return columns ? [{ rows: table.slice(1), columns }] : []
  })
  if (matrices.length === 0) throw new FeedError('unsupported', FEED, 'the page has no response matrix', { record: id })

  const leftovers = new Leftovers()
  const rows = matrices.flatMap(({ rows: all, columns }) =>
    all.flatMap((cells) => rowsOf(id, cells, columns, names, leftovers)),
  )
  const title = oneLine(textOf(page.querySelector('h1') ?? page.querySelector('title') ?? page))
  const worst = Math.max(0, ...rows.map(({ cvss = 0 }) => cvss))
  const advisory: Advisory = {
    id,
    published,
    ...(updated !== undefined && updated > published ? { updated } : {}),
    severity:
      severityOfWord(/Severity:?\s*(Critical|Important|High|Moderate|Medium|Low)\b/i.exec(words)?.[1] ?? '') ??
      severityOfScore(worst),
    title: { en: title },
    cves: [...new Set(rows.flatMap(({ cves }) => cves))],
    rows,
    settings: [],
    complete: false,
    sources: [FEED],
  }
  if (rows.length === 0) leftovers.add(id, 'no row of it is of our products')
  return {
    feed: FEED,
    asOf: advisory.updated ?? published,
    advisories: rows.length === 0 ? [] : [advisory],
    skipped: leftovers.list(),
  }
}

interface Columns {
  readonly product: number
  readonly component: number
  readonly version: number
  readonly cve: number
  readonly cvss: number
  readonly fixed: number
}

/** Where a matrix has its columns: its header cells may be `td`, and some layouts have a column more. */
function columnsOf(table: Table): Columns | undefined {
  const heads = table[0]?.map((cell) => cell.toLowerCase()) ?? []
  const at = (word: RegExp) => heads.findIndex((head) => word.test(head))
  const columns: Columns = {
    product: at(/product/),
    component: at(/component/),
    version: at(/^(?:affected )?version/),
    cve: at(/^cve(?! ?ss)/),
    cvss: at(/cvss/),
    fixed: at(/fixed version/),
  }
  return columns.cve >= 0 && columns.fixed >= 0 && columns.product >= 0 ? columns : undefined
}

function rowsOf(
  id: string,
  cells: readonly string[],
  columns: Columns,
  names: UpdateNames,
  leftovers: Leftovers,
): readonly AdvisoryRow[] {
  const cell = (column: number) => cells[column] ?? ''
  // The component says it better than the name of a suite does.
  const named = cell(columns.component) || cell(columns.product)
  const product = componentOf(named)
  const fixed = cell(columns.fixed)
  const record = `${id}: ${named} ${cell(columns.version)} ${fixed}`
  if (product === undefined) {
    leftovers.pass('rows of other products')
    return []
  }
  const cves = cvesIn(cell(columns.cve))
  if (cves.length === 0) {
    leftovers.add(record, 'the row names no CVE')
    return []
  }
  const read = readFixedVersion(names, product, fixed, cell(columns.version))
  if (read.kind === 'rows')
    return read.rows.flatMap((row) =>
      byScore(cves, cell(columns.cvss)).map((scored) => ({ product, ...row, ...scored, source: FEED })),
    )
  leftovers.add(record, read.kind === 'unusable' ? read.why : 'the vendor calls it unaffected')
  return []
}

/** `9.3, 8.2, 7.1` beside three CVE ids is a score for each; one score beside several is of all of them. */
function byScore(cves: readonly string[], said: string): readonly Pick<AdvisoryRow, 'cves' | 'cvss'>[] {
  const scores = (said.match(/(?<![\d.])(?:10(?:\.0)?|\d\.\d)(?![\d.])/g) ?? []).map(Number)
  if (scores.length === 1 && scores[0] !== undefined) return [{ cves, cvss: scores[0] }]
  if (scores.length !== cves.length) return [{ cves }]
  return [
    ...Map.groupBy(
      cves.map((cve, at) => ({ cve, cvss: scores[at] ?? 0 })),
      ({ cvss }) => cvss,
    ),
  ].map(([cvss, all]) => ({ cves: all.map(({ cve }) => cve), cvss }))
}
