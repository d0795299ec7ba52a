/**
 * Estates with the inventory that vcsim makes (DC0, DC0_C0, DC0_H0, DC0_C0_RP0_VM0, LocalDS_0, VM Network, DVS0,
 * DC0_DVPG0 …), so that the tests written for vcsim find on a twin the names that they ask for. Sizes follow vcsim's flags.
 */
import type { Release } from '@sakimori/core/model'
import type { Estate, EstateObject } from '@sakimori/twin'
import { ref } from '@sakimori/vim25'
import type { DataTypes, MoRef } from '@sakimori/vim25/types'

import { datastore, type DatastoreSpec } from '../../packages/twin/src/estate/build/datastores.ts'
import {
  distributedPortgroup,
  distributedSwitch,
  type SwitchPlace,
} from '../../packages/twin/src/estate/build/distributed-switch.ts'
import { guests } from '../../packages/twin/src/estate/build/guests.ts'
import { hardwareModels } from '../../packages/twin/src/estate/build/hardware-models.ts'
import { host, hostRef, type CertificateMaker } from '../../packages/twin/src/estate/build/host.ts'
import { pnicMac, switchUuidOf, uuidOf, vmMac } from '../../packages/twin/src/estate/build/identity.ts'
import {
  cluster,
  datacenter,
  folder,
  network,
  resourcePool,
  type FolderKind,
} from '../../packages/twin/src/estate/build/places.ts'
import { portMaker, uplinkPorts, type PortSpec } from '../../packages/twin/src/estate/build/ports.ts'
import { newestHardware } from '../../packages/twin/src/estate/releases/hardware-versions.ts'
import type { NicPlug } from '../../packages/twin/src/estate/build/vm-devices.ts'
import { vm } from '../../packages/twin/src/estate/build/vm.ts'
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

/** vcsim's flags, by their names. */
export interface Shape {
  readonly dc: number
  readonly cluster: number
  readonly host: number
  readonly 'standalone-host': number
  readonly vm: number
  readonly pool: number
  readonly app: number
  readonly ds: number
  readonly pg: number
  readonly pod: number
  readonly folder: number
  readonly autostart: boolean
  readonly username: string
  readonly password: string
  readonly release: Release
}

export const defaultShape: Shape = {
  dc: 1,
  cluster: 1,
  host: 3,
  'standalone-host': 1,
  vm: 2,
  pool: 0,
  app: 0,
  ds: 1,
  pg: 1,
  pod: 0,
  folder: 0,
  autostart: true,
  username: 'user',
  password: 'pass',
  release: '8.0',
}

/** vcsim has no VMware Tools in its VMs. */
const noTools: DataTypes['GuestInfo'] = {
  _typeName: 'GuestInfo',
  toolsStatus: 'toolsNotInstalled',
  toolsVersionStatus: 'guestToolsNotInstalled',
  toolsRunningStatus: 'guestToolsNotRunning',
  toolsVersion: '0',
  guestState: 'notRunning',
}

const root = ref('Folder', 'group-d1')
const UPLINK = 'Uplink 1'

/** Where the VMs of one resource pool run, and how they are named. */
interface VmGroup {
  readonly prefix: string
  readonly pool: MoRef
  readonly hosts: readonly MoRef<'HostSystem'>[]
}

/** Puts an estate together; ids count upwards, as vcsim's do. */
class Builder {
  readonly objects: EstateObject[] = []
  readonly #shape: Shape
  readonly #certificate: CertificateMaker | undefined
  #last = 1
  #vms = 0

  constructor(shape: Shape, certificate: CertificateMaker | undefined) {
    this.#shape = shape
    this.#certificate = certificate
  }

  next(): number {
    this.#last += 1
    return this.#last
  }

  /** A number with room for those that a builder counts from it. */
  block(): number {
    const first = this.#last + 1
    this.#last += 10
    return first
  }

  add(...objects: readonly EstateObject[]): void {
    this.objects.push(...objects)
  }

  /** The folder that `-folder` puts into a folder (F0 of the first datacenter that has one), or that folder itself. */
  inner(parent: MoRef<'Folder'>, kind: FolderKind, name: string | undefined): MoRef<'Folder'> {
    if (name === undefined) return parent
    const own = ref('Folder', `group-f${this.next()}`)
    this.add(folder({ ref: own, name, kind, parent }))
    return own
  }

