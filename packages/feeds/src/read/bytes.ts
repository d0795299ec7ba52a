import { constants, gunzipSync } from 'node:zlib'
import { FeedError } from '../feed-error.ts'
import { limits } from '../limits.ts'

/** A publication as it was fetched or found: bytes, plain or gzip, or a text that somebody has decoded already. */
export type Publication = Uint8Array | string

/** The text of a publication: inflated where it is gzip, and UTF-8 without a byte order mark. */
export function readText(feed: string, publication: Publication, max: number = limits.bytes): string {
  if (typeof publication === 'string') {
    if (publication.length > max) throw tooLarge(feed, max)
    return publication.replace(/^\ufeff/, '')
  }
  const bytes = isGzip(publication) ? inflate(feed, publication, max) : publication
  if (bytes.length > max) throw tooLarge(feed, max)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new FeedError('malformed', feed, 'this is not UTF-8 text: fetch the file again', { cause })
  }
}

const isGzip = (bytes: Uint8Array) => bytes[0] === 0x1f && bytes[1] === 0x8b

/** A gzip file is a promise of the sender's: it ends here as soon as it holds more than it may. */
function inflate(feed: string, bytes: Uint8Array, max: number): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: max, finishFlush: constants.Z_FINISH })
  } catch (cause) {
    if (cause instanceof RangeError) throw tooLarge(feed, max, cause)
    throw new FeedError('malformed', feed, 'the gzip file is damaged: fetch it again', { cause })
  }
}

const tooLarge = (feed: string, max: number, cause?: unknown) =>
  new FeedError('tooLarge', feed, `more than ${Math.floor(max / 2 ** 20)} MiB, and no edition is that large`, { cause })
