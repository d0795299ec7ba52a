import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { TestkitError } from '../errors.ts'
import { editInventory, type Inventory, type ObjectRef } from './edit.ts'
import { refs } from './value.ts'

/** How many of a kind there shall be in the end; a kind that is not named stays as it is. */
export type ScaleOptions = { readonly vms?: number; readonly hosts?: number }

/** Ids of clones start here, above all that vcsim hands out itself. */
const firstClone = 100_000

/** Cuts a text at the given tokens once, so that thousands of copies with other tokens are mere joins. */
const compileTemplate = (text: string, tokens: readonly string[]): ((replacements: readonly string[]) => string) => {
  const distinct = tokens.filter((token) => token !== '')
  const escaped = distinct.toSorted((a, b) => b.length - a.length).map((token) => RegExp.escape(token))
  if (escaped.length === 0) return () => text
  const parts = text.split(new RegExp(`(${escaped.join('|')})`))
  const at = parts.map((part, index) => (index % 2 === 1 ? tokens.indexOf(part) : -1))
  return (replacements) => parts.map((part, index) => replacements[at[index] ?? -1] ?? part).join('')
}

const uuidOf = (uuid: string, number: number): string => uuid.slice(0, 24) + number.toString(16).padStart(12, '0')

const macOf = (number: number): string =>
  ['00', '50', '56', ...(number.toString(16).padStart(6, '0').match(/../g) ?? [])].join(':')

const writeClone = async (dir: string, { type, id }: ObjectRef, xml: string): Promise<void> => {
  // Files are read in the order of their names, and the ServiceInstance (0000-…) must come first.
  await writeFile(join(dir, `clone-${type}-${id}.xml`), xml)
}

const asToken = (target: ObjectRef): string => `type="${target.type}">${target.id}<`
/** govmomi writes the reference's own type between the two, in a property's value. */
const asValueTokens = (inventory: Inventory, from: ObjectRef): string[] => {
  const pattern = new RegExp(`type="${from.type}"[^>]*>${from.id}<`, 'g')
  return [...new Set(inventory.source(from).match(pattern) ?? [asToken(from)])]
}

/** Copies a host with those of its managers that are there, and puts it into its cluster. */
const cloneHost = async (inventory: Inventory, host: ObjectRef, number: number): Promise<ObjectRef> => {
  const clone: ObjectRef = { type: 'HostSystem', id: `host-${number}` }
  const managers = (inventory.find(host, 'configManager')?.children ?? [])
    .flatMap(({ ref: type, text: id }) => (type === undefined ? [] : [{ type, id }]))
    .filter((manager) => inventory.has(manager))
  const renamed = [host, ...managers].map((old) => ({ old, new: old === host ? clone : { ...old, id: `${old.id}c${number}` } }))
  const name = inventory.read(host, 'name') ?? ''
  for (const item of renamed) {
    const tokens = renamed.flatMap(({ old }) => [`>${old.id}<`])
    const copy = compileTemplate(inventory.source(item.old), [...tokens, `>${name}<`])
    const replacements = renamed.map((each) => `>${each.new.id}<`)
    await writeClone(inventory.dir, item.new, copy([...replacements, `>${cloneName(name, number)}<`]))
  }
  return clone
}

const cloneName = (name: string, number: number): string => {
  const [first = '', ...domain] = name.split('.')
  return [`${first}-c${number - firstClone}`, ...domain].join('.')
}

/** A host with where its VMs go. */
type Place = { readonly host: ObjectRef; readonly cluster: ObjectRef; readonly pool: ObjectRef; readonly vms: ObjectRef[] }

const placesOf = (inventory: Inventory): Place[] =>
  ['ClusterComputeResource', 'ComputeResource'].flatMap((type) =>
    inventory.list(type).flatMap((cluster) => {
      const [pool] = inventory.readRefs(cluster, 'resourcePool')
      if (pool === undefined) return []
      return inventory.readRefs(cluster, 'host').map((host) => ({ host, cluster, pool, vms: inventory.readRefs(host, 'vm') }))
    }),
  )

const append = (inventory: Inventory, target: ObjectRef, path: string, added: readonly ObjectRef[]): void => {
  inventory.setProperty(target, path, refs([...inventory.readRefs(target, path), ...added]))
}

