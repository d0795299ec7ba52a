import { ref } from '@sakimori/vim25'
import type { DataTypes, MoRef } from '@sakimori/vim25/types'
import type { Release } from '@sakimori/core/model'
import type { EstateObject, SwitchState } from '../estate.ts'
import { maybe } from '../releases/maybe.ts'
import { isFrom, type ByRelease, valueAt } from '../releases/release.ts'
import { inherit, portSetting, type PortSettings, type WholeSettings } from './port-setting.ts'
import { rejecting } from './standard-switch.ts'

/** The newest version of a distributed switch that each release offers: the vSphere Networking guides. */
const versions: ByRelease<string> = { '6.5': '6.5.0', '6.7': '6.6.0', '7.0': '7.0.3', '8.0': '8.0.3', '9.0': '9.0.0' }

export interface SwitchSpec {
  readonly number: number
  readonly uuid: string
  readonly name: string
  readonly parent: MoRef
  /** Of the vCenter Server, which shows the switch; the version of the switch may be older. */
  readonly release: Release
  readonly version?: string
  readonly uplinks: readonly string[]
  readonly hosts: readonly { readonly ref: MoRef<'HostSystem'>; readonly nics: readonly string[] }[]
  readonly settings?: PortSettings
  readonly mtu?: number
  readonly discovery?: {
    readonly protocol: 'cdp' | 'lldp'
    readonly operation: 'none' | 'listen' | 'advertise' | 'both'
  }
  readonly healthCheck?: boolean
  /** Network I/O Control; on unless said otherwise. */
  readonly ioControl?: boolean
  readonly netflow?: { readonly address: string; readonly port: number }
  readonly mirrors?: readonly DataTypes['VMwareVspanSession'][]
  readonly privateVlans?: readonly (readonly [
    primary: number,
    secondary: number,
    kind: 'promiscuous' | 'isolated' | 'community',
  ])[]
  readonly contact?: string
}

/** A switch with what its port groups, ports and hosts need of it. */
export interface SwitchPlace {
  readonly ref: MoRef<'VmwareDistributedVirtualSwitch'>
  readonly uuid: string
  readonly name: string
  readonly release: Release
  readonly settings: WholeSettings
  readonly uplinkPortgroup: MoRef<'DistributedVirtualPortgroup'>
  readonly uplinkNames: readonly string[]
  readonly objects: (ports: SwitchState) => readonly EstateObject[]
}

/** A new distributed switch rejects everything: Security Configuration Guides 6.5 to 9.1. */
const bare: WholeSettings = { vlan: 0, security: rejecting, macLearning: false, ipfix: false, active: [], standby: [] }

/** A distributed switch with its uplink port group. */
export function distributedSwitch(spec: SwitchSpec): SwitchPlace {
  const own = ref('VmwareDistributedVirtualSwitch', `dvs-${spec.number}`)
  const uplinkPortgroup = ref('DistributedVirtualPortgroup', `dvportgroup-${spec.number + 1}`)
  const settings = inherit({ ...bare, active: spec.uplinks }, spec.settings ?? {})
  const place = {
    ref: own,
    uuid: spec.uuid,
    name: spec.name,
    release: spec.release,
    settings,
    uplinkPortgroup,
    uplinkNames: spec.uplinks,
  }
  const uplinks: PortgroupSpecOf = {
    ref: uplinkPortgroup,
    name: `${spec.name}-DVUplinks-${spec.number}`,
    settings: { vlan: { trunk: [[0, 4094]] } },
    uplink: true,
    ports: spec.uplinks.length * spec.hosts.length,
  }
  return {
    ...place,
    objects: (state) => [
      {
        ref: own,
        properties: {
          name: spec.name,
          parent: spec.parent,
          uuid: spec.uuid,
          capability: capabilityOf(spec.release),
          config: switchConfig(spec, place),
          runtime: { _typeName: 'DVSRuntimeInfo' },
        },
        state,
      },
      distributedPortgroup(place, spec.parent, uplinks),
    ],
  }
}

