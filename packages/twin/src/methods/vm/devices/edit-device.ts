import { isA, isSubtype } from '@sakimori/vim25'
import type { DataTypeName, DataTypes } from '@sakimori/vim25/types'
import { isEqual } from '../../../kernel/values.ts'
import { notHonoured } from '../refuse.ts'
import { invalidPowerState, type Device } from '../vm-record.ts'
import { backed } from './backings.ts'
import { editDisk } from './disk-backing.ts'
import type { Facing } from './facing.ts'
import { addressOf, isNic, plugIn, portOf } from './nic-backing.ts'

interface EditRow {
  readonly device: DataTypeName
  readonly fields: readonly string[]
  /** Only while the VM is off. */
  readonly off?: true
}

/** What may be changed of a device, and when. What is in no row is refused by name. */
const rows: readonly EditRow[] = [
  { device: 'VirtualDevice', fields: ['backing', 'connectable'] },
  { device: 'VirtualDevice', fields: ['controllerKey', 'unitNumber', 'slotInfo'], off: true },
  { device: 'VirtualDisk', fields: ['capacityInKB', 'capacityInBytes', 'shares', 'storageIOAllocation'] },
  {
    device: 'VirtualEthernetCard',
    fields: ['resourceAllocation', 'wakeOnLanEnabled', 'uptCompatibilityEnabled', 'externalId'],
  },
  { device: 'VirtualEthernetCard', fields: ['macAddress', 'addressType'], off: true },
  { device: 'VirtualSerialPort', fields: ['yieldOnPoll'] },
  { device: 'VirtualUSB', fields: ['connected'] },
  { device: 'VirtualUSBController', fields: ['autoConnectDevices', 'ehciEnabled'], off: true },
  { device: 'VirtualUSBXHCIController', fields: ['autoConnectDevices'], off: true },
  { device: 'VirtualSCSIController', fields: ['sharedBus', 'hotAddRemove'], off: true },
  {
    device: 'VirtualMachineVideoCard',
    fields: [
      'videoRamSizeInKB',
      'numDisplays',
      'useAutoDetect',
      'enable3DSupport',
      'use3dRenderer',
      'graphicsMemorySizeInKB',
    ],
    off: true,
  },
  {
    device: 'VirtualMachineVMCIDevice',
    fields: ['allowUnrestrictedCommunication', 'filterEnable', 'filterInfo'],
    off: true,
  },
]

/** What the server says and clients send back: changes of it have no effect. */
const told = new Set(['_typeName', 'key', 'deviceInfo', 'device', 'vendor', 'product', 'family', 'speed'])

/** A device as an edit leaves it: what the spec does not name stays. Throws NotSupported, InvalidPowerState, InvalidDeviceSpec. */
export function editDevice(before: Device, wanted: Device, index: number, facing: Facing): Device {
  const held = before as unknown as Readonly<Record<string, unknown>>
  const asked = wanted as unknown as Readonly<Record<string, unknown>>
  const changed = Object.keys(asked).filter(
    (field) => !told.has(field) && asked[field] !== undefined && !isSame(held[field], asked[field], field),
  )
  for (const field of changed) {
    const row = rows.find(({ device, fields }) => isSubtype(before._typeName, device) && fields.includes(field))
    if (row === undefined) throw notHonoured(`configSpec.deviceChange[${index}].device.${field}`)
    if (row.off === true && facing.isOn) throw invalidPowerState('poweredOn', 'poweredOff')
  }
  const merged = { ...held, ...Object.fromEntries(changed.map((field) => [field, asked[field]])) } as unknown as Device
  const whole = changed.includes('connectable') ? connected(before, merged, facing) : merged
  return withBacking(before, whole, changed, index, facing)
}

/** A new backing is merged into the old one of the same type, so that a client may send only what it changes. */
function isSame(held: unknown, asked: unknown, field: string): boolean {
  if (field !== 'backing' || !isObject(held) || !isObject(asked) || held['_typeName'] !== asked['_typeName'])
    return isEqual(held, asked)
  return isEqual(held, { ...held, ...asked })
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

function connected(before: Device, { connectable, ...rest }: Device, { isOn }: Facing): Device {
  if (connectable === undefined || before.connectable === undefined)
    return { ...rest, ...(before.connectable && { connectable: before.connectable }) }
  const status = isOn && connectable.connected ? 'ok' : 'untried'
  return { ...rest, connectable: { ...before.connectable, ...connectable, status } }
}

function withBacking(before: Device, after: Device, changed: readonly string[], index: number, facing: Facing): Device {
  const isSameKind = before.backing?._typeName === after.backing?._typeName
  const backing = { ...(isSameKind ? before.backing : {}), ...after.backing } as DataTypes['VirtualDeviceBackingInfo']
  const whole = after.backing === undefined ? after : { ...after, backing }
  if (isA(before, 'VirtualDisk') && isA(whole, 'VirtualDisk')) return editDisk(before, whole, index, facing)
  if (isNic(before) && isNic(whole)) {
    const isNewAddress = changed.includes('macAddress') || changed.includes('addressType')
    const nic = isNewAddress ? { ...whole, ...addressOf(whole, index, facing) } : whole
    const isReplugged = changed.includes('backing') || changed.includes('connectable') || isNewAddress
    return isReplugged ? plugIn(withoutStalePort(before, nic), before, index, facing) : nic
  }
  return changed.includes('backing') ? backed(whole, index, facing) : whole
}

/** An adapter that goes to another port group gets a port there: that of the old one is no longer meant. */
function withoutStalePort<T extends Device>(before: Device, nic: T): T {
  const [old, now] = [portOf(before), portOf(nic)]
  if (old === undefined || now === undefined || old.portgroupKey === now.portgroupKey || old.portKey !== now.portKey)
    return nic
  const { portKey: _key, connectionCookie: _cookie, ...port } = now
  return { ...nic, backing: { ...nic.backing, port } }
}
