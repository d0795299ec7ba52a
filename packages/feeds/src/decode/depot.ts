import { lineOf, type Contribution, type ReleaseRow } from '@sakimori/core/advisory'
import { unzipSync } from 'fflate'
import { FeedError } from '../feed-error.ts'
import type { Publication } from '../read/bytes.ts'
import { checkedDay, dayOf, isFuture, latest, type About } from '../read/day.ts'
import { Leftovers } from '../read/leftovers.ts'
import { childOf, childrenOf, readXml, textOf, type XmlElement } from '../read/xml.ts'

const FEED = 'broadcom-depot'
/** The metadata of a whole line of releases is some 20 MB. */
const MAX_METADATA = 128 * 2 ** 20
/** A metadata.zip holds vmware.xml, a handful of others and one small file for each VIB. */
const MAX_ENTRIES = 20_000

/** Where the files of a depot lie: relative to its root. */
export type ReadDepotFile = (path: string) => Promise<Uint8Array>

/**
 * Walks a depot of patches from its index (`vmw-depot-index.xml`, or that of a UMDS) over the indexes of the vendors to
 * the metadata. A path that leaves the depot is refused.
 *
 * @throws FeedError
 */
export async function* walkDepot(
  index: string,
  read: ReadDepotFile,
): AsyncGenerator<{ readonly path: string; readonly bytes: Uint8Array }> {
  const vendors = recordsOf(await read(index), 'vendor').map((vendor) =>
    inside(folderOf(index), textOf(vendor, 'relativePath') ?? '', textOf(vendor, 'indexfile') ?? ''),
  )
  if (vendors.length === 0) throw new FeedError('unsupported', FEED, 'the index names no vendor')
  const metadata = new Set<string>()
  for (const vendor of vendors.slice(0, MOST_FILES))
    for (const one of recordsOf(await read(vendor), 'metadata'))
      metadata.add(inside(folderOf(vendor), textOf(one, 'url') ?? ''))
  for (const path of [...metadata].slice(0, MOST_FILES)) yield { path, bytes: await read(path) }
}

/** A depot has one index of the vendor and a metadata file for each release. */
const MOST_FILES = 200

function recordsOf(publication: Publication, name: string): readonly XmlElement[] {
  const found: XmlElement[] = []
  readXml(FEED, publication, new Set([name]), (record) => found.push(record))
  return found
}

const folderOf = (path: string) => path.split('/').slice(0, -1).join('/')

/** Joins parts of a path below the root of the depot. @throws FeedError where one of them leads out of it */
function inside(...parts: readonly string[]): string {
  const steps = parts.flatMap((part) => part.split('/')).filter((step) => step !== '' && step !== '.')
  if (parts.some((part) => part.startsWith('/')) || steps.some((step) => step === '..' || /[\\:%?#\p{Cc}]/u.test(step)))
    throw new FeedError('hostile', FEED, `its index leads out of the depot: ${parts.join('/')}`)
  return steps.join('/')
}

export const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04

/**
 * The metadata of patches (`…metadata.zip`, or its `vmware.xml`): which builds there are, since when, of what kind, and
 * which were called back. It names no CVE.
 *
 * @throws FeedError
 */
export function decodeDepotMetadata(publication: Publication, about: About): Contribution {
  const xml = typeof publication !== 'string' && isZip(publication) ? unpack(publication) : publication
  const leftovers = new Leftovers()
  const releases = new Map<number, ReleaseRow>()
  const days: (string | undefined)[] = []
  const root = readXml(FEED, xml, new Set(['bulletin', 'timestamp']), (record) => {
    if (record.name === 'timestamp') days.push(dayOf(record.text.trim()))
    else {
      const release = releaseOf(record, about, leftovers)
      if (release === undefined) return
      const build = release.builds[0]?.build ?? 0
      const held = releases.get(build)
      // A recall is the last word; else the image is called by its own name rather than by that of a part of it.
      if (
        held === undefined ||
        release.kind === 'withdrawn' ||
        (release.name.startsWith('ESX') && held.name.includes('-'))
      )
        releases.set(build, held?.kind === 'withdrawn' ? held : release)
    }
  })
  if (root.name !== 'metadataResponse')
    throw new FeedError('unsupported', FEED, `this is no metadata of a depot: its root is ${root.name}`)
  days.push(...[...releases.values()].map(({ date }) => date))
  return {
    feed: FEED,
    asOf: checkedDay(
      FEED,
      latest(days.filter((day) => day !== undefined && !isFuture(day, about))) ?? about.now,
      about,
    ),
    releases: [...releases.values()],
    skipped: leftovers.list(),
  }
}

/** Takes vmware.xml out of a zip file; nothing is written anywhere. @throws FeedError */
function unpack(bytes: Uint8Array): Uint8Array {
  let entries = 0
  try {
    const files = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        entries += 1
        if (entries > MAX_ENTRIES) throw new FeedError('hostile', FEED, `a zip file of over ${MAX_ENTRIES} entries`)
        if (name !== 'vmware.xml') return false
        if (originalSize > MAX_METADATA) throw new FeedError('tooLarge', FEED, `vmware.xml has ${originalSize} bytes`)
        return true
      },
    })
    const xml = files['vmware.xml']
    if (xml) return xml
  } catch (cause) {
    if (cause instanceof FeedError) throw cause
    throw new FeedError('malformed', FEED, 'the zip file is damaged: fetch it again', { cause })
  }
  throw new FeedError('unsupported', FEED, 'the zip file holds no vmware.xml')
}

