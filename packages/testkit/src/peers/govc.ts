import { runCommand } from './command.ts'
import { requirePeer } from './table.ts'
import type { Server } from './vcsim.ts'

/** Runs the newest govc against a server and returns what it wrote; throws `commandFailed` with its stderr. */
export const govc = async (server: Server, args: readonly string[]): Promise<string> =>
  (await runCommand(requirePeer('govc'), args, { env: server.env })).stdout

/** The same with `-json`, parsed. `-json` goes right after the command's name, before its other arguments. */
export const govcJson = async (server: Server, [command = '', ...args]: readonly string[]): Promise<unknown> =>
  JSON.parse(await govc(server, [command, '-json', ...args]))
