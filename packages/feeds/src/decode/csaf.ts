import type { Bulletin, Contribution, CveNote, CvssScore } from '@sakimori/core/advisory'
import { severityOfWord } from '@sakimori/core/model'
import { FeedError } from '../feed-error.ts'
import { bounded, makeNote, titlesOf } from '../notes.ts'
import type { Publication } from '../read/bytes.ts'
import { checkedDay, dayOf, type About } from '../read/day.ts'
import { cveOf, idOf, webUrl, webUrls } from '../read/ids.ts'
import { at, listAt, numberAt, readJson, textAt } from '../read/json.ts'
import { Leftovers } from '../read/leftovers.ts'
import { oneLine } from '../read/line.ts'
import { cvssOf, cwesIn, severityOfScores } from '../read/scores.ts'
import { distinct } from '../targets.ts'
import { targetsOfTree } from './csaf-products.ts'

const FEED = 'csaf'
const VERSIONS: readonly string[] = ['2.0', '2.1']

/**
 * One document of the Common Security Advisory Framework (2.0, and what 2.1 writes alike), of any publisher and of any
 * profile: security advisories, VEX, base. It names products by the maker's own words and holds no builds of ours, so
 * it becomes a bulletin with what its flaws are scored by. A product that every flaw spares (VEX) is no target.
 */
export function decodeCsaf(publication: Publication, about: About): Contribution {
  const document = readJson(FEED, publication)
  const head = at(document, 'document')
  const version = textAt(head, 'csaf_version')
  if (version === undefined || !VERSIONS.includes(version))
    throw new FeedError('unsupported', FEED, 'this is no CSAF document of version 2.0: it has no such csaf_version')
  const tracking = at(head, 'tracking')
  const id = idOf(textAt(tracking, 'id'))
  const published = dayOf(textAt(tracking, 'initial_release_date'))
  const current = dayOf(textAt(tracking, 'current_release_date'))
  if (id === undefined || published === undefined || current === undefined)
    throw new FeedError('malformed', FEED, 'its tracking has no id or no days that can be used', {
      record: textAt(tracking, 'id') ?? 'a document',
    })
  checkedDay(FEED, current, about)
  checkedDay(FEED, published, about)

  const leftovers = new Leftovers()
  const state = textAt(tracking, 'status')
  const category = textAt(head, 'category') ?? ''
  const gone = state === 'draft' ? 'is a draft' : /withdrawn|superseded/.test(category) ? 'was withdrawn' : undefined
  if (gone !== undefined) {
    leftovers.add(id, gone)
    return { feed: FEED, asOf: current, skipped: leftovers.list() }
  }

  const publisher = oneLine(textAt(head, 'publisher', 'name') ?? 'unknown', 80)
  const flaws = listAt(document, 'vulnerabilities')
  const tree = targetsOfTree(FEED, document, publisher)
  const targets = distinct([...concernedOf(flaws, tree.keys())].map((product) => tree.get(product)))
  const cves = [...new Set(flaws.flatMap((flaw) => cveOf(textAt(flaw, 'cve')) ?? []))]
  if (targets.length === 0 && !cves.some((cve) => about.wanted?.has(cve))) {
    leftovers.pass('names neither a product of an estate nor a flaw that is known')
    return { feed: FEED, asOf: current, skipped: leftovers.list() }
  }
  const url = addressOf(head)
  const notes = new Map(flaws.flatMap((flaw) => noteOf(flaw, publisher, url)).map((note) => [note.cve, note]))
  const severity =
    severityOfWord(textAt(head, 'aggregate_severity', 'text') ?? '') ??
    severityOfScores([...notes.values()].flatMap(({ cvss }) => cvss))
  const bulletin: Bulletin = {
    feed: FEED,
    id,
    ...(url === undefined ? {} : { url }),
    published,
    ...(current > published ? { updated: current } : {}),
    title: titlesOf(textAt(head, 'title')),
    ...(severity ? { severity } : {}),
    cves,
    targets,
  }
  return {
    feed: FEED,
    asOf: current,
    notes: [...notes.values()],
    bulletins: targets.length > 0 ? [bounded(bulletin, leftovers)] : [],
    skipped: leftovers.list(),
  }
}

/** The products that some flaw has a word on other than "not affected"; all of them where no flaw says which. */
function concernedOf(flaws: readonly unknown[], all: Iterable<string>): ReadonlySet<string> {
  const concerned = new Set<string>()
  let isSaid = false
  for (const flaw of flaws) {
    const status = at(flaw, 'product_status')
    if (typeof status !== 'object' || status === null) continue
    for (const [word, ids] of Object.entries(status)) {
      isSaid = true
      if (word === 'known_not_affected' || !Array.isArray(ids)) continue
      for (const id of ids as readonly unknown[]) if (typeof id === 'string') concerned.add(id)
    }
  }
  return isSaid ? concerned : new Set(all)
}

/** The page for people, where the document names one beside itself. */
function addressOf(head: unknown): string | undefined {
  const own = listAt(head, 'references').filter((one) => textAt(one, 'category') === 'self')
  const addresses = webUrls(own.map((one) => textAt(one, 'url')))
  return addresses.find((address) => !address.endsWith('.json')) ?? addresses[0]
}

function noteOf(flaw: unknown, publisher: string, url: string | undefined): readonly CveNote[] {
  const cve = cveOf(textAt(flaw, 'cve'))
  if (cve === undefined) return []
  // 2.0 has one `cwe` and `scores`, 2.1 has `cwes` and `metrics`.
  const cwes = [at(flaw, 'cwe'), ...listAt(flaw, 'cwes')].map((one) => textAt(one, 'id'))
  const scores = [...listAt(flaw, 'scores'), ...listAt(flaw, 'metrics').map((one) => at(one, 'content'))]
  const note = makeNote(cve, {
    cvss: distinctScores(scores.flatMap((one) => scoresOf(one, publisher))),
    cwes: cwesIn(cwes),
    titles: titlesOf(textAt(flaw, 'title')),
    links: webUrl(url) === undefined ? [] : [url as string],
  })
  return [note]
}

const scoresOf = (score: unknown, by: string): readonly CvssScore[] =>
  ['cvss_v4', 'cvss_v3', 'cvss_v2'].flatMap((key) => {
    const data = at(score, key)
    return cvssOf(textAt(data, 'version'), numberAt(data, 'baseScore'), textAt(data, 'vectorString'), by) ?? []
  })

/** A document scores each product by itself, mostly alike. */
const distinctScores = (scores: readonly CvssScore[]): readonly CvssScore[] => [
  ...new Map(scores.map((score) => [`${score.version} ${score.score} ${score.vector}`, score])).values(),
]
