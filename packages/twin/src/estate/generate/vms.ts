import type { EstateObject } from '../estate.ts'
import { at } from '../build/at.ts'
import { guests, type Guest } from '../build/guests.ts'
import { hardenedVmOptions } from '../build/hardened.ts'
import { uuidOf } from '../build/identity.ts'
import { fileName, type VmSettings } from '../build/vm-config.ts'
import { vm } from '../build/vm.ts'
import { isFrom } from '../releases/release.ts'
import { pickWeighted, roll } from './dice.ts'
import { systems, VM_BASE, VM_NETWORKS, type HostLayout, type Layout } from './layout.ts'

const oldGuests: readonly (readonly [number, Guest])[] = [
  [4, guests.win2016],
  [2, guests.win2012],
  [4, guests.rhel7],
  [1, guests.rhel6],
]
const newGuests: readonly (readonly [number, Guest])[] = [
  [4, guests.win2019],
  [2, guests.win2022],
  [4, guests.rhel8],
  [2, guests.rhel9],
  [1, guests.ubuntu],
]

const sizes: readonly (readonly [number, readonly [cpus: number, gb: number]])[] = [
  [5, [2, 4]],
  [4, [4, 8]],
  [2, [4, 16]],
  [1, [8, 32]],
  [0.3, [16, 64]],
]

const copying = {
  ...hardenedVmOptions,
  'isolation.tools.copy.disable': 'FALSE',
  'isolation.tools.paste.disable': 'FALSE',
}
const salted = { ...hardenedVmOptions, 'sched.mem.pshare.salt': 'shared-by-vdi' }
const untouched = {}

/** What goes wrong on some VMs, and how often. */
const slips: readonly (readonly [chance: number, slip: Partial<VmSettings>])[] = [
  [0.03, { floppy: { connected: false } }],
  [0.04, { cdrom: { connected: true, hostDevice: '/vmfs/devices/cdrom/mpx.vmhba0:C0:T0:L0' } }],
  [0.01, { serial: { connected: true, uri: 'telnet://:4001' } }],
  [0.02, { usbController: 'xhci' }],
  [0.05, { extraConfig: untouched }],
  [0.03, { extraConfig: copying }],
  [0.01, { extraConfig: salted }],
  [0.05, { maxConsoles: -1 }],
  [0.04, { secureBoot: false }],
  [0.03, { migrateEncryption: 'disabled' }],
  [0.02, { sound: true }],
]

/** The port of a VM’s adapter on its distributed switch. */
export const vmPort = (index: number): string => String(VM_BASE + index)

/** The network of a VM: those of one system are on few of them. */
export const networkOf = (index: number): number => (systemOf(index) * 2 + ((index >> 3) & 1)) % VM_NETWORKS

const systemOf = (index: number) => (index * 7) % systems.length

/** A VM of a generated estate; its settings are worked out when it is read. */
export function generatedVm(layout: Layout, host: HostLayout, index: number): EstateObject {
  const { seed } = layout.options
  const { cluster } = host
  const system = systemOf(index)
  const [, word] = at(systems, system)
  const template = roll(seed, 4, index) < 0.01
  const portgroup = at(cluster.datacenter.vmPortgroups, networkOf(index))
  const datastore = at(cluster.datastores, index % cluster.datastores.length)
  const name = `${word}-${String(index + 1).padStart(6, '0')}`
  return vm(
    {
      number: VM_BASE + index,
      name,
      parent: at(cluster.folders, system),
      host: host.ref,
      pool: template ? undefined : cluster.pool,
      power: template || roll(seed, 5, index) < 0.05 ? 'poweredOff' : 'poweredOn',
      release: cluster.release,
      networks: portgroup.list,
      datastores: datastore.list,
      domain: 'sakimori.example',
    },
    () => settingsOf(layout, host, index, name, template),
  )
}

function settingsOf(
  { options }: Layout,
  { cluster }: HostLayout,
  index: number,
  name: string,
  template: boolean,
): VmSettings {
  const { seed } = options
  const modern = isFrom(cluster.release, '7.0')
  const guest = pickWeighted(modern ? newGuests : oldGuests, roll(seed, 6, index)) ?? guests.rhel8
  const [cpus, gb] = pickWeighted(sizes, roll(seed, 7, index)) ?? [2, 4]
  const portgroup = at(cluster.datacenter.vmPortgroups, networkOf(index))
  const datastore = at(cluster.datastores, index % cluster.datastores.length)
  const directory = `[${datastore.name}] ${fileName(name)}`
  const number = VM_BASE + index
  const kept: VmSettings = {
    guest,
    uuid: uuidOf(0x42, number),
    instanceUuid: uuidOf(0x50, number),
    cpus,
    memoryMB: gb * 1024,
    directory,
    template,
    hardware: isFrom(cluster.release, '8.0') ? 20 : modern ? 17 : 13,
    extraConfig: hardenedVmOptions,
    maxConsoles: 1,
    disks: [
      {
        gb: 40 + 20 * Math.floor(roll(seed, 8, index) * 4),
        datastore: datastore.ref,
        file: `${directory}/${fileName(name)}.vmdk`,
        uuid: uuidOf(0x60, number),
      },
    ],
    nics: [
      {
        plug: {
          portgroup: portgroup.ref,
          switchUuid: cluster.datacenter.switchUuid,
          port: vmPort(index),
          name: portgroup.name,
        },
        number: index,
        ip: `10.${portgroup.vlan}.${(index >> 8) & 0xff}.${index & 0xff}`,
      },
    ],
    cdrom: {},
  }
  return slips.reduce(
    (settings, [chance, slip], at) => (roll(seed, 200 + at, index) < chance ? { ...settings, ...slip } : settings),
    kept,
  )
}
