import type { Inventory, ObjectRef } from '../edit.ts'
import { ref, typed, type Fields, type Value } from '../value.ts'
import type { PortgroupSettings, SecuritySettings, SwitchSettings, VlanSettings } from './settings.ts'

/** A setting of a port with where it comes from: BoolPolicy and its like. */
const inherited = (own: boolean | undefined, parent: boolean): Fields => ({
  inherited: own === undefined,
  value: own ?? parent,
})

const isInherited = (own: SecuritySettings): boolean => Object.values(own).every((value) => value === undefined)

const securityPolicy = (own: SecuritySettings, parent: Required<SecuritySettings>): Fields => ({
  inherited: isInherited(own),
  allowPromiscuous: inherited(own.allowPromiscuous, parent.allowPromiscuous ?? false),
  macChanges: inherited(own.macChanges, parent.macChanges ?? false),
  forgedTransmits: inherited(own.forgedTransmits, parent.forgedTransmits ?? false),
})

/** The successor of securityPolicy (6.7 and later): the same three, without "inherited" of their own, and MAC learning. */
const macManagementPolicy = (
  own: SecuritySettings,
  parent: Required<SecuritySettings>,
  learning: boolean | undefined,
): Fields => ({
  inherited: isInherited(own) && learning === undefined,
  allowPromiscuous: own.allowPromiscuous ?? parent.allowPromiscuous,
  macChanges: own.macChanges ?? parent.macChanges,
  forgedTransmits: own.forgedTransmits ?? parent.forgedTransmits,
  macLearningPolicy: {
    inherited: learning === undefined,
    enabled: learning ?? false,
    allowUnicastFlooding: true,
    limit: 4096,
    limitPolicy: 'DROP',
  },
})

const vlan = (settings: VlanSettings): Fields => {
  if (settings === 'inherit') return { $type: 'VmwareDistributedVirtualSwitchVlanIdSpec', inherited: true, vlanId: 0 }
  if ('vlanId' in settings) {
    return { $type: 'VmwareDistributedVirtualSwitchVlanIdSpec', inherited: false, vlanId: settings.vlanId }
  }
  if ('pvlanId' in settings) {
    return { $type: 'VmwareDistributedVirtualSwitchPvlanSpec', inherited: false, pvlanId: settings.pvlanId }
  }
  const ranges = settings.trunk.map(([start, end]) => ({ start, end }))
  return { $type: 'VmwareDistributedVirtualSwitchTrunkVlanSpec', inherited: false, vlanId: ranges }
}

const portConfig = (
  vlanSpec: Fields,
  own: SecuritySettings,
  { security: parent, macManagement }: SwitchSettings,
  learning: boolean | undefined,
): Fields => ({
  $type: 'VMwareDVSPortSetting',
  blocked: { inherited: true, value: false },
  vlan: vlanSpec,
  uplinkTeamingPolicy: {
    inherited: true,
    policy: { inherited: true, value: 'loadbalance_srcid' },
    reversePolicy: { inherited: true, value: true },
    notifySwitches: { inherited: true, value: true },
    rollingOrder: { inherited: true, value: false },
    uplinkPortOrder: { inherited: true, activeUplinkPort: ['Uplink 1', 'Uplink 2'] },
  },
  securityPolicy: securityPolicy(own, parent),
  ipfixEnabled: { inherited: true, value: false },
  macManagementPolicy: macManagement ? macManagementPolicy(own, parent, learning) : undefined,
})

/** Gives the distributed switch its configuration; vcsim leaves all of it unset. */
export const applySwitch = (
  inventory: Inventory,
  dvs: ObjectRef,
  name: string,
  uplinks: ObjectRef,
  settings: SwitchSettings,
): void => {
  const set = (path: string, value: Value): void => inventory.setProperty(dvs, path, value)
  set('name', typed('xsd:string', name))
  set('summary.name', name)
  set('config.name', name)
  set('config.maxMtu', settings.mtu)
  set('config.configVersion', '1')
  set('config.createTime', '2024-06-01T00:00:00Z')
  set('config.uplinkPortPolicy', { $type: 'DVSNameArrayUplinkPortPolicy', uplinkPortName: ['Uplink 1', 'Uplink 2'] })
  set('config.uplinkPortgroup', ref(uplinks.type, uplinks.id))
  set('config.defaultPortConfig', portConfig(vlan({ vlanId: 0 }), settings.security, settings, settings.macLearning))
  set('config.linkDiscoveryProtocolConfig', settings.discovery)
  set('config.policy', { autoPreInstallAllowed: false, autoUpgradeAllowed: false, partialUpgradeAllowed: false })
  set(
    'config.healthCheckConfig',
    ['VMwareDVSVlanMtuHealthCheckConfig', 'VMwareDVSTeamingHealthCheckConfig'].map(($type) => ({
      $type,
      enable: settings.healthCheck,
      interval: settings.healthCheck ? 1 : 0,
    })),
  )
  set('config.ipfixConfig', {
    collectorIpAddress: settings.ipfixCollector,
    collectorPort: settings.ipfixCollector === undefined ? undefined : 2055,
    activeFlowTimeout: 60,
    idleFlowTimeout: 15,
    samplingRate: 0,
    internalFlowsOnly: false,
  })
  set('config.pvlanConfig', [
    { primaryVlanId: 200, secondaryVlanId: 200, pvlanType: 'promiscuous' },
    { primaryVlanId: 200, secondaryVlanId: 201, pvlanType: 'isolated' },
    { primaryVlanId: 200, secondaryVlanId: 202, pvlanType: 'community' },
  ])
}

const overrides = [
  'blockOverrideAllowed',
  'shapingOverrideAllowed',
  'vendorConfigOverrideAllowed',
  'livePortMovingAllowed',
  'portConfigResetAtDisconnect',
  'networkResourcePoolOverrideAllowed',
  'trafficFilterOverrideAllowed',
  'vlanOverrideAllowed',
  'uplinkTeamingOverrideAllowed',
  'securityPolicyOverrideAllowed',
  'ipfixOverrideAllowed',
  'macManagementOverrideAllowed',
]

/** Gives a distributed port group its name and configuration. */
export const applyPortgroup = (
  inventory: Inventory,
  target: ObjectRef,
  name: string,
  settings: PortgroupSettings,
  parent: SwitchSettings,
  uplink = false,
): void => {
  const set = (path: string, value: Value): void => inventory.setProperty(target, path, value)
  set('name', typed('xsd:string', name))
  set('summary.name', name)
  set('config.name', name)
  set('config.backingType', 'standard')
  set('config.uplink', uplink)
  set('config.configVersion', '1')
  set('config.defaultPortConfig', portConfig(vlan(settings.vlan), settings.security, parent, settings.macLearning))
  set('config.policy', {
    $type: 'VMwareDVSPortgroupPolicy',
    ...Object.fromEntries(
      overrides.map((flag) => [flag, flag === 'portConfigResetAtDisconnect' || settings.overrides.includes(flag)]),
    ),
  })
}
