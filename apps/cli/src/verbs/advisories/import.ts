import { render } from '@sakimori/core/text'
import { FeedError, readFiles, type FileReading } from '@sakimori/feeds'
import { exitCodes, UsageError } from '../../exit.ts'
import { withKept } from '../../kept.ts'
import { knowledgePath } from '../../knowledge.ts'
import type { Verb } from '../../verb.ts'
import { learn, line, readerOf } from './learn.ts'
import { words } from './words.ts'

export interface ImportFlags {
  readonly verbose?: boolean
}

/**
 * Reads publications from files and folders, for sites without the Internet. A file that is damaged is named, and the
 * others are used: exit code 3.
 */
export const importAdvisories: Verb<[readonly string[], ImportFlags]> = async (
  { config, env, terminal, now },
  paths,
  flags,
) =>
  withKept(knowledgePath(config, env), async (keeper) => {
    const readings = await readAll(paths)
    const { locale } = terminal
    if (readings.length === 0) throw new UsageError(render(words.noFile, locale, { paths: paths.join(' ') }))
    for (const reading of readings) {
      const { file, contribution, trouble, isForeign } = reading
      if (isForeign) await line(terminal, render(words.fileForeign, locale, { file }))
      else if (trouble !== undefined) await line(terminal, render(words.fileFailed, locale, { why: trouble }))
      else if (contribution) {
        const { feed, skipped } = contribution
        const left = skipped.length === 0 ? '' : ` (${render(words.left, locale, { count: skipped.length })})`
        await line(terminal, `${feed.padEnd(18)} ${file}${left}`)
        if (flags.verbose) for (const { record, why } of skipped) await line(terminal, `  ${record}: ${why}`)
      }
    }
    const used = readings.filter(({ contribution, knowledge }) => contribution !== undefined || knowledge !== undefined)
    const failed = readings.filter(({ trouble, isForeign }) => trouble !== undefined && !isForeign)
    if (used.length > 0)
      await learn(
        keeper,
        {
          contributions: used.flatMap(({ contribution }) => contribution ?? []),
          adopted: used.flatMap(({ knowledge }) => knowledge ?? []),
        },
        now,
        terminal,
      )
    return failed.length > 0 || used.length === 0 ? exitCodes.couldNotSee : exitCodes.clean

    async function readAll(from: readonly string[]): Promise<readonly FileReading[]> {
      const all: FileReading[] = []
      try {
        for await (const reading of readFiles(from, readerOf(keeper.knowledge, now))) {
          all.push(reading)
          terminal.progress(words.reading, { file: reading.file })
        }
      } catch (cause) {
        // A path that is not there: the person mistyped it.
        if (cause instanceof FeedError) throw new UsageError(cause.message, { cause })
        throw cause
      } finally {
        terminal.clearProgress()
      }
      return all
    }
  })
