import { writeSnapshot } from '@sakimori/collect'
import { resolveConnection, type ConnectionFlags } from '../connection.ts'
import { exitCodes } from '../exit.ts'
import { collectFrom, probesOf, type ProbeFlags } from '../session.ts'
import type { Verb } from '../verb.ts'
import { words } from '../words.ts'

export interface CollectFlags extends ConnectionFlags, ProbeFlags {
  readonly output?: string
}

/** Reads an estate into a file, to be judged elsewhere or later. */
export const collect: Verb<[string | undefined, CollectFlags]> = async (
  { config, controls, env, terminal, now },
  server,
  flags,
) => {
  const connection = resolveConnection(server, flags, config, env)
  const snapshot = await collectFrom(controls, connection, terminal, now, probesOf(flags, config))
  const stamp = now.toISOString().slice(0, 16).replaceAll(/[-:]/g, '')
  const file = flags.output ?? `${snapshot.estate.name.replaceAll(/[^\w.-]+/g, '_')}-${stamp}Z.snapshot`
  await writeSnapshot(file, snapshot)
  terminal.say(words.wrote, { file })
  return exitCodes.clean
}
