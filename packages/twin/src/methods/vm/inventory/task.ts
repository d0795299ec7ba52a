import { demand, methodsOf, sessionOf } from '../../../kernel/call.ts'
import { vimFault } from '../../../kernel/fault.ts'
import type { DataTypes } from '@sakimori/vim25/types'
import { notAllowed } from '../refuse.ts'

export const taskMethods = methodsOf('Task', {
  /** One's own tasks are one's own to cancel; those of others ask for a right. What is done cannot be undone. */
  CancelTask(call) {
    const { world, self } = call
    const info = self.get('info') as DataTypes['TaskInfo']
    const { reason, state, entity } = info
    const session = sessionOf(call)
    const isOwn = reason._typeName === 'TaskReasonUser' && reason.userName.toLowerCase() === session.name.toLowerCase()
    const about = entity === undefined ? undefined : world.find(entity)
    if (!isOwn) demand(world, session, about ?? self, 'Global.CancelTask')
    if (state !== 'running' && state !== 'queued') {
      throw vimFault('InvalidState', {}, 'The operation is not allowed in the current state: the task has ended')
    }
    throw notAllowed('no task of the twin can be cancelled: TaskInfo.cancelable is false')
  },
})
