import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { govc } from '../../peers/govc.ts'
import { describePeer } from '../../peers/lane.ts'
import { runPyvmomi } from '../../peers/pyvmomi.ts'
import { startVcsim, type Vcsim } from '../../peers/vcsim.ts'
import { names } from './defaults.ts'
import { releases } from './releases.ts'
import type { RealisticOptions } from './settings.ts'
import { writeRealisticInventory } from './write.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sakimori-realistic-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const start = async (options?: RealisticOptions, version?: 'v0.46.3'): Promise<Vcsim> => {
  const load = join(dir, 'inventory')
  await rm(load, { recursive: true, force: true })
  await writeRealisticInventory(load, options)
  return await startVcsim({ load, ...(version === undefined ? {} : { version }) })
}

/** What an auditor would read, straight and through each host's managers, as pyVmomi understands it. */
const reading = `
def security(p): return [p.allowPromiscuous, p.macChanges, p.forgedTransmits]
out = {'about': content.about.build, 'hosts': {}, 'vms': {}, 'portgroups': {}}
for host, p, missing in collect(vim.HostSystem, 'name', 'config', 'configManager'):
    c, m = p['config'], p['configManager']
    assert not missing, missing
    out['hosts'][p['name']] = {
        'build': c.product.build, 'lockdown': [c.lockdownMode, m.hostAccessManager.lockdownMode],
        'options': {o.key: [o.value, type(o.value).__name__] for o in c.option},
        'managed': {o.key: o.value for o in m.advancedOption.setting if o.key != 'vcsim.home'},
        'services': {s.key: [s.running, s.policy] for s in c.service.service},
        'managedServices': {s.key: [s.running, s.policy] for s in m.serviceSystem.serviceInfo.service},
        'incoming': [c.firewall.defaultPolicy.incomingBlocked, m.firewallSystem.firewallInfo.defaultPolicy.incomingBlocked],
        'ssh': next([r.enabled, r.allowedHosts.allIp, list(r.allowedHosts.ipAddress), [[n.network, n.prefixLength] for n in r.allowedHosts.ipNetwork]] for r in m.firewallSystem.firewallInfo.ruleset if r.key == 'sshServer'),
        'ntp': [list(c.dateTimeInfo.ntpConfig.server), list(m.dateTimeSystem.dateTimeInfo.ntpConfig.server)],
        'ad': next(a.joinedDomain for a in c.authenticationManagerInfo.authConfig if isinstance(a, vim.host.ActiveDirectoryInfo)),
        'vswitch': [security(v.spec.policy.security) for v in c.network.vswitch],
        'portgroups': {g.spec.name: [g.spec.vlanId, security(g.spec.policy.security), security(g.computedPolicy.security)] for g in c.network.portgroup},
        'same': len(m.networkSystem.networkInfo.portgroup),
        'traffic': {n.nicType: list(n.selectedVnic) for n in c.virtualNicManagerInfo.netConfig if n.selectedVnic},
        'dvs': [s.dvsName for s in c.network.proxySwitch],
        'pem': bytes(b % 256 for b in c.certificate)[:27].decode(),
    }
for vm, p, _ in collect(vim.VirtualMachine, 'name', 'config', 'runtime', 'summary', 'network'):
    devices = p['config'].hardware.device
    cd = [d.connectable for d in devices if isinstance(d, vim.vm.device.VirtualCdrom)]
    out['vms'][p['name']] = {
        'extra': {o.key: o.value for o in p['config'].extraConfig}, 'network': p['network'][0].name,
        'cd': [[c.connected, c.startConnected, c.allowGuestControl] for c in cd],
        'devices': sorted(type(d).__name__.split('.')[-1] for d in devices),
        'secureBoot': p['config'].bootOptions.efiSecureBootEnabled, 'vmotion': p['config'].migrateEncryption,
        'backing': next(d.backing.port.portgroupKey for d in devices if isinstance(d, vim.vm.device.VirtualEthernetCard)) == p['network'][0]._moId,
    }
for group, p, _ in collect(vim.dvs.DistributedVirtualPortgroup, 'name', 'config', 'vm'):
    c = p['config'].defaultPortConfig
    out['portgroups'][p['name']] = [c.vlan, [x.inherited for x in security(c.securityPolicy)], [x.value for x in security(c.securityPolicy)], c.macManagementPolicy and security(c.macManagementPolicy), len(p['vm'])]
dvs, p, _ = collect(vim.dvs.VmwareDistributedVirtualSwitch, 'name', 'config')[0]
out['switch'] = [p['name'], [x.value for x in security(p['config'].defaultPortConfig.securityPolicy)], [h.enable for h in p['config'].healthCheckConfig], p['config'].linkDiscoveryProtocolConfig.protocol]
emit(out)
`

