import type { Bulletin, CveNote, Titles } from '@sakimori/core/advisory'
import { limits } from './limits.ts'
import type { Leftovers } from './read/leftovers.ts'
import { oneLine } from './read/line.ts'

/** A note with what there is to say: at most as many scores and links as a person would look at. */
export const makeNote = (
  cve: string,
  { cvss = [], cwes = [], titles = {}, links = [], ...more }: Partial<Omit<CveNote, 'cve'>>,
): CveNote => ({
  cve,
  cvss: cvss.slice(0, limits.scores),
  ...(cwes.length > 0 ? { cwes: cwes.slice(0, limits.scores) } : {}),
  titles,
  links: links.slice(0, limits.links),
  ...more,
})

/**
 * Whether a title is Japanese is seen by its kana: publishers mark their language wrongly or not at all. Every other
 * language stands as `en`, the one that everybody is shown who does not read Japanese.
 */
export function titlesOf(said: string | undefined): Titles {
  const title = oneLine(said ?? '')
  if (title === '') return {}
  return /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(title) ? { ja: title } : { en: title }
}

/** Keeps a bulletin within its bounds, and says so where that cuts it. */
export function bounded(bulletin: Bulletin, leftovers: Leftovers): Bulletin {
  const { targets, cves } = bulletin
  if (targets.length > limits.targets)
    leftovers.add(bulletin.id, `names ${targets.length} things: the first ${limits.targets} are kept`)
  if (cves.length > limits.cves)
    leftovers.add(bulletin.id, `names ${cves.length} flaws: the first ${limits.cves} are kept`)
  return { ...bulletin, targets: targets.slice(0, limits.targets), cves: cves.slice(0, limits.cves) }
}
