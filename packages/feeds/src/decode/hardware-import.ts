import type { Bulletin, BulletinTarget, Contribution, FirmwareRow } from '@sakimori/core/advisory'
import { severityOfWord } from '@sakimori/core/model'
import { FeedError } from '../feed-error.ts'
import { limits } from '../limits.ts'
import { bounded } from '../notes.ts'
import { readText, type Publication } from '../read/bytes.ts'
import { isFuture, latest, type About } from '../read/day.ts'
import { cvesIn, idOf, webUrl } from '../read/ids.ts'
import { at, listAt, readJson, textAt } from '../read/json.ts'
import { Leftovers } from '../read/leftovers.ts'
import { oneLine } from '../read/line.ts'
import { distinct } from '../targets.ts'
import { readCsv } from './csv.ts'
import { dayIn } from './days.ts'
import { wordsOfPattern } from './finite-pattern.ts'

const FEED = 'hardware'

/** One row of a site's own list of notices, JSON or CSV. */
interface Notice {
  readonly id: string | undefined
  readonly url: string | undefined
  readonly published: string | undefined
  readonly updated: string | undefined
  readonly severity: string | undefined
  readonly cves: string
  readonly title: string | undefined
  readonly titleJa: string | undefined
  readonly component: string | undefined
  readonly fixed: string | undefined
  /** On this day the maker offered nothing newer. */
  readonly newestOn: string | undefined
  readonly vendors: readonly string[] | undefined
  readonly models: readonly string[] | undefined
}

export const isHardwareJson = (value: unknown): boolean =>
  /hardware-advisor(?:y|ies)\/\d/.test(textAt(value, 'schema') ?? '') && Array.isArray(at(value, 'advisories'))

export const isHardwareCsv = (said: string): boolean => {
  const heads =
    said
      .slice(0, 500)
      .replace(/^\ufeff/, '')
      .toLowerCase()
      .split(/\r?\n/)[0]
      ?.split(',') ?? []
  return ['id', 'vendor', 'model', 'cves'].every((name) => heads.some((head) => head.trim() === name))
}

/**
 * A site's own list of notices of makers without a machine-readable feed, as JSON. Vendor and model may be simple
 * patterns such as `Gen(8|9)$`, which are spelled out and never run.
 *
 * @throws FeedError
 */
export function decodeHardwareJson(publication: Publication, about: About): Contribution {
  const file = readJson(FEED, publication)
  if (!isHardwareJson(file)) throw new FeedError('unsupported', FEED, 'this is no list of hardware advisories')
  return contribute(
    listAt(file, 'advisories').map((one) => ({
      id: textAt(one, 'id'),
      url: textAt(one, 'url'),
      published: textAt(one, 'published'),
      updated: textAt(one, 'updated'),
      severity: textAt(one, 'severity'),
      cves: listAt(one, 'cves')
        .filter((cve) => typeof cve === 'string')
        .join(' '),
      title: textAt(one, 'title', 'en') ?? textAt(one, 'title'),
      titleJa: textAt(one, 'title', 'ja'),
      component: textAt(one, 'productMatch', 'bmc') ?? textAt(one, 'component'),
      fixed: textAt(one, 'fixedVersion') ?? textAt(one, 'fixedBiosReleaseDate'),
      newestOn: textAt(one, 'newestOn'),
      vendors: wordsOfPattern(textAt(one, 'productMatch', 'vendor') ?? ''),
      models: wordsOfPattern(textAt(one, 'productMatch', 'model') ?? ''),
    })),
    about,
  )
}

/**
 * The same list as CSV, with the columns id, vendor, model, cves, and as needed published, updated, severity, title,
 * title_ja, url, component, fixed, newest_on. Several CVE ids, vendors or models in one field are separated by `;`.
 *
 * @throws FeedError
 */
export function decodeHardwareCsv(publication: Publication, about: About): Contribution {
  const rows = readCsv(FEED, readText(FEED, publication))
  const several = (said: string | undefined) =>
    (said ?? '')
      .split(';')
      .map((word) => word.trim())
      .filter((word) => word !== '')
  return contribute(
    rows.map((row) => ({
      id: row.get('id'),
      url: row.get('url'),
      published: row.get('published'),
      updated: row.get('updated'),
      severity: row.get('severity'),
      cves: row.get('cves') ?? '',
      title: row.get('title'),
      titleJa: row.get('title_ja'),
      component: row.get('component'),
      fixed: row.get('fixed'),
      newestOn: row.get('newest_on'),
      vendors: several(row.get('vendor')),
      models: several(row.get('model')),
    })),
    about,
  )
}

