import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { collect } from '@sakimori/collect'
import { assess, type Finding } from '@sakimori/core/assess'
import { catalog } from '@sakimori/core/catalog'
import { defaultPolicy } from '@sakimori/core/control'
import { openInventory } from '@sakimori/core/model'
import { govc, startVcsim, writeRealisticInventory, type RealisticOptions, type Vcsim } from '@sakimori/testkit'
import { describePeer } from '@sakimori/testkit/lane'
import { connect, Secret } from '@sakimori/vim25'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const now = new Date('2026-11-24T00:00:00Z')

async function audit(server: Vcsim): Promise<readonly Finding[]> {
  await using client = await connect({
    url: server.url,
    tls: { mode: 'pin', thumbprint: server.certificate?.thumbprintSha256 ?? '' },
  })
  await client.login({ userName: server.username, password: new Secret(server.password) })
  const snapshot = await collect(client, {
    controls: catalog,
    now,
    endpoint: new URL(server.url).origin,
    trust: 'pinned',
    probeHosts: false,
  })
  return assess(openInventory(snapshot), {
    context: { now, policy: defaultPolicy, baseline: 'sakimori' },
    controls: catalog,
  }).findings
}

/** The verdict of a control on the object whose path ends so. */
function verdictOf(findings: readonly Finding[], control: string, object: string): string {
  const found = findings.filter((finding) => finding.control.id === control && finding.subject.path.endsWith(object))
  return found.length === 1 ? (found[0]?.verdict ?? '') : `${found.length} findings for ${object}`
}

const HOST = 'esx01.sakimori.test'
const plugged = { connected: true, startConnected: true, allowGuestControl: true }

/** An estate with a mistake in each of these settings, and the same one with each of them set right. */
const careless: RealisticOptions = {
  hosts: {
    [HOST]: {
      lockdownMode: 'lockdownDisabled',
      services: { 'TSM-SSH': { running: true, policy: 'on' }, TSM: { running: false, policy: 'on' } },
      firewall: {
        incomingBlocked: false,
        outgoingBlocked: true,
        rulesets: { sshServer: { enabled: true, allIp: true } },
      },
      options: {
        'Security.AccountLockFailures': 0,
        'Security.AccountUnlockTime': 120,
        'Security.PasswordQualityControl': 'retry=3 min=disabled,disabled,disabled,7,7',
        'UserVars.ESXiShellTimeOut': 0,
        'UserVars.ESXiShellInteractiveTimeOut': 0,
        'UserVars.DcuiTimeOut': 0,
        'Config.HostAgent.plugins.solo.enableMob': true,
        'Mem.ShareForceSalting': 0,
        'Net.BlockGuestBPDU': 0,
        'Syslog.global.logHost': '',
      },
      vswitches: { vSwitch0: { allowPromiscuous: true, macChanges: true, forgedTransmits: true } },
      portgroups: { 'VM Network': { vlanId: 4095, vswitch: 'vSwitch0' } },
    },
  },
  vms: {
    web01: {
      extraConfig: {
        'isolation.tools.copy.disable': 'FALSE',
        'isolation.tools.diskShrink.disable': 'false',
        'sched.mem.pshare.salt': 'shared',
      },
      cdrom: plugged,
      floppy: plugged,
      serial: plugged,
      parallel: plugged,
      usb: true,
      migrateEncryption: 'disabled',
      diskMode: 'independent_nonpersistent',
    },
  },
  switch: {
    security: { allowPromiscuous: true, macChanges: true, forgedTransmits: true },
    healthCheck: true,
    discovery: { protocol: 'cdp', operation: 'both' },
  },
  portgroups: { 'pg-web': { security: { allowPromiscuous: true, macChanges: true, forgedTransmits: true } } },
  vcenterOptions: { 'VirtualCenter.VimPasswordExpirationInDays': 0 },
}
const careful: RealisticOptions = {
  hosts: {
    [HOST]: {
      lockdownMode: 'lockdownNormal',
      services: { 'TSM-SSH': { running: false, policy: 'off' }, TSM: { running: false, policy: 'off' } },
      firewall: { incomingBlocked: true, outgoingBlocked: true, rulesets: {} },
      options: {
        'Security.AccountLockFailures': 5,
        'Security.AccountUnlockTime': 900,
        'Security.PasswordQualityControl': 'retry=3 min=disabled,disabled,disabled,disabled,15',
        'UserVars.ESXiShellTimeOut': 600,
        'UserVars.ESXiShellInteractiveTimeOut': 900,
        'UserVars.DcuiTimeOut': 600,
        'Config.HostAgent.plugins.solo.enableMob': false,
        'Mem.ShareForceSalting': 2,
        'Net.BlockGuestBPDU': 1,
        'Syslog.global.logHost': 'ssl://log.sakimori.test:1514',
      },
      vswitches: { vSwitch0: { allowPromiscuous: false, macChanges: false, forgedTransmits: false } },
      portgroups: { 'VM Network': { vlanId: 60, vswitch: 'vSwitch0' } },
    },
  },
  vms: {
    web01: {
      extraConfig: { 'isolation.tools.copy.disable': 'TRUE', 'isolation.tools.diskShrink.disable': '1' },
      cdrom: { connected: false, startConnected: false, allowGuestControl: false },
      migrateEncryption: 'required',
      diskMode: 'persistent',
    },
  },
  portgroups: { 'pg-web': { security: {} } },
  switch: { discovery: { protocol: 'cdp', operation: 'listen' } },
  vcenterOptions: { 'VirtualCenter.VimPasswordExpirationInDays': 30 },
}

