import { govc, govcEnv, govcJson, runPyvmomi, type Server } from '@sakimori/testkit'
import { describePeer } from '@sakimori/testkit/lane'
import type { DataTypes } from '@sakimori/vim25/types'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { generateEstate, startTwin, type Twin } from '../../index.ts'
import { administrator, logIn, managersOf, password, property } from '../../testing/clients.ts'

let twin: Twin
let server: Server

beforeAll(async () => {
  twin = await startTwin({ estate: generateEstate({ hosts: 2, vms: 4, seed: 7, release: '8.0' }) })
  const { hostname: host, port } = new URL(twin.url)
  const env = govcEnv(twin.url, administrator, password)
  server = { url: twin.url, host, port: Number(port), username: administrator, password, env }
})
afterAll(() => twin[Symbol.asyncDispose]())

const run = (...args: string[]) => govc(server, args)
const lines = async (...args: string[]) => (await run(...args)).trim().split('\n')
const refusal = async (...args: string[]) => await run(...args).catch((error: Error) => error.message)
const collect = async (object: string, ...paths: string[]) => lines('object.collect', '-s', object, ...paths)

/** Takes a physical adapter out of the first host's standard switch, which govc has no command for. */
async function freeAdapter(device: string): Promise<void> {
  await using vim = await logIn(twin.url)
  for await (const { ref } of vim.retrieve([{ type: 'HostSystem', paths: ['name'] }])) {
    const { networkSystem } = await managersOf(vim, ref)
    const { vswitch = [] } = (await property(vim, ref, 'config.network')) as DataTypes['HostNetworkInfo']
    const [spec] = vswitch.map((held) => held.spec)
    if (networkSystem === undefined || spec?.bridge?._typeName !== 'HostVirtualSwitchBondBridge')
      throw new Error('no bridge')
    const nicDevice = spec.bridge.nicDevice.filter((held) => held !== device)
    await vim.call(networkSystem, 'UpdateVirtualSwitch', {
      vswitchName: 'vSwitch0',
      spec: { ...spec, bridge: { ...spec.bridge, nicDevice } },
    })
  }
}

describePeer('govc', 'govc changes networks', () => {
  let [host, other, folder, uplinked] = ['', '', '', '']

  beforeAll(async () => {
    ;[host = '', other = ''] = await lines('find', '/', '-type', 'h')
    folder = `${(await lines('find', '/', '-type', 'd'))[0] ?? ''}/network`
    uplinked = `${folder}/Zeta`
  })

  test('a standard switch and its port groups: added, shown, changed, removed', async () => {
    await run('host.vswitch.add', '-host', host, '-mtu', '9000', 'vSwitch7')
    expect(await refusal('host.vswitch.add', '-host', host, 'vSwitch7')).toContain('exists')
    expect(await refusal('host.vswitch.add', '-host', host, '-nic', 'vmnic0', 'vSwitch8')).toContain('in use')
    await run('host.portgroup.add', '-host', host, '-vswitch', 'vSwitch7', '-vlan', '70', 'Lab/70')
    await run('host.portgroup.change', '-host', host, '-vlan-id', '4095', '-allow-promiscuous=true', 'Lab/70')
    expect(await run('host.portgroup.info', '-host', host)).toMatch(
      /Lab\/70\n.*vSwitch7\nVLAN ID: +4095\n.*\nAllow promiscuous mode: +Yes\nAllow forged transmits: +No/,
    )
    expect(await run('host.vswitch.info', '-host', host)).toMatch(/vSwitch7\nPortgroup: +Lab\/70\nPnic: *\nMTU: +9000/)
    expect(await refusal('host.portgroup.change', '-host', host, '-vlan-id', '4096', 'Lab/70')).toContain('vlanId')
    expect(await refusal('host.portgroup.remove', '-host', host, 'Management Network')).toContain('vmk0')
    expect(await refusal('host.vswitch.remove', '-host', host, 'vSwitch0')).toContain('in use')
    await run('host.vswitch.remove', '-host', host, 'vSwitch7')
    expect(await run('find', folder, '-type', 'n', '-name', 'Lab*')).toBe('')
  })

  test('hosts share the Network of a port group; it goes with the last of them', async () => {
    for (const one of [host, other]) await run('host.portgroup.add', '-host', one, '-vswitch', 'vSwitch0', 'Shared')
    expect(await lines('find', folder, '-type', 'n', '-name', 'Shared')).toEqual([`${folder}/Shared`])
    expect((await collect(`${folder}/Shared`, 'host'))[0]?.split(',')).toHaveLength(2)
    await run('host.portgroup.remove', '-host', other, 'Shared')
    expect((await collect(`${folder}/Shared`, 'host'))[0]?.split(',')).toHaveLength(1)
    await run('host.portgroup.remove', '-host', host, 'Shared')
    expect(await run('find', folder, '-type', 'n', '-name', 'Shared')).toBe('')
  })

  test('what a VMkernel adapter carries', async () => {
    await run('host.vnic.service', '-host', host, '-enable', 'vSphereReplication', 'vmk2')
    await run('host.vnic.change', '-host', host, '-mtu', '1600', 'vmk1')
    const { info } = (await govcJson(server, ['host.vnic.info', '-host', host])) as {
      info: readonly { device: string; services: string[] }[]
    }
    expect(info.map(({ device, services }) => [device, services])).toEqual([
      ['vmk0', ['management']],
      ['vmk1', ['vmotion']],
      ['vmk2', ['vSphereReplication']],
    ])
    expect(await refusal('host.vnic.service', '-host', host, '-enable=false', 'management', 'vmk0')).toContain(
      'only adapter',
    )
    expect(await refusal('host.vnic.service', '-host', host, '-enable', 'coffee', 'vmk1')).toContain('nicType')
    expect(await run('host.vnic.hint', '-json', '-host', host)).toContain('10.20.0.1-10.20.255.254')
  })

  test('a distributed switch with hosts and port groups, from its making to its end', async () => {
    await run(
      'dvs.create',
      '-folder',
      folder,
      '-mtu',
      '9000',
      '-num-uplinks',
      '2',
      '-discovery-protocol',
      'lldp',
      'Zeta',
    )
    expect(await refusal('dvs.create', '-folder', folder, 'Zeta')).toContain('already exists')
    expect(await refusal('dvs.create', '-folder', folder, '-product-version', '5.5.0', 'Eta')).toContain(
      'productInfo.version',
    )
    expect(await refusal('dvs.add', '-dvs', uplinked, '-pnic', 'vmnic2', host)).toContain('vmnic2 is in use')
    await freeAdapter('vmnic1')
    await run('dvs.add', '-dvs', uplinked, '-pnic', 'vmnic1', host)
    expect(await collect(host, 'config.network.proxySwitch')).not.toEqual([''])
    await run('dvs.portgroup.add', '-dvs', uplinked, '-nports', '4', '-vlan', '77', 'PG77')
    await run('dvs.portgroup.change', '-vlan', '78', '-nports', '6', `${folder}/PG77`)
    await run('dvs.change', '-mtu', '1600', uplinked)
    const found = await run('dvs.portgroup.info', '-pg', `${folder}/PG77`, uplinked)
    expect(found.match(/VlanId: +78/g)).toHaveLength(6)
    expect(await collect(`${folder}/PG77`, 'config.numPorts', 'config.configVersion', 'config.name')).toEqual([
      '6',
      '1',
      'PG77',
    ])
    await run('object.destroy', `${folder}/PG77`)
    await run('object.destroy', uplinked)
    expect(await run('find', folder, '-name', 'Zeta*')).toBe('')
  })
})

