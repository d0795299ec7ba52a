import type { DataTypes } from '@sakimori/vim25/types'
import type { MoRef } from '@sakimori/vim25'
import { notFound, vimFault } from '../kernel/fault.ts'
import { isRef, type ManagedObject } from '../kernel/store.ts'
import { isRecord, listOf } from '../kernel/values.ts'
import type { World } from '../kernel/world.ts'
import { inheritedSetting, type PortSetting } from './network-policy.ts'

export type DvPort = DataTypes['DistributedVirtualPort']
export type SwitchConfig = DataTypes['VMwareDVSConfigInfo']
export type PortgroupConfig = DataTypes['DVPortgroupConfigInfo']
type Connectee = DataTypes['DistributedVirtualSwitchPortConnectee']

export const switchConfig = (dvs: ManagedObject) => dvs.get('config') as SwitchConfig
export const portgroupConfig = (group: ManagedObject) => group.get('config') as PortgroupConfig

/** The ports of a switch, found in several ways. */
interface PortIndex {
  readonly all: readonly DvPort[]
  readonly byKey: ReadonlyMap<string, DvPort>
  readonly byGroup: ReadonlyMap<string, readonly DvPort[]>
}

/** An estate may make its ports only when they are asked for: they are made once. */
const indexes = new WeakMap<object, PortIndex>()
const nothing: PortIndex = { all: [], byKey: new Map(), byGroup: new Map() }

export function portIndex(dvs: ManagedObject | undefined): PortIndex {
  const state = dvs?.state
  if (!isRecord(state)) return nothing
  let index = indexes.get(state)
  if (index === undefined) indexes.set(state, (index = indexOf(listOf(state['ports']) as readonly DvPort[])))
  return index
}

function indexOf(all: readonly DvPort[]): PortIndex {
  const byGroup = new Map<string, DvPort[]>()
  for (const port of all) {
    const key = port.portgroupKey ?? ''
    const list = byGroup.get(key)
    if (list === undefined) byGroup.set(key, [port])
    else list.push(port)
  }
  return { all, byKey: new Map(all.map((port) => [port.key, port])), byGroup }
}

export const groupPorts = (dvs: ManagedObject | undefined, key: string) => portIndex(dvs).byGroup.get(key) ?? []

/** The port groups of a switch, its uplink port group among them. */
export function portgroupsOf(world: World, dvs: ManagedObject): ManagedObject[] {
  return [...world.ofType('DistributedVirtualPortgroup')].filter((group) => switchRef(group)?.value === dvs.ref.value)
}

function switchRef(group: ManagedObject): MoRef | undefined {
  const config = group.get('config')
  const ref = isRecord(config) ? config['distributedVirtualSwitch'] : undefined
  return isRef(ref) ? ref : undefined
}

/** The switch of a port group. */
export function switchOf(world: World, group: ManagedObject): ManagedObject | undefined {
  const ref = switchRef(group)
  return ref === undefined ? undefined : world.store.get(ref)
}

export function switchByUuid(world: World, uuid: string): ManagedObject | undefined {
  return [...world.ofType('DistributedVirtualSwitch')].find((dvs) => switchConfig(dvs)?.uuid === uuid)
}

export function portgroupByKey(world: World, dvs: ManagedObject, key: string): ManagedObject | undefined {
  return portgroupsOf(world, dvs).find((group) => portgroupConfig(group).key === key)
}

/** Replaces the ports of a switch, and says so to those who watch its port groups. */
export function setPorts(world: World, dvs: ManagedObject, ports: readonly DvPort[]): void {
  const before = portIndex(dvs)
  dvs.state = { ports }
  const after = portIndex(dvs)
  for (const group of portgroupsOf(world, dvs)) {
    const { key } = portgroupConfig(group)
    if ((before.byGroup.get(key)?.length ?? 0) !== (after.byGroup.get(key)?.length ?? 0))
      world.store.touch(group, 'portKeys')
  }
  world.store.touch(dvs, 'config')
}

export function replacePorts(world: World, dvs: ManagedObject, changed: readonly DvPort[]): void {
  const byKey = new Map(changed.map((port) => [port.key, port]))
  setPorts(
    world,
    dvs,
    portIndex(dvs).all.map((port) => byKey.get(port.key) ?? port),
  )
}

