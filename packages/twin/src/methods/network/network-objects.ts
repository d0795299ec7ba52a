import type { MoRef } from '@sakimori/vim25'
import type { DataTypes } from '@sakimori/vim25/types'
import { isRef, ManagedObject } from '../../kernel/store.ts'
import { listOf } from '../../kernel/values.ts'
import type { World } from '../../kernel/world.ts'

/** In names of managed entities these three are written as %2f, %5c and %25 (vSphere API, ManagedEntity.name). */
const escapes = [
  ['%', '%25'],
  ['/', '%2f'],
  ['\\', '%5c'],
] as const

export const escapeName = (name: string) =>
  escapes.reduce((text, [plain, escaped]) => text.replaceAll(plain, escaped), name)

const plainName = (name: unknown) =>
  String(name).replaceAll(/%(2f|5c|25)/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))

export const hostNetworks = (host: ManagedObject): readonly MoRef[] => listOf(host.get('network')).filter(isRef)

/** The Network of a standard port group on a host. */
function networkOf(world: World, host: ManagedObject, portgroup: string): ManagedObject | undefined {
  return hostNetworks(host)
    .filter(({ type }) => type === 'Network')
    .flatMap((ref) => world.store.get(ref) ?? [])
    .find((network) => plainName(network.get('name')) === portgroup)
}

/** The VMs of a host that are on one of its standard port groups. */
export function vmsOn(world: World, host: ManagedObject, portgroup: string): readonly ManagedObject[] {
  const network = networkOf(world, host, portgroup)
  if (network === undefined) return []
  const running = new Set(world.store.referrers('runtime.host', host.ref))
  return world.store.referrers('network', network.ref).filter((user) => running.has(user))
}

/**
 * Keeps the inventory in step with a host's standard port groups: in each datacenter one Network stands for all port groups
 * of a name; it comes with the first and goes when neither a host nor a VM has it any more.
 */
export function shareNetworks(
  world: World,
  host: ManagedObject,
  before: readonly DataTypes['HostPortGroup'][],
  after: readonly DataTypes['HostPortGroup'][],
): void {
  const was = before.map(({ spec }) => spec.name)
  const now = after.map(({ spec }) => spec.name)
  const gone = was.filter((name) => !now.includes(name)).flatMap((name) => networkOf(world, host, name) ?? [])
  const come = now.filter((name) => !was.includes(name)).flatMap((name) => sharedNetwork(world, host, name) ?? [])
  if (gone.length === 0 && come.length === 0) return
  const left = new Set(gone.map(({ ref }) => ref.value))
  const kept = hostNetworks(host).filter(({ value }) => !left.has(value))
  const added = come.map(({ ref }) => ref).filter(({ value }) => kept.every((ref) => ref.value !== value))
  world.store.set(host, 'network', [...kept, ...added])
  for (const object of gone) if (world.store.referrers('network', object.ref).length === 0) world.store.remove(object)
}

/** The datacenter's Network of that name, made if there is none. */
function sharedNetwork(world: World, host: ManagedObject, name: string): ManagedObject | undefined {
  const datacenter = above(world, host).find(({ ref }) => ref.type === 'Datacenter')
  const folder = datacenter?.get('networkFolder')
  if (datacenter === undefined || !isRef(folder)) return undefined
  const inside = (object: ManagedObject) => above(world, object).includes(datacenter)
  for (const network of world.store.ofType('Network')) {
    if (network.ref.type === 'Network' && plainName(network.get('name')) === name && inside(network)) return network
  }
  // A lone host names its objects after what they are.
  const isLone = datacenter.ref.value === 'ha-datacenter'
  const ref = isLone ? { type: 'Network', value: `HaNetwork-${name}` } : world.store.newRef('Network', 'network-')
  return world.store.add(new ManagedObject(ref, { name: escapeName(name), parent: folder }))
}

/** What is stored above an object, whatever door one looks through. */
export function above(world: World, object: ManagedObject): readonly ManagedObject[] {
  const found: ManagedObject[] = []
  for (let at: ManagedObject | undefined = object; at !== undefined && !found.includes(at);) {
    found.push(at)
    const parent: unknown = at.get('parent')
    at = isRef(parent) ? world.store.get(parent) : undefined
  }
  return found
}
