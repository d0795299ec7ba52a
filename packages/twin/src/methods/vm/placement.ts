import type { MoRef } from '@sakimori/vim25/types'
import { isSubtype } from '@sakimori/vim25'
import { hostOfVm } from '../../behaviour/host-reach.ts'
import { invalidArgument, vimFault } from '../../kernel/fault.ts'
import { isRef, type ManagedObject } from '../../kernel/store.ts'
import { listOf } from '../../kernel/values.ts'
import type { World } from '../../kernel/world.ts'

/** The cluster or lone host that a pool belongs to. */
export function ownerOf(world: World, pool: ManagedObject): ManagedObject | undefined {
  const owner = pool.get('owner')
  if (isRef(owner)) return world.find(owner)
  return world.lineage(pool).find(({ ref }) => isSubtype(ref.type, 'ComputeResource'))
}

export const hostsOf = (world: World, owner: ManagedObject): ManagedObject[] =>
  listOf(world.read(owner, 'host'))
    .filter(isRef)
    .flatMap((ref) => world.store.get(ref) ?? [])

/** The root pool of a cluster or lone host. */
export function rootPoolOf(world: World, owner: ManagedObject): ManagedObject | undefined {
  const pool = owner.get('resourcePool')
  if (isRef(pool)) return world.find(pool)
  return world.referrers('parent', owner.ref).find(({ ref }) => ref.type === 'ResourcePool')
}

function isUsable(world: World, host: ManagedObject): boolean {
  const isConnected = (world.field(host, 'runtime', 'connectionState') ?? 'connected') === 'connected'
  return isConnected && world.field(host, 'runtime', 'inMaintenanceMode') !== true
}

const mounts = (host: ManagedObject, datastore: MoRef) =>
  listOf(host.get('datastore')).some((ref) => isRef(ref) && ref.value === datastore.value)

/**
 * The host for a VM of a pool: the one that is asked for, else the usable one of the pool's owner with the fewest VMs.
 * `datastore`, when given, must be mounted there. Throws InvalidArgument, NoActiveHostInCluster, InvalidDatastore.
 */
export function hostForPool(
  world: World,
  pool: ManagedObject,
  wanted: MoRef | undefined,
  datastore?: ManagedObject,
): ManagedObject {
  const owner = ownerOf(world, pool)
  const hosts = owner === undefined ? [] : hostsOf(world, owner)
  const asked = wanted === undefined ? undefined : hosts.find(({ ref }) => ref.value === wanted.value)
  if (wanted !== undefined && asked === undefined)
    throw invalidArgument('host', 'is not of the compute resource of the pool')
  const usable = (asked === undefined ? hosts : [asked]).filter((host) => asked !== undefined || isUsable(world, host))
  if (owner === undefined || usable.length === 0) {
    throw vimFault(
      'NoActiveHostInCluster',
      { computeResource: (owner ?? pool).ref as MoRef<'ClusterComputeResource'> },
      'The operation is not allowed in the current state: no host in the cluster is connected and out of maintenance mode',
    )
  }
  const reaching = datastore === undefined ? usable : usable.filter((host) => mounts(host, datastore.ref))
  const load = (host: ManagedObject) => world.store.referrers('runtime.host', host.ref).length
  const [best] = reaching.toSorted((a, b) => load(a) - load(b))
  if (best === undefined) {
    const name = datastore === undefined ? '' : world.nameOf(datastore)
    throw vimFault('InvalidDatastore', { name }, `The datastore ${name} is not accessible from the hosts of the pool.`)
  }
  return best
}

/** The cluster or lone host of a host as its vCenter Server has it, whichever side asks. */
export function computeOf(world: World, host: ManagedObject | undefined): ManagedObject | undefined {
  const parent = host?.get('parent')
  return isRef(parent) ? world.store.get(parent) : undefined
}

/** The pool that a VM gets when none is named: its own, else the root pool of its host's compute resource. */
export function poolOfVm(world: World, vm: ManagedObject): ManagedObject | undefined {
  const own = vm.get('resourcePool')
  if (isRef(own)) return world.store.get(own)
  const owner = computeOf(world, hostOfVm(world, vm))
  return owner === undefined ? undefined : rootPoolOf(world, owner)
}

/**
 * Where a VM that is made on a host itself stands for its vCenter Server, which has folders and pools of its own: in the
 * VM folder of the datacenter, and the root pool of the compute resource. Elsewhere it is what was asked for.
 */
export function realPlace(
  world: World,
  folder: ManagedObject,
  pool: ManagedObject,
  host: ManagedObject,
): { readonly folder: ManagedObject; readonly pool: ManagedObject } {
  if (world.parts.door === undefined) return { folder, pool }
  const owner = computeOf(world, host)
  const root = owner?.get('resourcePool')
  const vmFolder = vmFolderAbove(world, owner)
  const found = isRef(root) ? world.store.get(root) : undefined
  return { folder: vmFolder ?? folder, pool: found ?? pool }
}

function vmFolderAbove(world: World, from: ManagedObject | undefined): ManagedObject | undefined {
  const seen = new Set<ManagedObject>()
  for (let at = from; at !== undefined && !seen.has(at);) {
    seen.add(at)
    const own = at.get('vmFolder')
    if (isRef(own)) return world.store.get(own)
    const parent = at.get('parent')
    at = isRef(parent) ? world.store.get(parent) : undefined
  }
  return undefined
}

/** The datacenter that something is in. */
export const datacenterOf = (world: World, object: ManagedObject): ManagedObject | undefined =>
  world.lineage(object).find(({ ref }) => ref.type === 'Datacenter')
