import type { Bulletin, BulletinTarget, Contribution, CveNote, CvssScore } from '@sakimori/core/advisory'
import { readCpe } from '../../cpe.ts'
import { bounded, makeNote, titlesOf } from '../../notes.ts'
import { dayOf, isFuture, type About } from '../../read/day.ts'
import { idOf, webUrl } from '../../read/ids.ts'
import { Leftovers } from '../../read/leftovers.ts'
import { severityOfScores } from '../../read/scores.ts'
import { distinct, targetOfCpe } from '../../targets.ts'

export const FEED = 'jvn'
/** Who scores in JVN iPedia, as the report names it. */
export const SCORER = 'JVN iPedia'

/** The page of an entry, which details do not link. The year is that of the id. */
export function pageUrlOf(id: string | undefined): string | undefined {
  const year = /^JVNDB-(\d{4})-\d{6}$/.exec(id ?? '')?.[1]
  return year === undefined ? undefined : `https://jvndb.jvn.jp/ja/contents/${year}/${id}.html`
}

/** One entry of JVN iPedia in whichever of its forms, before anything of it is believed. */
export interface JvnEntry {
  readonly id: string | undefined
  readonly title: string | undefined
  readonly url: string | undefined
  readonly cves: readonly string[]
  readonly cwes: readonly string[]
  readonly cpes: readonly (string | undefined)[]
  readonly cvss: readonly CvssScore[]
  readonly published: string | undefined
  readonly updated: string | undefined
  readonly kind?: Bulletin['kind']
}

/**
 * Gathers what entries say of products that an estate runs and of flaws that the caller knows. JVN's version numbers
 * are Japanese sentences (`8.0 未満`, `およびそれ以前`) and are never looked at: only CPE names and CVE ids count.
 */
export class JvnEntries {
  readonly leftovers = new Leftovers()
  readonly #bulletins = new Map<string, Bulletin>()
  readonly #notes = new Map<string, CveNote>()
  readonly #about: About

  constructor(about: About) {
    this.#about = about
  }

  add(entry: JvnEntry): void {
    const id = idOf(entry.id)
    const published = dayOf(entry.published)
    if (id === undefined) this.leftovers.add(entry.id ?? '', 'has no id that can be used')
    else if (published === undefined || isFuture(published, this.#about))
      this.leftovers.add(id, 'is not dated by a day that has been')
    else this.#use(entry, id, published)
  }

  #use(entry: JvnEntry, id: string, published: string): void {
    const { cves, title, kind } = entry
    const targets = this.#targetsOf(entry, id)
    const isWanted = cves.some((cve) => this.#about.wanted?.has(cve))
    if (targets.length === 0 && !isWanted) {
      this.leftovers.pass('names neither a product of an estate nor a flaw that is known')
      return
    }
    const url = webUrl(entry.url)
    const severity = severityOfScores(entry.cvss)
    const updated = dayOf(entry.updated)
    const bulletin: Bulletin = {
      feed: FEED,
      id,
      ...(kind ? { kind } : {}),
      ...(url === undefined ? {} : { url }),
      published,
      ...(updated !== undefined && updated > published && !isFuture(updated, this.#about) ? { updated } : {}),
      title: titlesOf(title),
      ...(severity ? { severity } : {}),
      cves,
      targets,
    }
    if (targets.length > 0) this.#bulletins.set(id, bounded(bulletin, this.leftovers))
    // Title and score of an entry on several flaws are those of none of them.
    const own = cves.length === 1 ? { titles: titlesOf(title), cvss: entry.cvss, cwes: entry.cwes } : {}
    for (const cve of bulletin.cves)
      if (!this.#notes.has(cve) || own.titles)
        this.#notes.set(cve, makeNote(cve, { ...own, links: url === undefined ? [] : [url] }))
  }

  #targetsOf({ cpes }: JvnEntry, id: string): readonly BulletinTarget[] {
    return distinct(
      cpes.map((said) => {
        const cpe = readCpe(said)
        if (cpe === undefined) this.leftovers.add(id, `has a CPE name that cannot be read: ${said ?? ''}`)
        return cpe && targetOfCpe(cpe)
      }),
    )
  }

  contribution(asOf: string): Contribution {
    return {
      feed: FEED,
      asOf,
      notes: [...this.#notes.values()],
      bulletins: [...this.#bulletins.values()],
      skipped: this.leftovers.list(),
    }
  }
}
