import { isSubtype, type MoRef } from '@sakimori/vim25'
import type { DataTypes } from '@sakimori/vim25/types'
import { methodsOf, type Call } from '../kernel/call.ts'
import { isVisible } from '../kernel/property.ts'
import { isRef, type ManagedObject } from '../kernel/store.ts'
import { isRecord, listOf } from '../kernel/values.ts'
import type { World } from '../kernel/world.ts'

type Entity = MoRef<'VirtualMachine'>
const asEntity = (object: ManagedObject) => object.ref as Entity

function candidates(call: Call, vmSearch: boolean, datacenter: MoRef | undefined): ManagedObject[] {
  const { world } = call
  return [...world.ofType(vmSearch ? 'VirtualMachine' : 'HostSystem')].filter(
    (object) =>
      isVisible(world, object, call.session) &&
      (datacenter === undefined || world.lineage(object).some(({ ref }) => ref.value === datacenter.value)),
  )
}

const recordOf = (value: unknown): Readonly<Record<string, unknown>> => (isRecord(value) ? value : {})
const same = (value: unknown, wanted: string) =>
  typeof value === 'string' && value.toLowerCase() === wanted.toLowerCase()

function hasUuid(object: ManagedObject, uuid: string, instance: boolean): boolean {
  if (object.ref.type === 'HostSystem')
    return same(recordOf(recordOf(object.get('hardware'))['systemInfo'])['uuid'], uuid)
  return same(recordOf(object.get('config'))[instance ? 'instanceUuid' : 'uuid'], uuid)
}

function hasDnsName(world: World, object: ManagedObject, name: string): boolean {
  return object.ref.type === 'HostSystem'
    ? same(world.nameOf(object), name)
    : same(recordOf(object.get('guest'))['hostName'], name)
}

function hasAddress(object: ManagedObject, ip: string): boolean {
  if (object.ref.type === 'VirtualMachine') return same(recordOf(object.get('guest'))['ipAddress'], ip)
  const network = recordOf(recordOf(object.get('config'))['network'])
  return listOf(network['vnic']).some((vnic) => same(recordOf(recordOf(recordOf(vnic)['spec'])['ip'])['ipAddress'], ip))
}

/** Names in an inventory path have `/` as %2f; the same is done to the names that they are compared with. */
function child(world: World, parent: ManagedObject, name: string): ManagedObject | undefined {
  const below = [
    'childEntity',
    'vmFolder',
    'hostFolder',
    'datastoreFolder',
    'networkFolder',
    'host',
    'resourcePool',
    'vm',
  ]
  return below
    .flatMap((property) => [world.read(parent, property)].flat())
    .filter(isRef)
    .flatMap((ref) => world.find(ref) ?? [])
    .find((object) => same(world.nameOf(object), name) || same(world.nameOf(object), decodeURIComponent(safe(name))))
}

const safe = (name: string) => (/%(?![0-9A-Fa-f]{2})/.test(name) ? encodeURIComponent(name) : name)

function byPath(world: World, path: string): ManagedObject | undefined {
  let at = world.find(world.rootFolder)
  for (const name of path.split('/').filter((part) => part !== '')) {
    at = at === undefined ? undefined : child(world, at, name)
  }
  return at
}

export const searchIndexMethods = methodsOf('SearchIndex', {
  FindByInventoryPath(call, { inventoryPath }) {
    const found = byPath(call.world, inventoryPath)
    return found === undefined || !isVisible(call.world, found, call.session) ? undefined : asEntity(found)
  },
  FindChild(call, { entity, name }) {
    const parent = call.world.find(entity)
    const found = parent === undefined ? undefined : child(call.world, parent, name)
    return found === undefined ? undefined : asEntity(found)
  },
  FindByUuid: (call, { uuid, vmSearch, datacenter, instanceUuid = false }) =>
    first(candidates(call, vmSearch, datacenter).filter((object) => hasUuid(object, uuid, instanceUuid))),
  FindAllByUuid: (call, { uuid, vmSearch, datacenter, instanceUuid = false }) =>
    candidates(call, vmSearch, datacenter)
      .filter((object) => hasUuid(object, uuid, instanceUuid))
      .map(asEntity),
  FindByDnsName: (call, { dnsName, vmSearch, datacenter }) =>
    first(candidates(call, vmSearch, datacenter).filter((object) => hasDnsName(call.world, object, dnsName))),
  FindAllByDnsName: (call, { dnsName, vmSearch, datacenter }) =>
    candidates(call, vmSearch, datacenter)
      .filter((object) => hasDnsName(call.world, object, dnsName))
      .map(asEntity),
  FindByIp: (call, { ip, vmSearch, datacenter }) =>
    first(candidates(call, vmSearch, datacenter).filter((object) => hasAddress(object, ip))),
  FindAllByIp: (call, { ip, vmSearch, datacenter }) =>
    candidates(call, vmSearch, datacenter)
      .filter((object) => hasAddress(object, ip))
      .map(asEntity),
  FindByDatastorePath(call, { datacenter, path }) {
    const found = candidates(call, true, datacenter).find(
      (vm) => recordOf(recordOf(vm.get('config'))['files'])['vmPathName'] === path,
    )
    return found === undefined ? undefined : (found.ref as DataTypes['VmEventArgument']['vm'])
  },
})

function first(objects: readonly ManagedObject[]): Entity | undefined {
  const [found] = objects.filter(({ ref }) => isSubtype(ref.type, 'ManagedEntity'))
  return found === undefined ? undefined : asEntity(found)
}
