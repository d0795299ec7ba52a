import { suggest } from '@sakimori/core/text'
import { isSubtype, typeInfo } from '@sakimori/vim25'
import { fieldNames, fieldOf, kindOfField, wordKind, type Kind } from '../kinds.ts'
import { unknownName } from '../paths/real-path.ts'

/** A value of a case that no server would send. */
export class ValueMistake extends Error {
  override readonly name = 'ValueMistake'
}

/**
 * A value as a person writes it in YAML, as a snapshot holds it: references as `Type:id`, data objects with their type,
 * numbers of no fixed type in their box. @throws ValueMistake for what VMODL says cannot be
 */
export function wireValue(value: unknown, kind: Kind, where: string): unknown {
  const wrong = (): never => {
    throw new ValueMistake(`${where} is ${wordKind(kind)}, and ${shorten(value)} is not`)
  }
  switch (kind.of) {
    case 'int':
      return Number.isInteger(value) ? value : wrong()
    case 'double':
      return typeof value === 'number' ? value : wrong()
    case 'bool':
      return typeof value === 'boolean' ? value : wrong()
    case 'string':
      return typeof value === 'string' ? value : wrong()
    case 'timestamp':
      return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? value : wrong()
    case 'enum':
      return wireWord(value, kind, where) ?? wrong()
    case 'list':
      return Array.isArray(value)
        ? value.map((item, index) => wireValue(item, kind.item, `${where}[${index}]`))
        : wrong()
    case 'ref':
      return wireRef(value) ?? wrong()
    case 'data':
      return isRecord(value) ? wireData(value, kind.name, where) : wrong()
    default:
      return untyped(value)
  }
}

function wireWord(value: unknown, kind: Kind & { readonly of: 'enum' }, where: string): string | undefined {
  if (typeof value !== 'string') return undefined
  if (kind.values.includes(value)) return value
  const near = suggest(value, kind.values)
  throw new ValueMistake(`${where}: ${kind.name} has no ${value}${near ? `; did you mean ${near}?` : ''}`)
}

/** `HostSystem:host-21`, as waivers write it. */
function wireRef(value: unknown): unknown {
  const [, type, id] = (typeof value === 'string' && /^([A-Za-z]\w*):(.+)$/.exec(value)) || []
  return type !== undefined && id !== undefined && typeInfo(type)?.kind === 'managed' ? { type, value: id } : undefined
}

function wireData(value: Readonly<Record<string, unknown>>, declared: string, where: string): unknown {
  const said = value['_typeName'] ?? declared
  if (typeof said !== 'string' || !isSubtype(said, declared))
    throw new ValueMistake(`${where}: ${shorten(said)} is no ${declared}`)
  const fields = Object.entries(value).flatMap(([name, held]): [string, unknown][] => {
    if (name === '_typeName') return []
    const field = fieldOf(said, name)
    if (!field) throw new ValueMistake(`${where}: ${unknownName(name, said, fieldNames(said))}`)
    return [[name, wireValue(held, kindOfField(field), `${where}.${name}`)]]
  })
  return { _typeName: said, ...Object.fromEntries(fields) }
}

/** What stands in an anyType. */
function untyped(value: unknown): unknown {
  return typeof value === 'number' ? { _typeName: Number.isInteger(value) ? 'long' : 'double', _value: value } : value
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const shorten = (value: unknown) => (JSON.stringify(value) ?? 'nothing').slice(0, 80)
