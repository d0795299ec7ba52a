import { readSnapshot } from '@sakimori/collect'
import type { Knowledge, PatchPlan } from '@sakimori/core/advisory'
import { assess } from '@sakimori/core/assess'
import { severities, type Control, type Severity } from '@sakimori/core/control'
import { openInventory, type Snapshot } from '@sakimori/core/model'
import { isLacking, patchesCsv, patchesJson, planOf, renderPatches } from '@sakimori/core/report'
import { assessOptions } from '../config/assess-options.ts'
import { knownWord } from '../config/filter.ts'
import { resolveConnection, type ConnectionFlags } from '../connection.ts'
import { exitCodes, UsageError, type ExitCode } from '../exit.ts'
import { knowledgeForAudit } from '../knowledge.ts'
import { checkOutputs, writeOutputs } from '../outputs.ts'
import { collectFrom } from '../session.ts'
import type { Verb, World } from '../verb.ts'
import { percentage } from './report.ts'

export interface PatchesFlags extends ConnectionFlags {
  readonly snapshot?: string
  readonly json?: string
  readonly csv?: string
  readonly failOn?: string
  readonly minCoverage?: string
  readonly verbose?: boolean
}

/** What to patch first and why: every server against every advisory, and the updates that close what is open. */
export const patches: Verb<[string | undefined, PatchesFlags]> = async (world, server, flags) => {
  const { config, terminal, now } = world
  const failOn = knownWord<Severity>('--fail-on', flags.failOn ?? config.failOn ?? 'low', severities)
  const minCoverage = percentage(flags.minCoverage) ?? config.minCoverage ?? 50
  checkOutputs([flags.json, flags.csv])
  if (flags.snapshot !== undefined && server !== undefined)
    throw new UsageError('name a server or a --snapshot, not both')
  const knowledge = knowledgeForAudit(world)
  const controls = controlsFor(world, knowledge.knowledge)
  const inventory = openInventory(await snapshotFor(world, server, flags, controls))
  const options = { ...assessOptions(world, 'sakimori', now, {}, knowledge), controls }
  const plan = planOf(inventory, assess(inventory, options))
  const shown = { estate: inventory.estate, plan, now }
  const { locale, colour, width } = terminal
  await writeOutputs(
    terminal,
    [
      [flags.json, () => [patchesJson(shown)]],
      [flags.csv, () => [patchesCsv(shown, locale)]],
    ],
    () => renderPatches(shown, { locale, colour, width, verbose: flags.verbose ?? false }),
  )
  return exitOf(plan, failOn, minCoverage)
}

/** Those that say what a server runs, and those that look at the settings which advisories name. */
function controlsFor({ controls }: World, { advisories }: Knowledge): readonly Control[] {
  const named = new Set(advisories.flatMap(({ settings }) => settings.flatMap((setting) => setting.controls)))
  return controls.filter(({ id, area }) => area === 'patches' || named.has(id))
}

function snapshotFor(
  { config, env, terminal, now }: World,
  server: string | undefined,
  flags: PatchesFlags,
  controls: readonly Control[],
): Promise<Snapshot> {
  if (flags.snapshot !== undefined) return readSnapshot(flags.snapshot)
  const connection = resolveConnection(server, flags, config, env)
  return collectFrom(controls, connection, terminal, now, { probeHosts: false, ground: 'identity' })
}

/** Too little seen outranks what is missing; a server that is newer than the data was not seen either. */
function exitOf({ servers, unread, items, groups }: PatchPlan, failOn: Severity, minCoverage: number): ExitCode {
  const all = servers.length + unread.length
  const judged = servers.filter(({ state }) => !state.located.isBeyond).length
  if (all === 0 || (judged / all) * 100 < minCoverage) return exitCodes.couldNotSee
  const worst = severities.indexOf(failOn)
  // An update that closes nothing leads away from a release that the vendor took back.
  const due = [...items.filter(isLacking), ...groups.filter(({ closes }) => closes === 0)]
  const isDue = due.some(({ priority }) => severities.indexOf(priority.severity) <= worst)
  return isDue ? exitCodes.findings : exitCodes.clean
}
