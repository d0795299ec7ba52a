import type { DataTypes, MoRef } from '@sakimori/vim25/types'
import { maybe } from '../releases/maybe.ts'
import { AHCI, described, fixedDevices, IDE, PCI, SCSI, SIO } from './fixed-devices.ts'
import { vmMac } from './identity.ts'

const KB_IN_GB = 2 ** 20

export interface DiskSpec {
  readonly gb: number
  readonly datastore: MoRef<'Datastore'>
  /** `[datastore] folder/name.vmdk`. */
  readonly file: string
  readonly uuid: string
  readonly mode?: 'persistent' | 'independent_persistent' | 'independent_nonpersistent'
  readonly shared?: boolean
  readonly thick?: boolean
}

/** Where a network adapter is plugged. */
export type NicPlug =
  | { readonly network: MoRef<'Network'>; readonly name: string }
  | {
      readonly portgroup: MoRef<'DistributedVirtualPortgroup'>
      readonly switchUuid: string
      readonly port: string
      readonly name: string
    }

export interface NicSpec {
  readonly plug: NicPlug
  /** Of the address that vCenter Server gave. */
  readonly number: number
  readonly kind?: 'VirtualVmxnet3' | 'VirtualE1000e' | 'VirtualE1000'
  readonly ip?: string
  readonly connected?: boolean
}

/** A device that can be plugged in and out. */
export interface RemovableSpec {
  readonly connected?: boolean
  readonly startConnected?: boolean
  readonly guestControl?: boolean
}

/** The devices of a VM besides those that all have. */
export interface DeviceSpec {
  readonly disks: readonly DiskSpec[]
  readonly nics: readonly NicSpec[]
  readonly sharedBus?: 'virtualSharing' | 'physicalSharing'
  readonly cdrom?: RemovableSpec & {
    readonly iso?: { readonly file: string; readonly datastore: MoRef<'Datastore'> }
    readonly hostDevice?: string
  }
  readonly floppy?: RemovableSpec & { readonly image?: string }
  readonly serial?: RemovableSpec & { readonly uri?: string; readonly file?: string }
  readonly parallel?: RemovableSpec & { readonly device: string }
  readonly usbController?: 'ehci' | 'xhci'
  readonly usb?: { readonly device: string; readonly hostname?: string; readonly connected: boolean }
  readonly sound?: boolean
  readonly passthrough?: { readonly device: string; readonly pciId: string }
  readonly tpm?: boolean
}

const [CDROM, FLOPPY, SERIAL, PARALLEL, EHCI, XHCI, USB, SOUND, PASSTHROUGH, TPM] = [
  16_000, 8000, 9000, 10_000, 7000, 14_000, 11_000, 5000, 13_000, 11_500,
]

const isOn = (power: 'poweredOn' | 'poweredOff', spec: RemovableSpec) =>
  power === 'poweredOn' && (spec.connected ?? false)

function connectable(spec: RemovableSpec, power: 'poweredOn' | 'poweredOff'): DataTypes['VirtualDeviceConnectInfo'] {
  return {
    _typeName: 'VirtualDeviceConnectInfo',
    startConnected: spec.startConnected ?? spec.connected ?? false,
    allowGuestControl: spec.guestControl ?? false,
    connected: isOn(power, spec),
    status: isOn(power, spec) ? 'ok' : 'untried',
  }
}

/** All devices of a VM, in the order in which vSphere lists them. */
export function vmDevices(spec: DeviceSpec, power: 'poweredOn' | 'poweredOff'): readonly DataTypes['VirtualDevice'][] {
  const nics = spec.nics.map(nic)
  const disks = spec.disks.map(disk)
  const own = [...removables(spec, power), ...others(spec)]
  const on = (controller: number) =>
    own.filter(({ controllerKey }) => controllerKey === controller).map(({ key }) => key)
  const attached = {
    ide: on(IDE),
    pci: [...nics.map(({ key }) => key), ...on(PCI)],
    sio: on(SIO),
    scsi: disks.map(({ key }) => key),
    ahci: on(AHCI),
  }
  return [...fixedDevices(attached, spec.sharedBus ?? 'noSharing'), ...own, ...disks, ...nics]
}

