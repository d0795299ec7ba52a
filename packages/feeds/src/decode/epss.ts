import type { Contribution, CveNote, Day } from '@sakimori/core/advisory'
import { FeedError } from '../feed-error.ts'
import { limits } from '../limits.ts'
import { makeNote } from '../notes.ts'
import { readText, type Publication } from '../read/bytes.ts'
import { checkedDay, dayOf, type About } from '../read/day.ts'
import { cveOf } from '../read/ids.ts'
import { Leftovers } from '../read/leftovers.ts'

const FEED = 'epss'

export interface EpssAbout extends About {
  /** Only these are kept, of some 300,000. */
  readonly wanted: ReadonlySet<string>
}

/**
 * FIRST's chances of exploitation (CSV, mostly in gzip). Since 2022 the first line is a comment with the day, and each
 * row has a percentile; the files of 2021 have neither, so `about.asOf` must say their day.
 */
export function decodeEpss(publication: Publication, about: EpssAbout): Contribution {
  const lines = linesOf(readText(FEED, publication))
  const first = lines.next().value ?? ''
  const isComment = first.startsWith('#')
  const header = isComment ? (lines.next().value ?? '') : first
  if (!/^cve,epss(,percentile)?$/.test(header))
    throw new FeedError('unsupported', FEED, `its columns are '${header.slice(0, 80)}', not 'cve,epss,percentile'`)
  const date = isComment ? dayOf(/\bscore_date:(\S+)/.exec(first)?.[1]) : about.asOf
  if (date === undefined)
    throw new FeedError('unsupported', FEED, 'the file does not say its day: keep the name that it was published by')
  checkedDay(FEED, date, about)

  const leftovers = new Leftovers()
  const notes = new Map<string, CveNote>()
  let rows = 0
  for (const line of lines) {
    if (line === '') continue
    rows += 1
    if (rows > limits.records) throw new FeedError('tooLarge', FEED, `more than ${limits.records} rows`)
    const [id, ...numbers] = line.split(',', 4)
    const cve = cveOf(id)
    if (cve === undefined) leftovers.add(`row ${rows}`, 'has no CVE id')
    else if (!about.wanted.has(cve)) leftovers.pass('not asked for')
    else {
      const note = noteOf(cve, numbers, date)
      if (note === undefined) leftovers.add(cve, 'its numbers are no chances between 0 and 1')
      else notes.set(cve, note)
    }
  }
  return { feed: FEED, asOf: date, notes: [...notes.values()], skipped: leftovers.list() }
}

function noteOf(cve: string, [score, percentile]: readonly string[], date: Day): CveNote | undefined {
  const chance = chanceOf(score)
  if (chance === undefined) return undefined
  const rank = chanceOf(percentile)
  if (percentile !== undefined && rank === undefined) return undefined
  const epss = { score: chance, ...(rank === undefined ? {} : { percentile: rank }), date }
  return makeNote(cve, { epss })
}

function chanceOf(said: string | undefined): number | undefined {
  if (said === undefined || !/^(0|1|[01]?\.\d{1,20}|\d(\.\d{1,20})?e-\d{1,2})$/i.test(said)) return undefined
  const number = Number(said)
  return number <= 1 ? number : undefined
}

/** One by one: an array of 300,000 lines would outweigh the few that are kept. */
function* linesOf(text: string): Generator<string, undefined> {
  for (let start = 0; start < text.length;) {
    const end = text.indexOf('\n', start)
    yield text.slice(start, end === -1 ? undefined : end).trimEnd()
    if (end === -1) return
    start = end + 1
  }
}
