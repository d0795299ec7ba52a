import type { DataTypes } from './generated/types.ts'
import type { ManagedType } from './paths.ts'
import { isSubtype } from './schema/tables.ts'
import type { MoRef } from './values.ts'

/** A reference to the object `value` of a managed type. */
export function ref<const T extends ManagedType>(type: T, value: string): MoRef<T> {
  return { type, value }
}

/** A text that two references share exactly when they are equal, for maps and sets. */
export function refKey(reference: MoRef): string {
  return `${reference.type}:${reference.value}`
}

/** Whether a data object is of that type or of a subtype of it, by its `_typeName`. */
export function isA<T extends keyof DataTypes>(value: unknown, type: T): value is DataTypes[T] {
  if (typeof value !== 'object' || value === null || !('_typeName' in value)) return false
  return isSubtype(String(value._typeName), type)
}
