import type { MoRef } from '@sakimori/vim25'
import type { DataTypes } from '@sakimori/vim25/types'
import { bringDown } from '../../behaviour/dvs-inherit.ts'
import {
  groupPorts,
  newPortKeys,
  portgroupConfig,
  portIndex,
  setPorts,
  switchConfig,
  switchOf,
  vacantPort,
  type PortgroupConfig,
} from '../../behaviour/dvs-ports.ts'
import { inheritedSetting, mergeSetting, ownPolicies } from '../../behaviour/network-policy.ts'
import { demand, sessionOf, type Call } from '../../kernel/call.ts'
import { invalidArgument, vimFault } from '../../kernel/fault.ts'
import { ManagedObject } from '../../kernel/store.ts'
import { isEqual } from '../../kernel/values.ts'
import type { World } from '../../kernel/world.ts'
import { changesOf } from './changes.ts'
import { checkEntityName, dvsFault, isUplinkGroup, parentRef, postGroup, postSwitch, setConfig } from './dvs-common.ts'
import { membersOf } from './dvs-members.ts'
import { checkOneOf, checkRange, checkVersion, given, nextVersion, refuseOthers } from './fields.ts'
import { hostNetworks } from './network-objects.ts'
import { checkSetting } from './setting-checks.ts'

export type PortgroupSpec = DataTypes['DVPortgroupConfigSpec']
type Policy = DataTypes['VMwareDVSPortgroupPolicy']

const honoured = [
  'configVersion',
  'name',
  'numPorts',
  'defaultPortConfig',
  'description',
  'type',
  'policy',
  'autoExpand',
]
const types = ['earlyBinding', 'lateBinding', 'ephemeral']
const mostPorts = 60_000

/** Overriding is off but for blocking a port, and a port is reset when it is left (SCG 9.1, "restrict port level overrides"). */
const defaultPolicy: Policy = {
  _typeName: 'VMwareDVSPortgroupPolicy',
  blockOverrideAllowed: true,
  shapingOverrideAllowed: false,
  vendorConfigOverrideAllowed: false,
  livePortMovingAllowed: false,
  portConfigResetAtDisconnect: true,
  networkResourcePoolOverrideAllowed: false,
  trafficFilterOverrideAllowed: false,
  vlanOverrideAllowed: false,
  uplinkTeamingOverrideAllowed: false,
  securityPolicyOverrideAllowed: false,
  ipfixOverrideAllowed: false,
}

/** PolicyOp for the policy, ScopeOp for the scope, Modify for the rest (vSphere API, ReconfigureDVPortgroup_Task). */
export function demandReconfigure(call: Call, spec: PortgroupSpec): void {
  const { world, self } = call
  const isOther = Object.entries(spec).some(
    ([name, value]) => !['configVersion', 'policy', 'scope', '_typeName'].includes(name) && value !== undefined,
  )
  const hasScope = (spec.scope ?? []).length > 0
  if (spec.policy !== undefined) demand(world, sessionOf(call), self, 'DVPortgroup.PolicyOp')
  if (hasScope) demand(world, sessionOf(call), self, 'DVPortgroup.ScopeOp')
  if (isOther || (spec.policy === undefined && !hasScope)) demand(world, sessionOf(call), self, 'DVPortgroup.Modify')
}

/** Changes what a specification sets, and nothing else. */
export function reconfigureGroup(call: Call, group: ManagedObject, spec: PortgroupSpec): void {
  const { world } = call
  const before = portgroupConfig(group)
  const dvs = switchOf(world, group)
  if (dvs === undefined) throw dvsFault('The port group has no switch')
  checkVersion('spec.configVersion', spec.configVersion, before.configVersion)
  if (before.backingType === 'nsx')
    throw vimFault('NotSupported', {}, 'A port group of NSX is configured in NSX Manager')
  refuseOthers(spec, 'spec', honoured, before)
  const name = spec.name === undefined ? before.name : checkEntityName(world, spec.name, parentRef(group), group)
  checkSpec(world, dvs, spec)
  const above = switchConfig(dvs).defaultPortConfig
  const defaultPortConfig = mergeSetting(
    before.defaultPortConfig ?? inheritedSetting(above),
    spec.defaultPortConfig,
    above,
  )
  const after: PortgroupConfig = {
    ...before,
    ...given(spec, ['description', 'type', 'autoExpand']),
    name,
    defaultPortConfig,
    policy: { ...before.policy, ...spec.policy },
    configVersion: nextVersion(before.configVersion),
  }
  if (isUplinkGroup(switchConfig(dvs), group.ref)) protectUplinks(before, after, spec)
  if (after.type !== before.type) checkTypeChange(dvs, before)
  const numPorts = after.type === 'ephemeral' ? 0 : (spec.numPorts ?? before.numPorts)
  const { grow, shrink } = planPorts(world, dvs, after, numPorts - before.numPorts)

  world.store.set(group, 'config', { ...after, numPorts })
  if (name !== before.name) {
    world.store.set(group, 'name', name)
    postGroup(call, 'DVPortgroupRenamedEvent', group, dvs, { oldName: before.name, newName: name })
  }
  resizePorts(call, dvs, grow, shrink)
  bringDown(world, dvs)
  postGroup(call, 'DVPortgroupReconfiguredEvent', group, dvs, {
    configSpec: spec,
    configChanges: changesOf(before, portgroupConfig(group)),
  })
}

