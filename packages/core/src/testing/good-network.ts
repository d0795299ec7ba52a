import { inSpan, type Release } from '../model/index.ts'
import { add, type Draft } from './draft.ts'
import { APP_PORTGROUP, DVS_UUID } from './good-devices.ts'

const DVS = { type: 'VmwareDistributedVirtualSwitch', value: 'dvs-200' }
const VSAN_PORTGROUP = 'dvportgroup-202'
const UPLINK_PORTGROUP = 'dvportgroup-203'
const NSX_PORTGROUP = 'dvportgroup-204'

const rejecting = {
  _typeName: 'HostNetworkSecurityPolicy',
  allowPromiscuous: false,
  macChanges: false,
  forgedTransmits: false,
}

/** The network of a well-kept host: management and vMotion on a standard switch, vSAN and VMs on a distributed one. */
export function goodHostNetwork(_release: Release, index: number): Record<string, unknown> {
  return {
    'config.network.vswitch': [
      {
        _typeName: 'HostVirtualSwitch',
        name: 'vSwitch0',
        key: 'key-vim.host.VirtualSwitch-vSwitch0',
        numPorts: 128,
        pnic: [nicKey('vmnic0'), nicKey('vmnic1')],
        spec: {
          _typeName: 'HostVirtualSwitchSpec',
          numPorts: 128,
          bridge: {
            _typeName: 'HostVirtualSwitchBondBridge',
            nicDevice: ['vmnic0', 'vmnic1'],
            linkDiscoveryProtocolConfig: {
              _typeName: 'LinkDiscoveryProtocolConfig',
              protocol: 'cdp',
              operation: 'listen',
            },
          },
          policy: { _typeName: 'HostNetworkPolicy', security: rejecting },
        },
      },
    ],
    'config.network.portgroup': [portgroup('Management Network', 10), portgroup('vMotion', 20)],
    'config.network.vnic': [
      vnic('vmk0', {
        portgroup: 'Management Network',
        ip: { _typeName: 'HostIpConfig', ipAddress: `10.0.0.${11 + index}` },
      }),
      vnic('vmk1', { portgroup: 'vMotion' }),
      vnic('vmk2', {
        distributedVirtualPort: {
          _typeName: 'DistributedVirtualSwitchPortConnection',
          switchUuid: DVS_UUID,
          portgroupKey: VSAN_PORTGROUP,
          portKey: String(100 + index),
        },
      }),
    ],
    'config.network.pnic': ['vmnic0', 'vmnic1', 'vmnic2', 'vmnic3'].map((device) => ({
      _typeName: 'PhysicalNic',
      key: nicKey(device),
      device,
      linkSpeed: { _typeName: 'PhysicalNicLinkInfo', speedMb: 25000, duplex: true },
    })),
    'config.network.proxySwitch': [
      {
        _typeName: 'HostProxySwitch',
        dvsUuid: DVS_UUID,
        dvsName: 'DSwitch',
        key: 'DvsPortset-0',
        pnic: [nicKey('vmnic2'), nicKey('vmnic3')],
        nsxtEnabled: true,
      },
    ],
    'config.virtualNicManagerInfo.netConfig': [
      netConfig('management', 'vmk0'),
      netConfig('vmotion', 'vmk1'),
      netConfig('vsan', 'vmk2'),
      netConfig('faultToleranceLogging'),
    ],
  }
}

/** What vCenter knows besides: its NSX manager. */
export function goodVcenterNetwork(): Record<string, unknown> {
  return {
    'ExtensionManager.extensionList': [
      { _typeName: 'Extension', key: 'com.vmware.nsx.management.nsxt', version: '4.2.0' },
    ],
  }
}

/** Adds a distributed switch with its port groups, as a careful administrator sets them. */
export function addGoodSwitches(draft: Draft, release: Release): void {
  const parent = { type: 'Folder', value: 'group-n6' }
  const setting = settingOf(release)
  add(draft, DVS.type, DVS.value, {
    name: 'DSwitch',
    parent,
    uuid: DVS_UUID,
    config: {
      _typeName: 'VMwareDVSConfigInfo',
      uuid: DVS_UUID,
      name: 'DSwitch',
      defaultPortConfig: setting(0),
      uplinkPortgroup: [{ type: 'DistributedVirtualPortgroup', value: UPLINK_PORTGROUP }],
      linkDiscoveryProtocolConfig: { _typeName: 'LinkDiscoveryProtocolConfig', protocol: 'lldp', operation: 'none' },
      networkResourceManagementEnabled: true,
      healthCheckConfig: [
        { _typeName: 'VMwareDVSVlanMtuHealthCheckConfig', enable: false, interval: 0 },
        { _typeName: 'VMwareDVSTeamingHealthCheckConfig', enable: false, interval: 0 },
      ],
    },
    'FetchDVPorts()': [
      port('0', APP_PORTGROUP, inheriting(release)),
      port('1', APP_PORTGROUP, inheriting(release)),
      // An uplink port has settings of its own by nature.
      port('10', UPLINK_PORTGROUP, setting(0)),
    ],
  })
  const portgroups: readonly (readonly [key: string, name: string, setting: unknown, more: Record<string, unknown>])[] =
    [
      [APP_PORTGROUP, '業務系', setting(200), {}],
      [VSAN_PORTGROUP, 'vSAN', setting(30), {}],
      [
        UPLINK_PORTGROUP,
        'DSwitch-DVUplinks-200',
        uplinkSetting(release),
        inSpan(release, '6.5..6.7') ? {} : { uplink: true },
      ],
      ...(inSpan(release, '7.0..9.1')
        ? ([
            [
              NSX_PORTGROUP,
              'segment-web',
              openSetting(release),
              { backingType: 'nsx', segmentId: '/infra/segments/web' },
            ],
          ] as const)
        : []),
    ]
  for (const [key, name, defaultPortConfig, more] of portgroups)
    add(draft, 'DistributedVirtualPortgroup', key, {
      name,
      parent,
      key,
      config: {
        _typeName: 'DVPortgroupConfigInfo',
        key,
        name,
        distributedVirtualSwitch: DVS,
        type: 'earlyBinding',
        defaultPortConfig,
        policy,
        ...more,
      },
    })
}

