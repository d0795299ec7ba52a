/** The exit codes of the command line (README, "Exit codes"). */
export const exitCodes = {
  clean: 0,
  findings: 1,
  usage: 2,
  couldNotSee: 3,
  couldNotConnect: 4,
  rolledBack: 5,
  rollbackFailed: 6,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** A mistake in how the program was called or configured: one line for the person, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
