import { readSnapshot } from '@sakimori/collect'
import { assess, type Assessment } from '@sakimori/core/assess'
import { catalog } from '@sakimori/core/catalog'
import { severities, type Severity } from '@sakimori/core/control'
import { openInventory, type Inventory, type Snapshot } from '@sakimori/core/model'
import {
  certificatesCsv,
  certificatesJson,
  compareCertificates,
  hostCertificateMode,
  listCertificates,
  renderCertificates,
  type CertificateEntry,
} from '@sakimori/core/report'
import { assessOptions } from '../config/assess-options.ts'
import { knownWord } from '../config/filter.ts'
import { resolveConnection, type ConnectionFlags } from '../connection.ts'
import { UsageError } from '../exit.ts'
import { checkOutputs, writeOutputs } from '../outputs.ts'
import { collectFrom, probesOf, type ProbeFlags } from '../session.ts'
import type { Verb, World } from '../verb.ts'
import { exitFor, percentage } from './report.ts'

export interface CertsFlags extends ConnectionFlags, ProbeFlags {
  readonly snapshot?: string
  readonly since?: string
  readonly days?: string
  readonly json?: string
  readonly csv?: string
  readonly failOn?: string
  readonly minCoverage?: string
  readonly verbose?: boolean
}

const controls = catalog.filter(({ area }) => area === 'certificates')

/** Who is who: every certificate of an estate, what is wrong with it, when it ends, and what changed since a snapshot. */
export const certs: Verb<[string | undefined, CertsFlags]> = async (world, server, flags) => {
  const { config, terminal, now } = world
  const failOn = knownWord<Severity>('--fail-on', flags.failOn ?? config.failOn ?? 'low', severities)
  const minCoverage = percentage(flags.minCoverage) ?? config.minCoverage ?? 50
  const days = daysOf(flags.days)
  checkOutputs([flags.json, flags.csv])
  if (flags.snapshot !== undefined && server !== undefined)
    throw new UsageError('name a server or a --snapshot, not both')
  // A file that is not there is said before anybody logs in.
  const before = flags.since === undefined ? undefined : openInventory(await readSnapshot(flags.since))
  const inventory = openInventory(await snapshotFor(world, server, flags))
  const judged = listOf(world, inventory, days)
  const since = before && {
    moment: before.estate.collectedAt,
    changes: compareCertificates(listOf(world, before, days).entries, judged.entries),
  }
  const mode = hostCertificateMode(inventory)
  const shown = { estate: inventory.estate, entries: judged.entries, now, mode, since }
  const { locale, colour, width } = terminal
  await writeOutputs(
    terminal,
    [
      [flags.json, () => [certificatesJson(shown)]],
      [flags.csv, () => [certificatesCsv(judged.entries, locale)]],
    ],
    () => renderCertificates(shown, { locale, colour, width, verbose: flags.verbose ?? false }),
  )
  return exitFor(judged.assessment, failOn, minCoverage)
}

function snapshotFor(
  { config, env, terminal, now }: World,
  server: string | undefined,
  flags: CertsFlags,
): Promise<Snapshot> {
  if (flags.snapshot !== undefined) return readSnapshot(flags.snapshot)
  const connection = resolveConnection(server, flags, config, env)
  return collectFrom(controls, connection, terminal, now, { ...probesOf(flags, config), ground: 'identity' })
}

interface Listed {
  readonly assessment: Assessment
  readonly entries: readonly CertificateEntry[]
}

/** The controls of the area alone; what only a person can see belongs to an audit. */
function listOf(world: World, inventory: Inventory, days: number | undefined): Listed {
  const { now } = world
  const { context, ...rest } = assessOptions(world, 'sakimori', now)
  const policy = days === undefined ? context.policy : { ...context.policy, certificateDaysLeft: days }
  const assessment = assess(inventory, { ...rest, controls, context: { ...context, policy } })
  const entries = listCertificates(inventory, {
    findings: assessment.findings.filter(({ waiver }) => waiver === undefined),
    now,
    daysLeft: policy.certificateDaysLeft,
  })
  return { assessment, entries }
}

function daysOf(given: string | undefined): number | undefined {
  if (given === undefined) return undefined
  if (!/^\d{1,5}$/.test(given)) throw new UsageError(`--days ${given}: write a number of days`)
  return Number(given)
}
