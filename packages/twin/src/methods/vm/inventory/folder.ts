import { ref, isSubtype } from '@sakimori/vim25'
import type { DataTypes, MoRef } from '@sakimori/vim25/types'
import {
  cluster as buildCluster,
  datacenter as buildDatacenter,
  folder as buildFolder,
  type FolderKind,
} from '../../../estate/build/places.ts'
import { hardwareVersions } from '../../../estate/releases/hardware-versions.ts'
import type { EstateObject } from '../../../estate/estate.ts'
import { methodsOf, sessionOf, startTask, type Call } from '../../../kernel/call.ts'
import { vimFault } from '../../../kernel/fault.ts'
import { ManagedObject } from '../../../kernel/store.ts'
import type { World } from '../../../kernel/world.ts'
import { addBrowsers } from '../../../computed/browsers.ts'
import { checkName } from '../names.ts'
import { datacenterOf } from '../placement.ts'
import { needServer, notAllowed } from '../refuse.ts'
import { serial } from '../serial.ts'
import { recordTask, releaseAt } from '../vm-record.ts'
import { changeCluster, refuseClusterFields } from './cluster-config.ts'
import { setClusterConfig } from './cluster-members.ts'
import { demandMove } from './rights.ts'

/** What a folder takes: 'Folder', 'VirtualMachine', … */
function childTypesOf(world: World, folder: ManagedObject): readonly string[] {
  const types = world.read(folder, 'childType')
  return Array.isArray(types) ? types.map(String) : []
}

/** The kind of a folder, and the letter in the ids of its like. */
const kinds: readonly (readonly [type: string, kind: FolderKind, prefix: string])[] = [
  ['Datacenter', 'root', 'group-d'],
  ['VirtualMachine', 'vm', 'group-v'],
  ['ComputeResource', 'host', 'group-h'],
  ['Datastore', 'datastore', 'group-s'],
  ['Network', 'network', 'group-n'],
]

function kindOf(world: World, folder: ManagedObject): readonly [kind: FolderKind, prefix: string] {
  const types = childTypesOf(world, folder)
  const [, kind = 'vm', prefix = 'group-v'] = kinds.find(([type]) => types.includes(type)) ?? []
  return [kind, prefix]
}

function addAll(world: World, objects: readonly EstateObject[]): ManagedObject[] {
  return objects.map(({ ref: own, properties, state }) => {
    const object = world.store.add(new ManagedObject(own, properties, { state }))
    addBrowsers(world.store, object)
    return object
  })
}

function needType(call: Call, type: string): void {
  if (!childTypesOf(call.world, call.self).includes(type)) throw notAllowed(`the folder takes no ${type}`)
}

const folderArgument = (world: World, folder: ManagedObject) => ({
  _typeName: 'FolderEventArgument',
  name: world.nameOf(folder),
  folder: folder.ref,
})

/** Numbers of ids that a client made start beyond those of any estate. */
const firstNumber = 900_000

function createCluster(
  call: Call,
  name: string,
  spec: DataTypes['ClusterConfigSpecEx'],
): MoRef<'ClusterComputeResource'> {
  const { world, self: folder } = call
  const made = checkName(world, folder, name)
  refuseClusterFields(spec)
  const release = releaseAt(world, undefined)
  // A new cluster has neither HA nor DRS unless its spec says so.
  const place = buildCluster({
    number: firstNumber + serial(world.store, 'cluster') * 10,
    name: made,
    parent: folder.ref,
    release,
    ha: false,
  })
  const [cluster] = addAll(world, place.objects)
  if (cluster === undefined) throw notAllowed('no cluster was made')
  const config = cluster.get('configurationEx') as DataTypes['ClusterConfigInfoEx']
  const off = { ...config, drsConfig: { ...config.drsConfig, enabled: false } }
  setClusterConfig(world, cluster, changeCluster(world, off, spec, hardwareVersions(release)))
  world.events.post('ClusterCreatedEvent', sessionOf(call).name, cluster, { parent: folderArgument(world, folder) })
  return place.ref
}

/** Whether `object` is `target` or above it. */
const isAbove = (world: World, object: ManagedObject, target: ManagedObject) => world.lineage(target).includes(object)

function checkMove(call: Call, object: ManagedObject): void {
  const { world, self: folder } = call
  const fits = childTypesOf(world, folder).some((type) => isSubtype(object.ref.type, type))
  const isOfKind = object.ref.type !== 'Folder' || kindOf(world, object)[0] === kindOf(world, folder)[0]
  const isOwn = object.ref.type === 'Folder' && isAbove(world, object, folder)
  if (!fits || !isOfKind || isOwn) {
    throw vimFault(
      'InvalidFolder',
      { target: folder.ref as MoRef<'ManagedEntity'> },
      `The folder '${world.nameOf(folder)}' cannot hold '${world.nameOf(object)}'.`,
    )
  }
  if (
    datacenterOf(world, object) !== datacenterOf(world, folder) &&
    object.ref.type !== 'Folder' &&
    object.ref.type !== 'Datacenter'
  ) {
    throw notAllowed('an object cannot be moved to another datacenter')
  }
  checkName(world, folder, world.nameOf(object), object)
}

export const folderMethods = methodsOf('Folder', {
  CreateFolder(call, { name }) {
    needServer(call.world, 'have folders of its own')
    const { world, self } = call
    needType(call, 'Folder')
    const [kind, prefix] = kindOf(world, self)
    const own = world.store.newRef('Folder', prefix)
    addAll(world, [buildFolder({ ref: own, name: checkName(world, self, name), kind, parent: self.ref })])
    // A new folder is no event of its own, only a task.
    recordTask(call, 'Folder.createFolder')
    return own
  },
  CreateDatacenter(call, { name }) {
    needServer(call.world, 'have datacenters')
    const { world, self } = call
    needType(call, 'Datacenter')
    const number = firstNumber + serial(world.store, 'datacenter') * 10
    const place = buildDatacenter({ number, name: checkName(world, self, name), parent: self.ref })
    const [datacenter] = addAll(world, place.objects)
    world.events.post('DatacenterCreatedEvent', sessionOf(call).name, datacenter, {
      parent: folderArgument(world, self),
    })
    return ref('Datacenter', place.ref.value)
  },
  CreateClusterEx(call, { name, spec }) {
    needServer(call.world, 'have clusters')
    needType(call, 'ComputeResource')
    return createCluster(call, name, spec)
  },
  MoveIntoFolder_Task(call, { list }) {
    needServer(call.world, 'have folders of its own')
    const { world, self: folder } = call
    const objects = list.flatMap((item) => world.find(item) ?? [])
    for (const object of objects) demandMove(call, object, folder)
    return startTask(call, 'Folder.moveInto', () => {
      for (const object of objects) checkMove(call, object)
      for (const object of objects) world.store.set(object, 'parent', folder.ref)
    })
  },
})
