import { VimError } from '../errors.ts'

/** What Node 24 has of JSON and the compiler's es2024 library does not list: numbers by their source text (ES2026). */
interface SourceTextJson {
  parse(text: string, reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown): unknown
  rawJSON(text: string): object
}

const sourceText = JSON as unknown as SourceTextJson

/** A number of 16 digits may be beyond 2^53, where JSON.parse rounds. Nothing else pays for the slow way to read it. */
const mayRound = /(?:^|[[:,\s])-?\d{16}/

/** xsd:long has 19 digits and a sign; a longer number is no long, and no reason to compute a huge bigint. */
const whole = /^-?\d{1,19}$/

/** Parses JSON text; a whole number that a JS number cannot hold exactly becomes a bigint. Throws VimError. */
export function parseJson(text: string): unknown {
  try {
    return mayRound.test(text) ? sourceText.parse(text, exact) : JSON.parse(text)
  } catch (error) {
    throw parseError(error, text.length)
  }
}

/** The JSON text of a plain value; `exactNumber` says how a bigint goes in. `check` sees every member. */
export function printJson(value: unknown, check?: (key: string, value: unknown) => unknown): string {
  return JSON.stringify(value, check)
}

/** A bigint as `printJson` takes it: its digits, unquoted. */
export function exactNumber(value: bigint): object {
  return sourceText.rawJSON(String(value))
}

function exact(_key: string, value: unknown, { source }: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
  return source !== undefined && whole.test(source) ? BigInt(source) : value
}

/** V8's own message quotes the text, which may hold a password: only the position is taken from it. */
function parseError(error: unknown, length: number): VimError {
  if (error instanceof RangeError) return new VimError('protocol', 'the JSON is nested too deeply')
  if (!(error instanceof SyntaxError)) throw error
  const position = /at position (\d+)/.exec(error.message)?.[1]
  const isCut = position === undefined ? error.message.startsWith('Unexpected end') : Number(position) >= length
  if (isCut) return new VimError('truncated', `the JSON ends early, after ${length} characters`)
  return new VimError('protocol', `the text is not JSON${position === undefined ? '' : ` at position ${position}`}`)
}
