import { shoppingList } from '@sakimori/collect'
import { assess, type Finding } from '@sakimori/core/assess'
import { openInventory } from '@sakimori/core/model'
import { render } from '@sakimori/core/text'
import { privilegesOf } from '@sakimori/vim25'
import { assessOptions } from '../config/assess-options.ts'
import { resolveConnection, type ConnectionFlags } from '../connection.ts'
import { exitCodes } from '../exit.ts'
import { notForReaders, privilegesFor } from '../role.ts'
import { collectWith, withClient } from '../session.ts'
import type { Verb } from '../verb.ts'
import { words } from '../words.ts'

/**
 * Connects, names the server, and says exactly which controls this account cannot assess.
 * It reads what an audit reads: only an attempt shows what is refused.
 */
export const doctor: Verb<[string | undefined, ConnectionFlags]> = async (world, server, flags) => {
  const { config, controls, env, terminal, now } = world
  const connection = resolveConnection(server, flags, config, env)
  const { locale, write } = terminal
  return withClient(connection, terminal, async (client) => {
    const { about } = client.content
    await write(
      `${render(words.connected, locale, { server: connection.url.host, product: about.fullName, api: client.release })}\n`,
    )
    const snapshot = await collectWith(client, controls, connection, terminal, now, { probeHosts: false })
    const { findings } = assess(openInventory(snapshot), assessOptions(world, 'sakimori', now))
    terminal.clearProgress()
    const isRefused = (why: string, path: string) => why === 'noPermission' && !notForReaders.has(path)
    const refused = group(findings, isRefused)
    // Handshakes with hosts are not an account's matter, and doctor does not make them.
    const others = group(findings, (why, path) => !isRefused(why, path) && !path.startsWith('tls:'))
    if (refused.size === 0) await write(`${render(words.everythingReadable, locale)}\n`)
    else {
      await write(`\n${render(words.cannotAssess, locale)}\n`)
      for (const line of linesOf(refused)) await write(line)
    }
    if (others.size > 0) {
      await write(`\n${render(words.otherwiseUnknown, locale)}\n`)
      for (const line of linesOf(others)) await write(line)
    }
    await write(`\n${render(words.smallestRole, locale)}\n`)
    for (const privilege of privilegesFor(shoppingList(controls), privilegesOf)) await write(`  ${privilege}\n`)
    await write(`${render(words.grantHow, locale)}\n`)
    return refused.size === 0 ? exitCodes.clean : exitCodes.couldNotSee
  })

  function linesOf(
    groups: ReadonlyMap<string, { readonly count: number; readonly details: ReadonlySet<string> }>,
  ): readonly string[] {
    return [...groups].map(
      ([id, { count, details }]) =>
        `  ${id.padEnd(40)} ${render(words.onObjects, locale, { count })}  ${[...details].join(', ')}\n`,
    )
  }
}

function group(findings: readonly Finding[], wanted: (why: string, path: string) => boolean) {
  const groups = new Map<string, { count: number; details: Set<string> }>()
  for (const finding of findings) {
    if (finding.verdict !== 'unknown') continue
    const gone = finding.evidence.find((fact) => !fact.known)
    if (!gone || gone.known || !wanted(gone.missing, gone.from.path)) continue
    const entry = groups.get(finding.control.id) ?? { count: 0, details: new Set<string>() }
    entry.count += 1
    entry.details.add(gone.detail ?? gone.missing)
    groups.set(finding.control.id, entry)
  }
  return groups
}
