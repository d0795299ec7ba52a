import {
  domainPermissions,
  isDomainName,
  joinDomain,
  joinedDomain,
  leaveDomain,
} from '../../behaviour/active-directory.ts'
import { changeConfig, knownConfigOf } from '../../behaviour/host-config.ts'
import { findService, setService } from '../../behaviour/host-services.ts'
import { hostStateOf } from '../../behaviour/host-state.ts'
import { adminRole } from '../../access/roles.ts'
import { methodsOf, sessionOf, startTask, type Call } from '../../kernel/call.ts'
import { invalidArgument, vimFault } from '../../kernel/fault.ts'
import type { ManagedObject } from '../../kernel/store.ts'
import { invalidLogin } from '../../session/accounts.ts'
import { hostFor, userOf } from './host-call.ts'

/** A domain, and maybe the container that the host's account goes into: 'corp.example/Servers/ESX'. */
const domainPattern = /^([a-z0-9-]+(?:\.[a-z0-9-]+)*)(\/.*)?$/i

/** The service behind the membership, and the ports that it needs. */
const service = 'lwsmd'
const ruleset = 'activeDirectoryAll'

/** Joining starts the service with the host and opens its ports; leaving undoes it. */
function switchService(call: Call, host: ManagedObject, running: boolean): void {
  if (findService(host, service) !== undefined) {
    setService(call.world, host, service, { running, policy: running ? 'on' : 'off' }, userOf(call))
  }
  const { firewall } = knownConfigOf(host)
  if (firewall === undefined) return
  const rules = firewall.ruleset?.map((held) => (held.key === ruleset ? { ...held, enabled: running } : held)) ?? []
  changeConfig(call.world.store, host, { firewall: { ...firewall, ruleset: rules } })
}

const invalidState = (why: string) => vimFault('InvalidState', {}, why)

function checkLeave(call: Call, host: ManagedObject, force: boolean): void {
  if (joinedDomain(host) === undefined) throw invalidState('The host is in no domain')
  if (isDomainName(sessionOf(call).name) && call.world.isHost) {
    throw vimFault('NonADUserRequired', {}, 'Only an account of the host itself can take it out of the domain')
  }
  const held = domainPermissions(host)
  if (held.length > 0 && !force) {
    const names = held.map(({ principal }) => principal).join(', ')
    throw invalidState(`The domain's users and groups have permissions on the host: ${names}`)
  }
  if (!(hostStateOf(host).accounts ?? []).some(({ roleId }) => roleId === adminRole)) {
    throw vimFault('AuthMinimumAdminPermission', {}, 'Without the domain nobody could manage the host')
  }
}

/** The twin has no domain controllers: it takes any account that has a name and a password for one that may join hosts. */
export const hostActiveDirectoryMethods = methodsOf('HostActiveDirectoryAuthentication', {
  JoinDomain_Task(call, { domainName, userName, password }) {
    const host = hostFor(call)
    const [, domain] = domainPattern.exec(domainName) ?? []
    if (domain === undefined) throw invalidArgument('domainName', `is no domain: ${domainName}`)
    const work = () => {
      if (joinedDomain(host) !== undefined) throw invalidState(`The host has joined ${joinedDomain(host)} already`)
      if (userName.trim() === '' || password === '') throw invalidLogin()
      switchService(call, host, true)
      joinDomain(call.world.store, host, domain)
    }
    return startTask(call, 'host.ActiveDirectoryAuthentication.joinDomain', work, host)
  },
  LeaveCurrentDomain_Task(call, { force }) {
    const host = hostFor(call)
    const work = () => {
      checkLeave(call, host, force)
      leaveDomain(call.world.store, host)
      switchService(call, host, false)
    }
    return startTask(call, 'host.ActiveDirectoryAuthentication.leaveCurrentDomain', work, host)
  },
})
