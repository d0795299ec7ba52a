import type { MissingNote } from '@sakimori/core/model'
import { VimFault } from '../../kernel/fault.ts'

/** The two spellings of the interface: `/rest` wraps what it answers, `/api` (from 7.0 U2) does not. */
export type Spelling = 'rest' | 'api'

/** The errors of vAPI that the twin answers, with their HTTP status (vSphere Automation API, "Std Errors"). */
const statuses = {
  ALREADY_EXISTS: 400,
  INVALID_ARGUMENT: 400,
  NOT_ALLOWED_IN_CURRENT_STATE: 400,
  UNABLE_TO_ALLOCATE_RESOURCE: 400,
  UNEXPECTED_INPUT: 400,
  UNSUPPORTED: 400,
  UNAUTHENTICATED: 401,
  UNAUTHORIZED: 403,
  NOT_FOUND: 404,
  OPERATION_NOT_FOUND: 404,
  INTERNAL_SERVER_ERROR: 500,
} as const

type RestErrorType = keyof typeof statuses

/** What a REST call ends with when it fails. */
export class RestError extends Error {
  override readonly name = 'RestError'
  readonly type: RestErrorType
  /** Of the message, as vAPI names it. */
  readonly id: string

  constructor(type: RestErrorType, message: string, id = `com.vmware.vapi.std.errors.${type.toLowerCase()}`) {
    super(message)
    this.type = type
    this.id = id
  }

  get status(): number {
    return statuses[this.type]
  }

  /** The body in one of the spellings. */
  body(spelling: Spelling): unknown {
    const messages = [{ args: [], default_message: this.message, id: this.id }]
    return spelling === 'api'
      ? { error_type: this.type, messages }
      : { type: `com.vmware.vapi.std.errors.${this.type.toLowerCase()}`, value: { error_type: this.type, messages } }
  }
}

/** A refusal that a snapshot noted: by its status alone, or with the error's name. */
export class NotedRefusal extends Error {
  override readonly name = 'NotedRefusal'
  readonly note: MissingNote

  constructor(note: MissingNote) {
    super(`refused: ${note.detail ?? note.why}`)
    this.note = note
  }

  get status(): number {
    const { why, detail = '' } = this.note
    const said = /^HTTP (\d{3})$/.exec(detail)?.[1]
    if (said !== undefined) return Number(said)
    if (why === 'noPermission') return detail === 'UNAUTHENTICATED' ? 401 : 403
    return why === 'notSupported' ? 404 : 500
  }

  /** Nothing where the status says all. */
  body(spelling: Spelling): unknown {
    const { detail = '' } = this.note
    if (/^HTTP \d{3}$/.test(detail)) return undefined
    const error = { error_type: detail, messages: [] }
    return spelling === 'api' ? error : { type: `com.vmware.vapi.std.errors.${detail.toLowerCase()}`, value: error }
  }
}

export const invalid = (at: string, why: string) => new RestError('INVALID_ARGUMENT', `${at}: ${why}`)
export const missing = (what: string) => new RestError('NOT_FOUND', `${what} was not found`)

export const unauthenticated = () =>
  new RestError(
    'UNAUTHENTICATED',
    'Authentication required.',
    'com.vmware.vapi.endpoint.method.authentication.required',
  )

/** What was thrown, as this interface says it. */
export function asRestError(error: unknown): RestError | NotedRefusal {
  if (error instanceof RestError || error instanceof NotedRefusal) return error
  if (!(error instanceof VimFault)) throw error
  switch (error.fault._typeName) {
    case 'InvalidLogin':
      return new RestError('UNAUTHENTICATED', 'Unable to authenticate user', 'vapi.security.authentication.invalid')
    case 'NotAuthenticated':
      return unauthenticated()
    case 'NoPermission':
      return new RestError('UNAUTHORIZED', error.message)
    case 'InvalidRequest':
      return new RestError('INVALID_ARGUMENT', error.message)
    default:
      return new RestError('INTERNAL_SERVER_ERROR', error.message)
  }
}
