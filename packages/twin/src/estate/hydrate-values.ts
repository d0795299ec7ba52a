import { isRecord, listOf } from '../kernel/values.ts'

/** The parts of JSON that a snapshot holds of REST and single sign-on: it is a file, so each is checked. */
export type Fields = Readonly<Record<string, unknown>>

export const fields = (value: unknown): Fields => (isRecord(value) ? value : {})

export const rows = (value: unknown): readonly Fields[] => listOf(value).filter(isRecord)

export const texts = (value: unknown): readonly string[] =>
  listOf(value).filter((one): one is string => typeof one === 'string')

export function textOf(row: Fields, name: string): string {
  const value = row[name]
  return typeof value === 'string' ? value : ''
}

export function numberOf(row: Fields, name: string): number {
  const value = row[name]
  return typeof value === 'number' ? value : 0
}
