import { assess, type Finding } from '@sakimori/core/assess'
import { defaultPolicy, type Baseline, type ChangeValue, type Control } from '@sakimori/core/control'
import { openInventory, type Release } from '@sakimori/core/model'
import { snapshotOf, type Draft } from '../../../packages/core/src/testing/draft.ts'
import { goodEstate, sampleDayOf } from '../../../packages/core/src/testing/good-estate.ts'
import { spoilers } from '../../../packages/core/src/testing/spoilers/index.ts'
import { whereDemanded } from '../../../packages/core/src/testing/where-demanded.ts'

/** What is only seen when a control is at work: the entries that it looks for, and what its repair would write. */
export interface Seen {
  /** Entries of lists of options and services: `config.option["…"]`. */
  readonly paths: readonly string[]
  readonly change: SeenChange | undefined
}

interface SeenChange {
  readonly release: Release
  readonly baseline: Baseline
  readonly writes: readonly { readonly field: string; readonly to: ChangeValue }[]
}

/** Lists in which one entry, by its key, is what a control is about. */
const keyed = /^(config\.option|config\.service\.service|config\.extraConfig|OptionManager\.setting)\["[^"]+"\]$/

/** Lets a control work on the sample estate of the tests, well kept and spoiled. */
export function see(control: Control): Seen {
  if (control.kind === 'procedure') return { paths: [], change: undefined }
  const asked = whereDemanded(control)
  const good = goodEstate(asked.release)
  const spoiled = goodEstate(asked.release)
  spoilers[control.id]?.(spoiled)
  const paths = [good, spoiled].flatMap((draft) =>
    judged(draft, control, asked.baseline).findings.flatMap(({ evidence }) => evidence.map((fact) => fact.from.path)),
  )
  return {
    paths: [...new Set(paths)].filter((path) => keyed.test(path)).sort(),
    change: changeOf(spoiled, control, asked),
  }
}

const contextOf = (release: Release, baseline: Baseline) => ({
  now: sampleDayOf(release),
  policy: defaultPolicy,
  baseline,
})

function judged(draft: Draft, control: Control, baseline: Baseline) {
  const inventory = openInventory(snapshotOf(draft))
  const { findings } = assess(inventory, { context: contextOf(draft.release, baseline), controls: [control] })
  return { inventory, findings }
}

function changeOf(
  spoiled: Draft,
  control: Control,
  { release, baseline }: ReturnType<typeof whereDemanded>,
): SeenChange | undefined {
  const { repair } = control
  if (repair.kind !== 'change') return undefined
  const { inventory, findings } = judged(spoiled, control, baseline)
  const changes = (finding: Finding) =>
    repair.changes(finding.subject, inventory, finding.expected, contextOf(release, baseline))
  const first = findings
    .filter(({ verdict }) => verdict === 'fail')
    .map(changes)
    .find(({ length }) => length > 0)
  if (!first) return undefined
  const writes = new Map(first.map(({ field, to }) => [field, to]))
  return { release, baseline, writes: Array.from(writes, ([field, to]) => ({ field, to })) }
}
