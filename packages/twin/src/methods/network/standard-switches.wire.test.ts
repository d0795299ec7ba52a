import type { MoRef, VimClient } from '@sakimori/vim25'
import type { DataTypes } from '@sakimori/vim25/types'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { administrator, logIn, managersOf, property } from '../../testing/clients.ts'
import { eventsOf, faultOf, outcome } from '../../testing/faults.ts'
import { logInAuditor, networkBench, type NetworkBench } from '../../testing/network-bench.ts'

let bench: NetworkBench
let system: NonNullable<DataTypes['HostConfigManager']['networkSystem']>

beforeAll(async () => {
  bench = await networkBench()
  system = bench.managers.networkSystem
})
afterAll(() => bench[Symbol.asyncDispose]())

const switchSpec = async (name = 'vSwitch0') => {
  const found = (await bench.network()).vswitch?.find((held) => held.name === name)
  if (found === undefined) throw new Error(`no ${name}`)
  return found.spec
}
const group = async (name: string) => (await bench.network()).portgroup?.find(({ spec }) => spec.name === name)
const groupSpec = (
  name: string,
  more: Partial<DataTypes['HostPortGroupSpec']> = {},
): DataTypes['HostPortGroupSpec'] => ({
  _typeName: 'HostPortGroupSpec',
  name,
  vlanId: 0,
  vswitchName: 'vSwitch0',
  policy: { _typeName: 'HostNetworkPolicy' },
  ...more,
})
const update = (spec: DataTypes['HostVirtualSwitchSpec']) =>
  bench.vim.call(system, 'UpdateVirtualSwitch', { vswitchName: 'vSwitch0', spec })
const security = (flags: Partial<DataTypes['HostNetworkSecurityPolicy']>): DataTypes['HostNetworkPolicy'] => ({
  _typeName: 'HostNetworkPolicy',
  security: { _typeName: 'HostNetworkSecurityPolicy', ...flags },
})

describe('the policy of a port group', () => {
  beforeEach(async () => {
    await bench.vim.call(system, 'AddPortGroup', {
      portgrp: groupSpec('PG', { policy: security({ allowPromiscuous: false }) }),
    })
    return async () => {
      await bench.vim.call(system, 'RemovePortGroup', { pgName: 'PG' })
    }
  })

  test('is computed field by field, after a change of the switch and of itself', async () => {
    const spec = await switchSpec()
    const promiscuous = {
      _typeName: 'HostNetworkSecurityPolicy' as const,
      allowPromiscuous: true,
      macChanges: true,
      forgedTransmits: true,
    }
    await update({ ...spec, policy: { ...spec.policy, _typeName: 'HostNetworkPolicy', security: promiscuous } })
    expect((await group('PG'))?.computedPolicy.security).toEqual({ ...promiscuous, allowPromiscuous: false })
    await bench.vim.call(system, 'UpdatePortGroup', {
      pgName: 'PG',
      portgrp: groupSpec('PG', { policy: security({ macChanges: false }) }),
    })
    expect((await group('PG'))?.computedPolicy.security).toEqual({ ...promiscuous, macChanges: false })
    await update(spec)
    const shown = (await property(bench.vim, system, 'networkInfo')) as DataTypes['HostNetworkInfo']
    expect(shown).toEqual(await bench.network())
    expect(shown.portgroup?.find(({ spec: { name } }) => name === 'PG')?.computedPolicy.security?.forgedTransmits).toBe(
      false,
    )
  })

  test('names only adapters of its switch, and loses those that the switch loses', async () => {
    const order = (activeNic: readonly string[]): DataTypes['HostNetworkPolicy'] => ({
      _typeName: 'HostNetworkPolicy',
      nicTeaming: { _typeName: 'HostNicTeamingPolicy', nicOrder: { _typeName: 'HostNicOrderPolicy', activeNic } },
    })
    const wrong = groupSpec('PG', { policy: order(['vmnic2']) })
    expect(await faultOf(bench.vim.call(system, 'UpdatePortGroup', { pgName: 'PG', portgrp: wrong }))).toBe(
      'InvalidArgument',
    )
    await bench.vim.call(system, 'UpdatePortGroup', {
      pgName: 'PG',
      portgrp: groupSpec('PG', { policy: order(['vmnic1']) }),
    })
    const spec = await switchSpec()
    const { policy: _same, ...bare } = spec
    await update({ ...bare, bridge: { _typeName: 'HostVirtualSwitchBondBridge', nicDevice: ['vmnic0'] } })
    expect((await group('PG'))?.computedPolicy.nicTeaming?.nicOrder?.activeNic).toBeUndefined()
    expect((await switchSpec()).policy?.nicTeaming?.nicOrder?.activeNic).toEqual(['vmnic0'])
    await update(spec)
  })
})

