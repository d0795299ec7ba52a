import type { HostState, LocalAccount } from '../estate/estate.ts'
import type { ManagedObject } from '../kernel/store.ts'
import { vimFault } from '../kernel/fault.ts'
import type { World } from '../kernel/world.ts'
import { Accounts, type LoginFailure } from '../session/accounts.ts'
import { hostLockPolicy } from './host-login.ts'

/** The local accounts that a host has now: `state.accounts` is replaced where one is added, changed or removed. */
export function localAccounts(host: ManagedObject): readonly LocalAccount[] {
  return ((host.state ?? {}) as HostState).accounts ?? []
}

/** The same for those who change them. Throws NotSupported where the estate does not tell which there are. */
export function knownAccounts(host: ManagedObject): readonly LocalAccount[] {
  const { accounts } = (host.state ?? {}) as HostState
  if (accounts === undefined) throw vimFault('NotSupported', {}, 'The accounts of the host are not known to the twin')
  return accounts
}

export interface HostAccountsWanted {
  readonly host: ManagedObject
  readonly now: () => number
  readonly onFailure: (failure: LoginFailure) => void
}

/** Who can log in to a host itself. Follows `state.accounts`: an account that is made can log in, one that is removed cannot. What it may do then: host-permissions.ts. */
export function hostAccounts({ host, now, onFailure }: HostAccountsWanted): Accounts {
  let known: readonly LocalAccount[] = []
  const refresh = (accounts: Accounts): void => {
    const current = localAccounts(host)
    if (current === known) return
    const before = new Map(known.map((account) => [account.name, account]))
    known = current
    for (const account of current) {
      const { name, password, fullName = name } = account
      const held = before.get(name)
      before.delete(name)
      if (held?.password !== password || held.fullName !== account.fullName) {
        accounts.set({ name, password, fullName, groups: [] })
      }
    }
    for (const name of before.keys()) accounts.remove(name)
  }
  const accounts = new Accounts({ policy: () => hostLockPolicy(host), now, refresh, onFailure })
  refresh(accounts)
  return accounts
}

/**
 * The host's own reports of guessed passwords. It counts on while an account is locked, so that the first report of a lock
 * with five allowed failures speaks of six attempts (vobd.log and auth.log of ESXi 6.5 to 8: "locked for 900 seconds after 6
 * failed login attempts", "pam_tally2: user root tally 72, deny 5").
 */
export function reportLoginFailure(world: World, host: ManagedObject, failure: LoginFailure): void {
  const { name, attempts, outcome, unlockSeconds } = failure
  switch (outcome) {
    case 'counted':
      break
    case 'locks':
      world.events.postEx(
        'esx.audit.account.loginfailures',
        '',
        host,
        `Multiple remote login failures detected for ESXi local user account '${name}'.`,
        'warning',
      )
      break
    case 'locked':
      world.events.postEx(
        'esx.audit.account.locked',
        '',
        host,
        `Remote access for ESXi local user account '${name}' has been locked for ${unlockSeconds} seconds after ${attempts} failed login attempts.`,
        'warning',
      )
  }
}
