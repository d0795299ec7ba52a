import { vimFault } from '../kernel/fault.ts'

/** When an account locks, and for how long: of SSO, or of a host (Security.AccountLockFailures, AccountUnlockTime). */
export interface LockPolicy {
  /** Failures before it locks; 0 = never. */
  readonly failures: number
  /** Failures further apart than this do not add up. */
  readonly withinSeconds: number
  /** 0 = until somebody unlocks it. */
  readonly unlockSeconds: number
  /** Whether an attempt on a locked account counts, too, and starts the time anew. */
  readonly prolongs?: boolean
}

export interface Account {
  readonly name: string
  /** '' = nobody can log in with a password. */
  readonly password: string
  readonly groups: readonly string[]
  readonly fullName: string
  readonly disabled?: boolean
  readonly description?: string
}

/** A login that failed, for those who report it. */
export interface LoginFailure {
  readonly name: string
  /** Failures in a row, this one included. */
  readonly attempts: number
  /** What this attempt met, or brought about; `locked` = it was refused because the account had been locked before. */
  readonly outcome: 'counted' | 'locks' | 'locked'
  readonly unlockSeconds: number
}

export interface AccountsWanted {
  /** Asked at every attempt: it is a setting, and follows the setting. */
  readonly policy: () => LockPolicy
  readonly now: () => number
  /** Called before accounts are looked up, where they are kept elsewhere and copied to here. */
  readonly refresh?: (accounts: Accounts) => void
  readonly onFailure?: (failure: LoginFailure) => void
}

interface Failures {
  count: number
  last: number
  lockedAt: number | undefined
}

const fold = (name: string) => name.toLowerCase()

/** Who can log in, and who guessed too often. */
export class Accounts {
  readonly #accounts = new Map<string, Account>()
  readonly #failures = new Map<string, Failures>()
  readonly #wanted: AccountsWanted

  constructor(wanted: AccountsWanted) {
    this.#wanted = wanted
  }

  /** Adds or replaces an account. A new password, as any administrator's reset, ends a lock. */
  set(account: Account): void {
    this.#accounts.set(fold(account.name), account)
    this.#failures.delete(fold(account.name))
  }

  /** Changes an account; what was guessed so far still counts. */
  update(name: string, change: Partial<Omit<Account, 'name'>>): void {
    const account = this.find(name)
    if (account !== undefined) this.#accounts.set(fold(name), { ...account, ...change })
  }

  remove(name: string): boolean {
    this.#failures.delete(fold(name))
    return this.#accounts.delete(fold(name))
  }

  find(name: string): Account | undefined {
    this.#wanted.refresh?.(this)
    return this.#accounts.get(fold(name))
  }

  get all(): readonly Account[] {
    this.#wanted.refresh?.(this)
    return [...this.#accounts.values()]
  }

  isLocked(name: string): boolean {
    const failures = this.#failures.get(fold(name))
    if (failures?.lockedAt === undefined) return false
    const { unlockSeconds } = this.#wanted.policy()
    if (unlockSeconds === 0 || this.#wanted.now() < failures.lockedAt + unlockSeconds * 1000) return true
    this.#failures.delete(fold(name))
    return false
  }

  unlock(name: string): void {
    this.#failures.delete(fold(name))
  }

  /**
   * The account behind a name and password. Throws InvalidLogin, the same whether the name, the password, a lock or a
   * disabled account is the reason: a server does not help who guesses.
   */
  authenticate(name: string, password: string): Account {
    const account = this.find(name)
    if (account === undefined || account.disabled === true) throw invalidLogin()
    if (this.isLocked(name)) {
      this.#meetLock(name)
      throw invalidLogin()
    }
    if (!opens(account, password)) {
      this.#fail(name)
      throw invalidLogin()
    }
    this.#failures.delete(fold(name))
    return account
  }

  /** The same where locks do not hold: at a host's console. Undefined when the name or the password is wrong. */
  verify(name: string, password: string): Account | undefined {
    const account = this.find(name)
    return account !== undefined && opens(account, password) ? account : undefined
  }

  #fail(name: string): void {
    const { failures: limit, withinSeconds, unlockSeconds } = this.#wanted.policy()
    const now = this.#wanted.now()
    const held = this.#failures.get(fold(name))
    const isNear = held !== undefined && now - held.last <= withinSeconds * 1000
    const count = isNear ? held.count + 1 : 1
    const locks = limit > 0 && count >= limit
    this.#failures.set(fold(name), { count, last: now, lockedAt: locks ? now : undefined })
    this.#wanted.onFailure?.({ name, attempts: count, outcome: locks ? 'locks' : 'counted', unlockSeconds })
  }

  #meetLock(name: string): void {
    const { prolongs = false, unlockSeconds } = this.#wanted.policy()
    const held = this.#failures.get(fold(name))
    if (held === undefined) return
    held.count += 1
    held.last = this.#wanted.now()
    if (prolongs) held.lockedAt = held.last
    this.#wanted.onFailure?.({ name, attempts: held.count, outcome: 'locked', unlockSeconds })
  }
}

const opens = (account: Account, password: string): boolean => account.password !== '' && account.password === password

export function invalidLogin(): Error {
  return vimFault('InvalidLogin', {}, 'Cannot complete login due to an incorrect user name or password.')
}
