import type { Advisory, AdvisoryRow, Knowledge, Product, ReleaseRow } from './knowledge.ts'
import { compareFixes, readUpdateNames, type Named, type UpdateNames } from './update-name.ts'

/** One source's word of where a flaw is mended. */
export interface Claim {
  readonly release: string
  readonly build?: number
  readonly version?: string
  /** Absent where the shipped table says it. */
  readonly source?: string
}

/** Sources that name different fixes of one branch: the first claim, the latest release, is the one that counts. */
export interface Conflict {
  readonly advisory: string
  readonly product: Product
  readonly branch: string
  readonly cves: readonly string[]
  readonly claims: readonly [Claim, Claim, ...Claim[]]
}

/** Every disagreement that knowledge holds: it is read from the rows, so nothing has to be kept beside them. */
export function conflictsIn({ advisories, releases }: Pick<Knowledge, 'advisories' | 'releases'>): readonly Conflict[] {
  const names = readUpdateNames(releases)
  return advisories.flatMap((advisory) => conflictsOf(advisory, names))
}

function conflictsOf(advisory: Advisory, names: UpdateNames): readonly Conflict[] {
  const found = new Map<string, Conflict & { readonly cves: string[] }>()
  for (const { product, branch, guests, cve } of fixedPlaces(advisory)) {
    const claims: Claim[] = []
    const rows = advisory.rows
      .flatMap((row) =>
        row.product === product &&
        row.branch === branch &&
        guestsOf(row) === guests &&
        row.fix.status === 'fixed' &&
        row.cves.includes(cve)
          ? [{ fix: row.fix, source: row.source }]
          : [],
      )
      .toSorted((one, other) => compareFixes(other.fix, one.fix) ?? 0)
    for (const { fix, source } of rows)
      if (!claims.some((claim) => claim.build === fix.build && claim.version === fix.version))
        claims.push({
          release: fix.release,
          ...(fix.build === undefined ? {} : { build: fix.build }),
          ...(fix.version === undefined ? {} : { version: fix.version }),
          ...(source === undefined ? {} : { source }),
        })
    const [first, second, ...more] = claims
    if (!first || !second || rows.every(({ fix }) => isSameFix(names, product, fix, rows[0]?.fix ?? fix))) continue
    const key = JSON.stringify([product, branch, guests, claims])
    const same = found.get(key)
    if (same) same.cves.push(cve)
    else found.set(key, { advisory: advisory.id, product, branch, cves: [cve], claims: [first, second, ...more] })
  }
  return [...found.values()]
}

function fixedPlaces({ rows }: Advisory) {
  const places = rows.flatMap((row) => {
    const { product, branch, cves, fix } = row
    if (fix.status !== 'fixed' || branch === undefined) return []
    return cves.map((cve) => ({ product, branch, guests: guestsOf(row), cve }))
  })
  return new Map(places.map((place) => [Object.values(place).join(' '), place])).values()
}

/** VMware Tools of different guests have fixes of their own. */
const guestsOf = ({ guests }: AdvisoryRow): string => (guests ?? []).join('+')

/**
 * Whether two sources mean the same fix. On a patch day there may be two images, a full one and one with the security
 * fixes alone: both hold the fix, and advisories name the lower number.
 */
export function isSameFix(names: UpdateNames, product: Product, one: Named['fix'], other: Named['fix']): boolean {
  if (compareFixes(one, other) === 0) return true
  const numbers = (fix: Named['fix']) => [
    ...(fix.build === undefined ? [] : [fix.build]),
    ...(fix.clientBuild === undefined ? [] : [fix.clientBuild]),
    ...(fix.alsoFixedBuilds ?? []),
  ]
  if (numbers(one).some((build) => numbers(other).includes(build))) return true
  if (one.build === undefined || other.build === undefined) return false
  const left = names.releaseOf(product, one.build)
  const right = names.releaseOf(product, other.build)
  return left !== undefined && right !== undefined && areTwins(left, right)
}

const areTwins = (one: ReleaseRow, other: ReleaseRow) =>
  one.date !== undefined &&
  one.date === other.date &&
  one.branch === other.branch &&
  (one.kind === 'security-only') !== (other.kind === 'security-only')
