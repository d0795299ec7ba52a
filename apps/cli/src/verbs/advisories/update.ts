import { readFileSync } from 'node:fs'
import { render } from '@sakimori/core/text'
import { feeds, findFeed, isDue, readLive, Web, type Feed, type Reading } from '@sakimori/feeds'
import { knownWord } from '../../config/filter.ts'
import { exitCodes, UsageError, type ExitCode } from '../../exit.ts'
import { withKept } from '../../kept.ts'
import { knowledgePath } from '../../knowledge.ts'
import type { Terminal } from '../../terminal.ts'
import type { Verb } from '../../verb.ts'
import { learn, line, readerOf } from './learn.ts'
import { words } from './words.ts'

export interface UpdateFlags {
  readonly feed?: readonly string[]
  readonly ca?: string
  readonly offline?: boolean
}

/**
 * Asks the feeds what is new, and keeps it. A feed that was asked a short while ago rests, unless it is named.
 * Exit code 3 where some could not be read, 4 where none could.
 */
export const updateAdvisories: Verb<[UpdateFlags]> = async ({ config, env, terminal, now }, flags) => {
  const live = feeds.filter((feed) => feed.live !== undefined)
  const named = flags.feed?.map(
    (id) =>
      findFeed(
        knownWord(
          '--feed',
          id,
          live.map((feed) => feed.id),
        ),
      ) as Feed,
  )
  const ca = flags.ca ?? env['SAKIMORI_FEEDS_CA_FILE']
  const authority = ca === undefined ? undefined : readAuthority(ca)
  return withKept(knowledgePath(config, env), async (keeper) => {
    const { knowledge, pages, asked: times } = keeper
    const wanted = named ?? live.filter((feed) => feed.live?.isWanted?.(env) ?? true)
    const due =
      flags.offline === true ? [] : wanted.filter((feed) => named !== undefined || isDue(feed, times.get(feed.id), now))
    const web = new Web({
      userAgent: 'sakimori/0.1.0 (+vSphere security audit)',
      env,
      pages,
      ...(authority === undefined ? {} : { ca: authority }),
    })
    let readings: readonly Reading[]
    try {
      readings = await readLive(due, {
        web,
        knowledge,
        env,
        reader: readerOf(knowledge, now),
        onDocument: (feed, page) => terminal.progress(words.asking, { feed, page }),
      })
    } finally {
      await web.close()
      terminal.clearProgress()
    }
    if (flags.offline === true) terminal.say(words.offline, {})
    else
      for (const feed of wanted) {
        const reading = readings.find((one) => one.feed === feed.id)
        const state = knowledge.feeds.find((one) => one.feed === feed.id)
        const said = reading
          ? wordReading(reading, state?.asOf, terminal)
          : render(words.feedTooSoon, terminal.locale, {
              at: times.get(feed.id)?.slice(0, 16) ?? '',
              hours: feed.live?.hours ?? 0,
            })
        await line(terminal, `${feed.id.padEnd(18)} ${said}`)
      }
    // One that failed may be asked again at once.
    for (const { feed, trouble } of readings) if (trouble === undefined) times.set(feed, now.toISOString())
    await learn(
      keeper,
      {
        contributions: readings.flatMap(({ contributions }) => contributions),
        unchanged: readings
          .filter(({ contributions, trouble }) => contributions.length === 0 && trouble === undefined)
          .map(({ feed }) => feed),
        troubles: readings.flatMap(({ feed, trouble }) => (trouble === undefined ? [] : [{ feed, why: trouble }])),
      },
      now,
      terminal,
    )
    return exitFor(readings)
  })
}

function exitFor(readings: readonly Reading[]): ExitCode {
  const failed = readings.filter(({ trouble }) => trouble !== undefined)
  if (failed.length === 0) return exitCodes.clean
  const gotNothing = failed.every(({ contributions }) => contributions.length === 0)
  return failed.length === readings.length && gotNothing ? exitCodes.couldNotConnect : exitCodes.couldNotSee
}

function wordReading({ contributions, trouble }: Reading, before: string | undefined, { locale }: Terminal): string {
  const records = contributions
    .flatMap(({ releases, advisories, exploited, notes, bulletins }) => [
      releases,
      advisories,
      exploited,
      notes,
      bulletins,
    ])
    .reduce((sum, rows) => sum + (rows?.length ?? 0), 0)
  if (trouble !== undefined)
    return records > 0
      ? render(words.feedHalf, locale, { records, why: trouble })
      : render(words.feedFailed, locale, { why: trouble })
  if (contributions.length === 0) return render(words.feedUnchanged, locale, { day: before ?? '?' })
  const left = contributions.reduce((sum, { skipped }) => sum + skipped.length, 0)
  const said = render(words.feedRead, locale, { records })
  return left === 0 ? said : `${said} (${render(words.left, locale, { count: left })})`
}

function readAuthority(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new UsageError(`could not read the CA file ${file}: ${(cause as NodeJS.ErrnoException).code ?? 'error'}`, {
      cause,
    })
  }
}
