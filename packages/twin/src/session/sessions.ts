import { randomBytes, randomUUID } from 'node:crypto'
import type { DataTypes } from '@sakimori/vim25/types'
import type { Principal } from '../access/access.ts'
import type { FaultPlan } from '../faults/fault-plan.ts'

/** One login. What it made (views, filters, collectors) goes with it. */
export interface Session extends Principal {
  /** The secret that a client sends back, as a cookie or a header. */
  readonly token: string
  /** What others see of it: UserSession.key. */
  readonly key: string
  readonly fullName: string
  readonly loginTime: Date
  readonly ipAddress: string
  readonly userAgent: string
  lastActive: number
  calls: number
  locale: string
  /** Faults that this login asked for; see faults/. */
  readonly faults: FaultPlan | undefined
}

export interface NewSession extends Principal {
  readonly fullName: string
  readonly ipAddress: string
  readonly userAgent: string
  readonly faults?: FaultPlan | undefined
}

/** The sessions of one server, by token. An idle one ends after the configured time. */
export class Sessions {
  readonly #byToken = new Map<string, Session>()
  readonly #idleMs: () => number
  readonly #now: () => number
  readonly #onEnd: (session: Session) => void

  /** `idleMs` is asked at every use (it is a setting); 0 = never ends. */
  constructor(idleMs: () => number, now: () => number, onEnd: (session: Session) => void) {
    this.#idleMs = idleMs
    this.#now = now
    this.#onEnd = onEnd
  }

  open(wanted: NewSession): Session {
    const now = this.#now()
    // Many clients never log out: theirs end when the next one comes.
    for (const held of this.#byToken.values()) this.#endIfIdle(held)
    const session: Session = {
      ...wanted,
      faults: wanted.faults,
      token: randomBytes(20).toString('hex'),
      key: randomUUID(),
      loginTime: new Date(now),
      lastActive: now,
      calls: 0,
      locale: 'en_US',
    }
    this.#byToken.set(session.token, session)
    return session
  }

  /** The live session of a token; being asked for keeps it alive. */
  use(token: string | undefined): Session | undefined {
    const session = token === undefined ? undefined : this.#byToken.get(token)
    if (session === undefined || this.#endIfIdle(session)) return undefined
    session.lastActive = this.#now()
    return session
  }

  end(session: Session): void {
    if (this.#byToken.delete(session.token)) this.#onEnd(session)
  }

  get all(): readonly Session[] {
    return [...this.#byToken.values()].filter((session) => !this.#endIfIdle(session))
  }

  #endIfIdle(session: Session): boolean {
    const idle = this.#idleMs()
    if (idle === 0 || this.#now() - session.lastActive <= idle) return false
    this.end(session)
    return true
  }
}

/** A session as the API shows it. */
export function userSession(session: Session): DataTypes['UserSession'] {
  return {
    _typeName: 'UserSession',
    key: session.key,
    userName: session.name,
    fullName: session.fullName,
    loginTime: session.loginTime.toISOString(),
    lastActiveTime: new Date(session.lastActive).toISOString(),
    locale: session.locale,
    messageLocale: session.locale,
    extensionSession: false,
    ipAddress: session.ipAddress,
    userAgent: session.userAgent,
    callCount: session.calls,
  }
}
