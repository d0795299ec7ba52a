import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { portGate } from './firewall.ts'

interface Ruleset {
  readonly ports?: readonly [first: number, last?: number]
  readonly direction?: string
  readonly enabled?: boolean
  readonly allIp?: boolean
  readonly ipAddress?: readonly string[]
  readonly ipNetwork?: readonly (readonly [network: string, prefixLength: number])[]
}

const config = (incomingBlocked: boolean, ...rulesets: readonly Ruleset[]) => ({
  firewall: {
    defaultPolicy: { incomingBlocked, outgoingBlocked: true },
    ruleset: rulesets.map(({ ports = [22], direction = 'inbound', enabled = true, ...allowed }) => ({
      enabled,
      rule: [{ port: ports[0], endPort: ports[1], direction, portType: 'dst', protocol: 'tcp' }],
      allowedHosts: {
        allIp: allowed.allIp ?? false,
        ipAddress: allowed.ipAddress,
        ipNetwork: allowed.ipNetwork?.map(([network, prefixLength]) => ({ network, prefixLength })),
      },
    })),
  },
})

const number = (address: string) => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
const ipv4 = fc.ipV4()

describe('the firewall of a host before a port', () => {
  test('a network takes the addresses that begin as it does, and no others', () => {
    fc.assert(
      fc.property(ipv4, ipv4, fc.integer({ min: 0, max: 32 }), (network, address, length) => {
        const size = 2 ** (32 - length)
        const isIn = Math.floor(number(network) / size) === Math.floor(number(address) / size)
        const { admits } = portGate(config(true, { ipNetwork: [[network, length]] }), 22)
        expect(admits(address)).toBe(isIn)
        expect(admits(`::ffff:${address}`)).toBe(isIn)
      }),
    )
  })

  test('an address takes itself', () => {
    fc.assert(
      fc.property(fc.oneof(ipv4, fc.ipV6()), fc.oneof(ipv4, fc.ipV6()), (allowed, other) => {
        const { admits } = portGate(config(true, { ipAddress: [allowed] }), 22)
        expect(admits(allowed)).toBe(true)
        if (allowed !== other && allowed.includes(':') !== other.includes(':')) expect(admits(other)).toBe(false)
      }),
    )
  })

  test.for([
    ['2001:db8::/32', '2001:db8:1::5', true],
    ['2001:db8::/32', '2001:db9::5', false],
    ['fe80::/10', 'fe80::1%vmk0', true],
    ['10.0.0.0/8', '2001:db8::1', false],
  ] as const)('IPv6: %s and %s', ([network, address, expected]) => {
    const [name = '', length] = network.split('/')
    expect(portGate(config(true, { ipNetwork: [[name, Number(length)]] }), 22).admits(address)).toBe(expected)
  })

  test('a rule set that is off closes its port, unless the default policy lets everybody in', () => {
    const off = { enabled: false, allIp: true }
    expect(portGate(config(true, off), 22).isOpen).toBe(false)
    expect(portGate(config(true, off), 22).admits('10.1.1.1')).toBe(false)
    expect(portGate(config(false, off), 22).admits('10.1.1.1')).toBe(true)
  })

  test('only inbound rules for the port count, ranges included; several rule sets add up', () => {
    const gate = (port: number) =>
      portGate(
        config(
          true,
          { ports: [440, 450], ipAddress: ['10.0.0.1'] },
          { ports: [443], ipAddress: ['10.0.0.2'] },
          { ports: [443], direction: 'outbound', allIp: true },
        ),
        port,
      )
    expect(['10.0.0.1', '10.0.0.2', '10.0.0.3'].map(gate(443).admits)).toEqual([true, true, false])
    expect(gate(22).isOpen).toBe(false)
  })

  test('what is no address in a list allows nobody, and does no harm', () => {
    const allowed = {
      ipAddress: ['esx01', ''],
      ipNetwork: [
        ['10.0.0.0', 99],
        ['nowhere', 8],
      ] as const,
    }
    const { admits } = portGate(config(true, allowed), 22)
    expect(admits('10.0.0.1')).toBe(false)
    expect(admits('esx01')).toBe(false)
  })

  test('a host that tells nothing of its firewall has none', () => {
    expect(portGate({}, 22).admits('10.0.0.1')).toBe(true)
    expect(portGate(undefined, 22).isOpen).toBe(true)
  })
})
