import { ref } from '@sakimori/vim25'
import type { DataTypes, MoRef } from '@sakimori/vim25/types'
import { at } from './build/at.ts'
import { datastore, type DatastoreSpec } from './build/datastores.ts'
import { distributedPortgroup, distributedSwitch, type SwitchPlace } from './build/distributed-switch.ts'
import type { CertificateMaker } from './build/host.ts'
import { pnicMac, uuidOf, vmkMac, vmMac } from './build/identity.ts'
import { cluster, datacenter, folder, network, type DatacenterPlace } from './build/places.ts'
import { portMaker, uplinkPorts, type PortSpec } from './build/ports.ts'
import { vmRef } from './build/vm.ts'
import { defaultAppliance, defaultSso, defaultVcenterSettings, permission } from './defaults.ts'
import type { Estate, EstateObject } from './estate.ts'
import { generatedHost, storagePort, UPLINKS } from './generate/hosts.ts'
import {
  layOut,
  systems,
  VM_BASE,
  type ClusterLayout,
  type DatacenterLayout,
  type GenerateOptions,
  type Layout,
} from './generate/layout.ts'
import { generatedVm, networkOf, vmPort } from './generate/vms.ts'
import { installedAlarms } from './releases/alarms.ts'
import { vcenterAbout, vcenterProducts } from './releases/release.ts'

export type { GenerateOptions } from './generate/layout.ts'

const root = ref('Folder', 'group-d1')
const PASSWORD = 'VMware1!'
const storage = { vlan: 30 }

/**
 * Makes an estate of any size, 1 to 2,000 hosts and up to 100,000 VMs: the same options give the same estate. Some hosts
 * and VMs are set up badly, so that an audit has something to find; which ones, the seed decides.
 */
export function generateEstate(options: GenerateOptions, certificate?: CertificateMaker): Estate {
  const layout = layOut(options)
  const { release, hosts, vms, seed } = options
  return {
    name: `Generated ${hosts} hosts, ${vms} VMs (seed ${seed})`,
    kind: 'vcenter',
    about: vcenterAbout(vcenterProducts[release], uuidOf(0x7c, seed)),
    rootFolder: root,
    settings: defaultVcenterSettings(release),
    extensions: [],
    alarms: installedAlarms(root),
    roles: [],
    permissions: permissions(),
    users: [
      { name: 'administrator@vsphere.local', password: PASSWORD, groups: ['VSPHERE.LOCAL\\Administrators'] },
      { name: 'auditor@vsphere.local', password: PASSWORD, groups: ['VSPHERE.LOCAL\\Auditors'] },
    ],
    sso: { ...defaultSso, groups: [{ name: 'Auditors' }] },
    appliance: defaultAppliance,
    objects: () => objectsOf(layout, certificate),
  }
}

const permissions = (): readonly DataTypes['Permission'][] => [
  permission(root, 'VSPHERE.LOCAL\\Administrators', 'group', -1),
  permission(root, 'VSPHERE.LOCAL\\Auditors', 'group', -2),
]

/** A datacenter with what its hosts and clusters need of it. */
interface Site {
  readonly layout: DatacenterLayout
  readonly place: DatacenterPlace
  readonly dvs: SwitchPlace
}

function siteOf(layout: Layout, one: DatacenterLayout): Site {
  const place = datacenter({ number: one.number, name: one.name, parent: root })
  return { layout: one, place, dvs: switchOf(layout, one, place) }
}

function* objectsOf(layout: Layout, certificate?: CertificateMaker): Generator<EstateObject> {
  yield folder({ ref: root, name: 'Datacenters', kind: 'root' })
  const sites = layout.datacenters.map((one) => siteOf(layout, one))
  for (const site of sites) yield* siteObjects(layout, site)
  for (const one of layout.clusters) {
    const site = at(sites, one.datacenter.index)
    const stores = one.datastores.map((store, position) => datastoreSpec(store, site.place, position))
    yield* clusterObjects(one, site.place)
    yield* stores.map(datastore)
    const hosts = layout.hosts.filter((place) => place.cluster === one)
    for (const place of hosts) {
      const parent = ref('ClusterComputeResource', `domain-c${one.number}`)
      yield generatedHost(place, layout.options.seed, parent, site.dvs.uplinkPortgroup, stores, certificate)
    }
  }
  for (let index = 0; index < layout.options.vms; index += 1)
    yield generatedVm(layout, at(layout.hosts, index % layout.hosts.length), index)
}

