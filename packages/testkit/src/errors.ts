/** What can go wrong in the test kit. */
export type TestkitErrorCode =
  | 'peerMissing'
  | 'startFailed'
  | 'commandFailed'
  | 'timedOut'
  | 'badInventory'
  | 'badMessage'

/** The one error class of this package; `code` is closed, the message says what was tried and what came back. */
export class TestkitError extends Error {
  override readonly name = 'TestkitError'
  readonly code: TestkitErrorCode

  constructor(code: TestkitErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
