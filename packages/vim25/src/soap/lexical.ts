import type { Long } from '../values.ts'

/**
 * Reads the lexical form of an XML Schema primitive. Returns undefined when the text is not of that type; the caller knows
 * the field and says so.
 */
export function readLexical(type: string, text: string): string | boolean | Long | undefined {
  switch (type) {
    case 'boolean':
      return readBoolean(text) ?? readBoolean(text.trim())
    case 'byte':
    case 'short':
    case 'int':
      return readInteger(text)
    case 'long':
      return readLong(text)
    case 'float':
    case 'double':
      return readFloat(text.trim())
    default:
      return text
  }
}

function readBoolean(text: string): boolean | undefined {
  if (text === 'true' || text === '1') return true
  return text === 'false' || text === '0' ? false : undefined
}

const integer = /^\s*[+-]?\d+\s*$/

function readInteger(text: string): number | undefined {
  const value = integer.test(text) ? Number(text) : undefined
  return value !== undefined && Number.isSafeInteger(value) ? value : undefined
}

function readLong(text: string): Long | undefined {
  if (!integer.test(text)) return undefined
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : BigInt(text.trim().replace(/^\+/, ''))
}

/** XML Schema part 2 §3.2.4: the three special values are spelt INF, -INF and NaN. */
function readFloat(text: string): number | undefined {
  if (text === 'INF' || text === '+INF') return Infinity
  if (text === '-INF') return -Infinity
  if (text === 'NaN') return NaN
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined
}
