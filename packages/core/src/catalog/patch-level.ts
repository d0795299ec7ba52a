/** The fixes of the vendor's advisories, by product line and branch. */
export interface AdvisoryTable {
  /** The day the table was compiled: what came later is not in it. */
  readonly asOf: string
  /** The highest listed build of each branch; 0 where the branch is known and its builds are not. */
  readonly newest: Readonly<Record<string, number>>
  /** By line, oldest first: id, day of publication, and the first fixed build of each branch that got one. */
  readonly lines: Readonly<Record<string, readonly AdvisoryRow[]>>
}

export type AdvisoryRow = readonly [id: string, published: string, fixes: Readonly<Record<string, number>>]

/** What the table says of one build. */
export type PatchState =
  | { readonly state: 'unlistedBranch' }
  /** At least one advisory is open; the latest of them first. */
  | { readonly state: 'lacking'; readonly open: readonly AdvisoryRow[] }
  /** Only the release notes can tell: a late patch of an old branch, or numbers that do not compare. */
  | { readonly state: 'unclear'; readonly row: AdvisoryRow }
  | { readonly state: 'patched'; readonly beyondTable: boolean }

type Answer = 'has' | 'lacks' | 'unclear'

/**
 * Judges a build by the advisories that were published up to a day.
 * Builds compare inside one branch only: 7.0 U1e has a higher number than the later 7.0 U3c.
 * `slack` is how far apart two numbers of one release may be: between `fix - slack` and `fix + slack` nobody can tell.
 */
export function patchStateOf(table: AdvisoryTable, branch: string, build: number, day: string, slack = 0): PatchState {
  const newest = table.newest[branch]
  const rows = table.lines[lineOf(branch)]
  if (newest === undefined || !rows) return { state: 'unlistedBranch' }
  const published = rows.filter(([, date]) => date <= day)
  const answers = published.map((row) => [row, answerFor(row, branch, build, newest, slack)] as const)
  const open = answers.filter(([, answer]) => answer === 'lacks').map(([row]) => row)
  if (open.length > 0) return { state: 'lacking', open: open.toReversed() }
  const unclear = answers.findLast(([, answer]) => answer === 'unclear')
  if (unclear) return { state: 'unclear', row: unclear[0] }
  return { state: 'patched', beyondTable: build > newest }
}

function answerFor([, , fixes]: AdvisoryRow, branch: string, build: number, newest: number, slack: number): Answer {
  const own = fixes[branch]
  if (own !== undefined) {
    if (build === own || build >= own + slack) return 'has'
    return build < own - slack ? 'lacks' : 'unclear'
  }
  const others = Object.entries(fixes)
  // No public fix: everything that was published is affected, and a build beyond it may hold a private one.
  if (others.length === 0) return build <= newest ? 'lacks' : 'unclear'
  // A later branch first shipped after the fix and holds it: so it was for each row, by the dates of the release table.
  if (others.some(([other]) => compareVersions(other, branch) < 0)) return 'has'
  // Fixed in newer branches only. A higher number means a younger build, perhaps a patch carried back.
  return others.every(([, fix]) => build > fix) ? 'unclear' : 'lacks'
}

/** `8.0.3` is of the line `8.0`. */
export const lineOf = (branch: string): string => branch.split('.').slice(0, 2).join('.')

/** Orders dotted versions by their numbers. */
export function compareVersions(one: string, other: string): number {
  const left = one.split('.').map(Number)
  const right = other.split('.').map(Number)
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/**
 * End of general support by line; the vendor neither tests nor fixes a line after it.
 * Source: the product life cycle as kept by endoflife.date (MIT), 2026-08-22.
 */
export const supportEnds: Readonly<Record<string, string>> = {
  '6.0': '2020-03-12',
  '6.5': '2022-10-15',
  '6.7': '2022-10-15',
  '7.0': '2025-10-02',
  '8.0': '2027-10-11',
  '9.0': '2027-09-17',
  '9.1': '2028-08-12',
}

/** The day of the life-cycle table. */
export const supportAsOf = '2026-08-22'
