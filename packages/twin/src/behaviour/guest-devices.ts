import { isA } from '@sakimori/vim25'
import type { DataTypes } from '@sakimori/vim25/types'
import { isFrom } from '../estate/releases/release.ts'
import type { ManagedObject } from '../kernel/store.ts'
import { isRecord, listOf } from '../kernel/values.ts'
import type { World } from '../kernel/world.ts'
import { hostReleaseOf } from './option-defs.ts'
import { hostOfVm } from './host-reach.ts'

type Device = DataTypes['VirtualDevice']

export type GuestDeviceKind = 'cdrom' | 'floppy' | 'usb' | 'network' | 'serial' | 'parallel' | 'sound'

/** A device as the guest sees it. */
export interface GuestDevice {
  readonly key: number
  readonly kind: GuestDeviceKind
  /** 'CD/DVD drive 1' */
  readonly label: string
  readonly connected: boolean
  /** What is in the drive, or at the other end: '[store] tools.iso', a network, a port. Only of what is connected. */
  readonly media?: string
}

const kinds = [
  ['VirtualCdrom', 'cdrom'],
  ['VirtualFloppy', 'floppy'],
  ['VirtualUSB', 'usb'],
  ['VirtualEthernetCard', 'network'],
  ['VirtualSerialPort', 'serial'],
  ['VirtualParallelPort', 'parallel'],
  ['VirtualSoundCard', 'sound'],
] as const

const kindOf = (device: Device): GuestDeviceKind | undefined => kinds.find(([type]) => isA(device, type))?.[1]

function devicesOf(vm: ManagedObject): readonly Device[] {
  const config = vm.get('config')
  return isA(config, 'VirtualMachineConfigInfo') ? (config.hardware?.device ?? []) : []
}

const isRunning = (vm: ManagedObject) => {
  const runtime = vm.get('runtime')
  return isRecord(runtime) && runtime['powerState'] === 'poweredOn'
}

/** USB devices say themselves whether they are connected; all others by their connection. */
const isConnected = (device: Device) =>
  isA(device, 'VirtualUSB') ? device.connected : device.connectable?.connected === true

function mediaOf({ backing, deviceInfo }: Device): string {
  if (isA(backing, 'VirtualDeviceFileBackingInfo')) return backing.fileName
  if (isA(backing, 'VirtualDeviceURIBackingInfo')) return backing.serviceURI
  if (isA(backing, 'VirtualDeviceDeviceBackingInfo') && backing.deviceName !== '') return backing.deviceName
  return deviceInfo?.summary ?? ''
}

/**
 * What the system in a running VM lists of its removable devices and adapters. A drive is there whether or not anything is
 * connected to it; a USB device is there only while it is. Nothing is there when the VM does not run.
 */
export function guestDevices(vm: ManagedObject): readonly GuestDevice[] {
  if (!isRunning(vm)) return []
  return devicesOf(vm).flatMap((device) => {
    const kind = kindOf(device)
    const connected = isConnected(device)
    if (kind === undefined || (kind === 'usb' && !connected)) return []
    const label = device.deviceInfo?.label ?? String(device.key)
    return [{ key: device.key, kind, label, connected, ...(connected && { media: mediaOf(device) }) }]
  })
}

/** Why a user of the guest without rights could not plug a device in or out. */
export type GuestRefusal =
  /** The VM does not run. */
  | 'notRunning'
  /** There is no device with that key that can be plugged. */
  | 'noDevice'
  /** `connectable.allowGuestControl` is false. */
  | 'noGuestControl'
  /** `isolation.device.connectable.disable` holds. */
  | 'isolated'

export type GuestAnswer = { readonly done: true } | { readonly done: false; readonly refused: GuestRefusal }

const isolationKey = 'isolation.device.connectable.disable'

/**
 * Whether the VM keeps its guest from plugging devices: by the option, or, where it is absent, as the release of the host
 * has it: secure from 7.0 on (facts/controls.md `absentMeans`, Security Configuration Guide 7.0 to 9.1). Of 6.5 and 6.7
 * nothing is published; their guides ask to set it, so absent is taken to mean open.
 */
function isGuestIsolated(world: World, vm: ManagedObject): boolean {
  const config = vm.get('config')
  const options = isRecord(config) ? listOf(config['extraConfig']) : []
  const found = options.find((option) => isRecord(option) && String(option['key']).toLowerCase() === isolationKey)
  const value = isRecord(found) ? String(found['value']).trim().toUpperCase() : ''
  if (value === 'TRUE' || value === '1') return true
  if (value === 'FALSE' || value === '0') return false
  const release = hostReleaseOf(hostOfVm(world, vm))
  return release !== undefined && isFrom(release, '7.0')
}

/**
 * A user of the guest, without any right in vSphere, plugs a device in or out with VMware Tools. What refuses him is the
 * answer; what he does shows in the VM's configuration.
 */
export function guestConnects(world: World, vm: ManagedObject, key: number, connected: boolean): GuestAnswer {
  if (!isRunning(vm)) return { done: false, refused: 'notRunning' }
  const device = devicesOf(vm).find((candidate) => candidate.key === key)
  const connectable = device?.connectable
  if (device === undefined || connectable === undefined) return { done: false, refused: 'noDevice' }
  if (isGuestIsolated(world, vm)) return { done: false, refused: 'isolated' }
  if (!connectable.allowGuestControl) return { done: false, refused: 'noGuestControl' }
  if (connectable.connected !== connected) plug(world, vm, key, connected)
  return { done: true }
}

function plug(world: World, vm: ManagedObject, key: number, connected: boolean): void {
  world.store.update<DataTypes['VirtualMachineConfigInfo']>(vm, 'config', (config) => ({
    ...config,
    hardware: {
      ...config.hardware,
      device: (config.hardware.device ?? []).map((device) =>
        device.key === key ? plugged(device, connected) : device,
      ),
    },
  }))
}

const plugged = (device: Device, connected: boolean): Device =>
  device.connectable === undefined
    ? device
    : { ...device, connectable: { ...device.connectable, connected, status: connected ? 'ok' : 'untried' } }
