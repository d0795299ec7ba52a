import { isVimError, type VimClient } from '@sakimori/vim25'

/** What a call, or the task that it starts, ends in: the type of the fault and its fields; 'done' where it is none. */
export async function outcome(work: Promise<unknown>): Promise<unknown> {
  try {
    await work
    return 'done'
  } catch (error) {
    if (!isVimError(error) || error.fault === undefined) throw error
    return error.fault
  }
}

/** The same as the name of the fault alone. */
export async function faultOf(work: Promise<unknown>): Promise<string> {
  const ended = await outcome(work)
  return typeof ended === 'object' && ended !== null && '_typeName' in ended ? String(ended._typeName) : 'done'
}

/** The events about an object, oldest first: their type, or where they are extended events their id, and who did it. */
export async function eventsOf(
  client: VimClient,
  object: { readonly type: string; readonly value: string },
): Promise<string[]> {
  const { eventManager } = client.content
  if (eventManager === undefined) throw new Error('no event manager')
  const entity = { _typeName: 'EventFilterSpecByEntity' as const, entity: object as never, recursion: 'self' as const }
  const events = await client.call(eventManager, 'QueryEvents', { filter: { _typeName: 'EventFilterSpec', entity } })
  return (events ?? []).map((event) => {
    const { eventTypeId = event._typeName } = event as { readonly eventTypeId?: string }
    return event.userName === '' ? eventTypeId : `${eventTypeId} by ${event.userName}`
  })
}
