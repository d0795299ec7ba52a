import { isIPv4, isIPv6 } from 'node:net'
import { invalidArgument, vimFault } from '../../kernel/fault.ts'
import { isEqual } from '../../kernel/values.ts'

/**
 * Refuses what a specification sets and the twin does not simulate. What only says again what holds already is let through:
 * clients send back whole objects that they read. Throws NotSupported.
 */
export function refuseOthers(spec: object, path: string, honoured: readonly string[], current: object = {}): void {
  const held = current as Readonly<Record<string, unknown>>
  for (const [name, value] of Object.entries(spec)) {
    if (value === undefined || name === '_typeName' || honoured.includes(name) || isEqual(value, held[name])) continue
    if (Array.isArray(value) && value.length === 0) continue
    throw vimFault('NotSupported', {}, `The twin does not simulate ${path}.${name}`)
  }
}

/** A list that the tables call required is still absent when a client sends no element of it. */
export const items = <T>(list: readonly T[] | undefined): readonly T[] => list ?? []

/** The fields of a specification that are set, of those named. */
export function given<T extends object, K extends keyof T>(spec: T, names: readonly K[]): Partial<Pick<T, K>> {
  const entries = names.flatMap((name) => (spec[name] === undefined ? [] : [[name, spec[name]] as const]))
  return Object.fromEntries(entries) as Partial<Pick<T, K>>
}

/** The version after a change; versions are decimal numbers. */
export function nextVersion(version: string | undefined): string {
  const number = Number(version ?? '0')
  return Number.isSafeInteger(number) ? String(number + 1) : '1'
}

/** Asks that a client changes what it has seen. Throws InvalidArgument without a version, ConcurrentAccess with an old one. */
export function checkVersion(path: string, wanted: string | undefined, current: string | undefined): void {
  // An estate that was read from a simulator may have no versions yet.
  if ((current ?? '') === '') return
  if (wanted === undefined || wanted === '') throw invalidArgument(path, 'is required')
  if (wanted !== current) {
    throw vimFault(
      'ConcurrentAccess',
      {},
      `Somebody else has changed it: the configuration is at version ${current}, not ${wanted}`,
    )
  }
}

export function checkRange(path: string, value: number | undefined, least: number, most: number): void {
  if (value === undefined) return
  if (!Number.isInteger(value) || value < least || value > most)
    throw invalidArgument(path, `is not between ${least} and ${most}`)
}

export function checkOneOf(path: string, value: string | undefined, allowed: readonly string[]): void {
  if (value !== undefined && !allowed.includes(value)) throw invalidArgument(path, `is none of ${allowed.join(', ')}`)
}

export function checkIp(path: string, value: string | undefined): void {
  if (value === undefined || value === '') return
  if (!isIPv4(value) && !isIPv6(value)) throw invalidArgument(path, 'is no IP address')
}

export function checkIpv4(path: string, value: string | undefined): void {
  if (value === undefined || !isIPv4(value)) throw invalidArgument(path, 'is no IPv4 address')
}

/** A subnet mask: ones, then zeros. */
export function checkMask(path: string, value: string | undefined): void {
  checkIpv4(path, value)
  const bits = ipv4Bits(value ?? '')
    .toString(2)
    .padStart(32, '0')
  if (!/^1+0*$/.test(bits)) throw invalidArgument(path, 'is no subnet mask')
}

export const ipv4Bits = (address: string): number =>
  address.split('.').reduce((bits, part) => bits * 256 + Number(part), 0)

export const ipv4Text = (bits: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(bits / 2 ** shift) % 256).join('.')

/** The frame sizes that ESX switches and adapters take (vSphere Networking, "Jumbo Frames"). */
export function checkMtu(path: string, value: number | undefined): void {
  checkRange(path, value, 1280, 9000)
}

const discovery = { protocols: ['cdp', 'lldp'], operations: ['none', 'listen', 'advertise', 'both'] } as const

export function checkDiscovery(
  path: string,
  config: { readonly protocol: string; readonly operation: string } | undefined,
  protocols: readonly string[] = discovery.protocols,
): void {
  checkOneOf(`${path}.protocol`, config?.protocol, protocols)
  checkOneOf(`${path}.operation`, config?.operation, discovery.operations)
}