const flipped: RealisticOptions = {
  host: { options: { 'Security.AccountLockFailures': 3 } },
  hosts: {
    'esx02.sakimori.test': {
      lockdownMode: 'lockdownStrict',
      options: { 'UserVars.ESXiShellTimeOut': 600, 'Net.BlockGuestBPDU': null, 'My.Own': { type: 'int', value: 7 } },
      services: { 'TSM-SSH': { running: true, policy: 'on' } },
      firewall: {
        incomingBlocked: false,
        rulesets: {
          sshServer: { enabled: true, allIp: false, addresses: ['192.0.2.7'], networks: ['198.51.100.0/24'] },
        },
      },
      domain: 'corp.example',
      ntpServers: [],
      certificatePem: '-----BEGIN CERTIFICATE-----\nx',
      portgroups: { 'VM Network': { vlanId: 4095, vswitch: 'vSwitch0', security: { allowPromiscuous: true } } },
    },
  },
  vms: {
    db01: {
      extraConfig: { 'isolation.tools.copy.disable': 'FALSE' },
      cdrom: { connected: true, startConnected: true, allowGuestControl: false },
      floppy: { connected: false, startConnected: false, allowGuestControl: true },
      serial: { connected: true, startConnected: true, allowGuestControl: true },
      parallel: { connected: true, startConnected: true, allowGuestControl: true },
      usb: true,
      secureBoot: false,
      migrateEncryption: 'required',
      portgroup: 'pg-override',
    },
  },
  switch: { healthCheck: true, discovery: { protocol: 'lldp', operation: 'both' } },
  portgroups: { 'pg-native': { security: { allowPromiscuous: true } } },
}

