/**
 * The values of the wire, decoded. A data object is a plain object with `_typeName` first; an unset field is an absent
 * key; an array field is a JS array; a dateTime stays the lexical string; binary stays base64.
 */

/** A reference to a managed object. The value is opaque (vcsim puts brackets in it). */
export interface MoRef<T extends string = string> {
  readonly type: T
  readonly value: string
}

/** xsd:long: a number where it is exact, else a bigint. */
export type Long = number | bigint

declare const unlisted: unique symbol

/**
 * A value of an enum that a newer server added after these tables were made. It keeps `switch` honest: no match is
 * exhaustive without a `default`; and still a misspelt value cannot be assigned.
 */
export type Unlisted = string & { readonly [unlisted]: true }

/** A primitive of an anyType whose exact type must survive a round trip: an ESX option takes only its own (int or long). */
export type Boxed =
  | { readonly _typeName: 'byte' | 'short' | 'int' | 'float' | 'double'; readonly _value: number }
  | { readonly _typeName: 'long'; readonly _value: Long }
  | { readonly _typeName: 'dateTime' | 'binary'; readonly _value: string }
  | { readonly _typeName: BoxedArray; readonly _value: readonly Long[] }
  | { readonly _typeName: 'ArrayOfDateTime' | 'ArrayOfBase64Binary'; readonly _value: readonly string[] }

export type BoxedArray =
  | 'ArrayOfByte'
  | 'ArrayOfShort'
  | 'ArrayOfInt'
  | 'ArrayOfLong'
  | 'ArrayOfFloat'
  | 'ArrayOfDouble'

/** A data object of any type; `isA` narrows it. */
export interface DataObject {
  readonly _typeName: string
}

/** A data object whose type is only known at run time, maybe one that the tables lack. */
export interface AnyObject extends DataObject {
  readonly [field: string]: unknown
}

/** What stands in an anyType: strings and booleans as they are, numbers and the like boxed, everything else as data. */
export type AnyValue = string | boolean | Boxed | MoRef | DataObject | readonly AnyValue[]

/** The same object, with its fields open to be looked at by name. */
export function asAnyObject(object: DataObject): AnyObject {
  return object as AnyObject
}
