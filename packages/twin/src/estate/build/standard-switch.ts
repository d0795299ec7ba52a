import type { DataTypes } from '@sakimori/vim25/types'
import { maybe } from '../releases/maybe.ts'

/** The three layer-2 permissions of a switch or port group. */
export interface SecuritySettings {
  readonly allowPromiscuous: boolean
  readonly macChanges: boolean
  readonly forgedTransmits: boolean
}

/** What a careful company sets: nothing is allowed. */
export const rejecting: SecuritySettings = { allowPromiscuous: false, macChanges: false, forgedTransmits: false }

/** What an installation leaves on a standard switch up to 6.7: Security Configuration Guide 6.5 and the 6.5 documentation. */
export const asInstalled: SecuritySettings = { allowPromiscuous: false, macChanges: true, forgedTransmits: true }

export interface StandardSwitchSpec {
  readonly name: string
  readonly nics: readonly string[]
  readonly security?: SecuritySettings
  readonly mtu?: number
  readonly discovery?: 'none' | 'listen' | 'advertise' | 'both'
}

export interface PortgroupSpec {
  readonly name: string
  readonly vlanId: number
  readonly switchName: string
  /** What is not said is inherited from the switch. */
  readonly security?: Partial<SecuritySettings>
  /** The uplinks, if they differ from those of the switch. */
  readonly active?: readonly string[]
  readonly standby?: readonly string[]
}

const teaming = {
  _typeName: 'HostNicTeamingPolicy',
  policy: 'loadbalance_srcid',
  reversePolicy: true,
  notifySwitches: true,
  rollingOrder: false,
  failureCriteria: {
    _typeName: 'HostNicFailureCriteria',
    checkSpeed: 'minimum',
    speed: 10,
    checkDuplex: false,
    fullDuplex: false,
    checkErrorPercent: false,
    percentage: 0,
    checkBeacon: false,
  },
} as const

const offload = {
  _typeName: 'HostNetOffloadCapabilities',
  csumOffload: true,
  tcpSegmentation: true,
  zeroCopyXmit: true,
} as const

const shaping = { _typeName: 'HostNetworkTrafficShapingPolicy', enabled: false } as const

const nicOrder = (active: readonly string[], standby: readonly string[] = []): DataTypes['HostNicOrderPolicy'] => ({
  _typeName: 'HostNicOrderPolicy',
  ...maybe('activeNic', active),
  ...maybe('standbyNic', standby),
})

/** A policy in which everything has a value: that of a switch, or what holds on a port group. */
export const switchPolicy = (
  security: SecuritySettings,
  active: readonly string[],
  standby?: readonly string[],
): DataTypes['HostNetworkPolicy'] => ({
  _typeName: 'HostNetworkPolicy',
  security: { _typeName: 'HostNetworkSecurityPolicy', ...security },
  nicTeaming: { ...teaming, nicOrder: nicOrder(active, standby) },
  offloadPolicy: offload,
  shapingPolicy: shaping,
})

const keyOf = (kind: string, name: string) => `key-vim.host.${kind}-${name}`

/** The key by which a switch names a physical adapter. */
export const pnicKey = (device: string): string => keyOf('PhysicalNic', device)

/** A standard switch as `config.network.vswitch` lists it. */
export function standardSwitch(
  spec: StandardSwitchSpec,
  portgroups: readonly PortgroupSpec[],
): DataTypes['HostVirtualSwitch'] {
  const { name, nics, security = rejecting, mtu = 1500, discovery = 'listen' } = spec
  const bridge = {
    _typeName: 'HostVirtualSwitchBondBridge' as const,
    nicDevice: nics,
    beacon: { _typeName: 'HostVirtualSwitchBeaconConfig' as const, interval: 1 },
    linkDiscoveryProtocolConfig: {
      _typeName: 'LinkDiscoveryProtocolConfig' as const,
      protocol: 'cdp',
      operation: discovery,
    },
  }
  const own = portgroups.filter(({ switchName }) => switchName === name)
  return {
    _typeName: 'HostVirtualSwitch',
    name,
    key: keyOf('VirtualSwitch', name),
    numPorts: 2560,
    numPortsAvailable: 2540,
    mtu,
    ...maybe(
      'portgroup',
      own.map((portgroup) => keyOf('PortGroup', portgroup.name)),
    ),
    ...maybe('pnic', nics.map(pnicKey)),
    spec: {
      _typeName: 'HostVirtualSwitchSpec',
      numPorts: 128,
      ...maybe('bridge', nics.length > 0 ? bridge : undefined),
      policy: switchPolicy(security, nics),
      mtu,
    },
  }
}

/** A standard port group as `config.network.portgroup` lists it, with what it inherits worked out. */
export function standardPortgroup(
  spec: PortgroupSpec,
  switches: readonly StandardSwitchSpec[],
): DataTypes['HostPortGroup'] {
  const parent = switches.find(({ name }) => name === spec.switchName)
  const { name, vlanId, switchName, security = {}, active, standby } = spec
  const own = {
    _typeName: 'HostNetworkPolicy' as const,
    security: { _typeName: 'HostNetworkSecurityPolicy' as const, ...security },
    nicTeaming: {
      _typeName: 'HostNicTeamingPolicy' as const,
      ...maybe('nicOrder', active ? nicOrder(active, standby) : undefined),
    },
    offloadPolicy: { _typeName: 'HostNetOffloadCapabilities' as const },
    shapingPolicy: { _typeName: 'HostNetworkTrafficShapingPolicy' as const },
  }
  return {
    _typeName: 'HostPortGroup',
    key: keyOf('PortGroup', name),
    vswitch: keyOf('VirtualSwitch', switchName),
    computedPolicy: switchPolicy(
      { ...(parent?.security ?? rejecting), ...security },
      active ?? parent?.nics ?? [],
      active ? standby : undefined,
    ),
    spec: { _typeName: 'HostPortGroupSpec', name, vlanId, vswitchName: switchName, policy: own },
  }
}
