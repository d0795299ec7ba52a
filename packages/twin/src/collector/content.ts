import { TypedValue } from '@sakimori/vim25/wire'
import type { ManagedObject } from '../kernel/store.ts'
import type { Picked } from './selection.ts'

/** ObjectContent of what was picked. */
export function objectContent(object: ManagedObject, { properties, missing }: Picked) {
  return {
    _typeName: 'ObjectContent' as const,
    obj: object.ref,
    propSet: properties.map(({ path, found }) => ({
      _typeName: 'DynamicProperty' as const,
      name: path,
      val: new TypedValue(found.value, found.type, found.array),
    })),
    ...(missing.length > 0 && { missingSet: missingSet(missing) }),
  }
}

export function missingSet(missing: Picked['missing']) {
  return missing.map(({ path, fault }) => ({ _typeName: 'MissingProperty' as const, path, fault: fault.localized }))
}

/**
 * A result with a list so long that it is written as it is made: `head` without the list, and the list's items one by one.
 */
export class StreamedResult {
  readonly head: Readonly<Record<string, unknown>>
  readonly field: string
  readonly items: Iterable<unknown>

  constructor(head: Readonly<Record<string, unknown>>, field: string, items: Iterable<unknown>) {
    this.head = head
    this.field = field
    this.items = items
  }
}
