import { connect } from 'node:net'
import { readFlight, type Flight } from './flight.ts'
import { clientHello, type HelloWanted } from './hello.ts'

/** How one hello was answered. */
export type Reply =
  | Extract<Flight, { kind: 'hello' | 'alert' | 'garbage' }>
  /** The server hung up without a word. */
  | { readonly kind: 'closed' }
  /** It took the connection and said nothing within the time. */
  | { readonly kind: 'silent' }
  | { readonly kind: 'unreachable'; readonly code: string }

export interface Asked extends HelloWanted {
  readonly port: number
  /** The address to connect to, where the name does not lead there. */
  readonly address?: string
  readonly timeoutMs: number
}

/** More than a chain of a dozen large certificates; a server that says more is not read on. */
const most = 256 * 1024

/** Sends one hello on a connection of its own, and hangs up as soon as the server's answer to it is whole. */
export function ask({ port, address, timeoutMs, ...hello }: Asked): Promise<Reply> {
  return new Promise((resolve) => {
    const socket = connect({ host: address ?? hello.host, port })
    let bytes = Buffer.alloc(0)
    let connected = false
    const end = (reply: Reply) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(reply)
    }
    // A limit for the whole exchange: a server that drips a byte a second must not hold it up.
    const timer = setTimeout(() => end(connected ? { kind: 'silent' } : unreachable('ETIMEDOUT')), timeoutMs)
    socket.once('connect', () => {
      connected = true
      socket.write(clientHello(hello))
    })
    socket.on('data', (chunk) => {
      bytes = Buffer.concat([bytes, chunk])
      const flight = readFlight(bytes)
      if (flight.kind !== 'partial') end(flight)
      else if (bytes.length > most) end({ kind: 'garbage' })
    })
    socket.once('end', () => end(bytes.length > 0 ? { kind: 'garbage' } : { kind: 'closed' }))
    socket.once('error', (error) => {
      if (!connected) return end(unreachable('code' in error ? String(error.code) : error.message))
      end(bytes.length > 0 ? { kind: 'garbage' } : { kind: 'closed' })
    })
  })
}

const unreachable = (code: string): Reply => ({ kind: 'unreachable', code })
