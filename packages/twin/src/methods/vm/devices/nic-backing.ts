import { isA } from '@sakimori/vim25'
import type { DataTypes, MoRef } from '@sakimori/vim25/types'
import { isRef, type ManagedObject } from '../../../kernel/store.ts'
import { isRecord, listOf } from '../../../kernel/values.ts'
import type { World } from '../../../kernel/world.ts'
import { newMac } from '../serial.ts'
import type { Device } from '../vm-record.ts'
import { deviceFault, invalidDevice } from './device-fault.ts'
import type { Facing } from './facing.ts'

type Nic = DataTypes['VirtualEthernetCard']
type Backing = DataTypes['VirtualDeviceBackingInfo']

export const isNic = (device: Device): device is Nic => isA(device, 'VirtualEthernetCard')

/** The connection of an adapter to a distributed switch. */
export function portOf(device: Device): DataTypes['DistributedVirtualSwitchPortConnection'] | undefined {
  const { backing } = device
  return isA(backing, 'VirtualEthernetCardDistributedVirtualPortBackingInfo') ? backing.port : undefined
}

const networksOf = (world: World, host: ManagedObject | undefined): ManagedObject[] => {
  const known = listOf(host?.get('network')).filter(isRef)
  if (host === undefined || known.length === 0) return [...world.ofType('Network')]
  return known.flatMap((ref) => world.find(ref) ?? [])
}

/** The network that the backing of an adapter stands for; undefined when there is none. */
export function networkOf(
  world: World,
  host: ManagedObject | undefined,
  backing: Backing | undefined,
): ManagedObject | undefined {
  const held = isA(backing, 'VirtualEthernetCardNetworkBackingInfo') ? backing.network : undefined
  return (held === undefined ? undefined : world.find(held)) ?? askedNetwork(world, host, backing)
}

/**
 * The network that a client asks for, as the host of the VM knows it. Of a standard network the name counts: its reference
 * is not used in a configuration (vSphere API, VirtualEthernetCardNetworkBackingInfo.network).
 */
export function askedNetwork(
  world: World,
  host: ManagedObject | undefined,
  backing: Backing | undefined,
): ManagedObject | undefined {
  if (isA(backing, 'VirtualEthernetCardNetworkBackingInfo')) {
    const plain = networksOf(world, host).filter(({ ref }) => ref.type === 'Network')
    return (
      plain.find((network) => world.nameOf(network) === backing.deviceName) ??
      plain.find(({ ref }) => ref.value === backing.network?.value)
    )
  }
  if (isA(backing, 'VirtualEthernetCardDistributedVirtualPortBackingInfo')) {
    const { portgroupKey } = backing.port
    return portgroupKey === undefined
      ? undefined
      : world.find({ type: 'DistributedVirtualPortgroup', value: portgroupKey })
  }
  if (isA(backing, 'VirtualEthernetCardOpaqueNetworkBackingInfo')) {
    return [...world.ofType('OpaqueNetwork')].find(
      (network) => world.field(network, 'summary', 'opaqueNetworkId') === backing.opaqueNetworkId,
    )
  }
  return undefined
}

/** `VirtualMachine.network`: the networks of all adapters, each once. */
export function networksOfDevices(world: World, host: ManagedObject | undefined, devices: readonly Device[]): MoRef[] {
  const refs = devices.filter(isNic).flatMap(({ backing }) => networkOf(world, host, backing)?.ref ?? [])
  return [...new Map(refs.map((ref) => [ref.value, ref])).values()]
}

/** Plugs an adapter in: finds its network and, on a distributed switch, its port. Throws InvalidDeviceBacking. */
export function plugIn(nic: Nic, before: Nic | undefined, index: number, facing: Facing): Nic {
  const backing = plugged(nic, index, facing)
  const old = before === undefined ? undefined : portOf(before)
  const now = portOf({ ...nic, backing })
  if (before !== undefined && old !== undefined && old.portKey !== now?.portKey) facing.ports.release(old, before.key)
  return { ...nic, backing }
}

function plugged(nic: Nic, index: number, facing: Facing): Backing {
  const { backing } = nic
  const network = askedNetwork(facing.world, facing.host, backing)
  if (backing === undefined || network === undefined) throw deviceFault('InvalidDeviceBacking', index, 'backing')
  if (isA(backing, 'VirtualEthernetCardNetworkBackingInfo')) {
    return { ...backing, deviceName: facing.world.nameOf(network), network: network.ref as MoRef<'Network'> }
  }
  if (!isA(backing, 'VirtualEthernetCardDistributedVirtualPortBackingInfo')) return backing
  const group = facing.ports.portgroup(backing.port)
  const dvs = facing.ports.switch(backing.port.switchUuid)
  const isUplink = group !== undefined && facing.world.field(group, 'config', 'uplink') === true
  if (group === undefined || dvs === undefined || isUplink || !facing.ports.reaches(dvs, facing.host)) {
    throw deviceFault('InvalidDeviceBacking', index, 'backing.port')
  }
  const linkUp = facing.isOn && nic.connectable?.connected === true
  const port = facing.ports.connect(backing.port, { nicKey: nic.key, mac: nic.macAddress, linkUp }, facing.host)
  if (port === undefined) throw deviceFault('InvalidDeviceBacking', index, 'backing.port.portKey')
  return { ...backing, port }
}

const macPattern = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i

/**
 * The address of an adapter: the one that was chosen by hand, or one that the server gives. Throws InvalidDeviceSpec for
 * something that is no address of a single station.
 */
export function addressOf(nic: Nic, index: number, facing: Facing): Pick<Nic, 'addressType' | 'macAddress'> {
  const { macAddress, addressType } = nic
  const isManual =
    macAddress !== undefined &&
    macAddress !== '' &&
    (addressType === undefined || addressType.toLowerCase() === 'manual')
  if (!isManual) {
    if (addressType?.toLowerCase() === 'manual') throw invalidDevice(index, 'macAddress')
    return { addressType: facing.world.isHost ? 'generated' : 'assigned', macAddress: newMac(facing.world.store) }
  }
  const isGroup = (Number.parseInt(macAddress.slice(0, 2), 16) & 1) === 1
  if (!macPattern.test(macAddress) || isGroup) throw invalidDevice(index, 'macAddress')
  return { addressType: 'manual', macAddress: macAddress.toLowerCase() }
}

/** What VMware Tools say of the adapters of a running guest. */
export function guestNics(
  world: World,
  guest: unknown,
  devices: readonly Device[],
): readonly DataTypes['GuestNicInfo'][] {
  const told = (isRecord(guest) ? listOf(guest['net']) : []).filter((nic) => isA(nic, 'GuestNicInfo'))
  return devices.filter(isNic).map((nic) => {
    const known = told.find(({ deviceConfigId }) => deviceConfigId === nic.key)
    const connected = nic.connectable?.connected ?? false
    const network = networkOf(world, undefined, nic.backing)
    return {
      ...(known ?? { _typeName: 'GuestNicInfo' as const }),
      deviceConfigId: nic.key,
      connected,
      ...(network !== undefined && { network: world.nameOf(network) }),
      ...(nic.macAddress !== undefined && { macAddress: nic.macAddress }),
    }
  })
}
