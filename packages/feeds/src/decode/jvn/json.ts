import type { CvssScore } from '@sakimori/core/advisory'
import { FeedError } from '../../feed-error.ts'
import { dayOf, latest } from '../../read/day.ts'
import { cveOf, cvesIn } from '../../read/ids.ts'
import { at, listAt, numberAt, textAt } from '../../read/json.ts'
import { cvssOf, cwesIn } from '../../read/scores.ts'
import { cpesOfTree } from '../csaf-products.ts'
import { FEED, pageUrlOf, SCORER, type JvnEntry } from './entry.ts'
import { pageOf } from './status.ts'
import type { JvnDocument } from './xml.ts'

/**
 * Reads the answers of `feed=oka` (overviews, alerts, and details in JVN's dialect of CSAF 2.1) and the one JSON that
 * `feed=hnd` gives, its alerts.
 */
export function readJvnJson(answer: unknown, add: (entry: JvnEntry) => void): JvnDocument {
  const status = at(answer, 'status') ?? at(answer, 'feed', 'status:Status')
  const page = status === undefined ? undefined : pageOf((name) => at(status, name))
  const feed = at(answer, 'feed')
  const isDetail = at(answer, 'document') !== undefined
  if (feed === undefined && !isDetail && (page === undefined || page.total > 0))
    throw new FeedError('unsupported', FEED, 'this is no answer on entries: it has neither a feed nor a document')
  if (isDetail) add(entryOfDetail(answer))
  for (const entry of listAt(feed, 'entry'))
    add(at(entry, 'sec:items') === undefined ? entryOfOverview(entry) : entryOfHndAlert(entry))
  const generated = isDetail ? textAt(answer, 'jvn_extension', 'generator', 'date') : textAt(feed, 'generator', 'date')
  return { dated: latest([dayOf(generated), dayOf(textAt(feed, 'updated'))]), page }
}

/** An alert has `items` with the products; an overview has them itself. */
function entryOfOverview(entry: unknown): JvnEntry {
  const items = listAt(entry, 'items')
  const references = listAt(entry, 'references').map((one) => textAt(one, 'summary'))
  const isAlert = items.length > 0
  return {
    id: textAt(entry, 'id'),
    title: textAt(entry, 'title'),
    url: textAt(entry, 'link'),
    cves: isAlert
      ? cvesIn(...[entry, ...items].flatMap((one) => [textAt(one, 'title'), textAt(one, 'summary')]))
      : [...new Set(references.flatMap((said) => cveOf(said) ?? []))],
    cwes: cwesIn(listAt(entry, 'cwes').map((one) => textAt(one, 'id'))),
    cpes: [entry, ...items]
      .flatMap((one) => listAt(one, 'products'))
      .flatMap((product) => textAt(product, 'product_ids', 'cpe') ?? []),
    cvss: listAt(entry, 'metrics').flatMap(scoresOf),
    published: textAt(entry, 'created') ?? textAt(entry, 'public'),
    updated: textAt(entry, 'modified'),
    ...(isAlert ? { kind: 'alert' as const } : {}),
  }
}

function entryOfHndAlert(alert: unknown): JvnEntry {
  const items = listAt(alert, 'sec:items').map((item) => at(item, 'sec:item'))
  return {
    id: textAt(alert, 'id'),
    title: textAt(alert, 'title'),
    url: textAt(alert, 'link'),
    cves: cvesIn(
      textAt(alert, 'title'),
      textAt(alert, 'summary'),
      ...items.flatMap((item) => [textAt(item, 'sec:title'), textAt(item, 'sec:summary')]),
    ),
    cwes: [],
    cpes: items.flatMap((item) => listAt(item, 'sec:cpe').map((cpe) => textAt(cpe, 'value'))),
    cvss: [],
    published: textAt(alert, 'published'),
    updated: textAt(alert, 'update') ?? textAt(alert, 'updated'),
    kind: 'alert',
  }
}

function entryOfDetail(answer: unknown): JvnEntry {
  const tracking = at(answer, 'document', 'tracking')
  const flaws = listAt(answer, 'vulnerabilities')
  const id = textAt(tracking, 'id')
  return {
    id,
    title: textAt(answer, 'document', 'title'),
    url: pageUrlOf(id),
    cves: [...new Set(flaws.flatMap((flaw) => cveOf(textAt(flaw, 'cve')) ?? []))],
    cwes: cwesIn(flaws.flatMap((flaw) => listAt(flaw, 'cwes').map((one) => textAt(one, 'id')))),
    cpes: cpesOfTree(FEED, answer),
    cvss: flaws.flatMap((flaw) => listAt(flaw, 'metrics').flatMap(scoresOf)),
    published: textAt(tracking, 'initial_release_date'),
    updated: textAt(tracking, 'current_release_date'),
  }
}

/** CVSS alone; `ScoringSystem` stands for scales to come. */
const scoresOf = (metric: unknown): readonly CvssScore[] =>
  ['cvss_v4', 'cvss_v3', 'cvss_v2'].flatMap((key) => {
    const data = at(metric, 'content', key)
    return cvssOf(textAt(data, 'version'), numberAt(data, 'baseScore'), textAt(data, 'vectorString'), SCORER) ?? []
  })