const scaleHosts = async (inventory: Inventory, places: readonly Place[], wanted: number): Promise<Place[]> => {
  const added: Place[] = []
  for (let index = places.length; index < wanted; index += 1) {
    const model = places[index % places.length]
    if (model === undefined) throw new TestkitError('badInventory', `no host to clone in ${inventory.dir}`)
    added.push({ ...model, host: await cloneHost(inventory, model.host, firstClone + index), vms: [] })
  }
  for (const cluster of new Set(added.map((place) => place.cluster))) {
    append(inventory, cluster, 'host', added.filter((place) => place.cluster === cluster).map(({ host }) => host))
  }
  const hosts = added.map(({ host }) => host)
  for (const type of ['Network', 'DistributedVirtualPortgroup']) {
    for (const network of inventory.list(type)) append(inventory, network, 'host', hosts)
  }
  return added
}

type VmTemplate = { readonly vm: ObjectRef; readonly write: (number: number, place: Place) => Promise<ObjectRef> }

/** Prepares a VM for being copied many times. */
const vmTemplate = (inventory: Inventory, vm: ObjectRef): VmTemplate => {
  const name = inventory.read(vm, 'name') ?? ''
  const uuid = inventory.read(vm, 'config.uuid') ?? ''
  const instance = inventory.read(vm, 'config.instanceUuid') ?? ''
  const xml = inventory.source(vm)
  const mac = /<macAddress>([^<]+)</.exec(xml)?.[1] ?? ''
  const host = inventory.read(vm, 'runtime.host') ?? ''
  const pool = inventory.read(vm, 'resourcePool') ?? ''
  const copy = compileTemplate(xml, [`>${vm.id}<`, `>${name}<`, uuid, instance, mac, `>${host}<`, `>${pool}<`])
  return {
    vm,
    write: async (number, place) => {
      const clone: ObjectRef = { type: 'VirtualMachine', id: `vm-${number}` }
      const ids = [`>${clone.id}<`, `>${cloneName(name, number)}<`, uuidOf(uuid, number), uuidOf(instance, number), macOf(number)]
      await writeClone(inventory.dir, clone, copy([...ids, `>${place.host.id}<`, `>${place.pool.id}<`]))
      return clone
    },
  }
}

/** Adds references to everything that lists VMs: folder, pools, hosts, and what the copied VM itself refers to. */
const linkVms = (inventory: Inventory, copies: ReadonlyMap<ObjectRef, ObjectRef[]>): void => {
  const lists = new Map<string, { target: ObjectRef; path: string; vms: ObjectRef[] }>()
  const add = (target: ObjectRef, path: string, vms: readonly ObjectRef[]): void => {
    const key = `${target.type}:${target.id}:${path}`
    const list = lists.get(key) ?? { target, path, vms: [] }
    list.vms.push(...vms)
    lists.set(key, list)
  }
  for (const [vm, clones] of copies) {
    for (const parent of inventory.readRefs(vm, 'parent')) add(parent, 'childEntity', clones)
    for (const path of ['datastore', 'network']) for (const target of inventory.readRefs(vm, path)) add(target, 'vm', clones)
  }
  for (const { target, path, vms } of lists.values()) if (inventory.has(target)) append(inventory, target, path, vms)
}

/**
 * Grows a saved inventory to so many hosts and VMs by copying those it has, spread evenly over the hosts. For benchmarks:
 * vcsim loads a thousand VMs in a second or two, while making them would take half a minute.
 */
export const scaleInventory = async (dir: string, { vms = 0, hosts = 0 }: ScaleOptions): Promise<void> => {
  const inventory = await editInventory(dir)
  const given = placesOf(inventory)
  const places = [...given, ...(await scaleHosts(inventory, given, hosts))]
  const templates = inventory.list('VirtualMachine').map((vm) => vmTemplate(inventory, vm))
  const copies = new Map<ObjectRef, ObjectRef[]>()
  const added = new Map<Place, ObjectRef[]>()
  for (let index = templates.length; index < vms; index += 1) {
    const template = templates[index % templates.length]
    const place = places[index % places.length]
    if (template === undefined || place === undefined) throw new TestkitError('badInventory', `no VM to clone in ${dir}`)
    const clone = await template.write(firstClone + hosts + index, place)
    copies.set(template.vm, [...(copies.get(template.vm) ?? []), clone])
    added.set(place, [...(added.get(place) ?? []), clone])
  }
  linkVms(inventory, copies)
  await linkPlaces(inventory, added)
  await inventory.save()
}
