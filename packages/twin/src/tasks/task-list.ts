import type { MoRef } from '@sakimori/vim25'
import type { DataTypes } from '@sakimori/vim25/types'
import type { CollectorState } from '../events/event-log.ts'
import { VimFault } from '../kernel/fault.ts'
import { ManagedObject, type ObjectStore } from '../kernel/store.ts'
import type { World } from '../kernel/world.ts'

type TaskInfo = DataTypes['TaskInfo']

export interface TaskWanted {
  /** 'ReconfigVM_Task' */
  readonly method: string
  /** 'VirtualMachine.reconfigure' */
  readonly descriptionId: string
  readonly entity: ManagedObject
  readonly user: string
  /** What is done; a VimFault that it throws is how the task ends. */
  readonly work: () => unknown
}

/** How many ended tasks stay readable. */
const kept = 1000
/** How many, and for how long, a task is "recent" after its end (vSphere API: TaskManager.recentTask). */
const recentMs = 10 * 60_000

/** What is done in the background, and has been. */
export class TaskList {
  readonly #local: ObjectStore
  readonly #tasks: ManagedObject[] = []
  #world: World | undefined

  constructor(local: ObjectStore) {
    this.#local = local
  }

  attach(world: World): void {
    this.#world = world
  }

  /** Starts the work after the reply has gone out; returns the task. */
  start({ work, ...wanted }: TaskWanted): MoRef<'Task'> {
    const task = this.#add(wanted, { state: 'running' })
    setImmediate(() => void this.#run(task, work))
    return task.ref as MoRef<'Task'>
  }

  /** Writes down what was done at once: servers show a call that changes something as a task, too. */
  record(done: Omit<TaskWanted, 'work'>): void {
    this.#add(done, { state: 'success', progress: 100, completeTime: this.#theWorld().now().toISOString() })
  }

  #add(
    { method, descriptionId, entity, user }: Omit<TaskWanted, 'work'>,
    how: Pick<TaskInfo, 'state'> & Partial<TaskInfo>,
  ) {
    const world = this.#theWorld()
    const ref = this.#local.newRef('Task', 'task-')
    const now = world.now().toISOString()
    const chain = world.events.latest?.key ?? 0
    const info: TaskInfo = {
      _typeName: 'TaskInfo',
      key: ref.value,
      task: ref,
      name: method,
      descriptionId,
      entity: entity.ref as NonNullable<TaskInfo['entity']>,
      entityName: world.nameOf(entity),
      cancelled: false,
      cancelable: false,
      reason: { _typeName: 'TaskReasonUser', userName: user },
      queueTime: now,
      startTime: now,
      eventChainId: chain + 1,
      ...how,
    }
    const task = this.#local.add(new ManagedObject(ref, { info }))
    this.#tasks.push(task)
    if (this.#tasks.length > kept) this.#forgetOldest()
    world.events.post('TaskEvent', user, entity, { info })
    this.#touch(entity)
    return task
  }

  get all(): readonly ManagedObject[] {
    return this.#tasks
  }

  recent(): MoRef[] {
    const since = this.#theWorld().now().getTime() - recentMs
    return this.#tasks
      .filter((task) => {
        const { completeTime } = infoOf(task)
        return completeTime === undefined || Date.parse(completeTime) >= since
      })
      .map(({ ref }) => ref)
  }

  recentOf(entity: MoRef): MoRef[] {
    const recent = new Set(this.recent().map(({ value }) => value))
    return this.#tasks
      .filter((task) => recent.has(task.ref.value) && infoOf(task).entity?.value === entity.value)
      .map(({ ref }) => ref)
  }

  /** The tasks that a filter takes, oldest first. */
  select(filter: DataTypes['TaskFilterSpec']): TaskInfo[] {
    return this.#tasks
      .map(infoOf)
      .filter(
        (info) =>
          (filter.state === undefined || filter.state.includes(info.state)) &&
          (filter.entity === undefined || this.#isAbout(info, filter.entity)) &&
          (filter.userName?.userList === undefined || filter.userName.userList.includes(userOf(info))),
      )
  }

  /** TaskHistoryCollector.latestPage: the newest, newest first. */
  pageOf(collector: ManagedObject): TaskInfo[] {
    const { pageSize = 10 } = (collector.state ?? {}) as Partial<CollectorState>
    return this.select(collector.get('filter') as DataTypes['TaskFilterSpec'])
      .slice(-pageSize)
      .toReversed()
  }

  async #run(task: ManagedObject, work: () => unknown): Promise<void> {
    const end = (fields: Partial<TaskInfo>) =>
      this.#local.update<TaskInfo>(task, 'info', (info) => ({
        ...info,
        ...fields,
        completeTime: this.#theWorld().now().toISOString(),
        ...(fields.state === 'success' && { progress: 100 }),
      }))
    try {
      const result = await work()
      end({ state: 'success', ...(result !== undefined && { result: result as NonNullable<TaskInfo['result']> }) })
    } catch (error) {
      end({ state: 'error', error: asFault(error).localized })
    }
    const { entity } = infoOf(task)
    const object = entity === undefined ? undefined : this.#theWorld().find(entity)
    if (object !== undefined) this.#touch(object)
    for (const collector of this.#local.ofType('TaskHistoryCollector')) this.#local.touch(collector, 'latestPage')
  }

  #isAbout(info: TaskInfo, { entity, recursion }: NonNullable<DataTypes['TaskFilterSpec']['entity']>): boolean {
    const world = this.#theWorld()
    if (info.entity?.value === entity.value) return recursion !== 'children'
    if (recursion === 'self') return false
    const object = info.entity === undefined ? undefined : world.find(info.entity)
    return object !== undefined && world.lineage(object).some(({ ref }) => ref.value === entity.value)
  }

  #touch(entity: ManagedObject): void {
    const world = this.#theWorld()
    world.store.touch(entity, 'recentTask')
    const manager = world.manager('TaskManager')
    if (manager !== undefined) this.#local.touch(manager, 'recentTask')
  }

  #forgetOldest(): void {
    const oldest = this.#tasks.shift()
    if (oldest !== undefined) this.#local.remove(oldest)
  }

  #theWorld(): World {
    if (this.#world === undefined) throw new Error('the task list has no world yet')
    return this.#world
  }
}

const infoOf = (task: ManagedObject) => task.get('info') as TaskInfo

function userOf({ reason }: TaskInfo): string {
  return reason._typeName === 'TaskReasonUser' ? reason.userName : ''
}

/** A task ends in a fault of the API whatever went wrong; a mistake of ours is a RuntimeFault that says so. */
export function asFault(error: unknown): VimFault {
  if (error instanceof VimFault) return error
  const message = error instanceof Error ? error.message : String(error)
  return new VimFault({ _typeName: 'SystemError', reason: message }, `The twin made a mistake: ${message}`)
}
