import { connect, ref, Secret, type MoRef, type VimClient } from '@sakimori/vim25'
import type { DataTypes } from '@sakimori/vim25/types'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { property } from '../../testing/clients.ts'
import { control } from '../../testing/control.ts'
import { vmBench, type VmBench } from '../../testing/vm-bench.ts'

type VmRef = MoRef<'VirtualMachine'>

let bench: VmBench
let running: VmRef
let off: VmRef

beforeAll(async () => {
  bench = await vmBench()
  const [first] = bench.running
  if (first === undefined) throw new Error('no VM runs')
  running = first
  off = await bench.makeVm('off')
})
afterAll(async () => {
  await bench[Symbol.asyncDispose]()
})

const option = (key: string, value: string) => ({ _typeName: 'OptionValue' as const, key, value })
const edit = (device: DataTypes['VirtualDevice']) => ({
  _typeName: 'VirtualDeviceConfigSpec' as const,
  operation: 'edit' as const,
  device,
})
const deviceOf = async (vm: VmRef, type: string) => {
  const found = (await bench.devicesOf(vm)).find(({ _typeName }) => _typeName === type)
  if (found === undefined) throw new Error(`no ${type}`)
  return found
}

/** A user who has those rights on everything, and no others. */
async function userWith(name: string, privileges: readonly string[]): Promise<VimClient> {
  const { authorizationManager, rootFolder } = bench.vim.content
  if (authorizationManager === undefined) throw new Error('no authorization manager')
  bench.twin.world.parts.accounts.set({ name, password: 'VMware1!', groups: [], fullName: name })
  const roleId = await bench.vim.call(authorizationManager, 'AddAuthorizationRole', { name, privIds: [...privileges] })
  await bench.vim.call(authorizationManager, 'SetEntityPermissions', {
    entity: rootFolder,
    permission: [{ _typeName: 'Permission', principal: name, group: false, roleId, propagate: true }],
  })
  const client = await connect({ url: bench.twin.url, tls: { mode: 'insecure' }, protocol: 'soap' })
  await client.login({ userName: name, password: new Secret('VMware1!') })
  return client
}