describePeer(['vcsim', 'govc', 'pyvmomi'], 'a realistic inventory', () => {
  test('is served with its defaults', async () => {
    await using server = await start()
    const seen = await runPyvmomi(server, reading)
    expect(Object.keys(Object(seen).hosts)).toEqual(names.hosts)
    expect(seen).toMatchObject({
      about: '24022515',
      hosts: {
        'esx01.sakimori.test': {
          build: '24022510',
          lockdown: ['lockdownDisabled', 'lockdownDisabled'],
          options: {
            'Security.AccountLockFailures': [5, 'long'],
            'UserVars.DcuiTimeOut': [600, 'long'],
            'Config.HostAgent.plugins.solo.enableMob': [false, 'bool'],
            'DCUI.Access': ['root', 'str'],
          },
          managed: { 'Security.AccountUnlockTime': 900, 'Syslog.global.logHost': '' },
          services: { ntpd: [true, 'on'], 'TSM-SSH': [false, 'off'] },
          incoming: [true, true],
          ntp: [
            ['ntp1.sakimori.test', 'ntp2.sakimori.test'],
            ['ntp1.sakimori.test', 'ntp2.sakimori.test'],
          ],
          ad: null,
          portgroups: { vMotion: [30, [null, null, null], [false, false, false]] },
          same: 4,
          traffic: {
            management: ['management.key-vim.host.VirtualNic-vmk0'],
            vmotion: ['vmotion.key-vim.host.VirtualNic-vmk1'],
            vsan: ['vsan.key-vim.host.VirtualNic-vmk2'],
          },
          dvs: ['DSwitch'],
        },
      },
      vms: { web01: { cd: [[false, false, true]], network: 'pg-web', secureBoot: true, backing: true } },
      portgroups: {
        'pg-web': [{ vlanId: 10 }, [true, true, true], [false, false, false], [false, false, false], 2],
        'pg-db': [{ pvlanId: 201 }, [true, true, true], [false, false, false], [false, false, false], 2],
        'pg-trunk': [
          { vlanId: [{ start: 100, end: 199 }] },
          [true, true, true],
          [false, false, false],
          [false, false, false],
          0,
        ],
        'pg-override': [{ vlanId: 50 }, [false, false, false], [false, false, true], [false, false, true], 1],
      },
      switch: ['DSwitch', [false, false, false], [false, false], 'cdp'],
    })
  })

  test('is served with one thing flipped on one object, and the others left alone', async () => {
    await using server = await start(flipped)
    const seen = await runPyvmomi(server, reading)
    expect(seen).toMatchObject({
      hosts: {
        'esx01.sakimori.test': {
          lockdown: ['lockdownDisabled', 'lockdownDisabled'],
          options: { 'Security.AccountLockFailures': [3, 'long'], 'Net.BlockGuestBPDU': [1, 'long'] },
          services: { 'TSM-SSH': [false, 'off'] },
        },
        'esx02.sakimori.test': {
          lockdown: ['lockdownStrict', 'lockdownStrict'],
          options: {
            'Security.AccountLockFailures': [3, 'long'],
            'UserVars.ESXiShellTimeOut': [600, 'long'],
            'My.Own': [7, 'int'],
          },
          managed: { 'UserVars.ESXiShellTimeOut': 600 },
          services: { 'TSM-SSH': [true, 'on'], TSM: [false, 'off'] },
          managedServices: { 'TSM-SSH': [true, 'on'] },
          incoming: [false, false],
          ssh: [true, false, ['192.0.2.7'], [['198.51.100.0', 24]]],
          ntp: [[], []],
          ad: 'corp.example',
          pem: '-----BEGIN CERTIFICATE-----',
          portgroups: { 'VM Network': [4095, [true, null, null], [true, false, false]] },
        },
      },
      vms: {
        db01: {
          extra: { 'isolation.tools.copy.disable': 'FALSE', 'tools.guest.desktop.autolock': 'TRUE' },
          cd: [[true, true, false]],
          network: 'pg-override',
          backing: true,
          secureBoot: false,
          vmotion: 'required',
          devices: expect.arrayContaining([
            'VirtualFloppy',
            'VirtualSerialPort',
            'VirtualParallelPort',
            'VirtualUSBController',
          ]),
        },
        db02: { devices: expect.not.arrayContaining(['VirtualFloppy', 'VirtualUSBController']) },
      },
      portgroups: { 'pg-native': [{}, [false, true, true], [true, false, false], [true, false, false], 1] },
      switch: ['DSwitch', [false, false, false], [true, true], 'lldp'],
    })
    expect(Object(seen).hosts['esx02.sakimori.test'].options).not.toHaveProperty(['Net.BlockGuestBPDU'])
    expect(await govc(server, ['host.service.ls', '-host', 'esx02.sakimori.test'])).toMatch(/TSM-SSH\s+on\s+Running/)
    expect(await govc(server, ['host.option.ls', '-host', 'esx02.sakimori.test', 'UserVars.ESXiShellTimeOut'])).toMatch(
      /600/,
    )
  })

  test('loads within two seconds for every release, also in the last official vcsim', async () => {
    const builds = 'emit([content.about.version, len(collect(vim.HostSystem, "config.product.build"))])'
    for (const release of releases) {
      const started = performance.now()
      await using server = await start({ release }, release === '8.0' ? 'v0.46.3' : undefined)
      expect(performance.now() - started).toBeLessThan(2000)
      expect(await runPyvmomi(server, builds)).toEqual([expect.stringContaining(release), 4])
    }
  })

  test('a name that does not exist is refused', async () => {
    await expect(start({ hosts: { esx09: {} } })).rejects.toThrow(/no host named esx09; there are esx01/)
  })
})
