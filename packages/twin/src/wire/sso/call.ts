import type { Caller } from '../../kernel/call.ts'
import type { ServerSettings } from '../../kernel/settings.ts'
import type { World } from '../../kernel/world.ts'
import type { Account } from '../../session/accounts.ts'
import type { Session } from '../../session/sessions.ts'
import { SsoFault, type Content } from './envelope.ts'
import { at, type Element } from '../../xml/element.ts'

/** One call of the administration service. */
export interface SsoCall {
  readonly world: World
  readonly settings: ServerSettings
  /** Who calls: by a session, or by a token that came with the call. */
  readonly user: Account
  readonly session: Session | undefined
  readonly from: Caller
  /** The element of the method; its children are the parameters. */
  readonly arguments: Element
}

/** A method of these services. */
export interface SsoMethod {
  /** Whether only administrators of SSO may call it. */
  readonly administrators: boolean
  readonly answer: (call: SsoCall) => Content
}

/** Methods by type of object and name. */
export type SsoMethods = Readonly<Record<string, Readonly<Record<string, SsoMethod>>>>

export const reads = (answer: SsoMethod['answer']): SsoMethod => ({ administrators: false, answer })
export const writes = (answer: SsoMethod['answer']): SsoMethod => ({ administrators: true, answer })

/** The text of a parameter, or of a field of it. Throws InvalidArgument when it is missing. */
export function wanted(call: SsoCall, ...path: readonly string[]): string {
  const found = at(call.arguments, ...path)
  if (found === undefined) throw invalid(path.join('.'), 'is missing')
  return found.text.trim()
}

/** A whole number of a parameter. */
export function wantedNumber(call: SsoCall, ...path: readonly string[]): number {
  const text = wanted(call, ...path)
  if (!/^-?\d{1,10}$/.test(text)) throw invalid(path.join('.'), 'is no whole number')
  return Number(text)
}

/** All principals that a parameter names, as they were sent. */
export function principals(call: SsoCall, name: string): readonly { readonly name: string; readonly domain: string }[] {
  return call.arguments.children
    .filter((child) => child.name === name)
    .map((child) => ({ name: at(child, 'name')?.text.trim() ?? '', domain: at(child, 'domain')?.text.trim() ?? '' }))
}

export const invalid = (property: string, why: string) =>
  new SsoFault('InvalidArgument', `A specified parameter was not correct: ${property} ${why}`, {
    invalidProperty: property,
  })

/** Says in the server's log what somebody changed, as single sign-on reports it. */
export function audit(call: SsoCall, topic: string, message: string): void {
  call.world.events.postEx(`com.vmware.sso.${topic}`, call.user.name, undefined, message)
}
