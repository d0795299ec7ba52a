/**
 * Estates with the inventory that vcsim makes (DC0, DC0_C0, DC0_H0, DC0_C0_RP0_VM0, LocalDS_0, VM Network, DVS0,
 * DC0_DVPG0 …), so that the tests written for vcsim find on a twin the names that they ask for. Sizes follow vcsim's flags.
 */
import type { Estate, EstateObject } from '@sakimori/twin'
import { ref } from '@sakimori/vim25'
import type { DataTypes, MoRef } from '@sakimori/vim25/types'

import { datastore } from '../../packages/twin/src/estate/build/datastores.ts'
import {
  distributedPortgroup,
  distributedSwitch,
  type SwitchPlace,
} from '../../packages/twin/src/estate/build/distributed-switch.ts'
import type { CertificateMaker } from '../../packages/twin/src/estate/build/host.ts'
import { pnicMac, switchUuidOf, uuidOf } from '../../packages/twin/src/estate/build/identity.ts'
import { cluster, datacenter, folder, network, resourcePool } from '../../packages/twin/src/estate/build/places.ts'
import { portMaker, uplinkPorts, type PortSpec } from '../../packages/twin/src/estate/build/ports.ts'
import type { NicPlug } from '../../packages/twin/src/estate/build/vm-devices.ts'
import {
  defaultAppliance,
  defaultSso,
  defaultVcenterSettings,
  permission,
} from '../../packages/twin/src/estate/defaults.ts'
import {
  esxAbout,
  esxProducts,
  vcenterAbout,
  vcenterProducts,
} from '../../packages/twin/src/estate/releases/release.ts'
import { Builder, UPLINK, type Shape, type VmGroup } from './estate-builder.ts'

const root = ref('Folder', 'group-d1')

/** A vCenter Server's estate with vcsim's names. */
export function vcsimLikeVcenter(shape: Shape, certificate?: CertificateMaker): Estate {
  const builder = new Builder(shape, certificate)
  builder.add(folder({ ref: root, name: 'Datacenters', kind: 'root' }))
  for (let index = 0; index < shape.dc; index += 1) addDatacenter(builder, shape, index)
  const administrators = 'VSPHERE.LOCAL\\Administrators'
  return {
    name: 'vcsim-like',
    kind: 'vcenter',
    about: vcenterAbout(vcenterProducts[shape.release], uuidOf(0x7c, 1)),
    rootFolder: root,
    settings: defaultVcenterSettings(shape.release),
    extensions: [],
    roles: [],
    permissions: [permission(root, administrators, 'group', -1)],
    users: [{ name: `${shape.username}@vsphere.local`, password: shape.password, groups: [administrators] }],
    sso: defaultSso,
    appliance: defaultAppliance,
    objects: () => builder.objects,
  }
}

function addDatacenter(builder: Builder, shape: Shape, index: number): void {
  const name = `DC${index}`
  // vcsim's `-folder 1` puts the last datacenter, and what is in its own folders, one folder deeper.
  const inFolder = index - (shape.dc - shape.folder)
  const deeper = inFolder < 0 ? undefined : `F${inFolder}`
  const place = datacenter({ number: builder.block(), name, parent: builder.inner(root, 'root', deeper) })
  builder.add(...place.objects)
  const folders = {
    vm: builder.inner(place.vmFolder, 'vm', deeper),
    host: builder.inner(place.hostFolder, 'host', deeper),
    datastore: builder.inner(place.datastoreFolder, 'datastore', deeper),
    network: builder.inner(place.networkFolder, 'network', deeper),
  }
  const vmNetwork = ref('Network', `network-${builder.next()}`)
  builder.add(network({ ref: vmNetwork, name: 'VM Network', parent: place.networkFolder }))
  const stores = builder.datastores(folders.datastore)
  builder.add(...stores.map(datastore))
  for (let pod = 0; pod < shape.pod; pod += 1) builder.add(storagePod(builder, `${name}_POD${pod}`, folders.datastore))

  for (let at = 0; at < shape.nsx; at += 1) builder.add(opaqueNetwork(builder, `${name}_NSX${at}`, folders.network))

  const number = builder.block()
  const uuid = switchUuidOf(number)
  const uplinkPortgroup = ref('DistributedVirtualPortgroup', `dvportgroup-${number + 1}`)
  const portgroups = Array.from({ length: shape.pg }, (_, at) => ({
    ref: ref('DistributedVirtualPortgroup', `dvportgroup-${number + 2 + at}`),
    name: `${name}_DVPG${at}`,
  }))
  const networks = [vmNetwork, ...portgroups.map((one) => one.ref)]
  const members: MoRef<'HostSystem'>[] = []
  const addHost = (hostName: string, parent: MoRef): MoRef<'HostSystem'> => {
    const dvs = { uuid, uplinkPortgroup, index: members.length }
    const own = builder.host({ name: hostName, parent, datastores: stores, networks, dvs })
    members.push(own)
    return own
  }

  const groups = addHosts(builder, shape, name, folders.host, addHost)
  const dvs = distributedSwitch({
    number,
    uuid,
    name: 'DVS0',
    parent: folders.network,
    release: shape.release,
    version: '6.5.0',
    uplinks: [UPLINK],
    hosts: members.map((one) => ({ ref: one, nics: ['vmnic1'] })),
  })
  const first = portgroups[0]
  const plug = {
    network: first?.ref ?? vmNetwork,
    of: (port: number): NicPlug =>
      first === undefined
        ? { network: vmNetwork, name: 'VM Network' }
        : { portgroup: first.ref, switchUuid: uuid, port: String(port), name: first.name },
  }
  const ports = groups.flatMap((group) => builder.vms(group, folders.vm, stores[0], plug))
  addNetworks(builder, dvs, folders.network, portgroups, members, first === undefined ? [] : ports)
}

