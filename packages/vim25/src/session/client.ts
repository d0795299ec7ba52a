import { retrieveObjects, type RetrieveOptions } from '../collector/retrieve.ts'
import { waitForTask, watchObjects, type Update, type WatchOptions } from '../collector/watch.ts'
import { isVimError, VimError } from '../errors.ts'
import type { TaskInfo } from '../generated/types.ts'
import type {
  CheckedRequest,
  ManagedType,
  MethodArgs,
  MethodName,
  MethodResult,
  PropertyRequest,
  RetrievedOf,
} from '../paths.ts'
import { methodKnownTo, pathKnownTo } from '../schema/describe.ts'
import type { MethodInfo } from '../schema/tables.ts'
import type { MoRef } from '../values.ts'
import type { Protocol } from './channel.ts'
import { exchange, type Exchange, type ExchangeReply } from '../transport/exchange.ts'
import type { Credentials, ServiceContent, Session, UserSession } from './session.ts'

export interface CallOptions {
  readonly signal?: AbortSignal
}

/** A connection to one vCenter Server or ESX host, as `connect` makes it. */
export class VimClient {
  readonly #session: Session
  #keepAlive: NodeJS.Timeout | undefined

  constructor(session: Session) {
    this.#session = session
  }

  /** The negotiated API id, such as '8.0.3.0'. */
  get release(): string {
    return this.#session.channel.release
  }

  /** What is spoken: SOAP or VI JSON. */
  get protocol(): Protocol {
    return this.#session.channel.protocol
  }

  /** 'https://vcenter.example.com/sdk', without credentials. */
  get endpoint(): string {
    return this.#session.channel.endpoint
  }

  /** The roots of the API: rootFolder, sessionManager, setting, …, and `about`. */
  get content(): ServiceContent {
    return this.#session.content
  }

  /** Whether this is a lone ESX host rather than a vCenter Server. */
  get isHost(): boolean {
    return this.content.about.apiType === 'HostAgent'
  }

  /** Whether the negotiated release knows the property path or the method. */
  knows(type: ManagedType, pathOrMethod: string): boolean {
    return pathKnownTo(this.release, type, pathOrMethod) || methodKnownTo(this.release, type, pathOrMethod)
  }

  /**
   * Logs in, and keeps the credentials (masked) to log in again when the session runs out. Throws VimError `invalidLogin`.
   * Asking for the time every `keepAliveMinutes` keeps the session from running out while the client is idle.
   */
  async login(credentials: Credentials, options: { readonly keepAliveMinutes?: number } = {}): Promise<UserSession> {
    const user = await this.#session.login(credentials)
    this.#startKeepAlive(options.keepAliveMinutes ?? 10)
    return user
  }

  /** Ends the session on the server; does nothing when nobody is logged in. */
  async logout(): Promise<void> {
    clearInterval(this.#keepAlive)
    await this.#session.logout()
  }

  /** Logs out and closes all connections. An unreachable server does not keep the client from closing. */
  async close(): Promise<void> {
    try {
      await this.logout()
    } catch (error) {
      if (!isVimError(error)) throw error
    } finally {
      await this.#session.channel.transport.close()
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  /**
   * Calls a method. Reads are repeated after a lost connection and after an expired session; a call that changes something
   * is sent once only. Throws VimError; a fault of the server comes as `fault`, `noPermission`, `notAuthenticated` or
   * `invalidLogin`.
   */
  async call<T extends ManagedType, M extends MethodName<T>>(
    ref: MoRef<T>,
    method: M,
    args: MethodArgs<T, M>,
    options: CallOptions = {},
  ): Promise<MethodResult<T, M>> {
    const untyped = args as Readonly<Record<string, unknown>>
    const result: unknown = await this.#session.call({ ref, method, args: untyped, signal: options.signal })
    // The decoder reads by the same tables that the types were made from; tsc needs the assertion that the linter does not.
    // oxlint-disable-next-line typescript/no-unnecessary-type-assertion
    return result as MethodResult<T, M>
  }

  /**
   * Calls a method that no published table has, in SOAP, as `call` does. `safe` says that asking twice changes nothing.
   */
  async callUnlisted(
    ref: MoRef,
    unlisted: MethodInfo,
    args: Readonly<Record<string, unknown>>,
    { safe, signal }: CallOptions & { readonly safe: boolean },
  ): Promise<unknown> {
    return await this.#session.call({ ref, method: unlisted.name, unlisted, args, safe, signal })
  }

  /**
   * Reads properties of many objects: of all of a type (everywhere under the root folder, subtypes included), or of named
   * ones. Objects come as they are decoded, in no order. A path that does not exist does not compile; one that the
   * server's release lacks throws `notInRelease`: ask `knows` first.
   */
  retrieve<const R extends PropertyRequest>(
    requests: readonly (R & CheckedRequest<R>)[],
    options: RetrieveOptions = {},
  ): AsyncGenerator<RetrievedOf<R>> {
    // The decoder reads by the same tables that the types were made from.
    return retrieveObjects(this.#session, requests, options) as AsyncGenerator<RetrievedOf<R>>
  }

  /** Follows properties: see `Update`. Ends when the consumer stops, or with VimError `aborted`. */
  watch<const R extends PropertyRequest>(
    requests: readonly (R & CheckedRequest<R>)[],
    options: WatchOptions = {},
  ): AsyncGenerator<Update> {
    return watchObjects(this.#session, requests, options)
  }

  /** Waits for the end of a task; throws VimError `taskFailed` with the task's fault. */
  async waitForTask(task: MoRef<'Task'>, options: CallOptions = {}): Promise<TaskInfo> {
    return waitForTask(this.#session, task, options)
  }

  /**
   * One call of another interface of the same server (REST, single sign-on): with the trust of this connection, so a pin
   * cannot be forgotten, and without its session. Any HTTP status is an answer. Throws VimError.
   */
  async exchange(call: Exchange): Promise<ExchangeReply> {
    return exchange(this.#session.channel.transport, call)
  }

  /**
   * Lends what the login was made with to a login at another interface of the same server. Throws VimError
   * `notAuthenticated` when nobody is logged in.
   */
  async withCredentials<T>(use: (credentials: Credentials) => Promise<T>): Promise<T> {
    const { credentials } = this.#session
    if (credentials === undefined) throw new VimError('notAuthenticated', `${this.endpoint}: nobody is logged in`)
    return use(credentials)
  }

  #startKeepAlive(minutes: number): void {
    clearInterval(this.#keepAlive)
    this.#keepAlive = setInterval(() => void this.#stayAlive(), minutes * 60_000)
    this.#keepAlive.unref()
  }

  /** A failure is not lost: the next call meets the same one and reports it. */
  async #stayAlive(): Promise<void> {
    try {
      await this.#session.call({
        ref: { type: 'ServiceInstance', value: 'ServiceInstance' },
        method: 'CurrentTime',
        args: {},
      })
    } catch (error) {
      if (!(error instanceof VimError)) throw error
    }
  }
}
