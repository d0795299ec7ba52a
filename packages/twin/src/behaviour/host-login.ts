import type { HostState } from '../estate/estate.ts'
import type { ManagedObject } from '../kernel/store.ts'
import { isRecord, listOf } from '../kernel/values.ts'
import type { LockPolicy } from '../session/accounts.ts'
import { hostOption, hostOptionNumber } from './host-options.ts'

/**
 * When an account of a host locks. ESX counts with pam_tally2: failures add up until a login succeeds, and an attempt on a
 * locked account counts and starts the time anew (pam_tally2(8), `deny` and `unlock_time`). Defaults: vSphere Security 6.5
 * to 8.0, "ESXi Passwords and Account Lockout".
 */
export function hostLockPolicy(host: ManagedObject): LockPolicy {
  return {
    failures: hostOptionNumber(host, 'Security.AccountLockFailures', 5),
    withinSeconds: Number.POSITIVE_INFINITY,
    unlockSeconds: hostOptionNumber(host, 'Security.AccountUnlockTime', 900),
    prolongs: true,
  }
}

/** How long a session of the host may idle: `Config.HostAgent.vmacore.soap.sessionTimeout`, in minutes; 0 = for ever. */
export function hostSessionMs(host: ManagedObject): number {
  return hostOptionNumber(host, 'Config.HostAgent.vmacore.soap.sessionTimeout', 30) * 60_000
}

export type LockdownMode = 'lockdownDisabled' | 'lockdownNormal' | 'lockdownStrict'

export function lockdownModeOf(host: ManagedObject): LockdownMode {
  const config = host.get('config')
  const mode = isRecord(config) ? config['lockdownMode'] : undefined
  return mode === 'lockdownNormal' || mode === 'lockdownStrict' ? mode : 'lockdownDisabled'
}

const isIn = (list: readonly string[], userName: string) =>
  list.some((name) => name.trim().toLowerCase() === userName.toLowerCase())

function isException(host: ManagedObject, userName: string): boolean {
  const { lockdownExceptions = [] } = (host.state ?? {}) as HostState
  return isIn(lockdownExceptions, userName)
}

/** The accounts whose permissions lockdown mode leaves alone (vSphere API, HostAccessManager.ChangeLockdownMode). */
const preserved = ['dcui', 'vpxuser']

/**
 * Whether lockdown mode lets an account use the host's API: exception users keep their permissions, whatever these are, all
 * others lose theirs, in normal and in strict mode (vSphere Security 6.5 to 8.0, "Lockdown Mode Behavior", row "vSphere Web
 * Services API"; HostAccessManager.ChangeLockdownMode). What an exception user may do is left to his role.
 */
export function lockdownAdmits(host: ManagedObject, userName: string): boolean {
  return lockdownModeOf(host) === 'lockdownDisabled' || isIn(preserved, userName) || isException(host, userName)
}

/** An answer with the reason, for people. */
export interface Admission {
  readonly admitted: boolean
  readonly why: string
}

const yes = (why: string): Admission => ({ admitted: true, why })
const no = (why: string): Admission => ({ admitted: false, why })

/**
 * Whether an account may use the Direct Console User Interface (the same table, row "DCUI"): administrators and those in
 * `DCUI.Access`; in normal lockdown mode those in `DCUI.Access`, whatever their rights, and exception users who are
 * administrators; in strict mode nobody, for the DCUI service is stopped.
 */
export function dcuiAdmits(host: ManagedObject, userName: string, isAdministrator: boolean): Admission {
  const mode = lockdownModeOf(host)
  if (mode === 'lockdownStrict') return no('strict lockdown mode stops the DCUI')
  if (!isServiceRunning(host, 'DCUI')) return no('the DCUI service is stopped')
  if (isIn(String(hostOption(host, 'DCUI.Access') ?? 'root').split(','), userName))
    return yes('the account is in DCUI.Access')
  if (!isAdministrator) return no('the account is no administrator and not in DCUI.Access')
  if (mode === 'lockdownDisabled') return yes('the account is an administrator')
  return isException(host, userName)
    ? yes('the account is an exception user and an administrator')
    : no('normal lockdown mode: the account is neither in DCUI.Access nor an exception user')
}

/** Whether a service of a host runs now; one that the host does not tell of is taken to run. */
export function isServiceRunning(host: ManagedObject, key: string): boolean {
  const config = host.get('config')
  const info = isRecord(config) ? config['service'] : undefined
  const list = listOf(isRecord(info) ? info['service'] : undefined)
  const found = list.find((service) => isRecord(service) && service['key'] === key)
  return !isRecord(found) || found['running'] === true
}
