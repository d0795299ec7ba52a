import {
  compareVersions,
  lineOf,
  type Advisory,
  type AdvisoryRow,
  type BuildRole,
  type Day,
  type Fix,
  type GuestFamily,
  type Knowledge,
  type Product,
  type ReleaseRow,
} from './knowledge.ts'

/** What a server says that it runs. */
export interface Installed {
  readonly product: Product
  /** The three-part version; of VMware Tools the first number. */
  readonly branch: string
  readonly build: number
  /** Which number of its release the server reports: `about.build` is that of the client. */
  readonly role: BuildRole
  /** Of the appliance, `8.0.3.00400`, where it could be asked; of VMware Tools `12.5.4`. */
  readonly version?: string
  /** Of VMware Tools: where they run, if that is known. */
  readonly guest?: GuestFamily
}

/** The same, with its place among the releases. */
export interface Located extends Installed {
  /** The release with this number or version; absent for a hot patch, a private build, or one younger than the data. */
  readonly release?: ReleaseRow
  /** Found by its number, and not by the version of the appliance alone. */
  readonly listedByNumber: boolean
  /** Of a branch that the data do not know, or above every number of its branch: nothing is known of its flaws. */
  readonly isBeyond: boolean
}

export type FixedFix = Extract<Fix, { readonly status: 'fixed' }>

/**
 * How far a client's number lay from that of its ISO image in the releases before 7.0 Update 2 where both are known
 * (36,436 in 6.7 U3s), almost three times: closer than this, nobody can tell which release came first.
 */
const CLIENT_SLACK = 100_000
/** From here on the client reports the number of the ISO image. */
const ONE_NUMBER_SINCE = '7.0.2'

export interface KnowledgeIndex {
  readonly knowledge: Knowledge
  readonly locate: (installed: Installed) => Located
  readonly advisoriesOf: (product: Product) => readonly Advisory[]
  /** The releases of a branch, lowest first. */
  readonly releasesOf: (product: Product, branch: string) => readonly ReleaseRow[]
  readonly branchesOf: (product: Product) => readonly string[]
  /** Whether a branch first shipped after the fix in an older one, and so began with it. */
  readonly isBranchYounger: (product: Product, branch: string, row: AdvisoryRow, advisory: Advisory) => boolean
  readonly lineBegan: (product: Product, line: string) => Day | undefined
  readonly supportEnds: (line: string) => Day | undefined
  /** The day of the release that holds a fix; of one that no table dates, the day of the advisory. */
  readonly dayOfFix: (row: AdvisoryRow, advisory: Advisory) => Day
  readonly isDated: (row: AdvisoryRow) => boolean
  /** Below 0 without the fix, else with it; `undefined` where the two numbers do not compare. */
  readonly compareToFix: (located: Located, fix: FixedFix) => number | undefined
}

