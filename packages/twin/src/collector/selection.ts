import { isSubtype, refKey } from '@sakimori/vim25'
import type { DataTypes } from '@sakimori/vim25/types'
import { gone } from '../kernel/call.ts'
import { invalidArgument, VimFault } from '../kernel/fault.ts'
import { isManagedName, planPath, propertyNames, readPath } from '../kernel/property.ts'
import { isRef, type ManagedObject } from '../kernel/store.ts'
import type { Typed } from '../kernel/values.ts'
import type { World } from '../kernel/world.ts'
import type { Session } from '../session/sessions.ts'

type FilterSpec = DataTypes['PropertyFilterSpec']
type SelectionSpec = DataTypes['SelectionSpec']
type TraversalSpec = DataTypes['TraversalSpec']

/** What a filter chose: objects in the order in which they were reached, and those that are not there. */
export interface Selection {
  readonly objects: readonly ManagedObject[]
  readonly missing: readonly DataTypes['MissingObject'][]
}

/** A list of properties of one object, as the filter asks for them. */
export interface Picked {
  readonly properties: readonly { readonly path: string; readonly found: Typed }[]
  readonly missing: readonly { readonly path: string; readonly fault: VimFault }[]
}

/** Checks what can be checked of a filter before any object is looked at. Throws InvalidProperty, InvalidArgument. */
export function checkFilter(world: World, spec: FilterSpec): void {
  for (const { type, all = false, pathSet = [] } of spec.propSet) {
    if (!isManagedName(type)) throw invalidArgument('specSet.propSet.type', `names no managed type: ${type}`)
    // With `all`, the paths are not looked at (API reference, PropertySpec.all).
    if (all) continue
    for (const path of pathSet) planPath(world, type, path)
  }
}

/**
 * The objects that a filter selects: each start object and what its traversals lead to, each once. One that the session may
 * not see is among them, with every property missing as NoPermission (govmomi #2176: that is what clients stumble over);
 * only views leave such out. Throws ManagedObjectNotFound unless the filter asks to be told in the result.
 */
export function select(world: World, spec: FilterSpec, session: Session | undefined): Selection {
  const walker = new Walker(world, spec, session)
  for (const { obj, skip = false, selectSet = [] } of spec.objectSet) {
    const object = world.find(obj)
    if (object === undefined || (object.sessionKey !== undefined && object.sessionKey !== session?.key)) {
      if (spec.reportMissingObjectsInResults !== true) throw gone(obj)
      walker.missing.push({ _typeName: 'MissingObject', obj, fault: gone(obj).localized })
      continue
    }
    walker.visit(object, skip, selectSet)
  }
  return { objects: [...walker.selected.values()], missing: walker.missing }
}

class Walker {
  readonly selected = new Map<string, ManagedObject>()
  readonly missing: DataTypes['MissingObject'][] = []
  readonly #world: World
  readonly #session: Session | undefined
  readonly #wanted: readonly string[]
  /** Named selections hold for the whole filter (vSphere Web Services SDK, "TraversalSpec"). */
  readonly #named = new Map<string, TraversalSpec>()
  /** Which traversals an object was taken through: recursion by name ends here. */
  readonly #walked = new Map<TraversalSpec, Set<string>>()

  constructor(world: World, spec: FilterSpec, session: Session | undefined) {
    this.#world = world
    this.#session = session
    this.#wanted = spec.propSet.map(({ type }) => type)
    for (const { selectSet = [] } of spec.objectSet) this.#collectNames(selectSet)
  }

  /** By a list, not by recursion: a chain of folders may be as deep as a client makes it. */
  visit(object: ManagedObject, skip: boolean, selectSet: readonly SelectionSpec[]): void {
    const pending: { object: ManagedObject; skip: boolean; selectSet: readonly SelectionSpec[] }[] = [
      { object, skip, selectSet },
    ]
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (!next.skip) this.#take(next.object)
      const steps = next.selectSet.flatMap((selection) => this.#step(next.object, selection))
      // Reversed: what is listed first is visited first.
      pending.push(...steps.toReversed())
    }
  }

  #take(object: ManagedObject): void {
    if (this.#wanted.some((type) => isSubtype(object.ref.type, type))) this.selected.set(refKey(object.ref), object)
  }

  #step(object: ManagedObject, selection: SelectionSpec) {
    const spec = this.#resolve(selection)
    if (spec === undefined || !isSubtype(object.ref.type, spec.type)) return []
    let walked = this.#walked.get(spec)
    if (walked === undefined) this.#walked.set(spec, (walked = new Set()))
    const key = refKey(object.ref)
    if (walked.has(key)) return []
    walked.add(key)
    const { skip = false, selectSet = [] } = spec
    return this.#targets(object, spec.path).map((target) => ({ object: target, skip, selectSet }))
  }

  #targets(object: ManagedObject, path: string): ManagedObject[] {
    const found = readPath(this.#world, object, path, this.#session)
    if (found instanceof VimFault) return []
    return [found.value]
      .flat()
      .filter(isRef)
      .flatMap((ref) => this.#world.find(ref) ?? [])
  }

  #resolve(selection: SelectionSpec): TraversalSpec | undefined {
    if (selection._typeName === 'TraversalSpec') return selection
    return selection.name === undefined ? undefined : this.#named.get(selection.name)
  }

  #collectNames(selections: readonly SelectionSpec[]): void {
    for (const selection of selections) {
      if (selection._typeName !== 'TraversalSpec') continue
      if (selection.name !== undefined) this.#named.set(selection.name, selection)
      this.#collectNames(selection.selectSet ?? [])
    }
  }
}

/** What a filter asks of one object: the union of the property sets that fit its type. */
export function wantedPaths(world: World, spec: FilterSpec, object: ManagedObject): readonly string[] {
  const fitting = spec.propSet.filter(({ type }) => isSubtype(object.ref.type, type))
  if (fitting.some(({ all }) => all === true)) return propertyNames(world, object)
  return fitting.length === 1
    ? (fitting[0]?.pathSet ?? [])
    : [...new Set(fitting.flatMap(({ pathSet = [] }) => pathSet))]
}

/** Reads the paths of one object; unset ones are left out. */
export function pick(
  world: World,
  object: ManagedObject,
  paths: readonly string[],
  session: Session | undefined,
): Picked {
  const properties: { path: string; found: Typed }[] = []
  const missing: { path: string; fault: VimFault }[] = []
  for (const path of paths) {
    const found = readPath(world, object, path, session)
    if (found instanceof VimFault) missing.push({ path, fault: found })
    else if (found.value !== undefined) properties.push({ path, found })
  }
  return { properties, missing }
}
