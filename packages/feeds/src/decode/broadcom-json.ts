import { lineOf, type Advisory, type AdvisoryRow, type Contribution, type UpdateNames } from '@sakimori/core/advisory'
import { severityOfWord } from '@sakimori/core/model'
import { FeedError } from '../feed-error.ts'
import type { Publication } from '../read/bytes.ts'
import { checkedDay, dayOf, isFuture, latest, type About } from '../read/day.ts'
import { cvesIn } from '../read/ids.ts'
import { listAt, readJson, textAt } from '../read/json.ts'
import { Leftovers } from '../read/leftovers.ts'
import { oneLine } from '../read/line.ts'
import { vendorPage } from './broadcom-list.ts'
import { readFixedVersion } from './fixed-version.ts'
import { componentOf, vmsaIn } from './vmware-products.ts'

const FEED = 'broadcom-json'

export const isBroadcomJson = (value: unknown): boolean =>
  textAt(value, 'schemaVersion') !== undefined && textAt(listAt(value, 'advisories')[0], 'vmsaId') !== undefined

/**
 * The vendor's own machine-readable advisories, the data of its VCF Patch Scanner (schema 2.0). Known faults of it: rows
 * without CVE ids, rows that are missing, a threshold that is the version of the appliance among builds, days that are
 * early. So its rows are laid beside the shipped ones, and nothing follows from a row that it does not have.
 *
 * @throws FeedError where the file is something else
 */
export function decodeBroadcomJson(publication: Publication, names: UpdateNames, about: About): Contribution {
  const file = readJson(FEED, publication)
  if (!isBroadcomJson(file))
    throw new FeedError('unsupported', FEED, 'these are not the advisories of the VCF Patch Scanner')
  const leftovers = new Leftovers()
  const advisories = listAt(file, 'advisories').flatMap((one) => advisoryOf(one, names, about, leftovers))
  const days = advisories.map(({ updated, published }) => updated ?? published)
  const asOf = dayOf(textAt(file, 'updatedAt')) ?? latest(days) ?? about.now
  return { feed: FEED, asOf: checkedDay(FEED, asOf, about), advisories, skipped: leftovers.list() }
}

function advisoryOf(one: unknown, names: UpdateNames, about: About, leftovers: Leftovers): readonly Advisory[] {
  const said = textAt(one, 'vmsaId') ?? ''
  const id = vmsaIn(said)
  const published = dayOf(textAt(one, 'publishedDate'))
  const updated = dayOf(textAt(one, 'updatedDate'))
  const severity = severityOfWord(textAt(one, 'severity') ?? '')
  if (
    id === undefined ||
    published === undefined ||
    severity === undefined ||
    [published, updated ?? published].some((day) => isFuture(day, about))
  ) {
    leftovers.add(said, 'its id, its day or its severity cannot be read')
    return []
  }
  const ours = listAt(one, 'impactedComponents').filter((part) => componentOf(textAt(part, 'component') ?? ''))
  if (ours.length === 0) {
    leftovers.pass('other products')
    return []
  }
  const rows = ours.flatMap((part) => rowsOf(part, names, id, leftovers))
  const title = oneLine(textAt(one, 'title') ?? '')
  const url = vendorPage(textAt(one, 'advisoryUrl'))
  return [
    {
      id,
      published,
      ...(updated !== undefined && updated > published ? { updated } : {}),
      severity,
      title: title === '' ? {} : { en: title },
      ...(url === undefined ? {} : { url }),
      // Those of the rows: in the title stand the flaws of other products too.
      cves: [...new Set(rows.flatMap((row) => row.cves))],
      rows,
      settings: [],
      complete: false,
      sources: [FEED],
    },
  ]
}

function rowsOf(part: unknown, names: UpdateNames, id: string, leftovers: Leftovers): readonly AdvisoryRow[] {
  const name = textAt(part, 'component') ?? ''
  const product = componentOf(name)
  if (product === undefined) return []
  const texts = (field: string) => listAt(part, field).filter((one) => typeof one === 'string')
  const cves = cvesIn(...texts('cves'))
  const fixed = texts('fixedVersions').join(' or ')
  const record = `${id} ${name} ${fixed}`
  if (cves.length === 0) {
    leftovers.add(record, 'the row names no CVE')
    return []
  }
  const lines = texts('minimumVersions').map(lineOf)
  const read = readFixedVersion(names, product, fixed, lines.join(', '))
  if (read.kind !== 'rows') {
    leftovers.add(record, read.kind === 'unusable' ? read.why : 'the vendor calls it unaffected')
    return []
  }
  const range = textAt(part, 'cvssRange') ?? ''
  const cvss = /^\d{1,2}(?:\.\d)?$/.test(range) && Number(range) <= 10 ? { cvss: Number(range) } : {}
  return read.rows.map((row) => ({ product, ...row, cves, ...cvss, source: FEED }))
}