test('what would cut the host off is rolled back, with an event', async () => {
  const before = await bench.network()
  const { bridge: _cut, ...spec } = await switchSpec()
  expect(await faultOf(update(spec))).toBe('PlatformConfigFault')
  expect(await faultOf(bench.vim.call(system, 'RemoveVirtualNic', { device: 'vmk0' }))).toBe('PlatformConfigFault')
  expect(await bench.network()).toEqual(before)
  expect(await eventsOf(bench.vim, bench.host)).toContain(`NetworkRollbackEvent by ${administrator}`)
})

describe('VMkernel adapters', () => {
  const ip: DataTypes['HostIpConfig'] = {
    _typeName: 'HostIpConfig',
    dhcp: false,
    ipAddress: '10.99.0.1',
    subnetMask: '255.255.255.0',
  }
  const nic = (more: Partial<DataTypes['HostVirtualNicSpec']> = {}): DataTypes['HostVirtualNicSpec'] => ({
    _typeName: 'HostVirtualNicSpec',
    ip,
    ...more,
  })
  const keysOf = async (nicType: string) =>
    (await bench.config()).virtualNicManagerInfo.netConfig?.find((held) => held.nicType === nicType)?.selectedVnic ?? []

  test('come and go on a standard port group, with their traffic', async () => {
    await bench.vim.call(system, 'AddPortGroup', { portgrp: groupSpec('Vmk') })
    const wrong = nic({ ip: { ...ip, subnetMask: '255.0.255.0' } })
    expect(await faultOf(bench.vim.call(system, 'AddVirtualNic', { portgroup: 'Vmk', nic: wrong }))).toBe(
      'InvalidArgument',
    )
    const device = await bench.vim.call(system, 'AddVirtualNic', {
      portgroup: 'Vmk',
      nic: nic({ netStackInstanceKey: 'vmotion' }),
    })
    expect(device).toBe('vmk3')
    expect(await keysOf('vmotion')).toEqual([
      'vmotion.key-vim.host.VirtualNic-vmk1',
      'vmotion.key-vim.host.VirtualNic-vmk3',
    ])
    const select = { nicType: 'management', device }
    expect(await faultOf(bench.vim.call(bench.managers.virtualNicManager, 'SelectVnicForNicType', select))).toBe(
      'PlatformConfigFault',
    )
    expect(await outcome(bench.vim.call(system, 'RemovePortGroup', { pgName: 'Vmk' }))).toEqual({
      _typeName: 'ResourceInUse',
      type: 'PortGroup',
      name: 'Vmk',
    })
    expect(await faultOf(bench.vim.call(system, 'AddVirtualNic', { portgroup: 'Vmk', nic: nic() }))).toBe(
      'AlreadyExists',
    )
    await bench.vim.call(system, 'RemoveVirtualNic', { device })
    expect(await keysOf('vmotion')).toEqual(['vmotion.key-vim.host.VirtualNic-vmk1'])
    await bench.vim.call(system, 'RemovePortGroup', { pgName: 'Vmk' })
  })

  test('take a port of a distributed switch, and give it back', async () => {
    const { uuid } = await bench.switchConfig()
    const port = {
      _typeName: 'DistributedVirtualSwitchPortConnection' as const,
      switchUuid: uuid,
      portgroupKey: bench.group.value,
    }
    const count = (await bench.ports()).filter(({ connectee }) => connectee !== undefined).length
    const device = await bench.vim.call(system, 'AddVirtualNic', {
      portgroup: '',
      nic: nic({ distributedVirtualPort: port }),
    })
    const held = (await bench.network()).vnic?.find((vnic) => vnic.device === device)?.spec.distributedVirtualPort
    const taken = (await bench.ports()).find(({ key }) => key === held?.portKey)
    expect(taken?.connectee).toMatchObject({ connectedEntity: bench.host, nicKey: device, type: 'hostVmkVnic' })
    expect(
      await faultOf(bench.vim.call(bench.group, 'Destroy_Task', {}).then((task) => bench.vim.waitForTask(task))),
    ).toBe('ResourceInUse')
    await bench.vim.call(system, 'RemoveVirtualNic', { device })
    expect((await bench.ports()).filter(({ connectee }) => connectee !== undefined)).toHaveLength(count)
  })
})

