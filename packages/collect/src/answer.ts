import type { MissingNote } from '@sakimori/core/model'
import { isVimError, type VimClient, type VimErrorCode } from '@sakimori/vim25'
import type { DraftObject } from './draft.ts'

/** What another interface of the server said: a value, or why there is none. */
export type Answer<T = unknown> =
  | { readonly given: true; readonly value: T }
  | { readonly given: false; readonly note: MissingNote }

/** What the other interfaces need of the client: the way to its server, and what it logged in with. */
export type Messenger = Pick<VimClient, 'release' | 'isHost' | 'exchange' | 'withCredentials'>

export const given = <T>(value: T): Answer<T> => ({ given: true, value })

export const refused = (why: MissingNote['why'], detail: string): Answer<never> => ({
  given: false,
  note: { why, detail },
})

/** Files an answer, and nothing where the value is unset: the path was asked for. */
export function fileAnswer(draft: DraftObject, path: string, answer: Answer): void {
  if (!answer.given) draft.missing[path] = answer.note
  else if (answer.value !== undefined) draft.values[path] = answer.value
}

/** What must not hide in missing values. */
const ends: ReadonlySet<VimErrorCode> = new Set(['tls', 'pinMismatch', 'aborted', 'badRequest', 'notAuthenticated'])

/**
 * An interface that breaks down takes its own values with it and no others. Trust is not its business: it was established
 * before anybody logged in, and if it is lost now the collection ends; so it does when the user asks for it.
 */
export async function orRefused<T>(ask: () => Promise<Answer<T>>): Promise<Answer<T>> {
  try {
    return await ask()
  } catch (error) {
    if (!isVimError(error) || ends.has(error.code)) throw error
    return refused('fault', error.code)
  }
}

/** An HTTP status that says nothing more. */
export function refusedByStatus(status: number, detail = `HTTP ${status}`): Answer<never> {
  if (status === 401 || status === 403) return refused('noPermission', detail)
  return refused(status === 404 || status === 405 ? 'notSupported' : 'fault', detail)
}
