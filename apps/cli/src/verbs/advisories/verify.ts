import { agesOf, checkSoundness, type Knowledge } from '@sakimori/core/advisory'
import { render } from '@sakimori/core/text'
import { feeds } from '@sakimori/feeds'
import { exitCodes } from '../../exit.ts'
import { loadKnowledge } from '../../knowledge.ts'
import { tabulate } from '../../table.ts'
import type { Terminal } from '../../terminal.ts'
import type { Verb } from '../../verb.ts'
import { line } from './learn.ts'
import { words } from './words.ts'

/** Checks what is kept: its shape, its hash, whether it fits together, how old each feed is. Exit code 1 where it does not fit. */
export const verifyAdvisories: Verb<[]> = async ({ config, env, terminal, now }) => {
  const { knowledge, from } = loadKnowledge(config, env)
  const { locale } = terminal
  const { sha256, file = '' } = from
  if (from.renewed) terminal.say(words.renewed, { day: knowledge.asOf })
  const said =
    from.kind === 'file'
      ? render(words.verified, locale, { file, sha256 })
      : render(words.verifiedShipped, locale, { sha256 })
  await line(terminal, said)
  const today = now.toISOString().slice(0, 10)
  const flaws = checkSoundness(knowledge, today)
  const counts = { advisories: knowledge.advisories.length, releases: knowledge.releases.length }
  if (flaws.length === 0) await line(terminal, render(words.sound, locale, counts))
  else {
    await line(terminal, render(words.unsound, locale, { count: flaws.length }))
    for (const { rule, at } of flaws) await line(terminal, `  ${at}: ${render(words[rule], locale)}`)
  }
  await terminal.write('\n')
  for (const row of tableOf(knowledge, today, terminal)) await line(terminal, row)
  return flaws.length === 0 ? exitCodes.clean : exitCodes.findings
}

/** A line a feed: those that were read, and those of the web that never were. */
function tableOf(knowledge: Knowledge, today: string, { locale, width }: Terminal): readonly string[] {
  const rows = agesOf(knowledge, today).map(({ state, days, isOld }) => [
    state.feed,
    ...(days === undefined
      ? [render(words.never, locale), '', '', '']
      : [
          state.asOf,
          `${render(words.days, locale, { count: days })}${isOld ? ' !' : ''}`,
          state.readAt.slice(0, 16),
          String(state.records),
        ]),
    state.trouble ? `${state.trouble.at.slice(0, 16)} ${state.trouble.why}` : '',
  ])
  const unread = feeds.filter(({ id, live }) => live && !knowledge.feeds.some(({ feed }) => feed === id))
  const heads = [words.feed, words.asOf, words.age, words.readAt, words.records, words.trouble]
  return tabulate(
    [
      heads.map((head) => render(head, locale)),
      ...rows,
      ...unread.map(({ id }) => [id, render(words.never, locale), '', '', '', '']),
    ],
    width,
  )
}
