import { createHash } from 'node:crypto'
import { FeedError } from './feed-error.ts'
import { readText, type Publication } from './read/bytes.ts'
import { webUrl } from './read/ids.ts'
import { numberAt, readJson, textAt } from './read/json.ts'
import { Leftovers } from './read/leftovers.ts'
import type { Contribution } from '@sakimori/core/advisory'

const ALGORITHMS: Readonly<Record<number, string>> = { 64: 'sha256', 128: 'sha512' }
/** A checksum file is one line. */
const LONGEST = 4096

/**
 * Holds a file against the checksum that lies beside it (`.sha256`, `.sha512`: the digest in hexadecimal, and mostly
 * the name of the file behind it). The length of the digest says which algorithm it is.
 *
 * @param bytes the file as it was fetched, not inflated
 * @throws FeedError `mismatch` where it is another file, `malformed` where the companion holds no digest
 */
export function verifyChecksum(feed: string, record: string, bytes: Uint8Array, companion: Publication): void {
  const [digest = ''] = readText(feed, companion, LONGEST).trim().split(/\s/, 1)
  const algorithm = ALGORITHMS[digest.length]
  if (algorithm === undefined || !/^[0-9a-f]+$/i.test(digest))
    throw new FeedError('malformed', feed, 'the checksum beside it is no SHA-256 or SHA-512: fetch both again', {
      record,
    })
  if (createHash(algorithm).update(bytes).digest('hex') !== digest.toLowerCase())
    throw new FeedError('mismatch', feed, `the file does not have the ${algorithm} that is published: fetch it again`, {
      record,
    })
}

/** A row of JVN's `checksum.txt`. */
export interface JvnChecksum {
  readonly url: string
  readonly filename: string
  readonly sha256: string
  readonly size: number
}

/** `checksum.txt` of JVN iPedia, which names every static feed with its digest: what an air-gapped import is held to. */
export function decodeJvnChecksums(publication: Publication): {
  readonly files: readonly JvnChecksum[]
  readonly skipped: Contribution['skipped']
} {
  const list = readJson('jvn', publication)
  if (!Array.isArray(list)) throw new FeedError('unsupported', 'jvn', 'this is no checksum.txt: it holds no list')
  const leftovers = new Leftovers()
  const files = (list as readonly unknown[]).flatMap((row): readonly JvnChecksum[] => {
    const url = webUrl(textAt(row, 'url'))
    const filename = textAt(row, 'filename')
    const sha256 = textAt(row, 'sha256')?.toLowerCase()
    const size = numberAt(row, 'size')
    const isFair = filename !== undefined && /^[A-Za-z0-9][\w-]{0,99}\.(rdf|xml|json)$/.test(filename)
    if (url === undefined || !isFair || sha256 === undefined || !/^[0-9a-f]{64}$/.test(sha256) || size === undefined) {
      leftovers.add(filename ?? '', 'has no address, name, size or SHA-256 that can be used')
      return []
    }
    return [{ url, filename, sha256, size }]
  })
  return { files, skipped: leftovers.list() }
}
