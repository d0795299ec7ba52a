import { isSubtype } from '@sakimori/vim25'
import type { MoRef } from '@sakimori/vim25/types'
import { isRef, ManagedObject, type ObjectStore } from '../kernel/store.ts'
import { listOf } from '../kernel/values.ts'
import type { World } from '../kernel/world.ts'
import { fromOwn, fromWorld, type ComputedTable } from '../kernel/computed.ts'

/** Objects through which one looks at others: which type of entity has which, and what its ids begin with. */
const rows = [
  ['ComputeResource', 'EnvironmentBrowser', 'envbrowser-'],
  ['ComputeResource', 'HostDatastoreBrowser', 'datastoreBrowser-'],
  ['HostSystem', 'HostDatastoreBrowser', 'datastoreBrowser-'],
  ['Datastore', 'HostDatastoreBrowser', 'datastoreBrowser-'],
] as const

type BrowserType = (typeof rows)[number][1]

const refOf = (type: BrowserType, owner: MoRef): MoRef => ({
  type,
  value: `${rows.find(([, browser]) => browser === type)?.[2] ?? ''}${owner.value}`,
})

/** Makes the browsers of an entity; of one that has none, nothing. */
export function addBrowsers(store: ObjectStore, entity: ManagedObject): void {
  for (const [type, browser] of rows) {
    if (isSubtype(entity.ref.type, type))
      store.add(new ManagedObject(refOf(browser, entity.ref), {}, { owner: entity.ref }))
  }
}

export function removeBrowsers(store: ObjectStore, entity: ManagedObject): void {
  for (const [type, browser] of rows) {
    const object = isSubtype(entity.ref.type, type) ? store.get(refOf(browser, entity.ref)) : undefined
    if (object !== undefined) store.remove(object)
  }
}

/** The browser of an entity, if it has been made. */
function browserOf(world: World, type: BrowserType, entity: ManagedObject | undefined): MoRef | undefined {
  if (entity === undefined) return undefined
  return world.store.get(refOf(type, entity.ref))?.ref
}

/** The cluster or lone host where a VM is. */
function computeResourceOf(world: World, vm: ManagedObject): ManagedObject | undefined {
  const runtime = vm.get('runtime') as { readonly host?: MoRef } | undefined
  const host = runtime?.host === undefined ? undefined : world.store.get(runtime.host)
  const parent = host?.get('parent')
  return isRef(parent) ? world.store.get(parent) : undefined
}

const queries = [
  'VmConfigFileQuery',
  'TemplateConfigFileQuery',
  'VmDiskFileQuery',
  'FolderFileQuery',
  'VmSnapshotFileQuery',
  'IsoImageFileQuery',
  'FloppyImageFileQuery',
  'VmNvramFileQuery',
  'VmLogFileQuery',
]

export const browserProperties: ComputedTable = {
  ComputeResource: {
    environmentBrowser: fromOwn(({ object, world }) => browserOf(world, 'EnvironmentBrowser', object)),
  },
  VirtualMachine: {
    environmentBrowser: fromWorld(({ object, world }) =>
      browserOf(world, 'EnvironmentBrowser', computeResourceOf(world, object)),
    ),
  },
  HostSystem: { datastoreBrowser: fromOwn(({ object, world }) => browserOf(world, 'HostDatastoreBrowser', object)) },
  Datastore: { browser: fromOwn(({ object, world }) => browserOf(world, 'HostDatastoreBrowser', object)) },
  EnvironmentBrowser: {
    datastoreBrowser: fromOwn(({ object, world }) =>
      object.owner === undefined ? undefined : browserOf(world, 'HostDatastoreBrowser', world.store.get(object.owner)),
    ),
  },
  HostDatastoreBrowser: {
    datastore: fromWorld(({ object, world }) => browsed(world, object).map(({ ref }) => ref)),
    supportedType: fromOwn(() => queries.map((_typeName) => ({ _typeName }))),
  },
}

/** The datastores that a browser looks into: those of its owner. */
export function browsed(world: World, browser: ManagedObject): ManagedObject[] {
  const owner = browser.owner === undefined ? undefined : world.store.get(browser.owner)
  if (owner === undefined) return []
  if (owner.ref.type === 'Datastore') return [owner]
  return listOf(world.read(owner, 'datastore'))
    .filter(isRef)
    .flatMap((ref) => world.store.get(ref) ?? [])
}
