import { isSubtype } from '@sakimori/vim25'
import type { DataTypeName } from '@sakimori/vim25/types'
import type { Device } from '../vm-record.ts'

/** Where a kind of device can be plugged in: units of a controller, and the key that follows from bus and unit. */
export interface Slot {
  /** The type of controller; undefined: the device hangs on nothing. */
  readonly on: DataTypeName | undefined
  readonly units: readonly (readonly [from: number, to: number])[]
  readonly key: (bus: number, unit: number) => number
}

/** One kind of device. Keys, units and limits: as vSphere numbers them; Broadcom "Configuration Maximums", virtual machine. */
export interface Kind {
  readonly type: DataTypeName
  /** 'Hard disk' is followed by a number that counts from 1; see `numbered`. */
  readonly label: string
  readonly numbered: 'fromOne' | 'byBus' | 'never'
  /** Whether it can be added and removed while the VM runs. */
  readonly hot: boolean
  readonly slots: readonly Slot[]
  /** Of a controller: how many buses of its family a VM may have; `family` counts them. */
  readonly bus?: { readonly family: DataTypeName; readonly most: number }
  /** Every VM has it, and nobody adds or removes it. */
  readonly fixed?: true
  /** Its unit numbers are its own: floppy 0 and serial port 0 share the SIO controller. */
  readonly ownUnits?: true
}

const pci = (units: Slot['units'], key: Slot['key']): Slot => ({ on: 'VirtualPCIController', units, key })
const sio = (most: number, first: number): Slot => ({
  on: 'VirtualSIOController',
  units: [[0, most - 1]],
  key: (_, unit) => first + unit,
})

const controller = (
  type: DataTypeName,
  label: string,
  family: DataTypeName,
  key: number,
  unit: number,
  most: number,
  hot: boolean,
): Kind => ({
  type,
  label,
  numbered: most > 1 ? 'byBus' : 'never',
  hot,
  slots: [pci([[unit, unit + most - 1]], (bus) => key + bus)],
  bus: { family, most },
})

const fixed = (type: DataTypeName, label: string): Kind => ({
  type,
  label,
  numbered: 'byBus',
  hot: false,
  slots: [],
  fixed: true,
})

const onScsi: Slot = {
  on: 'VirtualSCSIController',
  units: [
    [0, 6],
    [8, 15],
  ],
  key: (bus, unit) => 2000 + bus * 16 + unit,
}
/** The paravirtual controller takes 64 disks (since 6.7), the others 15. */
const onPvscsi: Slot = {
  on: 'ParaVirtualSCSIController',
  units: [
    [0, 6],
    [8, 64],
  ],
  key: onScsi.key,
}
const onSata: Slot = { on: 'VirtualSATAController', units: [[0, 29]], key: (bus, unit) => 16_000 + bus * 30 + unit }
const onNvme: Slot = { on: 'VirtualNVMEController', units: [[0, 14]], key: (bus, unit) => 32_000 + bus * 64 + unit }
const onIde: Slot = { on: 'VirtualIDEController', units: [[0, 1]], key: (bus, unit) => 3000 + bus * 2 + unit }
const onUsb = (on: DataTypeName): Slot => ({ on, units: [[0, 19]], key: (_, unit) => 11_000 + unit })

