import type { Contribution, CveNote, CvssScore } from '@sakimori/core/advisory'
import { FeedError } from '../feed-error.ts'
import { makeNote } from '../notes.ts'
import type { Publication } from '../read/bytes.ts'
import { checkedDay, dayOf, isFuture, type About } from '../read/day.ts'
import { cveOf, webUrls } from '../read/ids.ts'
import { at, listAt, numberAt, readJson, textAt } from '../read/json.ts'
import { Leftovers } from '../read/leftovers.ts'
import { cvssOf, cwesIn } from '../read/scores.ts'

const FEED = 'nvd'
const METRICS = ['cvssMetricV40', 'cvssMetricV31', 'cvssMetricV30', 'cvssMetricV2'] as const

/**
 * A page of NVD's CVE API 2.0, or one of its yearly files, which have the same form: scores, kinds of weakness, links.
 * Its lists of vulnerable names hold no builds and miss releases that came later, so no fix and no "not affected" is
 * ever taken from them. `cisaExploitAdd` repeats CISA's catalogue, which has its own decoder.
 */
export function decodeNvd(publication: Publication, about: About): Contribution {
  const page = readJson(FEED, publication)
  if (textAt(page, 'format') !== 'NVD_CVE' || textAt(page, 'version') !== '2.0')
    throw new FeedError('unsupported', FEED, 'this is not an answer of the CVE API 2.0 (format NVD_CVE)')
  const asOf = dayOf(textAt(page, 'timestamp'))
  if (asOf === undefined) throw new FeedError('malformed', FEED, 'the page has no timestamp: fetch it again')

  const leftovers = new Leftovers()
  const notes = new Map<string, CveNote>()
  for (const entry of listAt(page, 'vulnerabilities')) {
    const record = at(entry, 'cve')
    const said = textAt(record, 'id')
    const cve = cveOf(said)
    const published = dayOf(textAt(record, 'published'))
    if (cve === undefined) leftovers.add(said ?? '', 'has no CVE id')
    else if (about.wanted && !about.wanted.has(cve)) leftovers.pass('not asked for')
    else if (textAt(record, 'vulnStatus') === 'Rejected') leftovers.add(cve, 'was rejected')
    else if (published === undefined || isFuture(published, about))
      leftovers.add(cve, 'is not dated by a day that has been')
    else notes.set(cve, noteOf(cve, record))
  }
  return { feed: FEED, asOf: checkedDay(FEED, asOf, about), notes: [...notes.values()], skipped: leftovers.list() }
}

function noteOf(cve: string, record: unknown): CveNote {
  const cwes = cwesIn(
    listAt(record, 'weaknesses').flatMap((weakness) =>
      listAt(weakness, 'description').map((description) => textAt(description, 'value')),
    ),
  )
  return makeNote(cve, {
    cvss: METRICS.flatMap((key) => listAt(record, 'metrics', key).flatMap(scoreOf)),
    cwes,
    links: webUrls(listAt(record, 'references').map((reference) => textAt(reference, 'url'))),
  })
}

function scoreOf(metric: unknown): readonly CvssScore[] {
  const data = at(metric, 'cvssData')
  const source = textAt(metric, 'source') ?? ''
  const by = source === 'nvd@nist.gov' || source === '' ? 'NVD' : source
  const score = cvssOf(textAt(data, 'version'), numberAt(data, 'baseScore'), textAt(data, 'vectorString'), by)
  return score ? [score] : []
}
