import type { DataTypes, MoRef } from '@sakimori/vim25/types'
import { ref } from '@sakimori/vim25'
import type { Release } from '@sakimori/core/model'
import type { EstateObject } from '../estate.ts'
import { newestHardware } from '../releases/hardware-versions.ts'
import { isFrom } from '../releases/release.ts'

/** The inventory of a lone ESX host, which has the same ids on each. */
export const loneHostPlaces = {
  root: ref('Folder', 'ha-folder-root'),
  datacenter: ref('Datacenter', 'ha-datacenter'),
  vmFolder: ref('Folder', 'ha-folder-vm'),
  hostFolder: ref('Folder', 'ha-folder-host'),
  datastoreFolder: ref('Folder', 'ha-folder-datastore'),
  networkFolder: ref('Folder', 'ha-folder-network'),
  compute: ref('ComputeResource', 'ha-compute-res'),
  pool: ref('ResourcePool', 'ha-root-pool'),
} as const

/** What a folder may hold. */
export type FolderKind = 'root' | 'vm' | 'host' | 'datastore' | 'network'

const childTypes: Readonly<Record<FolderKind, readonly string[]>> = {
  root: ['Folder', 'Datacenter'],
  vm: ['Folder', 'VirtualMachine', 'VirtualApp'],
  host: ['Folder', 'ComputeResource'],
  datastore: ['Folder', 'Datastore', 'StoragePod'],
  network: ['Folder', 'Network', 'DistributedVirtualSwitch'],
}

/** A folder; only the root folder has no parent. */
export function folder(spec: {
  readonly ref: MoRef<'Folder'>
  readonly name: string
  readonly kind: FolderKind
  readonly parent?: MoRef
}): EstateObject {
  const { ref, name, kind, parent } = spec
  return { ref, properties: { name, childType: childTypes[kind], ...(parent ? { parent } : {}) } }
}

/** A datacenter with its four folders. */
export interface DatacenterPlace {
  readonly ref: MoRef<'Datacenter'>
  readonly vmFolder: MoRef<'Folder'>
  readonly hostFolder: MoRef<'Folder'>
  readonly datastoreFolder: MoRef<'Folder'>
  readonly networkFolder: MoRef<'Folder'>
  readonly objects: readonly EstateObject[]
}

/** A datacenter; its folders are numbered after it, as vCenter Server numbers them. */
export function datacenter(spec: {
  readonly number: number
  readonly name: string
  readonly parent: MoRef
}): DatacenterPlace {
  const { number, name, parent } = spec
  const own = ref('Datacenter', `datacenter-${number}`)
  const place = {
    ref: own,
    vmFolder: ref('Folder', `group-v${number + 1}`),
    hostFolder: ref('Folder', `group-h${number + 2}`),
    datastoreFolder: ref('Folder', `group-s${number + 3}`),
    networkFolder: ref('Folder', `group-n${number + 4}`),
  }
  const { ref: _self, ...folders } = place
  const configuration: DataTypes['DatacenterConfigInfo'] = { _typeName: 'DatacenterConfigInfo' }
  return {
    ...place,
    objects: [
      { ref: own, properties: { name, parent, ...folders, configuration } },
      folder({ ref: place.vmFolder, name: 'vm', kind: 'vm', parent: own }),
      folder({ ref: place.hostFolder, name: 'host', kind: 'host', parent: own }),
      folder({ ref: place.datastoreFolder, name: 'datastore', kind: 'datastore', parent: own }),
      folder({ ref: place.networkFolder, name: 'network', kind: 'network', parent: own }),
    ],
  }
}

/** A cluster with its root resource pool. */
export interface ClusterPlace {
  readonly ref: MoRef<'ClusterComputeResource'>
  readonly pool: MoRef<'ResourcePool'>
  readonly objects: readonly EstateObject[]
}

export interface ClusterSpec {
  readonly number: number
  readonly name: string
  readonly parent: MoRef
  readonly release: Release
  readonly drs?: 'manual' | 'partiallyAutomated' | 'fullyAutomated' | undefined
  readonly ha?: boolean
  /** The EVC mode; none unless it is said. */
  readonly evc?: string
  readonly rules?: readonly DataTypes['ClusterRuleInfo'][]
  readonly groups?: readonly DataTypes['ClusterGroupInfo'][]
}

