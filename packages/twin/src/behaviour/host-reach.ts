import { vimFault } from '../kernel/fault.ts'
import { isRef, type ManagedObject } from '../kernel/store.ts'
import { isRecord } from '../kernel/values.ts'
import type { World } from '../kernel/world.ts'

/**
 * Asks that a host answers, before something is done on it. Throws HostNotReachable when it does not respond, and
 * HostNotConnected when somebody disconnected it (vSphere API: both are HostCommunication). The host itself, asked directly,
 * is always there.
 */
export function needHost(world: World, host: ManagedObject | undefined): void {
  const runtime = host?.get('runtime')
  if (world.isHost || host === undefined || !isRecord(runtime)) return
  const name = world.nameOf(host)
  if (runtime['connectionState'] === 'notResponding') {
    throw vimFault('HostNotReachable', {}, `Unable to communicate with the remote host ${name}, it does not respond`)
  }
  if (runtime['connectionState'] === 'disconnected') {
    throw vimFault(
      'HostNotConnected',
      {},
      `Unable to communicate with the remote host ${name}, since it is disconnected`,
    )
  }
}

/** The host that a VM runs, or is registered, on. */
export function hostOfVm(world: World, vm: ManagedObject): ManagedObject | undefined {
  const runtime = vm.get('runtime')
  const ref = isRecord(runtime) ? runtime['host'] : undefined
  return isRef(ref) ? world.store.get(ref) : undefined
}