function checkSpec(world: World, dvs: ManagedObject, spec: PortgroupSpec): void {
  checkOneOf('spec.type', spec.type, types)
  checkRange('spec.numPorts', spec.numPorts, 0, mostPorts)
  checkSetting(world, switchConfig(dvs), 'spec.defaultPortConfig', spec.defaultPortConfig)
}

const uplinkPolicies = ['securityPolicy', 'macManagementPolicy', 'uplinkTeamingPolicy'] as const

/** What makes an uplink port group one stays: its size, binding, and what only ports of machines have. */
function protectUplinks(before: PortgroupConfig, after: PortgroupConfig, { numPorts }: PortgroupSpec): void {
  if (after.type !== before.type || (numPorts !== undefined && numPorts !== before.numPorts)) {
    throw dvsFault('The binding and the ports of an uplink port group follow from its switch')
  }
  if (after.autoExpand !== before.autoExpand) throw dvsFault('An uplink port group does not expand')
  const [was, now] = [before.defaultPortConfig, after.defaultPortConfig] as readonly (
    | DataTypes['VMwareDVSPortSetting']
    | undefined
  )[]
  for (const name of uplinkPolicies) {
    if (ownPolicies(now).includes(name) && !isEqual(was?.[name], now?.[name]))
      throw dvsFault(`An uplink port group has no ${name}`)
  }
}

function checkTypeChange(dvs: ManagedObject, { key, name }: PortgroupConfig): void {
  const isUsed = groupPorts(dvs, key).some(({ connectee }) => connectee !== undefined)
  if (isUsed) throw dvsFault(`The binding of ${name} cannot change while ports of it are connected`)
}

interface PortPlan {
  readonly grow: readonly ReturnType<typeof vacantPort>[]
  readonly shrink: readonly string[]
}

/** New vacant ports, or vacant ones to delete. Estates need not list vacant ports, so only the difference counts. */
function planPorts(world: World, dvs: ManagedObject, config: PortgroupConfig, difference: number): PortPlan {
  if (difference === 0) return { grow: [], shrink: [] }
  if (difference > 0) {
    const setting = inheritedSetting(config.defaultPortConfig ?? switchConfig(dvs).defaultPortConfig)
    return {
      grow: newPortKeys(dvs, difference).map((key) => vacantPort(world, dvs, key, setting, config.key)),
      shrink: [],
    }
  }
  const ports = groupPorts(dvs, config.key)
  const vacant = ports.filter(({ connectee }) => connectee === undefined)
  const left = config.numPorts + difference
  const connected = ports.length - vacant.length
  if (config.type !== 'ephemeral' && connected > left) {
    throw vimFault(
      'ResourceInUse',
      { type: 'DistributedVirtualPort', name: config.name },
      `${connected} ports of ${config.name} are connected`,
    )
  }
  return { grow: [], shrink: vacant.slice(0, Math.max(0, ports.length - left)).map(({ key }) => key) }
}

function resizePorts(call: Call, dvs: ManagedObject, grow: PortPlan['grow'], shrink: PortPlan['shrink']): void {
  if (grow.length === 0 && shrink.length === 0) return
  const { world } = call
  const gone = new Set(shrink)
  setPorts(world, dvs, [...portIndex(dvs).all.filter(({ key }) => !gone.has(key)), ...grow])
  setConfig(world, dvs, (config) => ({ ...config, numPorts: config.numPorts + grow.length - shrink.length }))
  if (grow.length > 0) postSwitch(call, 'DvsPortCreatedEvent', dvs, { portKey: grow.map(({ key }) => key) })
  if (shrink.length > 0) postSwitch(call, 'DvsPortDeletedEvent', dvs, { portKey: shrink })
}

