import type { Contribution, FeedState, Knowledge } from './knowledge.ts'
import { earlier } from './merge-advisories.ts'
import { overlay, type Overlay } from './overlay.ts'

/**
 * Lays what one knowledge learned from feeds over another: a kept file over a newer shipped one, or the file that another
 * site exported over one's own. Rows that its own shipped table had are left behind, since a newer table may have put
 * them right.
 *
 * @param readAt ISO 8601 in UTC
 */
export function adopt(base: Knowledge, learned: Knowledge, readAt: string): Overlay {
  const laid = overlay(base, contributionsOf(learned), readAt)
  const states = new Map(base.feeds.map((state) => [state.feed, state]))
  for (const state of learned.feeds) {
    const held = states.get(state.feed)
    // A day to come would make a feed look fresh until then.
    const said = {
      ...state,
      asOf: earlier(state.asOf, readAt.slice(0, 10)),
      readAt: state.readAt > readAt ? readAt : state.readAt,
    }
    if (said.feed !== CURATED && (held === undefined || isNewer(said, held))) states.set(said.feed, said)
  }
  const feeds = [...states.values()].toSorted((one, other) => (one.feed < other.feed ? -1 : 1))
  return { ...laid, knowledge: { ...laid.knowledge, feeds } }
}

/** The feed that stands for the shipped table itself. */
const CURATED = 'curated'

const isNewer = (one: FeedState, other: FeedState) => `${one.asOf} ${one.readAt}` > `${other.asOf} ${other.readAt}`

/** What knowledge learned from each of its feeds, as the feeds said it. */
function contributionsOf({
  advisories,
  releases,
  exploited,
  notes,
  bulletins,
  hardware,
  feeds,
}: Knowledge): readonly Contribution[] {
  const known = feeds.filter(({ feed }) => feed !== CURATED)
  return known.map(({ feed, asOf }, at) => ({
    feed,
    asOf,
    releases: releases.filter(({ sources }) => sources.includes(feed)),
    advisories: advisories.flatMap((advisory) =>
      advisory.sources.includes(feed)
        ? [{ ...advisory, rows: advisory.rows.filter(({ source }) => source === feed) }]
        : [],
    ),
    exploited: exploited.filter(({ source }) => source === feed),
    // A note is of several feeds at once; it is handed on whole.
    notes: at === 0 ? notes : [],
    bulletins: bulletins.filter((bulletin) => bulletin.feed === feed),
    hardware: hardware.filter(({ source }) => source === feed),
    skipped: [],
  }))
}
