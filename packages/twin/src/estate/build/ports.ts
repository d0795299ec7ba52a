import type { DataTypes, MoRef } from '@sakimori/vim25/types'
import { maybe } from '../releases/maybe.ts'
import { uplinkPortKey, type SwitchPlace } from './distributed-switch.ts'
import { inherit, portSetting, type PortSettings } from './port-setting.ts'

/** What is plugged into a port. */
export interface PortSpec {
  readonly key: string
  readonly portgroup: MoRef
  /** The settings of the port group, which a port inherits. */
  readonly settings: PortSettings
  readonly host: MoRef<'HostSystem'>
  readonly connectee: MoRef<'VirtualMachine'> | MoRef<'HostSystem'>
  /** Key of the network adapter: '4000' of a VM, 'vmk0' of a host, 'vmnic2' of an uplink. */
  readonly nic: string
  readonly mac: string
  /** What this port says differently from its port group. */
  readonly own?: PortSettings
}

const quiet = {
  _typeName: 'DistributedVirtualSwitchPortStatistics',
  packetsInMulticast: 0,
  packetsOutMulticast: 0,
  bytesInMulticast: 0,
  bytesOutMulticast: 0,
  packetsInUnicast: 0,
  packetsOutUnicast: 0,
  bytesInUnicast: 0,
  bytesOutUnicast: 0,
  packetsInBroadcast: 0,
  packetsOutBroadcast: 0,
  bytesInBroadcast: 0,
  bytesOutBroadcast: 0,
  packetsInDropped: 0,
  packetsOutDropped: 0,
  packetsInException: 0,
  packetsOutException: 0,
} as const satisfies DataTypes['DistributedVirtualSwitchPortStatistics']

const kindOf = ({ nic }: PortSpec) =>
  nic.startsWith('vmk') ? 'hostVmkVnic' : nic.startsWith('vmnic') ? 'pnic' : 'vmVnic'

/** Ports of one switch; those that say the same share one object of settings. */
export function portMaker(dvs: SwitchPlace): (spec: PortSpec) => DataTypes['DistributedVirtualPort'] {
  const shared = new Map<PortSettings, DataTypes['VMwareDVSPortSetting']>()
  const settingOf = ({ settings, own }: PortSpec): DataTypes['VMwareDVSPortSetting'] => {
    const group = inherit(dvs.settings, settings)
    if (own) return portSetting(inherit(group, own), own, dvs.release)
    const ready = shared.get(settings) ?? portSetting(group, {}, dvs.release)
    shared.set(settings, ready)
    return ready
  }
  return (spec) => ({
    _typeName: 'DistributedVirtualPort',
    key: spec.key,
    config: { _typeName: 'DVPortConfigInfo', configVersion: spec.own ? '1' : '0', setting: settingOf(spec) },
    dvsUuid: dvs.uuid,
    portgroupKey: spec.portgroup.value,
    proxyHost: spec.host,
    connectee: {
      _typeName: 'DistributedVirtualSwitchPortConnectee',
      connectedEntity: spec.connectee,
      nicKey: spec.nic,
      type: kindOf(spec),
    },
    conflict: false,
    state: { _typeName: 'DVPortState', runtimeInfo: status(dvs, spec), stats: quiet },
    connectionCookie: Number(spec.key) + 1,
    lastStatusChange: '2026-10-01T00:00:00Z',
    hostLocalPort: false,
  })
}

function status(dvs: SwitchPlace, { settings, own = {}, mac }: PortSpec): DataTypes['DVPortStatus'] {
  const { vlan } = inherit(inherit(dvs.settings, settings), own)
  const ranges = typeof vlan === 'number' ? [[vlan, vlan] as const] : 'trunk' in vlan ? vlan.trunk : undefined
  return {
    _typeName: 'DVPortStatus',
    linkUp: true,
    blocked: false,
    ...maybe(
      'vlanIds',
      ranges?.map(([start, end]) => ({ _typeName: 'NumericRange' as const, start, end })),
    ),
    trunkingMode: typeof vlan !== 'number' && 'trunk' in vlan,
    mtu: 1500,
    macAddress: mac,
  }
}

/** The ports of a switch’s uplinks on one host. */
export function uplinkPorts(
  dvs: SwitchPlace,
  host: MoRef<'HostSystem'>,
  index: number,
  nics: readonly { readonly device: string; readonly mac: string }[],
): readonly PortSpec[] {
  return nics.map(({ device, mac }, uplink) => ({
    key: uplinkPortKey(dvs.uplinkNames.length, index, uplink),
    portgroup: dvs.uplinkPortgroup,
    settings: uplinkTrunk,
    host,
    connectee: host,
    nic: device,
    mac,
  }))
}

const uplinkTrunk: PortSettings = { vlan: { trunk: [[0, 4094]] } }
