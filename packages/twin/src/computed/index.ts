import { lineage } from '@sakimori/vim25'
import { browserProperties } from './browsers.ts'
import type { Computations, Computed } from '../kernel/computed.ts'
import { customFieldProperties } from './custom-fields.ts'
import { datastoreProperties } from './datastore.ts'
import { entityProperties } from './entity.ts'
import { hostProperties } from './host.ts'
import { managerProperties } from './host-managers.ts'
import { inventoryProperties } from './inventory.ts'
import { licenseProperties } from './licenses.ts'
import { networkProperties } from './network.ts'
import { serverProperties } from './server.ts'
import { viewProperties } from './view.ts'
import { vmProperties } from './vm.ts'

const tables = [
  customFieldProperties,
  entityProperties,
  inventoryProperties,
  hostProperties,
  managerProperties,
  vmProperties,
  networkProperties,
  datastoreProperties,
  browserProperties,
  licenseProperties,
  serverProperties,
  viewProperties,
]

const found = new Map<string, Computed | null>()

function computedProperty(type: string, property: string): Computed | undefined {
  const key = `${type}.${property}`
  let computed = found.get(key)
  if (computed === undefined) found.set(key, (computed = search(type, property) ?? null))
  return computed ?? undefined
}

function computedNames(type: string): string[] {
  return lineage(type).flatMap((name) => tables.flatMap((table) => Object.keys(table[name] ?? {})))
}

function search(type: string, property: string): Computed | undefined {
  for (const name of lineage(type)) {
    for (const table of tables) {
      const own = table[name]
      if (own !== undefined && Object.hasOwn(own, property)) return own[property]
    }
  }
  return undefined
}

/** Everything that the twin computes. */
export const computations: Computations = { property: computedProperty, names: computedNames }
