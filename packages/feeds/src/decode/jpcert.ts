import type { Bulletin, Contribution } from '@sakimori/core/advisory'
import { FeedError } from '../feed-error.ts'
import { titlesOf } from '../notes.ts'
import type { Publication } from '../read/bytes.ts'
import { checkedDay, dayOf, isFuture, latest, type About } from '../read/day.ts'
import { cvesIn, idOf, webUrl } from '../read/ids.ts'
import { Leftovers } from '../read/leftovers.ts'
import { oneLine } from '../read/line.ts'
import { readXml, textOf, type XmlElement } from '../read/xml.ts'
import { targetsOfHeadline } from '../targets.ts'

const FEED = 'jpcert'

/** What an item is shows in its address: titles change their wording. Everything else is a notice or an event. */
const KINDS: readonly (readonly [RegExp, NonNullable<Bulletin['kind']>])[] = [
  [/^https?:\/\/www\.jpcert\.or\.jp\/(english\/)?at\/\d{4}\/at\d{6}\.html/, 'alert'],
  [/^https?:\/\/www\.jpcert\.or\.jp\/(english\/)?wr\/\d{4}\/wr\d{6}\.html/, 'weekly'],
  [/^https?:\/\/www\.jpcert\.or\.jp\/(english\/)?newsflash\//, 'news'],
  [/^https?:\/\/jvn\.jp\/(en\/)?(vu|jp|ta)\//, 'note'],
]
const NAMES = new Set(['channel', 'item'])

/**
 * The RDF feeds of JPCERT/CC: alerts, weekly reports, brief news, and in the larger feed what JVN published. They have
 * no field for products or flaws, so an item counts when its words name one. An alert keeps its address and its id when
 * it is updated, and then has a later day; the day of its first edition is not in the feed any more.
 */
export function decodeJpcert(publication: Publication, about: About): Contribution {
  const leftovers = new Leftovers()
  const bulletins = new Map<string, Bulletin>()
  let dated: string | undefined
  const days: string[] = []
  const root = readXml(FEED, publication, NAMES, (record) => {
    const day = dayOf(textOf(record, 'date'))
    if (record.name === 'channel') {
      dated = day
      return
    }
    if (day === undefined || isFuture(day, about)) {
      leftovers.add(textOf(record, 'identifier') ?? '', 'is not dated by a day that has been')
      return
    }
    days.push(day)
    const bulletin = bulletinOf(record, day, about, leftovers)
    if (bulletin) bulletins.set(bulletin.id, bulletin)
  })
  if (root.name !== 'RDF')
    throw new FeedError('unsupported', FEED, `this is no RDF feed of JPCERT/CC: its root is '${root.name}'`)
  const asOf = dated ?? latest(days) ?? about.asOf
  if (asOf === undefined)
    throw new FeedError('malformed', FEED, 'neither the feed nor any item has a day: fetch it again')
  return {
    feed: FEED,
    asOf: checkedDay(FEED, asOf, about),
    bulletins: [...bulletins.values()],
    skipped: leftovers.list(),
  }
}

function bulletinOf(item: XmlElement, day: string, about: About, leftovers: Leftovers): Bulletin | undefined {
  const url = webUrl(textOf(item, 'link'))
  const said = textOf(item, 'identifier') ?? url?.slice(url.lastIndexOf('/') + 1)
  const id = idOf(said)
  if (url === undefined || id === undefined) {
    leftovers.add(said ?? '', 'has no id or no address that can be used')
    return undefined
  }
  const kind = KINDS.find(([address]) => address.test(url))?.[1]
  if (kind === undefined) {
    leftovers.pass('is a notice or an event')
    return undefined
  }
  const title = oneLine(textOf(item, 'title') ?? '')
  const cves = cvesIn(title, textOf(item, 'description'), textOf(item, 'encoded')).slice(0, 1000)
  const targets = targetsOfHeadline(title)
  if (targets.length === 0 && !cves.some((cve) => about.wanted?.has(cve))) {
    leftovers.pass('names neither a product of an estate nor a flaw that is known')
    return undefined
  }
  const state = /[(（](公開|更新)[)）]$/.exec(title)
  return {
    feed: FEED,
    id,
    kind,
    url,
    published: day,
    ...(state?.[1] === '更新' ? { updated: day } : {}),
    title: titlesOf(title.slice(0, state?.index)),
    cves,
    targets,
  }
}
