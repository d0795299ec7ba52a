import type { Bulletin, Contribution } from '@sakimori/core/advisory'
import { severityOfScore } from '@sakimori/core/model'
import type { HTMLElement } from 'node-html-parser'
import { FeedError } from '../feed-error.ts'
import { bounded } from '../notes.ts'
import type { Publication } from '../read/bytes.ts'
import { checkedDay, isFuture, latest, type About } from '../read/day.ts'
import { cvesIn } from '../read/ids.ts'
import { Leftovers } from '../read/leftovers.ts'
import { oneLine } from '../read/line.ts'
import { dayIn } from './days.ts'
import { readHtml, tablesOf, textOf } from './html.ts'

export const isHpePage = (said: string): boolean => /HPESB[A-Z]{2}\d{5}/.test(said) && /Document ID/i.test(said)
export const isHitachiPage = (said: string): boolean => /\bHWS\d{2}-\d{3}\b/.test(said) && /対象製品/.test(said)
export const isHitachiList = (said: string): boolean => /hitachi-sec-\d{4}-\d{3}/.test(said)

/** A saved security bulletin of HPE: what it is about, in HPE's words. @throws FeedError */
export function decodeHpePage(publication: Publication, about: About): Contribution {
  const feed = 'hpe'
  const page = readHtml(feed, publication)
  const words = textOf(page)
  const id = /HPESB[A-Z]{2}\d{5}/.exec(words)?.[0]
  const published = dayIn(/Release Date:?\s*([^:]{8,30})/i.exec(words)?.[1])
  const updated = dayIn(/Last Updated:?\s*([^:]{8,30})/i.exec(words)?.[1])
  const day = published ?? updated
  if (id === undefined || day === undefined)
    throw new FeedError('unsupported', feed, 'this page has no id or no day of a bulletin of HPE')
  // "HPE Integrated Lights-Out 5 (iLO 5) - Prior to v3.00": the version is no condition that a host's words answer.
  const models = page
    .querySelectorAll('li')
    .map((item) => /^(.{3,200}?)\s+[-–—]\s+/.exec(textOf(item))?.[1])
    .filter((model) => model !== undefined)
  const leftovers = new Leftovers()
  const scores = tablesOf(feed, page).flatMap(scoresOf)
  const bulletin: Bulletin = {
    feed,
    id,
    published: day,
    ...(updated !== undefined && updated > day ? { updated } : {}),
    title: { en: titleOf(page) },
    ...(scores.length === 0 ? {} : { severity: severityOfScore(Math.max(...scores)) }),
    cves: cvesIn(words),
    targets:
      models.length === 0
        ? [{ vendor: 'HPE' }]
        : models.map((model) => ({ vendor: 'HPE', model: oneLine(model, 120) })),
  }
  const asOf = checkedDay(feed, latest([updated, day]) ?? day, about)
  return { feed, asOf, bulletins: [bounded(bulletin, leftovers)], skipped: leftovers.list() }
}

/** A saved notice of Hitachi on servers or storage. @throws FeedError */
export function decodeHitachiPage(publication: Publication, about: About): Contribution {
  const feed = 'hitachi'
  const page = readHtml(feed, publication)
  const words = textOf(page)
  const id = /\bHWS\d{2}-\d{3}\b/.exec(words)?.[0]
  const published = dayIn(/(?:Last Update|更新日|公開日)[:：]?\s*([^:：]{8,30})/i.exec(words)?.[1])
  if (id === undefined || published === undefined)
    throw new FeedError('unsupported', feed, 'this page has no id or no day of a notice of Hitachi')
  const models = tablesOf(feed, page).flatMap(([heads = [], ...rows]) => {
    const column = heads.findIndex((head) => head.includes('対象製品'))
    return column < 0 ? [] : rows.map((row) => row[column] ?? '').filter((model) => model !== '')
  })
  const bulletin: Bulletin = {
    feed,
    id,
    published,
    title: { ja: titleOf(page) },
    cves: cvesIn(words),
    targets:
      models.length === 0
        ? [{ vendor: 'Hitachi' }]
        : models.map((model) => ({ vendor: 'Hitachi', model: oneLine(model, 120) })),
  }
  const leftovers = new Leftovers()
  const asOf = checkedDay(feed, published, about)
  return { feed, asOf, bulletins: [bounded(bulletin, leftovers)], skipped: leftovers.list() }
}

/** The saved list of Hitachi's notices on software: number, title and day, and nothing of versions. @throws FeedError */
export function decodeHitachiList(publication: Publication, about: About): Contribution {
  const feed = 'hitachi'
  const leftovers = new Leftovers()
  const rows = tablesOf(feed, readHtml(feed, publication)).flat()
  const bulletins = rows.flatMap((row): Bulletin[] => {
    const at = row.findIndex((cell) => /^hitachi-sec-\d{4}-\d{3}$/.test(cell))
    const id = row[at]
    if (id === undefined) return []
    const published = row.map(dayIn).find((day) => day !== undefined)
    if (published === undefined || isFuture(published, about)) {
      leftovers.add(id, 'is not dated by a day that has been')
      return []
    }
    const title = oneLine(row[at + 1] ?? '')
    const url = `https://www.hitachi.co.jp/Prod/comp/soft1/security/info/vuls/${id}/index.html`
    return [
      {
        feed,
        id,
        url,
        published,
        title: { ja: title },
        cves: cvesIn(title),
        targets: title === '' ? [{ vendor: 'Hitachi' }] : [{ vendor: 'Hitachi', model: oneLine(title, 120) }],
      },
    ]
  })
  if (bulletins.length === 0) throw new FeedError('unsupported', feed, 'the page lists no notice of Hitachi')
  return {
    feed,
    asOf: latest(bulletins.map(({ published }) => published)) ?? about.now,
    bulletins,
    skipped: leftovers.list(),
  }
}

const titleOf = (page: HTMLElement) => oneLine(textOf(page.querySelector('h1') ?? page.querySelector('title') ?? page))

function scoresOf([heads = [], ...rows]: readonly (readonly string[])[]): readonly number[] {
  const column = heads.findIndex((head) => /base score/i.test(head))
  return rows.map((row) => Number(row[column])).filter((score) => score > 0 && score <= 10)
}
