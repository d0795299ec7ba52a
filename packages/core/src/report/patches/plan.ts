import { curated, planPatches, type Holds, type PatchPlan } from '../../advisory/index.ts'
import type { Assessment, Finding } from '../../assess/index.ts'
import type { Inventory } from '../../model/index.ts'

/** The plan for an estate by the knowledge, the day and the findings of its assessment. */
export function planOf(
  inventory: Inventory,
  { context, findings }: Pick<Assessment, 'context' | 'findings'>,
): PatchPlan {
  const { knowledge = curated, now } = context
  return planPatches(inventory, knowledge, now.toISOString().slice(0, 10), holdsBy(findings))
}

const keyOf = ({ ref }: Finding['subject'], control: string) => `${ref.type} ${ref.value} ${control}`

/** Whether a control passes on a server, or on each of its parts. */
function holdsBy(findings: readonly Finding[]): Holds {
  const verdicts = new Map<string, boolean>()
  for (const { subject, control, verdict } of findings) {
    const key = keyOf(subject, control.id)
    verdicts.set(key, (verdicts.get(key) ?? true) && verdict === 'pass')
  }
  return (subject, control) => verdicts.get(keyOf(subject, control))
}
