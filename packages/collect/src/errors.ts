/** What can go wrong in the collector itself; the server's own failures are `VimError`s. */
export type CollectErrorCode = 'snapshotUnreadable' | 'snapshotNotWritten' | 'notACertificate'

export class CollectError extends Error {
  override readonly name = 'CollectError'
  readonly code: CollectErrorCode

  constructor(code: CollectErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
