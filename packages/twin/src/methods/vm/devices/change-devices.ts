import { isA, isSubtype } from '@sakimori/vim25'
import type { DataTypes } from '@sakimori/vim25/types'
import { invalidPowerState, type Device, type DeviceSpec } from '../vm-record.ts'
import { notHonoured, refuseFields } from '../refuse.ts'
import { backed, summaryOf } from './backings.ts'
import { deviceFault, invalidDevice, keyMissing } from './device-fault.ts'
import { DeviceList } from './device-list.ts'
import { attachDisk, detachDisk } from './disk-backing.ts'
import { editDevice } from './edit-device.ts'
import type { Facing } from './facing.ts'
import { isAbstract, kindOf, type Kind } from './kinds.ts'
import { addressOf, isNic, networkOf, plugIn, portOf } from './nic-backing.ts'

/**
 * The devices of a VM after a change of them. Controllers that are added come first, since others may name them; the rest
 * is done in the order of the list. Throws faults of `InvalidDeviceSpec` with the index of the device, InvalidPowerState
 * for what cannot be done while the VM runs; files and ports are planned in `facing` and not yet touched.
 */
export function changeDevices(
  devices: readonly Device[],
  specs: readonly DeviceSpec[],
  facing: Facing,
): readonly Device[] {
  const list = new DeviceList(devices)
  const indexed = specs.map((spec, index) => ({ spec, index }))
  const isNewController = ({ spec }: { readonly spec: DeviceSpec }) =>
    spec.operation === 'add' && isA(spec.device, 'VirtualController')
  for (const { spec, index } of [
    ...indexed.filter(isNewController),
    ...indexed.filter((item) => !isNewController(item)),
  ]) {
    refuseFields(`configSpec.deviceChange[${index}]`, spec, ['filterSpec', 'changeMode'])
    checkProfiles(spec, index)
    if (spec.operation === 'add') add(list, spec, index, facing)
    else if (spec.operation === 'edit') edit(list, spec, index, facing)
    else if (spec.operation === 'remove') remove(list, spec, index, facing)
    else throw deviceFault('InvalidDeviceOperation', index, 'operation')
  }
  return list.devices
}

/** Storage policies are not simulated; the two that stand for "none" are what clients send without one. */
function checkProfiles({ profile = [] }: DeviceSpec, index: number): void {
  const isNone = profile.every(
    ({ _typeName }) =>
      _typeName === 'VirtualMachineDefaultProfileSpec' || _typeName === 'VirtualMachineEmptyProfileSpec',
  )
  if (!isNone) throw notHonoured(`configSpec.deviceChange[${index}].profile`)
}

function add(list: DeviceList, spec: DeviceSpec, index: number, facing: Facing): void {
  const { device } = spec
  const kind = isAbstract(device._typeName) ? undefined : kindOf(device)
  if (kind === undefined) throw deviceFault('DeviceUnsupportedForVmPlatform', index, 'device')
  if (kind.fixed === true) return addFixed(list, device, index, facing)
  if (facing.isOn && !mayPlug(list, kind, device)) throw invalidPowerState('poweredOn', 'poweredOff')
  if (isA(device, 'VirtualTPM') && !facing.isEncrypted) throw keyMissing()
  if (spec.fileOperation !== undefined && !isA(device, 'VirtualDisk')) throw fileOperationFault(spec, index)
  const placement = list.place(device, kind, index)
  const { controllerKey: _old, unitNumber: _unit, deviceInfo: _info, ...rest } = device
  const placed = { ...rest, ...placement, ...connection(kind, device, facing) } as Device
  const whole = withHardware(placed, spec, index, facing)
  list.add(described(list, whole, kind, facing), device.key)
}

/** The client's words for a device are ignored: `deviceInfo` is the server's. */
function described(list: DeviceList, device: Device, kind: Kind, facing: Facing): Device {
  const label = list.label(kind, isA(device, 'VirtualController') ? device.busNumber : undefined)
  return withInfo(device, label, facing)
}

function withInfo(device: Device, label: string, { world, host }: Facing): Device {
  const network = isNic(device) ? networkOf(world, host, device.backing) : undefined
  const summary = summaryOf(device, label, network === undefined ? undefined : world.nameOf(network))
  return { ...device, deviceInfo: { _typeName: 'Description', label, summary } }
}

function withHardware(device: Device, spec: DeviceSpec, index: number, facing: Facing): Device {
  if (isA(device, 'VirtualDisk')) return attachDisk(device, spec, index, facing)
  if (isNic(device)) {
    const nic = {
      wakeOnLanEnabled: true,
      uptCompatibilityEnabled: false,
      ...device,
      ...addressOf(device, index, facing),
    }
    return plugIn(nic, undefined, index, facing)
  }
  if (isA(device, 'VirtualSCSIController')) {
    return { ...device, hotAddRemove: true, sharedBus: device.sharedBus ?? 'noSharing', scsiCtlrUnitNumber: 7 }
  }
  if (isA(device, 'VirtualController')) return device
  const whole = backed(device, index, facing)
  // A USB device that is there when it is added is in use by the VM.
  return isA(whole, 'VirtualUSB') ? { ...whole, connected: facing.isOn } : whole
}

