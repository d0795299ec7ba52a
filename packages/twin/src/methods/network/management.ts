import type { DataTypes } from '@sakimori/vim25/types'

type NetworkInfo = DataTypes['HostNetworkInfo']
type NicManagerInfo = DataTypes['HostVirtualNicManagerInfo']

/** The keys of adapters in HostVirtualNicManagerInfo have the kind of traffic before them: 'vmotion.key-vim.host.VirtualNic-vmk1'. */
export const trafficKey = (nicType: string, vnicKey: string) => `${nicType}.${vnicKey}`

/** The VMkernel adapters that carry a kind of traffic. */
export function carriersOf(
  network: NetworkInfo | undefined,
  nics: NicManagerInfo | undefined,
  nicType: string,
): readonly DataTypes['HostVirtualNic'][] {
  const selected = nics?.netConfig?.find((held) => held.nicType === nicType)?.selectedVnic ?? []
  return (network?.vnic ?? []).filter(({ key }) => selected.includes(trafficKey(nicType, key)))
}

/** Whether a management adapter of the host reaches the physical network. */
export function isManaged(network: NetworkInfo | undefined, nics: NicManagerInfo | undefined): boolean {
  return carriersOf(network, nics, 'management').some((vnic) => hasUplink(network, vnic))
}

function hasUplink(network: NetworkInfo | undefined, { portgroup, spec }: DataTypes['HostVirtualNic']): boolean {
  const port = spec.distributedVirtualPort
  if (port !== undefined) {
    const proxy = network?.proxySwitch?.find(({ dvsUuid }) => dvsUuid === port.switchUuid)
    return (proxy?.pnic ?? []).length > 0
  }
  const group = network?.portgroup?.find((held) => held.spec.name === portgroup)
  const order = group?.computedPolicy.nicTeaming?.nicOrder
  const uplinks = network?.vswitch?.find(({ name }) => name === group?.spec.vswitchName)?.pnic ?? []
  const eligible = order === undefined ? uplinks : [...(order.activeNic ?? []), ...(order.standbyNic ?? [])]
  return uplinks.length > 0 && eligible.length > 0
}
