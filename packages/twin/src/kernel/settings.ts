import type { ApplianceSettings, Refusals, SsoSettings } from '../estate/estate.ts'
import type { LockPolicy } from '../session/accounts.ts'
import { Sessions } from '../session/sessions.ts'
import { ServerTls } from '../tls/server-tls.ts'

/**
 * What a vCenter Server keeps besides its managed objects: single sign-on and the appliance, with the sessions of their own
 * interfaces. Values are replaced, never changed in place; whoever asks gets what holds now.
 */
export class ServerSettings {
  sso: SsoSettings
  appliance: ApplianceSettings
  /** What cannot be read; writing it ends that. */
  refused: Refusals = {}
  /** Sessions of /api and /rest: a session of one interface is none of another (facts/vcsim.md §4). */
  readonly restSessions: Sessions
  /** Sessions of the SSO administration service. */
  readonly ssoSessions: Sessions
  readonly tls = new ServerTls()
  /** The server's start, in milliseconds. */
  readonly started: number

  constructor(sso: SsoSettings, appliance: ApplianceSettings, idleMs: () => number, now: () => number) {
    this.sso = sso
    this.appliance = appliance
    this.restSessions = new Sessions(idleMs, now, () => undefined)
    this.ssoSessions = new Sessions(idleMs, now, () => undefined)
    this.started = now()
  }

  /** The domain of single sign-on's own users and groups. */
  get domain(): string {
    return this.sso.domain ?? 'vsphere.local'
  }

  /** When SSO locks an account; AccountLockoutPolicy. */
  get lock(): LockPolicy {
    const { maxFailedAttempts, failedAttemptIntervalSec, unlockIntervalSec } = this.sso
    return { failures: maxFailedAttempts, withinSeconds: failedAttemptIntervalSec, unlockSeconds: unlockIntervalSec }
  }
}
