import { lstat, readFile, readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { checkContribution, type Contribution, type Knowledge } from '@sakimori/core/advisory'
import { decodeJvnChecksums, verifyChecksum, type JvnChecksum } from '../checksum.ts'
import { FeedError } from '../feed-error.ts'
import { limits } from '../limits.ts'
import { readKnowledgeFile } from '../knowledge-file.ts'
import type { Publication } from '../read/bytes.ts'
import { decodeDocument, type Reader } from './kinds.ts'

/** How the reading of one file went. */
export interface FileReading {
  readonly file: string
  /** Absent for a file that says nothing itself: an index, a checksum. */
  readonly contribution?: Contribution
  /** What Sakimori itself wrote at another site. */
  readonly knowledge?: Knowledge
  /** Why it could not be used. */
  readonly trouble?: string
  /** Whether it is a file of another kind altogether, and not a publication that is damaged. */
  readonly isForeign?: true
}

/** More files than a feed, a depot and a year of records have together. */
const MOST_FILES = 100_000
const DEEPEST = 12

/**
 * Reads publications from files and folders, for sites without the Internet. What a file is, is told by what is in it; a
 * `.sha256sum` or the `checksum.txt` of JVN iPedia beside it must agree. Links are not followed.
 */
export async function* readFiles(paths: readonly string[], reader: Reader): AsyncGenerator<FileReading> {
  const files: string[] = []
  for (const path of paths) await walk(path, files, 0)
  const sums = await readChecksums(files)
  for (const file of files) {
    if (SUM.test(file) || basename(file) === 'checksum.txt') continue
    yield await readOne(file, sums, reader)
  }
}

async function walk(path: string, files: string[], depth: number): Promise<void> {
  const state = await lstat(path).catch((cause: NodeJS.ErrnoException) => {
    throw new FeedError('unreachable', path, `it cannot be read: ${cause.code ?? cause.message}`, { cause })
  })
  // A link that the person names is meant; one inside a folder may lead anywhere.
  if (state.isSymbolicLink() && depth > 0) return
  if (state.isFile() || state.isSymbolicLink()) files.push(path)
  else if (state.isDirectory()) {
    if (depth >= DEEPEST) throw new FeedError('tooLarge', path, `folders nested deeper than ${DEEPEST}`)
    for (const name of (await readdir(path)).toSorted()) await walk(join(path, name), files, depth + 1)
  }
  if (files.length > MOST_FILES) throw new FeedError('tooLarge', path, `more than ${MOST_FILES} files`)
}

/** A file that says the digest of the one beside it. */
const SUM = /\.sha(?:256|512)(?:sum)?$/

type Checksums = ReadonlyMap<string, Publication>

/** The checksums that lie beside the files, by the path of the file that they are of. */
async function readChecksums(files: readonly string[]): Promise<Checksums> {
  const sums = new Map<string, Publication>()
  for (const file of files) {
    if (SUM.test(file)) sums.set(file.replace(SUM, ''), (await readFile(file)).subarray(0, 4096))
    if (basename(file) !== 'checksum.txt') continue
    for (const { filename, sha256 } of listOfChecksums(await readFile(file)))
      sums.set(join(file, '..', filename), sha256)
  }
  return sums
}

/** JVN iPedia's list of checksums; another file of that name holds none. */
function listOfChecksums(bytes: Uint8Array): readonly JvnChecksum[] {
  try {
    return decodeJvnChecksums(bytes).files
  } catch (error) {
    if (error instanceof FeedError) return []
    throw error
  }
}

/** Of what a link leads to; a device or a pipe has no end. */
async function look(file: string) {
  const state = await stat(file)
  return { size: state.size, isFile: state.isFile() }
}

async function readOne(file: string, sums: Checksums, reader: Reader): Promise<FileReading> {
  try {
    const { size, isFile } = await look(file)
    if (!isFile) throw new FeedError('unsupported', file, 'it is no file')
    if (size > limits.bytes) throw new FeedError('tooLarge', file, `${size} bytes`)
    const bytes = await readFile(file)
    const sum = sums.get(file)
    if (sum !== undefined) verifyChecksum(file, 'its checksum', bytes, sum)
    if (isWrittenHere(bytes)) return { file, knowledge: readKnowledgeFile(file, bytes).knowledge }
    const asOf = /(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)/.exec(basename(file))?.[0]
    const said = decodeDocument({ name: file, bytes }, asOf === undefined ? reader : { ...reader, asOf })
    return said ? { file, contribution: checkContribution(said) } : { file }
  } catch (error) {
    if (error instanceof FeedError)
      return {
        file,
        trouble: error.feed === file ? error.message : `${file}: ${error.message}`,
        ...(error.code === 'unsupported' ? { isForeign: true } : {}),
      }
    if (error instanceof Error && 'code' in error) return { file, trouble: `${file}: ${String(error.code)}` }
    throw error
  }
}

/** Knowledge begins with its hash, as `printKnowledgeFile` writes it. */
const isWrittenHere = (bytes: Uint8Array) => /^\s*\{\s*"sha256"/.test(new TextDecoder().decode(bytes.subarray(0, 100)))
