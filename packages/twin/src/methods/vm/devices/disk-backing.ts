import { isA } from '@sakimori/vim25'
import type { DataTypes, MoRef } from '@sakimori/vim25/types'
import { isRecord, listOf } from '../../../kernel/values.ts'
import { fileNotFound, type Place } from '../files/file-desk.ts'
import { folderOf, parseDatastorePath } from '../files/datastore-path.ts'
import { flatBacking, type FlatBacking } from '../files/layout.ts'
import { checkEnum } from '../refuse.ts'
import { newDiskUuid } from '../serial.ts'
import type { DeviceSpec } from '../vm-record.ts'
import { deviceFault, invalidDevice, keyMissing } from './device-fault.ts'
import type { Facing } from './facing.ts'

type Disk = DataTypes['VirtualDisk']

const largestKB = 62 * 2 ** 30

/** The size that a spec asks for, in KB: `capacityInBytes` holds over `capacityInKB` (vSphere API, VirtualDisk). */
function askedKB({ capacityInBytes, capacityInKB }: Partial<Disk>): number {
  return capacityInBytes === undefined ? Number(capacityInKB ?? 0) : Math.floor(Number(capacityInBytes) / 1024)
}

/** Makes or attaches a disk: its file, backing and size. Throws FileNotFound, FileAlreadyExists, InvalidDeviceSpec, … */
export function attachDisk(
  disk: Disk,
  { fileOperation, backing: storage }: DeviceSpec,
  index: number,
  facing: Facing,
): Disk {
  if (storage?.crypto !== undefined && storage.crypto._typeName !== 'CryptoSpecNoOp') throw keyMissing()
  const { backing } = disk
  if (isA(backing, 'VirtualDiskRawDiskMappingVer1BackingInfo')) return mapRaw(disk, backing, index, facing)
  if (!isA(backing, 'VirtualDiskFlatVer2BackingInfo')) throw deviceFault('InvalidDeviceBacking', index, 'backing')
  checkDiskMode(backing.diskMode, index)
  checkEnum('VirtualDiskSharing', backing.sharing, `configSpec.deviceChange[${index}].device.backing.sharing`)
  return fileOperation === undefined
    ? existing(disk, backing, index, facing)
    : created(disk, backing, index, facing, fileOperation === 'replace')
}

function checkDiskMode(mode: string | undefined, index: number): void {
  const known = ['persistent', 'nonpersistent', 'independent_persistent', 'independent_nonpersistent']
  if (mode !== undefined && !known.includes(mode))
    throw deviceFault('DisallowedDiskModeChange', index, 'backing.diskMode')
}

function created(disk: Disk, backing: FlatBacking, index: number, facing: Facing, replace: boolean): Disk {
  const capacityInKB = askedKB(disk)
  if (backing.parent !== undefined) return childOf(disk, backing, index, facing)
  if (!Number.isFinite(capacityInKB) || capacityInKB <= 0 || capacityInKB > largestKB)
    throw invalidDevice(index, 'capacityInKB')
  const place = placeFor(backing, facing)
  facing.files.create(place, backing.thinProvisioned === true ? 0 : capacityInKB * 1024, replace)
  return withBacking(disk, backing, place, capacityInKB, facing)
}

/** A new disk on top of one that is there: it holds what differs. */
function childOf(disk: Disk, backing: FlatBacking, index: number, facing: Facing): Disk {
  const { parent } = backing
  const base = facing.files.locate(parent?.fileName ?? '')
  if (parent === undefined || !facing.files.exists(base)) throw invalidDevice(index, 'backing.parent')
  const { capacityInKB, thinProvisioned } = facing.files.disk(base)
  const place = placeFor(backing, facing)
  facing.files.create(place, 0)
  const whole: FlatBacking = { ...parent, datastore: base.datastore.ref as MoRef<'Datastore'>, thinProvisioned }
  return withBacking(disk, { ...backing, parent: whole }, place, capacityInKB, facing)
}

