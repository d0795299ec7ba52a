import { fileURLToPath } from 'node:url'

import { runCommand } from './command.ts'
import { requirePeer } from './table.ts'
import type { Server } from './vcsim.ts'

const prelude = fileURLToPath(new URL('./pyvmomi-prelude.py', import.meta.url))

/**
 * Runs Python source against a server through pyVmomi and returns what it gave to `emit` (undefined if it never did).
 * The script sees `si`, `content`, `args`, `vim`, `vmodl`, `collect(kind, *paths)`, `emit(value)`.
 */
export const runPyvmomi = async (server: Server, script: string, args: readonly string[] = []): Promise<unknown> => {
  const { protocol, hostname, port } = new URL(server.url)
  const { stdout } = await runCommand(requirePeer('pyvmomi'), [prelude, ...args], {
    input: script,
    env: {
      SAKIMORI_PROTOCOL: protocol.replace(':', ''),
      SAKIMORI_HOST: hostname,
      SAKIMORI_PORT: port,
      SAKIMORI_USERNAME: server.username,
      SAKIMORI_PASSWORD: server.password,
    },
  })
  return stdout === '' ? undefined : JSON.parse(stdout)
}