  host(spec: {
    readonly name: string
    readonly parent: MoRef
    readonly datastores: readonly DatastoreSpec[]
    readonly networks: readonly MoRef[]
    readonly dvs?: { readonly uuid: string; readonly uplinkPortgroup: MoRef; readonly index: number }
    readonly ref?: MoRef<'HostSystem'>
  }): MoRef<'HostSystem'> {
    const number = this.next()
    const { name, parent, datastores, networks, dvs } = spec
    const own = spec.ref ?? hostRef(number)
    const proxies = dvs && [
      {
        uuid: dvs.uuid,
        name: 'DVS0',
        nics: ['vmnic1'],
        uplinks: [[String(dvs.index), UPLINK]] as const,
        uplinkPortgroup: dvs.uplinkPortgroup,
      },
    ]
    this.add(
      host(
        {
          ref: own,
          name,
          number,
          release: this.#shape.release,
          parent,
          model: hardwareModels.gen10,
          wiring: {
            // vmnic0 is free: it is what `govc dvs.add` takes where it is told nothing.
            pnics: [{ device: 'vmnic0' }, { device: 'vmnic1' }, { device: 'vmnic2' }],
            switches: [{ name: 'vSwitch0', nics: ['vmnic2'] }],
            portgroups: [
              { name: 'VM Network', vlanId: 0, switchName: 'vSwitch0' },
              { name: 'Management Network', vlanId: 0, switchName: 'vSwitch0' },
            ],
            proxies: proxies ?? [],
            vnics: [{ device: 'vmk0', ip: `10.0.0.${number}`, on: 'Management Network', services: ['management'] }],
            gateway: '10.0.0.1',
            dns: ['10.0.0.53'],
          },
          // vcsim's hosts have their shell and SSH, and it tests that port 22 is open.
          settings: { services: { TSM: { running: true }, 'TSM-SSH': { running: true } } },
          datastores,
          networks,
          accounts: [{ name: this.#shape.username, password: this.#shape.password, roleId: -1 }],
        },
        this.#certificate,
      ),
    )
    return own
  }

  datastores(parent: MoRef<'Folder'>): readonly DatastoreSpec[] {
    return Array.from({ length: this.#shape.ds }, (_, index) => {
      const number = this.next()
      return {
        ref: ref('Datastore', `datastore-${number}`),
        name: `LocalDS_${index}`,
        parent,
        capacityTB: 10,
        freeTB: 10,
        kind: 'VMFS',
        uuid: uuidOf(0x5f, number).slice(0, 35),
        lun: `naa.60002ac0000000000000${String(number).padStart(12, '0')}`,
      } as const
    })
  }

  /** The VMs of a pool, each on the first port group: of a switch where `plug` gives one, else on VM Network. */
  vms(
    { prefix, pool, hosts }: VmGroup,
    parent: MoRef,
    store: DatastoreSpec | undefined,
    plug: { readonly network: MoRef; readonly of: (port: number) => NicPlug },
  ): readonly PortSpec[] {
    const ports: PortSpec[] = []
    for (let index = 0; index < this.#shape.vm; index += 1) {
      const on = hosts[index % hosts.length]
      if (on === undefined || store === undefined) break
      const serial = this.#vms
      this.#vms += 1
      const number = this.next()
      const name = `${prefix}_VM${index}`
      const made = vm(
        {
          number,
          name,
          parent,
          host: on,
          pool: pool as MoRef<'ResourcePool'>,
          power: this.#shape.autostart ? 'poweredOn' : 'poweredOff',
          release: this.#shape.release,
          networks: [plug.network],
          datastores: [store.ref],
          domain: 'sakimori.example',
        },
        () => ({
          guest: guests.otherLinux,
          uuid: uuidOf(0x42, number),
          instanceUuid: uuidOf(0x50, number),
          cpus: 1,
          memoryMB: 32,
          directory: `[${store.name}] ${name}`,
          hardware: Number(newestHardware(this.#shape.release).slice('vmx-'.length)),
          firmware: 'bios',
          disks: [
            { gb: 10, datastore: store.ref, file: `[${store.name}] ${name}/disk1.vmdk`, uuid: uuidOf(0x60, number) },
          ],
          nics: [{ plug: plug.of(1000 + serial), number: serial, kind: 'VirtualE1000' }],
          cdrom: {},
        }),
      )
      this.add({ ...made, properties: { ...made.properties, guest: noTools } })
      ports.push({
        key: String(1000 + serial),
        portgroup: plug.network,
        settings: {},
        host: on,
        connectee: made.ref as MoRef<'VirtualMachine'>,
        nic: '4000',
        mac: vmMac(serial),
      })
    }
    return ports
  }
}

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
