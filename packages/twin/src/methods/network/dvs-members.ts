import type { DataTypes } from '@sakimori/vim25/types'
import {
  newPortKeys,
  noTraffic,
  portgroupsOf,
  portIndex,
  setPorts,
  switchConfig,
  vacantPort,
  withStatus,
  type DvPort,
  type SwitchConfig,
} from '../../behaviour/dvs-ports.ts'
import { needHost } from '../../behaviour/host-reach.ts'
import { inheritedSetting } from '../../behaviour/network-policy.ts'
import { knownConfigOf } from '../../behaviour/host-config.ts'
import type { Call } from '../../kernel/call.ts'
import { invalidArgument, notFound, vimFault } from '../../kernel/fault.ts'
import type { ManagedObject } from '../../kernel/store.ts'
import type { World } from '../../kernel/world.ts'
import { dvsFault, hostArgument, isAtLeast, postSwitch, setConfig, uplinkNames } from './dvs-common.ts'
import { proxyOf, stayManaged, syncProxy } from './proxy-switch.ts'
import { above, hostNetworks } from './network-objects.ts'
import { checkPnicFree } from './vswitch.ts'

type Member = DataTypes['DistributedVirtualSwitchHostMember']
type MemberSpec = DataTypes['DistributedVirtualSwitchHostMemberConfigSpec']
type PnicSpec = DataTypes['DistributedVirtualSwitchHostMemberPnicSpec']

const sameHost = (host: ManagedObject) => (member: Member) => member.config.host?.value === host.ref.value
export const memberOf = (config: SwitchConfig, host: ManagedObject) => config.host?.find(sameHost(host))

/** The hosts of a switch. */
export function membersOf(world: World, config: SwitchConfig): readonly ManagedObject[] {
  return (config.host ?? []).flatMap(({ config: { host } }) =>
    host === undefined ? [] : (world.store.get(host) ?? []),
  )
}

/**
 * Checks what is asked of one host, and returns what does it: all hosts are checked before the first is changed. Throws
 * NotFound, AlreadyExists, ResourceInUse, InvalidArgument, DvsFault.
 */
export function planMember(call: Call, dvs: ManagedObject, spec: MemberSpec): () => void {
  const { world } = call
  const host = world.find(spec.host)
  if (host === undefined || host.ref.type !== 'HostSystem') throw notFound(`host ${spec.host.value}`)
  needHost(world, host)
  const member = memberOf(switchConfig(dvs), host)
  switch (spec.operation) {
    case 'add':
      if (member !== undefined)
        throw vimFault('AlreadyExists', { name: world.nameOf(host) }, `${world.nameOf(host)} is a member already`)
      checkCompatible(world, dvs, host)
      checkBacking(dvs, host, pnicsOf(spec))
      return () => join(call, dvs, host, spec)
    case 'edit':
      if (member === undefined) throw notFound(`${world.nameOf(host)} is no member`)
      if (spec.backing !== undefined) {
        checkBacking(dvs, host, pnicsOf(spec))
        stayManaged(call, dvs, host, pnicsOf(spec).length)
      }
      return () => change(call, dvs, host, spec)
    case 'remove':
      if (member === undefined) throw notFound(`${world.nameOf(host)} is no member`)
      checkLeaving(world, dvs, host)
      return () => leave(call, dvs, host)
    default:
      throw invalidArgument('spec.host.operation', 'is none of add, edit, remove')
  }
}

function pnicsOf({ backing }: MemberSpec): readonly PnicSpec[] {
  if (backing === undefined) return []
  if (backing._typeName !== 'DistributedVirtualSwitchHostMemberPnicBacking')
    throw invalidArgument('spec.host.backing', 'has no physical adapters')
  return backing.pnicSpec ?? []
}

/** A switch takes hosts of its own datacenter that are at least as new as it is (vSphere Networking, "Add Hosts"). */
function checkCompatible(world: World, dvs: ManagedObject, host: ManagedObject): void {
  const datacenter = (object: ManagedObject) => above(world, object).find(({ ref }) => ref.type === 'Datacenter')
  if (datacenter(dvs) !== datacenter(host))
    throw dvsFault(`${world.nameOf(host)} is in another datacenter than the switch`)
  if (!isCompatible(switchConfig(dvs), host))
    throw dvsFault(`${world.nameOf(host)} is too old for the version of the switch`)
}

export function isCompatible({ productInfo }: Pick<SwitchConfig, 'productInfo'>, host: ManagedObject): boolean {
  const { version } = knownConfigOf(host).product
  // 6.6.0 is the version that 6.7 brought.
  const needed = productInfo.version === '6.6.0' ? '6.7.0' : (productInfo.version ?? '0')
  return isAtLeast({ productInfo: { _typeName: 'DistributedVirtualSwitchProductSpec', version } }, needed)
}

