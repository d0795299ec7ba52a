import type { DataTypes } from '@sakimori/vim25/types'
import { vimFault } from '../kernel/fault.ts'
import type { ManagedObject } from '../kernel/store.ts'
import { isRecord } from '../kernel/values.ts'
import type { World } from '../kernel/world.ts'

type HostRuntimeInfo = DataTypes['HostRuntimeInfo']

/** Whether a host runs, is connected and in maintenance mode. Throws HostConfigFault where the estate does not tell. */
export function runtimeOf(host: ManagedObject): HostRuntimeInfo {
  const runtime = host.get('runtime')
  if (!isRecord(runtime)) throw vimFault('HostConfigFault', {}, 'The state of the host is not known')
  return runtime as unknown as HostRuntimeInfo
}

export function changeRuntime(world: World, host: ManagedObject, change: Partial<HostRuntimeInfo>): void {
  world.store.set(host, 'runtime', { ...runtimeOf(host), ...change })
}
