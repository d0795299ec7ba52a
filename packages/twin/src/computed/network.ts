import { groupPorts, portgroupsOf, switchOf } from '../behaviour/dvs-ports.ts'
import { isRef, type ManagedObject } from '../kernel/store.ts'
import { isRecord, listOf } from '../kernel/values.ts'
import type { World } from '../kernel/world.ts'
import { fromOwn, fromWorld, type ComputedFrom, type ComputedTable } from '../kernel/computed.ts'
import { hostOf } from './host-managers.ts'

/** Networks, distributed switches and their port groups, and what the network managers of a host show. */
export const networkProperties: ComputedTable = {
  Network: {
    vm: fromWorld(({ object, world }) => users(world, object, 'VirtualMachine')),
    host: fromWorld(({ object, world }) => users(world, object, 'HostSystem')),
    summary: fromWorld(({ object, world }) => ({
      // What an estate says of it is the whole; only the name may have changed since.
      ...(object.get('summary') ?? networkSummary(object)),
      name: world.nameOf(object),
    })),
  },
  DistributedVirtualPortgroup: {
    key: fromOwn(({ object }) => object.get('key') ?? object.ref.value),
    portKeys: fromWorld(({ object, world }) =>
      groupPorts(switchOf(world, object), object.ref.value).map(({ key }) => key),
    ),
    host: fromWorld(({ object, world }) => {
      const hosts = users(world, object, 'HostSystem')
      return hosts.length > 0 ? hosts : object.get('host')
    }),
  },
  DistributedVirtualSwitch: {
    portgroup: fromWorld(({ object, world }) => portgroupsOf(world, object).map(({ ref }) => ref)),
    networkResourcePool: fromOwn(({ object }) => object.get('networkResourcePool') ?? []),
    uuid: fromOwn(({ object }) => object.get('uuid') ?? recordOf(object.get('config'))['uuid']),
    summary: fromWorld(({ object, world }) => switchSummary(world, object)),
  },
  HostNetworkSystem: { networkConfig: fromWorld(networkConfig) },
  HostVMotionSystem: {
    netConfig: fromWorld((from) => recordOf(hostConfig(from)['vmotion'])['netConfig']),
    ipConfig: fromWorld((from) => recordOf(hostConfig(from)['vmotion'])['ipConfig']),
  },
}

const networkSummary = ({ ref }: ManagedObject) => ({
  _typeName: ref.type === 'OpaqueNetwork' ? 'OpaqueNetworkSummary' : 'NetworkSummary',
  network: ref,
  accessible: true,
  ipPoolName: '',
})

function users(world: World, network: ManagedObject, type: string): unknown[] {
  return world
    .referrers('network', network.ref)
    .filter((user) => user.ref.type === type)
    .map(({ ref }) => ref)
}

function switchSummary(world: World, object: ManagedObject): unknown {
  const config = recordOf(object.get('config'))
  const members = listOf(config['host']).filter(isRecord)
  const hosts = members.map((member) => recordOf(member['config'])['host']).filter(isRef)
  const groups = portgroupsOf(world, object)
  return {
    _typeName: 'DVSSummary',
    ...recordOf(object.get('summary')),
    name: world.nameOf(object),
    uuid: object.get('uuid') ?? config['uuid'] ?? '',
    numPorts: config['numPorts'] ?? 0,
    productInfo: config['productInfo'],
    hostMember: hosts,
    numHosts: hosts.length,
    portgroupName: groups.map((group) => world.nameOf(group)),
    description: config['description'],
    contact: config['contact'],
  }
}

const hostConfig = ({ object, world }: ComputedFrom): Fields => recordOf(hostOf(world, object)?.get('config'))

/** HostNetworkConfig: the same as HostNetworkInfo, without what is not configured but found. */
function networkConfig(from: ComputedFrom): unknown {
  const info = hostConfig(from)['network']
  if (!isRecord(info)) return undefined
  const list = (name: string, type: string, fields: readonly string[]) =>
    listOf(info[name])
      .filter(isRecord)
      .map((item) => ({ _typeName: type, ...Object.fromEntries(fields.map((field) => [field, item[field]])) }))
  return {
    _typeName: 'HostNetworkConfig',
    vswitch: list('vswitch', 'HostVirtualSwitchConfig', ['name', 'spec']),
    proxySwitch: list('proxySwitch', 'HostProxySwitchConfig', ['dvsUuid', 'spec']).map(
      ({ dvsUuid, ...rest }: Fields) => ({
        ...rest,
        uuid: dvsUuid,
      }),
    ),
    portgroup: list('portgroup', 'HostPortGroupConfig', ['spec']),
    pnic: list('pnic', 'PhysicalNicConfig', ['device', 'spec']),
    vnic: list('vnic', 'HostVirtualNicConfig', ['device', 'portgroup', 'spec']),
    dnsConfig: info['dnsConfig'],
    ipRouteConfig: info['ipRouteConfig'],
  }
}

type Fields = Readonly<Record<string, unknown>>
const recordOf = (value: unknown): Fields => (isRecord(value) ? value : {})
