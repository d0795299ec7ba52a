import type { DataTypes } from '@sakimori/vim25/types'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { administrator, property } from '../../testing/clients.ts'
import { eventsOf, faultOf, outcome } from '../../testing/faults.ts'
import { flag, logInAuditor, networkBench, type NetworkBench, type Setting } from '../../testing/network-bench.ts'

let bench: NetworkBench

beforeAll(async () => {
  bench = await networkBench()
})
afterAll(() => bench[Symbol.asyncDispose]())

const setting = (more: Omit<Setting, '_typeName'>): Setting => ({ _typeName: 'VMwareDVSPortSetting', ...more })
const vlan = (vlanId: number, inherited = false) => ({
  _typeName: 'VmwareDistributedVirtualSwitchVlanIdSpec' as const,
  inherited,
  vlanId,
})
const macs = (flags: Partial<DataTypes['DVSMacManagementPolicy']>): DataTypes['DVSMacManagementPolicy'] => ({
  _typeName: 'DVSMacManagementPolicy',
  inherited: false,
  ...flags,
})
const groupSetting = async () => (await bench.groupConfig()).defaultPortConfig as Setting
const policy = async (allowed: Partial<DataTypes['VMwareDVSPortgroupPolicy']>) => {
  const held = (await bench.groupConfig()).policy as DataTypes['VMwareDVSPortgroupPolicy']
  await bench.reconfigureGroup({ policy: { ...held, ...allowed } })
}
const firstPort = async () => {
  const port = (await bench.ports()).find(({ connectee }) => connectee !== undefined)
  if (port === undefined) throw new Error('no port is connected')
  return port
}
const portSetting = async (key: string) =>
  (await bench.ports()).find((port) => port.key === key)?.config.setting as Setting

