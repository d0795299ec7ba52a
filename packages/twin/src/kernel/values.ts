import { allFields, describePath, isBox, isSubtype, typeNames, type FieldInfo } from '@sakimori/vim25'
import { releaseIndex } from '@sakimori/vim25/wire'

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The list that a value is, or an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** One step of a property path: a name, with the key of an element where the path goes into a list. */
export interface Step {
  readonly name: string
  readonly key?: string | number
}

const stepPattern = /([A-Za-z_]\w*)(?:\[(?:"((?:[^"\\]|\\.)*)"|(-?\d+))\])?(?:\.|$)/y

/**
 * Reads a property path: 'config.hardware.device[4000].connectable', 'config.extraConfig["k.v"].value'. Undefined when it
 * is none: a key that is a text stands in quotes.
 */
export function parsePath(path: string): readonly Step[] | undefined {
  const steps: Step[] = []
  stepPattern.lastIndex = 0
  while (stepPattern.lastIndex < path.length) {
    const found = stepPattern.exec(path)
    if (found === null) return undefined
    const [, name = '', quoted, number] = found
    const key = quoted ?? (number === undefined ? undefined : Number(number))
    steps.push(key === undefined ? { name } : { name, key })
  }
  return steps.length === 0 || path.endsWith('.') ? undefined : steps
}

/** A value with what it is declared as, so that it can be written: the type of the element where `array`. */
export interface Typed {
  readonly value: unknown
  readonly type: string
  readonly array: boolean
}

/**
 * Walks the steps behind the property itself. Undefined when a type on the way has no such field: that is a wrong path,
 * while an unset value on the way is an unset value.
 */
export function walk(start: Typed, steps: readonly Step[]): Typed | undefined {
  let at = start
  for (const [index, step] of steps.entries()) {
    if (index > 0) {
      const next = field(at, step.name)
      if (next === undefined) return undefined
      at = next
    }
    if (step.key !== undefined) at = { ...at, array: false, value: element(at, step.key) }
  }
  return at
}

function field({ value, type, array }: Typed, name: string): Typed | undefined {
  if (array) return undefined
  const own = isRecord(value) && typeof value['_typeName'] === 'string' ? value['_typeName'] : type
  const declared = allFields(own).find((candidate) => candidate.name === name) ?? fieldsNamed(type, name)[0]
  if (declared === undefined) return undefined
  return { value: isRecord(value) ? value[name] : undefined, type: declared.type, array: declared.array }
}

const named = new Map<string, readonly FieldInfo[]>()

/**
 * The fields of that name that a value of a declared type may have: its own, else those of its subtypes. Clients ask for
 * `configurationEx.rule` and `config.defaultPortConfig.vlan.vlanId`, which only subtypes of what is declared have.
 */
function fieldsNamed(type: string, name: string): readonly FieldInfo[] {
  const key = `${type}.${name}`
  let fields = named.get(key)
  if (fields === undefined) {
    const of = (one: string) => allFields(one).filter((candidate) => candidate.name === name)
    const own = of(type)
    fields =
      own.length > 0
        ? own
        : typeNames('data')
            .filter((one) => isSubtype(one, type))
            .flatMap(of)
    if (fields.length > 0) named.set(key, fields)
  }
  return fields
}

/**
 * The release (index) from which on a path may lead somewhere on objects of a type; undefined: no value can ever have it.
 * A list is passed by a key alone, and a key must be what the elements have: a number or a text.
 */
export function sinceOf(type: string, [head, ...steps]: readonly Step[]): number | undefined {
  const property = describePath(type, head?.name ?? '')
  const start = declaredProperty(type, head?.name ?? '')
  if (head === undefined || property === undefined || start === undefined) return undefined
  let since = releaseIndex(property.since)
  let declared = passKey([start], head)
  for (const step of steps) {
    const fields = declared.flatMap((one) => (one.array ? [] : fieldsNamed(one.type, step.name)))
    since = Math.max(since, Math.min(...fields.map((one) => one.since)))
    declared = passKey(fields, step)
  }
  return declared.length === 0 ? undefined : since
}

type Declared = Pick<FieldInfo, 'type' | 'array'>

/** What stands behind the key of a step; nothing where the key does not fit. */
function passKey(declared: readonly Declared[], { key }: Step): readonly Declared[] {
  if (key === undefined) return declared
  const fits = ({ type, array }: Declared) => {
    const keys = fieldsNamed(type, 'key')
    return array && (keys.length === 0 || keys.some((one) => (one.type === 'string') === (typeof key === 'string')))
  }
  return declared.filter(fits).map(({ type }) => ({ type, array: false }))
}

/** The element of a list with that key: vSphere's keyed objects have `key`, an option too. */
function element({ value, array }: Typed, key: string | number): unknown {
  if (!array) return undefined
  return listOf(value).find((item) => isRecord(item) && String(item['key']) === String(key))
}

/** What a property is declared as; undefined when the type has none of that name in the release. */
export function declaredProperty(
  type: string,
  name: string,
): { readonly type: string; readonly array: boolean } | undefined {
  const info = describePath(type, name)
  if (info === undefined) return undefined
  const array = info.type.endsWith('[]')
  return { type: array ? info.type.slice(0, -2) : info.type, array }
}

/** A number out of its box, or as it is. */
export function unboxed(value: unknown): unknown {
  return isBox(value) ? value._value : value
}

/** Deep equality of decoded values. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => isEqual(item, b[i]))
  if (!isRecord(a) || !isRecord(b)) return false
  const keys = Object.keys(a).filter((key) => a[key] !== undefined)
  if (keys.length !== Object.keys(b).filter((key) => b[key] !== undefined).length) return false
  return keys.every((key) => isEqual(a[key], b[key]))
}
