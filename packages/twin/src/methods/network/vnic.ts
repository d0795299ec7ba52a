import { allFields } from '@sakimori/vim25'
import type { DataTypes, RefTo } from '@sakimori/vim25/types'
import { portgroupByKey, portIndex, switchByUuid, switchConfig } from '../../behaviour/dvs-ports.ts'
import { mix, vmkMac } from '../../estate/build/identity.ts'
import { demand, sessionOf } from '../../kernel/call.ts'
import { invalidArgument, notFound, vimFault } from '../../kernel/fault.ts'
import type { ManagedObject } from '../../kernel/store.ts'
import { checkIp, checkIpv4, checkMask, checkMtu, refuseOthers } from './fields.ts'
import { hostFault, type HostEdit } from './host-edit.ts'
import { keyOf } from './host-settle.ts'
import { carriersOf, trafficKey } from './management.ts'

type VirtualNic = DataTypes['HostVirtualNic']
type NicSpec = DataTypes['HostVirtualNicSpec']
type Connection = NonNullable<NicSpec['distributedVirtualPort']>

const honoured = [
  'ip',
  'mac',
  'distributedVirtualPort',
  'portgroup',
  'mtu',
  'tsoEnabled',
  'netStackInstanceKey',
  'ipRouteSpec',
]

/** The stacks whose adapters carry one kind of traffic, and no other (vSphere Networking, "VMkernel Networking Layer"). */
const stackTraffic: Readonly<Record<string, string>> = {
  vmotion: 'vmotion',
  vSphereProvisioning: 'vSphereProvisioning',
}

export function findVnic(edit: HostEdit, device: string): VirtualNic {
  const found = edit.network.vnic?.find((held) => held.device === device)
  if (found === undefined) throw notFound(`VMkernel adapter ${device}`)
  return found
}

/** Adds a VMkernel adapter and returns its device. Throws AlreadyExists, InvalidArgument, NotFound, ResourceNotAvailable. */
export function addVnic(edit: HostEdit, portgroup: string, spec: NicSpec): string {
  const device = freeDevice(edit)
  refuseOthers(spec, 'nic', honoured, { systemOwned: false })
  if (spec.ip === undefined) throw invalidArgument('nic.ip', 'is required')
  checkSpec(edit, spec)
  const stack = spec.netStackInstanceKey ?? 'defaultTcpipStack'
  const mac = spec.mac ?? newMac(edit, device)
  const group = plugIn(edit, device, {
    portgroup: portgroup === '' ? spec.portgroup : portgroup,
    connection: spec.distributedVirtualPort,
    mac,
  })
  const made: VirtualNic = {
    _typeName: 'HostVirtualNic',
    device,
    key: keyOf('VirtualNic', device),
    portgroup: group ?? '',
    spec: {
      _typeName: 'HostVirtualNicSpec',
      ip: addressOf(edit, spec.ip, undefined),
      mac,
      ...(group !== undefined && { portgroup: group }),
      mtu: spec.mtu ?? 1500,
      tsoEnabled: spec.tsoEnabled ?? true,
      netStackInstanceKey: stack,
      ...(spec.ipRouteSpec !== undefined && { ipRouteSpec: spec.ipRouteSpec }),
      ...(knows(edit, 'systemOwned') && { systemOwned: false }),
    },
  }
  edit.network = { ...edit.network, vnic: [...(edit.network.vnic ?? []), made] }
  const traffic = stackTraffic[stack]
  if (traffic !== undefined) edit.nics = select(edit, traffic, made)
  return device
}

