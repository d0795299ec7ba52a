import { isNode, isScalar, LineCounter, parseDocument, type Document } from 'yaml'
import { UsageError } from '../exit.ts'

/** A parsed file that can say where each of its values stands. */
export interface YamlFile {
  readonly name: string
  readonly value: unknown
  /** `file:line:col` of the value at a path, or of what holds it; with an offset, of that place in its text. */
  readonly at: (path: readonly PropertyKey[], offset?: number) => string
}

/** Parses a YAML file. @throws UsageError with line and column */
export function parseYaml(source: string, name: string): YamlFile {
  const lines = new LineCounter()
  const document = parseDocument(source, { lineCounter: lines, schema: 'core', uniqueKeys: true })
  const place = (offset: number | undefined) => {
    const { line, col } = lines.linePos(offset ?? 0)
    return `${name}:${line}:${col}`
  }
  const broken = document.errors[0]
  if (broken) throw new UsageError(`${place(broken.pos[0])}: ${broken.message.split('\n')[0] ?? ''}`, { cause: broken })
  // 64 aliases are plenty for a person, and too few for a bomb.
  let value: unknown
  try {
    value = document.toJS({ maxAliasCount: 64 }) ?? {}
  } catch (cause) {
    throw new UsageError(`${name}: ${(cause as Error).message}`, { cause })
  }
  return {
    name,
    value,
    at: (path, offset) => place(offsetOf(document, source, path, offset)),
  }
}

/** Where the value stands in the file; of a missing one, where its holder stands. */
function offsetOf(
  document: Document,
  source: string,
  path: readonly PropertyKey[],
  inText: number | undefined,
): number | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length) as (string | number)[], true)
    if (!isNode(node) || !node.range) continue
    const start = node.range[0]
    return inText === undefined || !isScalar(node) || typeof node.value !== 'string'
      ? start
      : start + placeInText(source.slice(start, node.range[1]), node.value, inText)
  }
  return document.range?.[0]
}

/**
 * Finds a place of a text in the YAML that it was written as: words and their order are the same, blanks and quotes are not,
 * so what is not blank is counted. Only an escape in double quotes may put it off by some columns.
 */
function placeInText(written: string, text: string, offset: number): number {
  let ink = text.slice(0, offset).replaceAll(/\s/g, '').length
  const header = /^[|>][-+0-9]*/.exec(written)?.[0].length ?? (/^["']/.test(written) ? 1 : 0)
  for (let at = header; at < written.length; at += 1) {
    if (/\s/.test(written.charAt(at))) continue
    if (ink === 0) return at
    ink -= 1
  }
  return 0
}
