import type { DataTypes, MoRef } from '@sakimori/vim25/types'
import {
  newPortKeys,
  noTraffic,
  portgroupByKey,
  portgroupConfig,
  portIndex,
  setPorts,
  switchByUuid,
  switchConfig,
  vacantPort,
  withStatus,
  type DvPort,
} from '../../../behaviour/dvs-ports.ts'
import { inheritedSetting } from '../../../behaviour/network-policy.ts'
import { isRef, type ManagedObject } from '../../../kernel/store.ts'
import { isRecord, listOf } from '../../../kernel/values.ts'
import type { World } from '../../../kernel/world.ts'

type Connection = DataTypes['DistributedVirtualSwitchPortConnection']

/** An adapter that is plugged in. */
export interface Plug {
  readonly nicKey: number
  readonly mac: string | undefined
  readonly linkUp: boolean
}

interface Change {
  readonly type: 'DvsPortConnectedEvent' | 'DvsPortDisconnectedEvent'
  readonly dvs: ManagedObject
  readonly port: DvPort
}

/**
 * Ports of distributed switches while the adapters of one VM are plugged in and out: several at once, and none if anything
 * of the operation is refused. Nothing is changed until `commit`.
 */
export class PortDesk {
  readonly #world: World
  readonly #vm: MoRef<'VirtualMachine'>
  readonly #ports = new Map<ManagedObject, DvPort[]>()
  readonly #changes: Change[] = []

  constructor(world: World, vm: MoRef<'VirtualMachine'>) {
    this.#world = world
    this.#vm = vm
  }

