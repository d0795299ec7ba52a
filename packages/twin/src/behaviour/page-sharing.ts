import type { ManagedObject } from '../kernel/store.ts'
import { isRecord, listOf, unboxed } from '../kernel/values.ts'
import type { World } from '../kernel/world.ts'
import { hostOfVm } from './host-reach.ts'

type Fields = Readonly<Record<string, unknown>>
const recordOf = (value: unknown): Fields => (isRecord(value) ? value : {})

/** Parts of a guest's memory that are equal within it (zero pages), and to that of a guest with the same system. */
const equalWithin = 0.04
const equalBetween = 0.18

/** What decides with whom a VM shares: facts/exposure.md §3.1. */
interface Sharer {
  readonly salt: string
  readonly guestId: string
  readonly memoryMB: number
}

function option(list: unknown, key: string): unknown {
  const found = listOf(list).find((item) => isRecord(item) && String(item['key']).toLowerCase() === key.toLowerCase())
  return unboxed(recordOf(found)['value'])
}

/**
 * The salt of a VM's pages on a host. Pages are shared where salt and content are equal:
 * `Mem.ShareForceSalting` 0: everybody's salt is the same; 1: the VM's own `sched.mem.pshare.salt`, or 0 for all without one;
 * 2 (default): its own, else its instance UUID, so that a copy with the same UUID shares. A real host looks at the settings
 * when a VM is powered on or moved to it; the twin does at once, so that a person need not wait to see a measure work.
 */
function sharerOf(vm: ManagedObject, forceSalting: number): Sharer | undefined {
  const config = recordOf(vm.get('config'))
  const extra = config['extraConfig']
  if (recordOf(vm.get('runtime'))['powerState'] !== 'poweredOn') return undefined
  if (String(option(extra, 'sched.mem.pshare.enable') ?? 'TRUE').toUpperCase() === 'FALSE') return undefined
  const own = option(extra, 'sched.mem.pshare.salt')
  const alone = forceSalting === 2 ? (config['instanceUuid'] ?? vm.ref.value) : '0'
  const salt = forceSalting === 0 ? '*' : String(own ?? alone)
  return {
    salt,
    guestId: String(config['guestId'] ?? ''),
    memoryMB: Number(recordOf(config['hardware'])['memoryMB']) || 0,
  }
}

const sharerKey = ({ salt, guestId }: Sharer) => `${salt}|${guestId}`

/** Who shares with whom on a host. */
interface Groups {
  readonly tick: number
  readonly mode: number
  readonly sizes: ReadonlyMap<string, number>
}

/** Kept until anything changes: every VM's counter asks for it. */
const groups = new WeakMap<ManagedObject, Groups>()

function forceSalting(host: ManagedObject): number {
  return Number(option(recordOf(host.get('config'))['option'], 'Mem.ShareForceSalting') ?? 2)
}

function groupsOn(host: ManagedObject, world: World): Groups {
  const known = groups.get(host)
  if (known?.tick === world.store.tick) return known
  const sizes = new Map<string, number>()
  const mode = forceSalting(host)
  for (const vm of world.store.referrers('runtime.host', host.ref)) {
    const sharer = sharerOf(vm, mode)
    if (sharer !== undefined) sizes.set(sharerKey(sharer), (sizes.get(sharerKey(sharer)) ?? 0) + 1)
  }
  const found = { tick: world.store.tick, mode, sizes }
  groups.set(host, found)
  return found
}

/**
 * `quickStats.sharedMemory` of a VM in MB: what it shares within itself, and with the others that have its salt. How much of
 * a guest is equal is a guess that is the same for all: the counter shows whether there is sharing, not how much a real one
 * would be.
 */
export function sharedMemoryOf(vm: ManagedObject, world: World): number {
  const host = hostOfVm(world, vm)
  if (host === undefined) return 0
  const { mode, sizes } = groupsOn(host, world)
  const sharer = sharerOf(vm, mode)
  if (sharer === undefined) return 0
  const others = (sizes.get(sharerKey(sharer)) ?? 1) - 1
  const share = equalWithin + (others > 0 ? equalBetween : 0)
  return Math.round(sharer.memoryMB * share)
}
