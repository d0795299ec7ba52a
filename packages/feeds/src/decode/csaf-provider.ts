import { FeedError } from '../feed-error.ts'
import { limits } from '../limits.ts'
import { readText, type Publication } from '../read/bytes.ts'
import { dayOf, isFuture, type About } from '../read/day.ts'
import { webUrl } from '../read/ids.ts'
import { listAt, readJson, textAt } from '../read/json.ts'
import { Leftovers } from '../read/leftovers.ts'
import type { Contribution } from '@sakimori/core/advisory'

const FEED = 'csaf'

/** Where a publisher keeps its documents: `/.well-known/csaf/provider-metadata.json`. */
export interface CsafProvider {
  readonly publisher: string
  /** Folders with `index.txt` and `changes.csv`, ending in a slash. */
  readonly directories: readonly string[]
  /** ROLIE feeds. */
  readonly feeds: readonly string[]
}

export function decodeCsafProvider(publication: Publication): CsafProvider {
  const metadata = readJson(FEED, publication)
  const publisher = textAt(metadata, 'publisher', 'name')
  const version = textAt(metadata, 'metadata_version')
  if (version === undefined || !/^2\.\d$/.test(version) || publisher === undefined)
    throw new FeedError('unsupported', FEED, 'this is no provider-metadata.json: it has no metadata_version 2.x')
  const distributions = listAt(metadata, 'distributions')
  return {
    publisher,
    directories: distributions.flatMap((one) => {
      const url = webUrl(textAt(one, 'directory_url'))
      return url === undefined ? [] : [url.endsWith('/') ? url : `${url}/`]
    }),
    feeds: distributions
      .flatMap((one) => listAt(one, 'rolie', 'feeds'))
      .flatMap((feed) => webUrl(textAt(feed, 'url')) ?? []),
  }
}

/** The documents of a folder by their paths below it, and the lines that are no such path. */
export interface CsafIndex {
  readonly documents: readonly { readonly path: string; readonly changed?: string }[]
  readonly skipped: Contribution['skipped']
}

/** `index.txt`: a path a line. */
export const decodeCsafIndex = (publication: Publication): CsafIndex =>
  readLines(publication, (line, leftovers) => {
    const path = pathOf(line)
    if (path === undefined) leftovers.add(line, 'is no path of a document below the folder')
    return path === undefined ? undefined : { path }
  })

/** `changes.csv`: a path and the moment of its last change, newest first. */
export const decodeCsafChanges = (publication: Publication, about: About): CsafIndex =>
  readLines(publication, (line, leftovers) => {
    const [, quoted, plain, moment = ''] = /^(?:"([^"]*)"|([^",]*)),"?([^",]*)"?$/.exec(line) ?? []
    const path = pathOf(quoted ?? plain ?? '')
    const day = dayOf(moment)
    if (path === undefined || day === undefined || isFuture(day, about) || Number.isNaN(Date.parse(moment))) {
      leftovers.add(line, 'is no path of a document below the folder with the moment of its change')
      return undefined
    }
    return { path, changed: new Date(moment).toISOString() }
  })

/**
 * A path goes down from its folder and nowhere else: it becomes an address and the name of a file. CSAF 2.0 (7.1.11)
 * keeps documents in folders by year, with names of lower-case letters, digits, `+`, `-` and `_`.
 */
const PATH = /^(?:[A-Za-z0-9][\w+.-]{0,99}\/){0,5}[A-Za-z0-9][\w+.-]{0,199}\.json$/
const pathOf = (said: string): string | undefined =>
  PATH.test(said.trim()) && !said.includes('..') ? said.trim() : undefined

type Document = CsafIndex['documents'][number]

function readLines(
  publication: Publication,
  read: (line: string, leftovers: Leftovers) => Document | undefined,
): CsafIndex {
  const leftovers = new Leftovers()
  const documents = new Map<string, Document>()
  for (const line of readText(FEED, publication).split('\n')) {
    if (line.trim() === '') continue
    if (documents.size >= limits.records) throw new FeedError('tooLarge', FEED, `more than ${limits.records} documents`)
    const document = read(line.trimEnd(), leftovers)
    if (document && !documents.has(document.path)) documents.set(document.path, document)
  }
  return { documents: [...documents.values()], skipped: leftovers.list() }
}
