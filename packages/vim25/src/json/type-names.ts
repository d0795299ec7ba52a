import { readerOfSchemaType, type TypeReader } from '../soap/readers.ts'

/**
 * Where `_typeName` says otherwise than xsi:type: names that XML Schema knows as plain strings. From the discriminator of the
 * vendor's OpenAPI document (docs/wire/vim25.md).
 */
const aliases: ReadonlyMap<string, string> = new Map([
  ['TypeName', 'string'],
  ['PropertyPath', 'string'],
  ['MethodName', 'string'],
  ['ArrayOfTypeName', 'ArrayOfString'],
  ['ArrayOfPropertyPath', 'ArrayOfString'],
  ['ArrayOfMethodName', 'ArrayOfString'],
  ['ArrayOfAnyURI', 'ArrayOfString'],
  // How that document itself calls the list of the base64Binary that it puts on the wire.
  ['ArrayOfBinary', 'ArrayOfBase64Binary'],
])

/** The reader of a value by its `_typeName`; for a name that nobody knows, one by shape. */
export function readerOfTypeName(name: string): TypeReader {
  return readerOfSchemaType(aliases.get(name) ?? name)
}

/** The `_typeName` of a primitive: all but one are called as in the tables. */
export function primitiveTypeName(type: string): string {
  return type === 'binary' ? 'base64Binary' : type
}

/** The name of a list of a type: ArrayOfInt, ArrayOfHostVirtualSwitch. */
export function listTypeName(item: string): string {
  const name = primitiveTypeName(item)
  return `ArrayOf${name.charAt(0).toUpperCase()}${name.slice(1)}`
}