describe('settings', () => {
  test('of the switch reach port groups and ports that inherit them', async () => {
    await bench.reconfigureSwitch({
      defaultPortConfig: setting({ macManagementPolicy: macs({ forgedTransmits: true }) }),
    })
    const group = await groupSetting()
    expect([group.macManagementPolicy?.forgedTransmits, group.macManagementPolicy?.inherited]).toEqual([true, true])
    expect(group.securityPolicy?.forgedTransmits).toEqual(flag(true, true))
    const { key } = await firstPort()
    expect((await portSetting(key)).securityPolicy?.forgedTransmits).toEqual(flag(true, true))
    await bench.reconfigureGroup({
      defaultPortConfig: setting({
        securityPolicy: { _typeName: 'DVSSecurityPolicy', inherited: false, forgedTransmits: flag(false) },
      }),
    })
    expect((await portSetting(key)).macManagementPolicy?.forgedTransmits).toBe(false)
    await bench.reconfigureGroup({
      defaultPortConfig: setting({ securityPolicy: { _typeName: 'DVSSecurityPolicy', inherited: true } }),
    })
    expect((await groupSetting()).macManagementPolicy?.forgedTransmits).toBe(true)
    await bench.reconfigureSwitch({
      defaultPortConfig: setting({ macManagementPolicy: macs({ forgedTransmits: false }) }),
    })
    expect((await portSetting(key)).macManagementPolicy?.forgedTransmits).toBe(false)
  })

  test('that are not given stay; only the version changes', async () => {
    const before = await bench.groupConfig()
    await bench.reconfigureGroup({})
    expect(await bench.groupConfig()).toEqual({ ...before, configVersion: String(Number(before.configVersion) + 1) })
    const config = await bench.switchConfig()
    await bench.reconfigureSwitch({})
    expect(await bench.switchConfig()).toEqual({ ...config, configVersion: String(Number(config.configVersion) + 1) })
  })

  test('need the version that the client has seen', async () => {
    expect(await faultOf(bench.reconfigureGroup({ configVersion: '0', description: 'x' }))).toBe('ConcurrentAccess')
    expect(await faultOf(bench.reconfigureSwitch({ configVersion: '0', description: 'x' }))).toBe('ConcurrentAccess')
    expect(await outcome(bench.reconfigureSwitch({ configVersion: '' }))).toEqual({
      _typeName: 'InvalidArgument',
      invalidProperty: 'spec.configVersion',
    })
  })

  test('are checked, and what is not simulated is refused', async () => {
    const refused = (wanted: Omit<Setting, '_typeName'>) =>
      faultOf(bench.reconfigureGroup({ defaultPortConfig: setting(wanted) }))
    expect(await refused({ vlan: vlan(4095) })).toBe('InvalidArgument')
    expect(
      await refused({ vlan: { _typeName: 'VmwareDistributedVirtualSwitchPvlanSpec', inherited: false, pvlanId: 5 } }),
    ).toBe('InvalidArgument')
    expect(await refused({ ipfixEnabled: flag(true) })).toBe('CollectorAddressUnset')
    expect(await faultOf(bench.reconfigureGroup({ transportZoneUuid: 'x' }))).toBe('NotSupported')
    expect(await faultOf(bench.reconfigureSwitch({ extensionKey: 'x' }))).toBe('NotSupported')
    expect(await faultOf(bench.reconfigureSwitch({ maxMtu: 10_000 }))).toBe('InvalidArgument')
    const [uplinks] = (await bench.switchConfig()).uplinkPortgroup ?? []
    if (uplinks === undefined) throw new Error('no uplinks')
    const { configVersion } = (await property(bench.vim, uplinks, 'config')) as DataTypes['DVPortgroupConfigInfo']
    const spec = { _typeName: 'DVPortgroupConfigSpec' as const, configVersion: configVersion ?? '', numPorts: 99 }
    expect(await faultOf(bench.run(bench.vim.call(uplinks, 'ReconfigureDVPortgroup_Task', { spec })))).toBe('DvsFault')
  })

  test('of the switch itself: discovery, NetFlow, private VLANs, mirroring', async () => {
    const linkDiscoveryProtocolConfig = {
      _typeName: 'LinkDiscoveryProtocolConfig' as const,
      protocol: 'lldp',
      operation: 'none',
    }
    const entry = (primaryVlanId: number, secondaryVlanId: number, pvlanType: string) => ({
      _typeName: 'VMwareDVSPvlanConfigSpec' as const,
      operation: 'add',
      pvlanEntry: { _typeName: 'VMwareDVSPvlanMapEntry' as const, primaryVlanId, secondaryVlanId, pvlanType },
    })
    expect(await faultOf(bench.reconfigureSwitch({ pvlanConfigSpec: [entry(500, 501, 'isolated')] }))).toBe('DvsFault')
    const { key } = await firstPort()
    const session: DataTypes['VMwareVspanSession'] = {
      _typeName: 'VMwareVspanSession',
      name: 'ids',
      enabled: true,
      sourcePortReceived: { _typeName: 'VMwareVspanPort', portKey: [key] },
      destinationPort: { _typeName: 'VMwareVspanPort', ipAddress: ['192.0.2.9'] },
      stripOriginalVlan: false,
      normalTrafficAllowed: false,
      sessionType: 'encapRemoteMirrorSource',
    }
    const mirror = (vspanSession: typeof session, operation = 'add') => ({
      _typeName: 'VMwareDVSVspanConfigSpec' as const,
      operation,
      vspanSession,
    })
    await bench.reconfigureSwitch({
      linkDiscoveryProtocolConfig,
      ipfixConfig: {
        _typeName: 'VMwareIpfixConfig',
        collectorIpAddress: '192.0.2.8',
        collectorPort: 2055,
        activeFlowTimeout: 60,
        samplingRate: 0,
        internalFlowsOnly: false,
      },
      pvlanConfigSpec: [entry(500, 500, 'promiscuous'), entry(500, 501, 'isolated')],
      vspanConfigSpec: [mirror(session)],
    })
    const config = await bench.switchConfig()
    expect(config).toMatchObject({ linkDiscoveryProtocolConfig, ipfixConfig: { collectorPort: 2055 } })
    expect([config.pvlanConfig?.length, config.vspanSession?.[0]?.key]).toEqual([2, 'encapRemoteMirrorSource-1'])
    const itself = {
      ...session,
      sessionType: 'dvPortMirror',
      destinationPort: { _typeName: 'VMwareVspanPort' as const, portKey: [key] },
    }
    expect(await faultOf(bench.reconfigureSwitch({ vspanConfigSpec: [mirror(itself)] }))).toBe(
      'VspanSameSessionPortConflict',
    )
    await bench.reconfigureSwitch({
      vspanConfigSpec: [mirror({ ...session, key: 'encapRemoteMirrorSource-1' }, 'remove')],
    })
    expect((await bench.switchConfig()).vspanSession).toBeUndefined()
  })
})

