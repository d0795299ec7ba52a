import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { TestkitError } from '../errors.ts'
import { editInventory, type Inventory, type ObjectRef } from './edit.ts'
import { compileTemplate } from './template.ts'
import { ref, refs } from './value.ts'

/** How many of a kind there shall be in the end; a kind that is not named stays as it is. */
export type ScaleOptions = { readonly vms?: number; readonly hosts?: number }

/** Ids of clones start here, above all that vcsim hands out itself. */
const firstClone = 100_000

/** Ids and names stand alone in their elements; taken with the brackets they cannot match inside another one. */
const inElement = (text: string): string => `>${text}<`

const cloneName = (name: string, number: number): string => {
  const [first = '', ...domain] = name.split('.')
  return [`${first}-c${number - firstClone}`, ...domain].join('.')
}

const cloneUuid = (uuid: string, number: number): string => uuid.slice(0, 24) + number.toString(16).padStart(12, '0')

const cloneMac = (number: number): string =>
  ['00', '50', '56', ...(number.toString(16).padStart(6, '0').match(/../g) ?? [])].join(':')

/** A host, and where its VMs go. */
type Place = { readonly host: ObjectRef; readonly cluster: ObjectRef; readonly pool: ObjectRef }

const placesOf = (inventory: Inventory): Place[] =>
  ['ClusterComputeResource', 'ComputeResource'].flatMap((type) =>
    inventory.list(type).flatMap((cluster) => {
      const [pool] = inventory.readRefs(cluster, 'resourcePool')
      return pool === undefined ? [] : inventory.readRefs(cluster, 'host').map((host) => ({ host, cluster, pool }))
    }),
  )

const append = (inventory: Inventory, target: ObjectRef, path: string, added: readonly ObjectRef[]): void => {
  if (inventory.has(target)) inventory.setProperty(target, path, refs([...inventory.readRefs(target, path), ...added]))
}

/** Copies a host together with those of its managers that are there. */
const cloneHost = (inventory: Inventory, host: ObjectRef, number: number): ObjectRef => {
  const managers = (inventory.find(host, 'configManager')?.children ?? [])
    .flatMap(({ ref: type, text: id }) => (type === undefined ? [] : [{ type, id }]))
    .filter((manager) => inventory.has(manager))
  const clone: ObjectRef = { type: 'HostSystem', id: `host-${number}` }
  const copies = managers.map(({ type, id }) => ({ type, id: `${id}c${number}` }))
  const name = inventory.read(host, 'name') ?? ''
  const tokens = [name, host.id, ...managers.map(({ id }) => id)].map(inElement)
  const replacements = [cloneName(name, number), clone.id, ...copies.map(({ id }) => id)].map(inElement)
  for (const [index, original] of [host, ...managers].entries()) {
    inventory.addSource(
      [clone, ...copies][index] ?? clone,
      compileTemplate(inventory.source(original), tokens)(replacements),
    )
  }
  inventory.setProperty(clone, 'vm', refs([]))
  return clone
}

/** Adds hosts to the clusters in turn, and to everything that lists hosts. */
const addHosts = (inventory: Inventory, places: readonly Place[], wanted: number): Place[] => {
  const added: Place[] = []
  for (let index = places.length; index < wanted; index += 1) {
    const model = places[index % places.length]
    if (model === undefined) throw new TestkitError('badInventory', `no host to clone in ${inventory.dir}`)
    added.push({ ...model, host: cloneHost(inventory, model.host, firstClone + index) })
  }
  if (added.length === 0) return added
  const hosts = added.map(({ host }) => host)
  for (const [cluster, own] of Map.groupBy(added, (place) => place.cluster)) {
    append(
      inventory,
      cluster,
      'host',
      own.map(({ host }) => host),
    )
  }
  for (const type of ['Network', 'DistributedVirtualPortgroup']) {
    for (const network of inventory.list(type)) append(inventory, network, 'host', hosts)
  }
  for (const dvs of inventory.list('VmwareDistributedVirtualSwitch')) {
    const members = [...new Set([...places, ...added].map(({ host }) => host.id))]
    inventory.setProperty(
      dvs,
      'summary.hostMember',
      members.map((id) => ref('HostSystem', id)),
    )
  }
  return added
}

