import type { DataTypes, MoRef } from '@sakimori/vim25/types'
import type { Release } from '@sakimori/core/model'
import { maybe } from '../releases/maybe.ts'
import { isFrom } from '../releases/release.ts'
import { netStackKeys, trafficKinds } from '../releases/traffic.ts'
import { pnicMac, vmkMac } from './identity.ts'
import {
  pnicKey,
  standardPortgroup,
  standardSwitch,
  type PortgroupSpec,
  type StandardSwitchSpec,
} from './standard-switch.ts'

/** A physical adapter; without a link it has no speed. */
export interface PnicSpec {
  readonly device: string
  readonly speedMb?: number
  readonly down?: boolean
}

/** A VMkernel adapter: its address, where it is plugged, and the traffic that it carries. */
export interface VnicSpec {
  readonly device: string
  readonly ip: string
  readonly mask?: string
  /** The name of a standard port group, or a port of a distributed switch. */
  readonly on: string | { readonly switchUuid: string; readonly portgroup: string; readonly port: string }
  readonly services?: readonly string[]
  readonly mtu?: number
  readonly stack?: 'defaultTcpipStack' | 'vmotion' | 'vSphereProvisioning'
}

/** A distributed switch as one host takes part in it. */
export interface ProxySpec {
  readonly uuid: string
  readonly name: string
  readonly nics: readonly string[]
  /** Key and name of the port of each uplink, in the order of the uplinks. */
  readonly uplinks: readonly (readonly [port: string, name: string])[]
  readonly uplinkPortgroup: MoRef
  readonly mtu?: number
  readonly nsx?: boolean
}

/** All that is plugged into a host. */
export interface HostWiring {
  readonly pnics: readonly PnicSpec[]
  readonly switches: readonly StandardSwitchSpec[]
  readonly portgroups: readonly PortgroupSpec[]
  readonly proxies: readonly ProxySpec[]
  readonly vnics: readonly VnicSpec[]
  readonly gateway: string
  readonly dns: readonly string[]
}

/** Who the host is on its networks. */
export interface HostIdentity {
  readonly name: string
  readonly number: number
  readonly release: Release
}

/** HostNetworkInfo: everything that `config.network` shows. */
export function hostNetwork(host: HostIdentity, wiring: HostWiring): DataTypes['HostNetworkInfo'] {
  const { pnics, switches, portgroups, proxies, vnics } = wiring
  const dnsConfig = dnsOf(host, wiring)
  const ipRouteConfig = { _typeName: 'HostIpRouteConfig' as const, defaultGateway: wiring.gateway }
  return {
    _typeName: 'HostNetworkInfo',
    ...maybe(
      'vswitch',
      switches.map((spec) => standardSwitch(spec, portgroups)),
    ),
    ...maybe(
      'proxySwitch',
      proxies.map((spec) => proxySwitch(spec, host.release)),
    ),
    ...maybe(
      'portgroup',
      portgroups.map((spec) => standardPortgroup(spec, switches)),
    ),
    pnic: pnics.map((spec, index) => pnic(spec, host, index)),
    vnic: vnics.map((spec, index) => vnic(spec, host, index)),
    dnsConfig,
    ipRouteConfig,
    routeTableInfo: {
      _typeName: 'HostIpRouteTableInfo',
      ipRoute: [
        {
          _typeName: 'HostIpRouteEntry',
          network: '0.0.0.0',
          prefixLength: 0,
          gateway: wiring.gateway,
          deviceName: 'vmk0',
        },
      ],
    },
    ipV6Enabled: false,
    atBootIpV6Enabled: false,
    netStackInstance: netStackKeys(host.release).map((key): DataTypes['HostNetStackInstance'] => ({
      _typeName: 'HostNetStackInstance',
      key,
      name: key,
      ...(key === 'defaultTcpipStack' ? { dnsConfig, ipRouteConfig } : {}),
      requestedMaxNumberOfConnections: 11_000,
      congestionControlAlgorithm: 'newreno',
      ipV6Enabled: true,
    })),
  }
}

const dnsOf = ({ name }: HostIdentity, { dns }: HostWiring): DataTypes['HostDnsConfig'] => {
  const [hostName = name, ...domain] = name.split('.')
  const domainName = domain.join('.')
  return {
    _typeName: 'HostDnsConfig',
    dhcp: false,
    hostName,
    domainName,
    ...maybe('address', dns),
    ...maybe('searchDomain', domainName === '' ? undefined : [domainName]),
  }
}

