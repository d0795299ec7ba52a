import type { ManagedObject } from '../kernel/store.ts'
import { isRecord } from '../kernel/values.ts'
import type { World } from '../kernel/world.ts'

/** The host of that name or id. */
export function findHost(world: World, wanted: string): ManagedObject | undefined {
  return [...world.ofType('HostSystem')].find((host) => host.ref.value === wanted || world.nameOf(host) === wanted)
}

/**
 * A connected host stops answering, or answers again. While it does not, vCenter Server shows it so, what needs the host fails
 * with HostNotReachable, and its own door is shut. False where there is no such host, or vCenter Server is not connected to it.
 */
export function setResponding(world: World, name: string, responding: boolean): boolean {
  const host = findHost(world, name)
  const runtime = host?.get('runtime')
  if (host === undefined || !isRecord(runtime) || runtime['connectionState'] === 'disconnected') return false
  const connectionState = responding ? 'connected' : 'notResponding'
  if (runtime['connectionState'] === connectionState) return true
  world.store.set(host, 'runtime', { ...runtime, connectionState })
  world.events.post(responding ? 'HostConnectedEvent' : 'HostConnectionLostEvent', '', host)
  return true
}
