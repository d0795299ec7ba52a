import { isSubtype } from '@sakimori/vim25'
import { demand, sessionOf, type Call } from '../../../kernel/call.ts'
import type { ManagedObject } from '../../../kernel/store.ts'
import { notAllowed } from '../refuse.ts'

interface Rights {
  readonly type: string
  readonly rename?: string
  readonly destroy?: string
  readonly move?: string
}

/** The right for each deed by what it is done to (vSphere API: ManagedEntity.rename and destroy, Folder.moveInto). */
const rows: readonly Rights[] = [
  {
    type: 'VirtualMachine',
    rename: 'VirtualMachine.Config.Rename',
    destroy: 'VirtualMachine.Inventory.Delete',
    move: 'VirtualMachine.Inventory.Move',
  },
  { type: 'Folder', rename: 'Folder.Rename', destroy: 'Folder.Delete', move: 'Folder.Move' },
  { type: 'Datacenter', rename: 'Datacenter.Rename', destroy: 'Datacenter.Delete', move: 'Datacenter.Move' },
  { type: 'ResourcePool', rename: 'Resource.RenamePool', destroy: 'Resource.DeletePool', move: 'Resource.MovePool' },
  {
    type: 'ClusterComputeResource',
    rename: 'Host.Inventory.RenameCluster',
    destroy: 'Host.Inventory.DeleteCluster',
    move: 'Host.Inventory.MoveCluster',
  },
  { type: 'Datastore', rename: 'Datastore.Rename', move: 'Datastore.Move' },
  { type: 'DistributedVirtualSwitch', rename: 'DVSwitch.Modify', move: 'DVSwitch.Move' },
  { type: 'DistributedVirtualPortgroup', rename: 'DVPortgroup.Modify', move: 'Network.Move' },
  { type: 'Network', move: 'Network.Move' },
]

function rightFor(object: ManagedObject, deed: 'rename' | 'destroy' | 'move'): string {
  const right = rows.find(({ type }) => isSubtype(object.ref.type, type))?.[deed]
  if (right === undefined) throw notAllowed(`a ${object.ref.type} does not allow it`)
  return right
}

/** Throws NoPermission; NotSupported for what cannot be renamed. */
export function demandRename(call: Call, object: ManagedObject): void {
  demand(call.world, sessionOf(call), object, rightFor(object, 'rename'))
}

/** The right to delete is asked for on the object and on what it is in. Throws NoPermission. */
export function demandDestroy(call: Call, object: ManagedObject): void {
  const right = rightFor(object, 'destroy')
  const parent = call.world.parentOf(object)
  for (const at of parent === undefined ? [object] : [object, parent]) demand(call.world, sessionOf(call), at, right)
}

/** The right to move is asked for on the object and on where it goes. Throws NoPermission. */
export function demandMove(call: Call, object: ManagedObject, target: ManagedObject): void {
  const right = rightFor(object, 'move')
  for (const at of [object, target]) demand(call.world, sessionOf(call), at, right)
}
