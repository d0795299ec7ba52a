import { FeedError } from '../feed-error.ts'
import { limits } from '../limits.ts'
import { readText, type Publication } from './bytes.ts'

/**
 * The value of a JSON publication. What comes back is hostile still: it is read through `at`, `textAt`, `listAt` and
 * `numberAt` alone, which see own properties of the right kind and nothing else.
 */
export function readJson(feed: string, publication: Publication): unknown {
  const text = readText(feed, publication)
  checkDepth(feed, text)
  try {
    return JSON.parse(text) as unknown
  } catch (cause) {
    throw new FeedError('malformed', feed, `this is not JSON: fetch the file again (${reason(cause)})`, { cause })
  }
}

const reason = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause))

/** Refuses nesting before anything is built of it: whoever walks the value may then recurse. */
function checkDepth(feed: string, text: string): void {
  let depth = 0
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    if (code === QUOTE) i = endOfString(text, i)
    else if (code === OPEN_OBJECT || code === OPEN_LIST) {
      depth += 1
      if (depth > limits.depth) throw new FeedError('hostile', feed, `nested deeper than ${limits.depth} levels`)
    } else if (code === CLOSE_OBJECT || code === CLOSE_LIST) depth -= 1
  }
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d

function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    if (code === BACKSLASH) i += 1
    else if (code === QUOTE) return i
  }
  return text.length
}

/** What lies at a path of own properties; `undefined` where anything on the way is missing. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && !Array.isArray(inner) && Object.hasOwn(inner, key)
        ? (inner as Readonly<Record<string, unknown>>)[key]
        : undefined,
    value,
  )
}

export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path)
  return typeof found === 'string' ? found : undefined
}

/** Finite ones only: `1e999` is no number that a feed means. */
export function numberAt(value: unknown, ...path: readonly string[]): number | undefined {
  const found = at(value, ...path)
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined
}

/** Empty where there is no list. */
export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = at(value, ...path)
  return Array.isArray(found) ? (found as unknown[]) : []
}
