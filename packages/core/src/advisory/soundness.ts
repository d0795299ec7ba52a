import { earlier } from './merge-advisories.ts'
import { lineOf, type Day, type Knowledge } from './knowledge.ts'

/** Something in knowledge that does not fit together; each rule has its sentence where it is shown. */
export interface Flaw {
  readonly rule: 'repeated' | 'unlistedBuild' | 'wrongLine' | 'unknownSource' | 'unknownCve' | 'future'
  /** Where it stands: an id, and what of it. */
  readonly at: string
}

/**
 * Holds knowledge against itself: ids stand once, every fixed build is in the tables of releases, a branch is of its
 * line, sources and flaws are named where they belong, no day is still to come.
 */
export function checkSoundness(knowledge: Knowledge, today: Day): readonly Flaw[] {
  const { releases, advisories, exploited, bulletins, hardware, feeds, sources } = knowledge
  const builds = new Set(
    releases.flatMap((row) => row.builds.map(({ build }) => `${row.product} ${row.branch} ${build}`)),
  )
  const tabled = new Set(releases.map(({ product }) => product))
  const versions = new Set(
    releases.flatMap(({ product, version }) => (version === undefined ? [] : `${product} ${version}`)),
  )
  const known = new Set([...Object.keys(sources), ...feeds.map(({ feed }) => feed)])
  const flaws: Flaw[] = []
  const find = (rule: Flaw['rule'], at: string) => flaws.push({ rule, at })

  for (const id of repeated(advisories.map((one) => one.id))) find('repeated', id)
  for (const id of repeated(bulletins.map((one) => `${one.feed} ${one.id}`))) find('repeated', id)
  for (const { name, sources: named } of releases)
    for (const source of named) if (!known.has(source)) find('unknownSource', `${name}: ${source}`)
  for (const { cve, source } of exploited) if (!known.has(source)) find('unknownSource', `${cve}: ${source}`)
  for (const { id, published, newestOn = published, source } of hardware) {
    if (!known.has(source)) find('unknownSource', `${id}: ${source}`)
    if (published > today || newestOn > today) find('future', id)
  }
  for (const { feed, asOf, readAt } of feeds)
    if (earlier(asOf, today) !== asOf || earlier(readAt.slice(0, 10), today) !== readAt.slice(0, 10))
      find('future', feed)
  for (const { id, published, updated = published, cves, rows, sources: named } of advisories) {
    if (published > today || updated > today) find('future', id)
    for (const source of named) if (!known.has(source)) find('unknownSource', `${id}: ${source}`)
    for (const row of rows) {
      const { product, line, branch, fix, source } = row
      if (source !== undefined && !known.has(source)) find('unknownSource', `${id}: ${source}`)
      // An older line of VMware Tools is mended by a release of a later one.
      if (branch !== undefined && product !== 'tools' && lineOf(branch) !== line)
        find('wrongLine', `${id}: ${branch}, ${line}`)
      for (const cve of row.cves) if (!cves.includes(cve)) find('unknownCve', `${id}: ${cve}`)
      // VMware Tools have no table of releases: their versions are known from fixes alone.
      if (fix.status !== 'fixed' || !tabled.has(product)) continue
      const isListed =
        fix.build === undefined
          ? versions.has(`${product} ${fix.version}`)
          : builds.has(`${product} ${branch} ${fix.build}`)
      if (!isListed) find('unlistedBuild', `${id}: ${fix.release} (${fix.build ?? fix.version})`)
    }
  }
  return [...new Map(flaws.map((flaw) => [`${flaw.rule} ${flaw.at}`, flaw])).values()]
}

function repeated(ids: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>()
  return new Set(ids.filter((id) => seen.size === seen.add(id).size))
}
