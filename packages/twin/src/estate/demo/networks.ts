import { ref } from '@sakimori/vim25'
import type { DataTypes } from '@sakimori/vim25/types'
import type { DvPortgroupSpec } from '../build/distributed-switch.ts'
import { switchUuidOf } from '../build/identity.ts'
import { asInstalled, rejecting, type PortgroupSpec, type StandardSwitchSpec } from '../build/standard-switch.ts'
import { tokyo } from './company.ts'

/** A distributed port group of the demo, without its reference. */
type Portgroup = Omit<DvPortgroupSpec, 'ref' | 'name'> & { readonly number: number }

/** DSwitch-TKY: service networks of the main site. What is wrong with it is told in the answer key. */
const tokyoPortgroups = {
  管理サーバ: { number: 1, settings: { vlan: 11 }, description: 'vCenter Server、バックアップ、監視' },
  'SV-業務': { number: 2, settings: { vlan: 100 } },
  'SV-DB': { number: 3, settings: { vlan: 101 }, overrides: ['vlanOverrideAllowed', 'securityPolicyOverrideAllowed'] },
  'SV-情報': { number: 4, settings: { vlan: 110 } },
  開発: { number: 5, settings: { vlan: 120, macLearning: true } },
  '検証-1002': { number: 6, settings: { vlan: 1002 } },
  'TRUNK-検証': {
    number: 7,
    settings: { vlan: { trunk: [[0, 4094]] } },
    description: '検証用。終わったら消す (2022/03)',
  },
  DMZ: { number: 8, settings: { vlan: 200 } },
  'DMZ-LB': {
    number: 9,
    settings: { vlan: 201, security: { forgedTransmits: true, macChanges: true } },
    description: 'VRRP',
  },
  VDI: { number: 10, settings: { vlan: 210 }, resetAtDisconnect: false },
  'MIRROR-IDS': {
    number: 11,
    settings: { vlan: 300, security: { allowPromiscuous: true } },
    description: '侵入検知 (ids01)',
  },
  'TEMP-capture-2023': { number: 12, settings: { vlan: 100, security: { allowPromiscuous: true } } },
  NFS: { number: 13, settings: { vlan: 32 } },
  'seg-k8s': {
    number: 14,
    settings: { vlan: 0 },
    nsx: { segmentId: '/infra/segments/seg-k8s', transportZone: 'tz-overlay' },
  },
} as const satisfies Readonly<Record<string, Portgroup>>

/** DSwitch-OSA: everything at the recovery site, the hosts’ own traffic included. */
const osakaPortgroups = {
  'OSA-管理': { number: 1, settings: { vlan: 40, security: rejecting } },
  'OSA-管理サーバ': { number: 2, settings: { vlan: 41, security: rejecting } },
  'OSA-vMotion': { number: 3, settings: { vlan: 50, security: rejecting } },
  'OSA-iSCSI': { number: 4, settings: { vlan: 60, security: rejecting } },
  'OSA-業務': { number: 5, settings: { vlan: 140, security: rejecting } },
  'OSA-DB': { number: 6, settings: { vlan: 141, security: rejecting } },
  'OSA-DMZ': { number: 7, settings: { vlan: 240, security: rejecting } },
} as const satisfies Readonly<Record<string, Portgroup>>

export type TokyoPortgroup = keyof typeof tokyoPortgroups
export type OsakaPortgroup = keyof typeof osakaPortgroups

const numbered = (portgroups: Readonly<Record<string, Portgroup>>, base: number): readonly DvPortgroupSpec[] =>
  Object.entries(portgroups).map(([name, { number, ...spec }]) => ({
    ...spec,
    name,
    ref: ref('DistributedVirtualPortgroup', `dvportgroup-${base + 10 + number}`),
  }))

const TOKYO = 400
const OSAKA = 440

/** A mirror of the whole server network that somebody set up to find a fault. */
const forgottenMirror: DataTypes['VMwareVspanSession'] = {
  _typeName: 'VMwareVspanSession',
  key: 'dvPortMirror-1',
  name: 'debug-2022',
  enabled: true,
  sourcePortReceived: { _typeName: 'VMwareVspanPort', wildcardPortConnecteeType: ['vmVnic'] },
  destinationPort: { _typeName: 'VMwareVspanPort', ipAddress: ['10.10.120.99'] },
  encapsulationVlanId: 0,
  stripOriginalVlan: false,
  mirroredPacketLength: 0,
  normalTrafficAllowed: false,
  sessionType: 'encapRemoteMirrorSource',
  samplingRate: 1,
}

