import { createServer, type Socket } from 'node:net'
import { listenLocally } from './listen.ts'
import type { TlsServer } from './server.ts'

/** A server that does whatever a test says with each connection: hang, hang up, talk nonsense. */
export const startScriptedServer = async (
  script: (socket: Socket) => void,
): Promise<TlsServer & { readonly connections: () => number }> => {
  let connections = 0
  const server = createServer((socket) => {
    connections += 1
    // Whoever looks at a server hangs up when it has seen enough.
    socket.on('error', () => undefined)
    script(socket)
  })
  const { port, stop } = await listenLocally(server)
  return { host: '127.0.0.1', port, stop, connections: () => connections, [Symbol.asyncDispose]: stop }
}
