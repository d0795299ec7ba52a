import { uuidOf, vmMac } from '../../estate/build/identity.ts'
import type { ObjectStore } from '../../kernel/store.ts'

const counters = new WeakMap<ObjectStore, Map<string, number>>()

/** Counts what one server makes of a kind, from 1: the same calls give the same names in every run. */
export function serial(store: ObjectStore, kind: string): number {
  let own = counters.get(store)
  if (own === undefined) counters.set(store, (own = new Map()))
  const next = (own.get(kind) ?? 0) + 1
  own.set(kind, next)
  return next
}

/** Kinds of UUIDs that no estate uses (estate/build/identity.ts). */
const [BIOS, INSTANCE, DISK] = [0x7a1, 0x7a2, 0x7a3]

export const newBiosUuid = (store: ObjectStore): string => uuidOf(BIOS, serial(store, 'bios'))
export const newInstanceUuid = (store: ObjectStore): string => uuidOf(INSTANCE, serial(store, 'instance'))

/** Virtual disks have UUIDs of VMware's own range: 6000C29x-…. */
export const newDiskUuid = (store: ObjectStore): string => `6000C29${uuidOf(DISK, serial(store, 'disk')).slice(7)}`

/** An address that vCenter Server assigns. Estates count from the low end of its range, so this comes from the high end. */
export const newMac = (store: ObjectStore): string => vmMac(0x3f_ffff - serial(store, 'mac'))
