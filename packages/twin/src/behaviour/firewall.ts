import { BlockList, isIP } from 'node:net'
import { isRecord, listOf } from '../kernel/values.ts'

/** What a host's firewall says of one TCP port. */
export interface PortGate {
  /** Whether anybody may come in. */
  readonly isOpen: boolean
  /** Whether a connection from an address may. */
  readonly admits: (address: string) => boolean
}

const open: PortGate = { isOpen: true, admits: () => true }

/**
 * The firewall of a HostConfigInfo before a TCP port: a connection comes in where an enabled rule set has an inbound rule
 * for the port and allows its address; what no rule set takes is left to the default policy (vSphere Security, "ESXi Firewall
 * Configuration"; HostFirewallDefaultPolicy.incomingBlocked). A host that tells nothing of its firewall has none.
 */
export function portGate(config: unknown, port: number): PortGate {
  const firewall = isRecord(config) ? config['firewall'] : undefined
  if (!isRecord(firewall)) return open
  const policy = firewall['defaultPolicy']
  if (isRecord(policy) && policy['incomingBlocked'] === false) return open
  const rulesets = listOf(firewall['ruleset'])
    .filter(isRecord)
    .filter((one) => one['enabled'] === true && listOf(one['rule']).some((rule) => isFor(rule, port)))
  const allowed = rulesets.map((one) => allowedBy(one['allowedHosts']))
  return { isOpen: rulesets.length > 0, admits: (address) => allowed.some((admits) => admits(plain(address))) }
}

function isFor(rule: unknown, port: number): boolean {
  if (!isRecord(rule)) return false
  const { direction, portType, protocol } = rule
  const first = Number(rule['port'])
  const last = Number(rule['endPort'] ?? first)
  return direction === 'inbound' && portType !== 'src' && protocol === 'tcp' && first <= port && port <= last
}

/** HostFirewallRulesetIpList: everybody, or the addresses and networks that are named. What is no address allows nobody. */
function allowedBy(hosts: unknown): PortGate['admits'] {
  if (!isRecord(hosts) || hosts['allIp'] === true) return open.admits
  const list = new BlockList()
  for (const address of listOf(hosts['ipAddress']).map(String)) {
    const family = familyOf(address)
    if (family !== undefined) list.addAddress(address, family)
  }
  for (const entry of listOf(hosts['ipNetwork']).filter(isRecord)) {
    const network = String(entry['network'])
    const length = Number(entry['prefixLength'])
    const family = familyOf(network)
    const isLength = Number.isInteger(length) && length >= 0 && length <= (family === 'ipv4' ? 32 : 128)
    if (family !== undefined && isLength) list.addSubnet(network, length, family)
  }
  return (address) => {
    const family = familyOf(address)
    return family !== undefined && list.check(address, family)
  }
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  const version = isIP(address)
  return version === 0 ? undefined : version === 4 ? 'ipv4' : 'ipv6'
}

/** An IPv4 address that came in over an IPv6 socket; without the zone of a link-local one. */
const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/, '').replace(/%.*$/, '')
