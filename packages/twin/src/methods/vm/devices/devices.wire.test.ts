import fc from 'fast-check'
import { isA, type MoRef } from '@sakimori/vim25'
import type { DataTypes } from '@sakimori/vim25/types'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { vmBench, type VmBench } from '../../../testing/vm-bench.ts'

type Device = DataTypes['VirtualDevice']
type Spec = DataTypes['VirtualDeviceConfigSpec']

let bench: VmBench

beforeAll(async () => {
  bench = await vmBench()
})
afterAll(async () => {
  await bench[Symbol.asyncDispose]()
})

const backing = {
  _typeName: 'VirtualDiskFlatVer2BackingInfo',
  fileName: '',
  diskMode: 'persistent',
  thinProvisioned: true,
} as const
const network = { _typeName: 'VirtualEthernetCardNetworkBackingInfo', deviceName: 'Management Network' } as const

/** Devices that may be added to a VM that is off, without a place: the server finds one, or has none left. */
const plain = {
  pvscsi: { _typeName: 'ParaVirtualSCSIController', key: -1, busNumber: 0, sharedBus: 'noSharing' },
  ahci: { _typeName: 'VirtualAHCIController', key: -1, busNumber: -1 },
  nvme: { _typeName: 'VirtualNVMEController', key: -1, busNumber: 0 },
  usb: { _typeName: 'VirtualUSBController', key: -1, busNumber: 0 },
  disk: { _typeName: 'VirtualDisk', key: -1, capacityInKB: 1024, backing },
  cdrom: { _typeName: 'VirtualCdrom', key: -1 },
  floppy: { _typeName: 'VirtualFloppy', key: -1 },
  serial: {
    _typeName: 'VirtualSerialPort',
    key: -1,
    yieldOnPoll: true,
    backing: { _typeName: 'VirtualSerialPortURIBackingInfo', serviceURI: 'telnet://:1', direction: 'server' },
  },
  nic: { _typeName: 'VirtualVmxnet3', key: -1, backing: network },
  sound: { _typeName: 'VirtualHdAudioCard', key: -1 },
} as const satisfies Record<string, Device>

type Deed =
  | { readonly do: 'add'; readonly what: keyof typeof plain; readonly count: number }
  | { readonly do: 'addOnNew'; readonly what: 'disk' | 'cdrom' }
  | { readonly do: 'remove' | 'move'; readonly which: number }

const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({
    do: fc.constant('add' as const),
    what: fc.constantFrom(...(Object.keys(plain) as (keyof typeof plain)[])),
    count: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({ do: fc.constant('addOnNew' as const), what: fc.constantFrom('disk' as const, 'cdrom' as const) }),
  fc.record({ do: fc.constantFrom('remove' as const, 'move' as const), which: fc.nat({ max: 200 }) }),
)

const adding = (device: Device): Spec => ({
  _typeName: 'VirtualDeviceConfigSpec',
  operation: 'add',
  device,
  ...(isA(device, 'VirtualDisk') && { fileOperation: 'create' }),
})

/** What a client sends for a deed: several devices under made-up keys, a drive with its new controller, a change of place. */
function specsOf(wanted: Deed, devices: readonly Device[]): Spec[] {
  if (wanted.do === 'add')
    return Array.from({ length: wanted.count }, (_, index) => adding({ ...plain[wanted.what], key: -1 - index }))
  if (wanted.do === 'addOnNew') {
    const controller = { ...plain.ahci, key: -100 }
    return [adding({ ...plain[wanted.what], key: -101, controllerKey: -100, unitNumber: 3 }), adding(controller)]
  }
  const removable = devices.filter(
    ({ controllerKey, _typeName }) =>
      controllerKey !== undefined && controllerKey !== 300 && !_typeName.startsWith('VirtualMachine'),
  )
  const device = removable[wanted.which % Math.max(1, removable.length)]
  if (device === undefined) return []
  if (wanted.do === 'remove') return [{ _typeName: 'VirtualDeviceConfigSpec', operation: 'remove', device }]
  return [
    {
      _typeName: 'VirtualDeviceConfigSpec',
      operation: 'edit',
      device: { ...device, unitNumber: wanted.which % 16 } as Device,
    },
  ]
}

/** Units of the SIO controller are counted by kind of device, all others by controller. */
const unitOf = ({ controllerKey, unitNumber, _typeName }: Device) =>
  `${controllerKey === 400 ? _typeName : ''} ${controllerKey}:${unitNumber}`

function expectSound(devices: readonly Device[]): void {
  const keys = devices.map(({ key }) => key)
  expect(new Set(keys).size).toBe(keys.length)
  expect(keys.every((key) => key >= 0)).toBe(true)
  const units = devices.filter(({ controllerKey }) => controllerKey !== undefined).map(unitOf)
  expect(new Set(units).size).toBe(units.length)
  for (const controller of devices.filter((device) => isA(device, 'VirtualController'))) {
    const attached = devices.filter(({ controllerKey }) => controllerKey === controller.key).map(({ key }) => key)
    expect([controller.key, controller.device ?? []]).toEqual([controller.key, attached])
  }
  const known = new Set(keys)
  for (const { controllerKey } of devices) expect(controllerKey === undefined || known.has(controllerKey)).toBe(true)
  const labels = devices.map(({ deviceInfo }) => deviceInfo?.label)
  expect(new Set(labels).size).toBe(labels.length)
}

/** What a server may answer to a spec that is well-formed: it is done, or there is no place left, or something hangs on it. */
const allowed = ['no fault', 'InvalidDeviceSpec', 'MissingController', 'InvalidController']

test('whatever is added, moved and removed: keys are unique, units do not clash, controllers know what is on them', async () => {
  let number = 0
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 1, maxLength: 12 }), async (deeds) => {
      number += 1
      const vm: MoRef<'VirtualMachine'> = await bench.makeVm(`law-${number}`)
      for (const one of deeds) {
        const before = await bench.devicesOf(vm)
        const deviceChange = specsOf(one, before)
        const fault = await bench.faultOf(bench.reconfigure(vm, { deviceChange }))
        expect(allowed).toContain(fault)
        const after = await bench.devicesOf(vm)
        if (fault !== 'no fault') expect(after).toEqual(before)
        expectSound(after)
      }
      await bench.run(bench.vim.call(vm, 'Destroy_Task', {}))
    }),
    { numRuns: 30 },
  )
}, 30_000)