const nicKey = (device: string) => `key-vim.host.PhysicalNic-${device}`

function portgroup(name: string, vlanId: number): unknown {
  return {
    _typeName: 'HostPortGroup',
    key: `key-vim.host.PortGroup-${name}`,
    computedPolicy: { _typeName: 'HostNetworkPolicy', security: rejecting },
    // Nothing of its own: what holds is inherited from the switch.
    spec: {
      _typeName: 'HostPortGroupSpec',
      name,
      vlanId,
      vswitchName: 'vSwitch0',
      policy: { _typeName: 'HostNetworkPolicy' },
    },
  }
}

function vnic(device: string, spec: Record<string, unknown>): unknown {
  return {
    _typeName: 'HostVirtualNic',
    device,
    key: `key-vim.host.VirtualNic-${device}`,
    portgroup: spec['portgroup'] ?? '',
    spec: { _typeName: 'HostVirtualNicSpec', ...spec },
  }
}

const netConfig = (nicType: string, device?: string) => ({
  _typeName: 'VirtualNicManagerNetConfig',
  nicType,
  multiSelectAllowed: true,
  ...(device === undefined ? {} : { selectedVnic: [`${nicType}.key-vim.host.VirtualNic-${device}`] }),
})

/** `macManagementPolicy` came with 6.7 and holds where it is; the older policy is kept in step. */
const settingOf = (release: Release) => (vlanId: number) => ({
  _typeName: 'VMwareDVSPortSetting',
  vlan: { _typeName: 'VmwareDistributedVirtualSwitchVlanIdSpec', inherited: false, vlanId },
  ...security(release, false, false),
})

const openSetting = (release: Release) => ({
  _typeName: 'VMwareDVSPortSetting',
  vlan: { _typeName: 'VmwareDistributedVirtualSwitchVlanIdSpec', inherited: true, vlanId: 0 },
  ...security(release, true, false),
})

const uplinkSetting = (release: Release) => ({
  _typeName: 'VMwareDVSPortSetting',
  vlan: {
    _typeName: 'VmwareDistributedVirtualSwitchTrunkVlanSpec',
    inherited: false,
    vlanId: [{ _typeName: 'NumericRange', start: 0, end: 4094 }],
  },
  ...security(release, true, false),
})

const inheriting = (release: Release) => ({
  _typeName: 'VMwareDVSPortSetting',
  vlan: { _typeName: 'VmwareDistributedVirtualSwitchVlanIdSpec', inherited: true, vlanId: 200 },
  ...security(release, false, true),
})

function security(release: Release, open: boolean, inherited: boolean): Record<string, unknown> {
  const flag = { _typeName: 'BoolPolicy', inherited, value: open }
  return {
    securityPolicy: {
      _typeName: 'DVSSecurityPolicy',
      inherited,
      allowPromiscuous: flag,
      macChanges: flag,
      forgedTransmits: flag,
    },
    ...(inSpan(release, '6.7..9.1')
      ? {
          macManagementPolicy: {
            _typeName: 'DVSMacManagementPolicy',
            inherited,
            allowPromiscuous: open,
            macChanges: open,
            forgedTransmits: open,
            macLearningPolicy: { _typeName: 'DVSMacLearningPolicy', inherited, enabled: false },
          },
        }
      : {}),
  }
}

const port = (key: string, portgroupKey: string, setting: unknown) => ({
  _typeName: 'DistributedVirtualPort',
  key,
  portgroupKey,
  dvsUuid: DVS_UUID,
  conflict: false,
  config: { _typeName: 'DVPortConfigInfo', configVersion: '1', setting },
})

const policy = {
  _typeName: 'VMwareDVSPortgroupPolicy',
  blockOverrideAllowed: true,
  shapingOverrideAllowed: false,
  vendorConfigOverrideAllowed: false,
  livePortMovingAllowed: false,
  portConfigResetAtDisconnect: true,
  vlanOverrideAllowed: false,
  uplinkTeamingOverrideAllowed: false,
  securityPolicyOverrideAllowed: false,
  ipfixOverrideAllowed: false,
}
