import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ServerSettings } from '../../kernel/settings.ts'
import type { World } from '../../kernel/world.ts'
import type { Session } from '../../session/sessions.ts'
import type { Decoder } from './decode.ts'
import { invalid, unauthenticated, type Spelling } from './rest-error.ts'

export type Verb = 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE'

/** One call, as a row answers it. */
export interface RestCall {
  readonly world: World
  readonly settings: ServerSettings
  readonly session: Session | undefined
  readonly spelling: Spelling
  /** Parts of the path by name: `{service}`. */
  readonly path: Readonly<Record<string, string>>
  /** What follows the `?`, by name, without the action. */
  readonly query: ReadonlyMap<string, readonly string[]>
  readonly body: unknown
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

/**
 * One operation in both spellings. Paths are those of `/api`; `/rest` has the same ones, save where `oldPath` says
 * otherwise, and none of what came with or after `/api` itself (7.0 U2).
 */
export interface RestRow {
  readonly verb: Verb
  readonly path: string
  readonly oldPath?: string
  /** `?action=` of /api, `?~action=` of /rest. */
  readonly action?: string
  /** The first API id that has it. */
  readonly since: string
  /** The parameter's name when it is a structure: `/rest` puts the body into a field of that name, `/api` does not. */
  readonly wrap?: string
  /**
   * Who may call: everybody, whoever is logged in, who may read the root folder (the default of a GET), or administrators
   * (the default of the rest). Real servers ask for groups of SSO and, since 7.0, for privileges by operation; this is the
   * nearest that is the same for all.
   */
  readonly for?: 'everybody' | 'users' | 'readers' | 'administrators'
  /** The status of success; 200 with a value and 204 without one when absent. */
  readonly status?: number
  readonly answer: (call: RestCall) => unknown
}

/** A row that shows something. */
export const shows = (
  path: string,
  since: string,
  answer: RestRow['answer'],
  more: Partial<RestRow> = {},
): RestRow => ({
  verb: 'GET',
  path,
  since,
  answer,
  ...more,
})

/** A row that takes a decoded body. */
export function takes<T>(
  verb: Verb,
  path: string,
  since: string,
  decoder: Decoder<T>,
  write: (call: RestCall, wanted: T) => unknown,
  more: Partial<RestRow> = {},
): RestRow {
  return { verb, path, since, answer: (call) => write(call, decoder(call.body, more.wrap ?? 'body')), ...more }
}

/** Replaces fields of the appliance's settings. */
export function change(call: RestCall, fields: Partial<ServerSettings['appliance']>): void {
  call.settings.appliance = { ...call.settings.appliance, ...fields }
}

/** A part of the path that the row names. */
export function part(call: RestCall, name: string): string {
  const found = call.path[name]
  if (found === undefined) throw invalid(name, 'is missing')
  return found
}

export function userOf(call: RestCall): Session {
  if (call.session === undefined) throw unauthenticated()
  return call.session
}
