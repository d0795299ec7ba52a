import { readSnapshot } from '@sakimori/collect'
import { assess, type Finding } from '@sakimori/core/assess'
import { baselines, type Baseline } from '@sakimori/core/control'
import { openInventory } from '@sakimori/core/model'
import { visible, wordSelection } from '@sakimori/core/report'
import { render } from '@sakimori/core/text'
import { assessOptions } from '../config/assess-options.ts'
import { filterOf, knownWord, type FilterFlags } from '../config/filter.ts'
import { exitCodes } from '../exit.ts'
import { knowledgeForAudit } from '../knowledge.ts'
import type { Verb } from '../verb.ts'
import { words } from '../words.ts'

export interface DiffFlags extends FilterFlags {
  readonly baseline?: string
  readonly json?: boolean
}

interface Change {
  readonly control: string
  readonly path: string
  readonly before: string
  readonly after: string
}

/** What changed in the verdicts between two snapshots: exit code 1 when something got worse. */
export const diff: Verb<[string, string, DiffFlags]> = async (world, before, after, flags) => {
  const { config, terminal, now } = world
  const baseline = knownWord<Baseline>('--baseline', flags.baseline ?? config.baseline ?? 'sakimori', baselines)
  const options = assessOptions(world, baseline, now, filterOf(flags, world.controls), knowledgeForAudit(world))
  const judge = async (file: string) => assess(openInventory(await readSnapshot(file)), options)
  const { findings: earlier, selection } = await judge(before)
  const old = index(earlier)
  const fresh = index((await judge(after)).findings)
  const { locale } = terminal
  if (selection) terminal.say(words.partialDiff, { what: wordSelection(selection, locale) })
  const changes: Change[] = []
  for (const [key, finding] of fresh) {
    const was = old.get(key)?.verdict ?? render(words.appeared, locale)
    if (was !== finding.verdict)
      changes.push({ control: finding.control.id, path: finding.subject.path, before: was, after: finding.verdict })
  }
  for (const [key, finding] of old) {
    if (!fresh.has(key))
      changes.push({
        control: finding.control.id,
        path: finding.subject.path,
        before: finding.verdict,
        after: render(words.vanished, locale),
      })
  }
  if (flags.json) await terminal.write(`${JSON.stringify(changes, null, 2)}\n`)
  else if (changes.length === 0) await terminal.write(`${render(words.nothingChanged, locale)}\n`)
  else
    for (const change of changes)
      await terminal.write(`${change.before} → ${change.after}  ${change.control}  ${visible(change.path)}\n`)
  return changes.some((change) => change.after === 'fail') ? exitCodes.findings : exitCodes.clean
}

const index = (findings: readonly Finding[]) =>
  new Map(
    findings.map((finding) => [
      `${finding.control.id} ${finding.subject.ref.type}:${finding.subject.ref.value} ${finding.subject.key ?? ''}`,
      finding,
    ]),
  )
