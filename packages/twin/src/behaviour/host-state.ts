import type { HostState } from '../estate/estate.ts'
import type { ManagedObject, ObjectStore } from '../kernel/store.ts'

/** What a host keeps besides its HostConfigInfo. */
export function hostStateOf(host: ManagedObject): HostState {
  return host.state ?? {}
}

/** The calls that show a part of it: what an estate withholds of them is known once it has been written. */
const calls: Readonly<Partial<Record<keyof HostState, string>>> = {
  lockdownExceptions: 'HostAccessManager.QueryLockdownExceptions()',
  acceptanceLevel: 'HostImageConfigManager.HostImageConfigGetAcceptance()',
  packages: 'HostImageConfigManager.fetchSoftwarePackages()',
}

/** Replaces parts of it, so that whoever follows it sees the change. */
export function changeHostState(store: ObjectStore, host: ManagedObject, change: Partial<HostState>): void {
  host.state = { ...hostStateOf(host), ...change }
  for (const [part, call] of Object.entries(calls)) if (Object.hasOwn(change, part)) host.unveil(call)
  store.touch(host, 'state')
}
