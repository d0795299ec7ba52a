import { describeMethod, type MethodInfo, type MoRef } from '@sakimori/vim25'
import { extraMethod } from '../methods/extra-methods.ts'
import { handlerOf } from '../methods/index.ts'
import type { Session } from '../session/sessions.ts'
import { demand, gone, notAuthenticated, type Arguments, type Call, type Caller } from './call.ts'
import { VimFault, vimFault } from './fault.ts'
import { isRef, type ManagedObject } from './store.ts'
import type { World } from './world.ts'

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
  const further: Call['further'] = (other, method, more) =>
    invoke(world, { ...wanted, self: other, method, args: more })
  return await handler({ world, self, session, release, from, signal, method: info.name, further }, args)
}

/** A call that the estate does not let through: of a manager it is noted at the owner, with the manager's type. */
function withheldCall(world: World, self: ManagedObject, method: string): VimFault | undefined {
  const owner = self.owner === undefined ? undefined : world.store.get(self.owner)
  return owner?.withheld.get(`${self.ref.type}.${method}()`) ?? self.withheld.get(`${method}()`)
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

/** Nothing silently succeeds: what the twin does not simulate is said in the words of the API. */
function notImplemented(receiver: MoRef, method: string): VimFault {
  return new VimFault(
    { _typeName: 'MethodNotFound', receiver, method },
    `The twin does not simulate ${receiver.type}.${method}`,
  )
}
