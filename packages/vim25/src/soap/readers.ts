import { allFields, typeInfo } from '../schema/tables.ts'

/** How one wire type is read; made once for each type name, on first use. */
export type TypeReader =
  | { readonly kind: 'leaf'; readonly name: string; readonly isEnum: boolean }
  | { readonly kind: 'ref'; readonly name: string }
  | ({
      readonly kind: 'object'
      readonly name: string
      readonly fields: ReadonlyMap<string, FieldReader>
    } & RequiredArrays)
  | { readonly kind: 'array'; readonly name: string; readonly element: TypeReader }
  /** anyType without xsi:type (`name` undefined), or an xsi:type that the tables do not know. */
  | { readonly kind: 'untyped'; readonly name: string | undefined }

interface RequiredArrays {
  /** A required list that is empty does not show on the wire: it is filled in for servers that know the field. */
  readonly lists: readonly { readonly name: string; readonly since: number }[]
}

export interface FieldReader {
  readonly name: string
  readonly array: boolean
  readonly type: string
  /** Set on first use: types refer to each other in circles. */
  reader: TypeReader | undefined
}

const schemaTypes: Readonly<Record<string, string>> = {
  string: 'string',
  anyURI: 'string',
  token: 'string',
  boolean: 'boolean',
  byte: 'byte',
  short: 'short',
  int: 'int',
  long: 'long',
  float: 'float',
  double: 'double',
  dateTime: 'dateTime',
  base64Binary: 'binary',
}
const primitives = new Set([
  'string',
  'boolean',
  'byte',
  'short',
  'int',
  'long',
  'float',
  'double',
  'dateTime',
  'binary',
])

/** The primitives that lose their exact type as a JS value, and so are boxed in an anyType. */
export const boxed = new Set(['byte', 'short', 'int', 'long', 'float', 'double', 'dateTime', 'binary'])

const anyReader: TypeReader = { kind: 'untyped', name: undefined }

const readers = new Map<string, TypeReader>()

/** The reader of a type as the tables name it. */
export function readerOf(type: string): TypeReader {
  const known = readers.get(type)
  if (known !== undefined) return known
  const made = makeReader(type)
  // Names that the tables lack come from the peer: keeping them would let it fill our memory.
  if (made.kind !== 'untyped') readers.set(type, made)
  return made
}

/** The reader of an xsi:type value. The prefix is not looked at: govc writes `xsd:` undeclared (facts/vcsim.md §5.3). */
export function readerOfSchemaType(value: string): TypeReader {
  const local = value.slice(value.indexOf(':') + 1)
  return readers.get(local) ?? readerOf(Object.hasOwn(schemaTypes, local) ? (schemaTypes[local] ?? local) : local)
}

export function fieldReader(field: FieldReader): TypeReader {
  field.reader ??= readerOf(field.type)
  return field.reader
}

function makeReader(type: string): TypeReader {
  if (primitives.has(type)) return { kind: 'leaf', name: type, isEnum: false }
  if (type === 'anyType') return anyReader
  if (type === 'ManagedObjectReference') return { kind: 'ref', name: 'ManagedObject' }
  const info = typeInfo(type)
  if (info === undefined) return arrayReader(type) ?? { kind: 'untyped', name: type }
  if (info.kind === 'enum') return { kind: 'leaf', name: type, isEnum: true }
  if (info.kind === 'managed') return { kind: 'ref', name: type }
  const fields = allFields(type)
  return {
    kind: 'object',
    name: type,
    fields: new Map(
      fields.map(({ name, array, type }) => [name, { name, array, type, reader: undefined } satisfies FieldReader]),
    ),
    lists: fields.filter((field) => field.array && !field.optional).map(({ name, since }) => ({ name, since })),
  }
}

/** ArrayOfInt, ArrayOfHostVirtualSwitch, …: what a list is called inside an anyType (facts/vcsim.md §5.3 pitfall 7). */
function arrayReader(type: string): TypeReader | undefined {
  if (!type.startsWith('ArrayOf')) return undefined
  const name = type.slice('ArrayOf'.length)
  const primitive = name.charAt(0).toLowerCase() + name.slice(1)
  if (name === 'Base64Binary') return { kind: 'array', name: type, element: readerOf('binary') }
  const element = readerOf(primitives.has(primitive) || primitive === 'anyType' ? primitive : name)
  return element.kind === 'untyped' && element.name !== undefined ? undefined : { kind: 'array', name: type, element }
}
