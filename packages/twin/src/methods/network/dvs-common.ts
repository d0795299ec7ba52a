import { isSubtype, type MoRef } from '@sakimori/vim25'
import type { DataTypes } from '@sakimori/vim25/types'
import { switchConfig, type SwitchConfig } from '../../behaviour/dvs-ports.ts'
import { noPermission } from '../../access/access.ts'
import { demand, sessionOf, type Call } from '../../kernel/call.ts'
import { vimFault } from '../../kernel/fault.ts'
import { isRef, type ManagedObject } from '../../kernel/store.ts'
import type { World } from '../../kernel/world.ts'
import { items } from './fields.ts'
import { escapeName } from './network-objects.ts'

export const dvsFault = (text: string) => vimFault('DvsFault', {}, text)

/** 'dvs.VmwareDistributedVirtualSwitch.reconfigure': how tasks name what is done on a switch. */
export const dvsTask = (call: Call, operation: string) =>
  isSubtype(call.self.ref.type, 'VmwareDistributedVirtualSwitch')
    ? `dvs.VmwareDistributedVirtualSwitch.${operation}`
    : `DistributedVirtualSwitch.${operation}`

/** The switch that an event about one of its port groups also names. */
const dvsArgument = (world: World, dvs: ManagedObject) => ({
  dvs: { _typeName: 'DvsEventArgument', name: world.nameOf(dvs), dvs: dvs.ref },
})

export const hostArgument = (world: World, host: ManagedObject) => ({
  _typeName: 'HostEventArgument',
  name: world.nameOf(host),
  host: host.ref,
})

export function postSwitch(
  call: Call,
  type: string,
  dvs: ManagedObject,
  fields: Readonly<Record<string, unknown>> = {},
): void {
  call.world.events.post(type, sessionOf(call).name, dvs, fields)
}

export function postGroup(
  call: Call,
  type: string,
  group: ManagedObject,
  dvs: ManagedObject,
  fields: Readonly<Record<string, unknown>> = {},
): void {
  call.world.events.post(type, sessionOf(call).name, group, { ...dvsArgument(call.world, dvs), ...fields })
}

/** Changes the configuration of a switch. */
export function setConfig(world: World, dvs: ManagedObject, change: (config: SwitchConfig) => SwitchConfig): void {
  world.store.set(dvs, 'config', change(switchConfig(dvs)))
}

const longestName = 80

/** Throws InvalidName, DuplicateName (within the folder). Returns the name as entities have it. */
export function checkEntityName(
  world: World,
  name: string | undefined,
  parent: MoRef | undefined,
  own?: ManagedObject,
): string {
  if (name === undefined || name.trim() === '' || name.length > longestName) {
    throw vimFault('InvalidName', { name: name ?? '' }, `The name must have 1 to ${longestName} characters`)
  }
  // A client that writes %2f has escaped the name itself.
  const escaped = /%(2f|5c|25)/i.test(name) ? name : escapeName(name)
  const siblings = parent === undefined ? [] : world.store.referrers('parent', parent)
  const other = siblings.find((sibling) => sibling !== own && sibling.get('name') === escaped)
  if (other !== undefined) {
    throw vimFault(
      'DuplicateName',
      { name, object: other.ref as DataTypes['DuplicateName']['object'] },
      `The name '${name}' already exists`,
    )
  }
  return escaped
}

export const parentRef = (object: ManagedObject): MoRef | undefined => {
  const parent = object.get('parent')
  return isRef(parent) ? parent : undefined
}

/** Destroying asks for the right on the entity and on what it is in (vSphere API, Destroy_Task). */
export function demandDestroy(call: Call, privilege: string): void {
  const { world, self } = call
  demand(world, sessionOf(call), self, privilege)
  const parent = parentRef(self)
  if (parent !== undefined && !world.access.has(sessionOf(call), parent, privilege))
    throw noPermission(parent, privilege)
}

/** Whether the version of a switch is at least that one ('6.6.0'). */
export function isAtLeast(config: Pick<SwitchConfig, 'productInfo'>, version: string): boolean {
  const numbers = (text: string) => text.split('.').map((part) => Number(part) || 0)
  const [own, least] = [numbers(config.productInfo?.version ?? ''), numbers(version)]
  const differing = least.findIndex((part, index) => (own[index] ?? 0) !== part)
  return differing < 0 || (own[differing] ?? 0) > (least[differing] ?? 0)
}

/** The names of a switch's uplinks. */
export function uplinkNames({ uplinkPortPolicy }: Pick<SwitchConfig, 'uplinkPortPolicy'>): readonly string[] {
  return uplinkPortPolicy?._typeName === 'DVSNameArrayUplinkPortPolicy' ? items(uplinkPortPolicy.uplinkPortName) : []
}

export const isUplinkGroup = (config: SwitchConfig, group: MoRef): boolean =>
  config.uplinkPortgroup?.some(({ value }) => value === group.value) === true
