import type { Bulletin, Contribution } from '@sakimori/core/advisory'
import { severityOfWord } from '@sakimori/core/model'
import { FeedError } from '../feed-error.ts'
import type { Publication } from '../read/bytes.ts'
import { checkedDay, isFuture, latest, type About } from '../read/day.ts'
import { cvesIn, webUrl } from '../read/ids.ts'
import { at, listAt, numberAt, readJson, textAt } from '../read/json.ts'
import { Leftovers } from '../read/leftovers.ts'
import { oneLine } from '../read/line.ts'
import { dayIn } from './days.ts'
import { productsIn, vmsaIn } from './vmware-products.ts'

const FEED = 'broadcom-portal'

/** Whether a JSON value is an answer of the portal's list. */
export const isPortalList = (value: unknown): boolean =>
  Array.isArray(at(value, 'data', 'list')) && at(value, 'data', 'pageInfo') !== undefined

/** The number of the last page of the list that one answer is a page of. */
export const lastPageOf = (page: Publication): number =>
  numberAt(readJson(FEED, page), 'data', 'pageInfo', 'lastPage') ?? 0

/**
 * A page of the vendor's list of advisories: that there is one, when it changed, how severe it is. The list is what the
 * portal's own page asks for, and no document describes it; it says nothing of builds.
 *
 * @throws FeedError where the answer is no such list
 */
export function decodeBroadcomList(publication: Publication, about: About): Contribution {
  const answer = readJson(FEED, publication)
  if (at(answer, 'success') === false) throw new FeedError('refused', FEED, 'the portal answered that it failed')
  if (!isPortalList(answer))
    throw new FeedError('unsupported', FEED, 'this is not the list of advisories of the portal')
  const leftovers = new Leftovers()
  const rows = listAt(answer, 'data', 'list')
  const bulletins = rows.flatMap((row) => bulletinOf(row, about, leftovers))
  // Of all rows: a quiet month of our products is no gap in the list.
  const days = rows.flatMap((row) => [dayIn(textAt(row, 'updated')), dayIn(textAt(row, 'published'))])
  const asOf = latest(days.filter((day) => day !== undefined && !isFuture(day, about))) ?? about.asOf ?? about.now
  return { feed: FEED, asOf: checkedDay(FEED, asOf, about), bulletins, skipped: leftovers.list() }
}

function bulletinOf(row: unknown, about: About, leftovers: Leftovers): readonly Bulletin[] {
  const title = oneLine(textAt(row, 'title') ?? '')
  const record = vmsaIn(title) ?? textAt(row, 'documentId') ?? ''
  const published = dayIn(textAt(row, 'published'))
  // `2026-09-03T08:58:26.960422` names no zone; only the day is taken.
  const updated = dayIn(textAt(row, 'updated'))
  if (!/^[\w.-]{4,40}$/.test(record)) leftovers.add(record, 'has no id')
  else if (published === undefined || [published, updated ?? published].some((day) => isFuture(day, about)))
    leftovers.add(record, 'is not dated by a day that has been')
  else {
    const products = productsIn(`${title} | ${textAt(row, 'supportProducts') ?? ''}`)
    const severity = severityOfWord(textAt(row, 'severity') ?? '')
    const url = vendorPage(textAt(row, 'notificationUrl'))
    if (products.length > 0)
      return [
        {
          feed: FEED,
          id: record,
          ...(url === undefined ? {} : { url }),
          published,
          ...(updated !== undefined && updated > published ? { updated } : {}),
          title: { en: title },
          ...(severity === undefined ? {} : { severity }),
          cves: cvesIn(textAt(row, 'affectedCve'), title),
          targets: products.map((product) => ({ product })),
        },
      ]
    leftovers.pass('other products')
  }
  return []
}

/** The address of a page of the vendor's own, and of nobody else's. */
export function vendorPage(said: string | undefined): string | undefined {
  const url = webUrl(said)
  return url !== undefined && /^https:\/\/(?:[\w-]+\.)*broadcom\.com\//.test(url) ? url : undefined
}
