import type { DataTypes, MoRef } from '@sakimori/vim25/types'
import { inheritedSetting } from '../../../behaviour/network-policy.ts'
import type { SwitchState } from '../../../estate/estate.ts'
import { isRef, type ManagedObject } from '../../../kernel/store.ts'
import { isRecord, listOf } from '../../../kernel/values.ts'
import type { World } from '../../../kernel/world.ts'

type Port = DataTypes['DistributedVirtualPort']
type Connection = DataTypes['DistributedVirtualSwitchPortConnection']
type PortgroupConfig = DataTypes['DVPortgroupConfigInfo']

/** An adapter that is plugged in. */
export interface Plug {
  readonly nicKey: number
  readonly mac: string | undefined
  readonly linkUp: boolean
}

interface Change {
  readonly type: 'DvsPortConnectedEvent' | 'DvsPortDisconnectedEvent'
  readonly dvs: ManagedObject
  readonly port: Port
}

const quiet = Object.fromEntries(
  ['Multicast', 'Unicast', 'Broadcast'].flatMap((kind) => ['packetsIn', 'packetsOut', 'bytesIn', 'bytesOut'].map((count) => [`${count}${kind}`, 0])),
)
const noStatistics = {
  _typeName: 'DistributedVirtualSwitchPortStatistics',
  ...quiet,
  packetsInDropped: 0,
  packetsOutDropped: 0,
  packetsInException: 0,
  packetsOutException: 0,
} as unknown as DataTypes['DistributedVirtualSwitchPortStatistics']

/**
 * Ports of distributed switches while adapters of one VM are plugged in and out. Nothing is changed until `commit`.
 */
export class PortDesk {
  readonly #world: World
  readonly #vm: MoRef<'VirtualMachine'>
  readonly #ports = new Map<ManagedObject, Port[]>()
  readonly #changes: Change[] = []

  constructor(world: World, vm: MoRef<'VirtualMachine'>) {
    this.#world = world
    this.#vm = vm
  }

  /** The port group of a connection; undefined when there is none, or it is not of that switch. */
  portgroup(connection: Connection): ManagedObject | undefined {
    const dvs = this.switch(connection.switchUuid)
    const { portgroupKey } = connection
    if (dvs === undefined || portgroupKey === undefined) return undefined
    const group = this.#world.find({ type: 'DistributedVirtualPortgroup', value: portgroupKey })
    const of = group === undefined ? undefined : this.#world.field(group, 'config', 'distributedVirtualSwitch')
    return isRef(of) && of.value === dvs.ref.value ? group : undefined
  }

