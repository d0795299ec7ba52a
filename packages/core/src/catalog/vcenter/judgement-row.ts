import {
  readVcenterOption,
  type Context,
  type Judgement,
  type Outcome,
  type VcenterOption,
} from '../../control/index.ts'
import { unknown, type Fact, type Inventory, type Subject } from '../../model/index.ts'
import { notForLoneHost } from '../vcenter-only.ts'

/** What a judgement about vCenter Server says of itself. */
export interface VcenterRow extends Omit<Judgement, 'kind' | 'subject' | 'reads'> {
  /** What it reads of the server: `OptionManager.setting`, `AuthorizationManager.roleList`. */
  readonly reads: readonly string[]
  readonly judge: (vcenter: Subject, inventory: Inventory, context: Context) => Outcome
}

/** A judgement about vCenter Server, which asks nothing of a lone host. */
export const vcenterJudgement = (row: VcenterRow): Judgement => ({
  ...row,
  kind: 'judgement',
  subject: 'ServiceInstance',
  reads: row.reads.map((path) => ({ type: 'ServiceInstance', path })),
  judge: (subject, inventory, context) => notForLoneHost(subject, inventory) ?? row.judge(subject, inventory, context),
})

export const SETTINGS = 'OptionManager.setting'

/** A setting whose default nobody has published: one that is not listed is not known. */
export function readListed(vcenter: Subject, key: VcenterOption): Fact<unknown> {
  const fact = readVcenterOption(vcenter, key)
  return fact.known && fact.value === undefined
    ? unknown('notCollected', fact.from, 'not in the list of settings')
    : fact
}

/** vCenter Server keeps some of its switches as text. A word that nobody knows is not taken for off. */
export const isOff = (value: unknown): boolean =>
  value === false || value === 0 || (typeof value === 'string' && /^(false|0)$/i.test(value))
