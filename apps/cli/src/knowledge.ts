import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { adopt, curated, type Knowledge } from '@sakimori/core/advisory'
import { FeedError, hashKnowledge, readKnowledgeFile } from '@sakimori/feeds'
import type { Config } from './config/schema.ts'
import { UsageError } from './exit.ts'

type Env = Readonly<Record<string, string | undefined>>

/** Where knowledge came from: reports name it, so that a reader can tell two of them apart. */
export interface KnowledgeOrigin {
  readonly kind: 'shipped' | 'file'
  /** The file, where there is one. */
  readonly file?: string
  /** SHA-256 of the knowledge as it is used. */
  readonly sha256: string
  /** Whether the shipped table was newer than the one under the file, which was then laid over it. */
  readonly renewed: boolean
}

export interface LoadedKnowledge {
  readonly knowledge: Knowledge
  readonly from: KnowledgeOrigin
}

/** Where `advisories update` and `import` keep what they learn, unless the configuration says otherwise. */
export function knowledgePath(config: Config, env: Env): string {
  if (config.knowledge !== undefined) return config.knowledge
  const data = env['XDG_DATA_HOME'] || (env['HOME'] ? join(env['HOME'], '.local', 'share') : undefined)
  if (data === undefined)
    throw new UsageError(
      'there is no place for the knowledge of advisories: set HOME, XDG_DATA_HOME or `knowledge` in the configuration',
    )
  return join(data, 'sakimori', 'knowledge.json')
}

/**
 * The knowledge that an audit judges by: the kept file, or the shipped table where nothing is kept. A file that is
 * damaged, or named in the configuration and absent, is never replaced by something else in silence.
 *
 * @throws UsageError
 */
export function loadKnowledge(config: Config, env: Env): LoadedKnowledge {
  const hasPlace = config.knowledge !== undefined || Boolean(env['XDG_DATA_HOME'] || env['HOME'])
  const file = hasPlace ? knowledgePath(config, env) : undefined
  if (file === undefined || (config.knowledge === undefined && !existsSync(file)))
    return { knowledge: curated, from: { kind: 'shipped', sha256: hashKnowledge(curated), renewed: false } }
  return readKept(file)
}

/** Reads the kept file, and lays it over the shipped table where that is newer. @throws UsageError */
export function readKept(file: string): LoadedKnowledge {
  const { sha256, knowledge } = checkKept(file)
  if (knowledge.asOf >= curated.asOf) return { knowledge, from: { kind: 'file', file, sha256, renewed: false } }
  const at =
    knowledge.feeds
      .map(({ readAt }) => readAt)
      .toSorted()
      .at(-1) ?? `${curated.asOf}T00:00:00Z`
  const renewed = adopt(curated, knowledge, at).knowledge
  return { knowledge: renewed, from: { kind: 'file', file, sha256: hashKnowledge(renewed), renewed: true } }
}

/** Bigger ones nobody wrote. */
const MAX_BYTES = 192 * 2 ** 20

function checkKept(file: string) {
  try {
    if (statSync(file).size > MAX_BYTES) throw new UsageError(`${file} is larger than ${MAX_BYTES >> 20} MiB`)
    return readKnowledgeFile(file, readFileSync(file))
  } catch (cause) {
    if (cause instanceof FeedError)
      throw new UsageError(
        `the kept knowledge of advisories is damaged, and nothing was judged by it. ${cause.message}. Take it from a backup or another site, or remove the file and run \`sakimori advisories update\``,
        { cause },
      )
    if (cause instanceof Error && 'code' in cause)
      throw new UsageError(`could not read the knowledge of advisories ${file}: ${String(cause.code)}`, { cause })
    throw cause
  }
}
