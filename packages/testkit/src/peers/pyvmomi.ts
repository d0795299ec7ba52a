import { fileURLToPath } from 'node:url'

import { runCommand } from './command.ts'
import { requirePeer } from './table.ts'
import type { Server } from './vcsim.ts'

const prelude = fileURLToPath(new URL('./pyvmomi-prelude.py', import.meta.url))

/**
 * Runs Python source against a server through pyVmomi and returns what it gave to `emit` (undefined if it never did).
 * The script sees `si`, `content`, `args`, `vim`, `vmodl`, `collect(kind, *paths)`, `connect(user, password)`,
 * `emit(value)`. `api` is the API id that the client speaks ('6.7'), by default the newest that both know.
 */
export const runPyvmomi = async (
  server: Pick<Server, 'url' | 'username' | 'password'>,
  script: string,
  args: readonly string[] = [],
  { api }: { readonly api?: string } = {},
): Promise<unknown> => {
  const { protocol, hostname, port } = new URL(server.url)
  const { stdout } = await runCommand(requirePeer('pyvmomi'), [prelude, ...args], {
    input: script,
    env: {
      SAKIMORI_PROTOCOL: protocol.replace(':', ''),
      SAKIMORI_HOST: hostname,
      SAKIMORI_PORT: port,
      SAKIMORI_USERNAME: server.username,
      SAKIMORI_PASSWORD: server.password,
      ...(api === undefined ? {} : { SAKIMORI_API: api }),
    },
  })
  return stdout === '' ? undefined : JSON.parse(stdout)
}
