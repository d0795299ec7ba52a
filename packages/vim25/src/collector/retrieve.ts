import { isVimError, VimError } from '../errors.ts'
import type { DataTypes } from '../generated/types.ts'
import type { PropertyRequest, RetrievedObject } from '../paths.ts'
import { refKey } from '../refs.ts'
import { isSubtype } from '../schema/tables.ts'
import { withRetry } from '../session/retry.ts'
import type { Session } from '../session/session.ts'
import type { OpenReply } from '../session/channel.ts'
import { asAnyObject, type MoRef } from '../values.ts'
import { cancelRetrieval, createView } from './server-objects.ts'
import { retrievalSpecs, unknownPaths, viewTypes } from './specs.ts'

type ObjectContent = DataTypes['ObjectContent']

export interface RetrieveOptions {
  /** Objects a page. Servers cut at their own limit too; every token is followed. */
  readonly maxObjects?: number
  readonly signal?: AbortSignal
  /** Called when a page is complete, with the number of objects so far. */
  readonly onPage?: (objects: number) => void
}

const defaultPage = 500

/**
 * Reads properties page by page and hands over each object as soon as it is decoded. When the session runs out on the
 * way, it logs in again and starts over, without the objects that were already handed over; twice without a new object in
 * between is an error.
 */
export async function* retrieveObjects(
  session: Session,
  requests: readonly PropertyRequest[],
  options: RetrieveOptions,
): AsyncGenerator<RetrievedObject> {
  const unknown = unknownPaths(session.channel.release, requests)
  if (unknown.length > 0) {
    throw new VimError(
      'notInRelease',
      `the server speaks API ${session.channel.release}, which lacks ${unknown.join(', ')}; nothing was sent`,
    )
  }
  const seen = new Set<string>()
  for (let before = -1; ;) {
    const { generation } = session
    try {
      for await (const object of retrieveOnce(session, requests, options, seen.size)) {
        const key = refKey(object.ref)
        if (seen.has(key)) continue
        seen.add(key)
        yield object
      }
      return
    } catch (error) {
      if (!isVimError(error, 'notAuthenticated') || seen.size === before) throw error
      before = seen.size
      await session.renew(generation, error)
    }
  }
}

async function* retrieveOnce(
  session: Session,
  requests: readonly PropertyRequest[],
  options: RetrieveOptions,
  already: number,
): AsyncGenerator<RetrievedObject> {
  const types = viewTypes(requests)
  const view = types.length === 0 ? undefined : await createView(session, types, options.signal)
  try {
    yield* retrievePages(session, requests, view, options, already)
  } catch (error) {
    throw view === undefined ? error : unlessGone(error, view)
  } finally {
    if (view !== undefined) await session.tidy(view, 'DestroyView')
  }
}

/** Nobody else knows the view: where it is gone, the session is. */
function unlessGone(error: unknown, view: MoRef): unknown {
  const { fault } = isVimError(error) ? error : {}
  if (fault?._typeName !== 'ManagedObjectNotFound' || (fault['obj'] as MoRef).value !== view.value) return error
  return new VimError('notAuthenticated', `the view ${view.value} is gone, and the session with it`, {
    cause: error,
    fault,
  })
}

async function* retrievePages(
  session: Session,
  requests: readonly PropertyRequest[],
  view: MoRef<'ContainerView'> | undefined,
  { maxObjects = defaultPage, signal, onPage }: RetrieveOptions,
  already: number,
): AsyncGenerator<RetrievedObject> {
  const { propertyCollector: ref } = session.content
  const args = {
    specSet: retrievalSpecs(requests, view, session.channel.release),
    options: { _typeName: 'RetrieveOptions', maxObjects },
  }
  const first = () => session.open({ ref, method: 'RetrievePropertiesEx', args, signal })
  const follow = (token: string) =>
    session.open({ ref, method: 'ContinueRetrievePropertiesEx', args: { token }, signal })
  let page: Promise<OpenReply> | undefined = withRetry(true, signal, first)
  let count = already
  try {
    while (page !== undefined) {
      const reader: PageReader = new PageReader(await page, follow)
      page = undefined
      try {
        for await (const object of reader.objects()) {
          assertAuthenticated(object, session)
          count += 1
          yield object
        }
      } finally {
        page = reader.next
      }
      onPage?.(count)
    }
  } finally {
    if (page !== undefined) await cancelRetrieval(session, page)
  }
}

/** Reads one page, and asks for the next as soon as its token is known: servers send the token before the objects. */
class PageReader {
  next: Promise<OpenReply> | undefined
  readonly #reply: OpenReply
  readonly #follow: (token: string) => Promise<OpenReply>
  #ready: ObjectContent[] = []

  constructor(reply: OpenReply, follow: (token: string) => Promise<OpenReply>) {
    this.#reply = reply
    this.#follow = follow
  }

  async *objects(): AsyncGenerator<RetrievedObject> {
    for await (const _ of this.#reply.read((key, value) => this.#take(key, value))) {
      const ready = this.#ready
      this.#ready = []
      for (const content of ready) yield retrieved(content)
    }
  }

  #take(key: string, value: unknown): boolean {
    if (key === 'objects') this.#ready.push(value as ObjectContent)
    if (key === 'token' && value !== '') {
      this.next = this.#follow(String(value))
      // It may fail before this page has been read; whoever awaits it then gets the error.
      this.next.catch(() => undefined)
    }
    return key === 'objects'
  }
}

function retrieved({ obj, propSet, missingSet }: ObjectContent): RetrievedObject {
  return {
    ref: obj,
    // fromEntries makes own properties whatever the name: a path called __proto__ is only a key.
    values: Object.fromEntries((propSet ?? []).map(({ name, val }) => [name, val])),
    missing: (missingSet ?? []).map(({ path, fault }) => ({ path, fault: asAnyObject(fault.fault) })),
  }
}

/**
 * An expired session shows here not as a fault but as HTTP 200 with every property refused (facts/vcsim.md §4). Taken for
 * data, it would look like an estate that may not be read.
 */
function assertAuthenticated({ ref, values, missing }: RetrievedObject, session: Session): void {
  if (missing.length === 0 || Object.keys(values).length > 0) return
  if (!missing.every(({ fault }) => isSubtype(fault._typeName, 'NotAuthenticated'))) return
  const at = `${ref.type} ${ref.value} on ${session.channel.transport.origin}`
  throw new VimError('notAuthenticated', `RetrievePropertiesEx of ${at}: NotAuthenticated for every property`, {
    ...(missing[0] !== undefined && { fault: missing[0].fault }),
  })
}
