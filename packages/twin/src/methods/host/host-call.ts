import { isSubtype } from '@sakimori/vim25'
import type { DataTypes } from '@sakimori/vim25/types'
import { changeConfig } from '../../behaviour/host-config.ts'
import { needHost } from '../../behaviour/host-reach.ts'
import { hostOf } from '../../computed/host-managers.ts'
import { sessionOf, type Call } from '../../kernel/call.ts'
import { vimFault } from '../../kernel/fault.ts'
import type { ManagedObject } from '../../kernel/store.ts'

/**
 * The host that a call on a HostSystem, or on one of its managers, is about. Throws NotSupported where a vCenter Server's own
 * manager is asked for what only hosts do, HostNotConnected or HostNotReachable where the host is away.
 */
export function hostFor(call: Call): ManagedObject {
  const host = ownHost(call)
  needHost(call.world, host)
  return host
}

/** The same of a host that may be away. */
export function ownHost({ self, world }: Call): ManagedObject {
  const host = isSubtype(self.ref.type, 'HostSystem') ? self : hostOf(world, self)
  if (host === undefined) throw vimFault('NotSupported', {}, 'The operation is supported on hosts only')
  return host
}

/** Whoever calls, for events; '' for the methods that need no login. */
export const userOf = (call: Call): string => call.session?.name ?? ''

/** Replaces parts of a host's configuration, and tells of it as a task that is done, which is how a server shows it. */
export function configure(
  call: Call,
  host: ManagedObject,
  change: Partial<DataTypes['HostConfigInfo']>,
  descriptionId: string,
): void {
  changeConfig(call.world.store, host, change)
  recordTask(call, host, descriptionId)
}

/** A change that was made at once is a task as well: it stands in the list of recent tasks, with its user, and is an event. */
export function recordTask(call: Call, entity: ManagedObject, descriptionId: string): void {
  const user = sessionOf(call).name
  call.world.tasks.record({ method: call.method, descriptionId, entity, user })
}

/** What a host says when it cannot do what it is asked for. */
export const hostConfigFault = (why: string) => vimFault('HostConfigFault', {}, why)