  switch(uuid: string): ManagedObject | undefined {
    const same = (value: unknown) => typeof value === 'string' && value.toLowerCase() === uuid.toLowerCase()
    for (const dvs of this.#world.ofType('DistributedVirtualSwitch')) if (same(this.#world.read(dvs, 'uuid'))) return dvs
    return undefined
  }

  /** Whether the host is a member of a switch. */
  reaches(dvs: ManagedObject, host: ManagedObject | undefined): boolean {
    const members = listOf(this.#world.field(dvs, 'config', 'host'))
    return members.some((member) => {
      const config = isRecord(member) ? member['config'] : undefined
      const ref = isRecord(config) ? config['host'] : undefined
      return isRef(ref) && ref.value === host?.ref.value
    })
  }

  /**
   * Plugs an adapter into a port: the one that is named, or a free one of the port group, or a new one where the group may
   * grow. Undefined when there is none.
   */
  connect(connection: Connection, plug: Plug, host: ManagedObject | undefined): Connection | undefined {
    const dvs = this.switch(connection.switchUuid)
    if (dvs === undefined) return undefined
    const ports = this.#of(dvs)
    const own = ports.find((port) => port.key === connection.portKey && this.#isOurs(port, plug.nicKey))
    const port = own ?? this.#pick(ports, connection) ?? this.#grow(dvs, ports, connection)
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

  /** Pulls an adapter out; the port forgets its own settings where its group says so. */
  release(connection: Connection, nicKey: number): void {
    const dvs = this.switch(connection.switchUuid)
    const port = dvs === undefined ? undefined : this.#of(dvs).find(({ key }) => key === connection.portKey)
    if (dvs === undefined || port === undefined || !this.#isOurs(port, nicKey)) return
    const { connectee: _who, proxyHost: _host, connectionCookie: _cookie, ...rest } = port
    const group = this.#groupConfig(port.portgroupKey)
    const isReset = group?.policy?.portConfigResetAtDisconnect === true
    const setting = isReset ? inheritedSetting(group.defaultPortConfig) : port.config.setting
    this.#put(dvs, { ...rest, config: { ...port.config, ...(setting !== undefined && { setting }) } } as Port)
    this.#changes.push({ type: 'DvsPortDisconnectedEvent', dvs, port })
  }

  /** Makes it so, and tells `post` of each port that was plugged in or out. */
  commit(post: (change: Change) => void): void {
    for (const [dvs, ports] of this.#ports) {
      dvs.state = { ...(isRecord(dvs.state) ? dvs.state : {}), ports }
      for (const group of this.#world.store.ofType('DistributedVirtualPortgroup')) {
        if (ports.some(({ portgroupKey }) => portgroupKey === group.ref.value)) this.#world.store.touch(group, 'portKeys')
      }
    }
    for (const change of this.#changes) post(change)
  }

  #of(dvs: ManagedObject): Port[] {
    let ports = this.#ports.get(dvs)
    if (ports === undefined) {
      const state = dvs.state as SwitchState | undefined
      this.#ports.set(dvs, (ports = [...(state?.ports ?? [])]))
    }
    return ports
  }

  #put(dvs: ManagedObject, port: Port): void {
    const ports = this.#of(dvs)
    const index = ports.findIndex(({ key }) => key === port.key)
    if (index < 0) ports.push(port)
    else ports[index] = port
  }

  #isOurs({ connectee }: Port, nicKey: number): boolean {
    return connectee?.connectedEntity?.value === this.#vm.value && connectee.nicKey === String(nicKey)
  }

  #pick(ports: readonly Port[], { portKey, portgroupKey }: Connection): Port | undefined {
    const isFree = (port: Port) => port.connectee === undefined
    if (portKey === undefined) return ports.find((port) => port.portgroupKey === portgroupKey && isFree(port))
    const asked = ports.find((port) => port.key === portKey)
    const isOfGroup = portgroupKey === undefined || asked?.portgroupKey === portgroupKey
    return asked !== undefined && isOfGroup && isFree(asked) ? asked : undefined
  }

  #groupConfig(key: string | undefined): PortgroupConfig | undefined {
    const group = key === undefined ? undefined : this.#world.find({ type: 'DistributedVirtualPortgroup', value: key })
    return group?.get('config') as PortgroupConfig | undefined
  }

  /** A new port, where the group is not full or expands; a port that was named and is taken is not replaced. */
  #grow(dvs: ManagedObject, ports: readonly Port[], { portKey, portgroupKey, switchUuid }: Connection): Port | undefined {
    const group = this.#groupConfig(portgroupKey)
    if (portKey !== undefined || group === undefined || portgroupKey === undefined) return undefined
    const inGroup = ports.filter((port) => port.portgroupKey === portgroupKey).length
    const mayGrow = group.type === 'ephemeral' || group.autoExpand === true || inGroup < group.numPorts
    if (!mayGrow) return undefined
    const largest = Math.max(-1, ...ports.map(({ key }) => Number(key)).filter(Number.isFinite))
    return {
      _typeName: 'DistributedVirtualPort',
      key: String(largest + 1),
      config: {
        _typeName: 'DVPortConfigInfo',
        configVersion: '0',
        // A port says nothing of its own: what its group says itself is inherited here.
        setting: inheritedSetting(group.defaultPortConfig),
      },
      dvsUuid: String(this.#world.read(dvs, 'uuid') ?? switchUuid),
      portgroupKey,
      conflict: false,
      lastStatusChange: this.#world.now().toISOString(),
    }
  }

  #taken(port: Port, { nicKey, mac, linkUp }: Plug, host: ManagedObject | undefined): Port {
    const before = port.state?.runtimeInfo
    return {
      ...port,
      ...(host !== undefined && { proxyHost: host.ref as MoRef<'HostSystem'> }),
      connectee: {
        _typeName: 'DistributedVirtualSwitchPortConnectee',
        connectedEntity: this.#vm,
        nicKey: String(nicKey),
        type: 'vmVnic',
      },
      connectionCookie: port.connectionCookie ?? Number(port.key) + 1,
      lastStatusChange: this.#world.now().toISOString(),
      state: {
        _typeName: 'DVPortState',
        stats: port.state?.stats ?? noStatistics,
        runtimeInfo: {
          ...(before ?? { _typeName: 'DVPortStatus', blocked: false }),
          linkUp,
          ...(mac !== undefined && { macAddress: mac }),
        },
      },
    }
  }
}
