import { lineage } from '@sakimori/vim25'
import type { Handler, MethodTable } from '../kernel/call.ts'
import { alarmManagerMethods } from './alarm-manager.ts'
import { authorizationManagerMethods } from './authorization-manager.ts'
import {
  eventCollectorMethods,
  eventManagerMethods,
  historyCollectorMethods,
  taskCollectorMethods,
  taskManagerMethods,
} from './history.ts'
import { esxcliMethods } from './esxcli/index.ts'
import { hostMethods } from './host/index.ts'
import { networkMethods } from './network/index.ts'
import { propertyCollectorMethods, propertyFilterMethods } from './property-collector.ts'
import { searchIndexMethods } from './search-index.ts'
import { extensionManagerMethods, fetchMethods, serviceInstanceMethods } from './service-instance.ts'
import { sessionManagerMethods } from './session-manager.ts'
import { listViewMethods, viewManagerMethods, viewMethods } from './views.ts'
import { vmMethods } from './vm/index.ts'
import { withWholeArguments } from './whole-arguments.ts'

/** Every method that the twin simulates. What is in no table here answers MethodNotFound. */
const tables: readonly MethodTable[] = [
  serviceInstanceMethods,
  fetchMethods,
  extensionManagerMethods,
  sessionManagerMethods,
  withWholeArguments(propertyCollectorMethods),
  propertyFilterMethods,
  viewManagerMethods,
  viewMethods,
  listViewMethods,
  searchIndexMethods,
  authorizationManagerMethods,
  alarmManagerMethods,
  eventManagerMethods,
  historyCollectorMethods,
  eventCollectorMethods,
  taskManagerMethods,
  taskCollectorMethods,
  ...hostMethods,
  ...vmMethods,
  ...networkMethods,
  ...esxcliMethods,
]

/** The handler of a method on objects of a type, or of a base of it. */
export function handlerOf(type: string, method: string): Handler | undefined {
  for (const name of lineage(type)) {
    for (const table of tables) {
      const handlers = table[name]
      if (handlers !== undefined && Object.hasOwn(handlers, method)) return handlers[method]
    }
  }
  return undefined
}

/** What is simulated, as 'Type.Method', for the documentation. */
export function simulatedMethods(): string[] {
  const names = tables.flatMap((table) =>
    Object.entries(table).flatMap(([type, handlers]) => Object.keys(handlers).map((name) => `${type}.${name}`)),
  )
  return [...new Set(names)].toSorted()
}
