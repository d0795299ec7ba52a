import type { DataTypes } from '@sakimori/vim25/types'
import type { MethodResult } from '@sakimori/vim25'
import { collectorState, type Rest } from '../collector/collector-state.ts'
import { objectContent, StreamedResult } from '../collector/content.ts'
import { FilterState } from '../collector/filter.ts'
import { checkFilter, pick, select, wantedPaths } from '../collector/selection.ts'
import { methodsOf, sessionOf, type Call } from '../kernel/call.ts'
import { invalidArgument } from '../kernel/fault.ts'
import { ManagedObject } from '../kernel/store.ts'

type FilterSpec = DataTypes['PropertyFilterSpec']

/** How long a wait lasts when the client names no end; clients end it themselves. */
const longestWaitMs = 30 * 60_000

/** Everything that the filters select, with the filter that asks for its properties. */
function selectAll(call: Call, specSet: readonly FilterSpec[]): Rest['objects'] {
  for (const spec of specSet) checkFilter(call.world, spec)
  return specSet.flatMap((spec) => select(call.world, spec, call.session).objects.map((object) => ({ object, spec })))
}

function* contents(call: Call, objects: Rest['objects']) {
  for (const { object, spec } of objects) {
    yield objectContent(object, pick(call.world, object, wantedPaths(call.world, spec, object), call.session))
  }
}

/** One page, and a token where there are more. */
function page(call: Call, { objects, maxObjects }: Rest): StreamedResult {
  const rest = objects.slice(maxObjects)
  const token =
    rest.length > 0 && call.session !== undefined
      ? collectorState(call.session, call.self).keep({ objects: rest, maxObjects })
      : undefined
  const head = { _typeName: 'RetrieveResult', ...(token !== undefined && { token }) }
  return new StreamedResult(head, 'objects', contents(call, objects.slice(0, maxObjects)))
}

/** A streamed result stands for the list that it writes. */
const streamed = <T>(result: StreamedResult) => result as unknown as T

export const propertyCollectorMethods = methodsOf('PropertyCollector', {
  RetrieveProperties(call, { specSet }) {
    const objects = selectAll(call, specSet)
    return [...contents(call, objects)] as unknown as MethodResult<'PropertyCollector', 'RetrieveProperties'>
  },

  RetrievePropertiesEx(call, { specSet, options }) {
    if (options.maxObjects !== undefined && options.maxObjects <= 0) {
      throw invalidArgument('options.maxObjects', 'is not positive')
    }
    const objects = selectAll(call, specSet)
    if (objects.length === 0) return undefined
    return streamed(page(call, { objects, maxObjects: options.maxObjects ?? objects.length }))
  },

  ContinueRetrievePropertiesEx(call, { token }) {
    const rest = collectorState(sessionOf(call), call.self).take(token)
    if (rest === undefined) throw invalidArgument('token', 'is not one of this session, or was used before')
    return streamed(page(call, rest))
  },

  CancelRetrievePropertiesEx(call, { token }) {
    if (collectorState(sessionOf(call), call.self).take(token) === undefined) throw invalidArgument('token')
    return undefined
  },

  CreateFilter(call, { spec, partialUpdates }) {
    const session = sessionOf(call)
    checkFilter(call.world, spec)
    select(call.world, spec, session) // a start object that is gone is said now, not at the first wait
    const { local } = call.world.parts
    const ref = local.newRef('PropertyFilter', `session[${session.key}]filter-`)
    local.add(new ManagedObject(ref, { spec, partialUpdates }, { owner: call.self.ref, sessionKey: session.key }))
    const state = new FilterState(spec, partialUpdates)
    collectorState(session, call.self).filters.set(ref.value, { ref, state })
    return ref
  },

  CreatePropertyCollector(call) {
    const session = sessionOf(call)
    const { local } = call.world.parts
    const ref = local.newRef('PropertyCollector', `session[${session.key}]collector-`)
    local.add(new ManagedObject(ref, {}, { sessionKey: session.key }))
    return ref
  },

  DestroyPropertyCollector(call) {
    const { local } = call.world.parts
    const state = collectorState(sessionOf(call), call.self)
    state.cancelWait()
    for (const { ref } of state.filters.values()) {
      const filter = local.get(ref)
      if (filter !== undefined) local.remove(filter)
    }
    if (call.self.sessionKey !== undefined) local.remove(call.self)
    return undefined
  },

  async WaitForUpdatesEx(call, { version = '', options }) {
    const { maxWaitSeconds, maxObjectUpdates } = options ?? {}
    if (maxObjectUpdates !== undefined && maxObjectUpdates <= 0) throw invalidArgument('options.maxObjectUpdates')
    const session = sessionOf(call)
    const waitMs = maxWaitSeconds === undefined ? longestWaitMs : maxWaitSeconds * 1000
    const wanted = { waitMs, maxObjectUpdates, signal: call.signal }
    return await collectorState(session, call.self).next(call.world, session, version, wanted)
  },

  async WaitForUpdates(call, { version = '' }) {
    const session = sessionOf(call)
    const wanted = { waitMs: longestWaitMs, maxObjectUpdates: Infinity, signal: call.signal }
    const found = await collectorState(session, call.self).next(call.world, session, version, wanted)
    return found ?? { _typeName: 'UpdateSet' as const, version }
  },

  async CheckForUpdates(call, { version = '' }) {
    const session = sessionOf(call)
    const wanted = { waitMs: 0, maxObjectUpdates: Infinity, signal: call.signal }
    return await collectorState(session, call.self).next(call.world, session, version, wanted)
  },

  CancelWaitForUpdates(call) {
    collectorState(sessionOf(call), call.self).cancelWait()
    return undefined
  },
})

export const propertyFilterMethods = methodsOf('PropertyFilter', {
  DestroyPropertyFilter(call) {
    const { local } = call.world.parts
    const session = sessionOf(call)
    const collector = call.self.owner === undefined ? undefined : local.get(call.self.owner)
    if (collector !== undefined) collectorState(session, collector).filters.delete(call.self.ref.value)
    local.remove(call.self)
    return undefined
  },
})
