import { randomUUID } from 'node:crypto'
import type { MoRef } from '@sakimori/vim25'
import type { DataTypes } from '@sakimori/vim25/types'
import { vimFault } from '../kernel/fault.ts'
import type { ManagedObject } from '../kernel/store.ts'
import type { World } from '../kernel/world.ts'
import type { Session } from '../session/sessions.ts'
import { FilterState } from './filter.ts'

type FilterSpec = DataTypes['PropertyFilterSpec']
type FilterUpdate = DataTypes['PropertyFilterUpdate']

/** The rest of a retrieval that was cut into pages. */
export interface Rest {
  readonly objects: readonly { readonly object: ManagedObject; readonly spec: FilterSpec }[]
  readonly maxObjects: number
}

interface Told {
  readonly filter: MoRef
  readonly update: DataTypes['ObjectUpdate']
}

/** Objects a set of updates when the client says nothing (facts/vcsim.md §4: 100 is what users see). */
const defaultObjectUpdates = 100

/** What one session has open at one property collector: pages, filters, and how far its updates are. */
export class CollectorState {
  readonly #pages = new Map<string, Rest>()
  readonly filters = new Map<string, { readonly ref: MoRef; readonly state: FilterState }>()
  #version = 0
  #last: DataTypes['UpdateSet'] | undefined
  /** Found, but more than one set may hold. */
  #pending: Told[] = []
  #wait: AbortController | undefined

  /** Keeps the rest of a retrieval and gives the token for it; a token works once. */
  keep(rest: Rest): string {
    const token = randomUUID()
    this.#pages.set(token, rest)
    return token
  }

  take(token: string): Rest | undefined {
    const rest = this.#pages.get(token)
    this.#pages.delete(token)
    return rest
  }

  /** Ends the wait that is under way; it then fails with RequestCanceled. */
  cancelWait(): void {
    this.#wait?.abort()
  }

  /**
   * The next set of updates after `version`, or undefined when none came within `waitMs`. '' begins anew; the version before
   * the last gives the same set again (its reply may have been lost). Throws InvalidCollectorVersion, RequestCanceled.
   */
  async next(
    world: World,
    session: Session,
    version: string,
    options: { readonly waitMs: number; readonly maxObjectUpdates?: number | undefined; readonly signal: AbortSignal },
  ): Promise<DataTypes['UpdateSet'] | undefined> {
    if (version === '') this.#restart()
    else if (this.#last !== undefined && version === String(this.#version - 1)) return this.#last
    else if (version !== String(this.#version)) {
      throw vimFault('InvalidCollectorVersion', {}, `The version ${version} is not one of this collector`)
    }
    const deadline = Date.now() + options.waitMs
    const stop = new AbortController()
    this.#wait = stop
    for (;;) {
      const found = this.#collect(world, session, options.maxObjectUpdates ?? defaultObjectUpdates)
      if (found !== undefined) return found
      const left = deadline - Date.now()
      if (left <= 0 || options.signal.aborted) return undefined
      // A session that ends takes its waits with it.
      const timeout = AbortSignal.timeout(Math.min(left, 2 ** 31 - 1))
      const signal = AbortSignal.any([stop.signal, options.signal, timeout])
      const changes = new AbortController()
      await Promise.race([
        world.store.nextChange(AbortSignal.any([signal, changes.signal])),
        world.parts.local.nextChange(AbortSignal.any([signal, changes.signal])),
      ])
      changes.abort()
      if (stop.signal.aborted) throw vimFault('RequestCanceled', {}, 'The wait was cancelled')
    }
  }

  #restart(): void {
    this.#version = 0
    this.#last = undefined
    this.#pending = []
    for (const { state } of this.filters.values()) state.reset()
  }

  #collect(world: World, session: Session, max: number): DataTypes['UpdateSet'] | undefined {
    if (this.#pending.length === 0) {
      for (const { ref, state } of this.filters.values()) {
        for (const update of state.updates(world, session)) this.#pending.push({ filter: ref, update })
      }
    }
    if (this.#pending.length === 0) return undefined
    const told = this.#pending.splice(0, max)
    this.#version += 1
    this.#last = {
      _typeName: 'UpdateSet',
      version: String(this.#version),
      filterSet: grouped(told),
      ...(this.#pending.length > 0 && { truncated: true }),
    }
    return this.#last
  }
}

function grouped(told: readonly Told[]): FilterUpdate[] {
  const sets = new Map<string, { filter: MoRef; objectSet: DataTypes['ObjectUpdate'][] }>()
  for (const { filter, update } of told) {
    const set = sets.get(filter.value) ?? { filter, objectSet: [] }
    set.objectSet.push(update)
    sets.set(filter.value, set)
  }
  return [...sets.values()].map(({ filter, objectSet }) => ({
    _typeName: 'PropertyFilterUpdate',
    filter: filter as FilterUpdate['filter'],
    objectSet,
  }))
}

const states = new WeakMap<Session, Map<string, CollectorState>>()

/** Ends the waits of a session that is over. */
export function endWaits(session: Session): void {
  for (const state of states.get(session)?.values() ?? []) state.cancelWait()
}

/** The state of a session at a collector: the shared one and those that it made are alike. */
export function collectorState(session: Session, collector: ManagedObject): CollectorState {
  let own = states.get(session)
  if (own === undefined) states.set(session, (own = new Map()))
  let state = own.get(collector.ref.value)
  if (state === undefined) own.set(collector.ref.value, (state = new CollectorState()))
  return state
}
