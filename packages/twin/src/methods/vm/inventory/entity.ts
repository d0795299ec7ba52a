import { isSubtype } from '@sakimori/vim25'
import { methodsOf, sessionOf, startTask, type Call } from '../../../kernel/call.ts'
import { vimFault } from '../../../kernel/fault.ts'
import type { ManagedObject } from '../../../kernel/store.ts'
import { isRecord } from '../../../kernel/values.ts'
import { removeBrowsers } from '../../../computed/browsers.ts'
import { checkName } from '../names.ts'
import { hostsOf } from '../placement.ts'
import { needServer, notAllowed } from '../refuse.ts'
import { renameVm } from '../reconfigure.ts'
import { destroyVm } from '../remove-vm.ts'
import { reachableHost } from '../vm-record.ts'
import { renameDatastore } from './datastore.ts'
import { destroyPool, needOwnPools, renamePool } from './pool.ts'
import { demandDestroy, demandRename } from './rights.ts'

/** The root folder and the four folders of a datacenter are what they are. */
function needOwnFolder(call: Call, folder: ManagedObject): void {
  const parent = call.world.parentOf(folder)
  if (parent === undefined || parent.ref.type === 'Datacenter') throw notAllowed('it is a folder of the server itself')
}

/** Everything directly below an entity. */
const childrenOf = (call: Call, object: ManagedObject) => call.world.store.referrers('parent', object.ref)

function inUse(call: Call, object: ManagedObject) {
  const name = call.world.nameOf(object)
  return vimFault('ResourceInUse', { type: object.ref.type, name }, `The resource '${name}' is in use.`)
}

/**
 * Deletes an entity with what is in it. What has hosts, datastores or networks in it is not deleted: those are removed by
 * methods of their own.
 */
function destroy(call: Call, object: ManagedObject): void {
  if (object.ref.type === 'VirtualMachine') {
    reachableHost(call.world, object)
    return destroyVm(call, object)
  }
  if (object.ref.type === 'ResourcePool') return destroyPool(call, object)
  if (object.ref.type === 'Folder' || object.ref.type === 'Datacenter') return destroyFolder(call, object)
  if (object.ref.type === 'ClusterComputeResource') return destroyCluster(call, object)
  throw inUse(call, object)
}

function destroyFolder(call: Call, folder: ManagedObject): void {
  const { world } = call
  checkDestroyable(call, folder)
  for (const child of childrenOf(call, folder)) destroy(call, child)
  world.access.revokeAll(folder.ref)
  world.store.remove(folder)
}

/** Nothing is deleted before all of it can be. */
function checkDestroyable(call: Call, object: ManagedObject): void {
  for (const child of childrenOf(call, object)) {
    const { type } = child.ref
    if (type === 'Folder') checkDestroyable(call, child)
    else if (type === 'Datacenter') checkDestroyable(call, child)
    else if (type === 'ClusterComputeResource' && hostsOf(call.world, child).length === 0) continue
    else if (type !== 'VirtualMachine') throw inUse(call, child)
    else if (isOn(child))
      throw vimFault(
        'InvalidPowerState',
        { existingState: 'poweredOn', requestedState: 'poweredOff' },
        `The virtual machine ${call.world.nameOf(child)} is powered on.`,
      )
  }
}

const isOn = (vm: ManagedObject) => {
  const runtime = vm.get('runtime')
  return isRecord(runtime) && runtime['powerState'] === 'poweredOn'
}

function destroyCluster(call: Call, cluster: ManagedObject): void {
  const { world } = call
  if (hostsOf(world, cluster).length > 0) throw inUse(call, cluster)
  const pools = (parent: ManagedObject): ManagedObject[] =>
    childrenOf(call, parent).flatMap((child) => [...pools(child), child])
  for (const pool of pools(cluster)) {
    world.access.revokeAll(pool.ref)
    world.store.remove(pool)
  }
  world.events.post('ClusterDestroyedEvent', sessionOf(call).name, cluster)
  world.access.revokeAll(cluster.ref)
  removeBrowsers(world.store, cluster)
  world.store.remove(cluster)
}

const destroyTask = (call: Call, what: string) => {
  if (call.self.ref.type === 'ResourcePool') needOwnPools(call.world)
  else needServer(call.world, `have a ${call.self.ref.type} deleted`)
  demandDestroy(call, call.self)
  return startTask(call, `${what}.destroy`, () => destroy(call, call.self))
}

export const destroyMethods = [
  methodsOf('Folder', {
    Destroy_Task(call) {
      needOwnFolder(call, call.self)
      return destroyTask(call, 'Folder')
    },
  }),
  methodsOf('Datacenter', { Destroy_Task: (call) => destroyTask(call, 'Datacenter') }),
  methodsOf('ResourcePool', { Destroy_Task: (call) => destroyTask(call, 'ResourcePool') }),
  methodsOf('ClusterComputeResource', { Destroy_Task: (call) => destroyTask(call, 'ComputeResource') }),
]

/** Renames what is no VM, pool or datastore: those have more to tell. */
function renamePlain(call: Call, object: ManagedObject, name: string): void {
  const { world } = call
  const parent = world.parentOf(object)
  if (parent === undefined) throw notAllowed('the root keeps its name')
  const [oldName, newName] = [world.nameOf(object), checkName(world, parent, name, object)]
  world.store.set(object, 'name', newName)
  const config = object.get('config')
  const hasName =
    isSubtype(object.ref.type, 'DistributedVirtualSwitch') || object.ref.type === 'DistributedVirtualPortgroup'
  if (hasName && isRecord(config)) world.store.set(object, 'config', { ...config, name: newName })
  const event = renameEvents.find(([type]) => isSubtype(object.ref.type, type))?.[1]
  if (event !== undefined) world.events.post(event, sessionOf(call).name, object, { oldName, newName })
}

const renameEvents: readonly (readonly [type: string, event: string])[] = [
  ['Datacenter', 'DatacenterRenamedEvent'],
  ['DistributedVirtualSwitch', 'DvsRenamedEvent'],
  ['DistributedVirtualPortgroup', 'DVPortgroupRenamedEvent'],
]

function rename(call: Call, object: ManagedObject, name: string): void {
  if (object.ref.type === 'VirtualMachine') return renameVm(call, object, name)
  if (object.ref.type === 'ResourcePool') return renamePool(call, object, name)
  if (object.ref.type === 'Datastore') return renameDatastore(call, object, name)
  renamePlain(call, object, name)
}

/** What a host by itself can give another name. */
const hostRenames = ['VirtualMachine', 'Datastore']

export const renameMethods = methodsOf('ManagedEntity', {
  Rename_Task(call, { newName }) {
    const { self } = call
    demandRename(call, self)
    if (self.ref.type === 'Folder') needOwnFolder(call, self)
    if (self.ref.type === 'ResourcePool') needOwnPools(call.world)
    else if (!hostRenames.includes(self.ref.type)) needServer(call.world, `rename a ${self.ref.type}`)
    if (self.ref.type === 'VirtualMachine') reachableHost(call.world, self)
    return startTask(call, 'ManagedEntity.rename', () => rename(call, self, newName))
  },
})