function checkBacking(dvs: ManagedObject, host: ManagedObject, pnics: readonly PnicSpec[]): void {
  const config = switchConfig(dvs)
  const { network } = knownConfigOf(host)
  if (network === undefined) throw dvsFault('The network of the host is not known')
  const devices = pnics.map(({ pnicDevice }) => pnicDevice)
  if (new Set(devices).size < devices.length)
    throw invalidArgument('spec.host.backing.pnicSpec', 'names an adapter twice')
  if (devices.length > uplinkNames(config).length) throw dvsFault('There are more adapters than uplinks')
  for (const device of devices) checkPnicFree(network, device, proxyOf(network, config.uuid)?.key)
  for (const { uplinkPortgroupKey: key } of pnics) {
    if (key !== undefined && config.uplinkPortgroup?.some(({ value }) => value === key) !== true) {
      throw invalidArgument('spec.host.backing.pnicSpec.uplinkPortgroupKey', 'is no uplink port group of the switch')
    }
  }
}

function checkLeaving(world: World, dvs: ManagedObject, host: ManagedObject): void {
  const isUsed = ({ proxyHost, connectee }: DvPort) =>
    proxyHost?.value === host.ref.value && connectee !== undefined && connectee.type !== 'pnic'
  const used = portIndex(dvs).all.find(isUsed)
  const name = world.nameOf(host)
  if (used !== undefined)
    throw vimFault('ResourceInUse', { type: 'HostSystem', name }, `${name} uses port ${used.key} of the switch`)
}

function join(call: Call, dvs: ManagedObject, host: ManagedObject, spec: MemberSpec): void {
  const { world } = call
  const keys = addUplinkPorts(world, dvs, host, uplinkNames(switchConfig(dvs)))
  const member: Member = {
    _typeName: 'DistributedVirtualSwitchHostMember',
    config: {
      _typeName: 'DistributedVirtualSwitchHostMemberConfigInfo',
      host: host.ref as NonNullable<Member['config']['host']>,
      maxProxySwitchPorts: spec.maxProxySwitchPorts ?? switchConfig(dvs).defaultProxySwitchMaxNumPorts ?? 512,
      backing: { _typeName: 'DistributedVirtualSwitchHostMemberPnicBacking' },
    },
    uplinkPortKey: keys,
    status: 'up',
  }
  setConfig(world, dvs, (config) => ({ ...config, host: [...(config.host ?? []), member] }))
  attach(world, dvs, host, pnicsOf(spec))
  showPortgroups(world, dvs, host, true)
  postSwitch(call, 'DvsHostJoinedEvent', dvs, { hostJoined: hostArgument(world, host) })
}

function change(call: Call, dvs: ManagedObject, host: ManagedObject, spec: MemberSpec): void {
  const { maxProxySwitchPorts } = spec
  if (spec.backing !== undefined) attach(call.world, dvs, host, pnicsOf(spec))
  if (maxProxySwitchPorts === undefined) return
  setMember(call.world, dvs, host, (member) => ({ ...member, config: { ...member.config, maxProxySwitchPorts } }))
}

function leave(call: Call, dvs: ManagedObject, host: ManagedObject): void {
  const { world } = call
  const keys = new Set(memberOf(switchConfig(dvs), host)?.uplinkPortKey)
  setPorts(
    world,
    dvs,
    portIndex(dvs).all.filter(({ key }) => !keys.has(key)),
  )
  setConfig(world, dvs, ({ host: members = [], ...config }) => {
    const left = members.filter((member) => !sameHost(host)(member))
    return { ...config, numPorts: config.numPorts - keys.size, ...(left.length > 0 && { host: left }) }
  })
  syncProxy(world, dvs, host)
  showPortgroups(world, dvs, host, false)
  postSwitch(call, 'DvsHostLeftEvent', dvs, { hostLeft: hostArgument(world, host) })
}

function setMember(world: World, dvs: ManagedObject, host: ManagedObject, changed: (member: Member) => Member): void {
  setConfig(world, dvs, (config) => ({
    ...config,
    host: (config.host ?? []).map((member) => (sameHost(host)(member) ? changed(member) : member)),
  }))
}

