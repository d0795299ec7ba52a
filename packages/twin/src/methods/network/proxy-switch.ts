import type { DataTypes } from '@sakimori/vim25/types'
import { switchConfig } from '../../behaviour/dvs-ports.ts'
import { configOf, knownConfigOf } from '../../behaviour/host-config.ts'
import type { Call } from '../../kernel/call.ts'
import type { ManagedObject } from '../../kernel/store.ts'
import { isEqual } from '../../kernel/values.ts'
import type { World } from '../../kernel/world.ts'
import { uplinkNames } from './dvs-common.ts'
import { rolledBack, type NetworkInfo } from './host-edit.ts'
import { keyOf } from './host-settle.ts'
import { isManaged } from './management.ts'

type ProxySwitch = DataTypes['HostProxySwitch']

export const proxyOf = (network: NetworkInfo | undefined, uuid: string) =>
  network?.proxySwitch?.find(({ dvsUuid }) => dvsUuid === uuid)

/** Makes a host show a distributed switch as the switch now is to it: made, changed or gone. */
export function syncProxy(world: World, dvs: ManagedObject, host: ManagedObject): void {
  const config = configOf(host)
  const network = config?.network
  if (network === undefined) return
  const current = proxyOf(network, switchConfig(dvs).uuid)
  const wanted = proxySwitch(world, dvs, host, current)
  if (isEqual(current, wanted)) return
  const { proxySwitch: list = [], ...rest } = network
  const others = list.filter((held) => held !== current)
  const proxies =
    wanted === undefined
      ? others
      : current === undefined
        ? [...list, wanted]
        : list.map((held) => (held === current ? wanted : held))
  world.store.set(host, 'config', {
    ...config,
    network: { ...rest, ...(proxies.length > 0 && { proxySwitch: proxies }) },
  })
}

function proxySwitch(
  world: World,
  dvs: ManagedObject,
  host: ManagedObject,
  current: ProxySwitch | undefined,
): ProxySwitch | undefined {
  const config = switchConfig(dvs)
  const member = config.host?.find((held) => held.config.host?.value === host.ref.value)
  if (member === undefined) return undefined
  const { backing } = member.config
  const pnics = backing._typeName === 'DistributedVirtualSwitchHostMemberPnicBacking' ? (backing.pnicSpec ?? []) : []
  const names = uplinkNames(config)
  const uplinkPort = (member.uplinkPortKey ?? []).map((key, index) => ({
    _typeName: 'KeyValue' as const,
    key,
    value: names[index] ?? key,
  }))
  const {
    pnic: _nics,
    uplinkPort: _ports,
    ...rest
  } = current ?? {
    _typeName: 'HostProxySwitch' as const,
    dvsUuid: config.uuid,
    key: `key-vim.host.ProxySwitch-${config.uuid}`,
    numPorts: 4608,
    configNumPorts: 4096,
    numPortsAvailable: 4500,
    networkReservationSupported: true,
  }
  return {
    ...rest,
    dvsName: world.nameOf(dvs),
    mtu: config.maxMtu,
    ...(uplinkPort.length > 0 && { uplinkPort }),
    ...(pnics.length > 0 && { pnic: pnics.map(({ pnicDevice }) => keyOf('PhysicalNic', pnicDevice)) }),
    spec: { _typeName: 'HostProxySwitchSpec', backing },
  }
}

/** A host that is managed through the switch keeps an uplink of it; see `rolledBack` for the rule. */
export function stayManaged(call: Call, dvs: ManagedObject, host: ManagedObject, uplinks: number): void {
  const { network, virtualNicManagerInfo } = knownConfigOf(host)
  if (uplinks > 0 || network === undefined || !isManaged(network, virtualNicManagerInfo)) return
  const { uuid } = switchConfig(dvs)
  const cut = (network.proxySwitch ?? []).map((held) => (held.dvsUuid === uuid ? { ...held, pnic: [] } : held))
  if (!isManaged({ ...network, proxySwitch: cut }, virtualNicManagerInfo)) throw rolledBack(call, host)
}
