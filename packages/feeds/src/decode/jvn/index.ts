import type { Contribution } from '@sakimori/core/advisory'
import { FeedError } from '../../feed-error.ts'
import { readText, type Publication } from '../../read/bytes.ts'
import { checkedDay, dayOf, isFuture, latest, type About } from '../../read/day.ts'
import { readJson } from '../../read/json.ts'
import { FEED, JvnEntries, type JvnEntry } from './entry.ts'
import { readJvnJson } from './json.ts'
import type { JvnPage } from './status.ts'
import { readJvnXml } from './xml.ts'

/** What one publication of JVN adds, and of an answer of the API which page it is. */
export type JvnContribution = Contribution & { readonly page?: JvnPage }

/**
 * JVN iPedia in every form that it is given out: answers of MyJVN (`feed=hnd` in XML, `feed=oka` in JSON; overviews,
 * details, alerts, no hits, errors) and the static feeds of new, updated and yearly entries.
 */
export function decodeJvn(publication: Publication, about: About): JvnContribution {
  const text = readText(FEED, publication)
  const entries = new JvnEntries(about)
  let newest: string | undefined
  const add = (entry: JvnEntry) => {
    const day = latest([dayOf(entry.published), dayOf(entry.updated)])
    if (day !== undefined && !isFuture(day, about)) newest = latest([newest, day])
    entries.add(entry)
  }
  const { dated, page } = /^\s*\{/.test(text) ? readJvnJson(readJson(FEED, text), add) : readJvnXml(text, add)
  // An answer without hits speaks up to the day that it was given.
  const asOf = dated ?? newest ?? about.asOf ?? (page && about.now)
  if (asOf === undefined)
    throw new FeedError('malformed', FEED, 'neither the publication nor any entry of it has a day: fetch it again')
  return { ...entries.contribution(checkedDay(FEED, asOf, about)), ...(page ? { page } : {}) }
}
