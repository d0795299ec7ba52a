import { allFields, isSubtype, typeInfo, typeNames, type FieldInfo } from '@sakimori/vim25'

/** What is known of a value before it is read: of VMODL's tables, seen from CEL. */
export type Kind =
  | { readonly of: 'string' | 'int' | 'double' | 'bool' | 'timestamp' | 'duration' | 'null' | 'dyn' }
  | { readonly of: 'enum'; readonly name: string; readonly values: readonly string[] }
  | { readonly of: 'list'; readonly item: Kind }
  /** A data object: of the type or of one derived from it. */
  | { readonly of: 'data'; readonly name: string }
  /** A reference to a managed object. */
  | { readonly of: 'ref'; readonly to: string }
  /** A managed object, or the part of its properties below a common beginning. */
  | { readonly of: 'object'; readonly nodes: readonly ReadNode[] }
  | { readonly of: 'record'; readonly fields: ReadonlyMap<string, Kind> }

/** The properties that may be read of one type of object, as a tree: `config.hardware.numCPU` is three steps down. */
export interface ReadNode {
  readonly type: string
  /** The path so far; empty at the root. */
  readonly path: string
  readonly children: ReadonlyMap<string, ReadNode>
  /** Set where a declared path ends. */
  readonly leaf?: { readonly path: string; readonly kind: Kind } | undefined
  /** Only of the root: the object itself. */
  readonly root?: true
}

export const dyn: Kind = { of: 'dyn' }

const PRIMITIVES: Readonly<Record<string, Kind>> = {
  string: { of: 'string' },
  boolean: { of: 'bool' },
  byte: { of: 'int' },
  short: { of: 'int' },
  int: { of: 'int' },
  long: { of: 'int' },
  float: { of: 'double' },
  double: { of: 'double' },
  dateTime: { of: 'timestamp' },
  // Base64, as it came.
  binary: { of: 'string' },
  anyType: dyn,
}

/** The kind of a wire type: `VirtualDevice[]` is a list of data objects. A type that is not in the tables is `dyn`. */
export function kindOf(wireType: string): Kind {
  if (wireType.endsWith('[]')) return { of: 'list', item: kindOf(wireType.slice(0, -2)) }
  if (Object.hasOwn(PRIMITIVES, wireType)) return PRIMITIVES[wireType] ?? dyn
  const info = typeInfo(wireType)
  switch (info?.kind) {
    case 'enum':
      return { of: 'enum', name: wireType, values: info.values }
    case 'data':
      return { of: 'data', name: wireType }
    case 'managed':
      return { of: 'ref', to: wireType }
    case undefined:
      return dyn
  }
}

export const kindOfField = ({ type, array }: FieldInfo): Kind => kindOf(array ? `${type}[]` : type)

const inherited = new Map<string, FieldInfo | null>()

/**
 * A field of a data object: of its declared type, or of a type derived from it (a `VirtualDevice` may be a `VirtualDisk`).
 * Of several derived types the first that has it speaks; two that disagree on the type give `anyType`.
 */
export function fieldOf(type: string, name: string): FieldInfo | undefined {
  const own = allFields(type).find((field) => field.name === name)
  if (own) return own
  const key = `${type}.${name}`
  const known = inherited.get(key)
  if (known !== undefined) return known ?? undefined
  let found: FieldInfo | undefined
  for (const derived of derivedFrom(type)) {
    const field = allFields(derived).find((one) => one.name === name)
    if (!field) continue
    found =
      found === undefined
        ? { ...field, optional: true }
        : found.type === field.type && found.array === field.array
          ? found
          : { ...found, type: 'anyType', array: false }
  }
  inherited.set(key, found ?? null)
  return found
}

/** The names of the fields that an object of this type may have. */
export function fieldNames(type: string): readonly string[] {
  return [...new Set([type, ...derivedFrom(type)].flatMap((one) => allFields(one).map(({ name }) => name)))]
}

const kin = new Map<string, Map<string, boolean>>()
/** The tables have some 3,500 types; a server may send any name. */
const MOST_KIN = 4000

/** Whether a type is another one or derives from it; asked of every device of every machine, so it is remembered. */
export function derives(type: string, ancestor: string): boolean {
  let below = kin.get(ancestor)
  if (!below) kin.set(ancestor, (below = new Map()))
  const known = below.get(type)
  if (known !== undefined) return known
  const found = isSubtype(type, ancestor)
  if (below.size < MOST_KIN && kin.size < MOST_KIN) below.set(type, found)
  return found
}

const families = new Map<string, readonly string[]>()

function derivedFrom(type: string): readonly string[] {
  const known = families.get(type)
  if (known) return known
  const found = typeNames('data').filter((name) => name !== type && isSubtype(name, type))
  families.set(type, found)
  return found
}

/** The kind of a value that is of one of several. */
export function commonKind(kinds: readonly Kind[]): Kind {
  const [first, ...rest] = kinds
  if (!first) return dyn
  if (rest.length === 0) return first
  const comparable = first.of !== 'object' && first.of !== 'record'
  return comparable && rest.every((kind) => JSON.stringify(kind) === JSON.stringify(first)) ? first : dyn
}

/** A kind as an administrator reads it. */
export function wordKind(kind: Kind): string {
  switch (kind.of) {
    case 'enum':
      return `one of ${kind.values.slice(0, 8).join(', ')}${kind.values.length > 8 ? ', …' : ''}`
    case 'list':
      return 'a list'
    case 'data':
      return `a ${kind.name}`
    case 'ref':
      return `a reference to a ${kind.to}`
    case 'object':
    case 'record':
      return 'an object'
    default:
      return WORDS[kind.of]
  }
}

const WORDS = {
  string: 'a text',
  int: 'a whole number',
  double: 'a number',
  bool: 'true or false',
  timestamp: 'a moment',
  duration: 'a duration',
  null: 'null',
  dyn: 'any value',
} as const
