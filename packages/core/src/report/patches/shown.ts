import {
  isWithdrawn,
  productNames,
  type PatchItem,
  type PatchPlan,
  type PatchServer,
  type Titles,
} from '../../advisory/index.ts'
import type { Estate } from '../../model/index.ts'
import type { Locale } from '../../text/index.ts'

/** What is shown: the estate and its plan. */
export interface PatchesShown {
  readonly estate: Estate
  readonly plan: PatchPlan
  readonly now: Date
}

/** How a server stands, worst first. */
export const serverStates = ['lacking', 'withdrawn', 'person', 'beyond', 'unread', 'patched'] as const
export type ServerState = (typeof serverStates)[number]

/** Whether fixes are missing, only a person can tell, or nothing is open. */
export function stateOfServer({ state: { located, open } }: PatchServer): ServerState {
  if (open.some(({ state }) => state !== 'review' && state !== 'noFix')) return 'lacking'
  if (isWithdrawn(located)) return 'withdrawn'
  // A number above all that are known may hold any fix, or lack what was found since.
  if (located.isBeyond) return 'beyond'
  return open.length > 0 ? 'person' : 'patched'
}

/** How many servers stand how. */
export function countServers({ servers, unread }: PatchPlan): Readonly<Record<ServerState, number>> {
  const counts = { lacking: 0, withdrawn: 0, person: 0, beyond: 0, unread: unread.length, patched: 0 }
  for (const server of servers) counts[stateOfServer(server)] += 1
  return counts
}

/** The title in a language; the other one, where a publisher wrote only that. */
export const titleIn = ({ en = '', ja = '' }: Titles, locale: Locale): string => (locale === 'ja' ? ja || en : en || ja)

/** `ESXi 8.0 U3d (24585383)`; of a release on no list its version and number. */
export const releaseOf = ({ state: { located } }: PatchServer): string =>
  located.release
    ? `${located.release.name} (${located.build})`
    : `${productNames[located.product]} ${located.branch}-${located.build}`

/** Whether a fix is known to lack; the rest is for a person. */
export const isLacking = ({ state }: PatchItem): boolean => state !== 'review' && state !== 'noFix'
