import { isVimError, VimError } from '../errors.ts'
import type { Session } from '../session/session.ts'
import type { OpenReply } from '../session/channel.ts'
import type { MoRef } from '../values.ts'

/** A view of all objects of the types under the root folder; works on vCenter and on a lone ESX host. */
export async function createView(
  session: Session,
  type: readonly string[],
  signal?: AbortSignal,
): Promise<MoRef<'ContainerView'>> {
  const { viewManager: ref, rootFolder: container } = session.content
  if (ref === undefined) throw new VimError('notVimServer', 'the server names no ViewManager')
  const generation = session.generation
  const create = async () =>
    (await session.call({
      ref,
      method: 'CreateContainerView',
      args: { container, type, recursive: true },
      signal,
    })) as MoRef<'ContainerView'>
  try {
    return await create()
  } catch (error) {
    if (!isVimError(error, 'notAuthenticated')) throw error
    // A view belongs to its session: of the expired one there is none, so making another repeats nothing.
    await session.renew(generation, error)
    return create()
  }
}

/**
 * Gives up a retrieval of which a page is under way. A vCenter whose truncated results nobody drains can crash
 * (facts/vcsim.md §4): the page is read to the end, only for its token, and the rest cancelled.
 */
export async function cancelRetrieval(session: Session, page: Promise<OpenReply>): Promise<void> {
  try {
    const token = await tokenOf(await page)
    if (token === undefined) return
    const { propertyCollector: ref } = session.content
    await session.tidy(ref, 'CancelRetrievePropertiesEx', { token })
  } catch (error) {
    // The page itself failed, maybe by the abort that led here: then there is no token to cancel.
    if (!isVimError(error)) throw error
  }
}

async function tokenOf(page: OpenReply): Promise<string | undefined> {
  let token: string | undefined
  for await (const _ of page.read((key, value) => {
    if (key === 'token') token = String(value)
    return true
  })) {
    // Only the token is wanted; the objects are dropped as they come.
  }
  return token
}
