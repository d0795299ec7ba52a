import type { DataTypes } from '@sakimori/vim25/types'
import { switchByUuid, switchConfig } from '../../behaviour/dvs-ports.ts'
import { knownConfigOf } from '../../behaviour/host-config.ts'
import { invalidArgument, notFound } from '../../kernel/fault.ts'
import type { ManagedObject } from '../../kernel/store.ts'
import type { World } from '../../kernel/world.ts'
import { ipv4Bits, ipv4Text } from './fields.ts'
import type { HostEdit, NetworkInfo } from './host-edit.ts'
import { bridged, keyOf } from './host-settle.ts'

type LinkInfo = DataTypes['PhysicalNicLinkInfo']
type Pnic = DataTypes['PhysicalNic']
type Discovery = DataTypes['LinkDiscoveryProtocolConfig']

/** Sets speed and duplex of an adapter; without them it negotiates. Throws NotFound, InvalidArgument. */
export function updateLinkSpeed(edit: HostEdit, device: string, linkSpeed: LinkInfo | undefined): void {
  const { network } = edit
  const current = network.pnic?.find((held) => held.device === device)
  if (current === undefined) throw notFound(`physical adapter ${device}`)
  const valid = current.validLinkSpecification ?? []
  const isValid = ({ speedMb, duplex }: LinkInfo) =>
    valid.some((one) => one.speedMb === speedMb && one.duplex === duplex)
  if (linkSpeed !== undefined && !isValid(linkSpeed)) throw invalidArgument('linkSpeed', 'is none that the adapter can')
  const { linkSpeed: _asked, ...spec } = current.spec
  const fastest = valid.toSorted((a, b) => b.speedMb - a.speedMb)[0] ?? current.linkSpeed
  const changed: Pnic = {
    ...current,
    spec: { ...spec, ...(linkSpeed !== undefined && { linkSpeed }) },
    // An adapter without a link stays without one.
    ...(current.linkSpeed !== undefined && { linkSpeed: linkSpeed ?? fastest ?? current.linkSpeed }),
  }
  edit.network = { ...network, pnic: (network.pnic ?? []).map((held) => (held === current ? changed : held)) }
}

/**
 * What the host hears on its physical adapters: the subnets of its own VMkernel adapters that go out there, and, where the
 * switch listens, the physical switch (one per eight hosts; the physical network is made up).
 */
export function networkHints(
  world: World,
  host: ManagedObject,
  devices: readonly string[],
): DataTypes['PhysicalNicHintInfo'][] {
  const network = knownConfigOf(host).network ?? { _typeName: 'HostNetworkInfo' as const }
  const pnics = network.pnic ?? []
  for (const device of devices)
    if (!pnics.some((held) => held.device === device)) throw notFound(`physical adapter ${device}`)
  return pnics
    .filter(({ device }) => devices.length === 0 || devices.includes(device))
    .map((pnic) => {
      const subnet = pnic.linkSpeed === undefined ? [] : subnetsOn(world, network, pnic.device)
      const heard = pnic.linkSpeed === undefined ? {} : neighbour(world, host, network, pnic)
      return { _typeName: 'PhysicalNicHintInfo', device: pnic.device, ...(subnet.length > 0 && { subnet }), ...heard }
    })
}

function subnetsOn(world: World, network: NetworkInfo, device: string): DataTypes['PhysicalNicIpHint'][] {
  const key = keyOf('PhysicalNic', device)
  return (network.vnic ?? []).flatMap(({ portgroup, spec }) => {
    const { ip, distributedVirtualPort: port } = spec
    const group = network.portgroup?.find((held) => held.spec.name === portgroup)
    const own = network.vswitch?.find(({ name }) => name === group?.spec.vswitchName)
    const proxy = network.proxySwitch?.find(({ dvsUuid }) => dvsUuid === port?.switchUuid)
    if ((port === undefined ? own : proxy)?.pnic?.includes(key) !== true) return []
    const range = subnetRange(ip)
    const vlanId = port === undefined ? group?.spec.vlanId : portVlan(world, port)
    return range === undefined
      ? []
      : [{ _typeName: 'PhysicalNicIpHint' as const, ipSubnet: range, vlanId: vlanId ?? 0 }]
  })
}

function portVlan(
  world: World,
  { switchUuid, portKey }: DataTypes['DistributedVirtualSwitchPortConnection'],
): number | undefined {
  const ports = (switchByUuid(world, switchUuid)?.state ?? {}) as {
    readonly ports?: readonly DataTypes['DistributedVirtualPort'][]
  }
  const setting = ports.ports?.find(({ key }) => key === portKey)?.config.setting as
    | DataTypes['VMwareDVSPortSetting']
    | undefined
  return setting?.vlan?._typeName === 'VmwareDistributedVirtualSwitchVlanIdSpec' ? setting.vlan.vlanId : undefined
}

/** '10.27.49.1-10.27.49.254' */
function subnetRange(ip: DataTypes['HostIpConfig'] | undefined): string | undefined {
  if (ip?.ipAddress === undefined || ip.subnetMask === undefined) return undefined
  const size = 2 ** 32 - ipv4Bits(ip.subnetMask)
  const first = Math.floor(ipv4Bits(ip.ipAddress) / size) * size
  return `${ipv4Text(first + 1)}-${ipv4Text(first + size - 2)}`
}

const hears = ({ operation }: Discovery) => operation === 'listen' || operation === 'both'

/** How the switch that has the adapter listens to its neighbours. */
function discoveryOf(world: World, network: NetworkInfo, { device }: Pnic): Discovery | undefined {
  const own = network.vswitch?.find(({ spec }) => bridged(spec).includes(device))
  if (own?.spec.bridge?._typeName === 'HostVirtualSwitchBondBridge') return own.spec.bridge.linkDiscoveryProtocolConfig
  const proxy = network.proxySwitch?.find(({ pnic = [] }) => pnic.includes(keyOf('PhysicalNic', device)))
  const dvs = proxy === undefined ? undefined : switchByUuid(world, proxy.dvsUuid)
  return dvs === undefined ? undefined : switchConfig(dvs).linkDiscoveryProtocolConfig
}

function neighbour(
  world: World,
  host: ManagedObject,
  network: NetworkInfo,
  pnic: Pnic,
): Partial<DataTypes['PhysicalNicHintInfo']> {
  const discovery = discoveryOf(world, network, pnic)
  if (discovery === undefined || !hears(discovery)) return {}
  const number = Number(host.ref.value.replace(/\D/g, '')) || 1
  const index = Number(pnic.device.replace(/\D/g, '')) || 0
  const systemName = `leaf-${Math.floor(number / 8) + 1}${index % 2 === 0 ? 'a' : 'b'}`
  const portId = `Ethernet1/${(number % 8) * 4 + (index >> 1) + 1}`
  if (discovery.protocol === 'cdp') {
    const connectedSwitchPort = {
      _typeName: 'PhysicalNicCdpInfo' as const,
      cdpVersion: 2,
      ttl: 180,
      devId: systemName,
      portId,
      systemName,
      vlan: 1,
      fullDuplex: true,
      mtu: 9216,
    }
    return { connectedSwitchPort }
  }
  const chassisId = `00:1c:73:${[number >> 8, number, index & 1].map((byte) => (byte & 0xff).toString(16).padStart(2, '0')).join(':')}`
  const parameter = [{ _typeName: 'KeyAnyValue' as const, key: 'System Name', value: systemName }]
  return { lldpInfo: { _typeName: 'LinkLayerDiscoveryProtocolInfo', chassisId, portId, timeToLive: 120, parameter } }
}
