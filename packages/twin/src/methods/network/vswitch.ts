import type { DataTypes } from '@sakimori/vim25/types'
import { invalidArgument, notFound, vimFault } from '../../kernel/fault.ts'
import type { HostEdit, NetworkInfo } from './host-edit.ts'
import { bridged, keyOf } from './host-settle.ts'
import { checkDiscovery, checkMtu, checkRange, items } from './fields.ts'
import { checkGroupFree } from './portgroup.ts'
import { checkPolicy, defaultPolicy, wholePolicy } from './standard-policy.ts'

type VirtualSwitch = DataTypes['HostVirtualSwitch']
type SwitchSpec = DataTypes['HostVirtualSwitchSpec']
type Bridge = NonNullable<SwitchSpec['bridge']>

/** Ports are elastic since 5.5: this is what a host shows, whatever was asked for. */
const elasticPorts = 2560
const longestName = 32

function findSwitch(network: NetworkInfo, name: string): VirtualSwitch {
  const found = network.vswitch?.find((held) => held.name === name)
  if (found === undefined) throw notFound(`virtual switch ${name}`)
  return found
}

/** Throws AlreadyExists, ResourceInUse (an adapter is), InvalidArgument. */
export function addSwitch(
  edit: HostEdit,
  name: string,
  spec: SwitchSpec = { _typeName: 'HostVirtualSwitchSpec', numPorts: 128 },
): void {
  const { network } = edit
  if (name === '' || name.length > longestName)
    throw invalidArgument('vswitchName', `must have 1 to ${longestName} characters`)
  if (network.vswitch?.some((held) => held.name === name))
    throw vimFault('AlreadyExists', { name }, `The virtual switch ${name} exists`)
  const made: VirtualSwitch = {
    _typeName: 'HostVirtualSwitch',
    name,
    key: keyOf('VirtualSwitch', name),
    numPorts: elasticPorts,
    numPortsAvailable: elasticPorts - 1,
    spec: wholeSpec(edit, spec, undefined),
  }
  edit.network = { ...network, vswitch: [...(network.vswitch ?? []), made] }
}

/**
 * Replaces the specification: a bridge that is not given is taken away, a policy that is not given stays (vSphere API,
 * UpdateVirtualSwitch and HostVirtualSwitchSpec.policy). Throws NotFound, ResourceInUse, InvalidArgument.
 */
export function updateSwitch(edit: HostEdit, name: string, spec: SwitchSpec): void {
  const current = findSwitch(edit.network, name)
  const changed = { ...current, spec: wholeSpec(edit, spec, current) }
  const { network } = edit
  const nics = bridged(changed.spec)
  edit.network = {
    ...network,
    vswitch: (network.vswitch ?? []).map((held) => (held === current ? changed : held)),
    portgroup: (network.portgroup ?? []).map((group) =>
      group.spec.vswitchName === name ? withoutLost(group, nics) : group,
    ),
  }
}

/** Removes a switch with its port groups. Throws NotFound, ResourceInUse. */
export function removeSwitch(edit: HostEdit, name: string): void {
  const current = findSwitch(edit.network, name)
  const { network } = edit
  const groups = (network.portgroup ?? []).filter(({ spec }) => spec.vswitchName === name)
  for (const group of groups) checkGroupFree(edit, group.spec.name, 'VirtualSwitch', name)
  edit.network = {
    ...network,
    vswitch: (network.vswitch ?? []).filter((held) => held !== current),
    portgroup: (network.portgroup ?? []).filter((group) => !groups.includes(group)),
  }
}

/** The specification that holds afterwards. */
function wholeSpec(edit: HostEdit, spec: SwitchSpec, current: VirtualSwitch | undefined): SwitchSpec {
  checkRange('spec.numPorts', spec.numPorts, 0, 4088)
  checkMtu('spec.mtu', spec.mtu)
  const bridge = spec.bridge === undefined ? undefined : wholeBridge(edit, spec.bridge, current)
  const nics = bridge === undefined ? [] : bridged({ ...spec, bridge })
  if (spec.policy !== undefined) checkPolicy('spec.policy', orderWithout(spec.policy, lost(current, nics)), nics)
  return {
    _typeName: 'HostVirtualSwitchSpec',
    numPorts: spec.numPorts === 0 ? (current?.spec.numPorts ?? 128) : spec.numPorts,
    ...(bridge !== undefined && { bridge }),
    policy: policyOf(edit, spec, current, nics),
    mtu: spec.mtu ?? current?.spec.mtu ?? 1500,
  }
}

function policyOf({ host }: HostEdit, spec: SwitchSpec, current: VirtualSwitch | undefined, nics: readonly string[]) {
  if (spec.policy !== undefined) return wholePolicy(host, orderWithout(spec.policy, lost(current, nics)), nics)
  const held = current?.spec.policy
  return held === undefined ? defaultPolicy(host, nics) : orderWith(held, nics, bridgedOf(current))
}

