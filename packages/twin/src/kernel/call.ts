import {
  describeMethod,
  isSubtype,
  type ManagedType,
  type MethodArgs,
  type MethodInfo,
  type MethodName,
  type MethodResult,
  type MoRef,
} from '@sakimori/vim25'
import { noPermission } from '../access/access.ts'
import { extraMethod } from '../methods/extra-methods.ts'
import { handlerOf } from '../methods/index.ts'
import type { Session } from '../session/sessions.ts'
import { VimFault, vimFault } from './fault.ts'
import { isRef, type ManagedObject } from './store.ts'
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

/** The method of an object's own type, if the server's release has it. */
export function methodOf(world: World, self: MoRef, name: string): MethodInfo | undefined {
  const type = world.find(self)?.ref.type ?? self.type
  const info = describeMethod(type, name) ?? extraMethod(name)
  return info !== undefined && info.since <= world.release ? info : undefined
}

export interface Invocation {
  readonly self: MoRef
  readonly method: string
  readonly args: Arguments
  readonly session: Session | undefined
  readonly release: number
  readonly from: Caller
  readonly signal: AbortSignal
}

/** Asked by RetrieveProperties and the like even without a login: they answer NotAuthenticated property by property. */
const anonymous = new Set(['RetrieveProperties', 'RetrievePropertiesEx', 'Fetch'])

/**
 * Calls a method: finds object and handler, checks login, arguments and privileges in the order in which a server does.
 * Throws VimFault. The result is as the handler gives it.
 */
export async function invoke(world: World, wanted: Invocation): Promise<unknown> {
  const self = world.find(wanted.self)
  if (self === undefined || isForeign(self, wanted.session)) throw gone(wanted.self)
  const info = methodOf(world, self.ref, wanted.method)
  const withheld = withheldCall(world, self, wanted.method)
  if (withheld !== undefined && wanted.session !== undefined) throw withheld
  const handler = info === undefined ? undefined : handlerOf(self.ref.type, info.name)
  if (info === undefined || handler === undefined) throw notImplemented(self.ref, wanted.method)
  const { session } = wanted
  const isOpen = info.privilege === 'System.Anonymous' || anonymous.has(info.name)
  if (session === undefined && !isOpen) throw notAuthenticated(self.ref, info.privilege)
  const args = completeArguments(info, wanted.args)
  if (session !== undefined) {
    session.calls += 1
    checkPrivileges(world, session, self, info, args)
  }
  const { release, from, signal } = wanted
  return await handler({ world, self, session, release, from, signal, method: info.name }, args)
}

/** A call that the estate does not let through: of a manager it is noted at the owner, with the manager's type. */
function withheldCall(world: World, self: ManagedObject, method: string): VimFault | undefined {
  const owner = self.owner === undefined ? undefined : world.store.get(self.owner)
  return owner?.withheld.get(`${self.ref.type}.${method}()`) ?? self.withheld.get(`${method}()`)
}

/** The session of a call whose method needs a login. */
export function sessionOf(call: Call): Session {
  if (call.session === undefined) throw notAuthenticated(call.self.ref, 'System.View')
  return call.session
}

/** Whether a private object (a view, a filter) belongs to another session. */
function isForeign(object: ManagedObject, session: Session | undefined): boolean {
  return object.sessionKey !== undefined && object.sessionKey !== session?.key
}

/** Every parameter that must be there: an empty list is nothing on the wire. Throws InvalidRequest. */
function completeArguments(info: MethodInfo, args: Arguments): Arguments {
  const missing = info.params.filter(({ name, optional }) => !optional && args[name] === undefined)
  const needed = missing.find(({ array }) => !array)
  if (needed !== undefined) throw vimFault('InvalidRequest', {}, `Required parameter ${needed.name} is missing`)
  return missing.length === 0 ? args : { ...args, ...Object.fromEntries(missing.map(({ name }) => [name, []])) }
}

function checkPrivileges(world: World, session: Session, self: ManagedObject, info: MethodInfo, args: Arguments): void {
  if (info.privilege !== '' && info.privilege !== 'System.Anonymous' && self.sessionKey === undefined) {
    demand(world, session, self, info.privilege)
  }
  for (const param of info.params) {
    for (const ref of [args[param.name]].flat().filter(isRef)) {
      const object = world.find(ref)
      if (object === undefined || isForeign(object, session)) throw gone(ref)
      if (param.privilege !== '') demand(world, session, object, param.privilege)
    }
  }
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

/** Nothing silently succeeds: what the twin does not simulate is said in the words of the API. */
function notImplemented(receiver: MoRef, method: string): VimFault {
  return new VimFault(
    { _typeName: 'MethodNotFound', receiver, method },
    `The twin does not simulate ${receiver.type}.${method}`,
  )
}

/** Starts a task on the call's own object. */
export function startTask(call: Call, descriptionId: string, work: () => unknown, entity = call.self): MoRef<'Task'> {
  const user = sessionOf(call).name
  return call.world.tasks.start({ method: call.method, descriptionId, entity, user, work })
}

/** Runs `stop` when the client goes. */
export function onAbort(signal: AbortSignal, stop: () => void): void {
  if (signal.aborted) stop()
  else signal.addEventListener('abort', stop, { once: true })
}