/** Keys that no port of the switch has or had reserved for an uplink. */
export function newPortKeys(dvs: ManagedObject, count: number): string[] {
  const reserved = (switchConfig(dvs).host ?? []).flatMap(({ uplinkPortKey = [] }) => uplinkPortKey)
  const keys = [...portIndex(dvs).byKey.keys(), ...reserved]
  const highest = keys.reduce((most, key) => Math.max(most, Number(key) || 0), -1)
  return Array.from({ length: count }, (_, index) => String(highest + 1 + index))
}

const quiet = Object.fromEntries(
  ['Multicast', 'Unicast', 'Broadcast']
    .flatMap((kind) => [`packetsIn${kind}`, `packetsOut${kind}`])
    .concat([
      'bytesInMulticast',
      'bytesOutMulticast',
      'bytesInUnicast',
      'bytesOutUnicast',
      'bytesInBroadcast',
      'bytesOutBroadcast',
    ])
    .concat(['packetsInDropped', 'packetsOutDropped', 'packetsInException', 'packetsOutException'])
    .map((name) => [name, 0]),
)
/** The counters of a port that nothing has crossed. */
export const noTraffic = {
  _typeName: 'DistributedVirtualSwitchPortStatistics',
  ...quiet,
} as unknown as DataTypes['DistributedVirtualSwitchPortStatistics']

/** A port with nothing plugged in. */
export function vacantPort(world: World, dvs: ManagedObject, key: string, setting: PortSetting, group: string): DvPort {
  return {
    _typeName: 'DistributedVirtualPort',
    key,
    config: { _typeName: 'DVPortConfigInfo', setting, configVersion: '0' },
    dvsUuid: switchConfig(dvs).uuid,
    portgroupKey: group,
    conflict: false,
    state: { _typeName: 'DVPortState', stats: noTraffic },
    lastStatusChange: world.now().toISOString(),
    hostLocalPort: false,
  }
}

/** What the host that runs a port says of it: VLANs and whether it is blocked follow from its settings. */
export function withStatus(port: DvPort): DvPort {
  const running = port.state?.runtimeInfo
  if (port.state === undefined || running === undefined) return port
  const { vlanIds: _vlans, ...rest } = running
  const { blocked, vlan } = (port.config.setting ?? {}) as DataTypes['VMwareDVSPortSetting']
  const vlanIds = vlanRanges(vlan)
  const runtimeInfo = {
    ...rest,
    blocked: blocked?.value ?? false,
    trunkingMode: vlan?._typeName === 'VmwareDistributedVirtualSwitchTrunkVlanSpec',
    ...(vlanIds !== undefined && vlanIds.length > 0 && { vlanIds }),
  }
  return { ...port, state: { ...port.state, runtimeInfo } }
}

function vlanRanges(vlan: DataTypes['VMwareDVSPortSetting']['vlan']): readonly DataTypes['NumericRange'][] | undefined {
  switch (vlan?._typeName) {
    case 'VmwareDistributedVirtualSwitchTrunkVlanSpec':
      return vlan.vlanId
    case 'VmwareDistributedVirtualSwitchVlanIdSpec':
      return [{ _typeName: 'NumericRange', start: vlan.vlanId, end: vlan.vlanId }]
    default:
      return undefined
  }
}

export interface Plug {
  readonly portgroupKey: string
  /** A certain port; else any that is free. */
  readonly portKey?: string | undefined
  readonly host: ManagedObject
  readonly connectee: Connectee
  readonly mac: string
}

/** A connection as the adapter's own configuration holds it. */
type PortConnection = DataTypes['DistributedVirtualSwitchPortConnection']

/**
 * Plugs an adapter of a VM or host into a port of a port group; a static port group that may expand gets another port when
 * none is free. Throws NotFound (no such port), ResourceInUse (taken), ResourceNotAvailable (none free). Posts the event.
 */