function disk(
  { gb, datastore, file, uuid, mode = 'persistent', shared = false, thick = false }: DiskSpec,
  index: number,
): DataTypes['VirtualDisk'] {
  const unit = index < 7 ? index : index + 1
  return {
    _typeName: 'VirtualDisk',
    key: 2000 + unit,
    deviceInfo: described(`Hard disk ${index + 1}`, `${grouped(gb * KB_IN_GB)} KB`),
    backing: {
      _typeName: 'VirtualDiskFlatVer2BackingInfo',
      fileName: file,
      datastore,
      diskMode: mode,
      split: false,
      writeThrough: false,
      thinProvisioned: !thick,
      eagerlyScrub: thick,
      uuid,
      contentId: uuid.replaceAll('-', ''),
      digestEnabled: false,
      sharing: shared ? 'sharingMultiWriter' : 'sharingNone',
    },
    controllerKey: SCSI,
    unitNumber: unit,
    capacityInKB: gb * KB_IN_GB,
    capacityInBytes: gb * 2 ** 30,
    shares: normalDiskShares,
    storageIOAllocation: diskAllocation,
  }
}

/** 41943040 as 41,943,040. */
const grouped = (size: number) => String(size).replaceAll(/\B(?=(\d{3})+$)/g, ',')

const normalDiskShares = { _typeName: 'SharesInfo', shares: 1000, level: 'normal' } as const
const diskAllocation = {
  _typeName: 'StorageIOAllocationInfo',
  limit: -1,
  shares: normalDiskShares,
  reservation: 0,
} as const
const nicAllocation = {
  _typeName: 'VirtualEthernetCardResourceAllocation',
  reservation: 0,
  share: { _typeName: 'SharesInfo', shares: 50, level: 'normal' },
  limit: -1,
} as const

function nic(
  { plug, number, kind = 'VirtualVmxnet3', connected = true }: NicSpec,
  index: number,
): DataTypes['VirtualEthernetCard'] {
  return {
    _typeName: kind,
    key: 4000 + index,
    deviceInfo: described(
      `Network adapter ${index + 1}`,
      'network' in plug ? plug.name : `DVSwitch: ${plug.switchUuid}`,
    ),
    backing: nicBacking(plug),
    connectable: {
      _typeName: 'VirtualDeviceConnectInfo',
      startConnected: connected,
      allowGuestControl: true,
      connected,
      status: connected ? 'ok' : 'untried',
    },
    slotInfo: { _typeName: 'VirtualDevicePciBusSlotInfo', pciSlotNumber: 192 + index * 32 },
    controllerKey: PCI,
    unitNumber: 7 + index,
    addressType: 'assigned',
    macAddress: vmMac(number),
    wakeOnLanEnabled: true,
    resourceAllocation: nicAllocation,
    uptCompatibilityEnabled: kind === 'VirtualVmxnet3',
  }
}

function nicBacking(plug: NicPlug): DataTypes['VirtualDeviceBackingInfo'] {
  if ('network' in plug)
    return {
      _typeName: 'VirtualEthernetCardNetworkBackingInfo',
      deviceName: plug.name,
      useAutoDetect: false,
      network: plug.network,
    }
  return {
    _typeName: 'VirtualEthernetCardDistributedVirtualPortBackingInfo',
    port: {
      _typeName: 'DistributedVirtualSwitchPortConnection',
      switchUuid: plug.switchUuid,
      portgroupKey: plug.portgroup.value,
      portKey: plug.port,
      connectionCookie: Number(plug.port) + 1,
    },
  }
}

/** Drives and ports, which people plug in and out. */
function removables(spec: DeviceSpec, power: 'poweredOn' | 'poweredOff'): readonly DataTypes['VirtualDevice'][] {
  const { cdrom, floppy, serial, parallel } = spec
  const common = (key: number, label: string, controllerKey: number, state: RemovableSpec) => ({
    key,
    deviceInfo: described(label),
    connectable: connectable(state, power),
    controllerKey,
    unitNumber: 0,
  })
  const list: (DataTypes['VirtualDevice'] | undefined)[] = [
    cdrom && {
      _typeName: 'VirtualCdrom',
      ...common(CDROM, 'CD/DVD drive 1', AHCI, cdrom),
      backing: discBacking(cdrom),
    },
    floppy && {
      _typeName: 'VirtualFloppy',
      ...common(FLOPPY, 'Floppy drive 1', SIO, floppy),
      backing: floppyBacking(floppy),
    },
    serial && {
      _typeName: 'VirtualSerialPort',
      ...common(SERIAL, 'Serial port 1', SIO, serial),
      backing: serialBacking(serial),
      yieldOnPoll: true,
    },
    parallel && {
      _typeName: 'VirtualParallelPort',
      ...common(PARALLEL, 'Parallel port 1', SIO, parallel),
      backing: { _typeName: 'VirtualParallelPortDeviceBackingInfo', deviceName: parallel.device, useAutoDetect: false },
    },
  ]
  return list.filter((device) => device !== undefined)
}

