import { isSubtype, refKey, type MoRef } from '@sakimori/vim25'
import type { DataTypes } from '@sakimori/vim25/types'
import { TypedValue } from '@sakimori/vim25/wire'
import { VimFault } from '../kernel/fault.ts'
import type { PropertyAnswer } from '../kernel/property.ts'
import { readPath } from '../kernel/property.ts'
import type { ManagedObject } from '../kernel/store.ts'
import { isEqual, isRecord } from '../kernel/values.ts'
import type { World } from '../kernel/world.ts'
import type { Session } from '../session/sessions.ts'
import { missingSet } from './content.ts'
import { select, wantedPaths } from './selection.ts'

type FilterSpec = DataTypes['PropertyFilterSpec']

/** What one filter has told its client so far, and so what is news to it. */
export class FilterState {
  readonly spec: FilterSpec
  readonly partialUpdates: boolean
  #told = new Map<string, { readonly object: ManagedObject; readonly answers: Map<string, PropertyAnswer> }>()
  #seen = { store: -1, local: -1 }

  constructor(spec: FilterSpec, partialUpdates: boolean) {
    this.spec = spec
    this.partialUpdates = partialUpdates
  }

  /** Begins anew: everything is news again (a wait with version ''). */
  reset(): void {
    this.#told = new Map()
    this.#seen = { store: -1, local: -1 }
  }

  /** What changed since the last time. */
  updates(world: World, session: Session): DataTypes['ObjectUpdate'][] {
    const now = { store: world.store.tick, local: world.parts.local.tick }
    if (now.store === this.#seen.store && now.local === this.#seen.local) return []
    const { objects } = select(world, { ...this.spec, reportMissingObjectsInResults: true }, session)
    const present = new Set<string>()
    const updates: DataTypes['ObjectUpdate'][] = []
    for (const object of objects) {
      const key = refKey(object.ref)
      present.add(key)
      const update = this.#told.has(key)
        ? this.#modified(world, object, session)
        : this.#entered(world, object, session)
      if (update !== undefined) updates.push(update)
    }
    for (const [key, { object }] of this.#told) {
      if (present.has(key)) continue
      this.#told.delete(key)
      updates.push({ _typeName: 'ObjectUpdate', kind: 'leave', obj: refOf(object) })
    }
    this.#seen = now
    return updates
  }

  #entered(world: World, object: ManagedObject, session: Session): DataTypes['ObjectUpdate'] {
    const answers = new Map<string, PropertyAnswer>()
    for (const path of wantedPaths(world, this.spec, object)) answers.set(path, readPath(world, object, path, session))
    this.#told.set(refKey(object.ref), { object, answers })
    return objectUpdate('enter', object, [...answers])
  }

  #modified(world: World, object: ManagedObject, session: Session): DataTypes['ObjectUpdate'] | undefined {
    const told = this.#told.get(refKey(object.ref))
    if (told === undefined) return undefined
    const changes: [string, PropertyAnswer][] = []
    for (const path of wantedPaths(world, this.spec, object)) {
      if (!this.#mayHaveChanged(world, object, path)) continue
      const answer = readPath(world, object, path, session)
      const before = told.answers.get(path)
      if (before !== undefined && sameAnswer(before, answer)) continue
      told.answers.set(path, answer)
      changes.push(
        ...(this.partialUpdates ? parts(path, before, answer) : [[path, answer] as [string, PropertyAnswer]]),
      )
    }
    return changes.length === 0 ? undefined : objectUpdate('modify', object, changes)
  }

  /** A property follows its own object, unless it is computed from others. */
  #mayHaveChanged(world: World, object: ManagedObject, path: string): boolean {
    const head = /^\w+/.exec(path)?.[0] ?? path
    if (world.parts.computations.property(object.ref.type, head)?.follows === 'world') return true
    const isShared = isSubtype(object.ref.type, 'ManagedEntity')
    return object.lastChange > (isShared ? this.#seen.store : Math.min(this.#seen.store, this.#seen.local))
  }
}

const refOf = (object: ManagedObject) => object.ref as MoRef<'ManagedObject'> as DataTypes['ObjectUpdate']['obj']

function sameAnswer(a: PropertyAnswer, b: PropertyAnswer): boolean {
  if (a instanceof VimFault || b instanceof VimFault) {
    return a instanceof VimFault && b instanceof VimFault && isEqual(a.fault, b.fault)
  }
  return isEqual(a.value, b.value)
}

/** Of a data object that changed, only the fields that did: 'info.state'. */
function parts(path: string, before: PropertyAnswer | undefined, after: PropertyAnswer): [string, PropertyAnswer][] {
  if (before === undefined || before instanceof VimFault || after instanceof VimFault) return [[path, after]]
  const [old, now] = [before.value, after.value]
  if (!isRecord(old) || !isRecord(now) || old['_typeName'] !== now['_typeName'] || '_value' in now)
    return [[path, after]]
  if (!('_typeName' in now)) return [[path, after]]
  const names = new Set([...Object.keys(old), ...Object.keys(now)])
  return [...names]
    .filter((name) => !isEqual(old[name], now[name]))
    .map((name) => [`${path}.${name}`, { value: now[name], type: 'anyType', array: false }])
}

function objectUpdate(
  kind: 'enter' | 'modify',
  object: ManagedObject,
  answers: readonly (readonly [string, PropertyAnswer])[],
): DataTypes['ObjectUpdate'] {
  const missing = answers.flatMap(([path, answer]) => (answer instanceof VimFault ? [{ path, fault: answer }] : []))
  const changes = answers.flatMap(([name, answer]): DataTypes['PropertyChange'][] => {
    if (answer instanceof VimFault) return []
    if (answer.value === undefined)
      return kind === 'enter' ? [] : [{ _typeName: 'PropertyChange' as const, name, op: 'remove' as const }]
    const val = new TypedValue(answer.value, answer.type, answer.array) as unknown as DataTypes['PropertyChange']['val']
    return [{ _typeName: 'PropertyChange' as const, name, op: 'assign' as const, ...(val !== undefined && { val }) }]
  })
  return {
    _typeName: 'ObjectUpdate',
    kind,
    obj: refOf(object),
    ...(changes.length > 0 && { changeSet: changes }),
    ...(missing.length > 0 && { missingSet: missingSet(missing) }),
  }
}
