import {
  asMoRef,
  isRecord,
  known,
  mapFact,
  readRaw,
  unknown,
  type Fact,
  type Inventory,
  type Subject,
  type Unknown,
} from '../../model/index.ts'
import { isAdapter, plugOf, readDevices, type Plug } from '../vm/devices.ts'
import type { Fields } from './dv-setting.ts'
import { distributedSegment, opaqueSegment, standardSegment, type Segment } from './segment.ts'

/** A VMkernel adapter: what it is used for and where it is plugged. */
export interface Vmk {
  readonly device: string
  /** `management`, `vmotion`, `vsan`… as in `HostVirtualNicManagerNicType`. */
  readonly services: readonly string[]
  readonly segment: Segment
}

/** The VMs of a host on one port group. */
export interface Guests {
  readonly segment: Segment
  readonly names: readonly string[]
}

/** Who is plugged in where on one host. */
export interface Wiring {
  readonly vmks: readonly Vmk[]
  readonly guests: readonly Guests[]
}

/** What the wiring of a host is read from. */
export const wiringReads = [
  { type: 'HostSystem', path: 'config.virtualNicManagerInfo.netConfig' },
  { type: 'HostSystem', path: 'config.network.vnic' },
  { type: 'HostSystem', path: 'config.network.portgroup' },
  { type: 'VirtualMachine', path: 'runtime.host' },
  { type: 'VirtualMachine', path: 'config.hardware.device' },
  { type: 'DistributedVirtualPortgroup', path: 'config' },
] as const

/** What all hosts have in common, sorted once per inventory. */
interface Ground {
  readonly vms: ReadonlyMap<string, readonly Subject[]>
  readonly segments: ReadonlyMap<string, Segment>
  /** VMs without a known host and port groups that could not be read: they may belong to any host. */
  readonly gaps: readonly Unknown[]
}

const grounds = new WeakMap<Inventory, Ground>()
const wirings = new WeakMap<Inventory, Map<string, Fact<Wiring>>>()

function survey(inventory: Inventory): Ground {
  const ready = grounds.get(inventory)
  if (ready) return ready
  const vms = new Map<string, Subject[]>()
  const segments = new Map<string, Segment>()
  const gaps: Unknown[] = []
  for (const vm of inventory.all('VirtualMachine')) {
    const home = readRaw(vm, 'runtime.host')
    if (!home.known) {
      gaps.push(home)
      continue
    }
    // A VM that no host holds is plugged in nowhere.
    if (home.value === undefined) continue
    const host = asMoRef(home.value)?.value
    if (host === undefined) {
      gaps.push(unknown('fault', home.from, 'not a reference'))
      continue
    }
    const list = vms.get(host)
    if (list) list.push(vm)
    else vms.set(host, [vm])
  }
  for (const portgroup of inventory.all('DistributedVirtualPortgroup')) {
    const config = readRaw(portgroup, 'config')
    if (!config.known) {
      gaps.push(config)
      continue
    }
    const key =
      isRecord(config.value) && typeof config.value['key'] === 'string' ? config.value['key'] : portgroup.ref.value
    const segment = isRecord(config.value) ? distributedSegment(key, config.value) : undefined
    if (segment) segments.set(key, segment)
    else gaps.push(unknown('fault', config.from, 'neither a VLAN nor a network of NSX'))
  }
  const made = { vms, segments, gaps }
  grounds.set(inventory, made)
  return made
}

/** The wiring of a host; one thing that could not be read makes all of it unknown, because it could be plugged anywhere. */
export function readWiring(host: Subject, inventory: Inventory): Fact<Wiring> {
  const done = wirings.get(inventory) ?? new Map<string, Fact<Wiring>>()
  wirings.set(inventory, done)
  const ready = done.get(host.ref.value)
  if (ready) return ready
  const made = wire(host, inventory)
  done.set(host.ref.value, made)
  return made
}

function wire(host: Subject, inventory: Inventory): Fact<Wiring> {
  const ground = survey(inventory)
  const services = readServices(host)
  const adapters = readRecords(host, 'config.network.vnic')
  const portgroups = readRecords(host, 'config.network.portgroup')
  const gap = ground.gaps[0] ?? [services, adapters, portgroups].find((fact) => !fact.known)
  if (gap && !gap.known) return gap
  if (!services.known || !adapters.known || !portgroups.known)
    return unknown('fault', { ref: host.ref, path: 'config.network' })
  // Names of port groups repeat from host to host, so these are the host’s own.
  const standard = new Map(
    portgroups.value.flatMap(({ spec }) => {
      const segment = isRecord(spec) ? standardSegment(spec) : undefined
      return segment ? [[segment.name, segment] as const] : []
    }),
  )
  const at = { standard, distributed: ground.segments }
  const vmks = plugVmks(host, adapters.value, services.value, at)
  if (!vmks.known) return vmks
  const guests = plugGuests(host, ground.vms.get(host.ref.value) ?? [], at)
  return mapFact(guests, (found) => ({ vmks: vmks.value, guests: found }))
}