function existing(disk: Disk, backing: FlatBacking, index: number, facing: Facing): Disk {
  if (backing.parent !== undefined) throw invalidDevice(index, 'backing.parent')
  const place = facing.files.locate(backing.fileName)
  if (!place.path.endsWith('.vmdk') || !facing.files.exists(place)) throw fileNotFound(backing.fileName)
  const { capacityInKB, thinProvisioned } = facing.files.disk(place)
  return withBacking(disk, { ...backing, thinProvisioned }, place, capacityInKB, facing)
}

function withBacking(disk: Disk, backing: FlatBacking, place: Place, capacityInKB: number, facing: Facing): Disk {
  const uuid = backing.uuid ?? newDiskUuid(facing.world.store)
  return {
    ...disk,
    capacityInKB,
    capacityInBytes: capacityInKB * 1024,
    backing: {
      ...backing,
      fileName: facing.files.nameOf(place),
      datastore: place.datastore.ref as MoRef<'Datastore'>,
      diskMode: backing.diskMode ?? 'persistent',
      split: backing.split ?? false,
      writeThrough: backing.writeThrough ?? false,
      thinProvisioned: backing.thinProvisioned ?? false,
      eagerlyScrub: backing.eagerlyScrub ?? false,
      uuid,
      contentId: backing.contentId ?? uuid.replaceAll('-', '').toLowerCase(),
      digestEnabled: backing.digestEnabled ?? false,
      sharing: backing.sharing ?? 'sharingNone',
    },
    shares: disk.shares ?? { _typeName: 'SharesInfo', shares: 1000, level: 'normal' },
    storageIOAllocation: disk.storageIOAllocation ?? {
      _typeName: 'StorageIOAllocationInfo',
      limit: -1,
      shares: { _typeName: 'SharesInfo', shares: 1000, level: 'normal' },
      reservation: 0,
    },
  }
}

/**
 * Where a new disk's file goes: the path that is asked for; in the folder of the VM where there is none; in a folder of the
 * same name on another datastore where only that is named.
 */
function placeFor(backing: FlatBacking, facing: Facing): Place {
  const { world, files, folder, stem } = facing
  const named = backing.datastore === undefined ? undefined : world.find(backing.datastore)
  const text = backing.fileName === '' && named !== undefined ? `[${world.nameOf(named)}]` : backing.fileName
  const asked = text === '' ? files.locate(folder) : files.locate(text)
  if (asked.path.endsWith('.vmdk')) return asked
  const inside = asked.path === '' ? (parseDatastorePath(folder)?.path ?? stem) : asked.path
  return freeName({ datastore: asked.datastore, path: `${inside}/${stem}.vmdk` }, facing)
}

/** name.vmdk, name_1.vmdk, name_2.vmdk, … */
function freeName(place: Place, { files }: Facing): Place {
  const stem = place.path.replace(/\.vmdk$/, '')
  for (let number = 0; ; number += 1) {
    const path = number === 0 ? place.path : `${stem}_${number}.vmdk`
    if (!files.exists({ ...place, path })) return { ...place, path }
  }
}

/** A LUN of the host, given to the VM as it is. */
function mapRaw(
  disk: Disk,
  backing: DataTypes['VirtualDiskRawDiskMappingVer1BackingInfo'],
  index: number,
  facing: Facing,
): Disk {
  const { compatibilityMode = 'virtualMode', deviceName = '' } = backing
  checkEnum(
    'VirtualDiskCompatibilityMode',
    compatibilityMode,
    `configSpec.deviceChange[${index}].device.backing.compatibilityMode`,
  )
  const lun = lunOf(facing, deviceName)
  if (lun === undefined) throw deviceFault('InvalidDeviceBacking', index, 'backing.deviceName')
  const place = placeFor(
    { ...backing, _typeName: 'VirtualDiskFlatVer2BackingInfo', diskMode: 'persistent' } as never,
    facing,
  )
  facing.files.create(place, 0)
  const capacityInKB = lun.capacityInKB
  return {
    ...disk,
    capacityInKB,
    capacityInBytes: capacityInKB * 1024,
    backing: {
      ...backing,
      compatibilityMode,
      deviceName,
      lunUuid: lun.uuid,
      diskMode: compatibilityMode === 'physicalMode' ? 'independent_persistent' : (backing.diskMode ?? 'persistent'),
      fileName: facing.files.nameOf(place),
      datastore: place.datastore.ref as MoRef<'Datastore'>,
      uuid: newDiskUuid(facing.world.store),
      sharing: backing.sharing ?? 'sharingNone',
    },
  }
}

