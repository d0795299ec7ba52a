import { isSubtype } from '@sakimori/vim25'
import type { ManagedObject } from '../../kernel/store.ts'
import { isRef } from '../../kernel/store.ts'
import { isRecord, listOf } from '../../kernel/values.ts'
import type { World } from '../../kernel/world.ts'
import { RestError } from './rest-error.ts'
import { shows, userOf, type RestCall, type RestRow } from './row.ts'

type Fields = Readonly<Record<string, unknown>>

/** A list of the inventory: its path, what it lists, how many it gives at most, and what it says of each. */
interface ListRow {
  readonly path: string
  readonly type: string
  /** More than these are an error, not a page (vSphere Automation API, `list` of each service). */
  readonly limit: number
  /** The plural by which objects are asked for, and the field that names them. */
  readonly ids: string
  readonly key: string
  readonly summary: (object: ManagedObject, world: World) => Fields
  /** Filters on what the summary says: query name → field. */
  readonly matches?: Readonly<Record<string, string>>
  readonly holds?: (object: ManagedObject, world: World) => boolean
}

const folderTypes: readonly (readonly [child: string, type: string])[] = [
  ['VirtualMachine', 'VIRTUAL_MACHINE'],
  ['ComputeResource', 'HOST'],
  ['Datastore', 'DATASTORE'],
  ['Network', 'NETWORK'],
  ['Datacenter', 'DATACENTER'],
]

const upper = (value: unknown) =>
  String(value ?? '')
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toUpperCase()

const recordOf = (value: unknown): Fields => (isRecord(value) ? value : {})
const runtime = (object: ManagedObject, world: World) => recordOf(world.read(object, 'runtime'))

const lists: readonly ListRow[] = [
  {
    path: '/vcenter/datacenter',
    type: 'Datacenter',
    limit: 1000,
    ids: 'datacenters',
    key: 'datacenter',
    summary: () => ({}),
  },
  {
    path: '/vcenter/cluster',
    type: 'ClusterComputeResource',
    limit: 1000,
    ids: 'clusters',
    key: 'cluster',
    summary: (object) => {
      const config = recordOf(object.get('configurationEx'))
      return {
        ha_enabled: recordOf(config['dasConfig'])['enabled'] === true,
        drs_enabled: recordOf(config['drsConfig'])['enabled'] === true,
      }
    },
  },
  {
    path: '/vcenter/host',
    type: 'HostSystem',
    limit: 2500,
    ids: 'hosts',
    key: 'host',
    matches: { connection_states: 'connection_state' },
    summary: (object, world) => {
      const { connectionState, powerState } = runtime(object, world)
      const isConnected = connectionState === 'connected'
      // A host that vCenter Server cannot reach has no power state here.
      return { connection_state: upper(connectionState), ...(isConnected && { power_state: upper(powerState) }) }
    },
  },
  {
    path: '/vcenter/vm',
    type: 'VirtualMachine',
    limit: 4000,
    ids: 'vms',
    key: 'vm',
    matches: { power_states: 'power_state' },
    holds: (object) => recordOf(object.get('config'))['template'] !== true,
    summary: (object, world) => {
      const hardware = recordOf(recordOf(object.get('config'))['hardware'])
      return {
        power_state: upper(runtime(object, world)['powerState']),
        cpu_count: hardware['numCPU'],
        memory_size_MiB: hardware['memoryMB'],
      }
    },
  },
  {
    path: '/vcenter/datastore',
    type: 'Datastore',
    limit: 2500,
    ids: 'datastores',
    key: 'datastore',
    matches: { types: 'type' },
    summary: (object, world) => {
      const { type, freeSpace, capacity } = recordOf(world.read(object, 'summary'))
      return { type: upper(type), free_space: freeSpace, capacity }
    },
  },
  {
    path: '/vcenter/network',
    type: 'Network',
    limit: 1000,
    ids: 'networks',
    key: 'network',
    matches: { types: 'type' },
    summary: ({ ref }) => ({
      type: isSubtype(ref.type, 'DistributedVirtualPortgroup')
        ? 'DISTRIBUTED_PORTGROUP'
        : ref.type === 'OpaqueNetwork'
          ? 'OPAQUE_NETWORK'
          : 'STANDARD_PORTGROUP',
    }),
  },
  {
    path: '/vcenter/folder',
    type: 'Folder',
    limit: 1000,
    ids: 'folders',
    key: 'folder',
    matches: { type: 'type' },
    summary: (object) => {
      const children = listOf(object.get('childType'))
      return { type: folderTypes.find(([child]) => children.includes(child))?.[1] }
    },
  },
  {
    path: '/vcenter/resource-pool',
    type: 'ResourcePool',
    limit: 1000,
    ids: 'resource_pools',
    key: 'resource_pool',
    // vApps are pools of a kind, and no resource pools here.
    holds: ({ ref }) => ref.type === 'ResourcePool',
    summary: () => ({}),
  },
]

/** Filters by what stands above an object, or by the host it runs on: query name → type of the thing named. */
const places: Readonly<Record<string, string>> = {
  datacenters: 'Datacenter',
  clusters: 'ClusterComputeResource',
  folders: 'Folder',
  parent_folders: 'Folder',
  hosts: 'HostSystem',
  resource_pools: 'ResourcePool',
}

/** The objects above one, and for a VM those above its host and pool. */
function around(object: ManagedObject, world: World): ReadonlySet<string> {
  const host = world.field(object, 'runtime', 'host')
  const starts = [
    object,
    ...[host, world.read(object, 'resourcePool')].filter(isRef).flatMap((ref) => world.find(ref) ?? []),
  ]
  return new Set(starts.flatMap((start) => world.lineage(start)).map(({ ref }) => ref.value))
}

/** What the query asks for of one object; an unknown name is refused. */
function filterOf(
  row: ListRow,
  query: RestCall['query'],
): (shown: Fields, object: ManagedObject, world: World) => boolean {
  const tests = [...query].map(([name, values]) => {
    const field = name === 'names' ? 'name' : name === row.ids ? row.key : row.matches?.[name]
    if (field !== undefined) return (shown: Fields) => values.includes(String(shown[field]))
    if (!Object.hasOwn(places, name)) throw new RestError('UNEXPECTED_INPUT', `there is no filter ${name}`)
    return (_shown: Fields, object: ManagedObject, world: World) => {
      const above = around(object, world)
      return values.some((value) => value !== object.ref.value && above.has(value))
    }
  })
  return (shown, object, world) => tests.every((test) => test(shown, object, world))
}

function list(row: ListRow, call: RestCall): readonly Fields[] {
  const { world } = call
  const session = userOf(call)
  const wanted = filterOf(row, call.query)
  const found: Fields[] = []
  for (const object of world.ofType(row.type)) {
    if (row.holds?.(object, world) === false || !world.access.has(session, object.ref, 'System.Read')) continue
    const shown = { [row.key]: object.ref.value, name: world.nameOf(object), ...row.summary(object, world) }
    if (!wanted(shown, object, world)) continue
    found.push(shown)
    if (found.length > row.limit) {
      throw new RestError('UNABLE_TO_ALLOCATE_RESOURCE', `Too many results: more than ${row.limit}; filter the list`)
    }
  }
  return found
}

/** Lists of the inventory: what the session may read, each object by its own permissions. */
export const inventoryRows: readonly RestRow[] = lists.map((row) =>
  shows(row.path, '6.5', (call) => list(row, call), { for: 'users' }),
)
