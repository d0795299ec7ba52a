import type { Change } from '../control/index.ts'
import { isRecord, type SnapshotObject } from '../model/index.ts'

/** What a snapshot holds of one managed object. */
export type Values = SnapshotObject['values']

/** What one kind of change makes of the values of its object. The given values stay as they are. */
export type Projection = (change: Change, values: Values) => Values

/** Changes the value at one path. */
export const put = (values: Values, path: string, value: unknown): Values => ({ ...values, [path]: value })

/** Changes the matching entries of the list at one path; the others, and their order, stay. */
export function mapEntries(
  values: Values,
  path: string,
  matches: (entry: Readonly<Record<string, unknown>>) => boolean,
  change: (entry: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>,
): Values {
  const list = values[path]
  if (!Array.isArray(list)) return values
  return put(
    values,
    path,
    list.map((entry: unknown) => (isRecord(entry) && matches(entry) ? change(entry) : entry)),
  )
}
