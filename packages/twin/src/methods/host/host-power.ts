import { changeConfig } from '../../behaviour/host-config.ts'
import { powerStateOf, vmsOn } from '../../behaviour/evacuation.ts'
import { changeRuntime, runtimeOf } from '../../behaviour/host-runtime.ts'
import { servicesAfterBoot, servicesOf, setServices, watchShell } from '../../behaviour/host-services.ts'
import { changeHostState, hostStateOf } from '../../behaviour/host-state.ts'
import { methodsOf, startTask, type Call } from '../../kernel/call.ts'
import { vimFault } from '../../kernel/fault.ts'
import type { ManagedObject } from '../../kernel/store.ts'
import type { World } from '../../kernel/world.ts'
import { isRecord } from '../../kernel/values.ts'
import { forgetAnswers } from '../esxcli/recorded.ts'
import { powerOff } from '../vm/power.ts'
import { hostFor, userOf } from './host-call.ts'

/** How long a twin's host is away when it restarts. */
const rebootMs = 1500

function checkMaintenance(host: ManagedObject, force: boolean): void {
  if (!force && !runtimeOf(host).inMaintenanceMode) {
    throw vimFault('InvalidState', {}, 'The host is not in maintenance mode')
  }
}

/** VMs that run go down with their host. */
function stopVms(call: Call, host: ManagedObject): void {
  for (const vm of vmsOn(call.world, host)) if (powerStateOf(vm) === 'poweredOn') powerOff(call, vm)
}

/** Sessions of the host itself end with it. */
function endSessions(world: World): void {
  if (!world.isHost) return
  for (const session of world.parts.sessions.all) world.parts.sessions.end(session)
}

function reboot(call: Call, host: ManagedObject): void {
  const { world } = call
  stopVms(call, host)
  world.events.postEx('esx.audit.host.stop.reboot', userOf(call), host, 'The host is being rebooted.')
  changeRuntime(world, host, { connectionState: 'notResponding' })
  setTimeout(() => boot(world, host), rebootMs).unref()
  setImmediate(() => endSessions(world))
}

/** The image that was installed for this start takes over, with its number and its packages. */
function loadStagedImage(world: World, host: ManagedObject): void {
  const { stagedImage } = hostStateOf(host)
  if (!stagedImage) return
  const { product, packages } = stagedImage
  changeConfig(world.store, host, { product })
  changeHostState(world.store, host, { packages, stagedImage: null })
  forgetAnswers(world.store, host, 'software')
}

/** What a start brings: an image that waited, services by their policy, modules with the options that were set, a new time of the start. */
function boot(world: World, host: ManagedObject): void {
  loadStagedImage(world, host)
  const state = hostStateOf(host)
  if (state.moduleOptions !== undefined)
    changeHostState(world.store, host, { loadedModuleOptions: state.moduleOptions })
  const { tlsProfile } = state.commandLine ?? {}
  if (tlsProfile !== undefined)
    changeHostState(world.store, host, { commandLine: { ...state.commandLine, bootTlsProfile: tlsProfile } })
  if (servicesOf(host).length > 0) setServices(world, host, servicesAfterBoot(host))
  for (const { key, running } of servicesOf(host)) if (running) watchShell(world, host, key)
  const summary = host.get('summary')
  if (isRecord(summary)) world.store.set(host, 'summary', { ...summary, rebootRequired: false })
  changeRuntime(world, host, {
    connectionState: 'connected',
    powerState: 'poweredOn',
    bootTime: world.now().toISOString(),
  })
  world.events.postEx('esx.audit.host.boot', '', host, 'The host has booted.')
  if (!world.isHost) world.events.post('HostConnectedEvent', '', host)
}

function shutDown(call: Call, host: ManagedObject): void {
  const { world } = call
  stopVms(call, host)
  world.events.postEx('esx.audit.host.stop.shutdown', userOf(call), host, 'The host is being shut down.')
  world.events.post('HostShutdownEvent', userOf(call), host, { reason: 'A user asked for it' })
  changeRuntime(world, host, { connectionState: 'notResponding', powerState: 'poweredOff' })
  setImmediate(() => endSessions(world))
}

export const hostPowerMethods = methodsOf('HostSystem', {
  RebootHost_Task(call, { force }) {
    const host = hostFor(call)
    return startTask(call, 'HostSystem.reboot', () => {
      checkMaintenance(host, force)
      reboot(call, host)
    })
  },
  ShutdownHost_Task(call, { force }) {
    const host = hostFor(call)
    if (call.world.isHost && call.world.parts.door === undefined) {
      throw vimFault('NotSupported', {}, 'Nobody could switch a lone host of the twin on again')
    }
    return startTask(call, 'HostSystem.shutdown', () => {
      checkMaintenance(host, force)
      shutDown(call, host)
    })
  },
})
