/** A reference to a managed object, as on the wire. */
export interface MoRef {
  readonly type: string
  readonly value: string
}

/** Why a value is not known. Each of these gives the verdict `unknown`, never `pass`. */
export type Missing = 'notCollected' | 'noPermission' | 'notSupported' | 'fault'

/** Where a value was read: the managed object and the property path (or `Method()`) on it. */
export interface Source {
  readonly ref: MoRef
  readonly path: string
}

/** A value as observed: known (an unset property is known to be `undefined`), or missing for a reason. */
export type Fact<T> = Known<T> | Unknown

export interface Known<T> {
  readonly known: true
  readonly value: T
  readonly from: Source
}

export interface Unknown {
  readonly known: false
  readonly missing: Missing
  /** What came back, for the reader: the privilege that was refused, the fault's name. */
  readonly detail?: string | undefined
  readonly from: Source
}

export function known<T>(value: T, from: Source): Known<T> {
  return { known: true, value, from }
}

export function unknown(missing: Missing, from: Source, detail?: string): Unknown {
  return detail === undefined ? { known: false, missing, from } : { known: false, missing, detail, from }
}

/** Derives a fact from another one; what is not known stays not known. */
export function mapFact<A, B>(fact: Fact<A>, derive: (value: A) => B): Fact<B> {
  return fact.known ? known(derive(fact.value), fact.from) : fact
}

/** Narrows where the value was found: `config.option` becomes `config.option["Mem.ShareForceSalting"]`. */
export function within<T>(fact: Fact<T>, path: string): Fact<T> {
  return { ...fact, from: { ref: fact.from.ref, path } }
}
