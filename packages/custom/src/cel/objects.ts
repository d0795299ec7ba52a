import { celError, isCelMap, type CelError, type CelValue } from '@bufbuild/cel'
import {
  mapFact,
  readPart,
  unknown,
  within,
  type Fact,
  type Inventory,
  type MoRef,
  type Subject,
  type SubjectType,
} from '@sakimori/core/model'
import { isSubtype, lineage } from '@sakimori/vim25'
import { readAsked, type Holder } from '../facts.ts'
import type { Kind, ReadNode } from '../kinds.ts'
import { walkValue } from '../paths/split-path.ts'
import { isPart, type DeclaredReads } from '../reads.ts'
import type { Meter } from './meter.ts'
import { asCel, DataView, LIST_MARK, MAP_MARK, toCel, type Answer } from './values.ts'

/** An object of an inventory as judgements see it: a subject, or an object that is none (a folder, a network). */
type Thing =
  | Subject
  | (Holder & Pick<Subject, 'name' | 'path'> & { readonly release: undefined; readonly type?: never })

/** Set on the host that stands in for parts which it would not list. */
const unlistedOf = (thing: Thing) => (thing.type === undefined ? undefined : thing.unlisted)

const refKind: Kind = { of: 'ref', to: 'ManagedEntity' }

/** The message of the error that a missing fact becomes. */
export const notKnown = (path: string) => `${path} is not known`

/** What every object says of itself, whatever is declared. */
export const identity: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['name', { of: 'string' }],
  ['path', { of: 'string' }],
  ['type', { of: 'string' }],
  ['release', { of: 'string' }],
  ['ref', refKind],
])

/** The estate that expressions look at: one inventory, and of each type what was declared. */
export class World {
  readonly #inventory: Inventory
  readonly #reads: DeclaredReads
  readonly #meter: Meter
  readonly #asked = new Map<string, ReadonlySet<string>>()
  readonly #lists = new Map<string, readonly Thing[]>()

  constructor(inventory: Inventory, reads: DeclaredReads, meter: Meter) {
    this.#inventory = inventory
    this.#reads = reads
    this.#meter = meter
  }

  /** The object that is judged. */
  self(subject: Subject): CelValue {
    return this.#view(subject, subject.type)
  }

  /** The objects of a type, in the order of the snapshot. */
  all(type: string): Answer {
    let things = this.#lists.get(type)
    if (!things) this.#lists.set(type, (things = this.#list(type)))
    // A host that would not list its parts may have any number of them.
    const unlisted = things.map(unlistedOf).find((gone) => gone !== undefined)
    if (unlisted) return this.#missing(unlisted)
    this.#meter.charge(things.length)
    return asCel(new ObjectList(things, (thing) => this.#view(thing, type)))
  }

  /** The object that a reference names. One that the snapshot does not have is missing, as a value would be. */
  get(ref: unknown): Answer {
    if (!isCelMap(ref)) return celError('get wants a reference to an object')
    const [type, value] = [ref.get('type'), ref.get('value')]
    if (typeof type !== 'string' || typeof value !== 'string') return celError('get wants a reference to an object')
    const moRef: MoRef = { type, value }
    const subject = this.#inventory.find(moRef)
    const declared = subject ? this.#declaredFor(subject.type) : this.#declaredFor(type)
    if (declared === undefined) return celError(`no reads of ${type} are declared`)
    const object = this.#inventory.object(moRef)
    if (!object) {
      const fact = unknown('notCollected', { ref: moRef, path: 'name' }, 'the snapshot does not have this object')
      return this.#missing(fact)
    }
    return this.#view(subject ?? this.#thing(object), declared)
  }

  read(thing: Thing, path: string): Fact<unknown> {
    const unlisted = unlistedOf(thing)
    if (unlisted) return unlisted
    if (thing.type === undefined || !isPart(thing.type)) return readAsked(thing, path)
    const part = readPart(thing, thing.type)
    return within(
      mapFact(part, (entry) =>
        walkValue(
          entry,
          path.split('.').map((field) => ({ field })),
        ),
      ),
      `${part.from.path}.${path}`,
    )
  }

  /** A fact as an answer: what is missing is an error that is kept as evidence, what is unset is `undefined`. */
  answer(thing: Thing, path: string, kind: Kind): Answer | undefined {
    const fact = this.read(thing, path)
    if (!fact.known) return this.#missing(fact)
    this.#meter.touch(fact)
    return fact.value === undefined || fact.value === null ? undefined : toCel(fact.value, kind, path)
  }

  /** Whether a value is set; an error where that is not known. */
  present(thing: Thing, path: string): boolean | CelError {
    const fact = this.read(thing, path)
    if (!fact.known) return this.#missing(fact)
    this.#meter.touch(fact)
    return fact.value !== undefined && fact.value !== null
  }

  #missing(fact: Fact<unknown> & { readonly known: false }): CelError {
    this.#meter.touch(fact)
    return celError(notKnown(fact.from.path))
  }

  #view(thing: Thing, type: string): CelValue {
    const root = this.#reads.get(type)
    return asCel(new ObjectView(this, thing, root ?? { type, path: '', children: new Map(), root: true }))
  }