interface Sockets {
  readonly standard: ReadonlyMap<string, Segment>
  readonly distributed: ReadonlyMap<string, Segment>
}

/** A list of objects of a host; unset is empty, anything else is a fault. */
export function readRecords(host: Subject, path: string): Fact<readonly Fields[]> {
  const list = readRaw(host, path)
  if (!list.known) return list
  const value = list.value === undefined ? [] : list.value
  return Array.isArray(value) && value.every(isRecord)
    ? known(value, list.from)
    : unknown('fault', list.from, 'not a list')
}

/** The services by the adapters’ keys, as `<service>.<key of the adapter>`. */
function readServices(host: Subject): Fact<readonly (readonly [service: string, selected: readonly string[]])[]> {
  const list = readRecords(host, 'config.virtualNicManagerInfo.netConfig')
  if (!list.known) return list
  if (list.value.length === 0) return unknown('notCollected', list.from, 'no service is listed')
  const isService = ({ nicType, selectedVnic = [] }: Fields) =>
    typeof nicType === 'string' && Array.isArray(selectedVnic)
  if (!list.value.every(isService)) return unknown('fault', list.from, 'not a list of services')
  const read = list.value.map(
    ({ nicType, selectedVnic }) =>
      [String(nicType), Array.isArray(selectedVnic) ? selectedVnic.map(keyOf) : []] as const,
  )
  return known(read, list.from)
}

/** A link to an adapter is its key in text; a server that sends the adapter itself is understood as well. */
const keyOf = (selected: unknown) => (isRecord(selected) ? String(selected['key']) : String(selected))

function plugVmks(
  host: Subject,
  adapters: readonly Fields[],
  services: readonly (readonly [string, readonly string[]])[],
  at: Sockets,
): Fact<readonly Vmk[]> {
  const vmks: Vmk[] = []
  let matched = 0
  for (const adapter of adapters) {
    const device = String(adapter['device'])
    const key = String(adapter['key'])
    const own = services.flatMap(([service, selected]) =>
      selected.some((one) => one === key || one.endsWith(`.${key}`)) ? [service] : [],
    )
    matched += own.length
    const segment = vmkSegment(adapter, at)
    const from = { ref: host.ref, path: `config.network.vnic["${device}"]` }
    // NSX plugs adapters of its own (tunnel end points) into ports without a port group; they carry none of the services.
    if (!segment && own.length === 0) continue
    if (!segment) return unknown('fault', from, 'its port group is not in the snapshot')
    vmks.push({ device, services: own, segment })
  }
  const wanted = services.reduce((sum, [, selected]) => sum + selected.length, 0)
  return matched === wanted
    ? known(vmks, { ref: host.ref, path: 'config.network.vnic' })
    : unknown(
        'fault',
        { ref: host.ref, path: 'config.virtualNicManagerInfo.netConfig' },
        'a service is on an adapter that is not listed',
      )
}

function vmkSegment(adapter: Fields, at: Sockets): Segment | undefined {
  const spec: Fields = isRecord(adapter['spec']) ? adapter['spec'] : {}
  const port = spec['distributedVirtualPort']
  if (isRecord(port)) return at.distributed.get(String(port['portgroupKey']))
  const opaque = spec['opaqueNetwork']
  if (isRecord(opaque)) return opaqueSegment(String(opaque['id']))
  const name = [adapter['portgroup'], spec['portgroup']].find((one) => typeof one === 'string' && one !== '')
  return at.standard.get(String(name))
}

function plugGuests(host: Subject, vms: readonly Subject[], at: Sockets): Fact<readonly Guests[]> {
  const found = new Map<string, { segment: Segment; names: string[] }>()
  for (const vm of vms) {
    const devices = readDevices(vm)
    if (!devices.known) return devices
    for (const device of devices.value) {
      if (!isAdapter(device)) continue
      const plug = plugOf(device)
      // A standard port group that the host does not have leads nowhere: the host lists all that it has.
      if (plug.to === 'nothing' || (plug.to === 'portgroup' && !at.standard.has(plug.name))) continue
      const segment = segmentOf(plug, at)
      // A distributed port group that nobody may see, or a backing that we do not know, may lead anywhere.
      if (!segment)
        return unknown('fault', devices.from, `${device.label} is plugged into something that is not in the snapshot`)
      const id = `${segment.switchKey} ${segment.name}`
      const guests = found.get(id) ?? { segment, names: [] }
      found.set(id, guests)
      guests.names.push(vm.name)
    }
  }
  return known([...found.values()], { ref: host.ref, path: 'config.network' })
}

function segmentOf(plug: Plug, at: Sockets): Segment | undefined {
  switch (plug.to) {
    case 'portgroup':
      return at.standard.get(plug.name)
    case 'dvportgroup':
      return at.distributed.get(plug.key)
    case 'opaque':
      return opaqueSegment(plug.id)
    case 'nothing':
    case 'unknown':
      return undefined
  }
}
