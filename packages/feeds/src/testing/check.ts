import type { Contribution, Day } from '@sakimori/core/advisory'
import { isFuture, dayOf } from '../read/day.ts'
import { cveOf, idOf, webUrl } from '../read/ids.ts'
import { limits } from '../limits.ts'

/** What of a contribution nobody may rely on: empty for an honest decoder, whatever it was given. */
export function flawsOf(contribution: Contribution, now: Day): readonly string[] {
  const flaws: string[] = []
  const hold = (isFair: boolean, what: string) => {
    if (!isFair) flaws.push(what)
  }
  const holdDay = (day: Day | undefined, what: string) => {
    if (day !== undefined) hold(dayOf(day) === day && day.length === 10 && !isFuture(day, { now }), `${what}: ${day}`)
  }
  const holdText = (said: string | undefined, what: string) => {
    if (said !== undefined) hold(said.length <= 500 && !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(said), what)
  }
  const holdCves = (cves: readonly string[], what: string) => {
    hold(cves.every((cve) => cveOf(cve) === cve) && cves.length <= limits.cves, `${what}: ${cves.join().slice(0, 200)}`)
  }
  const holdUrl = (url: string | undefined, what: string) => {
    if (url === undefined) return
    hold(webUrl(url) === url && /^https?:\/\/[^\s"'<>`\\]+$/.test(url), `${what}: ${url}`)
  }

  holdDay(contribution.asOf, 'asOf')
  for (const { record, why } of contribution.skipped) {
    holdText(record, 'skipped.record')
    holdText(why, 'skipped.why')
  }
  for (const { cve, since } of contribution.exploited ?? []) {
    holdCves([cve], 'exploited')
    holdDay(since, 'exploited.since')
  }
  for (const { cve, cvss, cwes = [], epss, links, titles } of contribution.notes ?? []) {
    holdCves([cve], 'note')
    for (const { score, vector, by } of cvss) {
      hold(score >= 0 && score <= 10, `note.score: ${score}`)
      holdText(vector, 'note.vector')
      holdText(by, 'note.by')
    }
    hold(cvss.length <= limits.scores && links.length <= limits.links, 'note: too many scores or links')
    hold(
      cwes.every((cwe) => /^CWE-\d{1,5}$/.test(cwe)),
      'note.cwes',
    )
    if (epss)
      hold(
        [epss.score, epss.percentile ?? 0].every((chance) => chance >= 0 && chance <= 1),
        'note.epss',
      )
    holdDay(epss?.date, 'note.epss.date')
    for (const link of links) holdUrl(link, 'note.link')
    holdText(titles.en, 'note.title')
    holdText(titles.ja, 'note.title')
  }
  for (const { id, url, published, updated, title, cves, targets } of contribution.bulletins ?? []) {
    hold(idOf(id) === id, `bulletin.id: ${id}`)
    holdUrl(url, 'bulletin.url')
    holdDay(published, 'bulletin.published')
    holdDay(updated, 'bulletin.updated')
    holdText(title.en, 'bulletin.title')
    holdText(title.ja, 'bulletin.title')
    holdCves(cves, 'bulletin.cves')
    hold(targets.length <= limits.targets, 'bulletin.targets')
    for (const { vendor, model } of targets) {
      holdText(vendor, 'target.vendor')
      holdText(model, 'target.model')
    }
  }
  for (const { id, published, updated, url, title, cves, rows } of contribution.advisories ?? []) {
    hold(idOf(id) === id, `advisory.id: ${id}`)
    holdDay(published, 'advisory.published')
    holdDay(updated, 'advisory.updated')
    holdUrl(url, 'advisory.url')
    holdText(title.en, 'advisory.title')
    holdCves(cves, 'advisory.cves')
    for (const { line, branch, fix } of rows) {
      hold(/^\d\.\d$/.test(line) && (branch === undefined || branch.startsWith(`${line}.`)), `row: ${line} ${branch}`)
      if (fix.status !== 'fixed') continue
      const { build, version } = fix
      hold(build === undefined ? version !== undefined : build >= 1_000_000 && build < 1e8, `row.fix: ${build}`)
    }
  }
  return flaws
}