  /** The nearest type of which reads are declared: a port group is a network, too. */
  #declaredFor(type: string): string | undefined {
    return lineage(type).find((name) => this.#reads.has(name))
  }

  #list(type: string): readonly Thing[] {
    const subjects = this.#inventory.all(type as SubjectType)
    if (subjects.length > 0) return subjects
    return this.#inventory.snapshot.objects
      .filter(({ ref }) => isSubtype(ref.type, type))
      .map((object) => this.#thing(object))
  }

  #thing(object: Holder['object']): Thing {
    const { ref, values } = object
    const name = typeof values['name'] === 'string' ? values['name'] : ref.value
    return { ref, object, asked: this.#askedOf(ref.type), name, path: this.#inventory.path(ref), release: undefined }
  }

  /** An object was asked what its own type and the types above it are asked. */
  #askedOf(type: string): ReadonlySet<string> {
    const known = this.#asked.get(type)
    if (known) return known
    const made = new Set(lineage(type).flatMap((name) => this.#inventory.snapshot.asked[name] ?? []))
    this.#asked.set(type, made)
    return made
  }
}

/** A managed object, or what of it is below a beginning of its paths: `self.config`. */
export class ObjectView {
  readonly [MAP_MARK] = {}
  readonly world: World
  readonly thing: Thing
  readonly node: ReadNode

  constructor(world: World, thing: Thing, node: ReadNode) {
    this.world = world
    this.thing = thing
    this.node = node
  }

  get(name: unknown): Answer {
    const child = typeof name === 'string' ? this.node.children.get(name) : undefined
    if (!child) return this.#own(name) ?? celError(`${String(name)} of ${this.node.type} is not among the reads`)
    if (!child.leaf) return asCel(new ObjectView(this.world, this.thing, child))
    const { path, kind } = child.leaf
    return this.world.answer(this.thing, path, kind) ?? celError(`${path} is not set; ask has(…) first`)
  }

  /** Whether it is set; an error where that is not known, which the evaluator passes on. */
  has(name: unknown): boolean {
    const child = typeof name === 'string' ? this.node.children.get(name) : undefined
    const answer = child ? this.#present(child) : this.#own(name) !== undefined
    return answer as boolean
  }

  #present(node: ReadNode): boolean | CelError {
    let gone: CelError | undefined
    const { leaf } = node
    for (const present of leaf
      ? [this.world.present(this.thing, leaf.path)]
      : [...node.children.values()].map((child) => this.#present(child))) {
      if (present === true) return true
      if (present !== false) gone ??= present
    }
    return gone ?? false
  }

  #own(name: unknown): Answer | undefined {
    if (!this.node.root) return undefined
    const { thing, node } = this
    switch (name) {
      case 'name':
        return thing.name
      case 'path':
        return thing.path
      case 'type':
        return node.type
      case 'release':
        return thing.release ?? celError('the release is older than any that Sakimori knows')
      case 'ref':
        return asCel(new DataView({ ...thing.ref }, refKind, 'ref'))
      default:
        return undefined
    }
  }

  /** Objects are looked at, not listed: which properties they have is a matter of what was asked. */
  keys(): never {
    throw new Error('the properties of an object cannot be listed')
  }

  get size(): number {
    throw new Error('an object has no size')
  }
}

class ObjectList {
  readonly [LIST_MARK] = {}
  readonly #things: readonly Thing[]
  readonly #view: (thing: Thing) => CelValue

  constructor(things: readonly Thing[], view: (thing: Thing) => CelValue) {
    this.#things = things
    this.#view = view
  }

  get size(): number {
    return this.#things.length
  }

  get(index: number): CelValue | undefined {
    const thing = this.#things[index]
    return thing && this.#view(thing)
  }

  *values(): Generator<CelValue> {
    for (const thing of this.#things) yield this.#view(thing)
  }

  [Symbol.iterator](): Generator<CelValue> {
    return this.values()
  }
}
