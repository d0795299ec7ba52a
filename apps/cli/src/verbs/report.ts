import { assess, type Assessment } from '@sakimori/core/assess'
import { baselines, severities, type Baseline, type Severity } from '@sakimori/core/control'
import { openInventory, type Inventory, type Snapshot } from '@sakimori/core/model'
import { planOf, renderCsvChunks, renderHtmlChunks, renderJsonChunks, renderTerminal } from '@sakimori/core/report'
import { assessOptions } from '../config/assess-options.ts'
import { filterOf, knownWord, type FilterFlags } from '../config/filter.ts'
import { exitCodes, UsageError, type ExitCode } from '../exit.ts'
import { knowledgeForAudit } from '../knowledge.ts'
import { checkOutputs, writeOutputs } from '../outputs.ts'
import type { World } from '../verb.ts'
import { words } from '../words.ts'

/** The flags that `audit` and `assess` share. */
export interface ReportFlags extends FilterFlags {
  readonly baseline?: string
  readonly failOn?: string
  readonly minCoverage?: string
  readonly json?: string
  readonly csv?: string
  readonly html?: string
  readonly verbose?: boolean
  /** No flag of the command line: whether the report ends with what to type next. */
  readonly nextSteps?: boolean
}

/** Judges a snapshot, writes what was asked for, and says how it ended. */
export async function reportOn(
  snapshot: Snapshot,
  flags: ReportFlags,
  world: Pick<World, 'config' | 'controls' | 'env' | 'terminal' | 'now'>,
): Promise<ExitCode> {
  const { config, controls, terminal, now } = world
  checkReports(flags)
  const baseline = knownWord<Baseline>('--baseline', flags.baseline ?? config.baseline ?? 'sakimori', baselines)
  const failOn = knownWord<Severity>('--fail-on', flags.failOn ?? config.failOn ?? 'low', severities)
  const minCoverage = percentage(flags.minCoverage) ?? config.minCoverage ?? 50
  const options = assessOptions(world, baseline, now, filterOf(flags, controls), knowledgeForAudit(world))
  terminal.progress(words.assessing, {})
  const inventory = openInventory(snapshot)
  const assessment = assess(inventory, options)
  terminal.clearProgress()
  const { locale, colour, width } = terminal
  const { verbose = false, nextSteps = true } = flags
  const plan = planFor(inventory, assessment)
  await writeOutputs(
    terminal,
    [
      [flags.json, () => renderJsonChunks(assessment, plan)],
      [flags.csv, () => renderCsvChunks(assessment, { locale, bom: true })],
      [flags.html, () => renderHtmlChunks(assessment, { locale, plan })],
    ],
    () => renderTerminal(assessment, { locale, colour, width, verbose, nextSteps, plan }),
  )
  return exitFor(assessment, failOn, minCoverage)
}

/** Before anything is read. @throws UsageError */
export const checkReports = ({ json, csv, html }: ReportFlags): void => checkOutputs([json, csv, html])

/** What to patch first, unless patch levels were left out of what was asked. */
const planFor = (inventory: Inventory, assessment: Assessment) =>
  assessment.findings.some(({ control }) => control.id.endsWith('.patch-level'))
    ? planOf(inventory, assessment)
    : undefined

/**
 * Too little seen outranks findings: a clean or a bad result of a tenth of the estate is not a result.
 * A waived failure is no finding here; the reports show it all the same.
 */
export function exitFor(assessment: Assessment, failOn: Severity, minCoverage: number): ExitCode {
  const { checks, byVerdict } = assessment.coverage
  if (checks === 0 || ((checks - byVerdict.unknown) / checks) * 100 < minCoverage) return exitCodes.couldNotSee
  const worst = severities.indexOf(failOn)
  const failing = assessment.findings.some(
    (finding) => finding.verdict === 'fail' && !finding.waiver && severities.indexOf(finding.severity) <= worst,
  )
  return failing ? exitCodes.findings : exitCodes.clean
}

export function percentage(given: string | undefined): number | undefined {
  if (given === undefined) return undefined
  const value = Number(given)
  if (given.trim() === '' || !(value >= 0 && value <= 100))
    throw new UsageError(`--min-coverage ${given}: write a percentage from 0 to 100`)
  return value
}
