/**
 * A value with its declared type, for an anyType that a server writes (DynamicProperty.val, PropertyChange.val): both
 * encoders then know how to name it, an empty list too.
 */
export class TypedValue {
  readonly value: unknown
  readonly type: string
  readonly array: boolean

  constructor(value: unknown, type: string, array: boolean) {
    this.value = value
    this.type = type
    this.array = array
  }
}
