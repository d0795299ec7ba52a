import type { DataTypes } from '@sakimori/vim25/types'
import { computedPolicy } from '../../behaviour/network-policy.ts'
import { items } from './fields.ts'
import { trafficKey } from './management.ts'

type NetworkInfo = DataTypes['HostNetworkInfo']
type VirtualSwitch = DataTypes['HostVirtualSwitch']
type PortGroup = DataTypes['HostPortGroup']

export const keyOf = (kind: 'VirtualSwitch' | 'PortGroup' | 'PhysicalNic' | 'VirtualNic', name: string) =>
  `key-vim.host.${kind}-${name}`

/** Physical adapters of a standard switch. */
export function bridged({ bridge }: DataTypes['HostVirtualSwitchSpec']): readonly string[] {
  return bridge?._typeName === 'HostVirtualSwitchBondBridge' ? items(bridge.nicDevice) : []
}

/** A list that is unset when there is nothing in it. */
const listed = <K extends string, T>(name: K, list: readonly T[]) => (list.length === 0 ? {} : { [name]: list })

/**
 * Works out what follows from the specifications after a change: which port groups and adapters a switch has, and the
 * policy that holds on each port group. What did not change stays the same object.
 */
export function settle(before: NetworkInfo | undefined, after: NetworkInfo): NetworkInfo {
  if (before?.vswitch === after.vswitch && before?.portgroup === after.portgroup) return tidy(after)
  const switches = after.vswitch ?? []
  const groups = after.portgroup ?? []
  const portgroup = groups.map((group) => {
    const owner = switches.find(({ name }) => name === group.spec.vswitchName)
    const wasGroup = before?.portgroup?.includes(group) === true
    const wasSwitch = owner !== undefined && before?.vswitch?.includes(owner) === true
    return wasGroup && wasSwitch ? group : settleGroup(group, owner)
  })
  return tidy({ ...after, vswitch: switches.map((held) => settleSwitch(held, groups)), portgroup })
}

function settleGroup(group: PortGroup, owner: VirtualSwitch | undefined): PortGroup {
  const policy = owner?.spec.policy ?? { _typeName: 'HostNetworkPolicy' }
  return {
    ...group,
    ...(owner !== undefined && { vswitch: owner.key }),
    computedPolicy: computedPolicy(policy, group.spec.policy),
  }
}

function settleSwitch(held: VirtualSwitch, groups: readonly PortGroup[]): VirtualSwitch {
  const { portgroup: _groups, pnic: _nics, ...rest } = held
  const own = groups.filter(({ spec }) => spec.vswitchName === held.name)
  return {
    ...rest,
    ...(held.spec.mtu !== undefined && { mtu: held.spec.mtu }),
    ...listed(
      'portgroup',
      own.map(({ spec }) => keyOf('PortGroup', spec.name)),
    ),
    ...listed(
      'pnic',
      bridged(held.spec).map((device) => keyOf('PhysicalNic', device)),
    ),
  }
}

function tidy(network: NetworkInfo): NetworkInfo {
  const { vswitch = [], portgroup = [], vnic = [], ...rest } = network
  return { ...rest, ...listed('vswitch', vswitch), ...listed('portgroup', portgroup), ...listed('vnic', vnic) }
}

/** The adapters that each kind of traffic could, and does, run over, after adapters came or went. */
export function sameNics(
  nics: DataTypes['HostVirtualNicManagerInfo'],
  network: NetworkInfo,
): DataTypes['HostVirtualNicManagerInfo'] {
  if (nics.netConfig === undefined) return nics
  const vnics = network.vnic ?? []
  const netConfig = nics.netConfig.map(({ candidateVnic: _all, selectedVnic = [], ...config }) => {
    const candidates = vnics.map((vnic) => ({ ...vnic, key: trafficKey(config.nicType, vnic.key) }))
    const keys = new Set(candidates.map(({ key }) => key))
    return {
      ...config,
      ...listed('candidateVnic', candidates),
      ...listed(
        'selectedVnic',
        selectedVnic.filter((key) => keys.has(key)),
      ),
    }
  })
  return { ...nics, netConfig }
}
