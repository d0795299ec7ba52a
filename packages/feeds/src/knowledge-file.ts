import { createHash } from 'node:crypto'
import {
  canonicalJson,
  decodeKnowledgeFile,
  ShapeError,
  type Knowledge,
  type KnowledgeFile,
} from '@sakimori/core/advisory'
import { FeedError } from './feed-error.ts'
import { readJson, textAt, at } from './read/json.ts'

/** The SHA-256 of the canonical text of knowledge: reports name it, so that two of them can be compared. */
export const hashKnowledge = (knowledge: Knowledge): string =>
  createHash('sha256').update(canonicalJson(knowledge)).digest('hex')

const isKnowledgeFile = (value: unknown): boolean =>
  typeof at(value, 'sha256') === 'string' && textAt(value, 'knowledge', 'schema') !== undefined

/**
 * Reads a file of knowledge and checks its shape and its hash. The hash finds damage and a slip of the hand; whoever can
 * write the file can write the hash as well.
 *
 * @throws FeedError
 */
export function readKnowledgeFile(name: string, bytes: Uint8Array): KnowledgeFile {
  const value = readJson(name, bytes)
  if (!isKnowledgeFile(value)) throw new FeedError('unsupported', name, 'this is no knowledge that Sakimori wrote')
  let file: KnowledgeFile
  try {
    file = decodeKnowledgeFile(value)
  } catch (cause) {
    if (cause instanceof ShapeError) throw new FeedError('malformed', name, cause.message, { cause })
    throw cause
  }
  const found = hashKnowledge(file.knowledge)
  if (found !== file.sha256)
    throw new FeedError('mismatch', name, `its content has the SHA-256 ${found}, and it states ${file.sha256}`)
  return file
}

/** Knowledge as the text of a file, a row a line, so that two of them can be compared by eye. */
export function* printKnowledgeFile(knowledge: Knowledge): Generator<string> {
  yield `{\n"sha256": "${hashKnowledge(knowledge)}",\n"knowledge": {\n`
  const parts = Object.entries(knowledge)
  for (const [at, [key, part]] of parts.entries()) {
    const end = at === parts.length - 1 ? '\n' : ',\n'
    if (!Array.isArray(part)) yield `${JSON.stringify(key)}: ${canonicalJson(part)}${end}`
    else {
      yield `${JSON.stringify(key)}: [`
      for (const [index, row] of (part as unknown[]).entries())
        yield `${index === 0 ? '\n' : ',\n'}${canonicalJson(row)}`
      yield `]${end}`
    }
  }
  yield '}\n}\n'
}
