import type { HostSettings, PortgroupSettings, SwitchSettings, VmSettings } from './settings.ts'

/** The names of what a realistic inventory holds. */
export const names = {
  switch: 'DSwitch',
  uplinks: 'DSwitch-DVUplinks',
  hosts: ['esx01.sakimori.test', 'esx02.sakimori.test', 'esx03.sakimori.test', 'esx04.sakimori.test'],
  vms: ['web01', 'web02', 'app01', 'app02', 'db01', 'db02', 'mgmt01', 'mgmt02'],
} as const

/** A host as an administrator leaves it after joining it to vCenter: the product's defaults, NTP set. */
export const defaultHost: HostSettings = {
  release: '8.0',
  options: {},
  lockdownMode: 'lockdownDisabled',
  services: { ntpd: { running: true, policy: 'on' }, vpxa: { running: true, policy: 'on' } },
  firewall: { incomingBlocked: true, outgoingBlocked: true, rulesets: {} },
  domain: undefined,
  ntpServers: ['ntp1.sakimori.test', 'ntp2.sakimori.test'],
  certificatePem: undefined,
  vswitches: { vSwitch0: { allowPromiscuous: false, macChanges: false, forgedTransmits: false } },
  portgroups: {
    'Management Network': { vlanId: 0, vswitch: 'vSwitch0' },
    vMotion: { vlanId: 30, vswitch: 'vSwitch0' },
    vSAN: { vlanId: 40, vswitch: 'vSwitch0' },
    'VM Network': { vlanId: 0, vswitch: 'vSwitch0' },
  },
  vnics: {
    vmk0: { portgroup: 'Management Network', ip: '192.0.2.1', traffic: ['management'] },
    vmk1: { portgroup: 'vMotion', ip: '198.51.100.1', traffic: ['vmotion'] },
    vmk2: { portgroup: 'vSAN', ip: '203.0.113.1', traffic: ['vsan'] },
  },
}

/** A new distributed switch: rejects all three, listens to CDP. */
export const defaultSwitch: SwitchSettings = {
  security: { allowPromiscuous: false, macChanges: false, forgedTransmits: false },
  macLearning: false,
  mtu: 1500,
  discovery: { protocol: 'cdp', operation: 'listen' },
  healthCheck: false,
  ipfixCollector: undefined,
  macManagement: true,
}

const inheriting: PortgroupSettings = {
  vlan: 'inherit',
  security: {},
  macLearning: undefined,
  overrides: ['blockOverrideAllowed'],
}

/** The distributed port groups, one for each manner of VLAN and of override. */
export const defaultPortgroups = {
  'pg-web': { ...inheriting, vlan: { vlanId: 10 } },
  'pg-app': { ...inheriting, vlan: { vlanId: 20 } },
  'pg-db': { ...inheriting, vlan: { pvlanId: 201 } },
  'pg-trunk': { ...inheriting, vlan: { trunk: [[100, 199]] } },
  'pg-override': {
    ...inheriting,
    vlan: { vlanId: 50 },
    security: { allowPromiscuous: false, macChanges: false, forgedTransmits: true },
    overrides: ['blockOverrideAllowed', 'securityPolicyOverrideAllowed'],
  },
  'pg-native': inheriting,
} as const satisfies Record<string, PortgroupSettings>

/** A VM as the wizard makes it: a CD drive that is not connected, no other removable device. */
export const defaultVm: VmSettings = {
  extraConfig: { 'tools.guest.desktop.autolock': 'TRUE', 'sched.mem.pshare.salt': null },
  portgroup: 'pg-web',
  firmware: 'efi',
  secureBoot: true,
  logging: true,
  migrateEncryption: 'opportunistic',
  ftEncryption: 'ftEncryptionOpportunistic',
  diskMode: 'persistent',
  cdrom: { connected: false, startConnected: false, allowGuestControl: true },
  floppy: undefined,
  serial: undefined,
  parallel: undefined,
  usb: false,
}

/** On which port group each VM of `names.vms` is; the others follow `defaultVm`. */
export const defaultVmPortgroups: Readonly<Record<string, string>> = {
  app01: 'pg-app',
  app02: 'pg-app',
  db01: 'pg-db',
  db02: 'pg-db',
  mgmt01: 'pg-override',
  mgmt02: 'pg-native',
}
