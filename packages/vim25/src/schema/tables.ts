import type { ManagedType } from '../paths.ts'
import { apiVersions, table } from '../generated/table.ts'
import { unlistedTypes } from './unlisted.ts'

/** A field of a data type, a property of a managed type, or a parameter of a method. */
export interface FieldInfo {
  readonly name: string
  /** Wire name of the type, or of the element when `array`: a primitive, an enum, a data type or a managed type. */
  readonly type: string
  readonly array: boolean
  readonly optional: boolean
  readonly secret: boolean
  /** Index into `apiVersions` of the first release that knows it. */
  readonly since: number
  /** What a read of the property asks for beyond the object's own, or what the parameter's object needs; '' = nothing. */
  readonly privilege: string
}

export interface DataTypeInfo {
  readonly kind: 'data'
  readonly name: string
  readonly base: string | undefined
  readonly since: number
  /** Own fields only, in WSDL order; `allFields` has those of the bases too. */
  readonly fields: readonly FieldInfo[]
}

export interface EnumTypeInfo {
  readonly kind: 'enum'
  readonly name: string
  readonly since: number
  readonly values: readonly string[]
}

export interface MethodInfo {
  readonly name: string
  readonly since: number
  readonly params: readonly FieldInfo[]
  /** Type and shape of the reply; undefined for void. */
  readonly returns: Pick<FieldInfo, 'type' | 'array' | 'optional'> | undefined
  /** What `TaskInfo.result` holds at the end, for a method that returns a Task. */
  readonly result: string | undefined
  /** What the caller needs on the object; '' where the method itself decides. */
  readonly privilege: string
  readonly faults: readonly string[]
}

export interface ManagedTypeInfo {
  readonly kind: 'managed'
  readonly name: string
  readonly base: string | undefined
  readonly since: number
  readonly properties: readonly FieldInfo[]
  readonly methods: readonly MethodInfo[]
}

export type TypeInfo = DataTypeInfo | EnumTypeInfo | ManagedTypeInfo

/** Lines of the table by type name; a line is parsed when the type is first asked for (2 ms of start-up, not 60). */
const lines = new Map<string, string>()
for (const line of table.split('\n')) lines.set(line.slice(2, line.indexOf(' ', 2)), line)

const parsed = new Map<string, TypeInfo>(unlistedTypes.map((type) => [type.name, type]))

/** The type of that wire name, or undefined for a primitive or a name newer than the tables. */
export function typeInfo(name: string): TypeInfo | undefined {
  const known = parsed.get(name)
  if (known !== undefined) return known
  const line = lines.get(name)
  if (line === undefined) return undefined
  const info = parseLine(line)
  parsed.set(name, info)
  return info
}

export function dataType(name: string): DataTypeInfo | undefined {
  const info = typeInfo(name)
  return info?.kind === 'data' ? info : undefined
}

export function managedType(name: string): ManagedTypeInfo | undefined {
  const info = typeInfo(name)
  return info?.kind === 'managed' ? info : undefined
}

/** Whether the tables know a managed type of that name: narrows a string to what `retrieve` and `call` take. */
export function isManagedType(name: string): name is ManagedType {
  return managedType(name) !== undefined
}

/** The names of all types of one kind, in the order of the tables. */
export function typeNames(kind: TypeInfo['kind']): string[] {
  const letter = { data: 'D', enum: 'E', managed: 'M' }[kind]
  return [...lines].filter(([, line]) => line.startsWith(letter)).map(([name]) => name)
}

/** `type` and its bases, nearest first; the list holds only `type` when the tables do not know it. */
export function lineage(type: string): string[] {
  const names: string[] = []
  for (let at: string | undefined = type; at !== undefined; at = baseOf(at)) names.push(at)
  return names
}

/** Whether `type` is `ancestor` or derives from it. */
export function isSubtype(type: string, ancestor: string): boolean {
  for (let at: string | undefined = type; at !== undefined; at = baseOf(at)) if (at === ancestor) return true
  return false
}

function baseOf(name: string): string | undefined {
  const info = typeInfo(name)
  return info === undefined || info.kind === 'enum' ? undefined : info.base
}

const fieldLists = new Map<string, readonly FieldInfo[]>()

/** All fields of a data type in the order the WSDL demands: those of the outermost base first. */
export function allFields(type: string): readonly FieldInfo[] {
  const known = fieldLists.get(type)
  if (known !== undefined) return known
  const list = lineage(type)
    .toReversed()
    .flatMap((name) => dataType(name)?.fields ?? [])
  fieldLists.set(type, list)
  return list
}

/** The format is described where it is written: tools/generate/vim25-table.ts. */
function parseLine(line: string): TypeInfo {
  const [head = '', ...methods] = line.split('|')
  const [kind, name = '', ...rest] = head.split(' ')
  if (kind === 'E') return { kind: 'enum', name, since: index(rest[0]), values: rest.slice(1) }
  const [base, sinceText, ...fieldTexts] = rest
  const since = index(sinceText)
  const fields = fieldTexts.map((text) => parseField(text, since))
  const common = { name, base: base === '-' ? undefined : base, since }
  if (kind === 'D') return { kind: 'data', ...common, fields }
  return { kind: 'managed', ...common, properties: fields, methods: methods.map(parseMethod) }
}

function parseMethod(text: string): MethodInfo {
  const [name = '', sinceText, returns = '', result = '', privilege = '', params = '', faults = ''] = text.split(';')
  const since = index(sinceText)
  return {
    name,
    since,
    params: params === '' ? [] : params.split(',').map((param) => parseField(param, since)),
    returns: returns === '' ? undefined : parseType(returns),
    result: result === '' ? undefined : result,
    privilege,
    faults: faults === '' ? [] : faults.split(','),
  }
}

function parseField(text: string, ownerSince: number): FieldInfo {
  const [name = '', type = '', since = '', privilege = ''] = text.split(':')
  return { name, ...parseType(type), since: since === '' ? ownerSince : index(since), privilege }
}

function parseType(text: string): Pick<FieldInfo, 'type' | 'array' | 'optional' | 'secret'> {
  const [type = ''] = text.split(/[[?*]/, 1)
  return { type, array: text.includes('['), optional: text.includes('?'), secret: text.includes('*') }
}

function index(base36: string | undefined): number {
  return Number.parseInt(base36 ?? '0', 36)
}

export { apiVersions }