function lunOf(
  { world, host }: Facing,
  deviceName: string,
): { readonly uuid: string; readonly capacityInKB: number } | undefined {
  const storage = host === undefined ? undefined : world.field(host, 'config', 'storageDevice')
  const luns = (isRecord(storage) ? listOf(storage['scsiLun']) : []).filter((lun) => isA(lun, 'ScsiLun'))
  const found = luns.find((lun) => lun.deviceName === deviceName || lun.canonicalName === deviceName)
  if (found === undefined) return undefined
  const { capacity } = found as DataTypes['HostScsiDisk']
  const bytes = capacity === undefined ? 0 : Number(capacity.block) * capacity.blockSize
  return { uuid: found.uuid, capacityInKB: Math.floor(bytes / 1024) }
}

/** Takes a disk's file away, or leaves it on its datastore. */
export function detachDisk(disk: Disk, destroy: boolean, { files }: Facing): void {
  const backing = flatBacking(disk)
  if (backing === undefined) return
  const place = files.locate(backing.fileName)
  const bytes = backing.thinProvisioned === true ? 0 : Number(disk.capacityInKB) * 1024
  if (destroy) files.destroy(place, bytes)
  else files.keep(place, { capacityInKB: Number(disk.capacityInKB), thinProvisioned: backing.thinProvisioned === true })
}

/** Changes what a disk may have changed: its size upwards, its mode while the VM is off. Throws InvalidDeviceSpec. */
export function editDisk(before: Disk, after: Disk, index: number, facing: Facing): Disk {
  const [had, wants] = [Number(before.capacityInKB), askedKB(growth(before, after))]
  if (wants < had || wants > largestKB) throw invalidDevice(index, 'capacityInKB')
  // What a snapshot froze has the size that it had.
  if (wants > had && facing.hasSnapshots) throw invalidDevice(index, 'capacityInKB')
  const [old, now] = [flatBacking(before), flatBacking(after)]
  if (old !== undefined && now !== undefined && old.fileName !== now.fileName)
    throw invalidDevice(index, 'backing.fileName')
  checkDiskMode(now?.diskMode, index)
  checkEnum('VirtualDiskSharing', now?.sharing, `configSpec.deviceChange[${index}].device.backing.sharing`)
  if (facing.isOn && old?.diskMode !== now?.diskMode)
    throw deviceFault('DisallowedDiskModeChange', index, 'backing.diskMode')
  if (wants > had && now !== undefined && now.thinProvisioned !== true) {
    facing.files.create(facing.files.locate(now.fileName), (wants - had) * 1024, true)
  }
  return { ...after, capacityInKB: wants, capacityInBytes: wants * 1024 }
}

/** Of both sizes a client changes one and sends the other as it was. */
function growth(before: Disk, after: Disk): Partial<Disk> {
  const isInKB = Number(after.capacityInKB) !== Number(before.capacityInKB)
  return isInKB
    ? { capacityInKB: after.capacityInKB }
    : {
        capacityInKB: after.capacityInKB,
        ...(after.capacityInBytes !== undefined && { capacityInBytes: after.capacityInBytes }),
      }
}

/** The folder of a file name: '[store] a/b.vmx' → '[store] a'. */
export function folderOfFile(fileName: string): string {
  const parsed = parseDatastorePath(fileName)
  return parsed === undefined ? '' : `[${parsed.datastore}] ${folderOf(parsed.path)}`.trim()
}