const bridgedOf = (current: VirtualSwitch | undefined) => (current === undefined ? [] : bridged(current.spec))

/** Adapters that the change takes from the switch. */
const lost = (current: VirtualSwitch | undefined, nics: readonly string[]) =>
  bridgedOf(current).filter((nic) => !nics.includes(nic))

/** An adapter that leaves the bridge leaves the teaming order, too (vSphere API, UpdateVirtualSwitch). */
function orderWithout<T extends DataTypes['HostNetworkPolicy']>(policy: T, gone: readonly string[]): T {
  const order = policy.nicTeaming?.nicOrder
  if (order === undefined || gone.length === 0) return policy
  const kept = (list: readonly string[] | undefined) => list?.filter((nic) => !gone.includes(nic))
  return {
    ...policy,
    nicTeaming: { ...policy.nicTeaming, nicOrder: nicOrder(kept(order.activeNic), kept(order.standbyNic)) },
  }
}

/** The same policy with the adapters that a switch has now: new ones are active. */
function orderWith(policy: DataTypes['HostNetworkPolicy'], nics: readonly string[], before: readonly string[]) {
  const gone = before.filter((nic) => !nics.includes(nic))
  const kept = orderWithout(policy, gone)
  const come = nics.filter((nic) => !before.includes(nic))
  if (come.length === 0) return kept
  const { activeNic = [], standbyNic } = kept.nicTeaming?.nicOrder ?? {}
  const order = nicOrder([...activeNic, ...come], standbyNic)
  return { ...kept, nicTeaming: { ...kept.nicTeaming, _typeName: 'HostNicTeamingPolicy' as const, nicOrder: order } }
}

const nicOrder = (
  active: readonly string[] | undefined,
  standby: readonly string[] | undefined,
): DataTypes['HostNicOrderPolicy'] => ({
  _typeName: 'HostNicOrderPolicy',
  ...(active !== undefined && active.length > 0 && { activeNic: active }),
  ...(standby !== undefined && standby.length > 0 && { standbyNic: standby }),
})

function withoutLost(group: DataTypes['HostPortGroup'], nics: readonly string[]): DataTypes['HostPortGroup'] {
  const order = group.spec.policy.nicTeaming?.nicOrder
  const gone = [...(order?.activeNic ?? []), ...(order?.standbyNic ?? [])].filter((nic) => !nics.includes(nic))
  return gone.length === 0
    ? group
    : { ...group, spec: { ...group.spec, policy: orderWithout(group.spec.policy, gone) } }
}

/** The only bridge of an ESX host is a bond; its discovery protocol is CDP (vSphere Networking). */
function wholeBridge(edit: HostEdit, bridge: Bridge, current: VirtualSwitch | undefined): Bridge {
  if (bridge._typeName !== 'HostVirtualSwitchBondBridge') throw invalidArgument('spec.bridge', 'must be a bond')
  const { beacon, linkDiscoveryProtocolConfig } = bridge
  const nicDevice = items(bridge.nicDevice)
  if (new Set(nicDevice).size < nicDevice.length)
    throw invalidArgument('spec.bridge.nicDevice', 'names an adapter twice')
  for (const device of nicDevice) checkPnicFree(edit.network, device, current?.key)
  checkRange('spec.bridge.beacon.interval', beacon?.interval, 0, 2 ** 31 - 1)
  checkDiscovery('spec.bridge.linkDiscoveryProtocolConfig', linkDiscoveryProtocolConfig, ['cdp'])
  return {
    ...bridge,
    nicDevice,
    linkDiscoveryProtocolConfig: linkDiscoveryProtocolConfig ?? {
      _typeName: 'LinkDiscoveryProtocolConfig',
      protocol: 'cdp',
      operation: 'listen',
    },
  }
}

/** Asks that a host has an adapter, and that no other switch does. `own` is the key of the switch that may have it. */
export function checkPnicFree(network: NetworkInfo, device: string, own: string | undefined): void {
  if (network.pnic?.some((pnic) => pnic.device === device) !== true) {
    throw invalidArgument('nicDevice', `names ${device}, which the host does not have`)
  }
  const key = keyOf('PhysicalNic', device)
  const users = [...(network.vswitch ?? []), ...(network.proxySwitch ?? [])].filter((held) => held.key !== own)
  const taken = users.some(({ pnic = [] }) => pnic.includes(key)) || inOtherBridge(network, device, own)
  if (taken) throw vimFault('ResourceInUse', { type: 'PhysicalNic', name: device }, `The adapter ${device} is in use`)
}

/** Within one change, before the keys are worked out again. */
const inOtherBridge = (network: NetworkInfo, device: string, own: string | undefined) =>
  network.vswitch?.some((held) => held.key !== own && bridged(held.spec).includes(device)) === true
