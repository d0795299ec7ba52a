import type { Settings } from './config/assess-options.ts'
import type { ExitCode } from './exit.ts'
import type { Terminal } from './terminal.ts'

/** What every verb is given. */
export interface World extends Settings {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly terminal: Terminal
  readonly now: Date
}

/** A verb answers with the exit code; errors of the outside world are thrown to the one seam in `main.ts`. */
export type Verb<Args extends readonly unknown[]> = (world: World, ...args: Args) => Promise<ExitCode>
