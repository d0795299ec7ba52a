import { randomUUID } from 'node:crypto'
import type { ServerSettings } from '../../kernel/settings.ts'
import { missing } from './rest-error.ts'
import { part, shows, userOf, type RestCall, type RestRow } from './row.ts'

interface RestTask {
  readonly service: string
  readonly operation: string
  readonly user: string
  readonly time: string
}

/** Tasks of each server, oldest first; a real one forgets them after a day. */
const tasks = new WeakMap<ServerSettings, Map<string, RestTask>>()
const most = 1000

/** Notes an operation that was done as a task and gives its id. In the twin it is over before the client can ask. */
export function startRestTask(call: RestCall, service: string, operation: string): string {
  const id = `${randomUUID()}:${service}`
  let own = tasks.get(call.settings)
  if (own === undefined) tasks.set(call.settings, (own = new Map()))
  own.set(id, { service, operation, user: userOf(call).name, time: call.world.now().toISOString() })
  const [oldest] = own.keys()
  if (own.size > most && oldest !== undefined) own.delete(oldest)
  return id
}

export const taskRows: readonly RestRow[] = [
  shows(
    '/cis/tasks/{task}',
    '7.0.2.0',
    (call) => {
      const found = tasks.get(call.settings)?.get(part(call, 'task'))
      if (found === undefined) throw missing(`the task ${part(call, 'task')}`)
      const { service, operation, user, time } = found
      return {
        description: { id: `${service}.${operation}`, default_message: `${service} ${operation}`, args: [] },
        service,
        operation,
        cancelable: false,
        status: 'SUCCEEDED',
        start_time: time,
        end_time: time,
        user,
      }
    },
    { for: 'users' },
  ),
]
