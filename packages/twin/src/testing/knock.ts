import { connect as connectTcp } from 'node:net'
import { connect as connectTls } from 'node:tls'

/** How a port answers: nobody there, thrown out, or what it says (TLS: 'handshake'; one that waits: ''). */
export type Answer = 'refused' | 'reset' | (string & {})

export interface Knock {
  readonly address: string
  readonly port: number
  /** The address to come from; the loopback range has many. */
  readonly from?: string
  readonly tls?: boolean
}

/** Connects to a port and says how it answers. */
export async function knock({ address: host, port, from, tls = false }: Knock): Promise<Answer> {
  const target = { host, port, ...(from !== undefined && { localAddress: from }) }
  const socket = tls ? connectTls({ ...target, rejectUnauthorized: false }) : connectTcp(target)
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  socket.on('secureConnect', () => resolve('handshake'))
  socket.on('data', (data: Buffer) => resolve(data.toString('latin1')))
  socket.on('close', () => resolve(''))
  socket.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ECONNREFUSED') resolve('refused')
    else if (error.code === 'ECONNRESET' || error.code === 'EPIPE') resolve('reset')
    else reject(error)
  })
  try {
    return await promise
  } finally {
    socket.destroy()
  }
}
