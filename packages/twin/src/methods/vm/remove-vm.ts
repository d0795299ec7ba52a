import type { MoRef } from '@sakimori/vim25/types'
import { hostOfVm } from '../../behaviour/host-reach.ts'
import { methodsOf, startTask, type Call } from '../../kernel/call.ts'
import type { ManagedObject } from '../../kernel/store.ts'
import { commitChange } from './change-config.ts'
import { PortDesk } from './devices/port-desk.ts'
import { portOf } from './devices/nic-backing.ts'
import { datastoreStateOf, homeOf, setDatastoreState } from './files/datastore-files.ts'
import { parseDatastorePath } from './files/datastore-path.ts'
import { FileDesk } from './files/file-desk.ts'
import { disksOf, flatBacking } from './files/layout.ts'
import { forgetInCluster } from './inventory/cluster-members.ts'
import { demandDestroy } from './inventory/rights.ts'
import { snapshotTrees } from './show-config.ts'
import { configOf, needPower, postVm, reachableHost, stateOf, type Config } from './vm-record.ts'

/** Takes a VM out of the inventory: its ports are free, its permissions gone, its cluster forgets it. */
function takeOut(call: Call, vm: ManagedObject, files: FileDesk): void {
  const { world } = call
  const ports = new PortDesk(world, vm.ref as MoRef<'VirtualMachine'>)
  for (const device of configOf(vm).hardware.device ?? []) {
    const port = portOf(device)
    if (port !== undefined) ports.release(port, device.key)
  }
  commitChange({ call, files, ports })
  postVm(call, 'VmRemovedEvent', vm)
  for (const { snapshot } of snapshotTrees(vm)) {
    const object = world.store.get(snapshot)
    if (object !== undefined) world.store.remove(object)
  }
  forgetInCluster(world, vm)
  world.access.revokeAll(vm.ref)
  world.store.remove(vm)
}

/** Unregisters a VM: its files stay, and it can be registered again. Its snapshots cannot be read back from them. */
function unregisterVm(call: Call, vm: ManagedObject): void {
  needPower(vm, ['poweredOff', 'suspended'], 'poweredOff')
  const config = configOf(vm)
  const host = hostOfVm(call.world, vm)
  const home = homeOf(call.world, config, host)
  const path = parseDatastorePath(config.files?.vmPathName ?? '')?.path
  if (home !== undefined && path !== undefined) {
    const properties = Object.fromEntries(['config', 'guest', 'layoutEx'].map((name) => [name, vm.get(name)]))
    const { machines } = datastoreStateOf(home)
    setDatastoreState(home, {
      machines: [...machines.filter((kept) => kept.path !== path), { path, properties, state: stateOf(vm) }],
    })
  }
  takeOut(call, vm, new FileDesk(call.world, host))
}

/** Deletes a VM with its files. Throws InvalidPowerState unless it is off. */
export function destroyVm(call: Call, vm: ManagedObject): void {
  needPower(vm, ['poweredOff', 'suspended'], 'poweredOff')
  const files = new FileDesk(call.world, hostOfVm(call.world, vm))
  for (const { place, bytes } of placesOf(configOf(vm), files)) files.destroy(place, bytes)
  takeOut(call, vm, files)
}

/** A disk whose datastore is gone has no file to delete. */
function placesOf(config: Config, files: FileDesk) {
  return disksOf(config).flatMap((disk) => {
    const backing = flatBacking(disk)
    const place = backing === undefined ? undefined : files.find(backing.fileName)
    if (backing === undefined || place === undefined) return []
    const bytes = backing.thinProvisioned === true ? 0 : Number(disk.capacityInKB) * 1024
    return [{ place, bytes }]
  })
}

export const removeMethods = methodsOf('VirtualMachine', {
  UnregisterVM(call) {
    reachableHost(call.world, call.self)
    unregisterVm(call, call.self)
    return undefined
  },
  Destroy_Task(call) {
    const vm = call.self
    demandDestroy(call, vm)
    reachableHost(call.world, vm)
    return startTask(call, 'VirtualMachine.destroy', () => destroyVm(call, vm))
  },
})
