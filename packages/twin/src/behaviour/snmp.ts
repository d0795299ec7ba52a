import type { DataTypes } from '@sakimori/vim25/types'
import type { ManagedObject } from '../kernel/store.ts'
import { findService } from './host-services.ts'
import { hostStateOf } from './host-state.ts'

/** HostSnmpSystem.limits of ESXi. */
export const snmpLimits: DataTypes['HostSnmpSystemAgentLimits'] = {
  _typeName: 'HostSnmpSystemAgentLimits',
  maxReadOnlyCommunities: 10,
  maxTrapDestinations: 3,
  maxCommunityLength: 64,
  maxBufferSize: 1500,
  capability: 'COMPLETE',
}

/** HostSnmpSystem.configuration: what was set, and whether the agent runs, which its service says. */
export function snmpConfiguration(host: ManagedObject): DataTypes['HostSnmpConfigSpec'] {
  return {
    port: 161,
    readOnlyCommunities: [],
    trapTargets: [],
    ...hostStateOf(host).snmp,
    _typeName: 'HostSnmpConfigSpec',
    enabled: findService(host, 'snmpd')?.running === true,
  }
}