/** Indexes knowledge once; everything that is asked of it afterwards is a look-up. */
export function openKnowledge(knowledge: Knowledge): KnowledgeIndex {
  const byBranch = Map.groupBy(knowledge.releases, ({ product, branch }) => `${product} ${branch}`)
  const sorted = new Map(
    [...byBranch].map(([key, rows]) => [key, rows.toSorted((one, other) => highest(one) - highest(other))]),
  )
  const byNumber = new Map<string, ReleaseRow>()
  const byVersion = new Map<string, ReleaseRow>()
  for (const row of knowledge.releases) {
    for (const { build } of row.builds) byNumber.set(`${row.product} ${row.branch} ${build}`, row)
    if (row.version !== undefined) byVersion.set(`${row.product} ${row.version}`, row)
  }
  const advisories = Map.groupBy(
    knowledge.advisories.flatMap((advisory) =>
      [...new Set(advisory.rows.map(({ product }) => product))].map((product) => ({ product, advisory })),
    ),
    ({ product }) => product,
  )
  const supports = new Map(knowledge.lifeCycle.map(({ line, generalSupport }) => [line, generalSupport]))
  const releasesOf = (product: Product, branch: string) => sorted.get(`${product} ${branch}`) ?? []
  const firstDay = (rows: readonly ReleaseRow[]) => rows.flatMap(({ date }) => date ?? []).toSorted()[0]
  const lines = Map.groupBy(knowledge.releases, ({ product, branch }) => `${product} ${lineOf(branch)}`)
  const releaseOfFix = (row: AdvisoryRow) =>
    row.fix.status === 'fixed' && row.branch !== undefined
      ? (byNumber.get(`${row.product} ${row.branch} ${row.fix.build ?? ''}`) ??
        (row.fix.version === undefined ? undefined : byVersion.get(`${row.product} ${row.fix.version}`)))
      : undefined
  const dayOfFix = (row: AdvisoryRow, advisory: Advisory) => releaseOfFix(row)?.date ?? advisory.published
  /** The highest number that was out on a day, of any branch. */
  const highestOn = (product: Product, day: Day) =>
    Math.max(
      0,
      ...knowledge.releases.flatMap((row) =>
        row.product === product && row.date !== undefined && row.date <= day ? highest(row) : [],
      ),
    )
  return {
    knowledge,
    locate: (installed) => {
      const { product, branch, build, version } = installed
      const numbered = byNumber.get(`${product} ${branch} ${build}`)
      const release = numbered ?? (version === undefined ? undefined : byVersion.get(`${product} ${version}`))
      const known = releasesOf(product, branch)
      const top = Math.max(0, ...known.map(highest))
      // A branch with unknown numbers (0) is known by name only: any build of it is beyond.
      const isBeyond = release === undefined && build > top
      return { ...installed, ...(release ? { release } : {}), listedByNumber: numbered !== undefined, isBeyond }
    },
    advisoriesOf: (product) => advisories.get(product)?.map(({ advisory }) => advisory) ?? [],
    releasesOf,
    branchesOf: (product) =>
      [...new Set(knowledge.releases.flatMap((row) => (row.product === product ? row.branch : [])))].toSorted(
        compareVersions,
      ),
    isBranchYounger: (product, branch, row, advisory) => {
      const rows = releasesOf(product, branch)
      const day = dayOfFix(row, advisory)
      const shipped = firstDay(rows)
      if (shipped !== undefined) return shipped > day
      // No day is known of it: then all of its numbers must lie above every number that was out by then.
      const lowest = rows.flatMap(({ builds }) => builds.map(({ build }) => build)).toSorted((a, b) => a - b)[0]
      return lowest !== undefined && lowest > highestOn(product, day)
    },
    lineBegan: (product, line) => firstDay(lines.get(`${product} ${line}`) ?? []),
    supportEnds: (line) => supports.get(line),
    dayOfFix,
    isDated: (row) => releaseOfFix(row)?.date !== undefined,
    compareToFix,
  }
}

const highest = ({ builds }: ReleaseRow) => Math.max(0, ...builds.map(({ build }) => build))

function compareToFix(located: Located, fix: FixedFix): number | undefined {
  const { release, build, role } = located
  const version = release?.version ?? located.version
  // VMware Tools have no build, and report three of the four numbers that newer advisories write.
  if (located.product === 'tools')
    return version === undefined || fix.version === undefined ? undefined : compareVersions(version, fix.version)
  if (version !== undefined && fix.version !== undefined && isAsLong(version, fix.version))
    return compareVersions(version, fix.version)
  if (fix.build === undefined) return undefined
  if (located.product !== 'vcenter' || role === 'iso') return build - fix.build
  if (role === 'client' && fix.clientBuild !== undefined) return build - fix.clientBuild
  const iso = release?.builds.find((one) => one.role === 'iso')?.build
  if (iso !== undefined) return iso - fix.build
  // A number that some table lists as the only one of its release is of the kind that advisories name.
  const isPlain = release?.builds.some((one) => one.build === build && one.role === 'unspecified') ?? false
  const difference = build - fix.build
  if (difference === 0 || isPlain || compareVersions(located.branch, ONE_NUMBER_SINCE) >= 0) return difference
  return Math.abs(difference) < CLIENT_SLACK ? undefined : difference
}

/** Some tools and servers drop the last field or its zeros: `8.0.3.0` says nothing about `8.0.3.00400`. */
const isAsLong = (one: string, other: string) => lastField(one) === lastField(other)
const lastField = (version: string) => version.split('.').length * 100 + (version.split('.').at(-1)?.length ?? 0)
