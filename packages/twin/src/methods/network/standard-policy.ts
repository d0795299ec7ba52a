import type { DataTypes } from '@sakimori/vim25/types'
import type { Release } from '@sakimori/core/model'
import { hostReleaseOf } from '../../behaviour/option-defs.ts'
import { computedPolicy } from '../../behaviour/network-policy.ts'
import { asInstalled, rejecting, switchPolicy } from '../../estate/build/standard-switch.ts'
import { isFrom } from '../../estate/releases/release.ts'
import { invalidArgument } from '../../kernel/fault.ts'
import type { ManagedObject } from '../../kernel/store.ts'
import { checkOneOf, checkRange } from './fields.ts'

type Policy = DataTypes['HostNetworkPolicy']

const teamings = ['loadbalance_ip', 'loadbalance_srcmac', 'loadbalance_srcid', 'failover_explicit']

/**
 * What a new standard switch has where nothing is said. The security settings differ by release: up to 6.7 MAC changes and
 * forged transmits are accepted, from 7.0 on everything is rejected (vSphere Security 7.0; the SCG for 9.1 prints the older
 * defaults, facts/exposure.md §1.2).
 */
export function defaultPolicy(host: ManagedObject, nics: readonly string[]): Policy {
  const release: Release = hostReleaseOf(host) ?? '8.0'
  return switchPolicy(isFrom(release, '7.0') ? rejecting : asInstalled, nics)
}

/** A switch has a value for everything: what a specification leaves out is the server's default, not what was there. */
export function wholePolicy(host: ManagedObject, policy: Policy, nics: readonly string[]): Policy {
  return computedPolicy(defaultPolicy(host, nics), policy)
}

/** Checks a policy of a switch or port group; `nics` are the adapters that it may order. Throws InvalidArgument. */
export function checkPolicy(path: string, policy: Policy, nics: readonly string[]): void {
  const { nicTeaming, shapingPolicy } = policy
  checkOneOf(`${path}.nicTeaming.policy`, nicTeaming?.policy, teamings)
  checkRange(`${path}.nicTeaming.failureCriteria.percentage`, nicTeaming?.failureCriteria?.percentage, 0, 100)
  checkOneOf(`${path}.nicTeaming.failureCriteria.checkSpeed`, nicTeaming?.failureCriteria?.checkSpeed, [
    'exact',
    'minimum',
    '',
  ])
  checkShaping(`${path}.shapingPolicy`, shapingPolicy)
  const order = nicTeaming?.nicOrder
  if (order === undefined) return
  const named = [...(order.activeNic ?? []), ...(order.standbyNic ?? [])]
  const orderPath = `${path}.nicTeaming.nicOrder`
  if (new Set(named).size < named.length) throw invalidArgument(orderPath, 'names an adapter twice')
  for (const nic of named)
    if (!nics.includes(nic)) throw invalidArgument(orderPath, `names ${nic}, which the switch does not have`)
}

function checkShaping(path: string, shaping: Policy['shapingPolicy']): void {
  if (shaping?.enabled !== true) return
  for (const name of ['averageBandwidth', 'peakBandwidth', 'burstSize'] as const) {
    const value = shaping[name]
    if (value !== undefined && value < 0) throw invalidArgument(`${path}.${name}`, 'is negative')
  }
}
