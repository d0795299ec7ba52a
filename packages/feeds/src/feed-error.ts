import { oneLine } from './read/line.ts'

/** Why a publication could not be read. Closed: the command line turns each into its exit code. */
export type FeedErrorCode =
  /** Not what the feed's format says: broken syntax, or a part missing that nothing works without. */
  | 'malformed'
  /** Something that an honest publisher has no use for: a DOCTYPE, nesting without end. */
  | 'hostile'
  /** More bytes, records or levels than `limits.ts` allows. */
  | 'tooLarge'
  /** Well formed, and another format or version than this decoder reads. */
  | 'unsupported'
  /** Dated after today: a wrong clock, here or there, or a forgery. */
  | 'future'
  /** The service answered with an error of its own. */
  | 'refused'
  /** The bytes are not those that the checksum beside them speaks of. */
  | 'mismatch'
  /** No answer: no route, no name, a deadline, a certificate that is not trusted. */
  | 'unreachable'
  /** Asked too often, or overloaded: later it may answer. */
  | 'busy'

export interface FeedErrorDetail extends ErrorOptions {
  /** Which of the feed's records, by its own id where it has one. */
  readonly record?: string
}

/** The one error of this package: its message is one line that says which feed, which record, and what to do. */
export class FeedError extends Error {
  override readonly name = 'FeedError'
  readonly code: FeedErrorCode
  readonly feed: string
  readonly record?: string

  constructor(code: FeedErrorCode, feed: string, said: string, { record, cause }: FeedErrorDetail = {}) {
    super(oneLine([feed, record, said].filter((part) => part !== undefined).join(': '), 400), { cause })
    this.code = code
    this.feed = feed
    if (record !== undefined) this.record = record
  }
}