describe('a reconfiguration', () => {
  test('asks for rights by what it changes', async () => {
    await using user = await userWith('operator', ['VirtualMachine.Interact.DeviceConnection'])
    const cdrom = await deviceOf(running, 'VirtualCdrom')
    const connectable = {
      ...cdrom.connectable,
      _typeName: 'VirtualDeviceConnectInfo',
      startConnected: false,
      connected: false,
      allowGuestControl: cdrom.connectable?.allowGuestControl ?? false,
    } as const
    const faults = [
      bench.reconfigure(
        running,
        { deviceChange: [edit({ ...cdrom, connectable: { ...connectable, startConnected: true } })] },
        user,
      ),
      bench.reconfigure(
        running,
        {
          deviceChange: [
            edit({
              ...cdrom,
              connectable: { ...connectable, allowGuestControl: !connectable.allowGuestControl },
            }),
          ],
        },
        user,
      ),
      bench.reconfigure(running, { extraConfig: [option('a', '1')] }, user),
      bench.reconfigure(running, { annotation: 'x' }, user),
      bench.reconfigure(running, { name: 'x' }, user),
      bench.reconfigure(running, { memoryMB: 4096 }, user),
    ].map(bench.faultOf)
    expect(await Promise.all(faults)).toEqual(['no fault', ...Array.from({ length: 5 }, () => 'NoPermission')])
  })

  test('is done whole or not at all', async () => {
    const before = await bench.configOf(off)
    const missing = {
      _typeName: 'VirtualDeviceConfigSpec',
      operation: 'remove',
      device: { _typeName: 'VirtualFloppy', key: 8000 },
    } as const
    expect(await bench.faultOf(bench.reconfigure(off, { annotation: 'half', deviceChange: [missing] }))).toBe(
      'DeviceNotFound',
    )
    expect(await bench.configOf(off)).toEqual(before)
  })

  test('of another version of the configuration is refused', async () => {
    const { changeVersion } = await bench.configOf(off)
    await bench.reconfigure(off, { annotation: 'one', changeVersion })
    expect(await bench.faultOf(bench.reconfigure(off, { annotation: 'two', changeVersion }))).toBe('ConcurrentAccess')
  })

  test('refuses by name what the twin does not honour, and takes what says the same', async () => {
    const { version, vAssertsEnabled } = await bench.configOf(off)
    await bench.reconfigure(off, { version, ...(vAssertsEnabled !== undefined && { vAssertsEnabled }) })
    await expect(bench.reconfigure(off, { sevEnabled: true })).rejects.toThrow(/configSpec\.sevEnabled/)
    await expect(bench.reconfigure(off, { vAppConfigRemoved: true })).rejects.toThrow(/configSpec\.vAppConfigRemoved/)
    await expect(bench.reconfigure(off, { extraConfig: [option('firmware', 'efi')] })).rejects.toThrow(
      /set by firmware/,
    )
  })

  test('needs a key provider to encrypt', async () => {
    const cryptoKeyId = { _typeName: 'CryptoKeyId', keyId: '1' } as const
    const crypto = { _typeName: 'CryptoSpecEncrypt', cryptoKeyId } as const
    expect(await bench.faultOf(bench.reconfigure(off, { crypto }))).toBe('EncryptionKeyRequired')
    const device = { _typeName: 'VirtualTPM', key: -1 } as const
    expect(
      await bench.faultOf(
        bench.reconfigure(off, { deviceChange: [{ _typeName: 'VirtualDeviceConfigSpec', operation: 'add', device }] }),
      ),
    ).toBe('EncryptionKeyRequired')
  })

  test('what needs the VM off is refused while it runs', async () => {
    const specs: Omit<DataTypes['VirtualMachineConfigSpec'], '_typeName'>[] = [
      { firmware: 'bios' },
      { guestId: 'otherGuest' },
      { cpuHotAddEnabled: true },
      { bootOptions: { _typeName: 'VirtualMachineBootOptions', efiSecureBootEnabled: false } },
      { flags: { _typeName: 'VirtualMachineFlagInfo', virtualMmuUsage: 'on' } },
    ]
    expect(await Promise.all(specs.map((spec) => bench.faultOf(bench.reconfigure(running, spec))))).toEqual(
      specs.map(() => 'InvalidPowerState'),
    )
    expect(await bench.faultOf(bench.reconfigure(running, { numCPUs: 8 }))).toBe('CpuHotPlugNotSupported')
  })

  test('the limit on consoles is the option and the field, and it holds', async () => {
    await bench.reconfigure(running, { extraConfig: [option('RemoteDisplay.maxConnections', '1')] })
    expect((await bench.configOf(running)).maxMksConnections).toBe(1)
    await bench.vim.call(running, 'AcquireTicket', { ticketType: 'webmks' })
    expect(await bench.faultOf(bench.vim.call(running, 'AcquireTicket', { ticketType: 'webmks' }))).toBe(
      'MksConnectionLimitReached',
    )
    const open = (await bench.vim.call(running, 'QueryConnections', {})) ?? []
    await bench.vim.call(running, 'DropConnections', { listOfConnections: open })
    await bench.vim.call(running, 'AcquireTicket', { ticketType: 'webmks' })
  })
})

