import type { DataTypes } from '@sakimori/vim25/types'
import type { Release } from '@sakimori/core/model'
import { maybe } from '../releases/maybe.ts'
import { isFrom } from '../releases/release.ts'
import type { SecuritySettings } from './standard-switch.ts'

/** The VLANs of a distributed port group: one, a trunk of ranges, or a private one. */
export type VlanSettings =
  | number
  | { readonly trunk: readonly (readonly [number, number])[] }
  | { readonly privateVlan: number }

/** What a port group, or a single port, says about its traffic; what is absent is inherited. */
export interface PortSettings {
  readonly vlan?: VlanSettings
  readonly security?: Partial<SecuritySettings>
  /** From 6.7 on. */
  readonly macLearning?: boolean
  readonly ipfix?: boolean
  readonly active?: readonly string[]
  readonly standby?: readonly string[]
}

/** The same with nothing left open: what holds on a switch. */
export interface WholeSettings {
  readonly vlan: VlanSettings
  readonly security: SecuritySettings
  readonly macLearning: boolean
  readonly ipfix: boolean
  readonly active: readonly string[]
  readonly standby: readonly string[]
}

/** Lays the settings of a port group or port over those that it inherits. */
export const inherit = (parent: WholeSettings, own: PortSettings): WholeSettings => ({
  ...parent,
  ...own,
  security: { ...parent.security, ...own.security },
})

const inherited = true
const off = { _typeName: 'BoolPolicy', inherited, value: false } as const
const notShaped = { _typeName: 'DVSTrafficShapingPolicy', inherited, enabled: off } as const

/**
 * The settings of a port as the API shows them: always the values that hold, `inherited` says where each comes from.
 * `own` are those that are said here; a switch says all of them.
 */
export function portSetting(
  whole: WholeSettings,
  own: PortSettings,
  release: Release,
): DataTypes['VMwareDVSPortSetting'] {
  return {
    _typeName: 'VMwareDVSPortSetting',
    blocked: off,
    vmDirectPathGen2Allowed: off,
    inShapingPolicy: notShaped,
    outShapingPolicy: notShaped,
    vendorSpecificConfig: { _typeName: 'DVSVendorSpecificConfig', inherited },
    networkResourcePoolKey: { _typeName: 'StringPolicy', inherited, value: '-1' },
    filterPolicy: { _typeName: 'DvsFilterPolicy', inherited },
    vlan: vlanSpec(whole.vlan, own.vlan === undefined),
    qosTag: { _typeName: 'IntPolicy', inherited, value: -1 },
    uplinkTeamingPolicy: teaming(whole, own),
    securityPolicy: security(whole.security, own.security ?? {}),
    ipfixEnabled: { _typeName: 'BoolPolicy', inherited: own.ipfix === undefined, value: whole.ipfix },
    txUplink: off,
    lacpPolicy: {
      _typeName: 'VMwareUplinkLacpPolicy',
      inherited,
      enable: off,
      mode: { _typeName: 'StringPolicy', inherited, value: 'passive' },
    },
    ...(isFrom(release, '6.7') ? { macManagementPolicy: macManagement(whole, own) } : {}),
  }
}

function vlanSpec(vlan: VlanSettings, isInherited: boolean): DataTypes['VmwareDistributedVirtualSwitchVlanSpec'] {
  if (typeof vlan === 'number')
    return { _typeName: 'VmwareDistributedVirtualSwitchVlanIdSpec', inherited: isInherited, vlanId: vlan }
  if ('privateVlan' in vlan)
    return { _typeName: 'VmwareDistributedVirtualSwitchPvlanSpec', inherited: isInherited, pvlanId: vlan.privateVlan }
  return {
    _typeName: 'VmwareDistributedVirtualSwitchTrunkVlanSpec',
    inherited: isInherited,
    vlanId: vlan.trunk.map(([start, end]) => ({ _typeName: 'NumericRange', start, end })),
  }
}

/** The older form: each flag says for itself whether it is inherited. */
function security(whole: SecuritySettings, own: Partial<SecuritySettings>): DataTypes['DVSSecurityPolicy'] {
  const flag = (field: keyof SecuritySettings): DataTypes['BoolPolicy'] => ({
    _typeName: 'BoolPolicy',
    inherited: own[field] === undefined,
    value: whole[field],
  })
  return {
    _typeName: 'DVSSecurityPolicy',
    inherited: Object.keys(own).length === 0,
    allowPromiscuous: flag('allowPromiscuous'),
    macChanges: flag('macChanges'),
    forgedTransmits: flag('forgedTransmits'),
  }
}

/** The newer form: one word for all three, and MAC learning with it. */
const macManagement = (whole: WholeSettings, own: PortSettings): DataTypes['DVSMacManagementPolicy'] => ({
  _typeName: 'DVSMacManagementPolicy',
  inherited: Object.keys(own.security ?? {}).length === 0 && own.macLearning === undefined,
  ...whole.security,
  macLearningPolicy: {
    _typeName: 'DVSMacLearningPolicy',
    inherited: own.macLearning === undefined,
    enabled: whole.macLearning,
    allowUnicastFlooding: true,
    limit: 4096,
    limitPolicy: 'DROP',
  },
})

function teaming(whole: WholeSettings, own: PortSettings): DataTypes['VmwareUplinkPortTeamingPolicy'] {
  const isInherited = own.active === undefined
  const yes = { _typeName: 'BoolPolicy' as const, inherited, value: true }
  return {
    _typeName: 'VmwareUplinkPortTeamingPolicy',
    inherited: isInherited,
    policy: { _typeName: 'StringPolicy', inherited, value: 'loadbalance_loadbased' },
    reversePolicy: yes,
    notifySwitches: yes,
    rollingOrder: off,
    failureCriteria: { _typeName: 'DVSFailureCriteria', inherited, checkBeacon: off },
    uplinkPortOrder: {
      _typeName: 'VMwareUplinkPortOrderPolicy',
      inherited: isInherited,
      ...maybe('activeUplinkPort', whole.active),
      ...maybe('standbyUplinkPort', whole.standby),
    },
  }
}
