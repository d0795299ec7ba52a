import type { DataTypes } from '@sakimori/vim25/types'
import { portgroupByKey, portgroupConfig, portgroupsOf, switchByUuid, switchConfig } from '../../behaviour/dvs-ports.ts'
import { methodsOf } from '../../kernel/call.ts'
import { invalidArgument, notFound } from '../../kernel/fault.ts'
import type { ManagedObject } from '../../kernel/store.ts'
import type { World } from '../../kernel/world.ts'
import { availableSpecs } from './dvs-create.ts'
import { isUplinkGroup } from './dvs-common.ts'
import { isCompatible, memberOf } from './dvs-members.ts'
import { above } from './network-objects.ts'

type Target = DataTypes['DVSManagerDvsConfigTarget']
type HostRef = { readonly type: 'HostSystem'; readonly value: string }
type SwitchRef = { readonly type: 'DistributedVirtualSwitch'; readonly value: string }
type PortgroupRef = { readonly type: 'DistributedVirtualPortgroup'; readonly value: string }

function knownSwitch(world: World, uuid: string): ManagedObject {
  const dvs = switchByUuid(world, uuid)
  if (dvs === undefined) throw notFound(`distributed switch ${uuid}`)
  return dvs
}

/** The connected hosts of a container; only its direct members unless `recursive`. */
function hostsIn(world: World, container: ManagedObject, recursive: boolean): ManagedObject[] {
  return [...world.ofType('HostSystem')].filter((host) => {
    const chain = above(world, host)
    const depth = chain.indexOf(container)
    return depth >= 0 && (recursive || depth <= 1) && world.field(host, 'runtime', 'connectionState') === 'connected'
  })
}

const hostRefs = (hosts: readonly ManagedObject[]) => hosts.map(({ ref }) => ref as HostRef)

function entity(world: World, ref: { readonly type: string; readonly value: string }): ManagedObject {
  const found = world.find(ref)
  if (found === undefined) throw invalidArgument('container', 'does not exist')
  return found
}

/** The switches that a host is on, or all of them, with their port groups. */
function configTarget(world: World, host: ManagedObject | undefined, only: ManagedObject | undefined): Target {
  const switches = [...world.ofType('DistributedVirtualSwitch')].filter(
    (dvs) =>
      (only === undefined || dvs === only) && (host === undefined || memberOf(switchConfig(dvs), host) !== undefined),
  )
  const groups = switches.flatMap((dvs) => portgroupsOf(world, dvs).map((group) => portgroupInfo(world, dvs, group)))
  const infos = switches.map((dvs): DataTypes['DistributedVirtualSwitchInfo'] => ({
    _typeName: 'DistributedVirtualSwitchInfo',
    switchName: world.nameOf(dvs),
    switchUuid: switchConfig(dvs).uuid,
    distributedVirtualSwitch: dvs.ref as SwitchRef,
    networkReservationSupported: true,
  }))
  return {
    _typeName: 'DVSManagerDvsConfigTarget',
    ...(groups.length > 0 && { distributedVirtualPortgroup: groups }),
    ...(infos.length > 0 && { distributedVirtualSwitch: infos }),
  }
}

function portgroupInfo(
  world: World,
  dvs: ManagedObject,
  group: ManagedObject,
): DataTypes['DistributedVirtualPortgroupInfo'] {
  const config = portgroupConfig(group)
  const { backingType, segmentId, logicalSwitchUuid } = config
  return {
    _typeName: 'DistributedVirtualPortgroupInfo',
    switchName: world.nameOf(dvs),
    switchUuid: switchConfig(dvs).uuid,
    portgroupName: world.nameOf(group),
    portgroupKey: config.key,
    portgroupType: config.type,
    uplinkPortgroup: isUplinkGroup(switchConfig(dvs), group.ref),
    portgroup: group.ref as PortgroupRef,
    networkReservationSupported: true,
    ...(backingType !== undefined && { backingType }),
    ...(segmentId !== undefined && { segmentId }),
    ...(logicalSwitchUuid !== undefined && { logicalSwitchUuid }),
  }
}

/** Finds distributed switches and port groups, and says what can be made and with which hosts. */
export const dvsManagerMethods = methodsOf('DistributedVirtualSwitchManager', {
  QueryDvsByUuid: ({ world }, { uuid }) => knownSwitch(world, uuid).ref as SwitchRef,
  DVSManagerLookupDvPortGroup({ world }, { switchUuid, portgroupKey }) {
    const group = portgroupByKey(world, knownSwitch(world, switchUuid), portgroupKey)
    if (group === undefined) throw notFound(`port group ${portgroupKey}`)
    return group.ref as PortgroupRef
  },
  QueryAvailableDvsSpec({ world }, { recommended }) {
    const specs = availableSpecs(world)
    return recommended === true ? specs.slice(-1) : specs
  },
  QueryDvsConfigTarget({ world }, { host, dvs }) {
    const find = (ref: typeof host | typeof dvs) => (ref === undefined ? undefined : world.find(ref))
    return configTarget(world, find(host), find(dvs))
  },
  QueryCompatibleHostForNewDvs({ world }, { container, recursive, switchProductSpec }) {
    const productInfo = switchProductSpec ?? availableSpecs(world).at(-1)
    const hosts = hostsIn(world, entity(world, container), recursive)
    return hostRefs(productInfo === undefined ? hosts : hosts.filter((host) => isCompatible({ productInfo }, host)))
  },
  QueryCompatibleHostForExistingDvs({ world }, { container, recursive, dvs }) {
    const config = switchConfig(entity(world, dvs))
    const hosts = hostsIn(world, entity(world, container), recursive)
    return hostRefs(hosts.filter((host) => memberOf(config, host) === undefined && isCompatible(config, host)))
  },
})