/** In the order in which they are tried: subtypes before their bases. */
const kinds: readonly Kind[] = [
  {
    type: 'VirtualDisk',
    label: 'Hard disk',
    numbered: 'fromOne',
    hot: true,
    slots: [onPvscsi, onScsi, onSata, onNvme, onIde],
  },
  { type: 'VirtualCdrom', label: 'CD/DVD drive', numbered: 'fromOne', hot: true, slots: [onSata, onIde] },
  {
    type: 'VirtualFloppy',
    label: 'Floppy drive',
    numbered: 'fromOne',
    hot: false,
    slots: [sio(2, 8000)],
    ownUnits: true,
  },
  {
    type: 'VirtualSerialPort',
    label: 'Serial port',
    numbered: 'fromOne',
    hot: false,
    slots: [sio(32, 9000)],
    ownUnits: true,
  },
  {
    type: 'VirtualParallelPort',
    label: 'Parallel port',
    numbered: 'fromOne',
    hot: false,
    slots: [sio(3, 10_000)],
    ownUnits: true,
  },
  {
    type: 'VirtualEthernetCard',
    label: 'Network adapter',
    numbered: 'fromOne',
    hot: true,
    slots: [pci([[7, 16]], (_, unit) => 4000 + unit - 7)],
  },
  {
    type: 'VirtualSoundCard',
    label: 'Sound card',
    numbered: 'never',
    hot: false,
    slots: [pci([[18, 18]], () => 5000)],
  },
  {
    type: 'VirtualUSB',
    label: 'USB',
    numbered: 'fromOne',
    hot: true,
    slots: [onUsb('VirtualUSBXHCIController'), onUsb('VirtualUSBController')],
  },
  {
    type: 'VirtualPCIPassthrough',
    label: 'PCI device',
    numbered: 'fromOne',
    hot: false,
    slots: [
      pci(
        [
          [18, 21],
          [34, 45],
        ],
        () => 13_000,
      ),
    ],
  },
  { type: 'VirtualSCSIPassthrough', label: 'SCSI device', numbered: 'fromOne', hot: true, slots: [onPvscsi, onScsi] },
  {
    type: 'VirtualTPM',
    label: 'Virtual TPM',
    numbered: 'never',
    hot: false,
    slots: [{ on: undefined, units: [[0, 0]], key: () => 11_500 }],
  },
  {
    type: 'VirtualPrecisionClock',
    label: 'Precision clock',
    numbered: 'never',
    hot: false,
    slots: [pci([[46, 46]], () => 19_000)],
  },
  controller('VirtualSCSIController', 'SCSI controller', 'VirtualSCSIController', 1000, 3, 4, true),
  controller('VirtualSATAController', 'SATA controller', 'VirtualSATAController', 15_000, 24, 4, true),
  controller('VirtualNVMEController', 'NVME controller', 'VirtualNVMEController', 31_000, 30, 4, true),
  controller('VirtualUSBController', 'USB controller', 'VirtualUSBController', 7000, 22, 1, true),
  controller('VirtualUSBXHCIController', 'USB xHCI controller', 'VirtualUSBXHCIController', 14_000, 23, 1, true),
  fixed('VirtualIDEController', 'IDE'),
  fixed('VirtualPS2Controller', 'PS2 controller'),
  fixed('VirtualPCIController', 'PCI controller'),
  fixed('VirtualSIOController', 'SIO controller'),
  fixed('VirtualKeyboard', 'Keyboard'),
  fixed('VirtualPointingDevice', 'Pointing device'),
  fixed('VirtualMachineVideoCard', 'Video card'),
  fixed('VirtualMachineVMCIDevice', 'VMCI device'),
]

/** Devices that a host of the twin has no hardware for. */
const unsupported: readonly DataTypeName[] = ['VirtualSriovEthernetCard', 'VirtualVmxnet3Vrdma']

/** The kind of a device; undefined for one that the twin's hosts cannot give to a VM. */
export function kindOf({ _typeName }: Pick<Device, '_typeName'>): Kind | undefined {
  if (unsupported.some((type) => isSubtype(_typeName, type))) return undefined
  return kinds.find(({ type }) => isSubtype(_typeName, type))
}

/** A type that stands for many (VirtualEthernetCard, VirtualSCSIController) and is no device itself. */
export const isAbstract = (type: string): boolean =>
  [
    'VirtualDevice',
    'VirtualEthernetCard',
    'VirtualController',
    'VirtualSCSIController',
    'VirtualSATAController',
    'VirtualSoundCard',
    'VirtualVmxnet',
  ].includes(type)
