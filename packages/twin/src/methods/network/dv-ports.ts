import type { DataTypes } from '@sakimori/vim25/types'
import {
  portgroupByKey,
  portgroupConfig,
  portgroupsOf,
  portIndex,
  replacePorts,
  setPorts,
  switchConfig,
  withStatus,
  type DvPort,
} from '../../behaviour/dvs-ports.ts'
import { inheritedSetting, mergeSetting, ownPolicies, type PortSetting } from '../../behaviour/network-policy.ts'
import type { Call } from '../../kernel/call.ts'
import { invalidArgument, notFound, vimFault } from '../../kernel/fault.ts'
import type { ManagedObject } from '../../kernel/store.ts'
import { isEqual } from '../../kernel/values.ts'
import type { World } from '../../kernel/world.ts'
import { changesOf } from './changes.ts'
import { dvsFault, isUplinkGroup, postSwitch, setConfig } from './dvs-common.ts'
import { checkVersion, given, nextVersion, refuseOthers } from './fields.ts'
import { checkSetting } from './setting-checks.ts'

type Criteria = DataTypes['DistributedVirtualSwitchPortCriteria']
type PortSpec = DataTypes['DVPortConfigSpec']
type Policy = DataTypes['VMwareDVSPortgroupPolicy']
type Setting = DataTypes['VMwareDVSPortSetting']

/** The ports that meet all criteria that are set (vSphere API, DistributedVirtualSwitchPortCriteria). */
export function selectPorts(world: World, dvs: ManagedObject, criteria: Criteria | undefined): readonly DvPort[] {
  const { all } = portIndex(dvs)
  if (criteria === undefined) return all
  const config = switchConfig(dvs)
  const uplinks = new Set(config.uplinkPortgroup?.map(({ value }) => value))
  const nsx = new Set(
    portgroupsOf(world, dvs)
      .filter((group) => portgroupConfig(group).backingType === 'nsx')
      .map(({ ref }) => ref.value),
  )
  const { connected, active, uplinkPort, nsxPort, scope, portgroupKey = [], inside, portKey = [], host = [] } = criteria
  const is = (wanted: boolean | undefined, value: boolean) => wanted === undefined || wanted === value
  const groups = new Set(portgroupKey)
  const keys = new Set(portKey)
  const hosts = new Set(host.map(({ value }) => value))
  const isIn = (key: string | undefined) => key !== undefined && (groups.size === 0 || groups.has(key))
  return all.filter(
    (port) =>
      is(connected, port.connectee !== undefined) &&
      is(active, port.state?.runtimeInfo?.linkUp === true) &&
      is(uplinkPort, uplinks.has(port.portgroupKey ?? '')) &&
      is(nsxPort, nsx.has(port.portgroupKey ?? '')) &&
      is(inside, isIn(port.portgroupKey)) &&
      (scope === undefined || isInScope(port, scope.value)) &&
      (keys.size === 0 || keys.has(port.key)) &&
      (hosts.size === 0 || hosts.has(port.proxyHost?.value ?? '')),
  )
}

/** A port without a scope is for everybody. */
const isInScope = ({ config: { scope = [] } }: DvPort, entity: string) =>
  scope.length === 0 || scope.some(({ value }) => value === entity)

/** The VLANs of port groups and ports; private ones are not asked for. */
export function usedVlans(world: World, dvs: ManagedObject): readonly number[] {
  const groups = portgroupsOf(world, dvs).filter(({ ref }) => !isUplinkGroup(switchConfig(dvs), ref))
  const ownGroups = new Set(groups.map(({ ref }) => ref.value))
  const settings = [
    ...groups.map((group) => portgroupConfig(group).defaultPortConfig),
    ...portIndex(dvs)
      .all.filter(({ portgroupKey }) => ownGroups.has(portgroupKey ?? ''))
      .map(({ config }) => config.setting),
  ] as readonly (Setting | undefined)[]
  const used = new Set<number>()
  for (const vlan of new Set(settings.map((setting) => setting?.vlan))) {
    if (vlan?._typeName === 'VmwareDistributedVirtualSwitchVlanIdSpec') used.add(vlan.vlanId)
    if (vlan?._typeName !== 'VmwareDistributedVirtualSwitchTrunkVlanSpec') continue
    for (const { start, end } of vlan.vlanId ?? []) for (let id = start; id <= end; id += 1) used.add(id)
  }
  return [...used].toSorted((a, b) => a - b)
}

/** Reconfigures or removes single ports, all or none. Throws NotFound, ConcurrentAccess, ResourceInUse, DvsFault. */
export function reconfigurePorts(call: Call, dvs: ManagedObject, specs: readonly PortSpec[]): void {
  const { world } = call
  const keys = specs.map(({ key }) => key)
  if (keys.length === 0 || new Set(keys).size < keys.length)
    throw invalidArgument('port', 'names no port, or one twice')
  const changed: DvPort[] = []
  const before: DvPort[] = []
  const removed: string[] = []
  for (const spec of specs) {
    const port = spec.key === undefined ? undefined : portIndex(dvs).byKey.get(spec.key)
    if (port === undefined) throw notFound(`port ${spec.key ?? ''}`)
    if (spec.operation === 'remove') {
      checkRemovable(dvs, port)
      removed.push(port.key)
    } else if (spec.operation === 'edit') {
      before.push(port)
      changed.push(edited(world, dvs, port, spec))
    } else throw invalidArgument('port.operation', 'is neither edit nor remove')
  }
  apply(call, dvs, before, changed, removed)
}

