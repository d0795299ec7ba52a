import type { AnyObject } from './values.ts'

export type VimErrorCode =
  /** No connection: refused, reset, no route, unknown name. */
  | 'unreachable'
  /** A deadline passed. */
  | 'timeout'
  /** The TLS handshake failed, or the certificate was not trusted. */
  | 'tls'
  /** The certificate is not the pinned one; nothing was sent. */
  | 'pinMismatch'
  /** Something answered, but not the vSphere Web Services API. */
  | 'notVimServer'
  /** The reply breaks XML, JSON or the tables. */
  | 'protocol'
  /** The reply ended too early. */
  | 'truncated'
  /** The reply passed a size limit. */
  | 'tooLarge'
  /** 429, 502, 503, 504: the server or a proxy before it is overloaded or restarting. */
  | 'unavailable'
  | 'invalidLogin'
  | 'notAuthenticated'
  | 'noPermission'
  /** Any other fault of the server; `fault` has it. */
  | 'fault'
  /** The server does not speak the chosen API version. */
  | 'versionUnknown'
  /** The negotiated release does not know the method or the field that was to be sent; nothing was sent. */
  | 'notInRelease'
  /** The arguments do not fit the tables; nothing was sent. */
  | 'badRequest'
  /** A task ended in error; `fault` has it. */
  | 'taskFailed'
  | 'aborted'

/**
 * The one error of this package. The message is one line that says what was tried, on what, and what came back; it never
 * holds a password or a cookie. `fault` is the typed fault object of the server, where there was one.
 */
export class VimError extends Error {
  override readonly name = 'VimError'
  readonly code: VimErrorCode
  readonly fault: AnyObject | undefined

  constructor(code: VimErrorCode, message: string, more: { cause?: unknown; fault?: AnyObject | undefined } = {}) {
    super(message.replaceAll(/\s+/g, ' '), more.cause === undefined ? undefined : { cause: more.cause })
    this.code = code
    this.fault = more.fault
  }
}

/** Whether the error is a VimError, and of one of the codes when some are given. */
export function isVimError(error: unknown, ...codes: VimErrorCode[]): error is VimError {
  return error instanceof VimError && (codes.length === 0 || codes.includes(error.code))
}

/** The short text of any thrown value, for use inside a message. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0])
  return error instanceof Error ? error.message : String(error)
}
