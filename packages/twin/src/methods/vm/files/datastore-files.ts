import { isA } from '@sakimori/vim25'
import type { DataTypes } from '@sakimori/vim25/types'
import type { ManagedObject } from '../../../kernel/store.ts'
import { isRecord, listOf } from '../../../kernel/values.ts'
import type { World } from '../../../kernel/world.ts'
import type { Config } from '../vm-record.ts'
import { datastorePath, datastoresOf, parseDatastorePath } from './datastore-path.ts'
import { disksOf, flatBacking } from './layout.ts'

/** A file on a datastore; `path` is relative to it. */
export interface StoredFile {
  readonly path: string
  /** As in `VirtualMachineFileLayoutExFileInfo.type`. */
  readonly type: string
  readonly size: number
  readonly modified: string
}

/** A virtual disk that no VM has, kept when it was taken from one. */
export interface KeptDisk {
  readonly path: string
  readonly capacityInKB: number
  readonly thinProvisioned: boolean
}

/** A VM that is not registered: its files are still there. */
interface KeptVm {
  /** Of its .vmx. */
  readonly path: string
  readonly properties: Readonly<Record<string, unknown>>
  readonly state: unknown
}

/** What lies on a datastore and belongs to no registered VM. */
interface DatastoreState {
  readonly disks: readonly KeptDisk[]
  readonly machines: readonly KeptVm[]
}

export function datastoreStateOf(datastore: ManagedObject): DatastoreState {
  const state = isRecord(datastore.state) ? (datastore.state as Partial<DatastoreState>) : {}
  return { disks: state.disks ?? [], machines: state.machines ?? [] }
}

export function setDatastoreState(datastore: ManagedObject, change: Partial<DatastoreState>): void {
  datastore.state = { ...(isRecord(datastore.state) ? datastore.state : {}), ...datastoreStateOf(datastore), ...change }
}

const vmsOn = (world: World, datastore: ManagedObject) =>
  world.store.referrers('datastore', datastore.ref).filter(({ ref }) => ref.type === 'VirtualMachine')

/** Every file that the server knows of on a datastore: of its VMs, and of those that are no longer registered. */
export function filesOn(world: World, datastore: ManagedObject): StoredFile[] {
  const name = world.nameOf(datastore)
  const { disks, machines } = datastoreStateOf(datastore)
  const layouts = [
    ...vmsOn(world, datastore).map((vm) => vm.get('layoutEx')),
    ...machines.map(({ properties }) => properties['layoutEx']),
  ]
  const found = new Map<string, StoredFile>()
  for (const layout of layouts) for (const file of layoutFiles(layout, name)) found.set(file.path, file)
  for (const disk of disks) for (const file of keptFiles(disk, world.now().toISOString())) found.set(file.path, file)
  return [...found.values()]
}

function layoutFiles(layout: unknown, datastore: string): StoredFile[] {
  if (!isA(layout, 'VirtualMachineFileLayoutEx')) return []
  return (layout.file ?? []).flatMap(({ name, type, size }) => {
    const parsed = parseDatastorePath(name)
    if (parsed?.datastore !== datastore) return []
    return [{ path: parsed.path, type, size: Number(size), modified: layout.timestamp }]
  })
}

function keptFiles({ path, capacityInKB, thinProvisioned }: KeptDisk, modified: string): StoredFile[] {
  return [
    { path, type: 'diskDescriptor', size: 512, modified },
    {
      path: path.replace(/\.vmdk$/, '-flat.vmdk'),
      type: 'diskExtent',
      size: thinProvisioned ? 2 ** 20 : capacityInKB * 1024,
      modified,
    },
  ]
}

/** The virtual disk in a file, of whichever VM, registered or not. */
export function diskIn(world: World, datastore: ManagedObject, path: string): KeptDisk | undefined {
  const { disks, machines } = datastoreStateOf(datastore)
  const kept = disks.find((disk) => disk.path === path)
  if (kept !== undefined) return kept
  const name = datastorePath({ datastore: world.nameOf(datastore), path })
  const configs = [
    ...vmsOn(world, datastore).map((vm) => vm.get('config')),
    ...machines.map(({ properties }) => properties['config']),
  ]
  for (const config of configs) {
    if (!isA(config, 'VirtualMachineConfigInfo')) continue
    for (const disk of disksOf(config)) {
      const backing = flatBacking(disk)
      if (backing?.fileName !== name) continue
      return { path, capacityInKB: Number(disk.capacityInKB), thinProvisioned: backing.thinProvisioned === true }
    }
  }
  return undefined
}

/** The VMs that have a disk in a file. */
export function usersOfDisk(
  world: World,
  datastore: ManagedObject,
  fileName: string,
): { readonly vm: ManagedObject; readonly disk: DataTypes['VirtualDisk'] }[] {
  return vmsOn(world, datastore).flatMap((vm) => {
    const config = vm.get('config')
    if (!isA(config, 'VirtualMachineConfigInfo')) return []
    return disksOf(config)
      .filter((disk) => flatBacking(disk)?.fileName === fileName)
      .map((disk) => ({ vm, disk }))
  })
}

/** Files of an unregistered VM are no longer reachable by name after its datastore was renamed, so names are rewritten in all. */
export function renameDatastoreIn<T>(value: T, from: string, to: string): T {
  return rewrite(value, `[${from}]`, `[${to}]`) as T
}

function rewrite(value: unknown, from: string, to: string): unknown {
  if (typeof value === 'string') return value.startsWith(from) ? to + value.slice(from.length) : value
  if (Array.isArray(value)) return listOf(value).map((item) => rewrite(item, from, to))
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, rewrite(held, from, to)]))
}

/** The datastore that holds the .vmx of a VM, as its host knows it: another datacenter may have one of the same name. */
export function homeOf(world: World, config: Config, host: ManagedObject | undefined): ManagedObject | undefined {
  const parsed = parseDatastorePath(config.files?.vmPathName ?? '')
  return datastoresOf(world, host).find((datastore) => world.nameOf(datastore) === parsed?.datastore)
}
