import type { Clock } from './clock.ts'
import { Doors, type DoorOptions } from './doors/doors.ts'
import type { HostDoor } from './doors/open-door.ts'
import type { CertificateMaker } from './estate/build/host.ts'
import type { Estate } from './estate/estate.ts'
import { openWorld } from './open-world.ts'
import type { World } from './kernel/world.ts'
import { Authority, thumbprint, type CertificateWanted } from './tls/authority.ts'
import { HostCertificates } from './tls/host-certificates.ts'
import { controlDoor } from './wire/control/control.ts'
import { listen, type Endpoint } from './wire/endpoint.ts'

/** An estate whose hosts get certificates of the twin's own authority. */
export type EstateMaker = (certificate: CertificateMaker) => Estate

export interface TwinOptions extends DoorOptions {
  readonly estate: Estate | EstateMaker
  /** The address to listen on; 127.0.0.1 by default. */
  readonly address?: string
  /** The port; 0 = one that is free. */
  readonly port?: number
  /** Plain HTTP, for tests of what crosses the wire. */
  readonly tls?: boolean
  /** What the server's certificate says otherwise than that of a new twin. */
  readonly certificate?: Partial<CertificateWanted>
  /** The twin's clock: tests let time pass. See `adjustableClock`. */
  readonly now?: Clock
}

/** A running twin. */
export interface Twin extends AsyncDisposable {
  /** 'https://127.0.0.1:8443/sdk' */
  readonly url: string
  /** PEM of the authority that signed the twin's certificates, for clients that verify. */
  readonly ca: string
  /** SHA-1 of the server's certificate, 'AA:BB:…'; '' without TLS. */
  readonly thumbprint: string
  /** Who can log in: it is a simulator, so there is no secret in it. */
  readonly logins: readonly { readonly user: string; readonly password: string }[]
  readonly world: World
  /** Where hosts can be reached directly. */
  readonly doors: readonly HostDoor[]
}

/** Starts a twin of an estate and listens. */
export async function startTwin(options: TwinOptions): Promise<Twin> {
  const { address = '127.0.0.1', port = 0, tls = true, now = Date.now } = options
  const authority = await Authority.create(new Date(now()))
  const certificates = new HostCertificates(authority, new Date(now()))
  const estate = typeof options.estate === 'function' ? options.estate(certificates.maker) : options.estate
  const world = openWorld(estate, now)
  if (world.parts.settings !== undefined) world.parts.settings.tls.authority = authority
  const credential = tls
    ? authority.issue({ ...serverCertificate(estate, address, now()), ...options.certificate })
    : undefined
  const doors = await Doors.open(world, tls ? authority : undefined, options)
  const control = controlDoor({ world, doors, clock: now })
  const endpoint: Endpoint = await listen(world, { address, port, credential, control })
  return {
    url: endpoint.url,
    ca: authority.pem,
    thumbprint: credential === undefined ? '' : thumbprint(credential.cert),
    logins: world.parts.accounts.all.map(({ name, password }) => ({ user: name, password })),
    world,
    doors: doors.list,
    async [Symbol.asyncDispose]() {
      await Promise.all([endpoint[Symbol.asyncDispose](), doors[Symbol.asyncDispose]()])
    },
  }
}

const day = 86_400_000

function serverCertificate(estate: Estate, address: string, now: number) {
  return {
    commonName: 'localhost',
    organization: estate.name,
    names: [...new Set(['localhost', '127.0.0.1', '::1', address])],
    validFrom: new Date(now - day),
    validTo: new Date(now + 730 * day),
  }
}
