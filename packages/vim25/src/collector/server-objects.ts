import { isVimError } from '../errors.ts'
import type { Session } from '../session/session.ts'
import type { OpenReply } from '../session/soap-channel.ts'
import type { MoRef } from '../values.ts'

/** A view of all objects of the types under the root folder; works on vCenter and on a lone ESX host. */
export async function createView(
  session: Session,
  type: readonly string[],
  signal?: AbortSignal,
): Promise<MoRef<'ContainerView'>> {
  const { viewManager, rootFolder: container } = session.content
  const ref = viewManager ?? { type: 'ViewManager', value: 'ViewManager' }
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

/** Frees the view. It died with its session when that has ended, or with the connection: then there is nothing to free. */
export async function destroyView(session: Session, view: MoRef<'ContainerView'>): Promise<void> {
  try {
    await session.wait({ ref: view, method: 'DestroyView', args: {} })
  } catch (error) {
    if (!isVimError(error)) throw error
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
    await session.wait({ ref, method: 'CancelRetrievePropertiesEx', args: { token } })
  } catch (error) {
    // The consumer has left, maybe by abort; a server without the method (vcsim) or without the session needs nothing.
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
