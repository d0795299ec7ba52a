import type { Server } from 'node:net'
import type { MoRef } from '@sakimori/vim25'
import { certificatePem, installedCredential } from '../behaviour/host-certificates.ts'
import { hostTlsLimits } from '../behaviour/host-tls.ts'
import type { ManagedObject } from '../kernel/store.ts'
import { isRecord } from '../kernel/values.ts'
import type { World } from '../kernel/world.ts'
import type { Authority, Credential } from '../tls/authority.ts'
import { makeServer, type WorldServer } from '../wire/endpoint.ts'
import { listenerOf, type TlsLimits } from '../tls/server-tls.ts'
import type { DoorPlace } from './door-address.ts'
import { GuardedPort } from './guarded-port.ts'
import { HostGate } from './host-gate.ts'

/** Where a host of the twin can be reached directly. */
export interface HostDoor {
  readonly host: MoRef
  readonly name: string
  /** '127.66.0.1' */
  readonly address: string
  /** 'https://127.66.0.1:43210/sdk' */
  readonly url: string
  /** Listens while the host's service TSM-SSH runs. */
  readonly sshPort: number
}

/** Enough to see that SSH answers; it then closes, for there is no shell behind it. */
const sshBanner = 'SSH-2.0-SakimoriTwin no shell behind this\r\n'

export interface OpenDoorWanted {
  readonly host: ManagedObject
  readonly name: string
  readonly place: DoorPlace
  /** Undefined: plain HTTP. */
  readonly authority: Authority | undefined
  /** Asked for at the first connection. */
  readonly world: () => World
}

/** The ports of one host: its API, and SSH. */
export class OpenDoor implements AsyncDisposable {
  readonly #wanted: OpenDoorWanted
  readonly #gate: HostGate
  readonly #ports: GuardedPort[] = []
  #server: WorldServer | undefined
  #certificate: string | undefined
  #bootTime: unknown
  #limits: TlsLimits | undefined
  #tick = -1
  shown: HostDoor

  private constructor(wanted: OpenDoorWanted) {
    this.#wanted = wanted
    this.#gate = new HostGate(wanted.host)
    const { host, name, place } = wanted
    this.shown = { host: host.ref, name, address: place.address, url: '', sshPort: 0 }
  }

  static async open(wanted: OpenDoorWanted): Promise<OpenDoor> {
    const door = new OpenDoor(wanted)
    try {
      await door.#take()
    } catch (error) {
      await door[Symbol.asyncDispose]()
      throw error
    }
    return door
  }

  /** Looks at the host again, if it changed. */
  follow(): void {
    const { host } = this.#wanted
    const tick = Math.max(host.changedAt('config'), host.changedAt('runtime'))
    if (tick === this.#tick) return
    this.#tick = tick
    for (const port of this.#ports) port.follow()
    this.#renewTls()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server?.closeAllConnections()
    await Promise.all(this.#ports.map((port) => port[Symbol.asyncDispose]()))
  }

  async #take(): Promise<void> {
    const { address, https, ssh } = this.#wanted.place
    const gate = this.#gate
    const api = await GuardedPort.take({
      address,
      port: https,
      isOpen: () => gate.https.isOpen,
      admits: (from) => gate.https.admits(from),
      serve: (socket) => void this.#serverNow().emit('connection', socket),
    })
    this.#ports.push(api)
    const shell = await GuardedPort.take({
      address,
      port: ssh,
      isOpen: () => gate.ssh.isOpen,
      admits: (from) => gate.ssh.admits(from),
      serve: (socket) => void socket.end(sshBanner),
    })
    this.#ports.push(shell)
    const scheme = this.#wanted.authority === undefined ? 'http' : 'https'
    this.shown = { ...this.shown, url: `${scheme}://${address}:${api.port}/sdk`, sshPort: shell.port }
  }

  #serverNow(): Server {
    this.#server ??= makeServer(this.#wanted.world(), this.#credential(), { limits: this.#limitsNow() })
    return this.#server
  }

  /** The versions of TLS that the host accepts: a change of its option holds when it starts. */
  #limitsNow(): TlsLimits {
    const { host } = this.#wanted
    const bootTime = bootTimeOf(host)
    if (this.#limits === undefined || bootTime !== this.#bootTime) this.#limits = hostTlsLimits(host)
    this.#bootTime = bootTime
    return this.#limits
  }

  /** What the handshake shows: the certificate of the host's configuration, where its key is here; else one like it. */
  #credential(): Credential | undefined {
    const { authority, host, name, place } = this.#wanted
    if (authority === undefined) return undefined
    const held = certificatePem(host)
    this.#certificate = held
    const own = installedCredential(host) ?? (held === undefined ? undefined : authority.credentialOf(held))
    if (own !== undefined) return own
    const now = this.#wanted.world().now().getTime()
    const [validFrom, validTo] = [new Date(now - 365 * day), new Date(now + 1460 * day)]
    return authority.issue({
      commonName: name,
      names: [name, place.address],
      organization: 'VMware',
      validFrom,
      validTo,
    })
  }

  #renewTls(): void {
    const { host } = this.#wanted
    if (this.#server === undefined || !('setSecureContext' in this.#server)) return
    if (certificatePem(host) === this.#certificate && bootTimeOf(host) === this.#bootTime) return
    const credential = this.#credential()
    if (credential !== undefined) this.#server.setSecureContext(listenerOf(credential, this.#limitsNow()))
  }
}

function bootTimeOf(host: ManagedObject): unknown {
  const runtime = host.get('runtime')
  return isRecord(runtime) ? runtime['bootTime'] : undefined
}

const day = 86_400_000
