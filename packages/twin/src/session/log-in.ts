import type { MoRef } from '@sakimori/vim25'
import type { Caller } from '../kernel/call.ts'
import { VimFault, vimFault } from '../kernel/fault.ts'
import type { World } from '../kernel/world.ts'
import { FaultPlan, readSentinel, type FaultRule } from '../faults/fault-plan.ts'
import { findHost } from '../faults/interference.ts'
import { invalidLogin } from './accounts.ts'
import type { Session, Sessions } from './sessions.ts'

export interface LoginWanted {
  readonly userName: string
  readonly password: string
  readonly from: Pick<Caller, 'address' | 'userAgent'>
  /** The live session of the caller: a second login in it is refused (facts/vcsim.md §4). */
  readonly before?: Session | undefined
  /** Where the session opens; the sessions of vim25 when absent. */
  readonly into?: Sessions
}

/**
 * Logs in: the account, its lock, and on a host its lockdown mode. Both ends are posted as events. Throws InvalidLogin,
 * NoPermission.
 */
export function logIn(
  world: World,
  { userName, password, from, before, into = world.parts.sessions }: LoginWanted,
): Session {
  const typed = readKnown(world, userName)
  const name = typed?.name ?? userName
  const failed = (type: string) => world.events.post(type, name, undefined, { ipAddress: from.address })
  if (typed === undefined || before !== undefined) {
    failed('BadUsernameSessionEvent')
    throw invalidLogin()
  }
  try {
    const account = world.parts.accounts.authenticate(inDefaultDomain(world, name), password)
    world.parts.admit?.(account.name)
    if (!world.access.knows(account)) throw noEntry(world)
    const session = into.open({
      name: account.name,
      groups: account.groups,
      fullName: account.fullName,
      ipAddress: from.address,
      userAgent: from.userAgent,
      faults: typed.rules.length === 0 ? undefined : new FaultPlan(typed.rules),
    })
    world.events.post('UserLoginSessionEvent', account.name, undefined, {
      ipAddress: from.address,
      userAgent: from.userAgent,
      locale: 'en_US',
      sessionId: session.key,
    })
    return session
  } catch (error) {
    if (error instanceof VimFault) {
      failed(error.fault._typeName === 'NoPermission' ? 'NoAccessUserEvent' : 'BadUsernameSessionEvent')
    }
    throw error
  }
}

/** A vCenter Server takes a name without a domain for one of its default domain (vSphere Authentication, "Identity Sources"). */
function inDefaultDomain({ parts: { accounts, settings } }: World, name: string): string {
  if (settings === undefined || /[@\\]/.test(name) || accounts.find(name) !== undefined) return name
  return `${name}@${settings.sso.defaultDomain ?? settings.domain}`
}

/** What was typed after the name, where every host in it exists: a fault that could not happen is no fault asked for. */
function readKnown(world: World, userName: string): ReturnType<typeof readSentinel> {
  const typed = readSentinel(userName)
  const isKnown = ({ action }: FaultRule) =>
    action.kind !== 'unresponsive' || findHost(world, action.host) !== undefined
  return typed?.rules.every(isKnown) === true ? typed : undefined
}

export function logOut(world: World, session: Session, from: Sessions = world.parts.sessions): void {
  from.end(session)
  world.events.post('UserLogoutSessionEvent', session.name, undefined, {
    ipAddress: session.ipAddress,
    userAgent: session.userAgent,
    callCount: session.calls,
    sessionId: session.key,
    loginTime: session.loginTime.toISOString(),
  })
}

/**
 * What a server says to a user whose password is right and who has no right anywhere: not given one, or kept out by a host's
 * lockdown mode, which takes all permissions away (vSphere API: SessionManager.Login, NoPermission;
 * HostAccessManager.ChangeLockdownMode).
 */
export function noEntry(world: World): VimFault {
  const folder = world.rootFolder as MoRef<'ManagedObject'>
  return vimFault(
    'NoPermission',
    { object: folder, privilegeId: 'System.View' },
    'Permission to perform this operation was denied.',
  )
}
