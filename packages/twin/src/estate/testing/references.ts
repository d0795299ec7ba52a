import type { Estate, EstateObject } from '../estate.ts'

/** References in an estate that lead nowhere, and objects that come before their parent or twice; empty when all is well. */
export function brokenReferences(estate: Estate): readonly string[] {
  const objects = [...estate.objects()]
  const known = new Set(objects.map(({ ref }) => `${ref.type}:${ref.value}`))
  const seen = new Set<string>()
  const broken: string[] = []
  for (const object of objects) {
    const key = `${object.ref.type}:${object.ref.value}`
    if (seen.has(key)) broken.push(`${key} twice`)
    seen.add(key)
    const parent = object.properties['parent']
    if (isReference(parent) && !seen.has(`${parent.type}:${parent.value}`)) broken.push(`${key} before its parent`)
    for (const value of valuesOf(object)) findReferences(value, known, key, broken)
  }
  return [...new Set(broken)]
}

const valuesOf = ({ properties, lazyProperties = [], lazy, state }: EstateObject): readonly unknown[] => [
  ...Object.values(properties),
  ...lazyProperties.map((name) => lazy?.(name)),
  state,
]

const isReference = (value: unknown): value is { readonly type: string; readonly value: string } =>
  typeof value === 'object' && value !== null && 'type' in value && 'value' in value && !('_typeName' in value)

function findReferences(value: unknown, known: ReadonlySet<string>, from: string, broken: string[]): void {
  if (typeof value !== 'object' || value === null) return
  if (isReference(value)) {
    const key = `${value.type}:${value.value}`
    if (!known.has(key)) broken.push(`${from} → ${key}`)
    return
  }
  for (const held of Object.values(value)) findReferences(held, known, from, broken)
}
