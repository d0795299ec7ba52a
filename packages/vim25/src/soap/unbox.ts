import { describePath } from '../schema/describe.ts'
import { boxed } from './readers.ts'

/**
 * Takes the boxes off the values of an ObjectContent or ObjectUpdate whose declared type says what they are: `val` is an
 * anyType on the wire only because the element serves every property.
 */
export function unboxProperties(object: Record<string, unknown>): void {
  const type = (object['obj'] as { type?: string } | undefined)?.type
  const changes = object['propSet'] ?? object['changeSet']
  if (type === undefined || !Array.isArray(changes)) return
  for (const change of changes as { name?: string; val?: unknown }[]) {
    if (isBox(change.val) && isDeclaredExactly(type, change.name ?? '')) change.val = change.val._value
  }
}

function isDeclaredExactly(type: string, path: string): boolean {
  const declared = describePath(type, path)?.type
  return declared !== undefined && declared !== 'anyType'
}

/** Whether a decoded anyType is a box: `{ _typeName: 'int', _value: 5 }` or the same of a list. */
export function isBox(value: unknown): value is { readonly _typeName: string; readonly _value: unknown } {
  if (typeof value !== 'object' || value === null || !('_value' in value) || !('_typeName' in value)) return false
  const name = String(value._typeName)
  return boxed.has(name) || name.startsWith('ArrayOf')
}

/** The type of the items of a boxed list: of ArrayOfInt, int. Undefined for the box of a single value. */
export function boxedItem(name: string): string | undefined {
  return items.get(name)
}

const items: ReadonlyMap<string, string> = new Map([
  ['ArrayOfByte', 'byte'],
  ['ArrayOfShort', 'short'],
  ['ArrayOfInt', 'int'],
  ['ArrayOfLong', 'long'],
  ['ArrayOfFloat', 'float'],
  ['ArrayOfDouble', 'double'],
  ['ArrayOfDateTime', 'dateTime'],
  ['ArrayOfBase64Binary', 'binary'],
])
