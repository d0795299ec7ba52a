import type { ManagedObject } from '../kernel/store.ts'
import { fromWorld, type ComputedTable } from '../kernel/computed.ts'

/** Datastores: who mounts them, which VMs are on them. */
export const datastoreProperties: ComputedTable = {
  Datastore: {
    vm: fromWorld(({ object, world }) =>
      world.store
        .referrers('datastore', object.ref)
        .filter((user) => user.ref.type === 'VirtualMachine' && world.shows(user))
        .map(({ ref }) => ref),
    ),
    host: fromWorld(({ object, world }) =>
      world.store
        .referrers('datastore', object.ref)
        .filter((user) => user.ref.type === 'HostSystem' && world.shows(user))
        .map(({ ref }) => ({
          _typeName: 'DatastoreHostMount',
          key: ref,
          mountInfo: {
            _typeName: 'HostMountInfo',
            path: `/vmfs/volumes/${object.ref.value}`,
            accessMode: 'readWrite',
            mounted: true,
            accessible: true,
          },
        })),
    ),
    summary: fromWorld(({ object, world }) => ({
      // What an estate says of it is the whole; only the name may have changed since.
      ...(object.get('summary') ?? datastoreSummary(object)),
      name: world.nameOf(object),
    })),
  },
}

const datastoreSummary = ({ ref }: ManagedObject) => ({
  _typeName: 'DatastoreSummary',
  datastore: ref,
  url: `ds:///vmfs/volumes/${ref.value}/`,
  capacity: 1_099_511_627_776,
  freeSpace: 549_755_813_888,
  accessible: true,
  type: 'VMFS',
  maintenanceMode: 'normal',
  multipleHostAccess: true,
})
