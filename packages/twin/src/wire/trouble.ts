import { setTimeout as sleep } from 'node:timers/promises'
import type { ServerResponse } from 'node:http'
import { askedFault } from '../faults/asked-fault.ts'
import { setResponding } from '../faults/interference.ts'
import type { World } from '../kernel/world.ts'
import type { Session, Sessions } from '../session/sessions.ts'

/** What is to happen to one call, after what had to happen before it. */
export interface Trouble {
  readonly drop: boolean
  readonly truncate: boolean
  /** Somebody else is to change something right before: see faults/meddle.ts. */
  readonly meddle: boolean
  /** The caller's session, or none when it was made to expire. */
  readonly session: Session | undefined
}

/**
 * Lets the faults that were asked for happen to a call: those of the server, and those of the session. Throws the VimFault
 * of a `fault` rule.
 */
export async function faultsBefore(
  world: World,
  session: Session | undefined,
  method: string,
  sessions: Sessions = world.parts.sessions,
): Promise<Trouble> {
  const actions = [...world.parts.faults.next(method), ...(session?.faults?.next(method) ?? [])]
  let [drop, truncate, meddle, live] = [false, false, false, session]
  for (const action of actions) {
    switch (action.kind) {
      case 'latency':
        await sleep(action.ms)
        break
      case 'drop':
        drop = true
        break
      case 'truncate':
        truncate = true
        break
      case 'expire':
        if (live !== undefined) sessions.end(live)
        live = undefined
        break
      case 'fault':
        throw askedFault(world, action.type)
      case 'unresponsive':
        setResponding(world, action.host, false)
        break
      case 'meddle':
        meddle = true
        break
    }
  }
  return { drop, truncate, meddle, session: live }
}

/** Ends a connection in the middle of a reply. */
export function cutShort(response: ServerResponse): void {
  // What was written must be on its way before the connection ends.
  setImmediate(() => response.destroy())
}