/** Changes what the specification sets. Throws NotFound, InvalidArgument. */
export function updateVnic(edit: HostEdit, device: string, spec: NicSpec): void {
  const current = findVnic(edit, device)
  refuseOthers(spec, 'nic', honoured, current.spec)
  checkSpec(edit, spec)
  if (spec.netStackInstanceKey !== undefined && spec.netStackInstanceKey !== current.spec.netStackInstanceKey) {
    throw invalidArgument('nic.netStackInstanceKey', 'cannot be changed')
  }
  const { portgroup, distributedVirtualPort: held, ...rest } = current.spec
  const mac = spec.mac ?? current.spec.mac ?? newMac(edit, device)
  const wanted = wantedPlug(current, spec)
  const group = wanted === undefined ? current.portgroup : (plugIn(edit, device, { ...wanted, mac }) ?? '')
  if (wanted !== undefined && held !== undefined) pullOut(edit, held)
  const { _typeName, distributedVirtualPort: _port, portgroup: _group, ip, ...plain } = spec
  const changed: VirtualNic = {
    ...current,
    portgroup: group,
    spec: {
      ...rest,
      ...plain,
      ...(ip !== undefined && { ip: addressOf(edit, ip, current.spec.ip) }),
      mac,
      ...(group !== '' && { portgroup: group }),
      ...(wanted === undefined && portgroup !== undefined && { portgroup }),
      ...(wanted === undefined && held !== undefined && { distributedVirtualPort: held }),
    },
  }
  edit.network = { ...edit.network, vnic: (edit.network.vnic ?? []).map((nic) => (nic === current ? changed : nic)) }
}

/** Throws NotFound; the adapter that the host is managed through stays (HostConfigFault). */
export function removeVnic(edit: HostEdit, device: string): void {
  const current = findVnic(edit, device)
  const managers = carriersOf(edit.network, edit.nics, 'management')
  if (managers.length === 1 && managers[0] === current) {
    throw hostFault(`${device} cannot be removed: the host is managed through it`)
  }
  if (current.spec.distributedVirtualPort !== undefined) pullOut(edit, current.spec.distributedVirtualPort)
  edit.network = { ...edit.network, vnic: (edit.network.vnic ?? []).filter((held) => held !== current) }
}

/** HostVirtualNicManagerInfo with one more adapter for a kind of traffic. */
export function select({ nics }: HostEdit, nicType: string, { key }: VirtualNic): HostEdit['nics'] {
  const netConfig = nics.netConfig?.map((held) => {
    if (held.nicType !== nicType) return held
    const others = held.multiSelectAllowed ? (held.selectedVnic ?? []) : []
    return { ...held, selectedVnic: [...new Set([...others, trafficKey(nicType, key)])] }
  })
  return netConfig === undefined ? nics : { ...nics, netConfig }
}

/** The first number that is free: vmk0, vmk1, … */
function freeDevice({ network }: HostEdit): string {
  const taken = new Set(network.vnic?.map(({ device }) => device))
  let number = 0
  while (taken.has(`vmk${number}`)) number += 1
  return `vmk${number}`
}

/** A MAC address that no other adapter of the host has. */
function newMac({ host, network }: HostEdit, device: string): string {
  const taken = new Set(network.vnic?.map(({ spec }) => spec.mac))
  const number = Number(host.ref.value.replace(/\D/g, '')) || 1
  let index = Number(device.slice('vmk'.length)) || 0
  while (taken.has(vmkMac(index > 15 ? mix(number + index) : number, index))) index += 1
  return vmkMac(index > 15 ? mix(number + index) : number, index)
}

/** Whether the server's release has the field of HostVirtualNicSpec. */
const knows = ({ world }: HostEdit, field: string) =>
  allFields('HostVirtualNicSpec').some(({ name, since }) => name === field && since <= world.release)

function checkSpec({ network }: HostEdit, { ip, mtu, mac, netStackInstanceKey, ipRouteSpec }: NicSpec): void {
  checkMtu('nic.mtu', mtu)
  if (mac !== undefined && !/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(mac))
    throw invalidArgument('nic.mac', 'is no MAC address')
  checkIp('nic.ipRouteSpec.ipRouteConfig.defaultGateway', ipRouteSpec?.ipRouteConfig?.defaultGateway)
  const stacks = network.netStackInstance?.map(({ key }) => key)
  if (netStackInstanceKey !== undefined && stacks !== undefined && !stacks.includes(netStackInstanceKey)) {
    throw invalidArgument('nic.netStackInstanceKey', 'names no TCP/IP stack of the host')
  }
  if (ip === undefined || ip.dhcp) return
  checkIpv4('nic.ip.ipAddress', ip.ipAddress)
  checkMask('nic.ip.subnetMask', ip.subnetMask)
}

