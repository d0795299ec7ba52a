import type { DataTypes } from '@sakimori/vim25/types'
import { findService, setService } from '../../behaviour/host-services.ts'
import { changeHostState } from '../../behaviour/host-state.ts'
import { snmpConfiguration, snmpLimits } from '../../behaviour/snmp.ts'
import { methodsOf } from '../../kernel/call.ts'
import { invalidArgument, notFound, vimFault } from '../../kernel/fault.ts'
import { hostFor, recordTask, userOf } from './host-call.ts'

type SnmpSpec = DataTypes['HostSnmpConfigSpec']

const isPort = (port: number) => port > 0 && port < 0x1_0000

function check({ port, readOnlyCommunities = [], trapTargets = [] }: SnmpSpec, starts: boolean): void {
  if (port !== undefined && !isPort(port)) throw invalidArgument('spec.port', 'is no port')
  const { maxReadOnlyCommunities, maxTrapDestinations, maxCommunityLength } = snmpLimits
  if (readOnlyCommunities.length > maxReadOnlyCommunities || trapTargets.length > maxTrapDestinations) {
    throw vimFault('InsufficientResourcesFault', {}, 'The SNMP agent takes no more communities or targets')
  }
  for (const name of [...readOnlyCommunities, ...trapTargets.map(({ community }) => community)]) {
    if (name === '' || name.length > maxCommunityLength)
      throw invalidArgument('spec.readOnlyCommunities', 'has a name that is none')
  }
  for (const { hostName, port: target } of trapTargets) {
    if (hostName.trim() === '' || !isPort(target))
      throw invalidArgument('spec.trapTargets', `has ${hostName}@${target}`)
  }
  if (starts && readOnlyCommunities.length === 0 && trapTargets.length === 0) {
    throw invalidArgument('spec.enabled', 'needs a community or a target')
  }
}

/** Options of the agent by key; others stay. */
function mergeOptions(before: SnmpSpec, { option }: SnmpSpec): Pick<SnmpSpec, 'option'> {
  if (option === undefined) return {}
  return { option: [...new Map([...(before.option ?? []), ...option].map((one) => [one.key, one])).values()] }
}

export const hostSnmpSystemMethods = methodsOf('HostSnmpSystem', {
  /** Lists that the request leaves out stay as they are; the wire cannot say "an empty list". */
  ReconfigureSnmpAgent(call, { spec }) {
    const host = hostFor(call)
    if (findService(host, 'snmpd') === undefined) throw notFound('the SNMP agent')
    const before = snmpConfiguration(host)
    const wanted = { ...before, ...spec, ...mergeOptions(before, spec) }
    check(wanted, spec.enabled === true)
    changeHostState(call.world.store, host, { snmp: wanted })
    const { enabled } = spec
    if (enabled !== undefined && enabled !== before.enabled) {
      setService(call.world, host, 'snmpd', { running: enabled, policy: enabled ? 'on' : 'off' }, userOf(call))
    }
    recordTask(call, host, 'host.SnmpSystem.reconfigureSnmpAgent')
    return undefined
  },
})
