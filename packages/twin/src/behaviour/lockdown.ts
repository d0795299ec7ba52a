import { adminRole } from '../access/roles.ts'
import type { ManagedObject } from '../kernel/store.ts'
import type { World } from '../kernel/world.ts'
import { changeConfig } from './host-config.ts'
import { lockdownModeOf, type LockdownMode } from './host-login.ts'
import { hostOption } from './host-options.ts'
import { findService, setService } from './host-services.ts'
import { changeHostState, hostStateOf } from './host-state.ts'

/** The accounts that the parts of vSphere use among themselves: always among those of QuerySystemUsers. */
export const systemUsers: readonly string[] = ['dcui', 'vpxuser']

const modes: readonly string[] = ['lockdownDisabled', 'lockdownNormal', 'lockdownStrict']

/** Whether a text from a client is one of the modes. */
export const isLockdownMode = (mode: string): mode is LockdownMode => modes.includes(mode)

const fold = (name: string) => name.toLowerCase()

/** Whether two account names are the same: a host compares them without regard to case, as the twin does all names. */
export const isSameUser = (a: string) => (b: string) => fold(a) === fold(b)

/**
 * Puts a host into a lockdown mode or takes it out: strict mode stops the DCUI, the others start it. Which permissions hold
 * follows from the mode (host-permissions.ts). The same mode again changes nothing (vSphere API,
 * HostAccessManager.ChangeLockdownMode).
 */
export function setLockdownMode(world: World, host: ManagedObject, mode: LockdownMode, user: string): void {
  const before = lockdownModeOf(host)
  if (before === mode) return
  changeConfig(world.store, host, { lockdownMode: mode, adminDisabled: mode !== 'lockdownDisabled' })
  setService(world, host, 'DCUI', { running: mode !== 'lockdownStrict' }, user)
  if (mode === 'lockdownDisabled') keepManageable(world, host)
  if (before !== 'lockdownDisabled' && mode !== 'lockdownDisabled') return
  const state = mode === 'lockdownDisabled' ? 'disabled' : 'enabled'
  world.events.postEx(`esx.audit.lockdownmode.${state}`, user, host, `Host lockdown mode has been ${state}.`)
}

/** Whether the state of a service follows from the lockdown mode, and from nothing else. */
export function isHeldByLockdown(host: ManagedObject, service: string): boolean {
  return service === 'DCUI' && lockdownModeOf(host) !== 'lockdownDisabled' && findService(host, service) !== undefined
}

/** Without anybody else who can manage the host, those in DCUI.Access become administrators (the same place). */
function keepManageable(world: World, host: ManagedObject): void {
  const { accounts, permissions = [] } = hostStateOf(host)
  if (accounts === undefined) return
  const isHuman = (name: string) => !systemUsers.some(isSameUser(name))
  const isManaged =
    accounts.some(({ name, roleId }) => roleId === adminRole && isHuman(name)) ||
    permissions.some(({ roleId }) => roleId === adminRole)
  if (isManaged) return
  const listed = String(hostOption(host, 'DCUI.Access') ?? '')
    .split(',')
    .map((name) => name.trim())
  changeHostState(world.store, host, {
    accounts: accounts.map((account) =>
      listed.some(isSameUser(account.name)) ? { ...account, roleId: adminRole } : account,
    ),
  })
}

/** Replaces the users whom lockdown mode leaves their permissions. */
export function setLockdownExceptions(world: World, host: ManagedObject, users: readonly string[], user: string): void {
  changeHostState(world.store, host, { lockdownExceptions: users })
  const list = users.length === 0 ? 'empty' : users.join(', ')
  const message = `The list of lockdown exception users has been changed to: ${list}.`
  world.events.postEx('esx.audit.lockdownmode.exceptions.changed', user, host, message)
}