describe('several changes at once', () => {
  const config = (more: Partial<DataTypes['HostNetworkConfig']>): DataTypes['HostNetworkConfig'] => ({
    _typeName: 'HostNetworkConfig',
    ...more,
  })
  const add: DataTypes['HostVirtualSwitchConfig'] = {
    _typeName: 'HostVirtualSwitchConfig',
    changeOperation: 'add',
    name: 'vSwitch5',
  }
  const addGroup = (vswitchName: string): DataTypes['HostPortGroupConfig'] => ({
    _typeName: 'HostPortGroupConfig',
    changeOperation: 'add',
    spec: groupSpec('Five', { vswitchName }),
  })
  const apply = (wanted: DataTypes['HostNetworkConfig'], changeMode = 'modify') =>
    bench.vim.call(system, 'UpdateNetworkConfig', { config: wanted, changeMode })

  test('are made all, or none', async () => {
    const before = await bench.network()
    expect(await faultOf(apply(config({ vswitch: [add], portgroup: [addGroup('vSwitch6')] })))).toBe('NotFound')
    expect(await bench.network()).toEqual(before)
    await apply(config({ portgroup: [addGroup('vSwitch5')], vswitch: [add] }))
    expect((await group('Five'))?.vswitch).toBe('key-vim.host.VirtualSwitch-vSwitch5')
    await bench.vim.call(system, 'RemoveVirtualSwitch', { vswitchName: 'vSwitch5' })
  })

  test('what is not simulated is refused, not ignored', async () => {
    expect(await faultOf(apply(config({}), 'replace'))).toBe('NotSupported')
    expect(await faultOf(apply(config({ ipV6Enabled: true })))).toBe('NotSupported')
    const opaque = { _typeName: 'HostVirtualNicSpec' as const, pinnedPnic: 'vmnic0' }
    expect(await faultOf(bench.vim.call(system, 'UpdateVirtualNic', { device: 'vmk1', nic: opaque }))).toBe(
      'NotSupported',
    )
  })
})

test('names, gateways and links', async () => {
  const { vim } = bench
  const dns: DataTypes['HostDnsConfig'] = {
    _typeName: 'HostDnsConfig',
    dhcp: false,
    hostName: 'esx-new',
    domainName: 'example',
    address: ['10.0.0.1'],
  }
  await vim.call(system, 'UpdateDnsConfig', { config: dns })
  const network = await bench.network()
  expect(network.dnsConfig).toEqual(dns)
  expect(network.netStackInstance?.find(({ key }) => key === 'defaultTcpipStack')?.dnsConfig).toEqual(dns)
  expect(await faultOf(vim.call(system, 'UpdateDnsConfig', { config: { ...dns, hostName: 'a.b' } }))).toBe(
    'InvalidArgument',
  )
  const route = (defaultGateway: string) =>
    vim.call(system, 'UpdateIpRouteConfig', { config: { _typeName: 'HostIpRouteConfig', defaultGateway } })
  expect(await faultOf(route('192.0.2.1'))).toBe('PlatformConfigFault')
  await route('10.10.0.1')
  expect((await bench.network()).routeTableInfo?.ipRoute?.[0]?.gateway).toBe('10.10.0.1')
  const link = { _typeName: 'PhysicalNicLinkInfo' as const, speedMb: 123, duplex: true }
  expect(await faultOf(vim.call(system, 'UpdatePhysicalNicLinkSpeed', { device: 'vmnic0', linkSpeed: link }))).toBe(
    'InvalidArgument',
  )
})

test('needs the right to configure networks', async () => {
  await using auditor = await logInAuditor(bench)
  expect(await outcome(auditor.call(system, 'AddVirtualSwitch', { vswitchName: 'x' }))).toMatchObject({
    _typeName: 'NoPermission',
    privilegeId: 'Host.Config.Network',
  })
  const wanted = { config: { _typeName: 'HostNetworkConfig' as const }, changeMode: 'modify' }
  expect(await faultOf(auditor.call(system, 'UpdateNetworkConfig', wanted))).toBe('NoPermission')
})

async function onlyHost(client: VimClient): Promise<MoRef> {
  for await (const { ref } of client.retrieve([{ type: 'HostSystem', paths: ['name'] }])) return ref
  throw new Error('the door shows no host')
}

test('a host that is disconnected is not changed; asked directly, it is', async () => {
  const { twin, vim, host, door } = bench
  const object = twin.world.find(host)
  if (object === undefined) throw new Error('no host')
  const set = (connectionState: string) =>
    twin.world.store.update<DataTypes['HostRuntimeInfo']>(
      object,
      'runtime',
      (runtime) => ({ ...runtime, connectionState }) as DataTypes['HostRuntimeInfo'],
    )
  set('disconnected')
  const add = { vswitchName: 'vSwitch6' }
  expect(await faultOf(vim.call(system, 'AddVirtualSwitch', add))).toBe('HostNotConnected')
  await using direct = await logIn(door, 'root')
  const { networkSystem } = await managersOf(direct, await onlyHost(direct))
  if (networkSystem === undefined) throw new Error('no network system')
  await direct.call(networkSystem, 'AddVirtualSwitch', add)
  await direct.call(networkSystem, 'AddPortGroup', { portgrp: groupSpec('Direct', { vswitchName: 'vSwitch6' }) })
  set('connected')
  expect((await group('Direct'))?.vswitch).toBe('key-vim.host.VirtualSwitch-vSwitch6')
  await vim.call(system, 'RemoveVirtualSwitch', add)
})
