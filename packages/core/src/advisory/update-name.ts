import { compareVersions, lineOf, type Fix, type Product, type ReleaseRow } from './knowledge.ts'

/** A release as a publication names it: which branch it belongs to and what it holds, as far as that can be told. */
export interface Named {
  readonly branch: string
  readonly line: string
  readonly fix: Extract<Fix, { readonly status: 'fixed' }>
  /** Whether the release tables list it. */
  readonly listed: boolean
}

export interface UpdateNames {
  /**
   * The release that a text of an advisory means: `ESXi80U3d-24585383`, `8.0.3.24585383`, `8.0.2.00400`, `8.0 U3k`,
   * `ESXi-9.1.0.0200-25557999`, `[1] 9.1.0.0300`. Absent where the text names none (`KB88287`, `N/A`).
   */
  readonly resolve: (product: Product, said: string) => Named | undefined
  /** The branch that a build belongs to, by the tables. Numbers never repeat across the branches of a product. */
  readonly branchOf: (product: Product, build: number) => string | undefined
  readonly releaseOf: (product: Product, build: number) => ReleaseRow | undefined
}

/** Seven or eight digits that are no part of a longer number: how long builds have been since 2016. */
const BUILD = /(?<![\d.])(\d{7,8})(?!\d)|(?<=\d\.\d+\.\d+\.)(\d{7,8})(?!\d)/
const TRIPLE = /(?<![\d.])(\d{1,2}\.\d{1,2}\.\d{1,2})(?!\d)/
const VERSION = /(?<![\d.])(\d{1,2}\.\d{1,2}\.\d{1,2}\.\d{1,5})(?![\d.])/
/** `8.0 U3k`, `8.0 Update 3k`, `ESXi80U3k`; an `s` before the letter is the security-only image of that patch day. */
const UPDATE = /(?<![\d.])(\d)\.?(\d)\s*(?:U|Update\s?)(\d)(s?[a-z])?(?![a-z\d])/i

/** Makes names of releases readable, by the tables of releases. */
export function readUpdateNames(releases: readonly ReleaseRow[]): UpdateNames {
  const byBuild = new Map<string, ReleaseRow>()
  const byVersion = new Map<string, ReleaseRow>()
  const byName = new Map<string, ReleaseRow>()
  for (const row of releases) {
    for (const { build } of row.builds) byBuild.set(`${row.product} ${build}`, row)
    const version = row.version ?? VERSION.exec(row.name)?.[1]
    if (version !== undefined) byVersion.set(`${row.product} ${version}`, row)
    // A name with more behind the update (a patch of it, a security-only image) is another release.
    const update = /U\d[a-z]?$/.test(row.name) ? updateOf(row.name) : undefined
    if (update !== undefined) byName.set(`${row.product} ${update}`, row)
  }
  const resolve = (product: Product, said: string): Named | undefined => {
    const number = buildIn(said)
    if (number !== undefined) {
      const row = byBuild.get(`${product} ${number}`)
      if (row) return named(row, number)
      const branch = TRIPLE.exec(said)?.[1] ?? branchOfUpdate(said)
      return branch === undefined
        ? undefined
        : { branch, line: lineOf(branch), fix: { status: 'fixed', release: said, build: number }, listed: false }
    }
    const version = VERSION.exec(said)?.[1]
    const update = updateOf(said)
    const row =
      (version === undefined ? undefined : byVersion.get(`${product} ${version}`)) ??
      (update === undefined ? undefined : byName.get(`${product} ${update}`))
    if (row) return named(row)
    // A host is judged by its build alone: a version that no table lists says nothing of one.
    if (version === undefined || product === 'esx') return undefined
    const branch = version.split('.').slice(0, 3).join('.')
    return { branch, line: lineOf(branch), fix: { status: 'fixed', release: said, version }, listed: false }
  }
  return {
    resolve,
    branchOf: (product, build) => byBuild.get(`${product} ${build}`)?.branch,
    releaseOf: (product, build) => byBuild.get(`${product} ${build}`),
  }
}

function buildIn(said: string): number | undefined {
  const found = BUILD.exec(said)
  const digits = found?.[1] ?? found?.[2]
  const build = Number(digits ?? 0)
  return build >= 1_000_000 ? build : undefined
}

/** `8.0 u3k`: how one update is called, whoever calls it. */
function updateOf(said: string): string | undefined {
  const found = UPDATE.exec(said)
  return found ? `${found[1]}.${found[2]} u${found[3]}${(found[4] ?? '').toLowerCase()}` : undefined
}

function branchOfUpdate(said: string): string | undefined {
  const found = UPDATE.exec(said)
  return found ? `${found[1]}.${found[2]}.${found[3]}` : undefined
}

/** The kinds of numbers that advisories name, the usual one first. */
const ROLES = ['iso', 'appliance', 'unspecified'] as const

/** The number that an advisory would name is that of the ISO image; the client's is kept beside it. */
function named(row: ReleaseRow, asked?: number): Named | undefined {
  const numbers = ROLES.map((role) => row.builds.find((one) => one.role === role)?.build)
  const build = numbers.find((number) => number !== undefined) ?? asked
  if (build === undefined && row.version === undefined) return undefined
  const client = row.builds.find(({ role }) => role === 'client')?.build
  return {
    branch: row.branch,
    line: lineOf(row.branch),
    fix: {
      status: 'fixed',
      release: row.name,
      ...(build === undefined ? {} : { build }),
      ...(client === undefined || client === build ? {} : { clientBuild: client }),
      ...(row.version === undefined ? {} : { version: row.version }),
    },
    listed: true,
  }
}

/**
 * Orders two fixes of one branch: above 0 when the first one came later. By build where both have one, else by version;
 * `undefined` where they do not compare.
 */
export function compareFixes(one: Named['fix'], other: Named['fix']): number | undefined {
  if (one.build !== undefined && other.build !== undefined) return one.build - other.build
  return one.version !== undefined && other.version !== undefined
    ? compareVersions(one.version, other.version)
    : undefined
}
