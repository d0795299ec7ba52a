import { isA } from '@sakimori/vim25'
import type { DataTypes, MoRef } from '@sakimori/vim25/types'
import type { Config } from '../vm-record.ts'

type Layout = DataTypes['VirtualMachineFileLayoutEx']
type File = DataTypes['VirtualMachineFileLayoutExFileInfo']
type Chain = DataTypes['VirtualMachineFileLayoutExDiskUnit']
type Disk = DataTypes['VirtualDisk']

/** A snapshot as its files show it. */
export interface SnapshotFiles {
  readonly ref: MoRef<'VirtualMachineSnapshot'>
  readonly id: number
  readonly memory: boolean
  readonly config: Config
}

/** The backing of a disk that lies in files, with those it was taken from; undefined for raw disks of other kinds. */
export type FlatBacking = DataTypes['VirtualDiskFlatVer2BackingInfo']
export const flatBacking = (disk: Disk): FlatBacking | undefined =>
  isA(disk.backing, 'VirtualDiskFlatVer2BackingInfo') ? disk.backing : undefined

/** A backing and its parents, the base first. */
export function chainOf(backing: FlatBacking | undefined): readonly FlatBacking[] {
  return backing === undefined ? [] : [...chainOf(backing.parent), backing]
}

export const disksOf = (config: Config): readonly Disk[] =>
  (config.hardware?.device ?? []).filter((device) => isA(device, 'VirtualDisk'))

/** The file that holds the blocks of a disk's descriptor. */
const extentOf = (descriptor: string, isDelta: boolean): string =>
  descriptor.replace(/\.vmdk$/, isDelta ? '-sesparse.vmdk' : '-flat.vmdk')

/** `VirtualMachine.layoutEx`: every file of a VM, as its configuration and its snapshots name them. */
export function layoutOf(config: Config, snapshots: readonly SnapshotFiles[], timestamp: string): Layout {
  const files = new FileList()
  // A snapshot of an estate need not say where a VM's files are.
  const base = config.files?.vmPathName ?? ''
  const stem = base.replace(/\.vmx$/, '')
  if (base !== '') addOwnFiles(files, base, snapshots.length)
  const disk = diskLayouts(files, config)
  const snapshot = snapshots.map(({ ref, id, memory, config: frozen }) => ({
    _typeName: 'VirtualMachineFileLayoutExSnapshotLayout' as const,
    key: ref,
    dataKey: files.add(`${stem}-Snapshot${id}.vmsn`, 'snapshotData', 28_000),
    memoryKey: memory
      ? files.add(`${stem}-Snapshot${id}.vmem`, 'snapshotMemory', config.hardware.memoryMB * 2 ** 20)
      : -1,
    disk: diskLayouts(files, frozen),
  }))
  return {
    _typeName: 'VirtualMachineFileLayoutEx',
    file: files.all,
    disk,
    ...(snapshot.length > 0 && { snapshot }),
    timestamp,
  }
}

function addOwnFiles(files: FileList, vmx: string, snapshots: number): void {
  const stem = vmx.replace(/\.vmx$/, '')
  files.add(vmx, 'config', 3120)
  files.add(`${stem}.nvram`, 'nvram', 270_840)
  files.add(`${vmx.slice(0, vmx.lastIndexOf('/') + 1)}vmware.log`, 'log', 262_144)
  files.add(`${stem}.vmsd`, 'snapshotList', snapshots * 400)
}

function diskLayouts(files: FileList, config: Config): DataTypes['VirtualMachineFileLayoutExDiskLayout'][] {
  return disksOf(config).map((disk) => ({
    _typeName: 'VirtualMachineFileLayoutExDiskLayout' as const,
    key: disk.key,
    chain: chainOf(flatBacking(disk)).map((backing) => unitOf(files, disk, backing)),
  }))
}

function unitOf(files: FileList, disk: Disk, backing: FlatBacking): Chain {
  const isDelta = backing.parent !== undefined
  const bytes = isDelta || backing.thinProvisioned === true ? 2 ** 20 : Number(disk.capacityInKB) * 1024
  return {
    _typeName: 'VirtualMachineFileLayoutExDiskUnit',
    fileKey: [
      files.add(backing.fileName, 'diskDescriptor', 512),
      files.add(extentOf(backing.fileName, isDelta), 'diskExtent', bytes),
    ],
  }
}

/** Files with keys, each named once: a snapshot and the disk of today may share some. */
class FileList {
  readonly all: File[] = []

  add(name: string, type: string, size: number): number {
    const known = this.all.find((file) => file.name === name)
    if (known !== undefined) return known.key
    const key = this.all.length
    this.all.push({
      _typeName: 'VirtualMachineFileLayoutExFileInfo',
      key,
      name,
      type,
      size,
      uniqueSize: size,
      accessible: true,
    })
    return key
  }
}

/** `VirtualMachine.storage`: what a VM takes up on each datastore. */
export function storageOf(
  config: Config,
  home: MoRef<'Datastore'> | undefined,
  timestamp: string,
): DataTypes['VirtualMachineStorageInfo'] {
  const used = new Map<string, { readonly datastore: MoRef<'Datastore'>; committed: number; uncommitted: number }>()
  const entry = (datastore: MoRef<'Datastore'>) => {
    const held = used.get(datastore.value) ?? { datastore, committed: 0, uncommitted: 0 }
    used.set(datastore.value, held)
    return held
  }
  if (home !== undefined) entry(home).committed += 300_000
  for (const disk of disksOf(config)) {
    const backing = flatBacking(disk)
    if (backing?.datastore === undefined) continue
    const bytes = Number(disk.capacityInKB) * 1024
    const at = entry(backing.datastore)
    if (backing.thinProvisioned === true) at.uncommitted += bytes
    else at.committed += bytes
  }
  return {
    _typeName: 'VirtualMachineStorageInfo',
    perDatastoreUsage: [...used.values()].map(({ datastore, committed, uncommitted }) => ({
      _typeName: 'VirtualMachineUsageOnDatastore',
      datastore,
      committed,
      uncommitted,
      unshared: committed,
    })),
    timestamp,
  }
}
