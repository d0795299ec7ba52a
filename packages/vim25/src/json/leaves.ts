import type { Long } from '../values.ts'

/** The value of a primitive, or undefined when the JSON is not of that type; the caller knows the field and says so. */
export function readLeaf(type: string, json: unknown): string | boolean | Long | undefined {
  switch (type) {
    case 'boolean':
      return typeof json === 'boolean' ? json : undefined
    case 'byte':
      return wholeNumber(json, 255) && json >= -128 ? (json << 24) >> 24 : undefined
    case 'short':
    case 'int':
      return wholeNumber(json, Number.MAX_SAFE_INTEGER) ? json : undefined
    case 'long':
      return typeof json === 'bigint' || wholeNumber(json, Number.MAX_SAFE_INTEGER) ? json : undefined
    case 'float':
    case 'double':
      return typeof json === 'bigint' ? Number(json) : typeof json === 'number' ? json : undefined
    default:
      return typeof json === 'string' ? json : undefined
  }
}

function wholeNumber(json: unknown, most: number): json is number {
  return Number.isSafeInteger(json) && (json as number) <= most
}

export type JsonObject = Readonly<Record<string, unknown>>

export function isRecord(json: unknown): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}
