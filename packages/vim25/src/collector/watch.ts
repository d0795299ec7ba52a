import { VimError } from '../errors.ts'
import type { ObjectUpdate, PropertyFilterSpec, TaskInfo, UpdateSet } from '../generated/types.ts'
import type { PropertyRequest } from '../paths.ts'
import { faultCode } from '../session/fault-error.ts'
import type { Session } from '../session/session.ts'
import { asAnyObject, type MoRef } from '../values.ts'
import { createView } from './server-objects.ts'
import { filterSpec, viewTypes } from './specs.ts'

export interface WatchOptions {
  readonly signal?: AbortSignal
  /** Longest time a call waits on the server; an empty wait is not reported. */
  readonly maxWaitSeconds?: number
  /** Objects in one update. */
  readonly maxObjectUpdates?: number
}

/** What changed at once. `complete` is false while the rest of a truncated set follows. */
export interface Update {
  readonly version: string
  readonly objects: readonly ObjectUpdate[]
  readonly complete: boolean
}

const answerGraceMs = 60_000

/**
 * Follows the properties: first everything as it is, then every change, until the consumer stops or aborts. It has a
 * collector of its own, so that nothing else of the session mixes in, and frees it at the end.
 */
export async function* watchObjects(
  session: Session,
  requests: readonly PropertyRequest[],
  options: WatchOptions,
): AsyncGenerator<Update> {
  const types = viewTypes(requests)
  const view = types.length === 0 ? undefined : await createView(session, types, options.signal)
  try {
    const spec = filterSpec(requests, view, session.channel.release)
    yield* watchFilter(session, spec, options)
  } finally {
    if (view !== undefined) await session.tidy(view, 'DestroyView')
  }
}

async function* watchFilter(
  session: Session,
  spec: PropertyFilterSpec,
  { signal, maxWaitSeconds = 60, maxObjectUpdates = 100 }: WatchOptions,
): AsyncGenerator<Update> {
  const { propertyCollector } = session.content
  const create = { ref: propertyCollector, method: 'CreatePropertyCollector', args: {}, signal }
  const ref = (await session.call(create)) as MoRef
  const cancel = () => void session.tidy(ref, 'CancelWaitForUpdates')
  signal?.addEventListener('abort', cancel, { once: true })
  try {
    await session.call({ ref, method: 'CreateFilter', args: { spec, partialUpdates: false }, signal })
    const wait = { _typeName: 'WaitOptions', maxWaitSeconds, maxObjectUpdates }
    const replyTimeoutMs = maxWaitSeconds * 1000 + answerGraceMs
    for (let version = ''; ;) {
      const args = { version, options: wait }
      const set = await session.wait({ ref, method: 'WaitForUpdatesEx', args, signal, replyTimeoutMs })
      // No set at all: the wait passed without a change.
      if (set === undefined) continue
      const update = set as UpdateSet
      version = update.version
      const objects = (update.filterSet ?? []).flatMap((filter) => filter.objectSet ?? [])
      yield { version, objects, complete: update.truncated !== true }
    }
  } finally {
    signal?.removeEventListener('abort', cancel)
    await session.tidy(ref, 'DestroyPropertyCollector')
  }
}

/**
 * Waits until the task ends and returns its last TaskInfo. Throws VimError `taskFailed` with the task's fault (or
 * `noPermission` when that is why), `aborted` when the signal stops the waiting; the task itself goes on then.
 */
export async function waitForTask(
  session: Session,
  task: MoRef<'Task'>,
  options: Pick<WatchOptions, 'signal'>,
): Promise<TaskInfo> {
  const requests = [{ type: 'Task', paths: ['info'], objects: [task] }] as const
  for await (const { objects } of watchObjects(session, requests, options)) {
    for (const { changeSet } of objects) {
      const info = changeSet?.find((change) => change.name === 'info')?.val as TaskInfo | undefined
      if (info?.state === 'success') return info
      if (info?.state === 'error') throw taskError(task, info)
    }
  }
  throw new VimError('protocol', `Task ${task.value}: the updates ended before the task did`)
}

function taskError(task: MoRef, { descriptionId, entityName, error }: TaskInfo): VimError {
  const fault = error === undefined ? undefined : asAnyObject(error.fault)
  const code = faultCode(fault)
  const label = `${descriptionId} of ${entityName ?? 'an object'} (Task ${task.value})`
  return new VimError(
    code === 'fault' ? 'taskFailed' : code,
    `${label} ended in error: ${fault?._typeName ?? 'unknown'}: ${error?.localizedMessage ?? ''}`,
    { fault },
  )
}
