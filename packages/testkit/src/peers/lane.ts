// This file makes the lanes that tests stand in; it is no test, so the rules for tests do not fit it.
/* oxlint-disable vitest/expect-expect, vitest/no-disabled-tests, vitest/no-conditional-tests, vitest/valid-title, vitest/valid-describe-callback */
import { describe, test } from 'vitest'

import { explainMissing, findPeer, type PeerName } from './table.ts'

/** What to do with a lane: run it, skip it by name, or (where every peer must be present) fail it by name. */
export type LanePlan = { readonly kind: 'run' } | { readonly kind: 'skip' | 'fail'; readonly reason: string }

/** Decides on a lane from what is missing and where we run; separate from vitest so that it can be tested. */
export const planLane = (missing: readonly PeerName[], ci: boolean): LanePlan => {
  if (missing.length === 0) return { kind: 'run' }
  return { kind: ci ? 'fail' : 'skip', reason: missing.map(explainMissing).join('; ') }
}

/**
 * A describe block that needs outside programs. On a developer's machine a missing one skips the block under a title
 * that names it; with CI=true it is a failing test, so that a lane cannot silently vanish.
 */
export const describePeer = (needs: PeerName | readonly PeerName[], title: string, body: () => void): void => {
  const names = typeof needs === 'string' ? [needs] : needs
  const missing = names.filter((name) => findPeer(name) === undefined)
  const plan = planLane(missing, process.env['CI'] === 'true')
  if (plan.kind === 'run') {
    describe(title, body)
  } else if (plan.kind === 'skip') {
    describe.skip(`${title} [${plan.reason}]`, body)
  } else {
    test(title, () => {
      throw new Error(plan.reason)
    })
  }
}
