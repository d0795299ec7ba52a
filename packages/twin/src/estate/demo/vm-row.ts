import type { PortSettings } from '../build/port-setting.ts'
import type { guests } from '../build/guests.ts'
import { hardenedVmOptions } from '../build/hardened.ts'
import type { VmSettings } from '../build/vm-config.ts'
import type { DatastoreName } from './datastores.ts'
import type { FolderKey } from './folders.ts'
import type { HostKey } from './host-rows.ts'
import type { OsakaPortgroup, StandardNetwork, TokyoPortgroup } from './networks.ts'

export type NetworkName = TokyoPortgroup | OsakaPortgroup | StandardNetwork

/** Sizes of VMs: processors, gigabytes of memory, gigabytes of disk. */
export const sizes = {
  s: [2, 4, 60],
  m: [4, 8, 100],
  l: [8, 32, 200],
  xl: [16, 128, 1000],
} as const satisfies Readonly<Record<string, readonly [number, number, number]>>

/** A VM of the demo: where it is, and what is different from how the company keeps its VMs. */
export interface VmRow {
  readonly name: string
  readonly guest: keyof typeof guests
  readonly size: keyof typeof sizes
  readonly host: HostKey
  readonly folder: FolderKey
  /** Each adapter: the network and the address in it. */
  readonly nics: readonly (readonly [network: NetworkName, ip: string])[]
  readonly more?: VmMore
}

export type VmMore = Partial<VmSettings> & {
  readonly off?: true
  readonly datastore?: DatastoreName
  /** What the port of the first adapter says for itself. */
  readonly port?: PortSettings
  /** A second disk that another VM has as well: the path of the file. */
  readonly sharedDisk?: string
}

/** A row with one adapter. */
export const row = (
  name: string,
  guest: VmRow['guest'],
  size: VmRow['size'],
  host: HostKey,
  folder: FolderKey,
  network: NetworkName,
  ip: string,
  more?: VmMore,
): VmRow => ({ name, guest, size, host, folder, nics: [[network, ip]], ...(more ? { more } : {}) })

/** The company’s own keys with some changed. */
export const kept = (changed: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
  ...hardenedVmOptions,
  ...changed,
})
