import type { DataTypes } from '@sakimori/vim25/types'
import { knownConfigOf } from '../../behaviour/host-config.ts'
import { invalidArgument, notFound, vimFault } from '../../kernel/fault.ts'
import { isRecord } from '../../kernel/values.ts'
import { checkIp, checkIpv4, ipv4Bits, refuseOthers } from './fields.ts'
import { hostFault, type HostEdit, type NetworkInfo } from './host-edit.ts'

type DnsConfig = DataTypes['HostDnsConfig']
type RouteConfig = DataTypes['HostIpRouteConfig']

const defaultStack = 'defaultTcpipStack'
const dnsFields = [
  'dhcp',
  'virtualNicDevice',
  'ipv6VirtualNicDevice',
  'hostName',
  'domainName',
  'address',
  'searchDomain',
]

/**
 * Replaces the DNS client of the default stack. Throws InvalidArgument, NotFound (the adapter), and HostInDomain when the
 * name of a host that has joined a Windows domain would change.
 */
export function updateDns(edit: HostEdit, config: DnsConfig): void {
  refuseOthers(config, 'config', dnsFields)
  for (const address of config.address ?? []) checkIp('config.address', address)
  const { network } = edit
  const current = network.dnsConfig
  if (config.dhcp) checkDhcp(network, config.virtualNicDevice)
  else checkNames(edit, config, current)
  const names =
    config.dhcp && current !== undefined ? { hostName: current.hostName, domainName: current.domainName } : {}
  const { virtualNicConnection: _v4, virtualNicConnectionV6: _v6, ...plain } = config as DataTypes['HostDnsConfigSpec']
  const dnsConfig: DnsConfig = { ...plain, ...names, _typeName: 'HostDnsConfig' }
  edit.network = { ...onStack(network, { dnsConfig }), dnsConfig }
}

function checkDhcp({ vnic }: NetworkInfo, device: string | undefined): void {
  if (device === undefined) throw invalidArgument('config.virtualNicDevice', 'is required with DHCP')
  const found = vnic?.find((held) => held.device === device)
  if (found === undefined) throw notFound(`VMkernel adapter ${device}`)
  if (found.spec.ip?.dhcp !== true) throw invalidArgument('config.virtualNicDevice', 'does not use DHCP')
}

function checkNames({ host }: HostEdit, { hostName, domainName }: DnsConfig, current: DnsConfig | undefined): void {
  if (!/^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$/.test(hostName))
    throw invalidArgument('config.hostName', 'is no host name')
  if (hostName === current?.hostName && domainName === current.domainName) return
  const { authConfig = [] } = knownConfigOf(host).authenticationManagerInfo ?? {}
  const isJoined = authConfig.some((store) => isRecord(store) && store['enabled'] === true && 'joinedDomain' in store)
  if (isJoined) throw vimFault('HostInDomain', {}, 'The name of a host that is in a Windows domain cannot be changed')
}

/** Sets the default gateways of the default stack, which must be on the network of one of its adapters. */
export function updateRoutes(edit: HostEdit, config: RouteConfig): void {
  refuseOthers(config, 'config', ['defaultGateway', 'gatewayDevice', 'ipV6DefaultGateway', 'ipV6GatewayDevice'])
  const { network } = edit
  const { defaultGateway, ipV6DefaultGateway } = config
  checkIp('config.ipV6DefaultGateway', ipV6DefaultGateway)
  if (network.ipV6Enabled !== true && (ipV6DefaultGateway ?? '') !== '')
    throw vimFault('InvalidState', {}, 'IPv6 is not enabled on the host')
  if (defaultGateway !== undefined && defaultGateway !== '') {
    checkIpv4('config.defaultGateway', defaultGateway)
    checkReachable(network, defaultGateway)
  }
  const ipRouteConfig: RouteConfig = { ...network.ipRouteConfig, ...config, _typeName: 'HostIpRouteConfig' }
  edit.network = { ...onStack(network, { ipRouteConfig }), ipRouteConfig, ...routeTable(network, ipRouteConfig) }
}

function checkReachable({ vnic = [] }: NetworkInfo, gateway: string): void {
  const isNear = vnic.some(({ spec: { ip, netStackInstanceKey = defaultStack } }) => {
    if (netStackInstanceKey !== defaultStack || ip?.ipAddress === undefined || ip.subnetMask === undefined) return false
    const size = 2 ** 32 - ipv4Bits(ip.subnetMask)
    return Math.floor(ipv4Bits(ip.ipAddress) / size) === Math.floor(ipv4Bits(gateway) / size)
  })
  if (!isNear) throw hostFault(`The gateway ${gateway} is on the network of no VMkernel adapter`)
}

function routeTable(
  { routeTableInfo }: NetworkInfo,
  { defaultGateway }: RouteConfig,
): Partial<Pick<NetworkInfo, 'routeTableInfo'>> {
  if (routeTableInfo === undefined || defaultGateway === undefined) return {}
  const others = (routeTableInfo.ipRoute ?? []).filter(({ prefixLength }) => prefixLength !== 0)
  const before = routeTableInfo.ipRoute?.find(({ prefixLength }) => prefixLength === 0)
  const entry: DataTypes['HostIpRouteEntry'] = {
    ...before,
    _typeName: 'HostIpRouteEntry',
    network: '0.0.0.0',
    prefixLength: 0,
    gateway: defaultGateway,
  }
  return { routeTableInfo: { ...routeTableInfo, ipRoute: [entry, ...others] } }
}

/** The default stack shows the same. */
function onStack(network: NetworkInfo, fields: Partial<DataTypes['HostNetStackInstance']>): NetworkInfo {
  const { netStackInstance } = network
  if (netStackInstance === undefined) return network
  return {
    ...network,
    netStackInstance: netStackInstance.map((stack) => (stack.key === defaultStack ? { ...stack, ...fields } : stack)),
  }
}
