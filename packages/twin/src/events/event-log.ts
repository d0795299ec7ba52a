import { isSubtype, type MoRef } from '@sakimori/vim25'
import type { DataTypes } from '@sakimori/vim25/types'
import { ManagedObject } from '../kernel/store.ts'
import type { World } from '../kernel/world.ts'
import { isRecord, listOf } from '../kernel/values.ts'
import { eventTypes } from './event-types.ts'

export type Event = DataTypes['Event']
export type EventFilter = DataTypes['EventFilterSpec']

/** How many are kept; a real one keeps 30 days. */
const kept = 20_000
const defaultPage = 10

/** Where a history collector stands: at which event of the filtered list it reads on, and how large its latest page is. */
export interface CollectorState {
  position: number
  pageSize: number
}

/** What happened, with who did it and when. */
export class EventLog {
  readonly #events: Event[] = []
  #world: World | undefined
  #key = 0
  readonly #forward: { readonly to: EventLog; readonly host: ManagedObject } | undefined

  /** `forward`: a host's events are also its vCenter Server's, which files them under the host. */
  constructor(forward?: { readonly to: EventLog; readonly host: ManagedObject }) {
    this.#forward = forward
  }

  /** Called once, when the world that it belongs to is there. */
  attach(world: World): void {
    this.#world = world
  }

  get latest(): Event | undefined {
    return this.#events.at(-1)
  }

  get all(): readonly Event[] {
    return this.#events
  }

  /** EventDescription: the types that may come. */
  get description(): unknown {
    return {
      _typeName: 'EventDescription',
      category: ['info', 'warning', 'error', 'user'].map((key) => ({
        _typeName: 'ElementDescription',
        key,
        label: key,
        summary: key,
      })),
      eventInfo: Object.entries(eventTypes).map(([key, { category, description }]) => ({
        _typeName: 'EventDescriptionEventDetail',
        key,
        description,
        category,
        formatOnDatacenter: '',
        formatOnComputeResource: '',
        formatOnHost: '',
        formatOnVm: '',
        fullFormat: description,
        longDescription: '',
      })),
      enumeratedTypes: [],
    }
  }

  /**
   * Posts an event about an object (`about` fills host, computeResource, datacenter, vm, …). The user is who did it; ''
   * where the server itself did.
   */
  post(
    type: string,
    user: string,
    about: ManagedObject | undefined,
    fields: Readonly<Record<string, unknown>> = {},
  ): Event {
    const world = this.#world
    this.#key += 1
    const base: Record<string, unknown> = {
      _typeName: type,
      key: this.#key,
      chainId: fields['chainId'] ?? this.#key,
      createdTime: (world?.now() ?? new Date()).toISOString(),
      userName: user,
      ...(world !== undefined && about !== undefined && argumentsOf(world, about)),
      ...fields,
    }
    base['fullFormattedMessage'] = fields['fullFormattedMessage'] ?? eventTypes[type]?.message(base) ?? type
    const event = base as unknown as Event
    this.#events.push(event)
    if (this.#events.length > kept) this.#events.splice(0, this.#events.length - kept)
    this.#wakeCollectors()
    this.#forward?.to.post(type, user, about ?? this.#forward.host, fields)
    return event
  }

  /** An event that has no type of its own: 'esx.audit.ssh.enabled'. */
  postEx(
    eventTypeId: string,
    user: string,
    about: ManagedObject | undefined,
    message: string,
    severity = 'info',
  ): Event {
    return this.post('EventEx', user, about, { eventTypeId, severity, message, fullFormattedMessage: message })
  }

  /** The events that a filter takes, oldest first. */
  select(filter: EventFilter): readonly Event[] {
    const types = filter.eventTypeId ?? filter.type ?? []
    const { beginTime, endTime } = filter.time ?? {}
    const found = this.#events.filter(
      (event) =>
        (types.length === 0 || types.some((type) => isOfType(event, type))) &&
        (beginTime === undefined || Date.parse(event.createdTime) >= Date.parse(beginTime)) &&
        (endTime === undefined || Date.parse(event.createdTime) <= Date.parse(endTime)) &&
        (filter.eventChainId === undefined || event.chainId === filter.eventChainId) &&
        (filter.userName === undefined || isBy(event, filter.userName)) &&
        (filter.category === undefined || filter.category.includes(categoryOf(event))) &&
        (filter.entity === undefined || this.#isAbout(event, filter.entity)),
    )
    return filter.maxCount === undefined ? found : found.slice(-filter.maxCount)
  }

  /** EventHistoryCollector.latestPage: the newest, newest first. */
  pageOf(collector: ManagedObject): readonly Event[] {
    const { pageSize = defaultPage } = (collector.state ?? {}) as Partial<CollectorState>
    return this.select(collector.get('filter') as EventFilter)
      .slice(-pageSize)
      .toReversed()
  }

  #isAbout(event: Event, { entity, recursion }: NonNullable<EventFilter['entity']>): boolean {
    const world = this.#world
    if (world === undefined) return false
    const own = entitiesOf(event)
    const isIt = (ref: MoRef) => ref.value === entity.value && ref.type === entity.type
    if (recursion !== 'children' && own.some(isIt)) return true
    // What is about nobody is about the root.
    if (recursion !== 'self' && entity.value === world.rootFolder.value) return true
    if (recursion === 'self') return false
    return own.some((ref) => {
      const object = world.find(ref)
      return (
        object !== undefined &&
        world
          .lineage(object)
          .slice(1)
          .some((above) => isIt(above.ref))
      )
    })
  }