describe('an adapter on a distributed switch', () => {
  const portsOfVm = (vm: VmRef) => {
    const states = [...bench.twin.world.ofType('DistributedVirtualSwitch')].map(
      ({ state }) => state as { readonly ports: readonly DataTypes['DistributedVirtualPort'][] },
    )
    return states
      .flatMap(({ ports }) => ports)
      .filter(({ connectee }) => connectee?.connectedEntity?.value === vm.value)
  }

  test('takes a port of its port group, and frees it when the VM goes', async () => {
    const vm = await bench.makeVm('plugged')
    const groups = [...bench.twin.world.ofType('DistributedVirtualPortgroup')].filter(
      (group) => bench.twin.world.field(group, 'config', 'uplink') !== true,
    )
    const [dvs] = bench.twin.world.ofType('DistributedVirtualSwitch')
    const switchUuid = String(dvs?.get('uuid'))
    const backing = (index: number) => ({
      _typeName: 'VirtualEthernetCardDistributedVirtualPortBackingInfo' as const,
      port: {
        _typeName: 'DistributedVirtualSwitchPortConnection' as const,
        switchUuid,
        portgroupKey: groups[index]?.ref.value ?? '',
      },
    })
    const add = {
      _typeName: 'VirtualDeviceConfigSpec',
      operation: 'add',
      device: { _typeName: 'VirtualVmxnet3', key: -1, backing: backing(0) },
    } as const
    await bench.reconfigure(vm, { deviceChange: [add, { ...add, device: { ...add.device, key: -2 } }] })
    expect(new Set(portsOfVm(vm).map(({ key }) => key)).size).toBe(2)
    const nic = await deviceOf(vm, 'VirtualVmxnet3')
    await bench.reconfigure(vm, { deviceChange: [edit({ ...nic, backing: backing(1) })] })
    const used = new Set(portsOfVm(vm).map(({ portgroupKey }) => portgroupKey))
    expect(used).toEqual(new Set([groups[0], groups[1]].map((group) => group?.ref.value)))
    expect(await property(bench.vim, vm, 'network')).toHaveLength(2)
    await bench.run(bench.vim.call(vm, 'Destroy_Task', {}))
    expect(portsOfVm(vm)).toEqual([])
  })
})

describe('the guest of a VM', () => {
  const path = (vm: VmRef) => `/twin/vms/${vm.value}/guest/devices`
  const seen = async (vm = running) => (await control(bench.twin, 'GET', path(vm))).body
  const plug = async (key: number, vm = running) =>
    (await control(bench.twin, 'POST', `${path(vm)}/${key}`, { connected: true })).body

  test('sees what is connected, and may change it only where he is let', async () => {
    const cdrom = await deviceOf(running, 'VirtualCdrom')
    const iso = { _typeName: 'VirtualCdromIsoBackingInfo', fileName: '[ds-c01-1] iso/tools.iso' } as const
    const connectable = {
      _typeName: 'VirtualDeviceConnectInfo',
      startConnected: false,
      connected: false,
      allowGuestControl: true,
    } as const
    await bench.reconfigure(running, {
      deviceChange: [edit({ ...cdrom, backing: iso, connectable })],
      extraConfig: [option('isolation.device.connectable.disable', '')],
    })
    expect(await seen()).toMatchObject({
      devices: expect.arrayContaining([
        {
          key: cdrom.key,
          kind: 'cdrom',
          label: 'CD/DVD drive 1',
          connected: false,
        },
      ]),
    })
    // Absent means secure on a host of 8.0.
    expect(await plug(cdrom.key)).toEqual({ done: false, refused: 'isolated' })
    await bench.reconfigure(running, { extraConfig: [option('isolation.device.connectable.disable', 'FALSE')] })
    expect(await plug(cdrom.key)).toEqual({ done: true })
    expect(await seen()).toMatchObject({
      devices: expect.arrayContaining([
        {
          key: cdrom.key,
          kind: 'cdrom',
          label: 'CD/DVD drive 1',
          connected: true,
          media: '[ds-c01-1] iso/tools.iso',
        },
      ]),
    })
    expect((await deviceOf(running, 'VirtualCdrom')).connectable?.connected).toBe(true)
    await bench.reconfigure(running, {
      deviceChange: [edit({ ...cdrom, connectable: { ...connectable, allowGuestControl: false } })],
    })
    expect(await plug(cdrom.key)).toEqual({ done: false, refused: 'noGuestControl' })
  })

  test('of a VM that is off there is none', async () => {
    expect(await seen(off)).toEqual({ devices: [] })
    expect(await plug(3000, off)).toEqual({ done: false, refused: 'notRunning' })
  })
})

