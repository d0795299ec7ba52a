import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip, constants } from 'node:zlib'
import { SNAPSHOT_SCHEMA, type Snapshot, type SnapshotObject } from '@sakimori/core/model'
import { CollectError } from './errors.ts'

/** A file that says it is larger than this when unpacked is refused: 200,000 VMs stay well below. */
const MAX_UNPACKED = 8 * 2 ** 30
/** No single record comes near this; a longer line is not a snapshot. */
const MAX_LINE = 512 * 2 ** 20

/**
 * Writes a snapshot as gzip of JSON lines: a header, one object a line, and a last line with the counts and the
 * SHA-256 of everything before it. `zcat FILE | jq` reads it. The file appears under its name only when it is whole.
 */
export async function writeSnapshot(file: string, snapshot: Snapshot): Promise<void> {
  const partial = `${file}.${process.pid}.partial`
  try {
    await pipeline(
      lines(snapshot),
      createGzip({ level: constants.Z_BEST_SPEED }),
      createWriteStream(partial, { flags: 'wx', mode: 0o600, flush: true }),
    )
    await rename(partial, file)
  } catch (cause) {
    await rm(partial, { force: true })
    throw new CollectError('snapshotNotWritten', `could not write the snapshot ${file}: ${(cause as Error).message}`, {
      cause,
    })
  }
}

async function* lines(snapshot: Snapshot): AsyncGenerator<string> {
  const hash = createHash('sha256')
  const counts: Record<string, number> = {}
  let batch = `${JSON.stringify({ schema: snapshot.schema, estate: snapshot.estate, asked: snapshot.asked })}\n`
  for (const object of snapshot.objects) {
    counts[object.ref.type] = (counts[object.ref.type] ?? 0) + 1
    batch += `${JSON.stringify(object, boxBigint)}\n`
    if (batch.length < 1 << 16) continue
    hash.update(batch)
    yield batch
    batch = ''
  }
  hash.update(batch)
  yield batch
  yield `${JSON.stringify({ counts, sha256: hash.digest('hex') })}\n`
}

/** JSON has no exact 64-bit integers: the few that need one travel as the box of an xsd:long. */
const boxBigint = (_key: string, value: unknown) =>
  typeof value === 'bigint' ? { _typeName: 'long', _value: value.toString() } : value

/**
 * Reads a snapshot back. A file that was cut, altered, or made by a newer Sakimori is refused.
 * @throws CollectError `snapshotUnreadable`
 */
export async function readSnapshot(file: string): Promise<Snapshot> {
  const refuse = (why: string, cause?: unknown) =>
    new CollectError(
      'snapshotUnreadable',
      `${file} is not a whole snapshot: ${why}. Collect it again, or copy it again from where it came.`,
      { cause },
    )
  const hash = createHash('sha256')
  let header: Pick<Snapshot, 'schema' | 'estate' | 'asked'> | undefined
  const objects: SnapshotObject[] = []
  let last: string | undefined
  try {
    for await (const line of splitLines(unpacked(file))) {
      if (last !== undefined) {
        hash.update(`${last}\n`)
        if (header) objects.push(parseObject(last))
        else header = parseHeader(last)
      }
      last = line
    }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT')
      throw new CollectError('snapshotUnreadable', `there is no file ${file}`, { cause })
    throw refuse((cause as Error).message, cause)
  }
  if (!header || last === undefined) throw refuse('it is empty or has no header')
  const trailer = parseTrailer(last)
  if (!trailer) throw refuse('its last line is missing, so it was cut')
  if (trailer.sha256 !== hash.digest('hex')) throw refuse('its content does not match its SHA-256, so it was altered')
  const counted: Record<string, number> = {}
  for (const { ref } of objects) counted[ref.type] = (counted[ref.type] ?? 0) + 1
  if (Object.entries(trailer.counts).some(([type, count]) => counted[type] !== count))
    throw refuse('its counts do not match its objects')
  return { ...header, objects }
}

/** `pipe` alone would leave an error of the file without anybody to hear it. */
function unpacked(file: string): AsyncIterable<Buffer> {
  const gunzip = createGunzip()
  createReadStream(file)
    .once('error', (error) => gunzip.destroy(error))
    .pipe(gunzip)
  return gunzip
}

async function* splitLines(source: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  let total = 0
  for await (const chunk of source) {
    total += chunk.length
    if (total > MAX_UNPACKED) throw new Error(`it unpacks to more than ${MAX_UNPACKED / 2 ** 30} GiB`)
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = parts.pop() ?? ''
    if (rest.length > MAX_LINE) throw new Error('a line is too long')
    yield* parts
  }
  if (rest !== '') throw new Error('it ends in the middle of a line')
}

function parseHeader(line: string): Pick<Snapshot, 'schema' | 'estate' | 'asked'> {
  const header = JSON.parse(line) as Partial<Snapshot>
  if (typeof header.schema !== 'string' || !header.schema.startsWith('sakimori/snapshot/'))
    throw new Error('it has no snapshot header')
  if (header.schema !== SNAPSHOT_SCHEMA)
    throw new Error(`its schema is ${header.schema}, and this Sakimori reads ${SNAPSHOT_SCHEMA}`)
  if (!header.estate || !header.asked) throw new Error('its header has no estate')
  return { schema: header.schema, estate: header.estate, asked: header.asked }
}

function parseObject(line: string): SnapshotObject {
  const object = JSON.parse(line) as Partial<SnapshotObject>
  if (typeof object.ref?.type !== 'string' || typeof object.ref.value !== 'string' || typeof object.values !== 'object')
    throw new Error('a line is not an object')
  return object as SnapshotObject
}

function parseTrailer(line: string): { counts: Record<string, number>; sha256: string } | undefined {
  const trailer = JSON.parse(line) as { counts?: Record<string, number>; sha256?: string }
  return trailer.counts && typeof trailer.sha256 === 'string'
    ? { counts: trailer.counts, sha256: trailer.sha256 }
    : undefined
}