/** Prepares a VM for being copied many times; the copies go straight to the disk, for there may be ten thousand. */
const prepareVm = (inventory: Inventory, vm: ObjectRef): ((number: number, place: Place) => Promise<ObjectRef>) => {
  const read = (path: string): string => inventory.read(vm, path) ?? ''
  const [name, uuid, instanceUuid, folder] = [
    read('name'),
    read('config.uuid'),
    read('config.instanceUuid'),
    read('config.files.logDirectory'),
  ]
  const xml = inventory.source(vm)
  const mac = /<macAddress>([^<]+)</.exec(xml)?.[1] ?? ''
  const elements = [vm.id, name, read('runtime.host'), read('resourcePool')].map(inElement)
  const copy = compileTemplate(xml, [...elements, uuid, instanceUuid, mac, folder])
  return async (number, place) => {
    const clone: ObjectRef = { type: 'VirtualMachine', id: `vm-${number}` }
    const newName = cloneName(name, number)
    const newElements = [clone.id, newName, place.host.id, place.pool.id].map(inElement)
    const newFolder = folder.replace(/[^ ]*$/, newName)
    const parts = [cloneUuid(uuid, number), cloneUuid(instanceUuid, number), cloneMac(number), newFolder]
    await writeFile(join(inventory.dir, `added-${clone.type}-${clone.id}.xml`), copy([...newElements, ...parts]))
    return clone
  }
}

type Clone = { readonly vm: ObjectRef; readonly model: ObjectRef; readonly place: Place }

/** Adds VMs to everything that lists VMs: their folder, host, pool, datastores and networks. */
const linkVms = (inventory: Inventory, clones: readonly Clone[]): void => {
  const lists = new Map<string, { target: ObjectRef; path: string; vms: ObjectRef[] }>()
  const add = (target: ObjectRef, path: string, vm: ObjectRef): void => {
    const key = `${target.type}:${target.id}:${path}`
    const list = lists.get(key) ?? { target, path, vms: [] }
    list.vms.push(vm)
    lists.set(key, list)
  }
  for (const [model, copies] of Map.groupBy(clones, (clone) => clone.model)) {
    const parents = inventory.readRefs(model, 'parent')
    const users = ['datastore', 'network'].flatMap((path) => inventory.readRefs(model, path))
    for (const { vm, place } of copies) {
      for (const parent of parents) add(parent, 'childEntity', vm)
      for (const user of [...users, place.host, place.pool]) add(user, 'vm', vm)
    }
  }
  for (const { target, path, vms } of lists.values()) append(inventory, target, path, vms)
}

/**
 * Grows a saved inventory to so many hosts and VMs by copying those it has, spread evenly over the hosts. For benchmarks:
 * vcsim loads a thousand VMs in a second or two, while making them takes it half a minute.
 */
export const scaleInventory = async (dir: string, { vms = 0, hosts = 0 }: ScaleOptions): Promise<void> => {
  const inventory = await editInventory(dir)
  const given = placesOf(inventory)
  const places = [...given, ...addHosts(inventory, given, hosts)]
  const models = inventory.list('VirtualMachine').map((model) => ({ model, write: prepareVm(inventory, model) }))
  const clones: Clone[] = []
  for (let index = models.length; index < vms; index += 1) {
    const source = models[index % models.length]
    const place = places[index % places.length]
    if (source === undefined || place === undefined) throw new TestkitError('badInventory', `no VM to clone in ${dir}`)
    const vm = await source.write(firstClone + hosts + index, place)
    clones.push({ vm, model: source.model, place })
  }
  linkVms(inventory, clones)
  await inventory.save()
}
