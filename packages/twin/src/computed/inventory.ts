import { isSubtype } from '@sakimori/vim25'
import { sharedMemoryOf } from '../behaviour/page-sharing.ts'
import type { ManagedObject } from '../kernel/store.ts'
import type { World } from '../kernel/world.ts'
import { isRecord, listOf } from '../kernel/values.ts'
import { fromOwn, fromWorld, type ComputedFrom, type ComputedTable } from '../kernel/computed.ts'

const refs = (objects: readonly ManagedObject[]) => objects.map(({ ref }) => ref)

/** The objects whose parent is this one, of the given types. */
function below(world: World, object: ManagedObject, ...types: string[]): ManagedObject[] {
  const all = [...world.referrers('parent', object.ref)]
  return types.length === 0 ? all : all.filter((child) => types.includes(child.ref.type))
}

/** All hosts below a datacenter or cluster. */
function hostsBelow(world: World, object: ManagedObject): ManagedObject[] {
  return below(world, object).flatMap((child) => (child.ref.type === 'HostSystem' ? [child] : hostsBelow(world, child)))
}

function linkedByHosts(world: World, object: ManagedObject, property: string): unknown[] {
  const linked = hostsBelow(world, object).flatMap((host) => listOf(host.get(property)))
  return [...new Map(linked.map((ref) => [isRecord(ref) ? `${ref['type']}:${ref['value']}` : '', ref])).values()]
}

/** Folders, datacenters, compute resources and pools: who is in them. */
export const inventoryProperties: ComputedTable = {
  Folder: {
    childEntity: fromWorld(({ object, world }) => object.get('childEntity') ?? refs(below(world, object))),
    childType: fromOwn(({ object }) => object.get('childType') ?? ['Folder']),
  },
  Datacenter: {
    network: fromWorld(({ object, world }) => linkedByHosts(world, object, 'network')),
    datastore: fromWorld(({ object, world }) => linkedByHosts(world, object, 'datastore')),
    vmFolder: fromWorld((from) => ownFolder(from, 'vm')),
    hostFolder: fromWorld((from) => ownFolder(from, 'host')),
    datastoreFolder: fromWorld((from) => ownFolder(from, 'datastore')),
    networkFolder: fromWorld((from) => ownFolder(from, 'network')),
  },
  ComputeResource: {
    resourcePool: fromWorld(
      ({ object, world }) => object.get('resourcePool') ?? below(world, object, 'ResourcePool')[0]?.ref,
    ),
    host: fromWorld(({ object, world }) => object.get('host') ?? refs(below(world, object, 'HostSystem'))),
    network: fromWorld(({ object, world }) => linkedByHosts(world, object, 'network')),
    datastore: fromWorld(({ object, world }) => linkedByHosts(world, object, 'datastore')),
    summary: fromWorld(({ object, world }) => computeSummary(world, object)),
  },
  ResourcePool: {
    owner: fromWorld(
      ({ object, world }) =>
        object.get('owner') ?? world.lineage(object).find(({ ref }) => isSubtype(ref.type, 'ComputeResource'))?.ref,
    ),
    resourcePool: fromWorld(({ object, world }) => refs(below(world, object, 'ResourcePool', 'VirtualApp'))),
    vm: fromWorld(({ object, world }) => refs(vmsIn(world, object))),
    summary: fromWorld(({ object, world }) => object.get('summary') ?? poolSummary(world, object)),
  },
}

/** One of the four folders of a datacenter. A snapshot holds none of these references, but the folders by their fixed names. */
function ownFolder({ object, world }: ComputedFrom, name: 'vm' | 'host' | 'datastore' | 'network'): unknown {
  const found = below(world, object, 'Folder').find((folder) => folder.get('name') === name)
  return object.get(`${name}Folder`) ?? found?.ref
}

function computeSummary(world: World, object: ManagedObject): unknown {
  const stored = object.get('summary')
  const hosts = below(world, object, 'HostSystem')
  const hardware = hosts.map((host) => host.get('hardware')).filter(isRecord)
  const cpus = hardware.map((held) => (isRecord(held['cpuInfo']) ? held['cpuInfo'] : {}))
  const sum = (numbers: readonly unknown[]) => numbers.reduce<number>((total, item) => total + (Number(item) || 0), 0)
  const totalCpu = sum(cpus.map((cpu) => ((Number(cpu['hz']) || 0) / 1e6) * (Number(cpu['numCpuCores']) || 0)))
  const totalMemory = sum(hardware.map((held) => held['memorySize']))
  return {
    _typeName:
      object.ref.type === 'ClusterComputeResource' ? 'ClusterComputeResourceSummary' : 'ComputeResourceSummary',
    totalCpu: Math.round(totalCpu),
    totalMemory,
    numCpuCores: sum(cpus.map((cpu) => cpu['numCpuCores'])),
    numCpuThreads: sum(cpus.map((cpu) => cpu['numCpuThreads'])),
    effectiveCpu: Math.round(totalCpu),
    effectiveMemory: Math.floor(totalMemory / 2 ** 20),
    numHosts: hosts.length,
    numEffectiveHosts: hosts.filter((host) => world.field(host, 'runtime', 'connectionState') === 'connected').length,
    overallStatus: 'green',
    ...(object.ref.type === 'ClusterComputeResource' && { currentFailoverLevel: 0, numVmotions: 0 }),
    ...(isRecord(stored) && stored),
  }
}

/** What the VMs of a pool and of the pools in it use: `quickStats` in MB, the sums of the VMs' own. */
function poolSummary(world: World, object: ManagedObject): unknown {
  const vms = vmsBelow(world, object)
  const isOn = (vm: ManagedObject) => world.field(vm, 'runtime', 'powerState') === 'poweredOn'
  const memoryOf = (vm: ManagedObject) => {
    const hardware = world.field(vm, 'config', 'hardware')
    return isRecord(hardware) ? Number(hardware['memoryMB']) || 0 : 0
  }
  const hostMemoryUsage = vms.filter(isOn).reduce((sum, vm) => sum + memoryOf(vm), 0)
  const sharedMemory = vms.reduce((sum, vm) => sum + sharedMemoryOf(vm, world), 0)
  return {
    _typeName: 'ResourcePoolSummary',
    name: object.get('name') ?? 'Resources',
    config: object.get('config'),
    runtime: object.get('runtime'),
    quickStats: {
      _typeName: 'ResourcePoolQuickStats',
      hostMemoryUsage,
      privateMemory: hostMemoryUsage - sharedMemory,
      sharedMemory,
      swappedMemory: 0,
      balloonedMemory: 0,
    },
  }
}

/** A compute resource points at its root pool by the same name. */
function vmsIn(world: World, pool: ManagedObject): ManagedObject[] {
  return world.referrers('resourcePool', pool.ref).filter(({ ref }) => ref.type === 'VirtualMachine')
}

function vmsBelow(world: World, pool: ManagedObject, depth = 0): ManagedObject[] {
  // A hostile snapshot may have pools in a circle.
  const pools = depth > 64 ? [] : below(world, pool, 'ResourcePool', 'VirtualApp')
  return [...vmsIn(world, pool), ...pools.flatMap((inner) => vmsBelow(world, inner, depth + 1))]
}
