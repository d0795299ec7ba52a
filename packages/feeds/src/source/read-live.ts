import type { Contribution, Knowledge } from '@sakimori/core/advisory'
import { checkContribution } from '@sakimori/core/advisory'
import { FeedError } from '../feed-error.ts'
import type { Fetch, Feed } from './feeds.ts'
import { decodeDocument, type Reader } from './kinds.ts'
import type { Web } from './web.ts'

/** How the reading of one feed went. What was read before it failed counts. */
export interface Reading {
  readonly feed: string
  readonly contributions: readonly Contribution[]
  /** Pages that have not changed since the last time. */
  readonly unchanged: number
  /** Why it could not be read, wholly or in part. */
  readonly trouble?: string
}

export interface ReadLiveOptions {
  readonly web: Web
  readonly knowledge: Knowledge
  readonly reader: Reader
  readonly env: Readonly<Record<string, string | undefined>>
  readonly onDocument?: (feed: string, name: string) => void
}

/** Whether a feed may be asked again. @param askedAt when it last was, ISO 8601 */
export function isDue({ live }: Feed, askedAt: string | undefined, now: Date): boolean {
  if (!live || askedAt === undefined) return live !== undefined
  const rested = now.getTime() - Date.parse(askedAt)
  // A clock that was ahead, or a broken date, keeps nobody from asking.
  return !(rested >= 0 && rested < live.hours * 3_600_000)
}

/** Reads some feeds from the web, each on its own: one that fails says why, and the others go on. */
export const readLive = (feeds: readonly Feed[], options: ReadLiveOptions): Promise<readonly Reading[]> =>
  Promise.all(feeds.map((feed) => readOne(feed, options)))

async function readOne({ id, live }: Feed, options: ReadLiveOptions): Promise<Reading> {
  const { web, knowledge, reader, env, onDocument } = options
  if (!live) return { feed: id, contributions: [], unchanged: 0, trouble: 'it is read from files alone' }
  const contributions: Contribution[] = []
  let unchanged = 0
  let trouble: string | undefined
  const fail = (error: unknown) => {
    if (!(error instanceof FeedError)) throw error
    trouble ??= error.message.replace(`${id}: `, '')
  }
  const fetch: Fetch = async (url, { post, maxBytes, always, site = live.site } = {}) => {
    const answer = await web.get({
      feed: id,
      url,
      site,
      pauseMs: live.pauseMs,
      ...(post === undefined ? {} : { post }),
      ...(maxBytes === undefined ? {} : { maxBytes }),
      ...(always === true ? { always } : {}),
      ...(live.isSecret ? { isSecret: true } : {}),
    })
    onDocument?.(id, live.isSecret ? id : url)
    return answer.kind === 'unchanged'
      ? undefined
      : { name: live.isSecret ? id : url, bytes: answer.bytes, remember: answer.remember }
  }
  try {
    for await (const document of live.documents({ fetch, knowledge, reader, env })) {
      if (document === undefined) unchanged += 1
      else
        try {
          const said = decodeDocument(document, reader)
          if (said) contributions.push(checkContribution(said))
        } catch (error) {
          // One broken document of a feed keeps nobody from the next.
          fail(error)
        }
    }
  } catch (error) {
    fail(error)
  }
  return { feed: id, contributions, unchanged, ...(trouble === undefined ? {} : { trouble }) }
}