function apply(
  call: Call,
  dvs: ManagedObject,
  before: readonly DvPort[],
  changed: readonly DvPort[],
  removed: readonly string[],
): void {
  const { world } = call
  if (changed.length > 0) {
    replacePorts(world, dvs, changed)
    const configChanges = changed.map((port, index) => changesOf(before[index]?.config ?? {}, port.config))
    postSwitch(call, 'DvsPortReconfiguredEvent', dvs, { portKey: changed.map(({ key }) => key), configChanges })
    for (const [index, port] of changed.entries()) postBlocked(call, dvs, before[index], port)
  }
  if (removed.length === 0) return
  setPorts(
    world,
    dvs,
    portIndex(dvs).all.filter(({ key }) => !removed.includes(key)),
  )
  setConfig(world, dvs, (config) => ({ ...config, numPorts: config.numPorts - removed.length }))
  postSwitch(call, 'DvsPortDeletedEvent', dvs, { portKey: removed })
}

function postBlocked(call: Call, dvs: ManagedObject, before: DvPort | undefined, { key, state }: DvPort): void {
  const runtimeInfo = state?.runtimeInfo
  const was = before?.state?.runtimeInfo?.blocked
  if (runtimeInfo === undefined || was === runtimeInfo.blocked) return
  postSwitch(call, runtimeInfo.blocked ? 'DvsPortBlockedEvent' : 'DvsPortUnblockedEvent', dvs, {
    portKey: key,
    runtimeInfo,
  })
}

function checkRemovable(dvs: ManagedObject, { key, connectee, portgroupKey }: DvPort): void {
  const isUplink = switchConfig(dvs).uplinkPortgroup?.some(({ value }) => value === portgroupKey) === true
  if (connectee !== undefined || isUplink)
    throw vimFault('ResourceInUse', { type: 'DistributedVirtualPort', name: key }, `Port ${key} is in use`)
}

function edited(world: World, dvs: ManagedObject, port: DvPort, spec: PortSpec): DvPort {
  if (port.hostLocalPort === true) throw vimFault('NotSupported', {}, `Port ${port.key} is local to its host`)
  if (spec.configVersion !== undefined)
    checkVersion('port.configVersion', spec.configVersion, port.config.configVersion)
  refuseOthers(spec, 'port', ['operation', 'key', 'name', 'description', 'setting', 'configVersion'], port.config)
  const config = switchConfig(dvs)
  checkSetting(world, config, 'port.setting', spec.setting)
  const group = port.portgroupKey === undefined ? undefined : portgroupByKey(world, dvs, port.portgroupKey)
  const held = group === undefined ? undefined : portgroupConfig(group)
  if (held?.backingType === 'nsx') throw vimFault('NotSupported', {}, 'A port of NSX is configured in NSX Manager')
  const above = held?.defaultPortConfig ?? config.defaultPortConfig
  const own = port.config.setting ?? inheritedSetting(above)
  const setting = mergeSetting(own, spec.setting, above)
  if (held !== undefined) checkOverrides(own, setting, held.policy as Policy)
  return withStatus({
    ...port,
    config: {
      ...port.config,
      ...given(spec, ['name', 'description']),
      setting,
      configVersion: nextVersion(port.config.configVersion),
    },
  })
}

/** Which right of the port group's policy lets a single port say a setting itself; without one, none can. */
const overrides: Readonly<Record<string, (policy: Policy) => boolean | undefined>> = {
  blocked: (policy) => policy.blockOverrideAllowed,
  inShapingPolicy: (policy) => policy.shapingOverrideAllowed,
  outShapingPolicy: (policy) => policy.shapingOverrideAllowed,
  vendorSpecificConfig: (policy) => policy.vendorConfigOverrideAllowed,
  networkResourcePoolKey: (policy) => policy.networkResourcePoolOverrideAllowed,
  filterPolicy: (policy) => policy.trafficFilterOverrideAllowed,
  vlan: (policy) => policy.vlanOverrideAllowed,
  uplinkTeamingPolicy: (policy) => policy.uplinkTeamingOverrideAllowed,
  ipfixEnabled: (policy) => policy.ipfixOverrideAllowed,
  // Two forms of the same flags: 6.7.1 renamed the right with the policy.
  securityPolicy: (policy) => policy.securityPolicyOverrideAllowed || policy.macManagementOverrideAllowed,
  macManagementPolicy: (policy) => policy.macManagementOverrideAllowed ?? policy.securityPolicyOverrideAllowed,
}

/** A port may always go back to its port group's setting. Throws DvsFault. */
function checkOverrides(before: PortSetting, after: PortSetting, policy: Policy): void {
  const [was, now] = [before as unknown, after as unknown] as Readonly<Record<string, unknown>>[]
  for (const name of ownPolicies(after)) {
    if (isEqual(was?.[name], now?.[name])) continue
    const isOnlyFlags = name === 'macManagementPolicy' && isEqual(learning(before), learning(after))
    const isAllowed = isOnlyFlags ? overrides['securityPolicy'] : overrides[name]
    if (isAllowed?.(policy) !== true) throw dvsFault(`The port group does not allow its ports to override ${name}`)
  }
}

const learning = (setting: PortSetting) => (setting as Setting).macManagementPolicy?.macLearningPolicy
