import type { DataTypes, ManagedSubtypes, Methods, Properties } from './generated/types.ts'
import type { AnyObject, DataObject, MoRef } from './values.ts'

/** A managed object type of the tables, by its VMODL name. */
export type ManagedType = keyof Properties & keyof Methods & keyof ManagedSubtypes

/** `T` and the managed types that derive from it: what `MoRef['type']` may say where `T` is declared. */
export type SubtypeOf<T extends ManagedType> = ManagedSubtypes[T]

/** The fields that a path may step into: those of a data object (for a union, the common ones), not of lists and references. */
type Fields<T> = [NonNullable<T>] extends [DataObject] ? Exclude<keyof NonNullable<T>, '_typeName'> & string : never
type Unset<T> = undefined extends T ? undefined : never
type Field<T, K> = T extends unknown ? (K extends keyof T ? T[K] : never) : never

/** The value behind the rest of a path; `undefined` joins in as soon as one step may be unset. */
type Walk<T, P extends string> = P extends `${infer Head}.${infer Rest}`
  ? Head extends Fields<T>
    ? OrUnset<Walk<Field<NonNullable<T>, Head>, Rest>, Field<NonNullable<T>, Head>>
    : never
  : P extends Fields<T>
    ? Field<NonNullable<T>, P>
    : never
type OrUnset<Value, Through> = [Value] extends [never] ? never : Value | Unset<Through>

type ValueAt<T extends ManagedType, P extends string> = P extends `${infer Head}.${infer Rest}`
  ? Head extends keyof Properties[T]
    ? OrUnset<Walk<Properties[T][Head], Rest>, Properties[T][Head]>
    : never
  : P extends keyof Properties[T]
    ? Properties[T][P]
    : never

/**
 * The type of a property path: `PropertyValue<'HostSystem', 'config.network.vswitch'>` is
 * `readonly HostVirtualSwitch[] | undefined`; `never` for a path that does not exist, `unknown` for a path that is only
 * known at run time.
 */
export type PropertyValue<T extends ManagedType, P extends string> = string extends P ? unknown : ValueAt<T, P>

/**
 * Those members of `P` that are property paths of `T`. A parameter of type `P & ValidPath<T, P>` takes no wrong path; a
 * string that is only known at run time passes.
 */
export type ValidPath<T extends ManagedType, P extends string> = string extends P
  ? P
  : P extends unknown
    ? [ValueAt<T, P>] extends [never]
      ? never
      : P
    : never

/** The methods of `T` by wire name; for a union of types, those that all of them have. */
export type MethodName<T extends ManagedType> = keyof Methods[T] & string

interface Signature {
  readonly args: object
  readonly returns: unknown
}
type SignatureOf<T extends ManagedType, M extends MethodName<T>> = Methods[T][M] extends Signature
  ? Methods[T][M]
  : never
export type MethodArgs<T extends ManagedType, M extends MethodName<T>> = SignatureOf<T, M>['args']
export type MethodResult<T extends ManagedType, M extends MethodName<T>> = SignatureOf<T, M>['returns']

/** Any data object that `T` may turn out to be. */
export type DataTypeName = keyof DataTypes

/**
 * What to read: of every object of a type, or of the objects that are named. Types and paths that are literals are
 * checked by the compiler; those that are only known at run time are plain strings.
 */
export interface PropertyRequest<T extends string = string, P extends string = string> {
  readonly type: T
  readonly paths: readonly P[]
  /** Only these objects, wherever they stand (an OptionManager, say); without it, everything under the root folder. */
  readonly objects?: readonly MoRef[] | undefined
}

type Asked<T extends string, P extends string> = { readonly type: T; readonly paths: readonly P[] }

/** The request itself when its type and all its paths exist, else a type that it does not fit. */
export type CheckedRequest<R> =
  R extends Asked<infer T, infer P>
    ? string extends T
      ? R
      : T extends ManagedType
        ? PropertyRequest<T, ValidPath<T, P>>
        : never
    : never

/** What was read of one object. A path that is neither in `values` nor in `missing` is unset on the server. */
export interface RetrievedObject<T extends string = string, P extends string = string> {
  readonly ref: MoRef<T extends ManagedType ? SubtypeOf<T> : string>
  readonly values: { readonly [K in P]?: T extends ManagedType ? PropertyValue<T, K> : unknown }
  readonly missing: readonly MissingPath<P>[]
}

/** A path that the server refused, with its reason (NoPermission, InvalidProperty, …). */
export interface MissingPath<P extends string = string> {
  readonly path: P
  readonly fault: AnyObject
}

/** What `retrieve` yields for a request; for several, one of theirs. */
export type RetrievedOf<R> = R extends Asked<infer T, infer P> ? RetrievedObject<T, P> : never