/** Plugs physical adapters into a host's uplinks: where asked, where they are, or into the first that are free. */
function attach(world: World, dvs: ManagedObject, host: ManagedObject, wanted: readonly PnicSpec[]): void {
  const config = switchConfig(dvs)
  const member = memberOf(config, host)
  const keys = member?.uplinkPortKey ?? []
  const backing = member?.config.backing
  const before = backing?._typeName === 'DistributedVirtualSwitchHostMemberPnicBacking' ? (backing.pnicSpec ?? []) : []
  const fixed = wanted.map(
    ({ pnicDevice, uplinkPortKey }) =>
      uplinkPortKey ?? before.find((held) => held.pnicDevice === pnicDevice)?.uplinkPortKey,
  )
  for (const key of fixed)
    if (key !== undefined && !keys.includes(key))
      throw invalidArgument('spec.host.backing.pnicSpec.uplinkPortKey', `is no uplink port of the host: ${key}`)
  const taken = new Set(fixed)
  const pnicSpec = wanted.map(({ pnicDevice }, index): PnicSpec => {
    const uplinkPortKey = fixed[index] ?? keys.find((key) => !taken.has(key))
    if (uplinkPortKey === undefined) throw dvsFault('There is no free uplink')
    taken.add(uplinkPortKey)
    const uplinkPortgroupKey = config.uplinkPortgroup?.[0]?.value
    return {
      _typeName: 'DistributedVirtualSwitchHostMemberPnicSpec',
      pnicDevice,
      uplinkPortKey,
      ...(uplinkPortgroupKey !== undefined && { uplinkPortgroupKey }),
    }
  })
  const made = {
    _typeName: 'DistributedVirtualSwitchHostMemberPnicBacking' as const,
    ...(pnicSpec.length > 0 && { pnicSpec }),
  }
  setMember(world, dvs, host, (held) => ({ ...held, config: { ...held.config, backing: made } }))
  connectUplinks(world, dvs, host, keys, pnicSpec)
  syncProxy(world, dvs, host)
}

function connectUplinks(
  world: World,
  dvs: ManagedObject,
  host: ManagedObject,
  keys: readonly string[],
  pnics: readonly PnicSpec[],
): void {
  const { network } = knownConfigOf(host)
  const ports = portIndex(dvs).all.map((port) => {
    if (!keys.includes(port.key)) return port
    const device = pnics.find(({ uplinkPortKey }) => uplinkPortKey === port.key)?.pnicDevice
    if (port.connectee?.nicKey === device) return port
    const { connectee: _old, connectionCookie: _cookie, state, ...free } = port
    const quiet = { _typeName: 'DVPortState' as const, stats: state?.stats ?? noTraffic }
    const lastStatusChange = world.now().toISOString()
    if (device === undefined) return { ...free, state: quiet, lastStatusChange }
    const macAddress = network?.pnic?.find((pnic) => pnic.device === device)?.mac
    const runtimeInfo = {
      _typeName: 'DVPortStatus' as const,
      linkUp: true,
      blocked: false,
      mtu: 1500,
      ...(macAddress !== undefined && { macAddress }),
    }
    return withStatus({
      ...free,
      connectee: {
        _typeName: 'DistributedVirtualSwitchPortConnectee',
        connectedEntity: host.ref as NonNullable<NonNullable<DvPort['connectee']>['connectedEntity']>,
        nicKey: device,
        type: 'pnic',
      },
      connectionCookie: (Number(port.key) || 0) + 1,
      state: { ...quiet, runtimeInfo },
      lastStatusChange,
    })
  })
  setPorts(world, dvs, ports)
}

/** One port for each uplink that a host gets; returns their keys. */
export function addUplinkPorts(
  world: World,
  dvs: ManagedObject,
  host: ManagedObject,
  names: readonly string[],
): readonly string[] {
  const config = switchConfig(dvs)
  const group = config.uplinkPortgroup?.[0]
  const settings =
    group === undefined
      ? undefined
      : (world.store.get(group)?.get('config') as DataTypes['DVPortgroupConfigInfo'] | undefined)
  const setting = inheritedSetting(settings?.defaultPortConfig ?? config.defaultPortConfig)
  const keys = newPortKeys(dvs, names.length)
  const made = keys.map((key, index): DvPort => {
    const port = vacantPort(world, dvs, key, setting, group?.value ?? '')
    const name = names[index]
    return {
      ...port,
      proxyHost: host.ref as NonNullable<DvPort['proxyHost']>,
      config: { ...port.config, ...(name !== undefined && { name }) },
    }
  })
  setPorts(world, dvs, [...portIndex(dvs).all, ...made])
  setConfig(world, dvs, (held) => ({ ...held, numPorts: held.numPorts + made.length }))
  return keys
}

/** `HostSystem.network` lists all port groups of the switches of a host. */
function showPortgroups(world: World, dvs: ManagedObject, host: ManagedObject, isMember: boolean): void {
  const groups = portgroupsOf(world, dvs).map(({ ref }) => ref)
  const values = new Set(groups.map(({ value }) => value))
  const others = hostNetworks(host).filter(({ value }) => !values.has(value))
  world.store.set(host, 'network', isMember ? [...others, ...groups] : others)
}
