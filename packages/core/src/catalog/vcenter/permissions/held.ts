import { fail, judgeFacts, pass, type Judgement, type Policy, type Row } from '../../../control/index.ts'
import { unknown, type Fact, type Inventory, type Subject } from '../../../model/index.ts'
import { note, text, type Text } from '../../../text/index.ts'
import { someOf } from '../../some-of.ts'
import { SETTINGS, vcenterJudgement } from '../judgement-row.ts'
import {
  isNamed,
  partsOf,
  PERMISSIONS,
  reachOf,
  readGrants,
  readSsoDomains,
  ROLES,
  type Grant,
  type Reach,
} from './rights.ts'

/** A rule about who may hold what. */
export interface HeldRow extends Row {
  /** Whether a permission is of the kind that the rule is about. */
  readonly concerns: (grant: Grant) => boolean
  /** On which objects it matters. A right below one’s own is the business of the narrower rules. */
  readonly on: readonly Reach[]
  /** Principals that may hold it, besides those of the domain of Single Sign-On. */
  readonly mayHold: (policy: Policy) => readonly string[]
  readonly steps: Text
}

const holders = text('{count} permission(s): {holders}', '{count} 件のアクセス許可: {holders}')

/**
 * The permissions that break a rule. One that is overridden further down still holds at its own level and for what is
 * put there next, so overriding (facts/exposure.md §5.1, nearest wins) excuses nothing here.
 */
export function held(row: HeldRow): Judgement {
  const { concerns, on, mayHold, steps, ...rest } = row
  return vcenterJudgement({
    ...rest,
    reads: [ROLES, PERMISSIONS, SETTINGS],
    judge: (vcenter, inventory, { policy }) => {
      const approved = mayHold(policy)
      return judgeFacts([readPlaced(vcenter, inventory), readSsoDomains(vcenter, policy)], (placed, sso) => {
        const found = placed.filter(
          ({ grant, reach }) =>
            on.includes(reach) &&
            concerns(grant) &&
            !sso.has(partsOf(grant.principal).domain) &&
            !isNamed(grant.principal, approved),
        )
        if (found.length === 0) return pass()
        const names = found.map(
          ({ grant }) => `${grant.principal} (${grant.role.label}) ${inventory.path(grant.entity)}`,
        )
        return fail(note(holders, { count: found.length, holders: someOf(names) }))
      })
    },
    repair: { kind: 'steps', disruption: 'access', steps },
  })
}

/** The permissions with how much each covers; one on a folder that nobody could see cannot be placed. */
function readPlaced(
  vcenter: Subject,
  inventory: Inventory,
): Fact<readonly { readonly grant: Grant; readonly reach: Reach }[]> {
  const grants = readGrants(vcenter)
  if (!grants.known) return grants
  const placed = grants.value.flatMap((grant) => {
    const reach = reachOf(grant.entity, inventory)
    return reach === undefined ? [] : [{ grant, reach }]
  })
  return placed.length === grants.value.length
    ? { ...grants, value: placed }
    : unknown('notCollected', grants.from, 'a permission on a folder that is not in the snapshot')
}