describe('ports', () => {
  test('override only what their port group allows', async () => {
    const { key } = await firstPort()
    expect(await faultOf(bench.reconfigurePort(key, { vlan: vlan(99) }))).toBe('DvsFault')
    await bench.reconfigurePort(key, { blocked: flag(true) })
    expect((await bench.ports()).find((port) => port.key === key)?.state?.runtimeInfo?.blocked).toBe(true)
    await policy({ vlanOverrideAllowed: true })
    await bench.reconfigurePort(key, { vlan: vlan(99) })
    await policy({ vlanOverrideAllowed: false })
    // Taking the right away leaves overrides that are there (facts/controls.md, trap 14).
    expect((await portSetting(key)).vlan).toEqual(vlan(99))
    await bench.reconfigureGroup({ defaultPortConfig: setting({ vlan: vlan(77) }) })
    expect((await portSetting(key)).vlan).toEqual(vlan(99))
    await bench.reconfigurePort(key, { vlan: vlan(0, true), blocked: flag(false, true) })
    expect((await portSetting(key)).vlan).toEqual(vlan(77, true))
    expect(await eventsOf(bench.vim, bench.dvs)).toEqual(
      expect.arrayContaining(
        ['DvsPortReconfiguredEvent', 'DvsPortBlockedEvent', 'DvsPortUnblockedEvent'].map(
          (type) => `${type} by ${administrator}`,
        ),
      ),
    )
  })

  test('keep what they were set to for the next who is plugged in, unless the port group resets them', async () => {
    const { vim, managers, group } = bench
    const { uuid } = await bench.switchConfig()
    const port = {
      _typeName: 'DistributedVirtualSwitchPortConnection' as const,
      switchUuid: uuid,
      portgroupKey: group.value,
    }
    const ip = { _typeName: 'HostIpConfig' as const, dhcp: false, ipAddress: '10.99.0.1', subnetMask: '255.255.255.0' }
    const nic = { _typeName: 'HostVirtualNicSpec' as const, ip, distributedVirtualPort: port }
    const plugAndPull = async (portConfigResetAtDisconnect: boolean) => {
      await policy({ portConfigResetAtDisconnect })
      const device = await vim.call(managers.networkSystem, 'AddVirtualNic', { portgroup: '', nic })
      const key =
        (await bench.network()).vnic?.find((held) => held.device === device)?.spec.distributedVirtualPort?.portKey ?? ''
      await bench.reconfigurePort(key, { blocked: flag(true) })
      await vim.call(managers.networkSystem, 'RemoveVirtualNic', { device })
      return (await portSetting(key)).blocked
    }
    expect(await plugAndPull(false)).toEqual(flag(true))
    expect(await plugAndPull(true)).toEqual(flag(false, true))
  })

  test('are found by every criterion', async () => {
    const { vim, dvs, host, group } = bench
    const keys = async (criteria: Omit<DataTypes['DistributedVirtualSwitchPortCriteria'], '_typeName'>) =>
      (await vim.call(dvs, 'FetchDVPortKeys', {
        criteria: { _typeName: 'DistributedVirtualSwitchPortCriteria', ...criteria },
      })) ?? []
    const all = await keys({})
    const uplinks = await keys({ uplinkPort: true })
    expect(uplinks).toHaveLength(4)
    expect((await keys({ uplinkPort: false })).length + uplinks.length).toBe(all.length)
    const [inside, outside] = [
      await keys({ portgroupKey: [group.value], inside: true }),
      await keys({ portgroupKey: [group.value], inside: false }),
    ]
    expect(new Set([...inside, ...outside])).toEqual(new Set(all))
    expect(await keys({ portKey: inside, host: [host], connected: true, active: true, nsxPort: false })).toEqual(
      (await bench.ports()).filter(({ proxyHost }) => proxyHost?.value === host.value).map(({ key }) => key),
    )
    expect(await keys({ connected: false, portgroupKey: [group.value], inside: true })).toHaveLength(1)
  })
})