/** A CD/DVD drive on an IDE controller cannot be plugged in while the VM runs, on a SATA controller it can. */
function mayPlug(list: DeviceList, kind: Kind, { controllerKey }: Device): boolean {
  const at = controllerKey === undefined ? undefined : list.find(controllerKey)
  return kind.hot && !(at !== undefined && isSubtype(at._typeName, 'VirtualIDEController'))
}

/** While a VM is made, its IDE controllers and the like are named by clients as if they were new. */
function addFixed(list: DeviceList, device: Device, index: number, { creating }: Facing): void {
  const bus = isA(device, 'VirtualController') ? (device.busNumber ?? 0) : 0
  const same = list
    .ofType(device._typeName)
    .find((held) => !isA(held, 'VirtualController') || held.busNumber === Math.max(bus, 0))
  if (!creating || same === undefined) throw invalidDevice(index, 'device')
  list.alias(device.key, same.key)
}

const connectables: readonly (keyof DataTypes)[] = [
  'VirtualCdrom',
  'VirtualFloppy',
  'VirtualSerialPort',
  'VirtualParallelPort',
  'VirtualEthernetCard',
  'VirtualSoundCard',
]

/** How a device that can be pulled out stands at first. Of a VM that is off, `connected` is kept as it was asked. */
function connection(kind: Kind, { connectable }: Device, { isOn }: Facing): Pick<Device, 'connectable'> {
  if (!connectables.some((type) => isSubtype(kind.type, type))) return {}
  const { startConnected = true, allowGuestControl = true, connected = isOn } = connectable ?? {}
  const info: DataTypes['VirtualDeviceConnectInfo'] = {
    _typeName: 'VirtualDeviceConnectInfo',
    ...(connectable?.migrateConnect !== undefined && { migrateConnect: connectable.migrateConnect }),
    startConnected,
    allowGuestControl,
    connected,
    status: isOn && connected ? 'ok' : 'untried',
  }
  return { connectable: info }
}

function edit(list: DeviceList, spec: DeviceSpec, index: number, facing: Facing): void {
  const before = list.find(spec.device.key)
  if (before === undefined) throw deviceFault('DeviceNotFound', index, 'key')
  const kind = kindOf(before)
  if (kind === undefined || before._typeName !== spec.device._typeName) throw invalidDevice(index, 'device')
  if (spec.fileOperation !== undefined) throw fileOperationFault(spec, index)
  const changed = editDevice(before, spec.device, index, facing)
  const moved = move(list, before, changed, kind, index)
  list.replace(withInfo(moved, before.deviceInfo?.label ?? list.label(kind, undefined), facing))
}

/** A device may be hung on another controller while the VM is off; its key stays. */
function move(list: DeviceList, before: Device, after: Device, kind: Kind, index: number): Device {
  const isSame = after.controllerKey === before.controllerKey && after.unitNumber === before.unitNumber
  if (isSame || kind.fixed === true) return { ...after, ...place(before) }
  const { controllerKey, unitNumber } = list.place(after, kind, index, before.key)
  return {
    ...after,
    ...(controllerKey !== undefined && { controllerKey }),
    ...(unitNumber !== undefined && { unitNumber }),
  }
}

const place = ({ controllerKey, unitNumber }: Device) => ({
  ...(controllerKey !== undefined && { controllerKey }),
  ...(unitNumber !== undefined && { unitNumber }),
})

function remove(list: DeviceList, spec: DeviceSpec, index: number, facing: Facing): void {
  const device = list.find(spec.device.key)
  if (device === undefined) throw deviceFault('DeviceNotFound', index, 'key')
  const kind = kindOf(device)
  if (kind?.fixed === true) throw invalidDevice(index, 'device')
  if (facing.isOn && (kind === undefined || !mayPlug(list, kind, device)))
    throw invalidPowerState('poweredOn', 'poweredOff')
  if (isA(device, 'VirtualController') && list.attachedTo(device.key).length > 0) throw invalidDevice(index, 'device')
  if (spec.fileOperation !== undefined && (spec.fileOperation !== 'destroy' || !isA(device, 'VirtualDisk'))) {
    throw fileOperationFault(spec, index)
  }
  if (isA(device, 'VirtualDisk')) detachDisk(device, spec.fileOperation === 'destroy', facing)
  const port = portOf(device)
  if (port !== undefined) facing.ports.release(port, device.key)
  list.remove(device.key)
}

function fileOperationFault({ operation, fileOperation }: DeviceSpec, index: number) {
  return deviceFault('InvalidDeviceOperation', index, 'fileOperation', {
    ...(operation !== undefined && { badOp: operation }),
    ...(fileOperation !== undefined && { badFileOp: fileOperation }),
  })
}