function discBacking({ iso, hostDevice }: NonNullable<DeviceSpec['cdrom']>): DataTypes['VirtualDeviceBackingInfo'] {
  if (iso) return { _typeName: 'VirtualCdromIsoBackingInfo', fileName: iso.file, datastore: iso.datastore }
  if (hostDevice !== undefined)
    return { _typeName: 'VirtualCdromAtapiBackingInfo', deviceName: hostDevice, useAutoDetect: false }
  return {
    _typeName: 'VirtualCdromRemotePassthroughBackingInfo',
    deviceName: '',
    useAutoDetect: false,
    exclusive: false,
  }
}

const floppyBacking = ({ image }: NonNullable<DeviceSpec['floppy']>): DataTypes['VirtualDeviceBackingInfo'] =>
  image === undefined
    ? { _typeName: 'VirtualFloppyRemoteDeviceBackingInfo', deviceName: '', useAutoDetect: false }
    : { _typeName: 'VirtualFloppyImageBackingInfo', fileName: image }

const serialBacking = ({ uri, file }: NonNullable<DeviceSpec['serial']>): DataTypes['VirtualDeviceBackingInfo'] =>
  uri === undefined
    ? { _typeName: 'VirtualSerialPortFileBackingInfo', fileName: file ?? '' }
    : { _typeName: 'VirtualSerialPortURIBackingInfo', serviceURI: uri, direction: 'server' }

/** Controllers and cards that an administrator added. */
function others({ usbController, usb, sound, passthrough, tpm }: DeviceSpec): readonly DataTypes['VirtualDevice'][] {
  const isXhci = usbController === 'xhci'
  const usbKey = isXhci ? XHCI : EHCI
  const bus = { busNumber: 0, ...maybe('device', usb ? [USB] : undefined), autoConnectDevices: false }
  const list: (DataTypes['VirtualDevice'] | undefined | false)[] = [
    usbController &&
      (isXhci
        ? {
            _typeName: 'VirtualUSBXHCIController',
            key: usbKey,
            deviceInfo: described('USB xHCI controller'),
            controllerKey: PCI,
            unitNumber: 23,
            ...bus,
          }
        : {
            _typeName: 'VirtualUSBController',
            key: usbKey,
            deviceInfo: described('USB controller'),
            controllerKey: PCI,
            unitNumber: 22,
            ...bus,
            ehciEnabled: true,
          }),
    usb && {
      _typeName: 'VirtualUSB',
      key: USB,
      deviceInfo: described('USB 1', usb.device),
      backing:
        usb.hostname === undefined
          ? { _typeName: 'VirtualUSBUSBBackingInfo', deviceName: usb.device, useAutoDetect: false }
          : {
              _typeName: 'VirtualUSBRemoteHostBackingInfo',
              deviceName: usb.device,
              useAutoDetect: false,
              hostname: usb.hostname,
            },
      controllerKey: usbKey,
      unitNumber: 0,
      connected: usb.connected,
      family: ['storage'],
      speed: ['high'],
    },
    sound && {
      _typeName: 'VirtualHdAudioCard',
      key: SOUND,
      deviceInfo: described('Sound card'),
      backing: { _typeName: 'VirtualSoundCardDeviceBackingInfo', deviceName: '', useAutoDetect: true },
      controllerKey: PCI,
      unitNumber: 18,
    },
    passthrough && {
      _typeName: 'VirtualPCIPassthrough',
      key: PASSTHROUGH,
      deviceInfo: described('PCI device 0', passthrough.device),
      backing: {
        _typeName: 'VirtualPCIPassthroughDeviceBackingInfo',
        deviceName: passthrough.device,
        id: passthrough.pciId,
        deviceId: '1eb8',
        systemId: '5f1c2d3e-0000-4000-8000-48df37000001',
        vendorId: 4318,
      },
      controllerKey: PCI,
      unitNumber: 19,
    },
    tpm && { _typeName: 'VirtualTPM', key: TPM, deviceInfo: described('Virtual TPM') },
  ]
  return list.filter((device) => typeof device === 'object')
}