const followed: readonly (readonly [control: string, object: string])[] = [
  ['esx.lockdown-mode', HOST],
  ['esx.ssh-stopped', HOST],
  ['esx.shell-stopped', HOST],
  ['esx.firewall-default-policy', HOST],
  ['esx.account-lock-failures', HOST],
  ['esx.account-unlock-time', HOST],
  ['esx.password-quality', HOST],
  ['esx.shell-availability-timeout', HOST],
  ['esx.shell-idle-timeout', HOST],
  ['esx.console-timeout', HOST],
  ['esx.mob-off', HOST],
  ['esx.page-sharing-salted', HOST],
  ['esx.guest-bpdu-blocked', HOST],
  ['esx.syslog-remote', HOST],
  ['network.switch-promiscuous-mode', `${HOST}/vSwitch0`],
  ['network.switch-mac-changes', `${HOST}/vSwitch0`],
  ['network.switch-forged-transmits', `${HOST}/vSwitch0`],
  ['network.portgroup-promiscuous-mode', `${HOST}/VM Network`],
  ['network.portgroup-guest-tagging', `${HOST}/VM Network`],
  ['network.dvportgroup-promiscuous-mode', '/pg-web'],
  ['network.dvportgroup-mac-changes', '/pg-web'],
  ['network.dvportgroup-forged-transmits', '/pg-web'],
  ['network.dvswitch-health-check', '/DSwitch'],
  ['vm.console-copy', '/web01'],
  ['vm.disk-shrink', '/web01'],
  ['vm.page-sharing-salt', '/web01'],
  ['vm.cdrom-disconnected', '/web01'],
  ['vm.floppy', '/web01'],
  ['vm.serial-port', '/web01'],
  ['vm.parallel-port', '/web01'],
  ['vm.usb-controller', '/web01'],
  ['vm.vmotion-encryption', '/web01'],
  ['vm.persistent-disks', '/web01'],
  ['vcenter.vpxuser-rotation', '/'],
]

describePeer(['vcsim', 'govc'], 'the verdict follows the setting, over the wire', () => {
  const findings: Record<'careless' | 'careful', readonly Finding[]> = { careless: [], careful: [] }
  let dir = ''

  const load = async (options: RealisticOptions) => {
    const folder = await mkdtemp(join(dir, 'inventory-'))
    await writeRealisticInventory(folder, options)
    return startVcsim({ load: folder })
  }

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'sakimori-follow-'))
    for (const [name, options] of Object.entries({ careless, careful })) {
      await using server = await load(options)
      findings[name as keyof typeof findings] = await audit(server)
    }
  })
  afterAll(() => rm(dir, { recursive: true }))

  test.each(followed)('%s on %s fails when it is wrong and passes when it is right', (control, object) => {
    expect([verdictOf(findings.careless, control, object), verdictOf(findings.careful, control, object)]).toEqual([
      'fail',
      'pass',
    ])
  })

  describe('of a running server that govc changes', () => {
    const host = ['-host', 'DC0_H0']
    const vm = ['-vm', 'DC0_H0_VM0']
    let server: Vcsim
    beforeAll(async () => {
      server = await startVcsim()
    })
    afterAll(() => server.stop())

    test.each([
      [
        'esx.account-lock-failures',
        '/DC0_H0',
        'unknown',
        ['host.option.set', ...host, 'Security.AccountLockFailures', '0'],
        ['host.option.set', ...host, 'Security.AccountLockFailures', '3'],
      ],
      [
        'esx.page-sharing-salted',
        '/DC0_H0',
        'unknown',
        ['host.option.set', ...host, 'Mem.ShareForceSalting', '1'],
        ['host.option.set', ...host, 'Mem.ShareForceSalting', '2'],
      ],
      [
        'esx.syslog-remote',
        '/DC0_H0',
        'unknown',
        ['host.option.set', ...host, 'Syslog.global.logHost', ''],
        ['host.option.set', ...host, 'Syslog.global.logHost', 'ssl://log.sakimori.test:1514'],
      ],
      [
        'vm.console-paste',
        '/DC0_H0_VM0',
        'pass',
        ['vm.change', ...vm, '-e', 'isolation.tools.paste.disable=FALSE'],
        ['vm.change', ...vm, '-e', 'isolation.tools.paste.disable=TRUE'],
      ],
      [
        'vm.page-sharing-salt',
        '/DC0_H0_VM0',
        'pass',
        ['vm.change', ...vm, '-e', 'sched.mem.pshare.salt=x'],
        ['vm.change', ...vm, '-e', 'sched.mem.pshare.salt='],
      ],
      [
        'vm.usb-controller',
        '/DC0_H0_VM0',
        'pass',
        ['device.usb.add', ...vm, '-type', 'xhci'],
        ['device.remove', ...vm, 'usbxhci-205'],
      ],
      [
        'vm.cdrom-disconnected',
        '/DC0_H0_VM0',
        'fail',
        ['device.connect', ...vm, 'cdrom-203'],
        ['device.disconnect', ...vm, 'cdrom-203'],
      ],
      [
        'vcenter.vpxuser-rotation',
        '/',
        'pass',
        ['option.set', 'VirtualCenter.VimPasswordExpirationInDays', '0'],
        ['option.set', 'VirtualCenter.VimPasswordExpirationInDays', '30'],
      ],
    ] as const)('%s', async (control, object, before, spoil, mend) => {
      expect(verdictOf(await audit(server), control, object)).toBe(before)
      await govc(server, [...spoil])
      expect(verdictOf(await audit(server), control, object)).toBe('fail')
      await govc(server, [...mend])
      expect(verdictOf(await audit(server), control, object)).toBe('pass')
    })
  })
})
