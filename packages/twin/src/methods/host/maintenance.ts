import { blockingVms, evacuate } from '../../behaviour/evacuation.ts'
import { changeRuntime, runtimeOf } from '../../behaviour/host-runtime.ts'
import { methodsOf, startTask, type Call } from '../../kernel/call.ts'
import { vimFault } from '../../kernel/fault.ts'
import type { ManagedObject } from '../../kernel/store.ts'
import { hostFor, userOf } from './host-call.ts'

interface Wanted {
  /** Seconds; 0 or less: no end is given. */
  readonly timeout: number
  readonly poweredOff: boolean
}

/** How often a task that waits looks at the twin's clock, which a test may have moved. */
const lookMs = 200

async function enter(call: Call, host: ManagedObject, wanted: Wanted): Promise<void> {
  const { world } = call
  const user = userOf(call)
  if (runtimeOf(host).inMaintenanceMode) throw vimFault('InvalidState', {}, 'The host is in maintenance mode already')
  world.events.post('EnteringMaintenanceModeEvent', user, host)
  world.events.postEx('esx.audit.maintenancemode.entering', user, host, 'The host has begun entering maintenance mode.')
  if (!world.isHost) evacuate(world, host, wanted.poweredOff)
  try {
    await untilEmpty(call, host, wanted)
  } catch (error) {
    world.events.postEx(
      'esx.audit.maintenancemode.failed',
      user,
      host,
      'The host has failed entering maintenance mode.',
      'error',
    )
    throw error
  }
  changeRuntime(world, host, { inMaintenanceMode: true })
  world.events.post('EnteredMaintenanceModeEvent', user, host)
  world.events.postEx('esx.audit.maintenancemode.entered', user, host, 'The host has entered maintenance mode.')
}

/**
 * Waits until no VM is in the way. Throws Timedout at the end of the time; a real server waits for ever where none is given,
 * the twin says at once what is in the way (InvalidState).
 */
async function untilEmpty({ world }: Call, host: ManagedObject, { timeout, poweredOff }: Wanted): Promise<void> {
  const inTheWay = () => blockingVms(world, host, poweredOff)
  const names = () =>
    inTheWay()
      .map((vm) => world.nameOf(vm))
      .join(', ')
  if (inTheWay().length > 0 && timeout <= 0) {
    throw vimFault('InvalidState', {}, `VMs are on the host and cannot be moved: ${names()}`)
  }
  const end = world.parts.now() + timeout * 1000
  while (inTheWay().length > 0) {
    const left = end - world.parts.now()
    if (left <= 0) throw vimFault('Timedout', {}, `VMs are still on the host: ${names()}`)
    await world.store.nextChange(AbortSignal.timeout(Math.min(left, lookMs)))
  }
}

function exit(call: Call, host: ManagedObject): void {
  const { world } = call
  const user = userOf(call)
  if (!runtimeOf(host).inMaintenanceMode) throw vimFault('InvalidState', {}, 'The host is not in maintenance mode')
  changeRuntime(world, host, { inMaintenanceMode: false })
  world.events.post('ExitMaintenanceModeEvent', user, host)
  world.events.postEx('esx.audit.maintenancemode.exited', user, host, 'The host has exited maintenance mode.')
}

/** What a maintenanceSpec says is about vSAN, which the twin has none of: it changes nothing. */
export const maintenanceMethods = methodsOf('HostSystem', {
  EnterMaintenanceMode_Task(call, { timeout, evacuatePoweredOffVms = false }) {
    const host = hostFor(call)
    const poweredOff = evacuatePoweredOffVms && !call.world.isHost
    return startTask(call, 'HostSystem.enterMaintenanceMode', () => enter(call, host, { timeout, poweredOff }))
  },
  ExitMaintenanceMode_Task(call) {
    const host = hostFor(call)
    return startTask(call, 'HostSystem.exitMaintenanceMode', () => exit(call, host))
  },
})
