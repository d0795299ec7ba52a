import { isSubtype, type MoRef } from '@sakimori/vim25'
import type { EstateObject } from '../estate/estate.ts'
import type { VimFault } from './fault.ts'
import { LazyCache } from './lazy-cache.ts'
import { isRecord } from './values.ts'

const nothing: ReadonlyMap<string, VimFault> = new Map()

/** Enough for a page of VMs and the hosts that they run on. */
const lastMade = new LazyCache(600)

/** A managed object of the simulated server: its reference and what is stored of it. Values are never changed in place. */
export class ManagedObject {
  readonly ref: MoRef
  /** The managed entity that owns it, for permissions: the host of a HostServiceSystem. Undefined: itself, or the root. */
  readonly owner: MoRef | undefined
  /** The one session that sees it (views, filters, history collectors); undefined: all do. */
  readonly sessionKey: string | undefined
  /** What cannot be read, with the fault to answer: by property path, or 'Method()'. A write ends it. */
  readonly withheld: ReadonlyMap<string, VimFault>
  /** What only methods show; each kind of object knows its own. */
  state: unknown
  readonly #stored: Record<string, unknown>
  readonly #lazy: EstateObject['lazy']
  readonly #lazyNames: readonly string[]
  /** When each property last changed, in ticks of the store; absent = never since the start. */
  #changes: Map<string, number> | undefined
  lastChange = 0

  constructor(
    ref: MoRef,
    properties: Readonly<Record<string, unknown>>,
    more: Pick<EstateObject, 'lazy' | 'lazyProperties'> & {
      readonly owner?: MoRef
      readonly sessionKey?: string
      readonly state?: unknown
      readonly withheld?: ReadonlyMap<string, VimFault>
    } = {},
  ) {
    this.ref = { type: ref.type, value: ref.value }
    this.#stored = { ...properties }
    this.#lazy = more.lazy
    this.#lazyNames = more.lazyProperties ?? []
    this.state = more.state
    this.owner = more.owner
    this.sessionKey = more.sessionKey
    this.withheld = more.withheld ?? nothing
  }

