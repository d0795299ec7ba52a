import { existsSync, readFileSync } from 'node:fs'
import { mkdir, open, readFile, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { curated, decodeKnowledge, ShapeError, type Knowledge } from '@sakimori/core/advisory'
import { hashKnowledge, printKnowledgeFile, type PageState } from '@sakimori/feeds'
import { UsageError } from './exit.ts'
import { writeWhole } from './files.ts'
import { readKept } from './knowledge.ts'

/** What one who may change the kept knowledge is given. */
export interface Keeper {
  readonly file: string
  readonly knowledge: Knowledge
  /** Pages as they were left the last time, to ask whether they have changed. */
  readonly pages: Map<string, PageState>
  /** When each feed was last asked, ISO 8601. */
  readonly asked: Map<string, string>
  readonly keep: (knowledge: Knowledge) => Promise<void>
}

/**
 * Lets `work` read the kept knowledge, change it and write it back, one process at a time. Without a file yet it begins
 * with the shipped table.
 *
 * @throws UsageError where another process is at it, or the file is damaged
 */
export async function withKept<T>(file: string, work: (keeper: Keeper) => Promise<T>): Promise<T> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const release = await lock(`${file}.lock`)
  try {
    const knowledge = existsSync(file) ? readKept(file).knowledge : curated
    const { pages, asked } = readMemory(memoryOf(file), hashOf(file))
    return await work({
      file,
      knowledge,
      pages,
      asked,
      keep: async (fresh) => {
        refuseUnreadable(fresh)
        await writePrivate(file, printKnowledgeFile(fresh))
        const memory = {
          knowledge: hashKnowledge(fresh),
          pages: Object.fromEntries(pages),
          asked: Object.fromEntries(asked),
        }
        await writePrivate(memoryOf(file), [JSON.stringify(memory)])
      },
    })
  } finally {
    await release()
  }
}

/** What could not be read again is not written: the file would count as damaged the next time. */
function refuseUnreadable(fresh: Knowledge): void {
  try {
    decodeKnowledge(fresh)
  } catch (cause) {
    if (!(cause instanceof ShapeError)) throw cause
    throw new UsageError(`the knowledge would not fit its own shape, so nothing was kept: ${cause.message}`, { cause })
  }
}

/** What was asked of whom, beside the knowledge. */
const memoryOf = (file: string) => `${file.replace(/\.json$/, '')}.asked.json`

/** For the owner alone: what is watched says something of what is run. */
const writePrivate = (file: string, chunks: Iterable<string>) => writeWhole(file, chunks, 0o600)

/** The hash that the file states; it was checked when the file was read. */
const hashOf = (file: string) =>
  existsSync(file) ? /"sha256"\s*:\s*"([0-9a-f]{64})"/.exec(readFileSync(file, 'utf8').slice(0, 200))?.[1] : undefined

/**
 * The state of pages goes with one knowledge: beside another one "not changed" would mean "never read". A broken memory
 * is as good as none, since it only saves traffic.
 */
function readMemory(file: string, sha256: string | undefined): Pick<Keeper, 'pages' | 'asked'> {
  const value = existsSync(file) ? parse(readFileSync(file, 'utf8')) : undefined
  const { knowledge, pages, asked } = isRecord(value) ? value : {}
  const text = (said: unknown) => (typeof said === 'string' && /^[\x20-\x7e]{1,500}$/.test(said) ? said : undefined)
  return {
    asked: new Map(
      Object.entries(isRecord(asked) ? asked : {}).flatMap(([feed, at]) =>
        typeof at === 'string' ? [[feed, at]] : [],
      ),
    ),
    pages: new Map(
      Object.entries(isRecord(pages) && sha256 !== undefined && knowledge === sha256 ? pages : {}).map(
        ([url, state]) => {
          const etag = text(isRecord(state) ? state['etag'] : undefined)
          const lastModified = text(isRecord(state) ? state['lastModified'] : undefined)
          return [url, { ...(etag ? { etag } : {}), ...(lastModified ? { lastModified } : {}) }]
        },
      ),
    ),
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

function parse(said: string): unknown {
  try {
    return JSON.parse(said)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Holds a lock file with the process's id; that of a process which is gone is taken over. */
async function lock(file: string): Promise<() => Promise<void>> {
  for (let turn = 0; ; turn += 1) {
    try {
      const handle = await open(file, 'wx', 0o600)
      await handle.write(String(process.pid))
      await handle.close()
      return () => rm(file, { force: true })
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException
      if (code !== 'EEXIST') throw new UsageError(`could not write ${file}: ${code ?? String(cause)}`, { cause })
      const holder = Number(await readFile(file, 'utf8').catch(() => ''))
      if (turn > 0 || isAlive(holder))
        throw new UsageError(
          `another process (${holder || 'unknown'}) is changing the knowledge of advisories; wait for it, or remove ${file} if it is gone`,
          { cause },
        )
      await rm(file, { force: true })
    }
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return true
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Of another user: it is there all the same.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
