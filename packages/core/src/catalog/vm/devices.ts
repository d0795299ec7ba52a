import { isRecord, known, mapFact, readRaw, unknown, type Fact, type Subject } from '../../model/index.ts'

/** A device of a VM, reduced to what controls ask. */
export interface VmDevice {
  /** The VMODL class. Labels are localised and never decide anything. */
  readonly type: string
  readonly key: string
  /** For people. */
  readonly label: string
  /** `undefined` where the class of device cannot be disconnected. */
  readonly connected: boolean | undefined
  readonly startConnected: boolean | undefined
  readonly allowGuestControl: boolean | undefined
  readonly backing: Readonly<Record<string, unknown>>
  /** Of a controller: whether it lists devices that hang on it. */
  readonly holdsDevices: boolean
}

const DEVICES = 'config.hardware.device'

const decoded = new WeakMap<object, readonly VmDevice[] | undefined>()

/** The devices of a VM; a list that cannot be understood is a fault, because any device could hide in it. */
export function readDevices(subject: Subject): Fact<readonly VmDevice[]> {
  const fact = readRaw(subject, DEVICES)
  if (!fact.known) return fact
  if (fact.value === undefined) return unknown('notCollected', fact.from, 'the server gave no list of devices')
  if (!Array.isArray(fact.value)) return unknown('fault', fact.from, 'not a list of devices')
  const devices = decode(fact.value)
  return devices ? known(devices, fact.from) : unknown('fault', fact.from, 'a device that is not understood')
}

function decode(list: readonly unknown[]): readonly VmDevice[] | undefined {
  if (decoded.has(list)) return decoded.get(list)
  const devices = list.map(deviceOf)
  const made = devices.every((device) => device !== undefined) ? devices : undefined
  decoded.set(list, made)
  return made
}

function deviceOf(entry: unknown): VmDevice | undefined {
  if (!isRecord(entry) || typeof entry['_typeName'] !== 'string') return undefined
  const type = entry['_typeName']
  const key = String(entry['key'])
  const info = isRecord(entry['deviceInfo']) ? entry['deviceInfo']['label'] : undefined
  const { connectable = {}, backing = {} } = entry
  if (!isRecord(connectable) || !isRecord(backing)) return undefined
  // A state or a class that is not understood could be any.
  const { connected, startConnected, allowGuestControl } = connectable
  if (![connected, startConnected, allowGuestControl].every((one) => one === undefined || typeof one === 'boolean'))
    return undefined
  if (backing['_typeName'] !== undefined && typeof backing['_typeName'] !== 'string') return undefined
  return {
    type,
    key,
    label: typeof info === 'string' ? info : `${type} ${key}`,
    connected: flag(connected) ?? flag(entry['connected']),
    startConnected: flag(startConnected),
    allowGuestControl: flag(allowGuestControl),
    backing,
    holdsDevices: Array.isArray(entry['device']) && entry['device'].length > 0,
  }
}

const flag = (value: unknown) => (typeof value === 'boolean' ? value : undefined)

/** Devices of one kind, by class; a class that VMODL derives from another is named as well. */
export const deviceClasses = {
  floppy: new Set(['VirtualFloppy']),
  cdrom: new Set(['VirtualCdrom']),
  serial: new Set(['VirtualSerialPort']),
  parallel: new Set(['VirtualParallelPort']),
  usbController: new Set(['VirtualUSBController', 'VirtualUSBXHCIController']),
  usb: new Set(['VirtualUSB']),
  sound: new Set(['VirtualSoundCard', 'VirtualEnsoniq1371', 'VirtualHdAudioCard', 'VirtualSoundBlaster16']),
  passthrough: new Set(['VirtualPCIPassthrough', 'VirtualSriovEthernetCard']),
  disk: new Set(['VirtualDisk']),
  network: new Set([
    'VirtualEthernetCard',
    'VirtualE1000',
    'VirtualE1000e',
    'VirtualPCNet32',
    'VirtualVmxnet',
    'VirtualVmxnet2',
    'VirtualVmxnet3',
    'VirtualVmxnet3Vrdma',
    'VirtualSriovEthernetCard',
  ]),
} as const

/** Whether a device is a network adapter: by its class, or by its backing where the class is newer than this list. */
export const isAdapter = ({ type, backing }: VmDevice): boolean =>
  deviceClasses.network.has(type) || String(backing['_typeName']).startsWith('VirtualEthernetCard')

/** Devices that a person or the guest can plug in and out. */
export const removable: ReadonlySet<string> = new Set([
  ...deviceClasses.floppy,
  ...deviceClasses.cdrom,
  ...deviceClasses.serial,
  ...deviceClasses.parallel,
  ...deviceClasses.usb,
])

/** The solution that made the VM, or `undefined` for one that people made. */
export const readManagedBy = (subject: Subject): Fact<string | undefined> =>
  mapFact(readRaw(subject, 'config.managedBy'), (value) =>
    isRecord(value) && typeof value['extensionKey'] === 'string' ? value['extensionKey'] : undefined,
  )

/** ESX Agent Manager deploys vCLS and other agent VMs and puts back what anyone changes about them. */
const PLATFORM = new Set(['com.vmware.vim.eam'])

/** Whether the platform itself makes and keeps the VM. Never by its name: anyone can name a VM `vCLS`. */
export const isPlatformMade = (extensionKey: string | undefined): boolean =>
  extensionKey !== undefined && PLATFORM.has(extensionKey)

/** Where a network adapter is plugged. */
export type Plug =
  | { readonly to: 'portgroup'; readonly name: string }
  | { readonly to: 'dvportgroup'; readonly key: string; readonly switchUuid: string }
  | { readonly to: 'opaque'; readonly id: string }
  | { readonly to: 'nothing' }
  | { readonly to: 'unknown'; readonly backing: string }

/** Reads the plug of a network adapter from the class of its backing. */
export function plugOf({ backing }: VmDevice): Plug {
  const port = isRecord(backing['port']) ? backing['port'] : undefined
  if (typeof port?.['portgroupKey'] === 'string')
    return { to: 'dvportgroup', key: port['portgroupKey'], switchUuid: String(port['switchUuid']) }
  if (typeof backing['opaqueNetworkId'] === 'string') return { to: 'opaque', id: backing['opaqueNetworkId'] }
  // A port that stands alone on a distributed switch has no port group.
  if (port) return { to: 'unknown', backing: String(backing['_typeName']) }
  if (typeof backing['deviceName'] === 'string') return { to: 'portgroup', name: backing['deviceName'] }
  return backing['_typeName'] === undefined
    ? { to: 'nothing' }
    : { to: 'unknown', backing: String(backing['_typeName']) }
}
