import type { DataTypes } from '@sakimori/vim25/types'
import { adminRole, readOnlyRole } from '../../access/roles.ts'
import { isDomainName, isOfDomain, joinedDomain } from '../../behaviour/active-directory.ts'
import { knownAccounts } from '../../behaviour/host-accounts.ts'
import { lockdownAdmits, lockdownModeOf } from '../../behaviour/host-login.ts'
import {
  hostPermissions,
  isPermissionOf,
  setHostPermissions,
  type HostPermission,
} from '../../behaviour/host-permissions.ts'
import { changeHostState, hostStateOf } from '../../behaviour/host-state.ts'
import {
  isLockdownMode,
  isSameUser,
  setLockdownExceptions,
  setLockdownMode,
  systemUsers,
} from '../../behaviour/lockdown.ts'
import { methodsOf, sessionOf, type Call } from '../../kernel/call.ts'
import { invalidArgument, vimFault } from '../../kernel/fault.ts'
import type { ManagedObject } from '../../kernel/store.ts'
import { hostFor, recordTask, userOf } from './host-call.ts'

type AccessMode = DataTypes['HostAccessControlEntry']['accessMode']

const noAccessRole = -5

/** The modes that are one propagating role on the root; everything else is accessOther (vSphere API, HostAccessMode). */
const modes: readonly (readonly [roleId: number, mode: AccessMode])[] = [
  [adminRole, 'accessAdmin'],
  [readOnlyRole, 'accessReadOnly'],
  [noAccessRole, 'accessNoAccess'],
]

function entryOf({ principal, group, roleId, propagate }: HostPermission): DataTypes['HostAccessControlEntry'] {
  const [, mode = 'accessOther'] = modes.find(([role]) => role === roleId && propagate) ?? []
  return { _typeName: 'HostAccessControlEntry', principal, group, accessMode: mode }
}

const userNotFound = (principal: string) =>
  vimFault('UserNotFound', { principal, unresolved: true }, `The user ${principal} was not found on the host`)

const minimumAdmin = (why: string) => vimFault('AuthMinimumAdminPermission', {}, why)

/**
 * Local groups do not exist on hosts since 5.1; domain names do once the host has joined that domain. Which local accounts
 * there are, a snapshot does not tell: then any may be.
 */
function checkPrincipal(host: ManagedObject, principal: string, isGroup: boolean): void {
  const domain = joinedDomain(host)
  const { accounts } = hostStateOf(host)
  const isKnown = isDomainName(principal)
    ? domain !== undefined && isOfDomain(principal, domain)
    : !isGroup && (accounts === undefined || accounts.some(({ name }) => isSameUser(name)(principal)))
  if (!isKnown) throw userNotFound(principal)
}

/** Whether somebody besides the parts of vSphere could still manage the host. */
function checkManageable(permissions: readonly HostPermission[]): void {
  const isLeft = permissions.some(
    ({ principal, roleId, propagate }) => roleId === adminRole && propagate && !systemUsers.some(isSameUser(principal)),
  )
  if (!isLeft) throw minimumAdmin('The change would leave nobody who can manage the host')
}

/** Who works on the host itself must not lock himself out; a vCenter Server works as vpxuser. */
function checkStaysIn(call: Call, exceptions: readonly string[]): void {
  const { name } = sessionOf(call)
  if (call.world.isHost && ![...systemUsers, ...exceptions].some(isSameUser(name))) {
    throw minimumAdmin(`The user ${name} is not among the lockdown mode exceptions and would lose access`)
  }
}

const withoutTwice = (users: readonly string[]) =>
  users.filter((user, index) => users.findIndex(isSameUser(user)) === index)

export const hostAccessManagerMethods = methodsOf('HostAccessManager', {
  RetrieveHostAccessControlEntries(call) {
    const host = hostFor(call)
    knownAccounts(host)
    return hostPermissions(host).map(entryOf)
  },
  ChangeAccessMode(call, { principal, isGroup, accessMode }) {
    const host = hostFor(call)
    knownAccounts(host)
    const [roleId] = modes.find(([, mode]) => mode === accessMode) ?? []
    if (roleId === undefined && accessMode !== 'accessNone') throw invalidArgument('accessMode')
    checkPrincipal(host, principal, isGroup)
    if (systemUsers.some(isSameUser(principal))) throw invalidArgument('principal', `${principal} is a system user`)
    if (!lockdownAdmits(host, principal)) {
      throw vimFault('SecurityError', {}, `${principal} is no exception user of the host's lockdown mode`)
    }
    const others = hostPermissions(host).filter((held) => !isPermissionOf(principal, isGroup)(held))
    const wanted: readonly HostPermission[] =
      roleId === undefined
        ? others
        : [...others, { _typeName: 'Permission', principal, group: isGroup, roleId, propagate: true }]
    if (lockdownModeOf(host) === 'lockdownDisabled') checkManageable(wanted)
    setHostPermissions(call.world.store, host, wanted)
    recordTask(call, host, 'host.HostAccessManager.changeAccessMode')
    return undefined
  },
  QuerySystemUsers: (call) => [...systemUsers, ...(hostStateOf(hostFor(call)).systemUsers ?? [])],
  UpdateSystemUsers(call, { users = [] }) {
    const host = hostFor(call)
    for (const user of users) {
      if (user.trim() === '' || isDomainName(user) || user.includes('@')) throw invalidArgument('users', `has ${user}`)
      checkPrincipal(host, user, false)
    }
    const added = withoutTwice(users).filter((user) => !systemUsers.some(isSameUser(user)))
    changeHostState(call.world.store, host, { systemUsers: added })
    recordTask(call, host, 'host.HostAccessManager.updateSystemUsers')
    return undefined
  },
  QueryLockdownExceptions: (call) => hostStateOf(hostFor(call)).lockdownExceptions ?? [],
  UpdateLockdownExceptions(call, { users = [] }) {
    const host = hostFor(call)
    for (const user of users) checkPrincipal(host, user, false)
    if (lockdownModeOf(host) !== 'lockdownDisabled') checkStaysIn(call, users)
    setLockdownExceptions(call.world, host, withoutTwice(users), userOf(call))
    recordTask(call, host, 'host.HostAccessManager.updateLockdownExceptions')
    return undefined
  },
  ChangeLockdownMode(call, { mode }) {
    const host = hostFor(call)
    if (!isLockdownMode(mode)) throw invalidArgument('mode')
    if (mode === lockdownModeOf(host)) return undefined
    if (mode !== 'lockdownDisabled') checkStaysIn(call, hostStateOf(host).lockdownExceptions ?? [])
    setLockdownMode(call.world, host, mode, userOf(call))
    recordTask(call, host, 'host.HostAccessManager.changeLockdownMode')
    return undefined
  },
})
