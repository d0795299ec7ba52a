import { writeSnapshot } from '@sakimori/collect'
import { filterOf } from '../config/filter.ts'
import { resolveConnection, type ConnectionFlags } from '../connection.ts'
import type { Verb } from '../verb.ts'
import { collectFrom, probesOf, type ProbeFlags } from '../session.ts'
import { words } from '../words.ts'
import { checkReports, reportOn, type ReportFlags } from './report.ts'

export interface AuditFlags extends ConnectionFlags, ProbeFlags, ReportFlags {
  readonly save?: string
}

/** Logs in, reads, judges, reports. */
export const audit: Verb<[string | undefined, AuditFlags]> = async (world, server, flags) => {
  const { config, controls, env, terminal, now } = world
  // What is wrong with the call is said before anybody logs in.
  checkReports(flags)
  filterOf(flags, controls)
  const connection = resolveConnection(server, flags, config, env)
  const snapshot = await collectFrom(controls, connection, terminal, now, probesOf(flags, config))
  if (flags.save !== undefined) {
    await writeSnapshot(flags.save, snapshot)
    terminal.say(words.wrote, { file: flags.save })
  }
  return reportOn(snapshot, flags, world)
}
