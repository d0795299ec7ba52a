import { createServer } from 'node:net'
import { listening } from '../wire/endpoint.ts'

/** The ports that doors listen on; 0 = any that is free. */
export interface DoorPorts {
  readonly https: number
  readonly ssh: number
}

/** Where one door listens. */
export interface DoorPlace extends DoorPorts {
  readonly address: string
}

const hostsInNet = 254

/**
 * Where the door of the n-th host listens. Each host has an address of its own, 127.66.0.1 and following, wherever the
 * machine answers on the whole of 127.0.0.0/8 (Linux, Windows). Elsewhere (macOS, BSD) all share 127.0.0.1, and each has
 * ports of its own instead: the wanted ones, plus its number.
 */
export function doorPlace(index: number, ports: DoorPorts, hasOwnAddresses: boolean): DoorPlace {
  if (hasOwnAddresses) {
    return { ...ports, address: `127.66.${Math.floor(index / hostsInNet)}.${(index % hostsInNet) + 1}` }
  }
  const own = (port: number) => (port === 0 ? 0 : port + index)
  return { address: '127.0.0.1', https: own(ports.https), ssh: own(ports.ssh) }
}

/** Whether the machine takes connections on other loopback addresses than 127.0.0.1 without being told to. */
export async function hasOwnAddresses(): Promise<boolean> {
  const server = createServer()
  try {
    await listening(server, 0, doorPlace(0, { https: 0, ssh: 0 }, true).address)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRNOTAVAIL') return false
    throw error
  } finally {
    server.close()
  }
}
