import type { Day } from '@sakimori/core/advisory'
import { FeedError } from '../feed-error.ts'

/** What every decoder is told besides the bytes. */
export interface About {
  /** Today: what is dated later is not believed. */
  readonly now: Day
  /** The day that the bytes are known to be of, from a file name or a `Date` header, for feeds that do not say. */
  readonly asOf?: Day
  /** The flaws that the caller knows: what a feed says of them is kept even where it names no product. */
  readonly wanted?: ReadonlySet<string>
}

/** `2026-07-29` of any ISO date or time, by the calendar of its writer; `undefined` where no such day was. */
export function dayOf(said: string | undefined): Day | undefined {
  const found = /^\s*(\d{4})-(\d{2})-(\d{2})(?![\d-])/.exec(said ?? '')
  if (!found) return undefined
  const [, year = '', month = '', day = ''] = found
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  const text = `${year}-${month}-${day}`
  return Number(year) >= 1990 && date.toISOString().slice(0, 10) === text ? text : undefined
}

const DAY_MS = 86_400_000

/** A day of grace: it is tomorrow already in Tokyo. */
export const isFuture = (day: Day, { now }: About): boolean => Date.parse(day) > Date.parse(now) + DAY_MS

/** The day up to which a feed speaks, or the end of it when that day is still to come. */
export function checkedDay(feed: string, day: Day, about: About): Day {
  if (isFuture(day, about))
    throw new FeedError('future', feed, `dated ${day}, and today is ${about.now}: check this machine's clock first`)
  return day
}

/** The latest of some days. */
export const latest = (days: Iterable<Day | undefined>): Day | undefined =>
  [...days]
    .filter((day) => day !== undefined)
    .toSorted()
    .at(-1)
