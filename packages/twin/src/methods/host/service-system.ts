import { findService, setService, type HostService, type ServiceChange } from '../../behaviour/host-services.ts'
import { isHeldByLockdown } from '../../behaviour/lockdown.ts'
import { methodsOf, type Call } from '../../kernel/call.ts'
import { invalidArgument, notFound, vimFault } from '../../kernel/fault.ts'
import type { ManagedObject } from '../../kernel/store.ts'
import { hostConfigFault, hostFor, recordTask, userOf } from './host-call.ts'

/** HostServicePolicy. */
const policies: readonly string[] = ['on', 'off', 'automatic']

function known(host: ManagedObject, id: string): HostService {
  const service = findService(host, id)
  if (service === undefined) throw notFound(`the service ${id}`)
  return service
}

/** While a host is in lockdown mode, whether the DCUI runs is not to be changed (HostAccessManager.ChangeLockdownMode). */
function checkLockdown(host: ManagedObject, { key, label }: HostService): void {
  if (isHeldByLockdown(host, key)) {
    throw vimFault('SecurityError', {}, `${label} cannot be started or stopped while the host is in lockdown mode`)
  }
}

function change(call: Call, host: ManagedObject, key: string, wanted: ServiceChange, verb: string): undefined {
  setService(call.world, host, key, wanted, userOf(call))
  recordTask(call, host, `host.ServiceSystem.${verb}`)
}

/** Starting what runs and stopping what does not are no faults since ESXi 5.0 (vSphere API, HostServiceSystem). */
export const hostServiceSystemMethods = methodsOf('HostServiceSystem', {
  StartService(call, { id }) {
    const host = hostFor(call)
    const service = known(host, id)
    if (service.running) return undefined
    checkLockdown(host, service)
    return change(call, host, id, { running: true }, 'start')
  },
  StopService(call, { id }) {
    const host = hostFor(call)
    const service = known(host, id)
    if (!service.running) return undefined
    checkLockdown(host, service)
    if (service.required) throw hostConfigFault(`${service.label} is required and cannot be stopped`)
    return change(call, host, id, { running: false }, 'stop')
  },
  RestartService(call, { id }) {
    const host = hostFor(call)
    const service = known(host, id)
    checkLockdown(host, service)
    if (service.running) setService(call.world, host, id, { running: false }, userOf(call))
    return change(call, host, id, { running: true }, 'restart')
  },
  UpdateServicePolicy(call, { id, policy }) {
    const host = hostFor(call)
    const service = known(host, id)
    if (service.required) throw invalidArgument('id', `is a required service: ${id}`)
    if (!policies.includes(policy)) throw invalidArgument('policy', `is none of ${policies.join(', ')}`)
    return change(call, host, id, { policy }, 'updatePolicy')
  },
  UninstallService(call, { id }) {
    const service = known(hostFor(call), id)
    if (service.required) throw invalidArgument('id', `is a required service: ${id}`)
    throw vimFault('NotSupported', {}, `${service.label} cannot be uninstalled`)
  },
  /** There is nobody who could have changed the services behind the server's back. */
  RefreshServices(call) {
    hostFor(call)
    return undefined
  },
})