function* siteObjects(layout: Layout, { layout: one, place, dvs }: Site): Generator<EstateObject> {
  yield* place.objects
  yield network({ ref: one.managementNetwork, name: 'Management Network', parent: place.networkFolder })
  yield* dvs.objects({
    get ports() {
      return portsOf(layout, one, dvs)
    },
  })
  yield* portgroupsOf(one, dvs, place.networkFolder)
}

function* clusterObjects(one: ClusterLayout, place: DatacenterPlace): Generator<EstateObject> {
  yield* cluster({ number: one.number, name: one.name, parent: place.hostFolder, release: one.release }).objects
  const top = ref('Folder', `group-v${one.folderNumber}`)
  yield folder({ ref: top, name: one.name, kind: 'vm', parent: place.vmFolder })
  for (const [position, [name]] of systems.entries()) {
    yield folder({ ref: at(one.folders, position), name, kind: 'vm', parent: top })
  }
}

const datastoreSpec = (
  { ref: own, name }: ClusterLayout['datastores'][number],
  place: DatacenterPlace,
  position: number,
): DatastoreSpec => {
  const number = Number(own.value.slice('datastore-'.length))
  const common = { ref: own, name, parent: place.datastoreFolder, capacityTB: 64, freeTB: 20 }
  return position === 0
    ? { ...common, kind: 'NFS', server: '10.30.255.1', path: `/export/${name}` }
    : {
        ...common,
        kind: 'VMFS',
        uuid: uuidOf(0x5f, number).slice(0, 35),
        lun: `naa.60002ac0000000000000${String(number).padStart(12, '0')}`,
      }
}

function switchOf(layout: Layout, one: DatacenterLayout, place: DatacenterPlace): SwitchPlace {
  return distributedSwitch({
    number: one.switchNumber,
    uuid: one.switchUuid,
    name: `DSwitch-${one.name}`,
    parent: place.networkFolder,
    release: layout.options.release,
    uplinks: UPLINKS,
    hosts: hostsIn(layout, one).map(({ ref: host }) => ({ ref: host, nics: ['vmnic2', 'vmnic3'] })),
  })
}

const hostsIn = ({ hosts }: Layout, one: DatacenterLayout) => hosts.slice(one.firstHost, one.firstHost + one.hosts)

function* portgroupsOf(one: DatacenterLayout, dvs: SwitchPlace, parent: MoRef): Generator<EstateObject> {
  yield distributedPortgroup(dvs, parent, { ref: one.storagePortgroup, name: 'NFS', settings: storage })
  for (const { ref: own, name, settings } of one.vmPortgroups)
    yield distributedPortgroup(dvs, parent, { ref: own, name, settings })
}

/** The ports of a switch are many and seldom asked for: they are made when they are. */
function portsOf(
  layout: Layout,
  one: DatacenterLayout,
  dvs: SwitchPlace,
): readonly DataTypes['DistributedVirtualPort'][] {
  const make = portMaker(dvs)
  const ports: DataTypes['DistributedVirtualPort'][] = []
  const add = (spec: PortSpec) => ports.push(make(spec))
  for (const { ref: host, index } of hostsIn(layout, one)) {
    const position = index - one.firstHost
    const number = Number(host.value.slice('host-'.length))
    uplinkPorts(
      dvs,
      host,
      position,
      [2, 3].map((nic) => ({ device: `vmnic${nic}`, mac: pnicMac(number, nic) })),
    ).forEach(add)
    add({
      key: storagePort(one, position),
      portgroup: one.storagePortgroup,
      settings: storage,
      host,
      connectee: host,
      nic: 'vmk2',
      mac: vmkMac(number, 2),
    })
    for (let vm = index; vm < layout.options.vms; vm += layout.hosts.length) {
      const { ref: portgroup, settings } = at(one.vmPortgroups, networkOf(vm))
      add({
        key: vmPort(vm),
        portgroup,
        settings,
        host,
        connectee: vmRef(VM_BASE + vm),
        nic: '4000',
        mac: vmMac(vm),
      })
    }
  }
  return ports
}
