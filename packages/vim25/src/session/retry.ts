import { setTimeout as sleep } from 'node:timers/promises'
import { isVimError } from '../errors.ts'

const attempts = 3
const firstDelayMs = 250

/** Methods that only read, by the words that their names begin with, so that asking twice changes nothing. */
const reads = /^(?:Query|Retrieve|Fetch|fetch|Find|List|Get[A-Z]|HostImageConfigGet|HasPrivilege|HasUserPrivilege)/
const alsoReads = new Set(['CurrentTime', 'SessionIsActive'])
/** QueryNext moves a cursor. ContinueRetrievePropertiesEx, whose token works once, does not begin like a read. */
const moves = new Set(['QueryNext'])

/** Whether the method may be sent again when it is not known whether the first one arrived. */
export function isSafeToRepeat(method: string): boolean {
  return (reads.test(method) || alsoReads.has(method)) && !method.endsWith('_Task') && !moves.has(method)
}

/** Runs `attempt` again after a lost connection or a 503, with growing, jittered pauses; other errors go straight on. */
export async function withRetry<T>(
  isSafe: boolean,
  signal: AbortSignal | undefined,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt()
    } catch (error) {
      const isPassing = isVimError(error, 'unreachable', 'unavailable', 'truncated')
      if (!isSafe || !isPassing || tried >= attempts || signal?.aborted === true) throw error
      // Jitter keeps many collectors from knocking at a restarting vCenter in step.
      const delayMs = firstDelayMs * 2 ** tried * (0.5 + Math.random() / 2)
      // An abort ends the pause; the attempt that follows finds the signal and says 'aborted'.
      await sleep(delayMs, undefined, signal === undefined ? {} : { signal }).catch(() => undefined)
    }
  }
}
