import { isSubtype, refKey, type MoRef } from '@sakimori/vim25'
import { isRef, type ManagedObject } from '../kernel/store.ts'
import { listOf } from '../kernel/values.ts'
import type { World } from '../kernel/world.ts'
import { fromWorld, type ComputedTable } from '../kernel/computed.ts'

/** Where a container view goes on from an object of a type (vSphere API, ContainerView). */
const below: readonly (readonly [type: string, properties: readonly string[]])[] = [
  ['Datacenter', ['vmFolder', 'hostFolder', 'datastoreFolder', 'networkFolder']],
  ['Folder', ['childEntity']],
  ['ComputeResource', ['host', 'resourcePool', 'datastore', 'network']],
  ['HostSystem', ['vm', 'datastore', 'network']],
  ['ResourcePool', ['resourcePool', 'vm']],
]

function children(world: World, object: ManagedObject): ManagedObject[] {
  const properties = below.find(([type]) => isSubtype(object.ref.type, type))?.[1] ?? []
  return properties
    .flatMap((property) => [world.read(object, property)].flat())
    .filter(isRef)
    .flatMap((ref) => world.find(ref) ?? [])
}

/** What a container view holds now: the inventory below the container, of the types. */
function contained(world: World, view: ManagedObject): ManagedObject[] {
  const container = view.get('container') as MoRef
  const types = listOf(view.get('type')).map(String)
  const fits = (object: ManagedObject) => types.length === 0 || types.some((type) => isSubtype(object.ref.type, type))
  const isRecursive = view.get('recursive') === true
  if (isRecursive && container.value === world.rootFolder.value && world.parts.door === undefined) {
    const wanted = types.length === 0 ? ['ManagedEntity'] : types
    const all = new Set(wanted.flatMap((type) => [...world.store.ofType(type)]))
    return [...all].filter(({ ref }) => ref.value !== container.value && isSubtype(ref.type, 'ManagedEntity'))
  }
  const start = world.find(container)
  if (start === undefined) return []
  if (!isRecursive) return children(world, start).filter(fits)
  const found = new Map<string, ManagedObject>()
  const pending = children(world, start)
  for (let object = pending.pop(); object !== undefined; object = pending.pop()) {
    const key = refKey(object.ref)
    if (found.has(key)) continue
    found.set(key, object)
    pending.push(...children(world, object))
  }
  return [...found.values()].filter(fits)
}

export const viewProperties: ComputedTable = {
  ContainerView: {
    view: fromWorld(({ object, world, session }) =>
      contained(world, object)
        .filter(({ ref }) => session === undefined || world.access.has(session, ref, 'System.View'))
        .map(({ ref }) => ref),
    ),
  },
}
