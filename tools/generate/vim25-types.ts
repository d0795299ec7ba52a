import type { DataType, Field, Model } from './vim25-model.ts'

const primitives: Record<string, string> = {
  string: 'string',
  boolean: 'boolean',
  byte: 'number',
  short: 'number',
  int: 'number',
  long: 'Long',
  float: 'number',
  double: 'number',
  anyType: 'AnyValue',
  dateTime: 'string',
  binary: 'string',
}

/**
 * Prints the TypeScript types. A data type without subtypes is an interface; one with subtypes is the union of itself and
 * them, so that `_typeName` narrows it: its own fields stand in `<Name>_fields`, which its subtypes extend.
 */
export function printTypes(model: Model): string {
  const oldest = model.versions.indexOf('6.5')
  const children = (name: string) => model.data.filter((t) => t.base === name)
  const kinds = new Map<string, 'data' | 'enum' | 'managed'>([
    ...model.data.map((t) => [t.name, 'data'] as const),
    ...model.enums.map((t) => [t.name, 'enum'] as const),
    ...model.managed.map((t) => [t.name, 'managed'] as const),
  ])
  const parents = new Set(model.data.map((t) => t.base))
  const subManaged = (name: string): string[] => [
    name,
    ...model.managed.filter((t) => t.base === name).flatMap((t) => subManaged(t.name)),
  ]
  const typeOf = (type: string): string =>
    primitives[type] ?? (kinds.get(type) === 'managed' ? `RefTo<'${type}'>` : type)
  const arrayOf = (type: string, array: boolean) => (array ? `readonly ${typeOf(type)}[]` : typeOf(type))
  const returned = (type: string) => (type === '' ? 'void' : arrayOf(type.replace('[]', ''), type.endsWith('[]')))
  // A member that 6.5 does not know may be missing on an older server even where a newer one always sends it.
  const absent = (f: Field, ownerSince: number) => f.optional || f.since > Math.max(oldest, ownerSince)
  const member = (f: Field, ownerSince: number) =>
    `readonly ${f.name}${absent(f, ownerSince) ? '?' : ''}: ${arrayOf(f.type, f.array)}`

  const data = (t: DataType): string => {
    const fields = t.fields.map((f) => member(f, t.since)).join('; ')
    const base = t.base === '' ? '' : ` extends ${t.base}_fields`
    if (!parents.has(t.name)) return `export interface ${t.name}${base} { readonly _typeName: '${t.name}'; ${fields} }`
    const self = `(${t.name}_fields & { readonly _typeName: '${t.name}' })`
    return [
      `export interface ${t.name}_fields${base} { ${fields} }`,
      `export type ${t.name} = ${[self, ...children(t.name).map((c) => c.name)].join(' | ')}`,
    ].join('\n')
  }

  const methods = (all: Model['managed'][number]['methods']) =>
    all.map((m) => {
      const args = m.params.map((p) => `readonly ${p.name}${p.optional ? '?' : ''}: ${arrayOf(p.type, p.array)}`)
      // A list may always be empty, so it is never undefined.
      const result = returned(m.returns) + (m.optional && !m.returns.endsWith('[]') ? ' | undefined' : '')
      const task = m.result === '' ? '' : `; readonly result: ${returned(m.result)}`
      return `  readonly ${m.name}: { readonly args: { ${args.join('; ')} }; readonly returns: ${result}${task} }`
    })

  return [
    `import type { AnyValue, Long, MoRef, Unlisted } from '../values.ts'`,
    `export type RefTo<T extends keyof ManagedSubtypes> = MoRef<ManagedSubtypes[T]>`,
    ...model.enums.map((t) => `export type ${t.name} = ${t.values.map((v) => `'${v}'`).join(' | ')} | Unlisted`),
    ...model.data.map(data),
    `export interface DataTypes {`,
    ...model.data.map((t) => `  ${t.name}: ${t.name}`),
    `}`,
    `export interface ManagedSubtypes {`,
    ...model.managed.map(
      (t) =>
        `  ${t.name}: ${subManaged(t.name)
          .map((n) => `'${n}'`)
          .join(' | ')}`,
    ),
    `}`,
    ...model.managed.flatMap((t) => [
      `export interface ${t.name}_properties${t.base === '' ? '' : ` extends ${t.base}_properties`} {`,
      ...t.props.map((p) => `  ${member(p, t.since)}`),
      `}`,
      `export interface ${t.name}_methods${t.base === '' ? '' : ` extends ${t.base}_methods`} {`,
      ...methods(t.methods),
      `}`,
    ]),
    `export interface Properties {`,
    ...model.managed.map((t) => `  ${t.name}: ${t.name}_properties`),
    `}`,
    `export interface Methods {`,
    ...model.managed.map((t) => `  ${t.name}: ${t.name}_methods`),
    `}`,
    '',
  ].join('\n')
}
