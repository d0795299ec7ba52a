import { conflictsIn, type Conflict } from './conflicts.ts'
import {
  compareVersions,
  products,
  type Bulletin,
  type Contribution,
  type CveNote,
  type Day,
  type Exploited,
  type FeedState,
  type FirmwareRow,
  type Knowledge,
  type ReleaseRow,
  type Titles,
} from './knowledge.ts'
import { clampDays, earlier, mergeAdvisories } from './merge-advisories.ts'
import type { News, Unplaced } from './news.ts'
import { readUpdateNames } from './update-name.ts'

export interface Overlay {
  readonly knowledge: Knowledge
  readonly conflicts: readonly Conflict[]
  readonly news: readonly News[]
  readonly unplaced: readonly Unplaced[]
}

/**
 * Lays what feeds said over what is known. It only adds: no row of `base` is changed or taken away, and where sources
 * disagree about the fix of a branch the later release counts. The same contributions twice change nothing, and their
 * order does not matter.
 *
 * @param readAt when they were read, ISO 8601 in UTC. Days after it are put back to it: they would hide what they date
 */
export function overlay(base: Knowledge, contributions: readonly Contribution[], readAt: string): Overlay {
  const today = readAt.slice(0, 10)
  const told = contributions.toSorted((one, other) =>
    compareText(`${one.feed} ${one.asOf}`, `${other.feed} ${other.asOf}`),
  )
  const news: News[] = []
  const releases = mergeReleases(base.releases, told, today, news)
  const merged = mergeAdvisories(base.advisories, told, readUpdateNames(releases), today)
  const bulletins = mergeBulletins(base.bulletins, told, today, news)
  const named = new Set([...merged.advisories, ...bulletins].flatMap(({ cves }) => cves))
  const knowledge: Knowledge = {
    ...base,
    releases: releases.toSorted(
      (one, other) =>
        products.indexOf(one.product) - products.indexOf(other.product) ||
        compareVersions(one.branch, other.branch) ||
        lowest(one) - lowest(other) ||
        compareText(one.name, other.name),
    ),
    advisories: merged.advisories.toSorted((one, other) => compareText(one.id, other.id)),
    exploited: mergeExploited(base.exploited, told, today, named, news),
    notes: mergeNotes(base.notes, told, today, named),
    bulletins,
    hardware: mergeHardware(base.hardware, told, today),
    feeds: mergeFeeds(base.feeds, told, readAt),
  }
  return {
    knowledge,
    conflicts: conflictsIn(knowledge),
    news: [...merged.news, ...news],
    unplaced: merged.unplaced,
  }
}

/** Writes down that a feed could not be read; what it said before still counts. */
export function noteTrouble(knowledge: Knowledge, feed: string, why: string, at: string): Knowledge {
  const held = knowledge.feeds.find((one) => one.feed === feed)
  const state: FeedState = held ?? { feed, asOf: '1970-01-01', readAt: '1970-01-01T00:00:00Z', records: 0 }
  return {
    ...knowledge,
    feeds: sortFeeds([...knowledge.feeds.filter((one) => one.feed !== feed), { ...state, trouble: { at, why } }]),
  }
}

/** Writes down that a feed was read and had nothing new; a trouble of before is over. */
export const noteRead = (knowledge: Knowledge, feed: string, readAt: string): Knowledge => ({
  ...knowledge,
  feeds: knowledge.feeds.map(({ trouble, ...state }) =>
    state.feed === feed ? { ...state, readAt } : { ...state, ...(trouble ? { trouble } : {}) },
  ),
})

const compareText = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)
const lowest = ({ builds }: ReleaseRow) => Math.min(...builds.map(({ build }) => build), Number.MAX_SAFE_INTEGER)
const sortFeeds = (feeds: readonly FeedState[]) => feeds.toSorted((one, other) => compareText(one.feed, other.feed))

