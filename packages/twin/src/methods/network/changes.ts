import type { DataTypes } from '@sakimori/vim25/types'
import { isRecord } from '../../kernel/values.ts'

/**
 * What a reconfiguration changed, as its event tells it since 6.5: 'config.maxMtu: 1500 -> 9000;'. Values of lists are
 * compared as a whole.
 */
export function changesOf(before: object, after: object): DataTypes['ChangesInfoEventArgument'] {
  const old = leaves('config', before)
  const now = leaves('config', after)
  const modified = [...now].filter(([path, value]) => old.has(path) && old.get(path) !== value)
  const added = [...now].filter(([path]) => !old.has(path))
  const deleted = [...old].filter(([path]) => !now.has(path))
  return {
    _typeName: 'ChangesInfoEventArgument',
    modified: modified.map(([path, value]) => `${path}: ${old.get(path) ?? ''} -> ${value}; `).join('\n'),
    added: added.map(([path, value]) => `${path}: ${value}; `).join('\n'),
    deleted: deleted.map(([path, value]) => `${path}: ${value}; `).join('\n'),
  }
}

function leaves(path: string, value: unknown, found = new Map<string, string>()): Map<string, string> {
  if (isRecord(value)) {
    for (const [name, part] of Object.entries(value))
      if (name !== '_typeName' && part !== undefined) leaves(`${path}.${name}`, part, found)
  } else {
    found.set(path, typeof value === 'string' ? value : JSON.stringify(value))
  }
  return found
}
