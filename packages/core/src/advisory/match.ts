import { compareVersions, lineOf, type Advisory, type AdvisoryRow, type Day, type Product } from './knowledge.ts'
import type { FixedFix, KnowledgeIndex, Located } from './locate.ts'
import { compareFixes } from './update-name.ts'

/**
 * What is known of one flaw on one server, worst first.
 * Nothing here says *safe* because a row is missing: only a fix that the build holds does, or the vendor's own list.
 */
export const states = [
  /** Below the fix of its branch, or on a branch that got none. */
  'affected',
  /** The vendor no longer says: the line had left general support when the advisory was published. */
  'presumedAffected',
  /** The vendor mends nothing on this line; a setting may help. */
  'noFix',
  /** Affected, and the number of the fix is not public. */
  'unknown',
  /** Only the release notes can tell: a late patch of an old branch, or numbers that do not compare. */
  'review',
  /** The branch first shipped after the fix. */
  'fixedInferred',
  'fixed',
  /** The advisory speaks of other products or lines. */
  'notListed',
] as const
export type MatchState = (typeof states)[number]

/** Which of the rules decided; each has its sentence in `words.ts`. */
export type Reason =
  | 'ownFix'
  | 'alsoFixed'
  | 'belowOwnFix'
  | 'laterButLower'
  | 'numbersDoNotCompare'
  | 'branchIsYounger'
  | 'branchPatchedForOthers'
  | 'newerBranchesOnly'
  | 'youngerThanFix'
  | 'noFixForLine'
  | 'fixNotPublic'
  | 'pastSupport'
  | 'lineNotListed'
  | 'listIncomplete'

export interface Match {
  readonly advisory: Advisory
  readonly cve: string
  readonly state: MatchState
  readonly because: Reason
  /** The row that decided, where one did. */
  readonly row?: AdvisoryRow
}

type Decided = Omit<Match, 'advisory' | 'cve'>
type FixedRow = AdvisoryRow & { readonly branch: string; readonly fix: FixedFix }

const isFixed = (row: AdvisoryRow): row is FixedRow => row.fix.status === 'fixed' && row.branch !== undefined

/**
 * Judges one flaw of one advisory against one server. Builds are compared inside a branch only, because across branches
 * their order is not that of the fixes (7.0 U1e has a higher number than the later 7.0 U3c).
 */
export function matchCve(index: KnowledgeIndex, located: Located, advisory: Advisory, cve: string): Match {
  return { advisory, cve, ...decide(index, located, advisory, cve) }
}

/** The rows that speak of what is installed: of its product, and of its guest where that is known. */
const rowsFor = ({ rows }: Advisory, { product, guest }: Located): readonly AdvisoryRow[] =>
  rows.filter((row) => row.product === product && (!row.guests || !guest || row.guests.includes(guest)))

function decide(index: KnowledgeIndex, located: Located, advisory: Advisory, cve: string): Decided {
  const { product, branch } = located
  const ofLine = rowsFor(advisory, located).filter((row) => row.line === lineOf(branch))
  const rows = ofLine.filter((row) => row.cves.includes(cve))
  if (rows.length === 0) return notListed(index, located, advisory, cve)

  const fixed = lastOfBranches(rows.filter(isFixed))
  const own = fixed
    .filter((row) => row.branch === branch)
    .map((row) => byOwnFix(index, located, advisory, row))
    .toSorted((one, other) => states.indexOf(one.state) - states.indexOf(other.state))[0]
  if (own) return own

  // The branch itself, or its line as a whole, without a number to compare with.
  const silent = rows.find((row) => row.branch === branch) ?? (fixed.length === 0 ? rows[0] : undefined)
  if (silent) return bySilentRow(index, located, advisory, silent)

  const older = fixed.filter((row) => compareVersions(row.branch, branch) < 0)
  const isInherited = (row: FixedRow) => index.isBranchYounger(product, branch, row, advisory)
  const inherited = older.find((row) => older.every((one) => one.branch !== row.branch || isInherited(one)))
  if (inherited) return { state: 'fixedInferred', because: 'branchIsYounger', row: inherited }

  const nearest = nearestAbove(fixed, branch)
  if (ofLine.some((row) => row.branch === branch))
    return { state: 'affected', because: 'branchPatchedForOthers', ...nearest }
  // A build younger than the first fix may carry it back into its old branch; its release notes would say so.
  const firstFix = fixed.map((row) => index.dayOfFix(row, advisory)).toSorted()[0]
  if (isYounger(located, fixed, firstFix)) return { state: 'review', because: 'youngerThanFix', ...nearest }
  return { state: 'affected', because: 'newerBranchesOnly', ...nearest }
}