function contribute(notices: readonly Notice[], about: About): Contribution {
  const leftovers = new Leftovers()
  const read = notices.flatMap((notice) =>
    bulletinOf(notice, about, leftovers).map((bulletin) => ({ bulletin, firmware: firmwareOf(notice, bulletin) })),
  )
  const bulletins = read.map(({ bulletin }) => bulletin)
  return {
    feed: FEED,
    asOf: latest(bulletins.map(({ published, updated }) => updated ?? published)) ?? about.now,
    bulletins,
    hardware: read.flatMap(({ firmware }) => firmware),
    skipped: leftovers.list(),
  }
}

/** Parts as lists name them, and the versions that compare. */
const PARTS: readonly (readonly [part: FirmwareRow['part'], words: RegExp])[] = [
  ['bmc', /\b(?:bmc|ilo|idrac|xcc|cimc|irmc)\b/i],
  ['bios', /\b(?:bios|uefi|rom)\b/i],
]

/**
 * The row by which firmware is judged, of a notice that names its part and what mends it: a version, or the day that the
 * firmware carries. Models are the servers' own words, `*` in them any text.
 */
function firmwareOf(notice: Notice, { id, cves, published, url }: Bulletin): readonly FirmwareRow[] {
  const { component = '', fixed = '', vendors = [], models = [] } = notice
  const part = PARTS.find(([, words]) => words.test(component))?.[0]
  const day = dayIn(fixed)
  const version = /^v?(\d{1,8}(?:\.\d{1,8}){1,5})$/i.exec(fixed.trim())?.[1]
  if (part === undefined || (day === undefined && version === undefined)) return []
  const newestOn = dayIn(notice.newestOn)
  return [
    {
      id,
      makers: vendors.map((vendor) => oneLine(vendor, 120)),
      models: models.map((model) => oneLine(model, 120)),
      part,
      fixed: version === undefined ? { day: day ?? published } : { version },
      cves,
      published,
      ...(url === undefined ? {} : { url }),
      source: FEED,
      ...(newestOn === undefined ? {} : { newestOn }),
    },
  ]
}

function bulletinOf(notice: Notice, about: About, leftovers: Leftovers): readonly Bulletin[] {
  const id = notice.id?.trim() ?? ''
  const said = dayIn(notice.published) ?? dayIn(notice.updated)
  const updated = dayIn(notice.updated)
  const { vendors, models } = notice
  if (idOf(id) === undefined) leftovers.add(id, 'has no id without blanks')
  else if (vendors === undefined || models === undefined || vendors.length === 0 || models.length === 0)
    leftovers.add(id, 'vendor and model must be words, or patterns that stand for a few words')
  else if (vendors.length * models.length > limits.targets)
    leftovers.add(id, `stands for over ${limits.targets} models: write it as several rows`)
  else if (said !== undefined && [said, updated ?? said].some((day) => isFuture(day, about)))
    leftovers.add(id, 'is not dated by a day that has been')
  else {
    // A list kept by hand may name no day: then the day counts on which it was read.
    const published = said ?? about.now
    const severity = severityOfWord(notice.severity ?? '')
    const url = webUrl(notice.url)
    const bulletin: Bulletin = {
      feed: FEED,
      id,
      ...(url === undefined ? {} : { url }),
      published,
      ...(updated !== undefined && updated > published ? { updated } : {}),
      title: titleOf(notice, id),
      ...(severity === undefined ? {} : { severity }),
      cves: cvesIn(notice.cves),
      targets: distinct(
        vendors.flatMap((vendor) =>
          models.map((model): BulletinTarget => ({ vendor: oneLine(vendor, 120), model: oneLine(model, 120) })),
        ),
      ),
    }
    return [bounded(bulletin, leftovers)]
  }
  return []
}

function titleOf({ title, titleJa, component, fixed }: Notice, id: string) {
  const part = oneLine(component ?? id, 120)
  const mended = oneLine(fixed ?? '', 120)
  const composed =
    mended === '' ? { en: part, ja: part } : { en: `${part}: mended in ${mended}`, ja: `${part}: ${mended} で修正` }
  return { en: title ? oneLine(title) : composed.en, ja: titleJa ? oneLine(titleJa) : composed.ja }
}