describe('members', () => {
  const nics = (...devices: string[]) => ({
    _typeName: 'DistributedVirtualSwitchHostMemberPnicBacking' as const,
    pnicSpec: devices.map((pnicDevice) => ({
      _typeName: 'DistributedVirtualSwitchHostMemberPnicSpec' as const,
      pnicDevice,
    })),
  })
  const member = (operation: string, ...devices: string[]) => ({
    _typeName: 'DistributedVirtualSwitchHostMemberConfigSpec' as const,
    operation,
    host: bench.host,
    ...(devices.length > 0 && { backing: nics(...devices) }),
  })

  test('change their physical adapters; one that is plugged in stays', async () => {
    expect(await faultOf(bench.reconfigureSwitch({ host: [member('edit', 'vmnic0')] }))).toBe('ResourceInUse')
    await bench.reconfigureSwitch({ host: [member('edit', 'vmnic3')] })
    expect((await bench.network()).proxySwitch?.[0]?.pnic).toEqual(['key-vim.host.PhysicalNic-vmnic3'])
    expect(await faultOf(bench.reconfigureSwitch({ host: [member('remove')] }))).toBe('ResourceInUse')
    await bench.reconfigureSwitch({ host: [member('edit', 'vmnic2', 'vmnic3')] })
    expect(await faultOf(bench.reconfigureSwitch({ host: [member('add', 'vmnic1')] }))).toBe('AlreadyExists')
  })

  test('a host joins a new switch, is seen on it, and leaves', async () => {
    const { vim, run, host } = bench
    const folder = (await property(vim, bench.dvs, 'parent')) as { readonly type: 'Folder'; readonly value: string }
    const name = 'DSwitch-Lab'
    const configSpec = { _typeName: 'VMwareDVSConfigSpec' as const, name, maxMtu: 1600, host: [member('add')] }
    await run(vim.call(folder, 'CreateDVS_Task', { spec: { _typeName: 'DVSCreateSpec', configSpec } }))
    const proxy = (await bench.network()).proxySwitch?.find(({ dvsName }) => dvsName === name)
    expect([proxy?.mtu, proxy?.uplinkPort?.length]).toEqual([1600, 4])
    const { dvSwitchManager } = vim.content
    if (dvSwitchManager === undefined || proxy === undefined) throw new Error('no proxy switch')
    const lab = await vim.call(dvSwitchManager, 'QueryDvsByUuid', { uuid: proxy.dvsUuid })
    if (lab === undefined) throw new Error('no switch')
    expect(await property(vim, lab, 'summary.hostMember')).toEqual([host])
    expect(await eventsOf(vim, lab)).toContain(`DvsHostJoinedEvent by ${administrator}`)
    await run(vim.call(lab, 'Destroy_Task', {}))
    expect((await bench.network()).proxySwitch?.map(({ dvsName }) => dvsName)).not.toContain(name)
    expect(await faultOf(vim.call(dvSwitchManager, 'QueryDvsByUuid', { uuid: proxy.dvsUuid }))).toBe('NotFound')
  })

  test('uplinks are renamed wherever they are named', async () => {
    const uplinkPortPolicy = (...uplinkPortName: string[]) => ({
      _typeName: 'DVSNameArrayUplinkPortPolicy' as const,
      uplinkPortName,
    })
    await bench.reconfigureSwitch({ uplinkPortPolicy: uplinkPortPolicy('Left', 'Right', 'Spare') })
    expect((await bench.network()).proxySwitch?.[0]?.uplinkPort?.map(({ value }) => value)).toEqual([
      'Left',
      'Right',
      'Spare',
    ])
    expect((await groupSetting()).uplinkTeamingPolicy?.uplinkPortOrder?.activeUplinkPort).toEqual(['Left', 'Right'])
    expect(await faultOf(bench.reconfigureSwitch({ uplinkPortPolicy: uplinkPortPolicy('Left') }))).toBe('ResourceInUse')
    await bench.reconfigureSwitch({ uplinkPortPolicy: uplinkPortPolicy('Uplink 1', 'Uplink 2') })
  })
})

test('rights are asked for by what is changed', async () => {
  await using auditor = await logInAuditor(bench)
  const { configVersion } = await bench.switchConfig()
  const spec = { _typeName: 'VMwareDVSConfigSpec' as const, configVersion }
  const needs = async (more: Omit<DataTypes['VMwareDVSConfigSpec'], '_typeName'>) => {
    const ended = await outcome(auditor.call(bench.dvs, 'ReconfigureDvs_Task', { spec: { ...spec, ...more } }))
    return (ended as { readonly privilegeId?: string }).privilegeId
  }
  expect(await needs({ maxMtu: 1500 })).toBe('DVSwitch.Modify')
  expect(await needs({ policy: { _typeName: 'DVSPolicy' } })).toBe('DVSwitch.PolicyOp')
  expect(await needs({ defaultPortConfig: setting({}) })).toBe('DVSwitch.PortSetting')
  expect(await faultOf(auditor.call(bench.group, 'Destroy_Task', {}))).toBe('NoPermission')
  expect(await faultOf(auditor.call(bench.dvs, 'UpdateDVSHealthCheckConfig_Task', { healthCheckConfig: [] }))).toBe(
    'NoPermission',
  )
})