export function plugPort(world: World, dvs: ManagedObject, plug: Plug): PortConnection {
  const group = portgroupByKey(world, dvs, plug.portgroupKey)
  if (group === undefined) throw notFound(`port group ${plug.portgroupKey}`)
  const free = plug.portKey === undefined ? freePort(world, dvs, group) : certainPort(dvs, plug.portKey)
  const connectionCookie = (Number(free.key) || 0) + 1
  const runtimeInfo = {
    _typeName: 'DVPortStatus' as const,
    linkUp: true,
    blocked: false,
    mtu: 1500,
    macAddress: plug.mac,
  }
  const taken = withStatus({
    ...free,
    proxyHost: plug.host.ref as NonNullable<DvPort['proxyHost']>,
    connectee: plug.connectee,
    connectionCookie,
    state: { _typeName: 'DVPortState', stats: noTraffic, ...free.state, runtimeInfo },
    lastStatusChange: world.now().toISOString(),
  })
  const { all, byKey } = portIndex(dvs)
  if (byKey.has(free.key)) replacePorts(world, dvs, [taken])
  else setPorts(world, dvs, [...all, taken])
  world.events.post('DvsPortConnectedEvent', '', dvs, { portKey: free.key, connectee: plug.connectee })
  const { uuid } = switchConfig(dvs)
  const { portgroupKey } = plug
  return {
    _typeName: 'DistributedVirtualSwitchPortConnection',
    switchUuid: uuid,
    portgroupKey,
    portKey: free.key,
    connectionCookie,
  }
}

function certainPort(dvs: ManagedObject, key: string): DvPort {
  const port = portIndex(dvs).byKey.get(key)
  if (port === undefined) throw notFound(`port ${key}`)
  if (port.connectee !== undefined)
    throw vimFault('ResourceInUse', { type: 'DistributedVirtualPort', name: key }, `Port ${key} is in use`)
  return port
}

function freePort(world: World, dvs: ManagedObject, group: ManagedObject): DvPort {
  const config = portgroupConfig(group)
  const ports = groupPorts(dvs, config.key)
  const free = ports.find(({ connectee }) => connectee === undefined)
  if (free !== undefined) return free
  // Estates need not list vacant ports: as long as there are fewer than the group has, one of them is free.
  if (config.type !== 'ephemeral' && ports.length >= config.numPorts) {
    if (config.autoExpand !== true) throw noPort(world, group)
    world.store.set(group, 'config', { ...config, numPorts: config.numPorts + 1 })
  }
  const setting = inheritedSetting(config.defaultPortConfig ?? switchConfig(dvs).defaultPortConfig)
  return vacantPort(world, dvs, newPortKeys(dvs, 1)[0] ?? '0', setting, config.key)
}

const noPort = (world: World, group: ManagedObject) =>
  vimFault(
    'ResourceNotAvailable',
    { containerType: group.ref.type, containerName: world.nameOf(group), type: 'DistributedVirtualPort' },
    `There is no free port in the port group ${world.nameOf(group)}`,
  )

/**
 * Unplugs what is in a port. The port keeps its own settings for whoever is plugged in next, unless the policy of its port
 * group resets them (`portConfigResetAtDisconnect`); a port of an ephemeral port group goes. Posts the event.
 */
export function unplugPort(world: World, dvs: ManagedObject, key: string): void {
  const port = portIndex(dvs).byKey.get(key)
  if (port?.connectee === undefined) return
  const { connectee, proxyHost: _host, connectionCookie: _cookie, ...rest } = port
  const group = port.portgroupKey === undefined ? undefined : portgroupByKey(world, dvs, port.portgroupKey)
  const config = group === undefined ? undefined : portgroupConfig(group)
  if (config?.type === 'ephemeral') {
    setPorts(
      world,
      dvs,
      portIndex(dvs).all.filter((other) => other !== port),
    )
  } else {
    const above = config?.defaultPortConfig
    const isReset = config?.policy.portConfigResetAtDisconnect === true && above !== undefined
    const setting = isReset ? inheritedSetting(above) : port.config.setting
    const free = {
      ...rest,
      config: { ...port.config, ...(setting !== undefined && { setting }) },
      state: { _typeName: 'DVPortState' as const, stats: port.state?.stats ?? noTraffic },
      lastStatusChange: world.now().toISOString(),
    }
    replacePorts(world, dvs, [free])
  }
  world.events.post('DvsPortDisconnectedEvent', '', dvs, { portKey: key, connectee })
}