  /** The port group of a connection; undefined when there is none, or it is not of that switch. */
  portgroup({ switchUuid, portgroupKey }: Connection): ManagedObject | undefined {
    const dvs = this.switch(switchUuid)
    return dvs === undefined || portgroupKey === undefined ? undefined : portgroupByKey(this.#world, dvs, portgroupKey)
  }

  switch(uuid: string): ManagedObject | undefined {
    return switchByUuid(this.#world, uuid)
  }

  /** Whether the host is a member of a switch. */
  reaches(dvs: ManagedObject, host: ManagedObject | undefined): boolean {
    return listOf(this.#world.field(dvs, 'config', 'host')).some((member) => {
      const config = isRecord(member) ? member['config'] : undefined
      const ref = isRecord(config) ? config['host'] : undefined
      return isRef(ref) && ref.value === host?.ref.value
    })
  }

  /**
   * Plugs an adapter into a port: the one that is named, or a free one of the port group, or a new one where the group has
   * more than are listed or may grow. Undefined when there is none.
   */
  connect(connection: Connection, plug: Plug, host: ManagedObject | undefined): Connection | undefined {
    const dvs = this.switch(connection.switchUuid)
    if (dvs === undefined) return undefined
    const ports = this.#of(dvs)
    const own = ports.find((port) => port.key === connection.portKey && this.#isOurs(port, plug.nicKey))
    const port = own ?? pick(ports, connection) ?? this.#grow(dvs, ports, connection)
    if (port === undefined) return undefined
    const taken = this.#taken(port, plug, host)
    this.#put(dvs, taken)
    if (own === undefined) this.#changes.push({ type: 'DvsPortConnectedEvent', dvs, port: taken })
    const { portgroupKey, connectionCookie } = taken
    return {
      _typeName: 'DistributedVirtualSwitchPortConnection',
      switchUuid: connection.switchUuid,
      ...(portgroupKey !== undefined && { portgroupKey }),
      portKey: taken.key,
      ...(connectionCookie !== undefined && { connectionCookie }),
    }
  }

  /** Pulls an adapter out; the port forgets its own settings where its group says so, and an ephemeral one goes. */
  release(connection: Connection, nicKey: number): void {
    const dvs = this.switch(connection.switchUuid)
    const port = dvs === undefined ? undefined : this.#of(dvs).find(({ key }) => key === connection.portKey)
    if (dvs === undefined || port === undefined || !this.#isOurs(port, nicKey)) return
    const { connectee: _who, proxyHost: _host, connectionCookie: _cookie, ...rest } = port
    const group = this.portgroup({
      ...connection,
      ...(port.portgroupKey !== undefined && { portgroupKey: port.portgroupKey }),
    })
    const config = group === undefined ? undefined : portgroupConfig(group)
    const isReset = config?.policy.portConfigResetAtDisconnect === true && config.defaultPortConfig !== undefined
    const setting = isReset ? inheritedSetting(config.defaultPortConfig) : port.config.setting
    const free = {
      ...rest,
      config: { ...port.config, ...(setting !== undefined && { setting }) },
      state: { _typeName: 'DVPortState' as const, stats: port.state?.stats ?? noTraffic },
    }
    if (config?.type === 'ephemeral')
      this.#ports.set(
        dvs,
        this.#of(dvs).filter((other) => other !== port),
      )
    else this.#put(dvs, free)
    this.#changes.push({ type: 'DvsPortDisconnectedEvent', dvs, port })
  }

  /** Makes it so, and tells `post` of each port that was plugged in or out. */
  commit(post: (change: Change) => void): void {
    if (this.#changes.length === 0 && this.#ports.size === 0) return
    for (const [dvs, ports] of this.#ports) {
      setPorts(this.#world, dvs, ports)
      for (const key of new Set(ports.map(({ portgroupKey }) => portgroupKey))) this.#widen(dvs, key)
    }
    for (const change of this.#changes) post(change)
  }

  /** A static group that got more ports than it had says so. */
  #widen(dvs: ManagedObject, key: string | undefined): void {
    const group = key === undefined ? undefined : portgroupByKey(this.#world, dvs, key)
    if (key === undefined || group === undefined) return
    const count = portIndex(dvs).byGroup.get(key)?.length ?? 0
    const config = portgroupConfig(group)
    if (config.type !== 'ephemeral' && count > config.numPorts)
      this.#world.store.set(group, 'config', { ...config, numPorts: count })
  }

  #of(dvs: ManagedObject): DvPort[] {
    let ports = this.#ports.get(dvs)
    if (ports === undefined) this.#ports.set(dvs, (ports = [...portIndex(dvs).all]))
    return ports
  }

  #put(dvs: ManagedObject, port: DvPort): void {
    const ports = this.#of(dvs)
    const index = ports.findIndex(({ key }) => key === port.key)
    if (index < 0) ports.push(port)
    else ports[index] = port
  }

  #isOurs({ connectee }: DvPort, nicKey: number): boolean {
    return connectee?.connectedEntity?.value === this.#vm.value && connectee.nicKey === String(nicKey)
  }

  /** A port that was named and is taken is not replaced by another. */
  #grow(dvs: ManagedObject, ports: readonly DvPort[], connection: Connection): DvPort | undefined {
    const group = this.portgroup(connection)
    if (connection.portKey !== undefined || group === undefined) return undefined
    const config = portgroupConfig(group)
    const inGroup = ports.filter(({ portgroupKey }) => portgroupKey === config.key).length
    if (config.type !== 'ephemeral' && config.autoExpand !== true && inGroup >= config.numPorts) return undefined
    const numbers = [...newPortKeys(dvs, 1), ...ports.map(({ key }) => String(Number(key) + 1))]
      .map(Number)
      .filter(Number.isFinite)
    const setting = inheritedSetting(config.defaultPortConfig ?? switchConfig(dvs).defaultPortConfig)
    return vacantPort(this.#world, dvs, String(Math.max(...numbers)), setting, config.key)
  }

  #taken(port: DvPort, { nicKey, mac, linkUp }: Plug, host: ManagedObject | undefined): DvPort {
    const before = port.state?.runtimeInfo
    return withStatus({
      ...port,
      ...(host !== undefined && { proxyHost: host.ref as MoRef<'HostSystem'> }),
      connectee: {
        _typeName: 'DistributedVirtualSwitchPortConnectee',
        connectedEntity: this.#vm,
        nicKey: String(nicKey),
        type: 'vmVnic',
      },
      connectionCookie: port.connectionCookie ?? (Number(port.key) || 0) + 1,
      lastStatusChange: this.#world.now().toISOString(),
      state: {
        _typeName: 'DVPortState',
        stats: port.state?.stats ?? noTraffic,
        runtimeInfo: {
          ...(before ?? { _typeName: 'DVPortStatus', blocked: false, mtu: 1500 }),
          linkUp,
          ...(mac !== undefined && { macAddress: mac }),
        },
      },
    })
  }
}

function pick(ports: readonly DvPort[], { portKey, portgroupKey }: Connection): DvPort | undefined {
  const isFree = ({ connectee }: DvPort) => connectee === undefined
  if (portKey === undefined) return ports.find((port) => port.portgroupKey === portgroupKey && isFree(port))
  const asked = ports.find(({ key }) => key === portKey)
  const isOfGroup = portgroupKey === undefined || asked?.portgroupKey === portgroupKey
  return asked !== undefined && isOfGroup && isFree(asked) ? asked : undefined
}
