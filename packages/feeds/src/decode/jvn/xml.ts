import { FeedError } from '../../feed-error.ts'
import type { Publication } from '../../read/bytes.ts'
import { dayOf, latest } from '../../read/day.ts'
import { cveOf, cvesIn } from '../../read/ids.ts'
import { cvssOf, cwesIn } from '../../read/scores.ts'
import { childOf, childrenOf, readXml, textOf, type XmlElement } from '../../read/xml.ts'
import { FEED, pageUrlOf, SCORER, type JvnEntry } from './entry.ts'
import { pageOf, type JvnPage } from './status.ts'

/** A file or an answer in XML, read to its end. */
export interface JvnDocument {
  /** Its own day, where it has one. */
  readonly dated: string | undefined
  readonly page: JvnPage | undefined
}

/** Roots of what is read here: overviews and yearly feeds, details, alerts, an answer without hits. */
const ROOTS: readonly string[] = ['RDF', 'VULDEF-Document', 'feed', 'Result']

/** Reads all four forms by the names of their records. @returns what stands beside the entries */
export function readJvnXml(publication: Publication, add: (entry: JvnEntry) => void): JvnDocument {
  let page: JvnPage | undefined
  let dated: string | undefined
  const records: Readonly<Record<string, (element: XmlElement) => void>> = {
    // RSS 1.0 of the API (`mod_sec/3.0/`) and of the static feeds (`mod_sec/`).
    item: (item) => add(entryOfItem(item)),
    Vulinfo: (vulinfo) => add(entryOfVulinfo(vulinfo)),
    entry: (alert) => add(entryOfAlert(alert)),
    channel: (channel) => {
      dated = latest([dayOf(textOf(channel, 'date')), dayOf(textOf(channel, 'modified'))])
    },
    updated: (updated) => {
      dated = dayOf(updated.text)
    },
    Status: ({ attributes }) => {
      page = pageOf((name) => attributes.get(name))
    },
  }
  const names = new Set(Object.keys(records))
  const root = readXml(FEED, publication, names, (record) => {
    if (names.has(record.name)) records[record.name]?.(record)
  })
  // `Result` without hits, that is: with some it lists vendors or products.
  if (!ROOTS.includes(root.name) || (root.name === 'Result' && page?.total !== 0))
    throw new FeedError('unsupported', FEED, `this is no publication on entries of JVN: its root is '${root.name}'`)
  return { dated, page }
}

const attributesOf = (element: XmlElement, child: string, attribute: string): readonly (string | undefined)[] =>
  childrenOf(element, child).map(({ attributes }) => attributes.get(attribute))

function entryOfItem(item: XmlElement): JvnEntry {
  const ids = attributesOf(item, 'references', 'id')
  return {
    id: textOf(item, 'identifier'),
    title: textOf(item, 'title'),
    url: textOf(item, 'link'),
    cves: [...new Set(ids.flatMap((id) => cveOf(id) ?? []))],
    cwes: cwesIn(ids),
    cpes: childrenOf(item, 'cpe').map(({ text }) => text),
    cvss: childrenOf(item, 'cvss').flatMap(({ attributes }) => {
      const score = Number(attributes.get('score') ?? Number.NaN)
      return cvssOf(attributes.get('version'), score, attributes.get('vector'), SCORER) ?? []
    }),
    published: textOf(item, 'issued') ?? textOf(item, 'date'),
    updated: textOf(item, 'modified') ?? textOf(item, 'date'),
  }
}

/** An entry in VULDEF. Its `VersionNumber` is a sentence and stays unread. */
function entryOfVulinfo(vulinfo: XmlElement): JvnEntry {
  const id = textOf(vulinfo, 'VulinfoID')
  const data = childOf(vulinfo, 'VulinfoData') ?? vulinfo
  const related = childrenOf(childOf(data, 'Related') ?? data, 'RelatedItem').map((item) => textOf(item, 'VulinfoID'))
  return {
    id,
    title: textOf(data, 'Title'),
    url: pageUrlOf(id),
    cves: [...new Set(related.flatMap((said) => cveOf(said) ?? []))],
    cwes: cwesIn(related),
    cpes: childrenOf(childOf(data, 'Affected') ?? data, 'AffectedItem').flatMap((item) =>
      childrenOf(item, 'Cpe').map(({ text }) => text),
    ),
    cvss: childrenOf(childOf(data, 'Impact') ?? data, 'Cvss').flatMap((cvss) => {
      const score = Number(textOf(cvss, 'Base') ?? Number.NaN)
      return cvssOf(cvss.attributes.get('version'), score, textOf(cvss, 'Vector'), SCORER) ?? []
    }),
    published: textOf(data, 'DateFirstPublished') ?? textOf(data, 'DatePublic'),
    updated: textOf(data, 'DateLastUpdated'),
  }
}

/** An alert of IPA (Atom): one entry with the items that it is about. */
function entryOfAlert(alert: XmlElement): JvnEntry {
  const items = childrenOf(childOf(alert, 'items') ?? alert, 'item')
  return {
    id: textOf(alert, 'id'),
    title: textOf(alert, 'title'),
    url: [...attributesOf(alert, 'link', 'href'), ...items.flatMap((item) => attributesOf(item, 'link', 'href'))][0],
    cves: cvesIn(
      ...[alert, ...items].flatMap((one) => [textOf(one, 'title'), textOf(one, 'summary'), textOf(one, 'identifier')]),
    ),
    cwes: [],
    cpes: items.flatMap((item) => childrenOf(item, 'cpe').map(({ text }) => text)),
    cvss: [],
    published: textOf(alert, 'published'),
    updated: textOf(alert, 'updated'),
    kind: 'alert',
  }
}
