import { isA, isSubtype } from '@sakimori/vim25'
import type { DataTypeName, DataTypes, MoRef } from '@sakimori/vim25/types'
import { isRecord, listOf } from '../../../kernel/values.ts'
import type { Device } from '../vm-record.ts'
import { deviceFault } from './device-fault.ts'
import type { Facing } from './facing.ts'

type Backing = DataTypes['VirtualDeviceBackingInfo']

interface BackingRow {
  readonly device: DataTypeName
  readonly allowed: readonly DataTypeName[]
  /** What a device of the kind is backed by when nothing is said; absent: something must be. */
  readonly without?: Backing
}

/** What each kind of device may be backed by (vSphere API, the subtypes of VirtualDeviceBackingInfo). */
const rows: readonly BackingRow[] = [
  {
    device: 'VirtualCdrom',
    allowed: [
      'VirtualCdromIsoBackingInfo',
      'VirtualCdromAtapiBackingInfo',
      'VirtualCdromPassthroughBackingInfo',
      'VirtualCdromRemoteAtapiBackingInfo',
      'VirtualCdromRemotePassthroughBackingInfo',
    ],
    without: {
      _typeName: 'VirtualCdromRemotePassthroughBackingInfo',
      deviceName: '',
      useAutoDetect: false,
      exclusive: false,
    },
  },
  {
    device: 'VirtualFloppy',
    allowed: [
      'VirtualFloppyImageBackingInfo',
      'VirtualFloppyDeviceBackingInfo',
      'VirtualFloppyRemoteDeviceBackingInfo',
    ],
    without: { _typeName: 'VirtualFloppyRemoteDeviceBackingInfo', deviceName: '', useAutoDetect: false },
  },
  {
    device: 'VirtualSerialPort',
    allowed: [
      'VirtualSerialPortDeviceBackingInfo',
      'VirtualSerialPortFileBackingInfo',
      'VirtualSerialPortPipeBackingInfo',
      'VirtualSerialPortURIBackingInfo',
      'VirtualSerialPortThinPrintBackingInfo',
    ],
  },
  {
    device: 'VirtualParallelPort',
    allowed: ['VirtualParallelPortDeviceBackingInfo', 'VirtualParallelPortFileBackingInfo'],
  },
  {
    device: 'VirtualUSB',
    allowed: ['VirtualUSBUSBBackingInfo', 'VirtualUSBRemoteHostBackingInfo', 'VirtualUSBRemoteClientBackingInfo'],
  },
  {
    device: 'VirtualSoundCard',
    allowed: ['VirtualSoundCardDeviceBackingInfo'],
    without: { _typeName: 'VirtualSoundCardDeviceBackingInfo', deviceName: '', useAutoDetect: true },
  },
  { device: 'VirtualPCIPassthrough', allowed: ['VirtualPCIPassthroughDeviceBackingInfo'] },
  { device: 'VirtualSCSIPassthrough', allowed: ['VirtualSCSIPassthroughDeviceBackingInfo'] },
  {
    device: 'VirtualPrecisionClock',
    allowed: ['VirtualPrecisionClockSystemClockBackingInfo'],
    without: { _typeName: 'VirtualPrecisionClockSystemClockBackingInfo', protocol: 'ptp' },
  },
  { device: 'VirtualPointingDevice', allowed: ['VirtualPointingDeviceDeviceBackingInfo'] },
]

/** A device with its backing checked and completed. Throws InvalidDeviceBacking, InvalidDatastorePath. */
export function backed(device: Device, index: number, facing: Facing): Device {
  const row = rows.find(({ device: type }) => isSubtype(device._typeName, type))
  if (row === undefined) {
    if (device.backing !== undefined) throw deviceFault('InvalidDeviceBacking', index, 'backing')
    return device
  }
  const backing = device.backing ?? row.without
  const isAllowed = backing !== undefined && row.allowed.some((type) => isSubtype(backing._typeName, type))
  if (!isAllowed) throw deviceFault('InvalidDeviceBacking', index, 'backing')
  if (isA(backing, 'VirtualPCIPassthroughDeviceBackingInfo') && !hasPciDevice(facing, backing.id)) {
    throw deviceFault('InvalidDeviceBacking', index, 'backing.id')
  }
  if (isA(backing, 'VirtualDeviceFileBackingInfo')) return { ...device, backing: inFile(backing, facing) }
  return { ...device, backing }
}

