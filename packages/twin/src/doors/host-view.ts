import { isSubtype, type MoRef } from '@sakimori/vim25'
import { folder, loneHostPlaces as places, resourcePool } from '../estate/build/places.ts'
import type { EstateObject } from '../estate/estate.ts'
import { isRef, ManagedObject, ObjectStore, type Link } from '../kernel/store.ts'
import { isRecord, listOf } from '../kernel/values.ts'
import type { Door } from '../kernel/world.ts'

/** A host's own view of what it shares with its vCenter Server. */
export interface HostView {
  /** The objects of its own: folders, datacenter, compute resource, resource pool. */
  readonly local: ObjectStore
  readonly door: Door
}

/**
 * Shows one host of a store as a lone ESX host does: in an inventory of its own, with its VMs, its datastores and its
 * standard networks. These objects are the vCenter Server's, so that a change on one side is a change on the other; their
 * ids are the vCenter Server's, too, where a real host has ids of its own. Distributed port groups belong to the vCenter
 * Server and are not shown.
 */
export function hostView(store: ObjectStore, host: ManagedObject): HostView {
  const local = new ObjectStore()
  for (const { ref: own, properties } of ownPlaces(String(host.get('name') ?? host.ref.value))) {
    local.add(new ManagedObject(own, properties))
  }
  const door: Door = {
    host: host.ref,
    shows: (object) => isShown(store, host, object),
    overlay: overlaid,
    referrers: (link, to) => (isPlace(to) ? shared(store, host).filter((object) => links(object, link, to)) : []),
  }
  return { local, door }
}

function ownPlaces(hostName: string): readonly EstateObject[] {
  const { root, datacenter, vmFolder, hostFolder, datastoreFolder, networkFolder, compute, pool } = places
  const folders = { vmFolder, hostFolder, datastoreFolder, networkFolder }
  return [
    folder({ ref: root, name: root.value, kind: 'root' }),
    { ref: datacenter, properties: { name: datacenter.value, parent: root, ...folders } },
    folder({ ref: vmFolder, name: 'vm', kind: 'vm', parent: datacenter }),
    folder({ ref: hostFolder, name: 'host', kind: 'host', parent: datacenter }),
    folder({ ref: datastoreFolder, name: 'datastore', kind: 'datastore', parent: datacenter }),
    folder({ ref: networkFolder, name: 'network', kind: 'network', parent: datacenter }),
    {
      ref: compute,
      properties: {
        name: hostName,
        parent: hostFolder,
        resourcePool: pool,
        configurationEx: { _typeName: 'ComputeResourceConfigInfo', vmSwapPlacement: 'vmDirectory' },
      },
    },
    resourcePool({ ref: pool, name: 'Resources', parent: compute, owner: compute }),
  ]
}

const placeIds: ReadonlySet<string> = new Set(Object.values(places).map(({ value }) => value))
const isPlace = ({ value }: MoRef) => placeIds.has(value)

/** Where a shared object stands in the host's inventory. */
const parents: readonly (readonly [type: string, parent: MoRef])[] = [
  ['HostSystem', places.compute],
  ['VirtualMachine', places.vmFolder],
  ['Datastore', places.datastoreFolder],
  ['Network', places.networkFolder],
]

function overlaid(object: ManagedObject, property: string): { readonly value: unknown } | undefined {
  switch (property) {
    case 'parent': {
      const found = parents.find(([type]) => isSubtype(object.ref.type, type))
      return found === undefined || isPlace(object.ref) ? undefined : { value: found[1] }
    }
    case 'resourcePool':
      return object.ref.type === 'VirtualMachine' ? { value: places.pool } : undefined
    case 'parentVApp':
      return object.ref.type === 'VirtualMachine' ? { value: undefined } : undefined
    case 'network': {
      const own = object.get('network')
      return Array.isArray(own) ? { value: own.filter((net) => isRef(net) && net.type === 'Network') } : undefined
    }
    default:
      return undefined
  }
}

function links(object: ManagedObject, link: Link, to: MoRef): boolean {
  const linked = overlaid(object, link)?.value
  return isRef(linked) && linked.value === to.value
}

/** The host, its VMs, its datastores and its networks. */
function shared(store: ObjectStore, host: ManagedObject): ManagedObject[] {
  const used = [...listOf(host.get('datastore')), ...listOf(host.get('network'))].filter(isRef)
  const objects = used.map((one) => store.get(one)).filter((one) => one !== undefined)
  return [host, ...store.referrers('runtime.host', host.ref), ...objects].filter((one) => isShown(store, host, one))
}

function isShown(store: ObjectStore, host: ManagedObject, object: ManagedObject): boolean {
  const { type, value } = object.ref
  if (object === host || object.owner?.value === host.ref.value) return true
  if (type === 'VirtualMachine') return runsOn(object, host)
  if (isSubtype(type, 'Datastore')) return isAmong(value, host.get('datastore'))
  if (type === 'Network') return isAmong(value, host.get('network'))
  // A snapshot goes with its VM.
  const owner = object.owner === undefined ? undefined : store.get(object.owner)
  return owner?.ref.type === 'VirtualMachine' && runsOn(owner, host)
}

function runsOn(vm: ManagedObject, host: ManagedObject): boolean {
  const runtime = vm.get('runtime')
  const on = isRecord(runtime) ? runtime['host'] : undefined
  return isRef(on) && on.value === host.ref.value
}

const isAmong = (value: string, list: unknown) => listOf(list).some((one) => isRef(one) && one.value === value)