/** Checks a new port group of a switch. Throws InvalidName, DuplicateName, InvalidArgument, NotSupported. */
export function checkNewGroup(world: World, dvs: ManagedObject, spec: PortgroupSpec): void {
  refuseOthers(spec, 'spec', honoured, { backingType: 'standard', vmVnicNetworkResourcePoolKey: '-1' })
  checkEntityName(world, spec.name, parentRef(dvs))
  checkSpec(world, dvs, spec)
}

/** Makes a port group; `spec` has been checked. */
export function createGroup(call: Call, dvs: ManagedObject, spec: PortgroupSpec): MoRef<'DistributedVirtualPortgroup'> {
  const { world } = call
  const above = switchConfig(dvs).defaultPortConfig
  const ref = world.store.newRef('DistributedVirtualPortgroup', 'dvportgroup-')
  const parent = parentRef(dvs)
  const name = checkEntityName(world, spec.name, parent)
  const { type = 'earlyBinding', autoExpand = false, description } = spec
  const config: PortgroupConfig = {
    _typeName: 'DVPortgroupConfigInfo',
    key: ref.value,
    name,
    numPorts: type === 'ephemeral' ? 0 : (spec.numPorts ?? 0),
    distributedVirtualSwitch: dvs.ref as NonNullable<PortgroupConfig['distributedVirtualSwitch']>,
    defaultPortConfig: mergeSetting(inheritedSetting(above), spec.defaultPortConfig, above),
    ...(description !== undefined && { description }),
    type,
    ...(world.speaks('7.0.0.0') && { backingType: 'standard' }),
    policy: {
      ...defaultPolicy,
      ...(world.speaks('6.7.1') && { macManagementOverrideAllowed: false }),
      ...spec.policy,
    },
    configVersion: '0',
    autoExpand,
    uplink: false,
  }
  const group = world.store.add(new ManagedObject(ref, { name, parent, key: ref.value, config }))
  for (const host of membersOf(world, switchConfig(dvs))) world.store.set(host, 'network', [...hostNetworks(host), ref])
  postGroup(call, 'DVPortgroupCreatedEvent', group, dvs)
  const { grow } = planPorts(world, dvs, config, config.numPorts)
  resizePorts(call, dvs, grow, [])
  return ref
}

/** Removes a port group from the switch and from the hosts that show it. Throws ResourceInUse, DvsFault. */
export function destroyGroup(call: Call, group: ManagedObject): void {
  const { world } = call
  const dvs = switchOf(world, group)
  const { key, name } = portgroupConfig(group)
  if (dvs !== undefined && isUplinkGroup(switchConfig(dvs), group.ref))
    throw dvsFault('An uplink port group goes with its switch')
  checkUnused(world, dvs, group)
  removeGroup(world, dvs, group, key)
  if (dvs !== undefined)
    postSwitch(call, 'DVPortgroupDestroyedEvent', dvs, {
      net: { _typeName: 'NetworkEventArgument', name, network: group.ref },
    })
}

export function checkUnused(world: World, dvs: ManagedObject | undefined, group: ManagedObject): void {
  const { key, name } = portgroupConfig(group)
  const port = groupPorts(dvs, key).find(({ connectee }) => connectee !== undefined && connectee.type !== 'pnic')
  const vm = world.store.referrers('network', group.ref).find(({ ref }) => ref.type === 'VirtualMachine')
  if (port === undefined && vm === undefined) return
  const user = vm === undefined ? `port ${port?.key ?? ''} is connected` : `${world.nameOf(vm)} is on it`
  throw vimFault('ResourceInUse', { type: group.ref.type, name }, `The resource '${name}' is in use: ${user}`)
}

export function removeGroup(world: World, dvs: ManagedObject | undefined, group: ManagedObject, key: string): void {
  if (dvs !== undefined) {
    const all = portIndex(dvs).all
    const kept = all.filter(({ portgroupKey }) => portgroupKey !== key)
    setPorts(world, dvs, kept)
    setConfig(world, dvs, (config) => ({
      ...config,
      numPorts: Math.max(0, config.numPorts - (all.length - kept.length)),
    }))
  }
  for (const user of world.store.referrers('network', group.ref)) {
    world.store.set(
      user,
      'network',
      hostNetworks(user).filter(({ value }) => value !== group.ref.value),
    )
  }
  world.store.remove(group)
}

/** An argument that every call with a list of specifications needs. */
export function checkNotEmpty(path: string, list: readonly unknown[]): void {
  if (list.length === 0) throw invalidArgument(path, 'is empty')
}