describePeer('pyvmomi', 'pyVmomi hardens distributed switches', () => {
  test('layer-2 flags in both forms, health check, ports and events', async () => {
    const answer = await runPyvmomi(
      server,
      `
from pyVim.task import WaitForTask
vmware = vim.dvs.VmwareDistributedVirtualSwitch
dvs = collect(vim.DistributedVirtualSwitch, "name")[0][0]
group = next(o for o, p, _ in collect(vim.dvs.DistributedVirtualPortgroup, "config") if not p["config"].uplink)
def no(value=False): return vim.BoolPolicy(value=value, inherited=False)
def reconfigure(setting, version=None):
    spec = vim.dvs.DistributedVirtualPortgroup.ConfigSpec(configVersion=version or group.config.configVersion, defaultPortConfig=setting)
    WaitForTask(group.ReconfigureDVPortgroup_Task(spec))
    return group.config.defaultPortConfig
old = vmware.SecurityPolicy(inherited=False, forgedTransmits=no(True))
one = reconfigure(vmware.VmwarePortConfigPolicy(securityPolicy=old))
new = vmware.MacManagementPolicy(inherited=False, allowPromiscuous=False, macChanges=False, forgedTransmits=False)
two = reconfigure(vmware.VmwarePortConfigPolicy(macManagementPolicy=new))
ports = dvs.FetchDVPorts(vim.dvs.PortCriteria(portgroupKey=[group.key], inside=True))
try:
    reconfigure(vmware.VmwarePortConfigPolicy(macManagementPolicy=new), "0")
    stale = None
except vim.fault.ConcurrentAccess as e:
    stale = type(e)
check = [vmware.VlanMtuHealthCheckConfig(enable=True, interval=1), vmware.TeamingHealthCheckConfig(enable=True, interval=1)]
WaitForTask(dvs.UpdateDVSHealthCheckConfig_Task(check))
by = vim.event.EventFilterSpec.ByEntity(entity=group, recursion="self")
events = content.eventManager.QueryEvents(vim.event.EventFilterSpec(entity=by))
emit({
  "one": [one.macManagementPolicy.forgedTransmits, one.macManagementPolicy.inherited, one.securityPolicy.macChanges.inherited],
  "two": [two.securityPolicy.forgedTransmits.value, two.securityPolicy.macChanges.inherited],
  "ports": sorted({(p.config.setting.macManagementPolicy.forgedTransmits, p.config.setting.macManagementPolicy.inherited) for p in ports}),
  "stale": stale.__name__,
  "health": [c.enable for c in dvs.config.healthCheckConfig],
  "events": [[type(e)._wsdlName, e.userName, e.configChanges.modified.strip()] for e in events if isinstance(e, vim.event.DVPortgroupReconfiguredEvent)][:1],
  "vlans": dvs.QueryUsedVlanIdInDvs()[:3],
})
`,
    )
    expect(answer).toEqual({
      one: [true, false, true],
      two: [false, false],
      ports: [[false, true]],
      stale: 'vim.fault.ConcurrentAccess',
      health: [true, true],
      events: [['DVPortgroupReconfiguredEvent', administrator, expect.stringContaining('forgedTransmits')]],
      vlans: expect.arrayContaining([30]),
    })
  })
})
