import { isRecord, mapFact, readRaw, type Fact, type Subject } from '../model/index.ts'
import { agesOf, OLD_AFTER_DAYS } from './ages.ts'
import type { Bulletin, BulletinTarget, Day, Knowledge, Product } from './knowledge.ts'

/** What a server is to a bulletin: its product, and the maker's words for the machine. */
export interface Concern {
  readonly product: Product
  readonly hardware?: { readonly vendor: string; readonly model: string }
}

/** Where a host names its maker and model. */
export const HARDWARE = 'hardware.systemInfo'

/** The machine of a host, by its maker's words. */
export const readHardware = (subject: Subject): Fact<{ readonly vendor: string; readonly model: string } | undefined> =>
  mapFact(readRaw(subject, HARDWARE), (info) => {
    const vendor = isRecord(info) ? info['vendor'] : undefined
    const model = isRecord(info) ? info['model'] : undefined
    return typeof vendor === 'string' && typeof model === 'string' ? { vendor, model } : undefined
  })

/** How each maker is called, by itself, by servers and by feeds. A new one is a row. */
const MAKERS: readonly (readonly [name: string, words: RegExp])[] = [
  ['hpe', /^(?:hpe?|hewlett[ -]packard(?: enterprise)?)\b/i],
  ['hitachi', /^hitachi\b|^日立/i],
  ['dell', /^dell\b/i],
  ['cisco', /^cisco\b/i],
  ['lenovo', /^lenovo\b/i],
  ['fujitsu', /^(?:fujitsu|fsas)\b|^富士通/i],
  ['nec', /^nec\b|^日本電気/i],
  ['supermicro', /^super ?micro\b/i],
]
const makerOf = (said: string) => MAKERS.find(([, words]) => words.test(said.trim()))?.[0] ?? said.trim().toLowerCase()

/** Parts that servers of every model have, whose version no host tells for certain. */
const PART =
  /\b(?:ilo|idrac|bmc|xcc|irmc|cimc|bios|uefi|firmware|megarac|integrated[ _-]lights[ _-]out|management controller)\b/i

const wordsOf = (said: string) =>
  said
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')

/**
 * Whether a bulletin names what a server is. Of a maker without a model, and of a part that all its servers have, every
 * server of the maker is meant: one too many is looked at rather than one too few.
 */
function isMeant({ product, vendor, model }: BulletinTarget, { product: own, hardware }: Concern): boolean {
  if (product !== undefined) return product === own
  if (vendor === undefined || hardware === undefined || makerOf(vendor) !== makerOf(hardware.vendor)) return false
  if (model === undefined || PART.test(model)) return true
  const [named, has] = [wordsOf(model), wordsOf(hardware.model)]
  return named.every((word) => has.includes(word)) || has.every((word) => named.includes(word))
}

/** How far back bulletins are asked about: a quarter, after which the next release has taken them up. */
const ASKED_DAYS = 90

const dayOf = ({ published, updated }: Bulletin): Day => updated ?? published
const daysBefore = (day: Day, count: number): Day =>
  new Date(Date.parse(day) - count * 86_400_000).toISOString().slice(0, 10)

/** Feeds that speak of our products: knowledge without a fresh one cannot say that nothing was published on them. */
const FEEDS: ReadonlySet<string> = new Set(['broadcom-portal', 'jvn', 'jpcert'])

/** What is to be read about a server. */
export interface Reading {
  /** Newest first. */
  readonly bulletins: readonly Bulletin[]
  /** From this day on. */
  readonly since: Day
  /** The feeds of bulletins that are not older than they may be; without one, nothing follows from an empty list. */
  readonly feeds: readonly string[]
}

/**
 * The bulletins of the last days that concern a server and that no build can be judged by: those that name a flaw of
 * which no advisory of the knowledge speaks, or none at all. The week's review repeats others and is left out.
 */
export function readingOf(knowledge: Knowledge, concern: Concern, day: Day): Reading {
  const since = daysBefore(day, ASKED_DAYS)
  const judged = judgedBy(knowledge)
  const bulletins = knowledge.bulletins
    .filter(({ kind }) => kind !== 'weekly')
    .filter((one) => dayOf(one) >= since && one.published <= day)
    .filter(({ cves }) => cves.length === 0 || cves.some((cve) => !judged.has(`${concern.product} ${cve}`)))
    .filter(({ targets }) => targets.some((target) => isMeant(target, concern)))
    .toSorted((one, other) => dayOf(other).localeCompare(dayOf(one)) || one.id.localeCompare(other.id))
  return {
    bulletins,
    since,
    feeds: agesOf(knowledge, day)
      .filter(({ state, isOld }) => !isOld && FEEDS.has(state.feed))
      .map(({ state }) => state.feed),
  }
}

/** Whether knowledge holds anything about hardware that a server without its maker's words could be meant by. */
export const speaksOfHardware = (knowledge: Knowledge, day: Day): boolean =>
  knowledge.bulletins.some(
    (one) => dayOf(one) >= daysBefore(day, ASKED_DAYS) && one.targets.some(({ vendor }) => vendor !== undefined),
  )

const cvesOf = new WeakMap<Knowledge, ReadonlySet<string>>()

/** `esx CVE-2026-0001` of every row of an advisory. */
function judgedBy(knowledge: Knowledge): ReadonlySet<string> {
  const ready = cvesOf.get(knowledge)
  if (ready) return ready
  const made = new Set(
    knowledge.advisories.flatMap(({ rows }) =>
      rows.flatMap(({ product, cves }) => cves.map((cve) => `${product} ${cve}`)),
    ),
  )
  cvesOf.set(knowledge, made)
  return made
}

/** The day from which on a person must have looked, to have seen all of it. */
export const readSince = ({ bulletins, feeds }: Reading, day: Day): Day => {
  const [newest] = bulletins
  return newest ? dayOf(newest) : feeds.length === 0 ? daysBefore(day, OLD_AFTER_DAYS) : day
}