  /** Those who watch a collector's latest page see a change. */
  #wakeCollectors(): void {
    if (this.#world === undefined) return
    for (const collector of this.#world.parts.local.ofType('EventHistoryCollector')) {
      this.#world.parts.local.touch(collector, 'latestPage')
    }
  }
}

function isOfType(event: Event, type: string): boolean {
  const name = type.replace(/^vim\.event\./, '')
  const { eventTypeId } = event as { eventTypeId?: string }
  return isSubtype(event._typeName, name) || eventTypeId === type
}

function isBy(event: Event, { userList, systemUser }: NonNullable<EventFilter['userName']>): boolean {
  if (event.userName === '') return systemUser
  return userList === undefined || userList.some((name) => name.toLowerCase() === event.userName.toLowerCase())
}

function categoryOf(event: Event): string {
  const { severity } = event as { severity?: string }
  return severity ?? eventTypes[event._typeName]?.category ?? 'info'
}

const argumentFields = ['vm', 'host', 'computeResource', 'datacenter', 'net', 'dvs', 'ds'] as const

function entitiesOf(event: Event): MoRef[] {
  const fields = event as unknown as Record<string, unknown>
  const refs = argumentFields.flatMap((name) => {
    const argument = fields[name]
    if (!isRecord(argument)) return []
    return listOf([argument[name === 'net' ? 'network' : name === 'ds' ? 'datastore' : name]])
  })
  const entity = fields['entity']
  const managed = isRecord(entity) ? [entity['entity']] : []
  return [...refs, ...managed].filter((ref): ref is MoRef => isRecord(ref) && typeof ref['value'] === 'string')
}

/** Which argument stands for an object of a type, and what the reference in it is called. */
const argumentRows: readonly (readonly [type: string, field: string, argument: string, ref: string])[] = [
  ['VirtualMachine', 'vm', 'VmEventArgument', 'vm'],
  ['HostSystem', 'host', 'HostEventArgument', 'host'],
  ['ComputeResource', 'computeResource', 'ComputeResourceEventArgument', 'computeResource'],
  ['Datacenter', 'datacenter', 'DatacenterEventArgument', 'datacenter'],
  ['DistributedVirtualSwitch', 'dvs', 'DvsEventArgument', 'dvs'],
  ['Network', 'net', 'NetworkEventArgument', 'network'],
  ['Datastore', 'ds', 'DatastoreEventArgument', 'datastore'],
]

/** The arguments that say where an object is: the VM, its host, its cluster, its datacenter. */
function argumentsOf(world: World, about: ManagedObject): Record<string, unknown> {
  const fields: Record<string, unknown> = {}
  const host = about.ref.type === 'VirtualMachine' ? hostOfVm(world, about) : undefined
  const chain = host === undefined ? world.lineage(about) : [about, ...world.lineage(host)]
  for (const object of chain) {
    const found = argumentRows.find(([type]) => isSubtype(object.ref.type, type))
    if (found === undefined) continue
    const [, field, argument, ref] = found
    fields[field] ??= { _typeName: argument, name: world.nameOf(object), [ref]: object.ref }
  }
  return fields
}

function hostOfVm(world: World, vm: ManagedObject): ManagedObject | undefined {
  const host = world.field(vm, 'runtime', 'host')
  return isRecord(host) ? world.find(host as unknown as MoRef) : undefined
}
