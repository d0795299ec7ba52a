import type { DataTypes } from '@sakimori/vim25/types'
import { isEqual } from '../../../kernel/values.ts'
import type { Config } from '../vm-record.ts'

type Fields = Readonly<Record<string, unknown>>

/** What an event says of a reconfiguration: `config.hardware.memoryMB: 1024 -> 2048; `. */
export function changesOf(before: Config, after: Config): DataTypes['ChangesInfoEventArgument'] {
  const told: Told = { modified: [], added: [], deleted: [] }
  compare(told, 'config', before as unknown as Fields, after as unknown as Fields)
  compare(told, 'config.hardware', before.hardware as unknown as Fields, after.hardware as unknown as Fields)
  byKey(told, 'config.extraConfig', before.extraConfig ?? [], after.extraConfig ?? [])
  byKey(told, 'config.hardware.device', before.hardware.device ?? [], after.hardware.device ?? [])
  return {
    _typeName: 'ChangesInfoEventArgument',
    modified: told.modified.join(''),
    added: told.added.join(''),
    deleted: told.deleted.join(''),
  }
}

interface Told {
  readonly modified: string[]
  readonly added: string[]
  readonly deleted: string[]
}

const apart = new Set(['hardware', 'extraConfig', 'device', 'changeVersion', 'modified'])

function compare({ modified }: Told, path: string, before: Fields, after: Fields): void {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (apart.has(name) || isEqual(before[name], after[name])) continue
    modified.push(`${path}.${name}: ${said(before[name])} -> ${said(after[name])}; `)
  }
}

function byKey(
  told: Told,
  path: string,
  before: readonly { readonly key: unknown }[],
  after: readonly { readonly key: unknown }[],
): void {
  for (const item of after) {
    const held = before.find(({ key }) => key === item.key)
    const name = `${path}(${String(item.key)})`
    if (held === undefined) told.added.push(`${name}: ${said(item)}; `)
    else if (!isEqual(held, item)) told.modified.push(`${name}: ${said(held)} -> ${said(item)}; `)
  }
  for (const item of before)
    if (!after.some(({ key }) => key === item.key)) told.deleted.push(`${path}(${String(item.key)}): ${said(item)}; `)
}

const said = (value: unknown) => (value === undefined ? '<unset>' : JSON.stringify(value))
