import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { listening } from '../wire/endpoint.ts'

export interface PortWanted {
  readonly address: string
  /** 0 = one that is free; it stays the same while the port is closed. */
  readonly port: number
  /** Whether the port is open at all: otherwise a connection is refused. */
  readonly isOpen: () => boolean
  /** Whether a connection from an address may come in, and stay: otherwise it is reset. */
  readonly admits: (address: string) => boolean
  readonly serve: (socket: Socket) => void
}

/** A TCP port with somebody before it who looks at each connection, and closes it when told so. */
export class GuardedPort implements AsyncDisposable {
  readonly #wanted: PortWanted
  readonly #sockets = new Set<Socket>()
  #server: Server | undefined
  #port: number

  private constructor(wanted: PortWanted) {
    this.#wanted = wanted
    this.#port = wanted.port
  }

  /** Takes the port, and closes it again when it is not open now. Throws what `listen` throws: EADDRINUSE, EACCES, … */
  static async take(wanted: PortWanted): Promise<GuardedPort> {
    const taken = new GuardedPort(wanted)
    const server = taken.#make()
    await listening(server, wanted.port, wanted.address)
    taken.#watch(server)
    taken.#server = server
    taken.#port = (server.address() as AddressInfo).port
    taken.follow()
    return taken
  }

  get port(): number {
    return this.#port
  }

  /** Looks again at what is wanted: opens or closes the port, and resets the connections that may not stay. */
  follow(): void {
    for (const socket of this.#sockets) if (!this.#mayStay(socket)) socket.resetAndDestroy()
    if (this.#wanted.isOpen()) this.#open()
    else this.#close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const server = this.#server
    this.#server = undefined
    const closed = new Promise<void>((resolve) => {
      if (server === undefined) resolve()
      else server.close(() => resolve())
    })
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }

  #open(): void {
    if (this.#server !== undefined) return
    const server = this.#make()
    this.#server = server
    this.#watch(server)
    server.listen(this.#port, this.#wanted.address)
  }

  /** Connections that are there stay: a service that stops, stops to take new ones. */
  #close(): void {
    this.#server?.close()
    this.#server = undefined
  }

  /** Somebody else may have taken the port while it was closed. */
  #watch(server: Server): void {
    server.on('error', (error) => {
      if (this.#server === server) this.#server = undefined
      process.emitWarning(`The twin has no ${this.#wanted.address}:${this.#port}: ${error.message}`)
    })
  }

  #make(): Server {
    return createServer((socket) => {
      if (!this.#mayStay(socket) || !this.#wanted.isOpen()) return void socket.resetAndDestroy()
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
      // Whoever serves it sees the same error; without a listener it would end the process.
      socket.on('error', () => socket.destroy())
      this.#wanted.serve(socket)
    })
  }

  #mayStay(socket: Socket): boolean {
    return this.#wanted.admits(socket.remoteAddress ?? '')
  }
}