/** Lone hosts and clusters, with the pools that their VMs are in. */
function addHosts(
  builder: Builder,
  shape: Shape,
  dc: string,
  parent: MoRef,
  addHost: (name: string, parent: MoRef) => MoRef<'HostSystem'>,
): readonly VmGroup[] {
  const groups: VmGroup[] = []
  for (let index = 0; index < shape['standalone-host']; index += 1) {
    const name = `${dc}_H${index}`
    const place = computeResource(builder, name, parent)
    groups.push({ prefix: name, pool: place.pool, hosts: [addHost(name, place.ref)] })
  }
  for (let index = 0; index < shape.cluster; index += 1) {
    const name = `${dc}_C${index}`
    const place = cluster({ number: builder.block(), name, parent, release: shape.release })
    builder.add(...place.objects)
    const hosts = Array.from({ length: shape.host }, (_, at) => addHost(`${name}_H${at}`, place.ref))
    groups.push(...pools(builder, shape, name, place).map((one) => ({ ...one, hosts })))
  }
  return groups
}

/** vcsim puts VMs into the pools and vApps that are asked for, and into the root pool where none is. */
function pools(
  builder: Builder,
  shape: Shape,
  name: string,
  { ref: owner, pool: rootPool }: { readonly ref: MoRef; readonly pool: MoRef },
): readonly Omit<VmGroup, 'hosts'>[] {
  const made: Omit<VmGroup, 'hosts'>[] = []
  for (let index = 1; index <= shape.pool; index += 1) {
    const pool = ref('ResourcePool', `resgroup-${builder.next()}`)
    builder.add(resourcePool({ ref: pool, name: `${name}_RP${index}`, parent: rootPool, owner }))
    made.push({ prefix: `${name}_RP${index}`, pool })
  }
  if (made.length === 0) made.push({ prefix: `${name}_RP0`, pool: rootPool })
  for (let index = 0; index < shape.app; index += 1) {
    const pool = ref('VirtualApp', `resgroup-v${builder.next()}`)
    const like = resourcePool({
      ref: ref('ResourcePool', pool.value),
      name: `${name}_APP${index}`,
      parent: rootPool,
      owner,
    })
    builder.add({ ref: pool, properties: like.properties })
    made.push({ prefix: `${name}_APP${index}`, pool })
  }
  return made
}

/** What stands between a folder and a host that is in no cluster. */
function computeResource(builder: Builder, name: string, parent: MoRef): { readonly ref: MoRef; readonly pool: MoRef } {
  const number = builder.next()
  const own = ref('ComputeResource', `domain-s${number}`)
  const pool = ref('ResourcePool', `resgroup-${number}`)
  builder.add(
    {
      ref: own,
      properties: {
        name,
        parent,
        resourcePool: pool,
        configurationEx: { _typeName: 'ComputeResourceConfigInfo', vmSwapPlacement: 'vmDirectory' },
      },
    },
    resourcePool({ ref: pool, name: 'Resources', parent: own, owner: own }),
  )
  return { ref: own, pool }
}

