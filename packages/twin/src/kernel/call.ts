import {
  isSubtype,
  type ManagedType,
  type MethodArgs,
  type MethodName,
  type MethodResult,
  type MoRef,
} from '@sakimori/vim25'
import { noPermission } from '../access/access.ts'
import type { Session } from '../session/sessions.ts'
import { type VimFault, vimFault } from './fault.ts'
import type { ManagedObject } from './store.ts'
import type { World } from './world.ts'

/** One call of a method, as a handler gets it. */
export interface Call {
  readonly world: World
  readonly self: ManagedObject
  /** Undefined only for the few methods that need no login. */
  readonly session: Session | undefined
  /** Index of the API id that the client speaks, never newer than the server's. */
  readonly release: number
  readonly from: Caller
  /** Aborts when the client has gone. */
  readonly signal: AbortSignal
  /** 'ReconfigVM_Task' */
  readonly method: string
  /** Makes another call for the same caller, with everything that is checked of one. */
  readonly further: (self: MoRef, method: string, args: Arguments) => Promise<unknown>
}

/** Where a call came from, and how a login is handed back. */
export interface Caller {
  readonly address: string
  readonly userAgent: string
  /** Makes the session the client's: a cookie, a header. */
  readonly setSession: (session: Session | undefined) => void
}

export type Arguments = Readonly<Record<string, unknown>>
export type Handler = (call: Call, args: Arguments) => unknown
/** Handlers by managed type and method. */
export type MethodTable = Readonly<Record<string, Readonly<Record<string, Handler>>>>

/** Handlers of one managed type, typed by the tables: arguments as they are decoded, results as they are encoded. */
export function methodsOf<T extends ManagedType>(
  type: T,
  handlers: {
    readonly [M in MethodName<T>]?: (
      call: Call,
      args: MethodArgs<T, M>,
    ) => MethodResult<T, M> | Promise<MethodResult<T, M>>
  },
): MethodTable {
  return { [type]: handlers as Readonly<Record<string, Handler>> }
}

/** The session of a call whose method needs a login. */
export function sessionOf(call: Call): Session {
  if (call.session === undefined) throw notAuthenticated(call.self.ref, 'System.View')
  return call.session
}

/** Asks for a privilege on the entity that an object belongs to. Throws NoPermission. */
export function demand(world: World, session: Session, object: ManagedObject, privilege: string): void {
  const entity = world.entityOf(object)
  // On the server itself everybody who is logged in may see what needs no more than seeing.
  const isServer = !isSubtype(object.ref.type, 'ManagedEntity') && object.owner === undefined
  if (isServer && privilege === 'System.View') return
  if (!world.access.has(session, entity, privilege)) throw noPermission(entity, privilege)
}

export function gone(ref: MoRef): VimFault {
  return vimFault(
    'ManagedObjectNotFound',
    { obj: ref as never },
    `The object '${ref.type}:${ref.value}' has already been deleted or has not been completely created`,
  )
}

export function notAuthenticated(ref: MoRef, privilege: string): VimFault {
  const privilegeId = privilege === '' ? 'System.View' : privilege
  return vimFault('NotAuthenticated', { object: ref as never, privilegeId }, 'The session is not authenticated.')
}

/** Starts a task on the call's own object. */
export function startTask(call: Call, descriptionId: string, work: () => unknown, entity = call.self): MoRef<'Task'> {
  const user = sessionOf(call).name
  return call.world.tasks.start({ method: call.method, descriptionId, entity, user, work })
}
