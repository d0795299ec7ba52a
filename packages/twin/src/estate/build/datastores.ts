import type { DataTypes, MoRef } from '@sakimori/vim25/types'
import type { EstateObject } from '../estate.ts'
import { mix } from './identity.ts'

const TB = 2 ** 40

/** What VM files lie on. */
export type DatastoreSpec = {
  readonly ref: MoRef<'Datastore'>
  readonly name: string
  readonly parent: MoRef
  readonly capacityTB: number
  readonly freeTB: number
  /** Whether one host alone has it. */
  readonly local?: boolean
} & (
  | { readonly kind: 'VMFS'; readonly uuid: string; readonly lun: string }
  | { readonly kind: 'NFS'; readonly server: string; readonly path: string }
)

/** The directory under which hosts mount a datastore. */
const datastoreUrl = (spec: DatastoreSpec): string =>
  spec.kind === 'VMFS' ? `ds:///vmfs/volumes/${spec.uuid}/` : `ds:///vmfs/volumes/${nfsId(spec)}/`

/** NFS volumes are named by a hash of where they come from; this one only has to tell them apart. */
const nfsId = ({ server, path }: { readonly server: string; readonly path: string }) =>
  Array.from(`${server}${path}`, (letter) => letter.codePointAt(0) ?? 0)
    .reduce((sum, code) => mix(sum ^ code), 7)
    .toString(16)
    .padStart(8, '0')

const capability: DataTypes['DatastoreCapability'] = Object.freeze({
  _typeName: 'DatastoreCapability' as const,
  directoryHierarchySupported: true,
  rawDiskMappingsSupported: true,
  perFileThinProvisioningSupported: true,
  storageIORMSupported: true,
  nativeSnapshotSupported: false,
  topLevelDirectoryCreateSupported: true,
  seSparseSupported: true,
  vmfsSparseSupported: true,
  vsanSparseSupported: false,
  upitSupported: true,
})

/** A datastore; which hosts mount it, they say themselves. */
export function datastore(spec: DatastoreSpec): EstateObject {
  const { ref, name, parent, local = false } = spec
  const [capacity, freeSpace] = [spec.capacityTB * TB, Math.round(spec.freeTB * TB)]
  const summary: DataTypes['DatastoreSummary'] = {
    _typeName: 'DatastoreSummary',
    datastore: ref,
    name,
    url: datastoreUrl(spec),
    capacity,
    freeSpace,
    uncommitted: 0,
    accessible: true,
    multipleHostAccess: !local,
    type: spec.kind,
    maintenanceMode: 'normal',
  }
  return { ref, properties: { name, parent, capability, summary, info: infoOf(spec, capacity, freeSpace) } }
}

function infoOf(spec: DatastoreSpec, capacity: number, freeSpace: number): DataTypes['DatastoreInfo'] {
  const common = {
    name: spec.name,
    url: datastoreUrl(spec),
    freeSpace,
    maxFileSize: 62 * TB,
    maxVirtualDiskCapacity: 62 * TB,
    maxMemoryFileSize: 62 * TB,
    timestamp: '2026-11-20T00:00:00Z',
  }
  if (spec.kind === 'NFS') return { _typeName: 'NasDatastoreInfo', ...common, nas: nasVolume(spec, capacity) }
  return {
    _typeName: 'VmfsDatastoreInfo',
    ...common,
    maxPhysicalRDMFileSize: 64 * TB,
    maxVirtualRDMFileSize: 62 * TB,
    vmfs: vmfsVolume(spec, capacity),
  }
}

const nasVolume = (spec: Extract<DatastoreSpec, { kind: 'NFS' }>, capacity: number): DataTypes['HostNasVolume'] => ({
  _typeName: 'HostNasVolume',
  type: 'NFS',
  name: spec.name,
  capacity,
  remoteHost: spec.server,
  remotePath: spec.path,
  userName: '',
  remoteHostNames: [spec.server],
  securityType: 'AUTH_SYS',
  protocolEndpoint: false,
})

const vmfsVolume = (spec: Extract<DatastoreSpec, { kind: 'VMFS' }>, capacity: number): DataTypes['HostVmfsVolume'] => ({
  _typeName: 'HostVmfsVolume',
  type: 'VMFS',
  name: spec.name,
  capacity,
  blockSizeMb: 1,
  blockSize: 1024,
  unmapGranularity: 1024,
  unmapPriority: 'low',
  maxBlocks: 63_963_136,
  majorVersion: 6,
  version: '6.82',
  uuid: spec.uuid,
  extent: [{ _typeName: 'HostScsiDiskPartition', diskName: spec.lun, partition: 1 }],
  vmfsUpgradable: false,
  ssd: false,
  local: spec.local ?? false,
})

/** How a host has mounted a datastore, for its `config.fileSystemVolume`. */
export function mountOf(spec: DatastoreSpec): DataTypes['HostFileSystemMountInfo'] {
  return {
    _typeName: 'HostFileSystemMountInfo',
    mountInfo: {
      _typeName: 'HostMountInfo',
      path: datastoreUrl(spec).slice('ds://'.length).replace(/\/$/, ''),
      accessMode: 'readWrite',
      mounted: true,
      accessible: true,
    },
    volume: spec.kind === 'NFS' ? nasVolume(spec, spec.capacityTB * TB) : vmfsVolume(spec, spec.capacityTB * TB),
    vStorageSupport: 'vStorageSupported',
  }
}
