import type { ManagedObject } from '../kernel/store.ts'
import type { World } from '../kernel/world.ts'
import { hostOptionNumber } from './host-options.ts'

/** The services that UserVars.ESXiShellTimeOut stops. */
const shells: readonly string[] = ['TSM', 'TSM-SSH']

/** What the countdown asks of the service that it belongs to. */
interface StartedService {
  readonly isRunning: () => boolean
  readonly stop: () => void
}

/** How often a running countdown looks at the twin's clock, which a test may have moved. */
const lookMs = 200

/** The countdowns of each host by service: a new start begins a new one. */
const countdowns = new WeakMap<ManagedObject, Map<string, NodeJS.Timeout>>()

/**
 * Stops a shell service some time after its start, as `UserVars.ESXiShellTimeOut` said at that moment (seconds; 0: never): a
 * changed option holds from the next start (vSphere Security, "Create a Timeout for ESXi Shell Availability").
 */
export function endShellAfterTimeout(world: World, host: ManagedObject, key: string, service: StartedService): void {
  const seconds = shells.includes(key) ? hostOptionNumber(host, 'UserVars.ESXiShellTimeOut', 0) : 0
  const running = countdowns.get(host) ?? new Map<string, NodeJS.Timeout>()
  countdowns.set(host, running)
  clearTimeout(running.get(key))
  running.delete(key)
  if (seconds <= 0) return
  const end = world.parts.now() + seconds * 1000
  const look = () => {
    if (!service.isRunning()) return
    const left = end - world.parts.now()
    if (left <= 0) service.stop()
    else running.set(key, setTimeout(look, Math.min(left, lookMs)).unref())
  }
  running.set(key, setTimeout(look, Math.min(seconds * 1000, lookMs)).unref())
}
