import { releases, type Release } from '@sakimori/core/model'
import { ref } from '@sakimori/vim25'
import type { MoRef } from '@sakimori/vim25/types'
import { hostRef } from '../build/host.ts'
import { switchUuidOf } from '../build/identity.ts'
import type { PortSettings } from '../build/port-setting.ts'
import { pick, roll } from './dice.ts'

export interface GenerateOptions {
  readonly hosts: number
  readonly vms: number
  readonly seed: number
  /** Of the vCenter Server, and of the hosts unless they are mixed. */
  readonly release: Release
  /** Gives clusters older releases, too. */
  readonly mixedReleases?: boolean
}

const HOSTS_PER_DATACENTER = 512
const HOSTS_PER_CLUSTER = 32
/** The networks of VMs in each datacenter; each has a VLAN of its own. */
export const VM_NETWORKS = 12
const DATASTORES_PER_CLUSTER = 4

/** Numbers from which references count, far enough apart for the largest estate. */
const BASE = { cluster: 10_000, host: 20_000, datastore: 30_000, switch: 50_000, folder: 60_000 } as const
export const VM_BASE = 100_000

/** A network of VMs. `list` holds its reference alone: VMs on it share the list. */
export interface NetworkLayout {
  readonly ref: MoRef<'DistributedVirtualPortgroup'>
  readonly name: string
  readonly vlan: number
  readonly settings: PortSettings
  readonly list: readonly MoRef[]
}

export interface DatacenterLayout {
  readonly number: number
  readonly name: string
  readonly index: number
  readonly firstHost: number
  readonly hosts: number
  readonly switchNumber: number
  readonly switchUuid: string
  readonly managementNetwork: MoRef<'Network'>
  readonly storagePortgroup: MoRef<'DistributedVirtualPortgroup'>
  readonly vmPortgroups: readonly NetworkLayout[]
}

export interface ClusterLayout {
  readonly number: number
  readonly name: string
  readonly datacenter: DatacenterLayout
  readonly release: Release
  readonly pool: MoRef<'ResourcePool'>
  readonly folderNumber: number
  readonly folders: readonly MoRef<'Folder'>[]
  readonly datastores: readonly {
    readonly ref: MoRef<'Datastore'>
    readonly name: string
    readonly list: readonly MoRef[]
  }[]
}

export interface HostLayout {
  readonly index: number
  readonly ref: MoRef<'HostSystem'>
  readonly cluster: ClusterLayout
}

/** Where everything stands, before anything is made. */
export interface Layout {
  readonly options: GenerateOptions
  readonly datacenters: readonly DatacenterLayout[]
  readonly clusters: readonly ClusterLayout[]
  readonly hosts: readonly HostLayout[]
}

/** The kinds of work that VMs do; each is a folder in every cluster. */
export const systems = [
  ['業務系', 'erp'],
  ['情報系', 'web'],
  ['基盤', 'infra'],
  ['開発', 'dev'],
  ['検証', 'test'],
  ['DMZ', 'dmz'],
] as const

const sites = ['東京', '大阪', '名古屋', '福岡'] as const

/** Lays out an estate: datacenters of up to 512 hosts, clusters of up to 32, filled evenly. */
export function layOut(options: GenerateOptions): Layout {
  const { hosts } = options
  const datacenters = split(hosts, HOSTS_PER_DATACENTER).map(({ first, count }, index) =>
    datacenterLayout(index, first, count, options.seed),
  )
  const clusters: ClusterLayout[] = []
  const placed: HostLayout[] = []
  for (const datacenter of datacenters) {
    for (const { first, count } of split(datacenter.hosts, HOSTS_PER_CLUSTER)) {
      const cluster = clusterLayout(clusters.length, datacenter, options)
      clusters.push(cluster)
      for (let at = 0; at < count; at += 1) {
        const index = datacenter.firstHost + first + at
        placed.push({ index, ref: hostRef(BASE.host + index), cluster })
      }
    }
  }
  return { options, datacenters, clusters, hosts: placed }
}

/** Parts of a whole, none larger than `most`, as even as they can be. */
function split(whole: number, most: number): readonly { readonly first: number; readonly count: number }[] {
  const parts = Math.ceil(whole / most)
  return Array.from({ length: parts }, (_, part) => {
    const first = Math.floor((whole * part) / parts)
    return { first, count: Math.floor((whole * (part + 1)) / parts) - first }
  })
}

function datacenterLayout(index: number, firstHost: number, hosts: number, seed: number): DatacenterLayout {
  const switchNumber = BASE.switch + index * 100
  return {
    number: 2 + index * 10,
    name: sites[index] ?? `DC${index + 1}`,
    index,
    firstHost,
    hosts,
    switchNumber,
    switchUuid: switchUuidOf(switchNumber),
    managementNetwork: ref('Network', `network-${BASE.switch + index}`),
    storagePortgroup: ref('DistributedVirtualPortgroup', `dvportgroup-${switchNumber + 2}`),
    vmPortgroups: Array.from({ length: VM_NETWORKS }, (_, at) => networkLayout(index, switchNumber, at, seed)),
  }
}

/** One network in twelve lets its VMs hear everybody, one in ten lets them pass for others. */
function networkLayout(datacenter: number, switchNumber: number, at: number, seed: number): NetworkLayout {
  const portgroup = ref('DistributedVirtualPortgroup', `dvportgroup-${switchNumber + 10 + at}`)
  const vlan = 101 + at
  const whom = datacenter * VM_NETWORKS + at
  const security = {
    ...(roll(seed, 10, whom) < 1 / 12 ? { allowPromiscuous: true } : {}),
    ...(roll(seed, 11, whom) < 0.1 ? { forgedTransmits: true } : {}),
  }
  return { ref: portgroup, name: `VLAN${vlan}`, vlan, settings: { vlan, security }, list: [portgroup] }
}

function clusterLayout(index: number, datacenter: DatacenterLayout, options: GenerateOptions): ClusterLayout {
  const number = BASE.cluster + index * 2
  const folderNumber = BASE.folder + index * 20
  return {
    number,
    name: `${datacenter.name}-CL${String(index + 1).padStart(2, '0')}`,
    datacenter,
    release: releaseOf(index, options),
    pool: ref('ResourcePool', `resgroup-${number + 1}`),
    folderNumber,
    folders: systems.map((_, at) => ref('Folder', `group-v${folderNumber + 1 + at}`)),
    datastores: Array.from({ length: DATASTORES_PER_CLUSTER }, (_, at) => {
      const datastore = ref('Datastore', `datastore-${BASE.datastore + index * 10 + at}`)
      return { ref: datastore, name: `ds-c${String(index + 1).padStart(2, '0')}-${at + 1}`, list: [datastore] }
    }),
  }
}

function releaseOf(index: number, { seed, release, mixedReleases = false }: GenerateOptions): Release {
  // The first cluster always has the newest.
  if (!mixedReleases || index === 0) return release
  const [oldest, ...others] = releases.slice(0, releases.indexOf(release) + 1)
  return pick([oldest ?? release, ...others], roll(seed, 1, index))
}