/** What DHCP gives is what was there, or an address that the adapter gives itself. */
function addressOf(
  { network }: HostEdit,
  ip: DataTypes['HostIpConfig'],
  before: DataTypes['HostIpConfig'] | undefined,
) {
  if (network.ipV6Enabled !== true && (ip.ipV6Config?.ipV6Address ?? []).length > 0) {
    throw vimFault('InvalidState', {}, 'IPv6 is not enabled on the host')
  }
  if (!ip.dhcp) return ip
  const { ipAddress = '169.254.1.1', subnetMask = '255.255.0.0' } = before ?? {}
  return { ...ip, ipAddress, subnetMask }
}

interface Wanted {
  readonly portgroup: string | undefined
  readonly connection: Connection | undefined
}

/** Where a specification moves an adapter to; undefined when it stays where it is. */
function wantedPlug(current: VirtualNic, spec: NicSpec): Wanted | undefined {
  const { distributedVirtualPort: wanted, portgroup } = spec
  const held = current.spec.distributedVirtualPort
  if (wanted !== undefined) {
    const isSame =
      held?.switchUuid === wanted.switchUuid &&
      (wanted.portKey === undefined || wanted.portKey === held.portKey) &&
      (wanted.portgroupKey === undefined || wanted.portgroupKey === held.portgroupKey)
    return isSame ? undefined : { portgroup: undefined, connection: wanted }
  }
  const stays = portgroup === undefined || portgroup === '' || portgroup === current.portgroup
  return stays ? undefined : { portgroup, connection: undefined }
}

/** Checks where an adapter goes; returns the standard port group, or plugs into a distributed one when all is done. */
function plugIn(
  edit: HostEdit,
  device: string,
  { portgroup, connection, mac }: Wanted & { readonly mac: string },
): string | undefined {
  if (connection !== undefined) {
    if (portgroup !== undefined && portgroup !== '')
      throw invalidArgument('portgroup', 'must be empty with a distributed port')
    plugDistributed(edit, device, connection, mac)
    return undefined
  }
  if (edit.network.portgroup?.some(({ spec }) => spec.name === portgroup) !== true) {
    throw invalidArgument('portgroup', `names no port group of the host: ${portgroup ?? ''}`)
  }
  const user = edit.network.vnic?.find((held) => held.portgroup === portgroup && held.device !== device)
  if (user !== undefined)
    throw vimFault('AlreadyExists', { name: user.device }, `${user.device} is already on port group ${portgroup ?? ''}`)
  return portgroup
}

function plugDistributed(edit: HostEdit, device: string, connection: Connection, mac: string): void {
  const { call, world, host } = edit
  const dvs = switchByUuid(world, connection.switchUuid)
  if (dvs === undefined) throw notFound(`distributed switch ${connection.switchUuid}`)
  const isMember = switchConfig(dvs).host?.some(({ config }) => config.host?.value === host.ref.value)
  if (isMember !== true)
    throw invalidArgument('nic.distributedVirtualPort.switchUuid', 'is of a switch that the host is no member of')
  const port = connection.portKey === undefined ? undefined : portIndex(dvs).byKey.get(connection.portKey)
  const key = connection.portgroupKey ?? port?.portgroupKey
  const group = key === undefined ? undefined : portgroupByKey(world, dvs, key)
  if (key === undefined || group === undefined) throw notFound('the distributed port or port group')
  if (switchConfig(dvs).uplinkPortgroup?.some(({ value }) => value === group.ref.value)) {
    throw invalidArgument('nic.distributedVirtualPort.portgroupKey', 'is an uplink port group')
  }
  // Asked directly, a host knows no rights on a switch of vCenter Server (vSphere API, AddVirtualNic).
  if (!world.isHost) demand(world, sessionOf(call), group, 'Network.Assign')
  const connectee = {
    _typeName: 'DistributedVirtualSwitchPortConnectee' as const,
    connectedEntity: host.ref as RefTo<'HostSystem'>,
    nicKey: device,
    type: 'hostVmkVnic',
  }
  edit.plugs.push({ device, dvs, plug: { portgroupKey: key, portKey: connection.portKey, host, connectee, mac } })
}

function pullOut({ world, unplugs }: HostEdit, { switchUuid, portKey }: Connection): void {
  const dvs: ManagedObject | undefined = switchByUuid(world, switchUuid)
  if (dvs !== undefined && portKey !== undefined) unplugs.push({ dvs, port: portKey })
}
