import { methodsOf, sessionOf, type Call } from '../../../kernel/call.ts'
import type { ManagedObject } from '../../../kernel/store.ts'
import { isRecord } from '../../../kernel/values.ts'
import { renameDatastoreIn, datastoreStateOf, setDatastoreState } from '../files/datastore-files.ts'
import { checkName } from '../names.ts'
import { notAllowed } from '../refuse.ts'
import { snapshotTrees } from '../show-config.ts'
import { recordTask } from '../vm-record.ts'

const pathProperties = ['config', 'layoutEx'] as const

/** Renames a datastore, and with it every path that begins with its name: of VMs, their snapshots, and what is kept on it. */
export function renameDatastore(call: Call, datastore: ManagedObject, name: string): void {
  const { world } = call
  const parent = world.parentOf(datastore)
  if (parent === undefined) throw notAllowed('it is in no folder')
  const [oldName, newName] = [world.nameOf(datastore), checkName(world, parent, name, datastore)]
  world.store.set(datastore, 'name', newName)
  const info = datastore.get('info')
  if (isRecord(info)) world.store.set(datastore, 'info', { ...info, name: newName })
  const vms = world.store.referrers('datastore', datastore.ref).filter(({ ref }) => ref.type === 'VirtualMachine')
  for (const vm of vms) renamePaths(call, vm, oldName, newName)
  const { machines } = datastoreStateOf(datastore)
  setDatastoreState(datastore, { machines: machines.map((machine) => renameDatastoreIn(machine, oldName, newName)) })
  world.events.post('DatastoreRenamedEvent', sessionOf(call).name, datastore, {
    datastore: { _typeName: 'DatastoreEventArgument', name: newName, datastore: datastore.ref },
    oldName,
    newName,
  })
}

function renamePaths({ world }: Call, vm: ManagedObject, from: string, to: string): void {
  const holders = [vm, ...snapshotTrees(vm).flatMap(({ snapshot }) => world.store.get(snapshot) ?? [])]
  for (const holder of holders) {
    for (const property of pathProperties) {
      const value = holder.get(property)
      if (isRecord(value)) world.store.set(holder, property, renameDatastoreIn(value, from, to))
    }
  }
}

export const datastoreMethods = methodsOf('Datastore', {
  RenameDatastore(call, { newName }) {
    renameDatastore(call, call.self, newName)
    recordTask(call, 'Datastore.renameDatastore')
    return undefined
  },
  /** What a datastore shows is always as it is: there is nothing to read anew. */
  RefreshDatastore: () => undefined,
  RefreshDatastoreStorageInfo: () => undefined,
})
