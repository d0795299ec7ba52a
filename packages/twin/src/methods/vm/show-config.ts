import { isA } from '@sakimori/vim25'
import type { DataTypes, MoRef } from '@sakimori/vim25/types'
import { hostOfVm } from '../../behaviour/host-reach.ts'
import { isRef, type ManagedObject } from '../../kernel/store.ts'
import { isEqual, isRecord, listOf } from '../../kernel/values.ts'
import type { World } from '../../kernel/world.ts'
import { guestNics, networksOfDevices } from './devices/nic-backing.ts'
import { homeOf } from './files/datastore-files.ts'
import { chainOf, disksOf, flatBacking, layoutOf, storageOf, type SnapshotFiles } from './files/layout.ts'
import { nextChangeVersion, powerOf, type Config } from './vm-record.ts'

/** Stores a configuration, and everything that shows a part of it: networks, datastores, files, the guest's adapters. */
export function showConfig(world: World, vm: ManagedObject, config: Config): void {
  const { store } = world
  const before = vm.get('config')
  const made: Config = { ...config, changeVersion: nextChangeVersion(world), modified: world.now().toISOString() }
  store.set(vm, 'config', made)
  const devices = made.hardware.device ?? []
  setIfNew(world, vm, 'network', networksOfDevices(world, hostOfVm(world, vm), devices))
  setIfNew(world, vm, 'datastore', datastoresOfConfig(world, made, hostOfVm(world, vm)))
  if (powerOf(vm) === 'poweredOn') showGuestNics(world, vm, made)
  if (!isRecord(before) || !isEqual(filesIn(before as unknown as Config), filesIn(made))) showFiles(world, vm, made)
}

function setIfNew(world: World, vm: ManagedObject, property: string, value: unknown): void {
  if (!isEqual(vm.get(property), value)) world.store.set(vm, property, value)
}

/** `VirtualMachine.datastore`: where the VM, its disks and the images in its drives are. */
function datastoresOfConfig(world: World, config: Config, host: ManagedObject | undefined): MoRef[] {
  const home = homeOf(world, config, host)?.ref
  const used = (config.hardware.device ?? []).flatMap(({ backing }) =>
    isA(backing, 'VirtualDiskFlatVer2BackingInfo')
      ? chainOf(backing).map(({ datastore }) => datastore)
      : [isA(backing, 'VirtualDeviceFileBackingInfo') ? backing.datastore : undefined],
  )
  const refs = [home, ...used].filter(isRef)
  return [...new Map(refs.map((ref) => [ref.value, ref])).values()]
}

const filesIn = (config: Config) => [
  config.files?.vmPathName,
  ...disksOf(config).map((disk) => [disk.capacityInKB, flatBacking(disk)]),
]

/** Tells anew which files a VM has. */
export function showFiles(world: World, vm: ManagedObject, config: Config): void {
  const now = world.now().toISOString()
  world.store.set(vm, 'layoutEx', layoutOf(config, snapshotFiles(world, vm), now))
  const home = homeOf(world, config, hostOfVm(world, vm))?.ref as MoRef<'Datastore'> | undefined
  world.store.set(vm, 'storage', storageOf(config, home, now))
}

type Tree = DataTypes['VirtualMachineSnapshotTree']

/** A VM's snapshots, a parent before its children. */
export function snapshotTrees(vm: ManagedObject): readonly Tree[] {
  const info = vm.get('snapshot')
  const roots = isRecord(info) ? (listOf(info['rootSnapshotList']) as readonly Tree[]) : []
  const flat = (trees: readonly Tree[]): readonly Tree[] =>
    trees.flatMap((tree) => [tree, ...flat(tree.childSnapshotList ?? [])])
  return flat(roots)
}

function snapshotFiles(world: World, vm: ManagedObject): SnapshotFiles[] {
  return snapshotTrees(vm).flatMap((tree) => {
    const config = world.find(tree.snapshot)?.get('config')
    if (!isA(config, 'VirtualMachineConfigInfo')) return []
    return [
      {
        ref: tree.snapshot,
        id: tree.id,
        memory: tree.state === 'poweredOn',
        config,
      },
    ]
  })
}

/** The adapters of a running guest follow those of the VM; an address whose adapter is gone goes with it. */
export function showGuestNics(world: World, vm: ManagedObject, config: Config): void {
  const guest = vm.get('guest')
  if (!isRecord(guest) || guest['toolsRunningStatus'] !== 'guestToolsRunning') return
  const net = guestNics(world, guest, config.hardware.device ?? [])
  const addresses = net.filter(({ connected }) => connected).flatMap(({ ipAddress = [] }) => ipAddress)
  const { ipAddress, ...rest } = guest
  const known = addresses.find((address) => address === ipAddress) ?? addresses[0]
  setIfNew(world, vm, 'guest', { ...rest, net, ...(known !== undefined && { ipAddress: known }) })
}
