import type { Release } from '@sakimori/core/model'
import type { EstateObject } from '@sakimori/twin'
import { ref } from '@sakimori/vim25'
import type { DataTypes, MoRef } from '@sakimori/vim25/types'

import type { DatastoreSpec } from '../../packages/twin/src/estate/build/datastores.ts'
import { guests } from '../../packages/twin/src/estate/build/guests.ts'
import { hardwareModels } from '../../packages/twin/src/estate/build/hardware-models.ts'
import { host, hostRef, type CertificateMaker } from '../../packages/twin/src/estate/build/host.ts'
import { uuidOf, vmMac } from '../../packages/twin/src/estate/build/identity.ts'
import { folder, type FolderKind } from '../../packages/twin/src/estate/build/places.ts'
import type { PortSpec } from '../../packages/twin/src/estate/build/ports.ts'
import type { NicPlug } from '../../packages/twin/src/estate/build/vm-devices.ts'
import { vm } from '../../packages/twin/src/estate/build/vm.ts'
import { newestHardware } from '../../packages/twin/src/estate/releases/hardware-versions.ts'

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
  readonly nsx: number
  readonly folder: number
  readonly autostart: boolean
  /** Whether VMs have VMware Tools, which those of vcsim have not. */
  readonly tools: boolean
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
  nsx: 0,
  folder: 0,
  autostart: true,
  tools: false,
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

export const UPLINK = 'Uplink 1'

/** Where the VMs of one resource pool run, and how they are named. */
export interface VmGroup {
  readonly prefix: string
  readonly pool: MoRef
  readonly hosts: readonly MoRef<'HostSystem'>[]
}

/** Puts an estate together; ids count upwards, as vcsim's do. */
export class Builder {
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
      this.add(this.#shape.tools ? made : { ...made, properties: { ...made.properties, guest: noTools } })
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