/** A cluster; HA and DRS are on unless said otherwise. */
export function cluster(spec: ClusterSpec): ClusterPlace {
  const { number, name, parent } = spec
  const own = ref('ClusterComputeResource', `domain-c${number}`)
  const pool = ref('ResourcePool', `resgroup-${number + 1}`)
  const configurationEx = clusterConfig(spec)
  const { dasConfig, drsConfig, rule } = configurationEx
  const configuration: DataTypes['ClusterConfigInfo'] = {
    _typeName: 'ClusterConfigInfo',
    dasConfig,
    drsConfig,
    ...(rule ? { rule } : {}),
  }
  return {
    ref: own,
    pool,
    objects: [
      { ref: own, properties: { name, parent, resourcePool: pool, configurationEx, configuration, ...evcOf(spec) } },
      resourcePool({ ref: pool, name: 'Resources', parent: own, owner: own }),
    ],
  }
}

/** The mode is told in the summary, whose other fields follow from the hosts. */
const evcOf = ({ evc }: ClusterSpec) => (evc === undefined ? {} : { summary: { currentEVCModeKey: evc } })

function clusterConfig(spec: ClusterSpec): DataTypes['ClusterConfigInfoEx'] {
  const { release, drs = 'fullyAutomated', ha = true, rules = [], groups = [] } = spec
  return {
    _typeName: 'ClusterConfigInfoEx',
    vmSwapPlacement: 'vmDirectory',
    spbmEnabled: false,
    vsanConfigInfo: { _typeName: 'VsanClusterConfigInfo', enabled: false },
    defaultHardwareVersionKey: newestHardware(release),
    dasConfig: {
      _typeName: 'ClusterDasConfigInfo',
      enabled: ha,
      vmMonitoring: 'vmMonitoringDisabled',
      hostMonitoring: 'enabled',
      vmComponentProtecting: 'enabled',
      failoverLevel: 1,
      admissionControlPolicy: { _typeName: 'ClusterFailoverLevelAdmissionControlPolicy', failoverLevel: 1 },
      admissionControlEnabled: true,
      defaultVmSettings: { _typeName: 'ClusterDasVmSettings', restartPriority: 'medium', isolationResponse: 'none' },
      hBDatastoreCandidatePolicy: 'allFeasibleDsWithUserPreference',
    },
    drsConfig: {
      _typeName: 'ClusterDrsConfigInfo',
      enabled: true,
      enableVmBehaviorOverrides: true,
      defaultVmBehavior: drs,
      vmotionRate: 3,
      ...(isFrom(release, '7.0') ? { scaleDescendantsShares: 'disabled' } : {}),
    },
    ...(rules.length > 0 ? { rule: rules } : {}),
    ...(groups.length > 0 ? { group: groups } : {}),
  }
}

const unlimited: DataTypes['ResourceAllocationInfo'] = {
  _typeName: 'ResourceAllocationInfo',
  reservation: 0,
  expandableReservation: true,
  limit: -1,
  shares: { _typeName: 'SharesInfo', shares: 4000, level: 'normal' },
}

/** A resource pool without limits. */
export function resourcePool(spec: {
  readonly ref: MoRef<'ResourcePool'>
  readonly name: string
  readonly parent: MoRef
  readonly owner: MoRef
}): EstateObject {
  const { ref: own, name, parent, owner } = spec
  const config: DataTypes['ResourceConfigSpec'] = {
    _typeName: 'ResourceConfigSpec',
    entity: own,
    changeVersion: '2024-06-01T00:00:00Z',
    lastModified: '2024-06-01T00:00:00Z',
    cpuAllocation: unlimited,
    memoryAllocation: unlimited,
  }
  return { ref: own, properties: { name, parent, owner, config } }
}

/** A network by the name that its hosts' standard port groups share. */
export function network(spec: {
  readonly ref: MoRef<'Network'>
  readonly name: string
  readonly parent: MoRef
}): EstateObject {
  const { ref: own, name, parent } = spec
  return { ref: own, properties: { name, parent } }
}