/**
 * A row without a number. While the vendor mended the line for everyone, builds that are younger than the advisory may
 * hold the fix; its release notes would say so. Afterwards the fix went to paying customers only.
 */
function bySilentRow(index: KnowledgeIndex, located: Located, advisory: Advisory, row: AdvisoryRow): Decided {
  if (row.fix.status === 'noFix') return { state: 'noFix', because: 'noFixForLine', row }
  const ends = index.supportEnds(lineOf(located.branch))
  const wasMended = ends === undefined || advisory.published <= ends
  return wasMended && (located.release?.date ?? '') > advisory.published
    ? { state: 'review', because: 'youngerThanFix', row }
    : { state: 'unknown', because: 'fixNotPublic', row }
}

/** Without a date of its own a build counts as younger when its number is above that of every fix. */
const isYounger = (located: Located, fixed: readonly FixedRow[], firstFix: Day | undefined): boolean =>
  located.release?.date === undefined
    ? fixed.every(({ fix }) => fix.build !== undefined && located.build > fix.build)
    : firstFix !== undefined && located.release.date > firstFix

function nearestAbove(fixed: readonly FixedRow[], branch: string): { readonly row?: AdvisoryRow } {
  const row = fixed
    .filter((one) => compareVersions(one.branch, branch) > 0)
    .toSorted((one, other) => compareVersions(one.branch, other.branch))[0]
  return row ? { row } : {}
}

/**
 * Several rows of one branch and flaw are one fix that was found incomplete, or that sources disagree about: those
 * stay that no other is known to come after.
 */
const lastOfBranches = (fixed: readonly FixedRow[]): readonly FixedRow[] =>
  fixed.filter(
    (row) => !fixed.some((other) => other.branch === row.branch && (compareFixes(other.fix, row.fix) ?? 0) > 0),
  )

function byOwnFix(index: KnowledgeIndex, located: Located, advisory: Advisory, row: FixedRow): Decided {
  const { fix } = row
  if (fix.alsoFixedBuilds?.includes(located.build) || isMaintained(located, fix.alsoFixedVersions))
    return { state: 'fixed', because: 'alsoFixed', row }
  const order = index.compareToFix(located, fix)
  if (order === undefined) return { state: 'review', because: 'numbersDoNotCompare', row }
  const day = located.release?.date
  const fixDay = index.dayOfFix(row, advisory)
  if (order >= 0)
    return located.listedByNumber && day !== undefined && day < fixDay && order > 0 && index.isDated(row)
      ? { state: 'review', because: 'numbersDoNotCompare', row }
      : { state: 'fixed', because: 'ownFix', row }
  return day !== undefined && index.isDated(row) && day > fixDay
    ? { state: 'review', because: 'laterButLower', row }
    : { state: 'affected', because: 'belowOwnFix', row }
}

const isMaintained = ({ version }: Located, also: readonly string[] = []): boolean =>
  also.some((one) => version !== undefined && lineOf(one) === lineOf(version) && compareVersions(version, one) >= 0)

/** The advisory has no row for this flaw on this line. */
function notListed(index: KnowledgeIndex, located: Located, advisory: Advisory, cve: string): Decided {
  const { product, branch } = located
  const line = lineOf(branch)
  const ofFlaw = rowsFor(advisory, located).filter((row) => row.cves.includes(cve))
  const began = index.lineBegan(product, line)
  // A line that did not exist yet, or a flaw of another product: nothing to say of this server.
  if (ofFlaw.length === 0 || began === undefined || began > advisory.published)
    return { state: 'notListed', because: 'lineNotListed' }
  // Mended in older lines before this one began.
  const elder = ofFlaw.filter(isFixed)
  if (elder.length === ofFlaw.length && elder.every((row) => index.dayOfFix(row, advisory) < began))
    return { state: 'fixedInferred', because: 'branchIsYounger', ...(elder[0] ? { row: elder[0] } : {}) }
  const ends = index.supportEnds(line)
  if (ends !== undefined && ends < advisory.published) return { state: 'presumedAffected', because: 'pastSupport' }
  return advisory.complete
    ? { state: 'notListed', because: 'lineNotListed' }
    : { state: 'review', because: 'listIncomplete' }
}

/** Every flaw of every advisory that was published up to a day and speaks of the product at all. */
export function matchAll(index: KnowledgeIndex, located: Located, day: Day): readonly Match[] {
  return index
    .advisoriesOf(located.product)
    .filter((advisory) => advisory.published <= day)
    .flatMap((advisory) => flawsOf(advisory, located.product).map((cve) => matchCve(index, located, advisory, cve)))
}

const flawsOf = (advisory: Advisory, product: Product): readonly string[] => [
  ...new Set(advisory.rows.flatMap((row) => (row.product === product ? row.cves : []))),
]