/** Images that come with the host: '[] /usr/lib/vmware/isoimages/windows.iso'. */
const ofHost = /^\[\]/

function inFile(backing: DataTypes['VirtualDeviceFileBackingInfo'], facing: Facing): Backing {
  const { fileName } = backing
  if (ofHost.test(fileName)) return backing
  const name = fileName.startsWith('ds:///') ? fromUrl(fileName, facing) : fileName
  const place = facing.files.locate(name)
  return {
    ...backing,
    fileName: facing.files.nameOf(place),
    datastore: place.datastore.ref as MoRef<'Datastore'>,
  }
}

/** 'ds:///vmfs/volumes/5f…/a.iso' as '[store] a.iso'. */
function fromUrl(url: string, { world }: Facing): string {
  for (const datastore of world.ofType('Datastore')) {
    const base = String(world.field(datastore, 'summary', 'url') ?? '')
    if (base !== '' && url.startsWith(base)) return `[${world.nameOf(datastore)}] ${url.slice(base.length)}`
  }
  return url
}

function hasPciDevice({ world, host }: Facing, id: string): boolean {
  const devices = host === undefined ? undefined : world.field(host, 'hardware', 'pciDevice')
  return listOf(devices).some((device) => isRecord(device) && device['id'] === id)
}

/** What a device is backed by, in the words that clients show: `deviceInfo.summary`. */
export function summaryOf(device: Device, label: string, networkName: string | undefined): string {
  const { backing } = device
  if (isA(device, 'VirtualDisk')) return `${String(device.capacityInKB).replaceAll(/\B(?=(\d{3})+$)/g, ',')} KB`
  if (isA(device, 'VirtualEthernetCard')) return summaryOfPort(device) ?? networkName ?? ''
  if (isA(backing, 'VirtualCdromIsoBackingInfo')) return `ISO ${backing.fileName}`
  if (isA(backing, 'VirtualFloppyImageBackingInfo')) return `Image ${backing.fileName}`
  if (isA(backing, 'VirtualDeviceFileBackingInfo')) return `File ${backing.fileName}`
  if (isA(backing, 'VirtualDeviceURIBackingInfo')) return `Remote ${backing.serviceURI}`
  if (isA(backing, 'VirtualDevicePipeBackingInfo')) return `Pipe ${backing.pipeName}`
  if (isA(backing, 'VirtualDeviceRemoteDeviceBackingInfo'))
    return `Remote ${backing.deviceName === '' ? 'device' : backing.deviceName}`
  if (isA(backing, 'VirtualDeviceDeviceBackingInfo')) return backing.deviceName === '' ? label : backing.deviceName
  return controllerWords.find(([type]) => isSubtype(device._typeName, type))?.[1] ?? label
}

/** Of a port group on a distributed switch, clients show the switch. */
function summaryOfPort({ backing }: DataTypes['VirtualEthernetCard']): string | undefined {
  if (!isA(backing, 'VirtualEthernetCardDistributedVirtualPortBackingInfo')) return undefined
  return `DVSwitch: ${backing.port.switchUuid}`
}

const controllerWords: readonly (readonly [type: DataTypeName, words: string])[] = [
  ['ParaVirtualSCSIController', 'VMware paravirtual SCSI'],
  ['VirtualLsiLogicSASController', 'LSI Logic SAS'],
  ['VirtualLsiLogicController', 'LSI Logic'],
  ['VirtualBusLogicController', 'Bus Logic'],
  ['VirtualSATAController', 'AHCI'],
]
