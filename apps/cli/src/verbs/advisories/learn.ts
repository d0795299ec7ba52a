import {
  adopt,
  conflictsIn,
  noteRead,
  noteTrouble,
  overlay,
  readUpdateNames,
  type Contribution,
  type Knowledge,
  type News,
  type Overlay,
  type Unplaced,
} from '@sakimori/core/advisory'
import { visible } from '@sakimori/core/report'
import { render } from '@sakimori/core/text'
import { hashKnowledge, type Reader } from '@sakimori/feeds'
import type { Keeper } from '../../kept.ts'
import type { Terminal } from '../../terminal.ts'
import { words } from './words.ts'

/** What was read, from the web or from files. */
export interface Learned {
  readonly contributions: readonly Contribution[]
  /** Whole knowledge of another site. */
  readonly adopted?: readonly Knowledge[]
  readonly unchanged?: readonly string[]
  readonly troubles?: readonly { readonly feed: string; readonly why: string }[]
}

/** What decoders are told: today, the names of releases, and which flaws matter. */
export function readerOf(knowledge: Knowledge, now: Date): Reader {
  return {
    now: now.toISOString().slice(0, 10),
    names: readUpdateNames(knowledge.releases),
    wanted: new Set([...knowledge.advisories, ...knowledge.bulletins].flatMap(({ cves }) => cves)),
  }
}

/** Lays what was read over what is kept, keeps it, and says what is new. */
export async function learn(keeper: Keeper, learned: Learned, now: Date, terminal: Terminal): Promise<void> {
  const at = now.toISOString()
  const news: News[] = []
  const unplaced: Unplaced[] = []
  const take = (laid: Overlay): Knowledge => {
    news.push(...laid.news)
    unplaced.push(...laid.unplaced)
    return laid.knowledge
  }
  let knowledge = take(overlay(keeper.knowledge, learned.contributions, at))
  for (const other of learned.adopted ?? []) knowledge = take(adopt(knowledge, other, at))
  for (const feed of learned.unchanged ?? []) knowledge = noteRead(knowledge, feed, at)
  for (const { feed, why } of learned.troubles ?? []) knowledge = noteTrouble(knowledge, feed, why, at)
  await keeper.keep(knowledge)
  const conflicts = conflictsIn(knowledge)
  await summarize(news, unplaced, terminal)
  const [first] = conflicts
  if (first)
    await line(terminal, render(words.conflictsAre, terminal.locale, { count: conflicts.length, id: first.advisory }))
  terminal.say(words.kept, { file: keeper.file, sha256: hashKnowledge(knowledge) })
}

/** So many of a kind are named; the rest is counted. */
const MOST = 20

async function summarize(news: readonly News[], unplaced: readonly Unplaced[], terminal: Terminal): Promise<void> {
  const { locale } = terminal
  const said = news.map((one) => sentenceOf(one, terminal)).filter((sentence) => sentence !== undefined)
  const count = (kind: News['kind']) => news.filter((one) => one.kind === kind).length
  for (const sentence of said.slice(0, MOST)) await line(terminal, sentence)
  if (said.length > MOST) await line(terminal, render(words.more, locale, { count: said.length - MOST }))
  const [releases, bulletins] = [count('release'), count('bulletin')]
  if (releases + bulletins > 0) await line(terminal, render(words.counted, locale, { releases, bulletins }))
  if (news.length === 0) await line(terminal, render(words.nothingNew, locale))
  for (const { feed, advisory, row } of unplaced.slice(0, MOST)) {
    const release = row.fix.status === 'fixed' ? row.fix.release : ''
    await line(terminal, render(words.unplaced, locale, { feed, id: advisory, release }))
  }
}

function sentenceOf(one: News, { locale }: Terminal): string | undefined {
  switch (one.kind) {
    case 'advisory':
      return render(words.newAdvisory, locale, { id: one.advisory, severity: one.severity, day: one.published })
    case 'revised':
      return render(words.revised, locale, { id: one.advisory, day: one.updated })
    case 'rows':
      return render(words.newRows, locale, { id: one.advisory, feed: one.feed, count: one.rows.length })
    case 'exploited':
      return render(words.exploited, locale, { cve: one.mark.cve, source: one.mark.source })
    case 'withdrawn':
      return render(words.withdrawn, locale, { name: one.release.name })
    case 'release':
    case 'bulletin':
      return undefined
  }
}

/** What a publication says is a stranger's: it is shown as harmless text. */
export const line = (terminal: Terminal, said: string) => terminal.write(`${visible(said)}\n`)
