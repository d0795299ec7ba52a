import type { DataTypes } from '@sakimori/vim25/types'

/** Keys of controllers, as vSphere numbers them. */
export const IDE = 200
export const PCI = 100
export const SIO = 400
export const SCSI = 1000
export const AHCI = 15_000
const [PS2, KEYBOARD, POINTER, VIDEO, VMCI] = [300, 600, 700, 500, 12_000]

/** What a device is called, for people. */
export const described = (label: string, summary = label): DataTypes['Description'] => ({
  _typeName: 'Description',
  label,
  summary,
})

const controller = (key: number, label: string, busNumber: number, device: readonly number[]) => ({
  key,
  deviceInfo: described(label),
  busNumber,
  ...(device.length > 0 ? { device } : {}),
})

/** Devices that no VM lacks and that nothing tells apart: VMs share them. */
const unchanging: readonly DataTypes['VirtualDevice'][] = Object.freeze([
  { _typeName: 'VirtualIDEController', ...controller(IDE + 1, 'IDE 1', 1, []) },
  { _typeName: 'VirtualPS2Controller', ...controller(PS2, 'PS2 controller 0', 0, [KEYBOARD, POINTER]) },
  { _typeName: 'VirtualKeyboard', key: KEYBOARD, deviceInfo: described('Keyboard'), controllerKey: PS2, unitNumber: 0 },
  {
    _typeName: 'VirtualPointingDevice',
    key: POINTER,
    deviceInfo: described('Pointing device', 'Pointing device; Device'),
    backing: {
      _typeName: 'VirtualPointingDeviceDeviceBackingInfo',
      deviceName: '',
      useAutoDetect: false,
      hostPointingDevice: 'autodetect',
    },
    controllerKey: PS2,
    unitNumber: 1,
  },
  {
    _typeName: 'VirtualMachineVideoCard',
    key: VIDEO,
    deviceInfo: described('Video card'),
    controllerKey: PCI,
    unitNumber: 0,
    videoRamSizeInKB: 16_384,
    numDisplays: 1,
    useAutoDetect: false,
    enable3DSupport: false,
    use3dRenderer: 'automatic',
    graphicsMemorySizeInKB: 262_144,
  },
  {
    _typeName: 'VirtualMachineVMCIDevice',
    key: VMCI,
    deviceInfo: described('VMCI device', 'Device on the virtual machine PCI bus for the communication interface'),
    controllerKey: PCI,
    unitNumber: 17,
    id: -1,
    allowUnrestrictedCommunication: false,
    filterEnable: true,
  },
] satisfies readonly DataTypes['VirtualDevice'][])

/** The keys of devices on each controller. */
export interface Attached {
  readonly ide: readonly number[]
  readonly pci: readonly number[]
  readonly sio: readonly number[]
  readonly scsi: readonly number[]
  readonly ahci: readonly number[]
}

const made = new Map<string, readonly DataTypes['VirtualDevice'][]>()

/** Controllers and the devices that every VM has. VMs with the same things on their controllers share one list. */
export function fixedDevices(
  attached: Attached,
  sharedBus: DataTypes['VirtualSCSIController']['sharedBus'],
): readonly DataTypes['VirtualDevice'][] {
  const { ide, pci, sio, scsi, ahci } = attached
  const key = `${ide.join()};${pci.join()};${sio.join()};${scsi.join()};${ahci.join()};${sharedBus}`
  const ready = made.get(key)
  if (ready) return ready
  const list: DataTypes['VirtualDevice'][] = [
    { _typeName: 'VirtualIDEController', ...controller(IDE, 'IDE 0', 0, ide) },
    ...unchanging,
    { _typeName: 'VirtualPCIController', ...controller(PCI, 'PCI controller 0', 0, [VIDEO, VMCI, SCSI, ...pci]) },
    { _typeName: 'VirtualSIOController', ...controller(SIO, 'SIO controller 0', 0, sio) },
    {
      _typeName: 'ParaVirtualSCSIController',
      ...controller(SCSI, 'SCSI controller 0', 0, scsi),
      deviceInfo: described('SCSI controller 0', 'VMware paravirtual SCSI'),
      slotInfo: { _typeName: 'VirtualDevicePciBusSlotInfo', pciSlotNumber: 160 },
      controllerKey: PCI,
      unitNumber: 3,
      hotAddRemove: true,
      sharedBus,
      scsiCtlrUnitNumber: 7,
    },
    ...(ahci.length > 0
      ? [
          {
            _typeName: 'VirtualAHCIController' as const,
            ...controller(AHCI, 'SATA controller 0', 0, ahci),
            deviceInfo: described('SATA controller 0', 'AHCI'),
            slotInfo: { _typeName: 'VirtualDevicePciBusSlotInfo' as const, pciSlotNumber: 32 },
            controllerKey: PCI,
            unitNumber: 24,
          },
        ]
      : []),
  ]
  made.set(key, list)
  return list
}
