import { compareApi, describePath, isSubtype, type MoRef } from '@sakimori/vim25'
import { releaseIndex } from '@sakimori/vim25/wire'
import type { DataTypes } from '@sakimori/vim25/types'
import type { Access } from '../access/access.ts'
import type { EventLog } from '../events/event-log.ts'
import type { FaultPlan } from '../faults/fault-plan.ts'
import type { Accounts } from '../session/accounts.ts'
import type { Session, Sessions } from '../session/sessions.ts'
import type { TaskList } from '../tasks/task-list.ts'
import type { ServerSettings } from './settings.ts'
import type { Computations } from './computed.ts'
import { isRef, ManagedObject, type Link, type ObjectStore } from './store.ts'
import { isRecord } from './values.ts'

/** What a world is put together from; see `open-world.ts`. */
export interface WorldParts {
  readonly name: string
  readonly kind: 'vcenter' | 'esx'
  readonly about: DataTypes['AboutInfo']
  readonly rootFolder: MoRef
  /** The inventory; a host's door shares that of its vCenter Server. */
  readonly store: ObjectStore
  /** The server's own managers and what its sessions made: each world has its own ServiceInstance. */
  readonly local: ObjectStore
  readonly access: Access
  readonly accounts: Accounts
  readonly sessions: Sessions
  readonly events: EventLog
  readonly tasks: TaskList
  readonly computations: Computations
  readonly faults: FaultPlan
  readonly now: () => number
  /** Throws when an account may not log in here although its password is right: lockdown mode. */
  readonly admit?: (userName: string) => void
  /** Of a host's door: which objects of the shared inventory it shows, and what it shows differently. */
  readonly door?: Door
  /** Of a vCenter Server: single sign-on and the appliance. */
  readonly settings?: ServerSettings
}

export interface Door {
  readonly host: MoRef
  readonly shows: (object: ManagedObject) => boolean
  /** What is shown instead of what the shared object holds; undefined: nothing instead. */
  readonly overlay: (object: ManagedObject, property: string) => { readonly value: unknown } | undefined
  /** The shared objects whose property links to an object of the door's own: the VMs in its folder. */
  readonly referrers: (link: Link, ref: MoRef) => readonly ManagedObject[]
}

/** One simulated server: what one endpoint serves. */
export class World {
  readonly parts: WorldParts
  /** Index of the API id that it speaks. */
  readonly release: number

  constructor(parts: WorldParts) {
    this.parts = parts
    this.release = releaseIndex(parts.about.apiVersion)
  }

  get store(): ObjectStore {
    return this.parts.store
  }
  get access(): Access {
    return this.parts.access
  }
  get events(): EventLog {
    return this.parts.events
  }
  get tasks(): TaskList {
    return this.parts.tasks
  }
  get isHost(): boolean {
    return this.parts.kind === 'esx'
  }
  get rootFolder(): MoRef {
    return this.parts.rootFolder
  }

  now(): Date {
    return new Date(this.parts.now())
  }

  /** Whether the server speaks at least that API id. */
  speaks(api: string): boolean {
    return compareApi(this.parts.about.apiVersion, api) >= 0
  }

  find(ref: MoRef): ManagedObject | undefined {
    const own = this.parts.local.get(ref)
    if (own !== undefined) return own
    const shared = this.store.get(ref)
    return shared !== undefined && this.shows(shared) ? shared : undefined
  }

  shows(object: ManagedObject): boolean {
    return this.parts.door?.shows(object) ?? true
  }

  /** Everything of a type that this server has, subtypes included. */
  *ofType(type: string): Generator<ManagedObject> {
    yield* this.parts.local.ofType(type)
    for (const object of this.store.ofType(type)) if (this.shows(object)) yield object
  }

  /** The objects that this server shows, and whose property links to `ref`. */
  referrers(link: Link, ref: MoRef): readonly ManagedObject[] {
    const { door, local } = this.parts
    if (door === undefined) return this.store.referrers(link, ref)
    const shared = this.store.referrers(link, ref).filter((object) => door.shows(object))
    return [...local.referrers(link, ref), ...door.referrers(link, ref), ...shared]
  }

  /** The only local object of that type: 'SessionManager'. */
  manager(type: string): ManagedObject | undefined {
    return this.parts.local.ofType(type).next().value ?? undefined
  }

  /** The value of a property: what the door shows instead, what is computed, or what is stored. */
  read(object: ManagedObject, property: string, session?: Session): unknown {
    const overlaid = this.parts.door?.overlay(object, property)
    if (overlaid !== undefined) return overlaid.value
    const compute = this.parts.computations.property(object.ref.type, property)
    return compute === undefined ? object.get(property) : compute.of({ object, world: this, session })
  }

  /** `runtime.host`, `config.guestId`: a field of a property that is a data object. */
  field(object: ManagedObject, property: string, field: string): unknown {
    const value = this.read(object, property)
    return isRecord(value) ? value[field] : undefined
  }

  nameOf(object: ManagedObject): string {
    const name = this.read(object, 'name')
    return typeof name === 'string' ? name : object.ref.value
  }

  parentOf(object: ManagedObject): ManagedObject | undefined {
    const parent = this.read(object, 'parent') ?? this.read(object, 'parentVApp')
    return isRef(parent) ? this.find(parent) : undefined
  }

  /** The object and those above it, nearest first. Ends where a hostile estate goes in circles. */
  lineage(object: ManagedObject): ManagedObject[] {
    const found: ManagedObject[] = []
    for (let at: ManagedObject | undefined = object; at !== undefined && !found.includes(at); at = this.parentOf(at)) {
      found.push(at)
    }
    return found
  }

  /** The managed entity whose permissions hold for an object. */
  entityOf(object: ManagedObject): MoRef {
    if (isSubtype(object.ref.type, 'ManagedEntity')) return object.ref
    return object.owner ?? this.rootFolder
  }

  /** What reading a property asks for: what the tables say, else System.Read. */
  readPrivilege(type: string, property: string): string {
    const named = describePath(type, property)?.privilege ?? ''
    return named === '' ? 'System.Read' : named
  }
}
