import { asMoRef, readRaw, unknown, type Fact, type Inventory, type Subject } from '../../model/index.ts'
import { deviceClasses, readDevices } from '../vm/devices.ts'

/** The VMs of a host that hold a PCI device of it, and what keeps others from being told apart. */
export interface DeviceGuests {
  readonly with: readonly string[]
  readonly untold: readonly Fact<unknown>[]
}

/** By the reference of the host; those of which no host is known stand under ''. */
const byHost = new WeakMap<Inventory, ReadonlyMap<string, DeviceGuests>>()

/** Every host asks; the VMs are gone through once. */
export function guestsWithDevices(host: Subject, inventory: Inventory): DeviceGuests {
  const ready = byHost.get(inventory) ?? indexGuests(inventory)
  byHost.set(inventory, ready)
  const own = ready.get(host.ref.value)
  const homeless = ready.get('')
  return {
    with: own?.with ?? [],
    // A VM that does not say where it is may be here.
    untold: [...(own?.untold ?? []), ...(homeless?.untold ?? [])],
  }
}

function indexGuests(inventory: Inventory): ReadonlyMap<string, DeviceGuests> {
  const index = new Map<string, { with: string[]; untold: Fact<unknown>[] }>()
  const at = (host: string) => {
    const ready = index.get(host) ?? { with: [], untold: [] }
    index.set(host, ready)
    return ready
  }
  for (const vm of inventory.all('VirtualMachine')) {
    const home = readRaw(vm, 'runtime.host')
    const ref = home.known ? asMoRef(home.value) : undefined
    const devices = readDevices(vm)
    if (devices.known && !devices.value.some(({ type }) => deviceClasses.passthrough.has(type))) continue
    if (!home.known || !ref) at('').untold.push(home.known ? unknown('notCollected', home.from, 'no host') : home)
    else if (devices.known) at(ref.value).with.push(vm.name)
    else at(ref.value).untold.push(devices)
  }
  return index
}
