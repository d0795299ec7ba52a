import { isSubtype } from '@sakimori/vim25'
import type { DataTypes } from '@sakimori/vim25/types'
import { isRef, type ManagedObject } from '../kernel/store.ts'
import { isRecord, listOf } from '../kernel/values.ts'
import type { World } from '../kernel/world.ts'
import { moveVm } from './move-vm.ts'

type ClusterConfig = DataTypes['ClusterConfigInfoEx']

/** The VMs on a host, templates included. */
export const vmsOn = (world: World, host: ManagedObject) => world.store.referrers('runtime.host', host.ref)

export function powerStateOf(vm: ManagedObject): unknown {
  const runtime = vm.get('runtime')
  return isRecord(runtime) ? runtime['powerState'] : undefined
}

/** The VMs that keep a host from maintenance mode: those that run, and where they are to be moved, all others. */
export function blockingVms(world: World, host: ManagedObject, poweredOff: boolean): ManagedObject[] {
  return vmsOn(world, host).filter((vm) => poweredOff || powerStateOf(vm) === 'poweredOn')
}

/**
 * Moves VMs from a host to others of its cluster, as DRS does where it acts by itself. Those that it may not move, or that
 * fit nowhere, stay. Each move is an event.
 */
export function evacuate(world: World, host: ManagedObject, poweredOff: boolean): void {
  const cluster = clusterOf(world, host)
  const config = cluster?.get('configurationEx') as ClusterConfig | undefined
  if (cluster === undefined || config?.drsConfig?.enabled !== true) return
  for (const vm of blockingVms(world, host, poweredOff)) {
    const target = acts(config, vm) ? targetFor(world, cluster, host, vm) : undefined
    if (target === undefined) continue
    moveVm(world, vm, target)
    const sourceHost = { _typeName: 'HostEventArgument', name: world.nameOf(host), host: host.ref }
    world.events.post('DrsVmMigratedEvent', '', vm, { sourceHost })
  }
}

/** Whether DRS moves a VM without asking: the cluster's behaviour, or the VM's own where these are permitted. */
function acts({ drsConfig, drsVmConfig = [] }: ClusterConfig, vm: ManagedObject): boolean {
  const own = drsVmConfig.find(({ key }) => key.value === vm.ref.value)
  if (drsConfig.enableVmBehaviorOverrides !== false && own !== undefined) {
    if (own.enabled === false) return false
    if (own.behavior !== undefined) return own.behavior === 'fullyAutomated'
  }
  return drsConfig.defaultVmBehavior === 'fullyAutomated'
}

function clusterOf(world: World, host: ManagedObject): ManagedObject | undefined {
  const parent = world.parentOf(host)
  return parent !== undefined && isSubtype(parent.ref.type, 'ClusterComputeResource') ? parent : undefined
}

/** The host with the fewest VMs among those that have what the VM needs. */
function targetFor(
  world: World,
  cluster: ManagedObject,
  from: ManagedObject,
  vm: ManagedObject,
): ManagedObject | undefined {
  const fitting = world.store
    .referrers('parent', cluster.ref)
    .filter((host) => host.ref.type === 'HostSystem' && host !== from && isReady(host) && hasAll(host, vm))
  return fitting.toSorted((a, b) => vmsOn(world, a).length - vmsOn(world, b).length)[0]
}

function isReady(host: ManagedObject): boolean {
  const runtime = host.get('runtime')
  return isRecord(runtime) && runtime['connectionState'] === 'connected' && runtime['inMaintenanceMode'] !== true
}

const refsOf = (object: ManagedObject, property: string) =>
  listOf(object.get(property))
    .filter(isRef)
    .map(({ value }) => value)

function hasAll(host: ManagedObject, vm: ManagedObject): boolean {
  return ['datastore', 'network'].every((property) => {
    const offered = new Set(refsOf(host, property))
    return refsOf(vm, property).every((value) => offered.has(value))
  })
}