function switchConfig(
  spec: SwitchSpec,
  { settings, uplinkPortgroup }: Pick<SwitchPlace, 'settings' | 'uplinkPortgroup'>,
): DataTypes['VMwareDVSConfigInfo'] {
  const { release, uplinks, mtu = 9000, healthCheck = false } = spec
  return {
    _typeName: 'VMwareDVSConfigInfo',
    uuid: spec.uuid,
    name: spec.name,
    numStandalonePorts: 0,
    numPorts: 256,
    maxPorts: 2_147_483_647,
    uplinkPortPolicy: { _typeName: 'DVSNameArrayUplinkPortPolicy', uplinkPortName: uplinks },
    uplinkPortgroup: [uplinkPortgroup],
    defaultPortConfig: portSetting(settings, settings, release),
    ...maybe(
      'host',
      spec.hosts.map(({ ref: host, nics }, index) => memberOf(spec, uplinkPortgroup, host, nics, index)),
    ),
    productInfo: product(spec),
    policy: {
      _typeName: 'DVSPolicy',
      autoPreInstallAllowed: false,
      autoUpgradeAllowed: false,
      partialUpgradeAllowed: false,
    },
    configVersion: '12',
    contact: { _typeName: 'DVSContactInfo', ...maybe('name', spec.contact) },
    createTime: '2021-04-12T01:00:00Z',
    networkResourceManagementEnabled: spec.ioControl ?? true,
    defaultProxySwitchMaxNumPorts: 512,
    healthCheckConfig: [
      { _typeName: 'VMwareDVSVlanMtuHealthCheckConfig', enable: healthCheck, interval: healthCheck ? 1 : 0 },
      { _typeName: 'VMwareDVSTeamingHealthCheckConfig', enable: healthCheck, interval: healthCheck ? 1 : 0 },
    ],
    networkResourceControlVersion: 'version3',
    ...maybe('vspanSession', spec.mirrors),
    ...maybe(
      'pvlanConfig',
      spec.privateVlans?.map(([primaryVlanId, secondaryVlanId, pvlanType]) => ({
        _typeName: 'VMwareDVSPvlanMapEntry' as const,
        primaryVlanId,
        secondaryVlanId,
        pvlanType,
      })),
    ),
    maxMtu: mtu,
    linkDiscoveryProtocolConfig: {
      _typeName: 'LinkDiscoveryProtocolConfig',
      protocol: spec.discovery?.protocol ?? 'cdp',
      operation: spec.discovery?.operation ?? 'listen',
    },
    ipfixConfig: {
      _typeName: 'VMwareIpfixConfig',
      ...(spec.netflow ? { collectorIpAddress: spec.netflow.address, collectorPort: spec.netflow.port } : {}),
      observationDomainId: 0,
      activeFlowTimeout: 60,
      idleFlowTimeout: 15,
      samplingRate: 4096,
      internalFlowsOnly: false,
    },
    lacpApiVersion: 'multipleLag',
    multicastFilteringMode: 'legacyFiltering',
  }
}

const product = ({ release, version }: SwitchSpec): DataTypes['DistributedVirtualSwitchProductSpec'] => ({
  _typeName: 'DistributedVirtualSwitchProductSpec',
  name: 'DVS',
  vendor: 'VMware, Inc.',
  version: version ?? valueAt(versions, release) ?? '6.5.0',
  build: '24022515',
  forwardingClass: 'etherswitch',
})

/** The key of an uplink’s port: hosts count from the switch’s first port, uplinks of a host follow one another. */
export const uplinkPortKey = (uplinks: number, host: number, uplink: number): string => String(host * uplinks + uplink)

function memberOf(
  spec: SwitchSpec,
  uplinkPortgroup: MoRef,
  host: MoRef<'HostSystem'>,
  nics: readonly string[],
  index: number,
): DataTypes['DistributedVirtualSwitchHostMember'] {
  const keys = spec.uplinks.map((_, uplink) => uplinkPortKey(spec.uplinks.length, index, uplink))
  return {
    _typeName: 'DistributedVirtualSwitchHostMember',
    config: {
      _typeName: 'DistributedVirtualSwitchHostMemberConfigInfo',
      host,
      maxProxySwitchPorts: 512,
      backing: {
        _typeName: 'DistributedVirtualSwitchHostMemberPnicBacking',
        pnicSpec: nics.map((pnicDevice, at) => ({
          _typeName: 'DistributedVirtualSwitchHostMemberPnicSpec' as const,
          pnicDevice,
          ...maybe('uplinkPortKey', keys[at]),
          uplinkPortgroupKey: uplinkPortgroup.value,
        })),
      },
    },
    uplinkPortKey: keys,
    status: 'up',
  }
}