/** The two distributed switches. */
export const switches = {
  tokyo: {
    number: TOKYO,
    name: 'DSwitch-TKY',
    uuid: switchUuidOf(TOKYO),
    portgroups: numbered(tokyoPortgroups, TOKYO),
    more: {
      healthCheck: true,
      netflow: { address: '203.0.113.45', port: 2055 },
      mirrors: [forgottenMirror],
      privateVlans: [
        [250, 250, 'promiscuous'],
        [250, 251, 'isolated'],
      ],
      contact: '仮想基盤チーム',
    },
  },
  osaka: {
    number: OSAKA,
    name: 'DSwitch-OSA',
    uuid: switchUuidOf(OSAKA),
    portgroups: numbered(osakaPortgroups, OSAKA),
    // The default is loose; every port group says that it rejects.
    more: {
      settings: { security: { macChanges: true } },
      discovery: { protocol: 'lldp', operation: 'both' },
      ioControl: false,
    },
  },
} as const

/** Standard port groups by the network that vCenter Server knows them by. */
export const standardNetworks = {
  'Management Network': ref('Network', 'network-501'),
  'LG-業務': ref('Network', 'network-502'),
  'LG-情報': ref('Network', 'network-503'),
  'LG-工場': ref('Network', 'network-504'),
  'VM Network': ref('Network', 'network-505'),
  'LG-FW': ref('Network', 'network-506'),
} as const
export type StandardNetwork = keyof typeof standardNetworks

/** The folder of the standard networks: only the legacy cluster of the main site has them. */
export const standardNetworkFolder = tokyo.networkFolder

/** A set of standard switches and port groups that several hosts share. */
export interface StandardSide {
  readonly switches: readonly StandardSwitchSpec[]
  readonly portgroups: readonly PortgroupSpec[]
}

const onSwitch0 = (name: string, vlanId: number): PortgroupSpec => ({ name, vlanId, switchName: 'vSwitch0' })

/** The newer hosts of the main site keep management, vMotion and iSCSI on standard switches. */
export const modernSide: StandardSide = {
  switches: [
    { name: 'vSwitch0', nics: ['vmnic0', 'vmnic1'] },
    { name: 'vSwitch1', nics: ['vmnic4', 'vmnic5'], mtu: 9000 },
  ],
  portgroups: [
    onSwitch0('Management Network', 10),
    onSwitch0('vMotion', 20),
    { name: 'iSCSI-A', vlanId: 30, switchName: 'vSwitch1', active: ['vmnic4'], standby: [] },
    { name: 'iSCSI-B', vlanId: 31, switchName: 'vSwitch1', active: ['vmnic5'], standby: [] },
  ],
}

const legacyGuests: readonly PortgroupSpec[] = [
  { name: 'LG-業務', vlanId: 102, switchName: 'vSwitch1' },
  { name: 'LG-情報', vlanId: 112, switchName: 'vSwitch1' },
  { name: 'LG-工場', vlanId: 130, switchName: 'vSwitch1' },
]
const legacyStorage: StandardSide = {
  switches: [{ name: 'vSwitch2', nics: ['vmnic4', 'vmnic5'], mtu: 9000 }],
  portgroups: [{ name: 'iSCSI', vlanId: 33, switchName: 'vSwitch2' }],
}

/** The legacy hosts, each wired by somebody else. */
export const legacySides: Readonly<Record<'l01' | 'l02' | 'l03', StandardSide>> = {
  l01: {
    switches: [
      { name: 'vSwitch0', nics: ['vmnic0', 'vmnic1'] },
      // The second uplink was taken for the firewall’s trunk.
      { name: 'vSwitch1', nics: ['vmnic2'] },
      { name: 'vSwitch3', nics: ['vmnic3', 'vmnic6'] },
      ...legacyStorage.switches,
    ],
    portgroups: [
      onSwitch0('Management Network', 10),
      onSwitch0('vMotion', 20),
      ...legacyGuests,
      { name: 'LG-FW', vlanId: 4095, switchName: 'vSwitch3' },
      ...legacyStorage.portgroups,
    ],
  },
  l02: {
    switches: [
      { name: 'vSwitch0', nics: ['vmnic0', 'vmnic1'], discovery: 'both' },
      { name: 'vSwitch1', nics: ['vmnic2', 'vmnic3'], security: { ...rejecting, allowPromiscuous: true } },
      ...legacyStorage.switches,
    ],
    portgroups: [
      onSwitch0('Management Network', 10),
      onSwitch0('vMotion', 10),
      ...legacyGuests,
      { name: 'VM Network', vlanId: 1, switchName: 'vSwitch1', security: { allowPromiscuous: false } },
      ...legacyStorage.portgroups,
    ],
  },
  l03: {
    switches: [
      { name: 'vSwitch0', nics: ['vmnic0', 'vmnic1'] },
      { name: 'vSwitch1', nics: ['vmnic2', 'vmnic3'], security: asInstalled },
      ...legacyStorage.switches,
    ],
    portgroups: [onSwitch0('Management Network', 10), ...legacyGuests, ...legacyStorage.portgroups],
  },
}
