import type { Release } from '@sakimori/core/model'
import { ref } from '@sakimori/vim25'
import { datastore, type DatastoreSpec } from './build/datastores.ts'
import { guests } from './build/guests.ts'
import { hardwareModels } from './build/hardware-models.ts'
import { host, type CertificateMaker } from './build/host.ts'
import { uuidOf } from './build/identity.ts'
import { folder, loneHostPlaces, network, resourcePool } from './build/places.ts'
import { asInstalled } from './build/standard-switch.ts'
import { vm } from './build/vm.ts'
import type { Estate, EstateObject } from './estate.ts'
import { esxAbout, esxProducts, isFrom } from './releases/release.ts'

export interface LoneHostOptions {
  readonly release: Release
  readonly vms: number
}

const places = {
  ...loneHostPlaces,
  host: ref('HostSystem', 'ha-host'),
  network: ref('Network', 'HaNetwork-VM Network'),
} as const

const store: DatastoreSpec = {
  ref: ref('Datastore', '64a1f2c0-5d0b7e1a-9c3f-3cecef0a1b2c'),
  name: 'datastore1',
  parent: places.datastoreFolder,
  capacityTB: 2,
  freeTB: 1.2,
  local: true,
  kind: 'VMFS',
  uuid: '64a1f2c0-5d0b7e1a-9c3f-3cecef0a1b2c',
  lun: 'naa.600508b1001c5a2e0000000000000001',
}

/**
 * A host that no vCenter Server manages, as it is after an installation: one switch, one datastore, the built-in accounts,
 * every option at its default. Log in as root, VMware1!.
 */
export function loneHost({ release, vms }: LoneHostOptions, certificate?: CertificateMaker): Estate {
  return {
    name: `Lone ESX host ${release}`,
    kind: 'esx',
    about: esxAbout(esxProducts[release]),
    rootFolder: places.root,
    settings: [],
    extensions: [],
    roles: [],
    permissions: [],
    users: [],
    objects: () => objectsOf(release, vms, certificate),
  }
}

function* objectsOf(release: Release, vms: number, certificate?: CertificateMaker): Generator<EstateObject> {
  const { root, datacenter, vmFolder, hostFolder, datastoreFolder, networkFolder, compute, pool } = places
  const folders = { vmFolder, hostFolder, datastoreFolder, networkFolder }
  yield folder({ ref: root, name: 'ha-folder-root', kind: 'root' })
  yield { ref: datacenter, properties: { name: 'ha-datacenter', parent: root, ...folders } }
  yield folder({ ref: vmFolder, name: 'vm', kind: 'vm', parent: datacenter })
  yield folder({ ref: hostFolder, name: 'host', kind: 'host', parent: datacenter })
  yield folder({ ref: datastoreFolder, name: 'datastore', kind: 'datastore', parent: datacenter })
  yield folder({ ref: networkFolder, name: 'network', kind: 'network', parent: datacenter })
  yield { ref: compute, properties: { name: 'localhost.localdomain', parent: hostFolder, resourcePool: pool } }
  yield resourcePool({ ref: pool, name: 'Resources', parent: compute, owner: compute })
  yield datastore(store)
  yield network({ ref: places.network, name: 'VM Network', parent: networkFolder })
  yield theHost(release, certificate)
  for (let index = 0; index < vms; index += 1) yield guest(release, index)
}

function theHost(release: Release, certificate?: CertificateMaker): EstateObject {
  return host(
    {
      ref: places.host,
      name: 'localhost.localdomain',
      number: 1,
      release,
      parent: places.compute,
      model: isFrom(release, '7.0') ? hardwareModels.gen10 : hardwareModels.gen9,
      wiring: {
        pnics: [{ device: 'vmnic0' }, { device: 'vmnic1' }],
        switches: [{ name: 'vSwitch0', nics: ['vmnic0'], security: asInstalled }],
        portgroups: [
          { name: 'VM Network', vlanId: 0, switchName: 'vSwitch0' },
          { name: 'Management Network', vlanId: 0, switchName: 'vSwitch0' },
        ],
        proxies: [],
        vnics: [{ device: 'vmk0', ip: '192.0.2.10', on: 'Management Network', services: ['management'] }],
        gateway: '192.0.2.1',
        dns: ['192.0.2.53'],
      },
      settings: {},
      datastores: [store],
      networks: [places.network],
    },
    certificate,
  )
}

function guest(release: Release, index: number): EstateObject {
  const number = index + 1
  const name = `vm-${String(number).padStart(2, '0')}`
  const plug = { network: places.network, name: 'VM Network' }
  return vm(
    {
      number,
      name,
      parent: places.vmFolder,
      host: places.host,
      pool: places.pool,
      power: 'poweredOn',
      release,
      networks: [places.network],
      datastores: [store.ref],
      domain: 'example.test',
    },
    () => ({
      guest: isFrom(release, '7.0') ? guests.rhel8 : guests.rhel7,
      uuid: uuidOf(0x42, number),
      instanceUuid: uuidOf(0x50, number),
      cpus: 2,
      memoryMB: 4096,
      directory: `[${store.name}] ${name}`,
      hardware: isFrom(release, '7.0') ? 17 : 13,
      nics: [{ plug, number }],
      disks: [
        { datastore: store.ref, file: `[${store.name}] ${name}/${name}.vmdk`, gb: 40, uuid: uuidOf(0x60, number) },
      ],
    }),
  )
}