function mergeReleases(
  base: readonly ReleaseRow[],
  told: readonly Contribution[],
  today: Day,
  news: News[],
): readonly ReleaseRow[] {
  const rows = [...base]
  const places = new Map<string, number>()
  const keysOf = (row: ReleaseRow) => [
    ...row.builds.map(({ build }) => `${row.product} ${build}`),
    ...(row.version === undefined ? [] : [`${row.product} ${row.version}`]),
    `${row.product} ${row.name}`,
  ]
  const enter = (row: ReleaseRow, at: number) => {
    rows[at] = row
    for (const key of keysOf(row)) if (!places.has(key)) places.set(key, at)
  }
  base.forEach(enter)
  for (const { feed, releases = [] } of told) {
    for (const said of releases) {
      const row = said.date === undefined ? said : { ...said, date: earlier(said.date, today) }
      const at = keysOf(row)
        .map((key) => places.get(key))
        .find((place) => place !== undefined)
      const held = at === undefined ? undefined : rows[at]
      if (at === undefined || held === undefined) {
        enter({ ...row, sources: [feed] }, rows.length)
        news.push({ kind: 'release', release: row })
        continue
      }
      const isRecall = row.kind === 'withdrawn' && held.kind !== 'withdrawn'
      const builds = row.builds.filter(({ build }) => !held.builds.some((one) => one.build === build))
      const date = held.date ?? row.date
      const version = held.version ?? row.version
      enter(
        {
          ...held,
          ...(isRecall ? { kind: 'withdrawn' } : {}),
          ...(date === undefined ? {} : { date }),
          ...(version === undefined ? {} : { version }),
          // A number that belongs to another branch would make two releases of one.
          builds: held.branch === row.branch ? [...held.builds, ...builds] : held.builds,
          sources: [...new Set([...held.sources, feed])],
        },
        at,
      )
      if (isRecall) news.push({ kind: 'withdrawn', release: held })
    }
  }
  return rows
}

/** One mark a CVE. CISA's word is named before a second hand's, the earliest day is kept, and a mark never goes away. */
function mergeExploited(
  base: readonly Exploited[],
  told: readonly Contribution[],
  today: Day,
  named: ReadonlySet<string>,
  news: News[],
): readonly Exploited[] {
  const marks = new Map(base.map((mark) => [mark.cve, mark]))
  for (const { exploited = [] } of told) {
    for (const said of exploited) {
      const held = marks.get(said.cve)
      const days = [held?.since, said.since === undefined ? undefined : earlier(said.since, today)]
      const since = days.filter((day) => day !== undefined).toSorted()[0]
      const mark: Exploited = {
        cve: said.cve,
        ...(since === undefined ? {} : { since }),
        ransomware: said.ransomware || held?.ransomware === true,
        source: held === undefined || said.source === 'cisa-kev' ? said.source : held.source,
      }
      marks.set(said.cve, mark)
      // A catalogue of everything that is exploited anywhere is news only where it names what may run here.
      if (held === undefined && named.has(said.cve)) news.push({ kind: 'exploited', mark })
    }
  }
  return [...marks.values()].toSorted((one, other) => compareText(one.cve, other.cve))
}

/** Of the CVEs that an advisory or a bulletin names: catalogues of all CVEs would make millions of rows. */
function mergeNotes(
  base: readonly CveNote[],
  told: readonly Contribution[],
  today: Day,
  named: ReadonlySet<string>,
): readonly CveNote[] {
  const notes = new Map(base.map((note) => [note.cve, note]))
  for (const { notes: said = [] } of told)
    for (const note of said) {
      if (!named.has(note.cve)) continue
      const dated = note.epss ? { ...note, epss: { ...note.epss, date: earlier(note.epss.date, today) } } : note
      const held = notes.get(note.cve)
      notes.set(note.cve, held ? mergeNote(held, dated) : dated)
    }
  return [...notes.values()].toSorted((one, other) => compareText(one.cve, other.cve))
}