function pnic(
  { device, speedMb = 10_000, down = false }: PnicSpec,
  host: HostIdentity,
  index: number,
): DataTypes['PhysicalNic'] {
  const link = { _typeName: 'PhysicalNicLinkInfo' as const, speedMb, duplex: true }
  return {
    _typeName: 'PhysicalNic',
    key: pnicKey(device),
    device,
    pci: `0000:${(0x3b + (index >> 1)).toString(16)}:00.${index % 2}`,
    driver: 'i40en',
    ...(isFrom(host.release, '8.0') ? { driverVersion: '1.11.3.5', firmwareVersion: '9.20 0x8000d95e 1.3353.0' } : {}),
    ...maybe('linkSpeed', down ? undefined : link),
    validLinkSpecification: [link],
    spec: {
      _typeName: 'PhysicalNicSpec',
      ip: { _typeName: 'HostIpConfig', dhcp: false },
      ...maybe('linkSpeed', down ? undefined : link),
      ...(isFrom(host.release, '6.7') ? { enableEnhancedNetworkingStack: false } : {}),
      ...(isFrom(host.release, '7.0') ? { ensInterruptEnabled: false } : {}),
    },
    wakeOnLanSupported: false,
    mac: pnicMac(host.number, index),
    vmDirectPathGen2Supported: false,
    resourcePoolSchedulerAllowed: true,
    autoNegotiateSupported: true,
  }
}

const vnicKey = (device: string) => `key-vim.host.VirtualNic-${device}`

function vnic(spec: VnicSpec, host: HostIdentity, index: number): DataTypes['HostVirtualNic'] {
  const { device, ip, mask = '255.255.255.0', on, mtu = 1500, stack = 'defaultTcpipStack' } = spec
  const plug =
    typeof on === 'string'
      ? { portgroup: on }
      : {
          distributedVirtualPort: {
            _typeName: 'DistributedVirtualSwitchPortConnection' as const,
            switchUuid: on.switchUuid,
            portgroupKey: on.portgroup,
            portKey: on.port,
            connectionCookie: host.number * 16 + index,
          },
        }
  return {
    _typeName: 'HostVirtualNic',
    device,
    key: vnicKey(device),
    portgroup: typeof on === 'string' ? on : '',
    spec: {
      _typeName: 'HostVirtualNicSpec',
      ip: { _typeName: 'HostIpConfig', dhcp: false, ipAddress: ip, subnetMask: mask },
      mac: vmkMac(host.number, index),
      ...plug,
      mtu,
      tsoEnabled: true,
      netStackInstanceKey: stack,
      ...(isFrom(host.release, '7.0') ? { systemOwned: false } : {}),
    },
  }
}

function proxySwitch(spec: ProxySpec, release: Release): DataTypes['HostProxySwitch'] {
  const { uuid, name, nics, uplinks, uplinkPortgroup, mtu = 9000, nsx = false } = spec
  return {
    _typeName: 'HostProxySwitch',
    dvsUuid: uuid,
    dvsName: name,
    key: `key-vim.host.ProxySwitch-${uuid}`,
    numPorts: 4608,
    configNumPorts: 4096,
    numPortsAvailable: 4500,
    uplinkPort: uplinks.map(([key, value]) => ({ _typeName: 'KeyValue' as const, key, value })),
    mtu,
    ...maybe('pnic', nics.map(pnicKey)),
    spec: {
      _typeName: 'HostProxySwitchSpec',
      backing: {
        _typeName: 'DistributedVirtualSwitchHostMemberPnicBacking',
        pnicSpec: nics.map((pnicDevice, index) => ({
          _typeName: 'DistributedVirtualSwitchHostMemberPnicSpec' as const,
          pnicDevice,
          ...maybe('uplinkPortKey', uplinks[index]?.[0]),
          uplinkPortgroupKey: uplinkPortgroup.value,
        })),
      },
    },
    networkReservationSupported: true,
    ...(isFrom(release, '7.0') ? { nsxtEnabled: nsx, ensEnabled: false, ensInterruptEnabled: false } : {}),
  }
}

/** Which adapter carries which traffic, as `config.virtualNicManagerInfo` lists it. */
export function nicManager(host: HostIdentity, { vnics }: HostWiring): DataTypes['HostVirtualNicManagerInfo'] {
  return {
    _typeName: 'HostVirtualNicManagerInfo',
    netConfig: trafficKinds(host.release).map((nicType): DataTypes['VirtualNicManagerNetConfig'] => ({
      _typeName: 'VirtualNicManagerNetConfig',
      nicType,
      multiSelectAllowed: true,
      candidateVnic: vnics.map((spec, index) => {
        const adapter = vnic(spec, host, index)
        return { ...adapter, key: `${nicType}.${adapter.key}` }
      }),
      ...maybe(
        'selectedVnic',
        vnics
          .filter(({ services = [] }) => services.includes(nicType))
          .map(({ device }) => `${nicType}.${vnicKey(device)}`),
      ),
    })),
  }
}

/** The part of `config.vmotion` that names the adapter. */
export function vmotionInfo(host: HostIdentity, { vnics }: HostWiring): DataTypes['HostVMotionInfo'] {
  const selected = vnics.find(({ services = [] }) => services.includes('vmotion'))
  return {
    _typeName: 'HostVMotionInfo',
    netConfig: {
      _typeName: 'HostVMotionNetConfig',
      candidateVnic: vnics.map((spec, index) => {
        const adapter = vnic(spec, host, index)
        return { ...adapter, key: `VMotionConfig.vmotion.${adapter.key}` }
      }),
      ...maybe('selectedVnic', selected ? `VMotionConfig.vmotion.${vnicKey(selected.device)}` : undefined),
    },
  }
}
