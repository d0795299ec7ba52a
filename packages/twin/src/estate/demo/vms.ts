import type { MoRef } from '@sakimori/vim25/types'
import { at } from '../build/at.ts'
import { guests } from '../build/guests.ts'
import { hardenedVmOptions } from '../build/hardened.ts'
import { hostRef } from '../build/host.ts'
import { uuidOf, vmMac } from '../build/identity.ts'
import { fileName, type VmSettings } from '../build/vm-config.ts'
import type { DiskSpec, NicSpec } from '../build/vm-devices.ts'
import { vm, vmRef } from '../build/vm.ts'
import type { EstateObject } from '../estate.ts'
import { clusters } from './clusters.ts'
import { company, type SiteKey } from './company.ts'
import { datastores, type DatastoreName } from './datastores.ts'
import { folderRef } from './folders.ts'
import { hostRows } from './host-rows.ts'
import { standardNetworks, type StandardNetwork } from './networks.ts'
import type { Board } from './switchboard.ts'
import { sizes, type NetworkName, type VmRow } from './vm-row.ts'
import { factory } from './vms/factory.ts'
import { platform } from './vms/platform.ts'
import { production } from './vms/production.ts'
import { recovery } from './vms/recovery.ts'
import { virtualDesktops } from './vms/desktops.ts'

/** Every VM of the demo. */
export const vmRows: readonly VmRow[] = [...production, ...platform, ...virtualDesktops, ...factory, ...recovery]

const FIRST = 1001
/** Guests that know nothing newer than BIOS. */
const onBios: ReadonlySet<VmRow['guest']> = new Set(['win2008', 'win2012', 'win7', 'winXp', 'rhel6', 'otherLinux'])
/** Hardware of new VMs: what the oldest host of the cluster runs. */
const hardwareOf = { prod: 20, vdi: 19, legacy: 13, dr: 19 } as const

const isStandard = (network: NetworkName): network is StandardNetwork => network in standardNetworks

/** The VMs, plugged into the boards. */
export const demoVms = (boards: Readonly<Record<SiteKey, Board>>): readonly EstateObject[] =>
  vmRows.map((row, index) => demoVm(row, FIRST + index, boards))

function demoVm(row: VmRow, number: number, boards: Readonly<Record<SiteKey, Board>>): EstateObject {
  const { name, more = {} } = row
  const { cluster, number: host, release } = hostRows[row.host]
  const { site, place } = clusters[cluster]
  const store = more.datastore ?? (site === 'osaka' ? 'OSA-SAN01' : 'TKY-SAN01')
  const template = more.template ?? false
  const nics = row.nics.map((_, index) => plug(row, number, index, boards[site]))
  const settings = settingsOf(row, number, store, nics)
  return vm(
    {
      number,
      name,
      parent: folderRef(row.folder),
      host: hostRef(host),
      pool: template ? undefined : place.pool,
      power: template || more.off ? 'poweredOff' : 'poweredOn',
      release,
      networks: nics.map(({ plug: socket }) => ('network' in socket ? socket.network : socket.portgroup)),
      datastores: storesOf(settings, store),
      domain: company.directory,
    },
    () => settings,
  )
}

/** Where the disks are, and the image in the drive. */
function storesOf({ disks, cdrom }: VmSettings, home: DatastoreName): readonly MoRef[] {
  const refs: readonly MoRef[] = [
    datastores[home].ref,
    ...disks.map(({ datastore }) => datastore),
    ...(cdrom?.iso ? [cdrom.iso.datastore] : []),
  ]
  return [...new Map(refs.map((one) => [one.value, one])).values()]
}

function plug(row: VmRow, number: number, index: number, board: Board): NicSpec {
  const [network, ip] = at(row.nics, index)
  const nic = number * 4 + index
  const common = {
    number: nic,
    ...(ip === '' ? {} : { ip }),
    ...(row.host.startsWith('l') ? { kind: 'VirtualE1000e' as const } : {}),
  }
  if (isStandard(network)) return { ...common, plug: { network: standardNetworks[network], name: network } }
  const own = index === 0 ? row.more?.port : undefined
  const socket = board.plug(network, {
    host: hostRef(hostRows[row.host].number),
    connectee: vmRef(number),
    nic: String(4000 + index),
    mac: vmMac(nic),
    ...(own ? { own } : {}),
  })
  return { ...common, plug: { ...socket, switchUuid: board.dvs.uuid, name: network } }
}

function settingsOf(row: VmRow, number: number, store: DatastoreName, nics: readonly NicSpec[]): VmSettings {
  const { off: _off, datastore: _datastore, port: _port, sharedDisk, ...more } = row.more ?? {}
  const [cpus, memory, gb] = sizes[row.size]
  const directory = `[${store}] ${fileName(row.name)}`
  const own: DiskSpec = {
    gb,
    datastore: datastores[store].ref,
    file: `${directory}/${fileName(row.name)}.vmdk`,
    uuid: uuidOf(0x60, number),
  }
  return {
    guest: guests[row.guest],
    uuid: uuidOf(0x42, number),
    instanceUuid: uuidOf(0x50, number),
    cpus,
    memoryMB: memory * 1024,
    directory,
    firmware: onBios.has(row.guest) ? 'bios' : 'efi',
    hardware: hardwareOf[hostRows[row.host].cluster],
    extraConfig: hardenedVmOptions,
    maxConsoles: 1,
    disks: sharedDisk === undefined ? [own] : [own, sharedWith(own, sharedDisk)],
    nics,
    cdrom: {},
    ...more,
  }
}

/** A disk that two VMs write to: every one of them can read what the other keeps there. */
const sharedWith = ({ datastore }: DiskSpec, file: string): DiskSpec => ({
  gb: 20,
  datastore,
  file,
  uuid: '6000c29f-0000-4000-8000-00000000e0b1',
  mode: 'independent_persistent',
  shared: true,
  thick: true,
})
