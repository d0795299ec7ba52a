import { isVimError, VimError } from '../errors.ts'
import type { DataTypes } from '../generated/types.ts'
import type { Secret } from '../secret.ts'
import type { MoRef } from '../values.ts'
import type { Channel, MethodCall, OpenReply } from './channel.ts'
import { isSafeToRepeat, withRetry } from './retry.ts'
import { Semaphore } from './semaphore.ts'

/** A consumer that leaves, maybe by Ctrl-C, does not wait longer for a server that does not answer. */
const tidyTimeoutMs = 5000

export type ServiceContent = DataTypes['ServiceContent']
export type UserSession = DataTypes['UserSession']

export interface Credentials {
  readonly userName: string
  readonly password: Secret
}

/** Calls within a login: at most so many at once, repeated where that is safe, logged in again when the session ran out. */
export class Session {
  readonly channel: Channel
  readonly content: ServiceContent
  readonly #slots: Semaphore
  #credentials: Credentials | undefined
  #login: Promise<UserSession> | undefined
  /** Counts logins, so that a call knows whether another one already renewed the session that it found expired. */
  #generation = 0

  constructor(channel: Channel, content: ServiceContent, concurrency: number) {
    this.channel = channel
    this.content = content
    this.#slots = new Semaphore(concurrency)
  }

  get generation(): number {
    return this.#generation
  }

  async login(credentials: Credentials): Promise<UserSession> {
    const user = await this.#startLogin(credentials)
    this.#credentials = credentials
    return user
  }

  /** What the login was made with; `undefined` when nobody is logged in. */
  get credentials(): Credentials | undefined {
    return this.#credentials
  }

  /** Ends the session; one that had already run out is as good as ended. */
  async logout(): Promise<void> {
    const { sessionManager } = this.content
    if (this.#credentials === undefined || sessionManager === undefined) return
    this.#credentials = undefined
    try {
      await this.#once({ ref: sessionManager, method: 'Logout', args: {} })
    } catch (error) {
      if (!isVimError(error, 'notAuthenticated')) throw error
    } finally {
      this.channel.transport.forgetSession()
    }
  }

  /** Logs in again unless that happened since `generation`; throws `because` when nobody ever logged in. */
  async renew(generation: number, because: VimError): Promise<void> {
    if (this.#credentials === undefined) throw because
    if (generation !== this.#generation) return
    // Several calls may find the session expired at once: one logs in for all.
    this.#login ??= this.#startLogin(this.#credentials).finally(() => (this.#login = undefined))
    await this.#login
  }

  /** One call with its whole reply. A call that changes something is never sent twice. */
  async call(call: MethodCall): Promise<unknown> {
    const isSafe = call.safe ?? isSafeToRepeat(call.method)
    const generation = this.#generation
    try {
      return await withRetry(isSafe, call.signal, () => this.#once(call))
    } catch (error) {
      if (!isVimError(error, 'notAuthenticated') || call.method === 'Login') throw error
      await this.renew(generation, error)
      if (!isSafe) throw error
      return this.#once(call)
    }
  }

  /**
   * A call whose reply is decoded as it is read. It holds a slot only until the reply begins: a consumer that makes calls
   * between two objects would otherwise wait for a slot that its own retrieval holds. No retry, no renewal.
   */
  async open(call: MethodCall): Promise<OpenReply> {
    const release = await this.#slots.acquire()
    try {
      return await this.channel.send(call)
    } finally {
      release()
    }
  }

  /** A call that waits on the server for long, outside the slots: it costs nothing there. */
  async wait(call: MethodCall): Promise<unknown> {
    return readAll(await this.channel.send(call))
  }

  /**
   * Frees something on the server, on the way out. It fails where the session or the server is gone, and with it what was
   * to be freed; the error that led here, if any, is the one to report.
   */
  async tidy(ref: MoRef, method: string, args: MethodCall['args'] = {}): Promise<void> {
    try {
      await this.wait({ ref, method, args, replyTimeoutMs: tidyTimeoutMs })
    } catch (error) {
      if (!isVimError(error)) throw error
    }
  }

  async #once(call: MethodCall): Promise<unknown> {
    const release = await this.#slots.acquire()
    try {
      return await readAll(await this.channel.send(call))
    } finally {
      release()
    }
  }

  async #startLogin({ userName, password }: Credentials): Promise<UserSession> {
    const { sessionManager } = this.content
    if (sessionManager === undefined) throw new VimError('notVimServer', 'the server names no SessionManager')
    // A second Login within a live session is refused as InvalidLogin (facts/vcsim.md §4).
    this.channel.transport.forgetSession()
    const args = { userName, password: password.reveal() }
    const user = await this.#once({ ref: sessionManager, method: 'Login', args })
    this.#generation += 1
    return user as UserSession
  }
}

/** Reads a reply to its end and returns the value. */
export async function readAll(reply: OpenReply): Promise<unknown> {
  const reading = reply.read()
  for (;;) {
    const step = await reading.next()
    if (step.done === true) return step.value
  }
}
