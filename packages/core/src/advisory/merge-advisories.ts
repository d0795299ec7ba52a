import { isSameFix } from './conflicts.ts'
import { lineOf, type Advisory, type AdvisoryRow, type Contribution, type Day } from './knowledge.ts'
import type { News, Unplaced } from './news.ts'
import type { UpdateNames } from './update-name.ts'

interface Draft {
  advisory: Advisory
  readonly isNew: boolean
}

export interface MergedAdvisories {
  readonly advisories: readonly Advisory[]
  readonly news: readonly News[]
  readonly unplaced: readonly Unplaced[]
}

/**
 * Lays what feeds say of advisories over those that are known. Nothing is ever taken away: a row that disagrees is
 * added, and the latest fix of a branch is the one that counts.
 */
export function mergeAdvisories(
  base: readonly Advisory[],
  contributions: readonly Contribution[],
  names: UpdateNames,
  today: Day,
): MergedAdvisories {
  const drafts = new Map<string, Draft>(base.map((advisory) => [advisory.id, { advisory, isNew: false }]))
  const news: News[] = []
  const unplaced: Unplaced[] = []
  const told = contributions.flatMap(({ feed, advisories = [] }) =>
    advisories.map((one) => ({ feed, advisory: { ...one, ...clampDays(one, today) } })),
  )
  // The vendor's own come first, so that a record of one CVE finds the advisory that it belongs to.
  for (const { feed, advisory } of told.toSorted((one, other) => rank(one.advisory) - rank(other.advisory))) {
    const cves = isVendors(advisory) ? advisory.cves : share(advisory, feed)
    if (cves.length === 0 && !isVendors(advisory)) continue
    const said: Advisory = { ...advisory, cves, rows: rowsOf(advisory, cves) }
    const known = drafts.get(said.id)
    if (known) mergeInto(known, said, feed)
    else addNew(said, feed)
  }
  absorb()
  return { advisories: [...drafts.values()].map(({ advisory }) => advisory), news, unplaced }

  /** Gives the rows of a record to the vendor's advisories that name its flaws; answers with the flaws that none names. */
  function share(said: Advisory, feed: string): readonly string[] {
    const rest = new Set(said.cves)
    for (const draft of drafts.values()) {
      const shared = isVendors(draft.advisory) ? draft.advisory.cves.filter((cve) => said.cves.includes(cve)) : []
      if (shared.length > 0) addRows(draft, rowsOf(said, shared), feed)
      for (const cve of shared) rest.delete(cve)
    }
    return [...rest]
  }

  /** A record that came before its advisory is part of it from now on. */
  function absorb(): void {
    for (const [id, { advisory }] of drafts) {
      if (isVendors(advisory)) continue
      const [feed = id] = advisory.sources
      if (share(advisory, feed).length === 0) drafts.delete(id)
    }
  }

  function mergeInto(draft: Draft, said: Advisory, feed: string): void {
    const before = draft.advisory
    const isNewer = (said.updated ?? said.published) > (before.updated ?? before.published)
    const more = said.cves.filter((cve) => !before.cves.includes(cve))
    draft.advisory = {
      ...before,
      ...(isNewer ? { updated: said.updated ?? said.published, severity: said.severity } : {}),
      title: { ...said.title, ...before.title },
      ...(before.url === undefined && said.url !== undefined ? { url: said.url } : {}),
      cves: [...before.cves, ...more],
      // Of the flaws that were not in the table, not every line is known.
      complete: before.complete && more.length === 0,
      sources: union(before.sources, [feed]),
    }
    if (!draft.isNew && (isNewer || more.length > 0))
      news.push({ kind: 'revised', advisory: before.id, updated: said.updated ?? said.published, cves: more })
    addRows(draft, said.rows, feed)
  }

  function addNew(said: Advisory, feed: string): void {
    const draft: Draft = {
      isNew: true,
      // What a setting can do against a flaw was tried by hand, or it is not said.
      advisory: { ...said, rows: [], settings: [], complete: false, sources: [feed] },
    }
    drafts.set(said.id, draft)
    news.push({ kind: 'advisory', advisory: said.id, severity: said.severity, published: said.published })
    addRows(draft, said.rows, feed)
  }

  function addRows(draft: Draft, rows: readonly AdvisoryRow[], feed: string): void {
    const { advisory } = draft
    const added: AdvisoryRow[] = []
    for (const said of rows) {
      const row = place(said, names)
      if (row === undefined) {
        unplaced.push({ feed, advisory: advisory.id, row: said })
        continue
      }
      const cves = row.cves.filter(
        (cve) => advisory.cves.includes(cve) && ![...advisory.rows, ...added].some((held) => answers(held, row, cve)),
      )
      if (cves.length > 0) added.push({ ...row, cves, source: feed })
    }
    if (added.length === 0) return
    draft.advisory = { ...advisory, rows: [...advisory.rows, ...added], sources: union(advisory.sources, [feed]) }
    if (!draft.isNew) news.push({ kind: 'rows', advisory: advisory.id, feed, rows: added })
  }

  /** Whether a row that is held says already what another one says of a flaw, or more. */
  function answers(held: AdvisoryRow, said: AdvisoryRow, cve: string): boolean {
    if (held.guests && !said.guests?.every((guest) => held.guests?.includes(guest))) return false
    if (held.product !== said.product || held.line !== said.line || !held.cves.includes(cve)) return false
    // "Affected, and no number" is no news where anything at all is known of the line or the branch.
    if (said.fix.status !== 'fixed') return said.branch === undefined || said.branch === held.branch
    return (
      held.branch === said.branch && held.fix.status === 'fixed' && isSameFix(names, said.product, held.fix, said.fix)
    )
  }
}

