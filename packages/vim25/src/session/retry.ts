import { setTimeout as sleep } from 'node:timers/promises'
import { isVimError } from '../errors.ts'

const attempts = 3
const firstDelayMs = 250

/**
 * Methods that only read, so that asking twice changes nothing. ContinueRetrievePropertiesEx is not one: its token works
 * once. WaitForUpdatesEx is not one either: the caller decides with which version to go on.
 */
const reads =
  /^(?:Query|Retrieve|Fetch|Find|List|Search|Get[A-Z]|HasPrivilege|HasUserPrivilege|CurrentTime$|SessionIsActive$)/

/** Whether the method may be sent again when it is not known whether the first one arrived. */
export function isSafeToRepeat(method: string): boolean {
  return reads.test(method) && !method.endsWith('_Task')
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
