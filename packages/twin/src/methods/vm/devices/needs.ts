import { isA, isSubtype } from '@sakimori/vim25'
import type { DataTypes, MoRef } from '@sakimori/vim25/types'
import { isEqual } from '../../../kernel/values.ts'
import type { ManagedObject } from '../../../kernel/store.ts'
import type { World } from '../../../kernel/world.ts'
import { datastoresOf, parseDatastorePath } from '../files/datastore-path.ts'
import type { Device, DeviceSpec } from '../vm-record.ts'
import { askedNetwork } from './nic-backing.ts'

/** A right that a change asks for; `on` is undefined for the VM itself. */
export interface Need {
  readonly privilege: string
  readonly on?: MoRef
}

interface Where {
  readonly world: World
  readonly host: ManagedObject | undefined
  /** A new VM: its controllers, drives and adapters need no right of their own (vSphere API, Folder.createVm). */
  readonly creating: boolean
}

const own = (privilege: string): Need => ({ privilege })

/**
 * The rights that a change of devices asks for (vSphere API, VirtualMachine.reconfigure; vSphere Security, "Required
 * privileges for common tasks").
 */
export function deviceNeeds(devices: readonly Device[], specs: readonly DeviceSpec[], where: Where): Need[] {
  return specs.flatMap((spec) => {
    const before = devices.find(({ key }) => key === spec.device.key)
    if (spec.operation === 'edit')
      return before === undefined ? [own('VirtualMachine.Config.EditDevice')] : editNeeds(before, spec.device, where)
    return spec.operation === 'remove' ? removeNeeds(before ?? spec.device) : addNeeds(spec, where)
  })
}

function addNeeds({ device, fileOperation }: DeviceSpec, where: Where): Need[] {
  if (isRaw(device)) return [own('VirtualMachine.Config.RawDevice')]
  if (isHostUsb(device)) return [own('VirtualMachine.Config.HostUSBDevice')]
  if (isA(device, 'VirtualDisk')) {
    return [
      own(`VirtualMachine.Config.${fileOperation === undefined ? 'AddExistingDisk' : 'AddNewDisk'}`),
      ...(fileOperation === undefined ? [] : spaceNeeds(device.backing, where)),
    ]
  }
  return [
    ...(where.creating ? [] : [own('VirtualMachine.Config.AddRemoveDevice')]),
    ...networkNeeds(device.backing, where),
  ]
}

function removeNeeds(device: Device): Need[] {
  if (isRaw(device)) return [own('VirtualMachine.Config.RawDevice')]
  if (isHostUsb(device)) return [own('VirtualMachine.Config.HostUSBDevice')]
  return [own(`VirtualMachine.Config.${isA(device, 'VirtualDisk') ? 'RemoveDisk' : 'AddRemoveDevice'}`)]
}

/** Which field asks for which right; `EditDevice` for every other. */
const fieldNeeds: Readonly<Record<string, string>> = {
  capacityInKB: 'VirtualMachine.Config.DiskExtend',
  capacityInBytes: 'VirtualMachine.Config.DiskExtend',
  shares: 'VirtualMachine.Config.Resource',
  storageIOAllocation: 'VirtualMachine.Config.Resource',
  resourceAllocation: 'VirtualMachine.Config.Resource',
}

const quiet = new Set(['_typeName', 'key', 'deviceInfo', 'device'])

function editNeeds(before: Device, after: Device, where: Where): Need[] {
  const held = before as unknown as Readonly<Record<string, unknown>>
  const asked = after as unknown as Readonly<Record<string, unknown>>
  const changed = Object.keys(asked).filter(
    (field) => !quiet.has(field) && asked[field] !== undefined && !isEqual(held[field], asked[field]),
  )
  const needs = changed.flatMap((field) => fieldNeed(field, before, after, where))
  return isHostUsb(after) && changed.length > 0 ? [own('VirtualMachine.Config.HostUSBDevice')] : needs
}

function fieldNeed(field: string, before: Device, after: Device, where: Where): Need[] {
  if (field === 'connectable') return connectionNeeds(before.connectable, after.connectable)
  if (field !== 'backing') return [own(fieldNeeds[field] ?? 'VirtualMachine.Config.EditDevice')]
  if (isA(after, 'VirtualCdrom')) return [own('VirtualMachine.Interact.SetCDMedia')]
  if (isA(after, 'VirtualFloppy')) return [own('VirtualMachine.Interact.SetFloppyMedia')]
  if (isRaw(after)) return [own('VirtualMachine.Config.RawDevice')]
  return [own('VirtualMachine.Config.EditDevice'), ...networkNeeds(after.backing, where)]
}

/** Plugging in and out is one right; letting the guest do it is a setting of the device. */
function connectionNeeds(
  before: DataTypes['VirtualDeviceConnectInfo'] | undefined,
  after: DataTypes['VirtualDeviceConnectInfo'] | undefined,
): Need[] {
  const differs = (field: 'connected' | 'startConnected' | 'allowGuestControl' | 'migrateConnect') =>
    after?.[field] !== undefined && before?.[field] !== after[field]
  return [
    ...(differs('connected') || differs('startConnected') ? [own('VirtualMachine.Interact.DeviceConnection')] : []),
    ...(differs('allowGuestControl') || differs('migrateConnect') ? [own('VirtualMachine.Config.EditDevice')] : []),
  ]
}

function networkNeeds(backing: Device['backing'], { world, host }: Where): Need[] {
  const network = askedNetwork(world, host, backing)
  return network === undefined ? [] : [{ privilege: 'Network.Assign', on: network.ref }]
}

/** Space on the datastore that is named; without a name it is the VM's own, where it has been allowed already. */
function spaceNeeds(backing: Device['backing'], { world, host }: Where): Need[] {
  if (!isA(backing, 'VirtualDeviceFileBackingInfo')) return []
  const name = parseDatastorePath(backing.fileName)?.datastore
  const found =
    backing.datastore ?? datastoresOf(world, host).find((candidate) => world.nameOf(candidate) === name)?.ref
  return found === undefined ? [] : [{ privilege: 'Datastore.AllocateSpace', on: found }]
}

const isRaw = (device: Device): boolean =>
  isA(device, 'VirtualSCSIPassthrough') ||
  isA(device.backing, 'VirtualDiskRawDiskMappingVer1BackingInfo') ||
  isA(device, 'VirtualPCIPassthrough')

const isHostUsb = (device: Device): boolean => {
  if (!isA(device, 'VirtualUSB')) return false
  const type = device.backing?._typeName
  return (
    type === undefined ||
    isSubtype(type, 'VirtualUSBUSBBackingInfo') ||
    isSubtype(type, 'VirtualUSBRemoteHostBackingInfo')
  )
}
