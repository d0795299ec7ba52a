import type { DataTypes } from '@sakimori/vim25/types'
import type { PortSetting } from '../../behaviour/network-policy.ts'
import type { SwitchConfig } from '../../behaviour/dvs-ports.ts'
import { invalidArgument, vimFault } from '../../kernel/fault.ts'
import { isRecord, listOf } from '../../kernel/values.ts'
import type { World } from '../../kernel/world.ts'
import { isAtLeast, uplinkNames } from './dvs-common.ts'
import { checkOneOf, checkRange } from './fields.ts'

type Setting = DataTypes['VMwareDVSPortSetting']

const teamings = [
  'loadbalance_ip',
  'loadbalance_srcmac',
  'loadbalance_srcid',
  'failover_explicit',
  'loadbalance_loadbased',
]

/**
 * Checks settings that a client gives for a switch, port group or port. Throws InvalidArgument (a value), NotSupported (what
 * the switch or the twin does not have), CollectorAddressUnset (NetFlow without a collector).
 */
export function checkSetting(world: World, config: SwitchConfig, path: string, given: PortSetting | undefined): void {
  if (given === undefined) return
  const setting = given as Setting
  checkVlan(config, `${path}.vlan`, setting.vlan)
  checkTeaming(config, `${path}.uplinkTeamingPolicy`, setting.uplinkTeamingPolicy)
  checkLearning(world, config, `${path}.macManagementPolicy`, setting.macManagementPolicy)
  checkShaping(`${path}.inShapingPolicy`, setting.inShapingPolicy)
  checkShaping(`${path}.outShapingPolicy`, setting.outShapingPolicy)
  checkFilters(`${path}.filterPolicy`, setting.filterPolicy)
  checkOneOf(`${path}.lacpPolicy.mode`, setting.lacpPolicy?.mode?.value, ['active', 'passive'])
  if (setting.ipfixEnabled?.inherited === false && setting.ipfixEnabled.value === true && !hasCollector(config)) {
    throw vimFault('CollectorAddressUnset', {}, 'NetFlow needs the address of a collector on the switch')
  }
  if (setting.VNI?.inherited === false) throw vimFault('NotSupported', {}, `The twin does not simulate ${path}.VNI`)
}

const hasCollector = ({ ipfixConfig }: SwitchConfig) => (ipfixConfig?.collectorIpAddress ?? '') !== ''

/** VLANs are 0 to 4094; a private one must be in the switch's map (vSphere API, VmwareDistributedVirtualSwitchVlanSpec). */
function checkVlan(config: SwitchConfig, path: string, vlan: Setting['vlan']): void {
  if (vlan === undefined || vlan.inherited) return
  switch (vlan._typeName) {
    case 'VmwareDistributedVirtualSwitchVlanIdSpec':
      checkRange(`${path}.vlanId`, vlan.vlanId, 0, 4094)
      return
    case 'VmwareDistributedVirtualSwitchTrunkVlanSpec':
      for (const { start, end } of vlan.vlanId ?? []) {
        checkRange(`${path}.vlanId`, start, 0, 4094)
        checkRange(`${path}.vlanId`, end, start, 4094)
      }
      return
    case 'VmwareDistributedVirtualSwitchPvlanSpec':
      if (config.pvlanConfig?.some(({ secondaryVlanId }) => secondaryVlanId === vlan.pvlanId) === true) return
      throw invalidArgument(`${path}.pvlanId`, `is no private VLAN of the switch: ${vlan.pvlanId}`)
    case 'VmwareDistributedVirtualSwitchVlanSpec':
      throw invalidArgument(path, 'has no VLAN')
  }
}

function checkTeaming(config: SwitchConfig, path: string, teaming: Setting['uplinkTeamingPolicy']): void {
  if (teaming === undefined || teaming.inherited) return
  checkOneOf(`${path}.policy`, teaming.policy?.value, teamings)
  const order = teaming.uplinkPortOrder
  if (order === undefined || order.inherited) return
  const names = [...(order.activeUplinkPort ?? []), ...(order.standbyUplinkPort ?? [])]
  const known = [...uplinkNames(config), ...(config.lacpGroupConfig ?? []).flatMap(({ name }) => name ?? [])]
  if (new Set(names).size < names.length) throw invalidArgument(`${path}.uplinkPortOrder`, 'names an uplink twice')
  for (const name of names)
    if (!known.includes(name))
      throw invalidArgument(`${path}.uplinkPortOrder`, `names no uplink of the switch: ${name}`)
}

/** MAC learning came with switches of version 6.6.0 (vSphere Networking 8.0, "MAC Learning Policy"). */
function checkLearning(world: World, config: SwitchConfig, path: string, policy: Setting['macManagementPolicy']): void {
  if (policy === undefined) return
  if (!world.speaks('6.7')) throw vimFault('NotSupported', {}, `${path} came with 6.7`)
  const learning = policy.macLearningPolicy
  if (learning === undefined || learning.inherited) return
  if (learning.enabled && !isAtLeast(config, '6.6.0')) {
    throw vimFault(
      'NotSupported',
      {},
      `A distributed switch of version ${config.productInfo.version ?? '?'} has no MAC learning`,
    )
  }
  checkRange(`${path}.macLearningPolicy.limit`, learning.limit, 0, 4096)
  checkOneOf(`${path}.macLearningPolicy.limitPolicy`, learning.limitPolicy?.toLowerCase(), ['allow', 'drop'])
}

function checkShaping(path: string, shaping: Setting['inShapingPolicy']): void {
  if (shaping === undefined || shaping.inherited) return
  for (const name of ['averageBandwidth', 'peakBandwidth', 'burstSize'] as const) {
    const value = shaping[name]?.value
    if (value !== undefined && value < 0) throw invalidArgument(`${path}.${name}`, 'is negative')
  }
}

const filterTypes = ['DvsFilterConfig', 'DvsTrafficFilterConfig', 'DvsFilterConfigSpec', 'DvsTrafficFilterConfigSpec']

/** Either operations on single filters, or a new list of them, but not both (vSphere API, DvsFilterPolicy). */
function checkFilters(path: string, policy: Setting['filterPolicy']): void {
  if (policy === undefined || policy.inherited) return
  const filters = listOf(policy.filterConfig).filter(isRecord)
  const operations = filters.filter((filter) => 'operation' in filter)
  if (operations.length > 0 && operations.length < filters.length)
    throw invalidArgument(path, 'mixes operations and filters')
  for (const filter of filters) {
    checkOneOf(`${path}.filterConfig`, String(filter['_typeName']), filterTypes)
    if (!('operation' in filter)) continue
    checkOneOf(`${path}.filterConfig.operation`, String(filter['operation']), ['add', 'edit', 'remove'])
    const isNew = filter['operation'] === 'add'
    if (isNew === (filter['key'] !== undefined))
      throw invalidArgument(`${path}.filterConfig.key`, isNew ? 'must be unset' : 'is required')
  }
}