  /** The stored value of a property; undefined = unset. */
  get(property: string): unknown {
    const stored = this.#stored[property]
    const make = this.#lazy
    if (stored !== undefined || make === undefined || Object.hasOwn(this.#stored, property)) return stored
    return this.#lazyNames.includes(property) ? lastMade.get(this, property, () => make(property)) : undefined
  }

  /** The names of the properties that have, or may have, a stored value. */
  get names(): readonly string[] {
    return [...new Set([...Object.keys(this.#stored), ...this.#lazyNames])]
  }

  /** Called by the store alone, which keeps the links in step. */
  put(property: string, value: unknown, tick: number): void {
    this.#stored[property] = value
    this.touch(property, tick)
    if (this.withheld.size > 0) this.unveil(property)
  }

  /** Lets readers see what the estate withheld: somebody has written it since. A property, or a call. */
  unveil(property: string): void {
    const open = [...this.withheld.keys()].filter((path) => path === property || path.startsWith(`${property}.`))
    for (const path of open) (this.withheld as Map<string, VimFault>).delete(path)
  }

  /** Says that a property changed without a stored value of its own (state, something computed). */
  touch(property: string, tick: number): void {
    this.#changes ??= new Map()
    this.#changes.set(property, tick)
    this.lastChange = tick
  }

  changedAt(property: string): number {
    return this.#changes?.get(property) ?? 0
  }
}

/** Properties that point at other objects and are followed backwards: who is below, who runs here, who uses this. */
const links: readonly (readonly [property: string, field?: string])[] = [
  ['parent'],
  ['parentVApp'],
  ['resourcePool'],
  ['network'],
  ['datastore'],
  ['runtime', 'host'],
]

/** Those of them that rights come down along. */
const structural = ['parent', 'parentVApp', 'resourcePool']

export type Link = 'parent' | 'parentVApp' | 'resourcePool' | 'network' | 'datastore' | 'runtime.host'

const keyOf = (ref: MoRef) => `${ref.type}:${ref.value}`

/**
 * All managed objects of one server, with the links between them followed backwards. Every change takes a tick, by which
 * those who watch find what is new to them.
 */
export class ObjectStore {
  readonly #objects = new Map<string, ManagedObject>()
  readonly #byType = new Map<string, Map<string, ManagedObject>>()
  /** 'parent<Folder:group-v3' → the objects that link to it, in the order in which they came. */
  readonly #referrers = new Map<string, Map<string, ManagedObject>>()
  readonly #waiting = new Set<() => void>()
  readonly #serials = new Map<string, number>()
  #tick = 1
  #structure = 1

  /** Counts changes; grows for ever. */
  get tick(): number {
    return this.#tick
  }

  /** The tick of the last change to what stands below what. */
  get structure(): number {
    return this.#structure
  }

  get(ref: MoRef): ManagedObject | undefined {
    return this.#objects.get(keyOf(ref)) ?? this.#bySupertype(ref)
  }

  add(object: ManagedObject): ManagedObject {
    const key = keyOf(object.ref)
    this.#objects.set(key, object)
    const { type } = object.ref
    let same = this.#byType.get(type)
    if (same === undefined) this.#byType.set(type, (same = new Map()))
    same.set(object.ref.value, object)
    for (const [property, field] of links) this.#link(object, property, field)
    object.lastChange = this.#next()
    if (structural.some((property) => object.get(property) !== undefined)) this.#structure = this.#tick
    return object
  }

  remove(object: ManagedObject): void {
    const key = keyOf(object.ref)
    for (const [property, field] of links) this.#unlink(object, property, field)
    this.#objects.delete(key)
    this.#byType.get(object.ref.type)?.delete(object.ref.value)
    this.#structure = this.#next()
  }

  has(object: ManagedObject): boolean {
    return this.#objects.get(keyOf(object.ref)) === object
  }

  /** Stores a new value of a property; `undefined` unsets it. */
  set(object: ManagedObject, property: string, value: unknown): void {
    const link = links.find(([name]) => name === property)
    if (link !== undefined) this.#unlink(object, ...link)
    object.put(property, value, this.#next())
    if (link === undefined) return
    this.#link(object, ...link)
    if (structural.includes(property)) this.#structure = this.#tick
  }

  /** Replaces a property by what `change` makes of it. */
  update<T>(object: ManagedObject, property: string, change: (value: T) => T): void {
    this.set(object, property, change(object.get(property) as T))
  }

  /** Says that something which is not stored as a property changed. */
  touch(object: ManagedObject, property: string): void {
    object.touch(property, this.#next())
  }

  /** The objects of a type and of its subtypes. */
  *ofType(type: string): Generator<ManagedObject> {
    for (const [name, objects] of this.#byType) if (isSubtype(name, type)) yield* objects.values()
  }

  /** The objects whose property links to `ref`. */
  referrers(link: Link, ref: MoRef): ManagedObject[] {
    return [...(this.#referrers.get(`${link}<${keyOf(ref)}`)?.values() ?? [])]
  }

  get size(): number {
    return this.#objects.size
  }

  /** A reference that nobody has: 'task-17'. */
  newRef<T extends string>(type: T, prefix: string): { readonly type: T; readonly value: string } {
    for (;;) {
      const serial = (this.#serials.get(prefix) ?? 0) + 1
      this.#serials.set(prefix, serial)
      const ref = { type, value: `${prefix}${serial}` }
      if (!this.#objects.has(keyOf(ref))) return ref
    }
  }

  /** Resolves at the next change, or when the signal aborts. */
  async nextChange(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return
    await new Promise<void>((resolve) => {
      const done = () => {
        this.#waiting.delete(done)
        signal.removeEventListener('abort', done)
        resolve()
      }
      this.#waiting.add(done)
      signal.addEventListener('abort', done, { once: true })
    })
  }

  #next(): number {
    this.#tick += 1
    if (this.#waiting.size > 0) {
      // Not at once: a method changes several things, and they belong into one update.
      const waiting = [...this.#waiting]
      this.#waiting.clear()
      setImmediate(() => {
        for (const wake of waiting) wake()
      })
    }
    return this.#tick
  }

  /** Clients may name a base type (pyVmomi casts); ids are unique below a base in practice. */
  #bySupertype({ type, value }: MoRef): ManagedObject | undefined {
    for (const [name, objects] of this.#byType) {
      const found = objects.get(value)
      if (found !== undefined && (type === '' || isSubtype(name, type))) return found
    }
    return undefined
  }

  #link(object: ManagedObject, property: string, field?: string): void {
    for (const ref of targets(object, property, field)) {
      const key = `${linkName(property, field)}<${keyOf(ref)}`
      let referrers = this.#referrers.get(key)
      if (referrers === undefined) this.#referrers.set(key, (referrers = new Map()))
      referrers.set(keyOf(object.ref), object)
    }
  }

  #unlink(object: ManagedObject, property: string, field?: string): void {
    for (const ref of targets(object, property, field)) {
      this.#referrers.get(`${linkName(property, field)}<${keyOf(ref)}`)?.delete(keyOf(object.ref))
    }
  }
}

const linkName = (property: string, field?: string) => (field === undefined ? property : `${property}.${field}`)

function targets(object: ManagedObject, property: string, field?: string): MoRef[] {
  const held = object.get(property)
  const value = field === undefined ? held : isRecord(held) ? held[field] : undefined
  return [value].flat().filter(isRef)
}

export function isRef(value: unknown): value is MoRef {
  return (
    isRecord(value) &&
    !('_typeName' in value) &&
    typeof value['type'] === 'string' &&
    typeof value['value'] === 'string'
  )
}
