import { asMoRef } from '../../model/index.ts'
import type { Fields } from './dv-setting.ts'
import { vlanOf } from './vlan.ts'

/** A piece of layer 2 on one virtual switch: what is on the same one can speak without passing a router. */
export interface Segment {
  /** Which switch, unique on the host. */
  readonly switchKey: string
  /** The switch whose uplinks carry it. NSX puts its networks on a distributed switch that it shares with others. */
  readonly carrier: string
  /** For people: the port group. */
  readonly name: string
  readonly vlans: readonly (readonly [number, number])[]
}

/** The key of a standard switch on its host. */
export const standardKey = (name: string): string => `standard ${name}`

/** The key of a distributed switch, by its reference. */
export const distributedKey = (dvs: string): string => `distributed ${dvs}`

/** Guests on this id set the tag themselves, so it reaches all of them. */
const GUEST_TAGGING = 4095
const EVERY_VLAN = [[0, 4094]] as const

/** The segment of a standard port group. */
export function standardSegment(spec: Fields): Segment | undefined {
  const { name, vlanId, vswitchName } = spec
  if (typeof name !== 'string' || typeof vlanId !== 'number' || typeof vswitchName !== 'string') return undefined
  const switchKey = standardKey(vswitchName)
  return { switchKey, carrier: switchKey, name, vlans: vlanId === GUEST_TAGGING ? EVERY_VLAN : [[vlanId, vlanId]] }
}

/** The segment of a distributed port group. NSX puts a network of its own behind each of its port groups. */
export function distributedSegment(key: string, config: Fields): Segment | undefined {
  const name = typeof config['name'] === 'string' ? config['name'] : key
  const dvs = asMoRef(config['distributedVirtualSwitch'])
  if (!dvs) return undefined
  const carrier = distributedKey(dvs.value)
  if (config['backingType'] === 'nsx') return { switchKey: `nsx ${key}`, carrier, name, vlans: EVERY_VLAN }
  const vlan = vlanOf(config['defaultPortConfig'])
  if (!vlan) return undefined
  return { switchKey: carrier, carrier, name, vlans: vlan.kind === 'trunk' ? vlan.ranges : [[vlan.id, vlan.id]] }
}

/** The segment of a network that only NSX knows. */
export const opaqueSegment = (id: string): Segment => ({
  switchKey: `nsx ${id}`,
  carrier: `nsx ${id}`,
  name: id,
  vlans: EVERY_VLAN,
})

/** Whether two segments are one network: the same switch and a VLAN in common. */
export function meets(one: Segment, other: Segment): boolean {
  if (one.switchKey !== other.switchKey) return false
  return one.vlans.some(([from, to]) => other.vlans.some(([start, end]) => from <= end && start <= to))
}

/** A segment in words. */
export function spellSegment({ name, vlans }: Segment): string {
  const ids = vlans.map(([start, end]) => (start === end ? String(start) : `${start}–${end}`)).join(', ')
  return `${name} (VLAN ${ids})`
}
