import type { Day, FeedState, Knowledge } from './knowledge.ts'

/** Where knowledge came from: reports name it, so that a reader can tell two of them apart. */
export interface KnowledgeOrigin {
  readonly kind: 'shipped' | 'file'
  /** SHA-256 of the knowledge as it is used. */
  readonly sha256: string
  /** Whether the shipped table was newer than the one under the file, which was then laid over it. */
  readonly renewed: boolean
  /** Why the kept knowledge could not be used: the shipped one stands in for it. */
  readonly trouble?: string
}

/** What has not been renewed for longer than this is marked in every report: patches come once a month. */
export const OLD_AFTER_DAYS = 30

/** One feed, seen from a day. */
export interface FeedAge {
  readonly state: FeedState
  /** Days since the day up to which it speaks; absent where it was never read, only tried. */
  readonly days?: number
  readonly isOld: boolean
}

const DAY_MS = 86_400_000

/** Whole days from one to another; 0 where the first is still to come, in another time zone. */
export const daysBetween = (from: Day, to: Day): number =>
  Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS))

/** How old each feed of knowledge is on a day. */
export const agesOf = ({ feeds }: Knowledge, day: Day): readonly FeedAge[] =>
  feeds.map((state) => {
    if (state.records === 0 && state.trouble !== undefined) return { state, isOld: true }
    const days = daysBetween(state.asOf, day)
    return { state, days, isOld: days > OLD_AFTER_DAYS }
  })