/** Scorers stay apart: the newer word of the same scorer replaces the older one, and nobody else's. */
function mergeNote(held: CveNote, said: CveNote): CveNote {
  const scorer = ({ by, version }: CveNote['cvss'][number]) => `${by} ${version}`
  const epss = [held.epss, said.epss]
    .filter((one) => one !== undefined)
    .toSorted((one, other) => compareText(other.date, one.date))[0]
  const ssvc = said.ssvc ?? held.ssvc
  const cwes = [...new Set([...(held.cwes ?? []), ...(said.cwes ?? [])])]
  return {
    cve: held.cve,
    cvss: [...new Map([...held.cvss, ...said.cvss].map((score) => [scorer(score), score])).values()],
    ...(epss ? { epss } : {}),
    ...(ssvc ? { ssvc } : {}),
    ...(cwes.length > 0 ? { cwes } : {}),
    titles: { ...held.titles, ...said.titles } satisfies Titles,
    links: [...new Set([...held.links, ...said.links])],
  }
}

function mergeBulletins(
  base: readonly Bulletin[],
  told: readonly Contribution[],
  today: Day,
  news: News[],
): readonly Bulletin[] {
  const keyOf = ({ feed, id }: Bulletin) => `${feed} ${id}`
  const dayOf = ({ published, updated }: Bulletin) => updated ?? published
  const bulletins = new Map(base.map((one) => [keyOf(one), one]))
  for (const { bulletins: said = [] } of told)
    for (const one of said) {
      const bulletin: Bulletin = { ...one, ...clampDays(one, today) }
      const held = bulletins.get(keyOf(bulletin))
      if (held && dayOf(held) >= dayOf(bulletin)) continue
      bulletins.set(keyOf(bulletin), bulletin)
      news.push({ kind: 'bulletin', bulletin, isRevision: held !== undefined })
    }
  return [...bulletins.values()].toSorted((one, other) => compareText(keyOf(one), keyOf(other)))
}

/** What a source says later of the same models counts: by the advisory’s day, and of one day the last that was looked. */
function mergeHardware(
  base: readonly FirmwareRow[],
  told: readonly Contribution[],
  today: Day,
): readonly FirmwareRow[] {
  const keyOf = ({ source, id, part, models }: FirmwareRow) => [source, id, part, ...models].join(' ')
  // The last part decides between two of one day, whichever comes first.
  const ageOf = ({ published, newestOn = '', fixed }: FirmwareRow) =>
    `${published} ${newestOn} ${JSON.stringify(fixed)}`
  const rows = new Map(base.map((one) => [keyOf(one), one]))
  for (const { hardware = [] } of told)
    for (const one of hardware) {
      const { newestOn } = one
      const row: FirmwareRow = {
        ...one,
        published: earlier(one.published, today),
        ...(newestOn === undefined ? {} : { newestOn: earlier(newestOn, today) }),
      }
      const held = rows.get(keyOf(row))
      if (held === undefined || ageOf(row) > ageOf(held)) rows.set(keyOf(row), row)
    }
  const added = [...rows].slice(base.length).toSorted(([one], [other]) => compareText(one, other))
  return [...[...rows.values()].slice(0, base.length), ...added.map(([, row]) => row)]
}

function mergeFeeds(base: readonly FeedState[], told: readonly Contribution[], readAt: string): readonly FeedState[] {
  const today = readAt.slice(0, 10)
  const states = new Map(base.map((state) => [state.feed, state]))
  for (const [feed, all] of Map.groupBy(told, (one) => one.feed)) {
    const asOf =
      all
        .map((one) => earlier(one.asOf, today))
        .toSorted()
        .at(-1) ?? today
    const held = states.get(feed)?.asOf ?? asOf
    // An older file than the one before does not make the feed older.
    states.set(feed, {
      feed,
      asOf: held > asOf ? held : asOf,
      readAt,
      records: all.reduce((sum, one) => sum + countOf(one), 0),
    })
  }
  return sortFeeds([...states.values()])
}

const countOf = ({ releases, advisories, exploited, notes, bulletins, hardware }: Contribution) =>
  [releases, advisories, exploited, notes, bulletins, hardware].reduce((sum, rows) => sum + (rows?.length ?? 0), 0)