function storagePod(builder: Builder, name: string, parent: MoRef): EstateObject {
  const own = ref('StoragePod', `group-p${builder.next()}`)
  return { ref: own, properties: { name, parent, childType: ['Datastore'] } }
}

function opaqueNetwork(builder: Builder, name: string, parent: MoRef): EstateObject {
  const own = ref('OpaqueNetwork', `network-o${builder.next()}`)
  const summary: DataTypes['OpaqueNetworkSummary'] = {
    _typeName: 'OpaqueNetworkSummary',
    name,
    accessible: true,
    ipPoolName: '',
    opaqueNetworkId: uuidOf(0x0a0, builder.next()),
    opaqueNetworkType: 'nsx.LogicalSwitch',
  }
  return { ref: own, properties: { name, parent, summary } }
}

function addNetworks(
  builder: Builder,
  dvs: SwitchPlace,
  parent: MoRef,
  portgroups: readonly { readonly ref: MoRef<'DistributedVirtualPortgroup'>; readonly name: string }[],
  members: readonly MoRef<'HostSystem'>[],
  ports: readonly PortSpec[],
): void {
  const uplinks = members.flatMap((host, index) =>
    uplinkPorts(dvs, host, index, [{ device: 'vmnic1', mac: pnicMac(index, 1) }]),
  )
  const make = portMaker(dvs)
  builder.add(...dvs.objects({ ports: [...uplinks, ...ports].map(make) }))
  builder.add(...portgroups.map((one) => distributedPortgroup(dvs, parent, one)))
}

/** A lone host's estate with vcsim's names. */
export function vcsimLikeHost(shape: Shape, certificate?: CertificateMaker): Estate {
  const builder = new Builder(shape, certificate)
  const name = 'localhost.localdomain'
  const rootFolder = ref('Folder', 'ha-folder-root')
  const dc = ref('Datacenter', 'ha-datacenter')
  const compute = ref('ComputeResource', 'ha-compute-res')
  const pool = ref('ResourcePool', 'ha-root-pool')
  const folders = {
    vmFolder: ref('Folder', 'ha-folder-vm'),
    hostFolder: ref('Folder', 'ha-folder-host'),
    datastoreFolder: ref('Folder', 'ha-folder-datastore'),
    networkFolder: ref('Folder', 'ha-folder-network'),
  }
  const { vmFolder, hostFolder, datastoreFolder, networkFolder } = folders
  builder.add(
    folder({ ref: rootFolder, name: 'ha-folder-root', kind: 'root' }),
    { ref: dc, properties: { name: 'ha-datacenter', parent: rootFolder, ...folders } },
    folder({ ref: vmFolder, name: 'vm', kind: 'vm', parent: dc }),
    folder({ ref: hostFolder, name: 'host', kind: 'host', parent: dc }),
    folder({ ref: datastoreFolder, name: 'datastore', kind: 'datastore', parent: dc }),
    folder({ ref: networkFolder, name: 'network', kind: 'network', parent: dc }),
    {
      ref: compute,
      properties: {
        name,
        parent: hostFolder,
        resourcePool: pool,
        configurationEx: { _typeName: 'ComputeResourceConfigInfo', vmSwapPlacement: 'vmDirectory' },
      },
    },
    resourcePool({ ref: pool, name: 'Resources', parent: compute, owner: compute }),
  )
  const vmNetwork = ref('Network', 'HaNetwork-VM Network')
  builder.add(network({ ref: vmNetwork, name: 'VM Network', parent: networkFolder }))
  const stores = builder.datastores(datastoreFolder)
  builder.add(...stores.map(datastore))
  const host = ref('HostSystem', 'ha-host')
  builder.host({ ref: host, name, parent: compute, datastores: stores, networks: [vmNetwork] })
  const plug = { network: vmNetwork, of: (): NicPlug => ({ network: vmNetwork, name: 'VM Network' }) }
  builder.vms({ prefix: 'ha-host', pool, hosts: [host] }, vmFolder, stores[0], plug)
  return {
    name: 'vcsim-like host',
    kind: 'esx',
    about: esxAbout(esxProducts[shape.release]),
    rootFolder,
    settings: [],
    extensions: [],
    roles: [],
    permissions: [],
    users: [],
    objects: () => builder.objects,
  }
}