/** Of VMware's own series; other advisories and records of a CVE speak of the same flaws under other ids. */
const isVendors = ({ id }: Advisory) => id.startsWith('VMSA-')
const rank = (advisory: Advisory) => (isVendors(advisory) ? 0 : 1)
const union = (one: readonly string[], other: readonly string[]) => [...new Set([...one, ...other])]

const rowsOf = ({ rows }: Advisory, cves: readonly string[]): readonly AdvisoryRow[] =>
  rows.flatMap((row) => {
    const kept = row.cves.filter((cve) => cves.includes(cve))
    return kept.length === 0 ? [] : [{ ...row, cves: kept }]
  })

/**
 * Puts a row on the branch that its build belongs to: records name the line (`8.0`), and some a wrong branch.
 * Where no table lists the build and nobody names the branch, the row cannot be compared with anything.
 */
function place(row: AdvisoryRow, names: UpdateNames): AdvisoryRow | undefined {
  if (row.fix.status !== 'fixed') return row
  const { build, release, patch, version } = row.fix
  const known = build === undefined ? undefined : names.releaseOf(row.product, build)
  const client = known?.builds.find(({ role }) => role === 'client')?.build
  // What else belongs to a number the tables say: a version or a client's number beside it could lower the threshold,
  // and builds that hold a fix against their order were tried by hand.
  const beside = build === undefined ? version : known?.version
  const fix: AdvisoryRow['fix'] = {
    status: 'fixed',
    release,
    ...(build === undefined ? {} : { build }),
    ...(client === undefined || client === build ? {} : { clientBuild: client }),
    ...(beside === undefined ? {} : { version: beside }),
    ...(patch === undefined ? {} : { patch }),
  }
  const listed = build === undefined ? undefined : names.branchOf(row.product, build)
  const branch =
    listed ??
    row.branch ??
    names.resolve(row.product, release)?.branch ??
    (patch === undefined ? undefined : names.resolve(row.product, patch)?.branch)
  return branch === undefined
    ? undefined
    : { ...row, fix, branch, line: row.product === 'tools' ? row.line : lineOf(branch) }
}

/** A day ahead of the reader's own would hide the advisory until then. */
export function clampDays(said: { readonly published: Day; readonly updated?: Day }, today: Day) {
  return {
    published: earlier(said.published, today),
    ...(said.updated === undefined ? {} : { updated: earlier(said.updated, today) }),
  }
}

/** One day of grace: in Japan it is tomorrow already. */
export const earlier = (day: Day, today: Day): Day => (Date.parse(day) - Date.parse(today) > 86_400_000 ? today : day)
