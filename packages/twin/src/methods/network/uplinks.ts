import type { DataTypes } from '@sakimori/vim25/types'
import {
  portgroupConfig,
  portgroupsOf,
  portIndex,
  replacePorts,
  setPorts,
  switchConfig,
} from '../../behaviour/dvs-ports.ts'
import type { PortSetting } from '../../behaviour/network-policy.ts'
import { invalidArgument, vimFault } from '../../kernel/fault.ts'
import type { ManagedObject } from '../../kernel/store.ts'
import type { World } from '../../kernel/world.ts'
import { setConfig, uplinkNames } from './dvs-common.ts'
import { addUplinkPorts, membersOf, memberOf } from './dvs-members.ts'
import { items } from './fields.ts'

type UplinkPolicy = DataTypes['DVSUplinkPortPolicy']

/** At most 32 uplinks (vSphere configuration maximums, physical adapters of a host on a distributed switch). */
const most = 32

/** The names that a specification gives to the uplinks; undefined when it does not. Throws InvalidArgument, ResourceInUse. */
export function checkUplinks(dvs: ManagedObject, policy: UplinkPolicy | undefined): readonly string[] | undefined {
  if (policy === undefined) return undefined
  if (policy._typeName !== 'DVSNameArrayUplinkPortPolicy')
    throw invalidArgument('spec.uplinkPortPolicy', 'names no uplinks')
  const names = items(policy.uplinkPortName)
  if (names.length === 0 || names.length > most)
    throw invalidArgument('spec.uplinkPortPolicy.uplinkPortName', `must be 1 to ${most} names`)
  if (new Set(names).size < names.length)
    throw invalidArgument('spec.uplinkPortPolicy.uplinkPortName', 'names an uplink twice')
  const surplus = new Set(
    (switchConfig(dvs).host ?? []).flatMap(({ uplinkPortKey = [] }) => uplinkPortKey.slice(names.length)),
  )
  const used = portIndex(dvs).all.find(({ key, connectee }) => surplus.has(key) && connectee !== undefined)
  if (used !== undefined)
    throw vimFault(
      'ResourceInUse',
      { type: 'DistributedVirtualPort', name: used.key },
      `Uplink port ${used.key} is in use`,
    )
  return names
}

/** Renames, adds and removes uplinks on the switch and on all its hosts. Uplinks are the same by their place in the list. */
export function renameUplinks(world: World, dvs: ManagedObject, names: readonly string[]): void {
  const before = uplinkNames(switchConfig(dvs))
  const renamed = new Map(
    before.flatMap((name, index) => (names[index] === undefined ? [] : [[name, names[index]] as const])),
  )
  const uplinkPortPolicy = { _typeName: 'DVSNameArrayUplinkPortPolicy' as const, uplinkPortName: names }
  setConfig(world, dvs, (config) => ({
    ...config,
    uplinkPortPolicy,
    defaultPortConfig: withOrder(config.defaultPortConfig, renamed),
  }))
  for (const group of portgroupsOf(world, dvs)) {
    const config = portgroupConfig(group)
    if (config.defaultPortConfig === undefined) continue
    const changed = withOrder(config.defaultPortConfig, renamed)
    if (changed !== config.defaultPortConfig)
      world.store.set(group, 'config', { ...config, defaultPortConfig: changed })
  }
  replacePorts(world, dvs, portsWithOrder(dvs, renamed))
  for (const host of membersOf(world, switchConfig(dvs))) resize(world, dvs, host, names)
}

function portsWithOrder(dvs: ManagedObject, renamed: ReadonlyMap<string, string>) {
  return portIndex(dvs).all.flatMap((port) => {
    const { setting } = port.config
    const changed = setting === undefined ? undefined : withOrder(setting, renamed)
    return changed === undefined || changed === setting
      ? []
      : [{ ...port, config: { ...port.config, setting: changed } }]
  })
}

/** Teaming orders name uplinks: those that are gone leave them. */
function withOrder<T extends PortSetting>(setting: T, renamed: ReadonlyMap<string, string>): T {
  const { uplinkTeamingPolicy: teaming } = setting as DataTypes['VMwareDVSPortSetting']
  const order = teaming?.uplinkPortOrder
  if (order === undefined) return setting
  const rename = (list: readonly string[] | undefined) => list?.flatMap((name) => renamed.get(name) ?? [])
  const [active = [], standby = []] = [rename(order.activeUplinkPort), rename(order.standbyUplinkPort)]
  const { activeUplinkPort: _active, standbyUplinkPort: _standby, ...rest } = order
  const uplinkPortOrder = {
    ...rest,
    ...(active.length > 0 && { activeUplinkPort: active }),
    ...(standby.length > 0 && { standbyUplinkPort: standby }),
  }
  return { ...setting, uplinkTeamingPolicy: { ...teaming, uplinkPortOrder } }
}

/** Gives a host as many uplink ports as there are uplinks. */
function resize(world: World, dvs: ManagedObject, host: ManagedObject, names: readonly string[]): void {
  const keys = memberOf(switchConfig(dvs), host)?.uplinkPortKey ?? []
  const surplus = new Set(keys.slice(names.length))
  const kept = keys.slice(0, names.length)
  const ports = portIndex(dvs).all.filter(({ key }) => !surplus.has(key))
  const named = ports.map((port) => {
    const name = names[kept.indexOf(port.key)]
    return name === undefined || port.config.name === undefined ? port : { ...port, config: { ...port.config, name } }
  })
  setPorts(world, dvs, named)
  const added = names.length > keys.length ? addUplinkPorts(world, dvs, host, names.slice(keys.length)) : []
  setConfig(world, dvs, (config) => ({
    ...config,
    numPorts: config.numPorts - surplus.size,
    host: (config.host ?? []).map((member) =>
      member.config.host?.value === host.ref.value ? { ...member, uplinkPortKey: [...kept, ...added] } : member,
    ),
  }))
}
