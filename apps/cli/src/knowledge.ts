import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { adopt, curated, type Knowledge, type KnowledgeOrigin } from '@sakimori/core/advisory'
import { FeedError, hashKnowledge, readKnowledgeFile } from '@sakimori/feeds'
import type { Config } from './config/schema.ts'
import { UsageError } from './exit.ts'
import type { World } from './verb.ts'
import { words } from './words.ts'

type Env = Readonly<Record<string, string | undefined>>

/** Where knowledge came from, with the file where there is one. */
interface Origin extends KnowledgeOrigin {
  readonly file?: string
}

export interface LoadedKnowledge {
  readonly knowledge: Knowledge
  readonly from: Origin
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
  if (file === undefined || (config.knowledge === undefined && !existsSync(file))) return shipped()
  return readKept(file)
}

const shipped = (trouble?: string): LoadedKnowledge => ({
  knowledge: curated,
  from: {
    kind: 'shipped',
    sha256: hashKnowledge(curated),
    renewed: false,
    ...(trouble === undefined ? {} : { trouble }),
  },
})

/**
 * The same for an audit, which does not end because of it: without the kept file the shipped table judges, and both the
 * terminal and the report say so.
 */
export function knowledgeForAudit({ config, env, terminal }: Pick<World, 'config' | 'env' | 'terminal'>) {
  const { knowledge, from } = loadOrShipped(config, env)
  if (from.trouble !== undefined) terminal.say(words.knowledgeDamaged, { why: from.trouble })
  const { file: _file, ...origin } = from
  return { knowledge, knowledgeOrigin: origin }
}

function loadOrShipped(config: Config, env: Env): LoadedKnowledge {
  try {
    return loadKnowledge(config, env)
  } catch (error) {
    if (error instanceof UsageError) return shipped(error.message)
    throw error
  }
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