/** `8.0.3-0.70.24674464`: the branch, and at the end the build of the image. */
const ESX_BASE = /^(\d{1,2}\.\d{1,2}\.\d{1,2})-[\d.]*?(\d{7,8})$/

function releaseOf(bulletin: XmlElement, about: About, leftovers: Leftovers): ReleaseRow | undefined {
  const id = textOf(bulletin, 'id') ?? ''
  const vibs = childrenOf(childOf(bulletin, 'vibList') ?? bulletin, 'vib')
  // Bulletins of drivers and tools change no build.
  const base = vibs.find((vib) => textOf(vib, 'name') === 'esx-base')
  if (base === undefined) {
    leftovers.pass('bulletins without esx-base')
    return undefined
  }
  const [, branch, build] = ESX_BASE.exec(textOf(base, 'version') ?? '') ?? []
  if (branch === undefined || build === undefined) {
    leftovers.add(id, 'the version of esx-base cannot be read')
    return undefined
  }
  const date = dayOf(textOf(bulletin, 'releaseDate'))
  if (date !== undefined && isFuture(date, about)) {
    leftovers.add(id, 'is not dated by a day that has been')
    return undefined
  }
  const isSecurityOnly = SECURITY_ONLY.test(id)
  const isRecall = textOf(bulletin, 'category')?.toLowerCase() === 'recall'
  return {
    product: 'esx',
    branch,
    name: `${nameOf(id, branch)}${isSecurityOnly ? ' (security only)' : ''}`,
    kind: isRecall ? 'withdrawn' : isSecurityOnly ? 'security-only' : 'full',
    ...(date === undefined || isRecall ? {} : { date }),
    builds: [{ build: Number(build), role: 'iso' }],
    sources: [FEED],
  }
}

/** `ESXi80U3se-…`, and before 7.0 the bulletins `…1NN-SG`. */
const SECURITY_ONLY = /^ESXi\d\dU\ds[a-z]?-|^ESXi\d{3}-\d{6}1\d\d-SG/

/** `ESXi80U3e-24674464` is ESXi 8.0 U3e; other ids stay as they are. */
function nameOf(id: string, branch: string): string {
  const [, update, letter = ''] = /^ESXi\d\dU(\d)s?([a-z]?)-/.exec(id) ?? []
  if (update !== undefined) return `ESXi ${lineOf(branch)} U${update}${letter}`
  const version = /^ESXi-(\d+\.\d+\.\d+\.\d+)-/.exec(id)?.[1]
  return version === undefined ? id : `ESX ${version}`
}