test('custom fields are defined, set, and gone with their definition', async () => {
  const { customFieldsManager: manager } = bench.vim.content
  if (manager === undefined) throw new Error('no custom fields manager')
  const { key } = await bench.vim.call(manager, 'AddCustomFieldDef', { name: '所有者', moType: 'VirtualMachine' })
  await bench.vim.call(manager, 'SetField', { entity: running, key, value: '基盤課' })
  await bench.vim.call(off, 'setCustomValue', { key: '所有者', value: '業務課' })
  expect(await property(bench.vim, running, 'summary.customValue')).toEqual([
    { _typeName: 'CustomFieldStringValue', key, value: '基盤課' },
  ])
  expect(await property(bench.vim, off, 'availableField')).toMatchObject([{ key, name: '所有者' }])
  expect(await bench.faultOf(bench.vim.call(manager, 'AddCustomFieldDef', { name: '所有者' }))).toBe('DuplicateName')
  await bench.vim.call(manager, 'RemoveCustomFieldDef', { key })
  expect(await property(bench.vim, running, 'customValue')).toEqual([])
})

test('what needs a host that does not answer is refused', async () => {
  const host = bench.twin.world.find((await property(bench.vim, off, 'runtime.host')) as MoRef)
  if (host === undefined) throw new Error('no host')
  const runtime = host.get('runtime') as object
  bench.twin.world.store.set(host, 'runtime', { ...runtime, connectionState: 'notResponding' })
  expect(await bench.faultOf(bench.run(bench.vim.call(off, 'PowerOnVM_Task', {})))).toBe('HostNotReachable')
  bench.twin.world.store.set(host, 'runtime', { ...runtime, connectionState: 'connected', inMaintenanceMode: true })
  expect(await bench.faultOf(bench.run(bench.vim.call(off, 'PowerOnVM_Task', {})))).toBe('InvalidHostState')
  bench.twin.world.store.set(host, 'runtime', runtime)
})

test('a disk that another running VM has is locked, unless both share it', async () => {
  const disk = {
    _typeName: 'VirtualDisk',
    key: -2,
    controllerKey: -1,
    capacityInKB: 1024,
    backing: {
      _typeName: 'VirtualDiskFlatVer2BackingInfo',
      fileName: '',
      diskMode: 'persistent',
      thinProvisioned: true,
      sharing: 'sharingNone',
    },
  } as const
  const controller = { _typeName: 'ParaVirtualSCSIController', key: -1, busNumber: 0, sharedBus: 'noSharing' } as const
  const adding = (device: DataTypes['VirtualDevice'], fileOperation?: 'create') => ({
    _typeName: 'VirtualDeviceConfigSpec' as const,
    operation: 'add' as const,
    device,
    ...(fileOperation && { fileOperation }),
  })
  const [one, two] = [await bench.makeVm('one'), await bench.makeVm('two')]
  await bench.reconfigure(one, { deviceChange: [adding(controller), adding(disk, 'create')] })
  const made = await deviceOf(one, 'VirtualDisk')
  const { fileName } = made.backing as DataTypes['VirtualDiskFlatVer2BackingInfo']
  await bench.reconfigure(two, {
    deviceChange: [adding(controller), adding({ ...disk, backing: { ...disk.backing, fileName } })],
  })
  await bench.run(bench.vim.call(one, 'PowerOnVM_Task', {}))
  expect(await bench.faultOf(bench.run(bench.vim.call(two, 'PowerOnVM_Task', {})))).toBe('FileLocked')
  await bench.run(bench.vim.call(one, 'PowerOffVM_Task', {}))
  await bench.run(bench.vim.call(two, 'PowerOnVM_Task', {}))
  expect(ref('VirtualMachine', one.value)).toEqual(one)
})
