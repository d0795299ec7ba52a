/**
 * What a value must be, as data: one `holds` judges it, one `describe` words it, one `wanted` says what a repair writes.
 * `set` is the value that a repair writes where several would do.
 */
export type Expectation =
  | { readonly op: 'is'; readonly value: Scalar }
  | { readonly op: 'oneOf'; readonly values: readonly Scalar[]; readonly set: Scalar }
  | { readonly op: 'not'; readonly value: Scalar; readonly set?: Scalar | undefined }
  | { readonly op: 'between'; readonly min: number; readonly max: number; readonly set: number }
  | { readonly op: 'atLeast'; readonly min: number; readonly set: number }
  | { readonly op: 'nonEmpty' }
  | { readonly op: 'absent' }
  | { readonly op: 'absentOr'; readonly then: Expectation }
  | { readonly op: 'containsAll'; readonly values: readonly string[] }
  | { readonly op: 'within'; readonly values: readonly string[] }

export type Scalar = string | number | boolean

type Of<O extends Expectation['op']> = Extract<Expectation, { op: O }>

/** Exactly this value. */
export const is = <V extends Scalar>(value: V): { readonly op: 'is'; readonly value: V } => ({ op: 'is', value })

/** One of these; a repair writes `set`, by default the first. */
export const oneOf = <V extends Scalar>(
  values: readonly [V, ...V[]],
  set: V = values[0],
): { readonly op: 'oneOf'; readonly values: readonly V[]; readonly set: V } => ({ op: 'oneOf', values, set })

/** Anything but this value, a known bad default. Without `set` a repair needs a person's choice. */
export const not = <V extends Scalar>(
  value: V,
  set?: V,
): { readonly op: 'not'; readonly value: V; readonly set?: V | undefined } => ({ op: 'not', value, set })

/** A number with `min <= n <= max`. Use `between(1, …)` where 0 means *off* or *never*. */
export const between = (min: number, max: number, set: number = max): Of<'between'> => ({
  op: 'between',
  min,
  max,
  set,
})

/** A number of at least `min`. */
export const atLeast = (min: number, set: number = min): Of<'atLeast'> => ({ op: 'atLeast', min, set })

/** A text or list that is not empty; what it should be is the site's choice. */
export const nonEmpty = (): Of<'nonEmpty'> => ({ op: 'nonEmpty' })

/** Must not be set. */
export const absent = (): Of<'absent'> => ({ op: 'absent' })

/** May be absent because the product's own default is good; if it is there it must be so. */
export const absentOr = <E extends Expectation>(then: E): { readonly op: 'absentOr'; readonly then: E } => ({
  op: 'absentOr',
  then,
})

/** A list or comma-separated text that has all of these, in any order and case. */
export const containsAll = (...values: readonly string[]): Of<'containsAll'> => ({ op: 'containsAll', values })

/** A list or comma-separated text with nothing but these. */
export const within = (...values: readonly string[]): Of<'within'> => ({ op: 'within', values })

/** A list, whether it came as one or as a comma-separated text. */
export function listOf(value: unknown): readonly string[] | undefined {
  if (Array.isArray(value)) return value.map(String)
  if (typeof value !== 'string') return undefined
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

/** Judges a value. An absent value holds only where absence is named; a value of the wrong type never does. */
export function holds(expectation: Expectation, value: unknown): boolean {
  switch (expectation.op) {
    case 'is':
      return value === expectation.value
    case 'oneOf':
      return expectation.values.some((one) => one === value)
    case 'not':
      return typeof value === typeof expectation.value && value !== expectation.value
    case 'between':
      return typeof value === 'number' && expectation.min <= value && value <= expectation.max
    case 'atLeast':
      return typeof value === 'number' && value >= expectation.min
    case 'nonEmpty':
      return typeof value === 'string' ? value.trim() !== '' : Array.isArray(value) && value.length > 0
    case 'absent':
      return value === undefined
    case 'absentOr':
      return value === undefined || holds(expectation.then, value)
    case 'containsAll': {
      const list = listOf(value)?.map((item) => item.toLowerCase())
      return list !== undefined && expectation.values.every((wanted) => list.includes(wanted.toLowerCase()))
    }
    case 'within': {
      const list = listOf(value)?.map((item) => item.toLowerCase())
      const allowed = expectation.values.map((item) => item.toLowerCase())
      return list !== undefined && list.every((item) => allowed.includes(item))
    }
  }
}

/** What a repair should write: a value, *unset*, or nothing because a person must choose. */
export type Wanted = { readonly to: Scalar } | { readonly unset: true } | undefined

/** The value that a repair writes so that `holds` is true afterwards. */
export function wanted(expectation: Expectation): Wanted {
  switch (expectation.op) {
    case 'is':
      return { to: expectation.value }
    case 'oneOf':
    case 'between':
    case 'atLeast':
      return { to: expectation.set }
    case 'not':
      return expectation.set === undefined ? undefined : { to: expectation.set }
    case 'nonEmpty':
      return undefined
    case 'absent':
    case 'absentOr':
      return { unset: true }
    case 'containsAll':
    case 'within':
      return { to: expectation.values.join(',') }
  }
}