/** A distributed port group. */
export interface DvPortgroupSpec {
  readonly ref: MoRef<'DistributedVirtualPortgroup'>
  readonly name: string
  readonly settings?: PortSettings
  readonly description?: string
  /** The settings that a single port may change, besides being blocked. */
  readonly overrides?: readonly (
    | 'vlanOverrideAllowed'
    | 'securityPolicyOverrideAllowed'
    | 'uplinkTeamingOverrideAllowed'
    | 'ipfixOverrideAllowed'
    | 'macManagementOverrideAllowed'
  )[]
  readonly resetAtDisconnect?: boolean
  readonly nsx?: { readonly segmentId: string; readonly transportZone: string }
}

interface PortgroupSpecOf extends DvPortgroupSpec {
  readonly uplink?: boolean
  readonly ports?: number
}

/** A port group of a distributed switch. */
export function distributedPortgroup(
  dvs: Pick<SwitchPlace, 'ref' | 'settings' | 'release'>,
  parent: MoRef,
  spec: PortgroupSpecOf,
): EstateObject {
  const { ref: own, name } = spec
  return { ref: own, properties: { name, parent, key: own.value, config: portgroupConfig(dvs, spec) } }
}

function portgroupConfig(
  { ref: distributedVirtualSwitch, settings, release }: Pick<SwitchPlace, 'ref' | 'settings' | 'release'>,
  spec: PortgroupSpecOf,
): DataTypes['DVPortgroupConfigInfo'] {
  const own = spec.settings ?? {}
  const allowed = (flag: string) => (spec.overrides ?? []).some((one) => one === flag)
  return {
    _typeName: 'DVPortgroupConfigInfo',
    key: spec.ref.value,
    name: spec.name,
    numPorts: spec.ports ?? 128,
    distributedVirtualSwitch,
    defaultPortConfig: portSetting(inherit(settings, own), own, release),
    ...maybe('description', spec.description),
    type: 'earlyBinding',
    ...(isFrom(release, '7.0') ? { backingType: spec.nsx ? 'nsx' : 'standard' } : {}),
    policy: {
      _typeName: 'VMwareDVSPortgroupPolicy',
      blockOverrideAllowed: true,
      shapingOverrideAllowed: false,
      vendorConfigOverrideAllowed: false,
      livePortMovingAllowed: false,
      portConfigResetAtDisconnect: spec.resetAtDisconnect ?? true,
      networkResourcePoolOverrideAllowed: false,
      trafficFilterOverrideAllowed: false,
      vlanOverrideAllowed: allowed('vlanOverrideAllowed'),
      uplinkTeamingOverrideAllowed: allowed('uplinkTeamingOverrideAllowed'),
      securityPolicyOverrideAllowed: allowed('securityPolicyOverrideAllowed'),
      ipfixOverrideAllowed: allowed('ipfixOverrideAllowed'),
      ...(isFrom(release, '7.0') ? { macManagementOverrideAllowed: allowed('macManagementOverrideAllowed') } : {}),
    },
    configVersion: '3',
    autoExpand: true,
    uplink: spec.uplink ?? false,
    ...(spec.nsx ? { segmentId: spec.nsx.segmentId, transportZoneName: spec.nsx.transportZone } : {}),
  }
}

const capabilities = new Map<Release, DataTypes['DVSCapability']>()

function capabilityOf(release: Release): DataTypes['DVSCapability'] {
  const ready = capabilities.get(release)
  if (ready) return ready
  const capability: DataTypes['DVSCapability'] = {
    _typeName: 'DVSCapability',
    dvsOperationSupported: true,
    dvPortGroupOperationSupported: true,
    dvPortOperationSupported: true,
    featuresSupported: {
      _typeName: 'VMwareDVSFeatureCapability',
      networkResourceManagementSupported: true,
      vmDirectPathGen2Supported: false,
      nicTeamingPolicy: [
        'loadbalance_ip',
        'loadbalance_srcmac',
        'loadbalance_srcid',
        'failover_explicit',
        'loadbalance_loadbased',
      ],
      networkFilterSupported: true,
      ...(isFrom(release, '6.7') ? { macLearningSupported: true } : {}),
      vspanSupported: true,
      lldpSupported: true,
      ipfixSupported: true,
      multicastSnoopingSupported: true,
      ...(isFrom(release, '7.0') ? { nsxSupported: true } : {}),
    },
  }
  capabilities.set(release, capability)
  return capability
}
