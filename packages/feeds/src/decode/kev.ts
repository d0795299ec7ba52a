import type { Contribution, Exploited } from '@sakimori/core/advisory'
import { FeedError } from '../feed-error.ts'
import type { Publication } from '../read/bytes.ts'
import { checkedDay, dayOf, isFuture, type About } from '../read/day.ts'
import { cveOf } from '../read/ids.ts'
import { listAt, numberAt, readJson, textAt } from '../read/json.ts'
import { Leftovers } from '../read/leftovers.ts'

const FEED = 'cisa-kev'

/**
 * CISA's catalogue of known exploited vulnerabilities (JSON, schema of 2023): who was seen to be used, since when, and
 * whether by ransomware. Its words for vendor and product are too loose to match by (`Multiple Products`): the CVE id
 * alone counts, and every entry is kept.
 */
export function decodeKev(publication: Publication, about: About): Contribution {
  const catalogue = readJson(FEED, publication)
  const released = dayOf(textAt(catalogue, 'dateReleased'))
  if (released === undefined || textAt(catalogue, 'catalogVersion') === undefined)
    throw new FeedError('unsupported', FEED, 'this is not the catalogue: it has no catalogVersion and dateReleased')
  const leftovers = new Leftovers()
  const exploited = new Map<string, Exploited>()
  const entries = listAt(catalogue, 'vulnerabilities')
  for (const entry of entries) {
    const said = textAt(entry, 'cveID')
    const cve = cveOf(said)
    const since = dayOf(textAt(entry, 'dateAdded'))
    if (cve === undefined) leftovers.add(said ?? '', 'has no CVE id')
    else if (since === undefined || isFuture(since, about)) leftovers.add(cve, 'is not dated by a day that has been')
    else if (exploited.has(cve)) leftovers.add(cve, 'stands twice: the first entry counts')
    else {
      const ransomware = textAt(entry, 'knownRansomwareCampaignUse') === 'Known'
      exploited.set(cve, { cve, since, ransomware, source: FEED })
    }
  }
  const announced = numberAt(catalogue, 'count')
  if (announced !== entries.length)
    leftovers.add('count', `announces ${announced ?? 'no'} entries, and the file holds ${entries.length}`)
  return {
    feed: FEED,
    asOf: checkedDay(FEED, released, about),
    exploited: [...exploited.values()],
    skipped: leftovers.list(),
  }
}
