import type { Fields } from '../value.ts'
import type { HostSettings, SecuritySettings } from './settings.ts'

const key = (kind: string, name: string): string => `key-vim.host.${kind}-${name}`

const security = ({ allowPromiscuous, macChanges, forgedTransmits }: SecuritySettings): Fields => ({
  allowPromiscuous,
  macChanges,
  forgedTransmits,
})

const teaming: Fields = {
  policy: 'loadbalance_srcid',
  reversePolicy: true,
  notifySwitches: true,
  rollingOrder: false,
  failureCriteria: { checkBeacon: false },
}

/** The policy of a switch, where everything has a value, or of a port group, where unset means inherited. */
const policy = (settings: SecuritySettings, whole: boolean): Fields => ({
  security: security(settings),
  nicTeaming: whole ? { ...teaming, nicOrder: { activeNic: 'vmnic0', standbyNic: 'vmnic1' } } : {},
  offloadPolicy: whole ? { csumOffload: true, tcpSegmentation: true, zeroCopyXmit: true } : {},
  shapingPolicy: whole ? { enabled: false } : {},
})

const pnic = (name: string, number: number): Fields => ({
  key: key('PhysicalNic', name),
  device: name,
  pci: `0000:0${number}:00.0`,
  driver: 'vmxnet3',
  linkSpeed: { speedMb: 10000, duplex: true },
  spec: { ip: { dhcp: false }, linkSpeed: { speedMb: 10000, duplex: true } },
  wakeOnLanSupported: false,
  mac: `00:50:56:aa:00:0${number}`,
})

const vswitch = (name: string, settings: Required<SecuritySettings>, host: HostSettings): Fields => ({
  name,
  key: key('VirtualSwitch', name),
  numPorts: 1536,
  numPortsAvailable: 1500,
  mtu: 1500,
  portgroup: Object.entries(host.portgroups)
    .filter(([, portgroup]) => portgroup.vswitch === name)
    .map(([portgroup]) => key('PortGroup', portgroup)),
  pnic: [key('PhysicalNic', 'vmnic0'), key('PhysicalNic', 'vmnic1')],
  spec: {
    numPorts: 128,
    bridge: {
      $type: 'HostVirtualSwitchBondBridge',
      nicDevice: ['vmnic0', 'vmnic1'],
      linkDiscoveryProtocolConfig: { protocol: 'cdp', operation: 'listen' },
    },
    policy: policy(settings, true),
    mtu: 1500,
  },
})

const portgroup = (name: string, host: HostSettings): Fields => {
  const settings = host.portgroups[name]
  const parent = host.vswitches[settings?.vswitch ?? ''] ?? {}
  const own = settings?.security ?? {}
  const set = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined))
  return {
    key: key('PortGroup', name),
    vswitch: key('VirtualSwitch', settings?.vswitch ?? ''),
    computedPolicy: policy({ ...parent, ...set }, true),
    spec: { name, vlanId: settings?.vlanId ?? 0, vswitchName: settings?.vswitch, policy: policy(own, false) },
  }
}

/** HostVirtualNic of every VMkernel adapter. */
export const vnics = (host: HostSettings, number: number): Fields[] =>
  Object.entries(host.vnics).map(([device, vnic], index) => ({
    device,
    key: key('VirtualNic', device),
    portgroup: vnic.portgroup,
    spec: {
      ip: { dhcp: false, ipAddress: vnic.ip.replace(/\d+$/, String(10 + number)), subnetMask: '255.255.255.0' },
      mac: `00:50:56:6${number}:00:0${index}`,
      portgroup: vnic.portgroup,
      mtu: 1500,
      tsoEnabled: true,
      netStackInstanceKey: 'defaultTcpipStack',
    },
  }))

/** HostNetworkInfo, as far as switches, port groups and adapters go, for config.network and HostNetworkSystem alike. */
export const networkParts = (host: HostSettings, number: number, dvs: Fields): Record<string, Fields[]> => ({
  vswitch: Object.entries(host.vswitches).map(([name, settings]) => vswitch(name, settings, host)),
  proxySwitch: [dvs],
  portgroup: Object.keys(host.portgroups).map((name) => portgroup(name, host)),
  pnic: ['vmnic0', 'vmnic1', 'vmnic2', 'vmnic3'].map((name, index) => pnic(name, index)),
  vnic: vnics(host, number),
})

/** HostProxySwitch: the distributed switch as the host sees it. */
export const proxySwitch = (dvsUuid: string, dvsName: string, uplinkKeys: readonly string[]): Fields => ({
  dvsUuid,
  dvsName,
  key: key('ProxySwitch', dvsUuid),
  numPorts: 2048,
  numPortsAvailable: 2000,
  uplinkPort: uplinkKeys.map((port, index) => ({ key: port, value: `Uplink ${index + 1}` })),
  mtu: 1500,
  pnic: ['vmnic2', 'vmnic3'].map((name) => key('PhysicalNic', name)),
  spec: {
    backing: {
      $type: 'DistributedVirtualSwitchHostMemberPnicBacking',
      pnicSpec: ['vmnic2', 'vmnic3'].map((name, index) => ({ pnicDevice: name, uplinkPortKey: uplinkKeys[index] })),
    },
  },
})

const traffic = [
  'faultToleranceLogging',
  'management',
  'vSphereProvisioning',
  'vSphereReplication',
  'vSphereReplicationNFC',
  'vmotion',
  'vsan',
  'vsanWitness',
]

/** VirtualNicManagerNetConfig of every kind of traffic, with the adapters selected for it. */
export const netConfigs = (host: HostSettings, number: number): Fields[] =>
  traffic.map((nicType) => ({
    nicType,
    multiSelectAllowed: true,
    candidateVnic: vnics(host, number).map((vnic) => ({ ...vnic, key: `${nicType}.${String(vnic['key'])}` })),
    selectedVnic: Object.entries(host.vnics)
      .filter(([, vnic]) => vnic.traffic.includes(nicType))
      .map(([device]) => `${nicType}.${key('VirtualNic', device)}`),
  }))
