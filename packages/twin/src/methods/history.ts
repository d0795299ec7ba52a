import type { ManagedType, MoRef } from '@sakimori/vim25'
import type { DataTypes } from '@sakimori/vim25/types'
import type { CollectorState, EventFilter } from '../events/event-log.ts'
import { demand, methodsOf, sessionOf, type Call } from '../kernel/call.ts'
import { invalidArgument, vimFault } from '../kernel/fault.ts'
import { ManagedObject } from '../kernel/store.ts'

/** The largest page of a history collector (vSphere API, SetCollectorPageSize). */
const largestPage = 1000

function addCollector<T extends ManagedType>(call: Call, type: T, filter: unknown): MoRef<T> {
  const session = sessionOf(call)
  const { local } = call.world.parts
  const ref = local.newRef(type, `session[${session.key}]history-`)
  const state: CollectorState = { position: 0, pageSize: 10 }
  local.add(new ManagedObject(ref, { filter }, { sessionKey: session.key, state }))
  return ref
}

const stateOf = (call: Call) => call.self.state as CollectorState

/** Moves the reading position over a list that is oldest first, and gives what was passed. */
function readNext<T>(call: Call, list: readonly T[], maxCount: number): readonly T[] {
  if (maxCount <= 0) throw invalidArgument('maxCount', 'is not positive')
  const state = stateOf(call)
  const found = list.slice(state.position, state.position + maxCount)
  state.position += found.length
  return found
}

function readPrevious<T>(call: Call, list: readonly T[], maxCount: number): readonly T[] {
  if (maxCount <= 0) throw invalidArgument('maxCount', 'is not positive')
  const state = stateOf(call)
  const from = Math.max(0, state.position - maxCount)
  const found = list.slice(from, state.position)
  state.position = from
  return found.toReversed()
}

const events = (call: Call) => call.world.events.select(call.self.get('filter') as EventFilter)
const tasks = (call: Call) => call.world.tasks.select(call.self.get('filter') as DataTypes['TaskFilterSpec'])

export const historyCollectorMethods = methodsOf('HistoryCollector', {
  SetCollectorPageSize(call, { maxCount }) {
    if (maxCount <= 0 || maxCount > largestPage) throw invalidArgument('maxCount')
    stateOf(call).pageSize = maxCount
    call.world.parts.local.touch(call.self, 'latestPage')
    return undefined
  },
  RewindCollector(call) {
    stateOf(call).position = 0
    return undefined
  },
  ResetCollector(call) {
    const { length } = call.self.ref.type === 'TaskHistoryCollector' ? tasks(call) : events(call)
    stateOf(call).position = Math.max(0, length - stateOf(call).pageSize)
    return undefined
  },
  DestroyCollector(call) {
    call.world.parts.local.remove(call.self)
    return undefined
  },
})

export const eventCollectorMethods = methodsOf('EventHistoryCollector', {
  ReadNextEvents: (call, { maxCount }) => readNext(call, events(call), maxCount),
  ReadPreviousEvents: (call, { maxCount }) => readPrevious(call, events(call), maxCount),
})

export const taskCollectorMethods = methodsOf('TaskHistoryCollector', {
  ReadNextTasks: (call, { maxCount }) => readNext(call, tasks(call), maxCount),
  ReadPreviousTasks: (call, { maxCount }) => readPrevious(call, tasks(call), maxCount),
})

export const eventManagerMethods = methodsOf('EventManager', {
  CreateCollectorForEvents: (call, { filter }) => addCollector(call, 'EventHistoryCollector', filter),
  QueryEvents: (call, { filter }) => call.world.events.select(filter),
  LogUserEvent(call, { entity, msg }) {
    const about = call.world.find(entity)
    const session = sessionOf(call)
    if (about !== undefined) demand(call.world, session, about, 'Global.LogEvent')
    call.world.events.post('GeneralUserEvent', session.name, about, {
      message: msg,
      entity: {
        _typeName: 'ManagedEntityEventArgument',
        name: about === undefined ? '' : call.world.nameOf(about),
        entity,
      },
    })
    return undefined
  },
  PostEvent(call, { eventToPost }) {
    demand(call.world, sessionOf(call), call.self, 'Global.LogEvent')
    const { _typeName, ...fields } = eventToPost
    const { key: _key, createdTime: _created, userName: _user, chainId: _chain, ...own } = fields
    call.world.events.post(_typeName, sessionOf(call).name, undefined, own)
    return undefined
  },
  RetrieveArgumentDescription: () => [],
})

export const taskManagerMethods = methodsOf('TaskManager', {
  CreateCollectorForTasks(call, { filter }) {
    if (call.world.isHost) throw vimFault('NotSupported', {}, 'A host keeps no history of its tasks')
    return addCollector(call, 'TaskHistoryCollector', filter)
  },
})
