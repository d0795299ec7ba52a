import type { DataTypes } from '@sakimori/vim25/types'
import { plugPort, unplugPort, type Plug } from '../../behaviour/dvs-ports.ts'
import { needHost } from '../../behaviour/host-reach.ts'
import { knownConfigOf } from '../../behaviour/host-config.ts'
import { hostOf } from '../../computed/host-managers.ts'
import { sessionOf, type Call } from '../../kernel/call.ts'
import { vimFault, type VimFault } from '../../kernel/fault.ts'
import type { ManagedObject } from '../../kernel/store.ts'
import type { World } from '../../kernel/world.ts'
import { settle, sameNics } from './host-settle.ts'
import { isManaged } from './management.ts'
import { shareNetworks } from './network-objects.ts'

export type NetworkInfo = DataTypes['HostNetworkInfo']
export type NicManagerInfo = DataTypes['HostVirtualNicManagerInfo']
export type HostConfig = DataTypes['HostConfigInfo']

/**
 * The network of a host while it is changed: nothing is stored before everything has been checked, so that a fault leaves
 * all as it was. The parts replace `network` and `nics`; ports of distributed switches are plugged at the end.
 */
export interface HostEdit {
  readonly call: Call
  readonly world: World
  readonly host: ManagedObject
  network: NetworkInfo
  nics: NicManagerInfo
  readonly plugs: { readonly device: string; readonly dvs: ManagedObject; readonly plug: Plug }[]
  readonly unplugs: { readonly dvs: ManagedObject; readonly port: string }[]
}

/** The host of a network manager; throws HostNotReachable or HostNotConnected when it does not answer. */
export function reachedHost(call: Call): ManagedObject {
  const host = hostOf(call.world, call.self)
  if (host === undefined) throw vimFault('SystemError', { reason: '' }, 'The manager belongs to no host')
  needHost(call.world, host)
  return host
}

/**
 * Changes the network of a host, and shows it as a task of the host: that is how vCenter Server and ESX record what their
 * plain methods of networking did (descriptionIds such as 'host.NetworkSystem.addPortGroup').
 */
export function editHost<T>(call: Call, descriptionId: string, work: (edit: HostEdit) => T): T {
  return recorded(call, descriptionId, (host) => {
    const config = knownConfigOf(host)
    const edit: HostEdit = {
      call,
      world: call.world,
      host,
      network: config.network ?? { _typeName: 'HostNetworkInfo' },
      nics: config.virtualNicManagerInfo ?? { _typeName: 'HostVirtualNicManagerInfo' },
      plugs: [],
      unplugs: [],
    }
    const result = work(edit)
    commit(edit, config)
    return result
  })
}

/** Does something on a host at once, and keeps a task that tells how it ended. */
export function recorded<T>(call: Call, descriptionId: string, work: (host: ManagedObject) => T): T {
  const host = hostOf(call.world, call.self)
  const task =
    host === undefined ? undefined : { method: call.method, descriptionId, entity: host, user: sessionOf(call).name }
  try {
    const result = work(reachedHost(call))
    if (task !== undefined) call.world.tasks.record(task)
    return result
  } catch (error) {
    const fail = () => {
      throw error
    }
    if (task !== undefined) call.world.tasks.start({ ...task, work: fail })
    throw error
  }
}

function commit(edit: HostEdit, config: HostConfig): void {
  const { world, host } = edit
  edit.network = settle(config.network, edit.network)
  stayReachable(edit, config)
  plugAll(edit)
  for (const { dvs, port } of edit.unplugs) unplugPort(world, dvs, port)
  edit.nics = sameNics(edit.nics, edit.network)
  shareNetworks(world, host, config.network?.portgroup ?? [], edit.network.portgroup ?? [])
  world.store.set(host, 'config', {
    ...config,
    network: edit.network,
    ...(edit.nics.netConfig !== undefined && { virtualNicManagerInfo: edit.nics }),
    ...vmotionOf(config, edit),
  })
}

function stayReachable(edit: HostEdit, before: HostConfig): void {
  const was = isManaged(before.network, before.virtualNicManagerInfo)
  if (was && !isManaged(edit.network, edit.nics)) throw rolledBack(edit.call, edit.host)
}

/**
 * vCenter Server takes a change back that cuts a host off its management network ("Networking Rollback", on since 5.1):
 * it faults, nothing has changed, and an event tells it.
 */
export function rolledBack(call: Call, host: ManagedObject): VimFault {
  const transactionId = `${host.ref.value}-${call.world.store.tick}`
  call.world.events.post('NetworkRollbackEvent', sessionOf(call).name, host, { methodName: call.method, transactionId })
  return hostFault('The change would disconnect the host from its management network; it has been rolled back')
}

export const hostFault = (text: string) => vimFault('PlatformConfigFault', { text }, text)

function plugAll(edit: HostEdit): void {
  const { world } = edit
  const done: { readonly dvs: ManagedObject; readonly port: string }[] = []
  try {
    for (const { device, dvs, plug } of edit.plugs) {
      const connection = plugPort(world, dvs, plug)
      done.push({ dvs, port: connection.portKey ?? '' })
      const vnic = (edit.network.vnic ?? []).map((held) =>
        held.device === device ? { ...held, spec: { ...held.spec, distributedVirtualPort: connection } } : held,
      )
      edit.network = { ...edit.network, vnic }
    }
  } catch (error) {
    for (const { dvs, port } of done) unplugPort(world, dvs, port)
    throw error
  }
}

/** `config.vmotion` names the first adapter that vMotion is on. */
function vmotionOf(config: HostConfig, { nics, network }: HostEdit): Partial<Pick<HostConfig, 'vmotion'>> {
  if (config.vmotion === undefined) return {}
  const selected = nics.netConfig?.find(({ nicType }) => nicType === 'vmotion')?.selectedVnic?.[0]
  const prefix = 'VMotionConfig.'
  const candidateVnic = (network.vnic ?? []).map((vnic) => ({ ...vnic, key: `${prefix}vmotion.${vnic.key}` }))
  return {
    vmotion: {
      ...config.vmotion,
      netConfig: {
        _typeName: 'HostVMotionNetConfig',
        ...(candidateVnic.length > 0 && { candidateVnic }),
        ...(selected !== undefined && { selectedVnic: `${prefix}${selected}` }),
      },
    },
  }
}
