import {
  compareFixes,
  lineOf,
  type AdvisoryRow,
  type Fix,
  type Named,
  type Product,
  type UpdateNames,
} from '@sakimori/core/advisory'

type Placed = Pick<AdvisoryRow, 'line' | 'branch' | 'fix'>

/** What a cell "Fixed Version" says: fixes by branch, that there is none, or nothing that can be used. */
export type FixedVersion =
  | { readonly kind: 'rows'; readonly rows: readonly Placed[] }
  | { readonly kind: 'unaffected' }
  | { readonly kind: 'unusable'; readonly why: string }

/**
 * Reads a fixed version in all the forms that the vendor writes: `ESXi80U3d-24585383`, `8.0 U3k`, `A or B`,
 * `[1] 9.1.0.0300`, `Async patch to …`, `KB88287`, `N/A`, `Contact Broadcom Support`.
 *
 * @param versions the cell "Version": `8.0`, `9.1.x.x`, `5.x, 4.5.x`, `Any`
 */
export function readFixedVersion(names: UpdateNames, product: Product, said: string, versions: string): FixedVersion {
  const lines = linesIn(versions)
  const found = said
    .split(/\s+or\s+|[,;\n]/i)
    .map((part) => names.resolve(product, part.trim()))
    .filter((one) => one !== undefined)
    // A fix of another line in the cell of this one is a slip of the pen or a suite's number.
    .filter(({ line }) => lines.length === 0 || lines.includes(line))
  if (found.length > 0)
    return { kind: 'rows', rows: [...Map.groupBy(found, ({ branch }) => branch).values()].map(first) }
  if (/\b(?:unaffected|not (?:affected|impacted|applicable|vulnerable))\b/i.test(said)) return { kind: 'unaffected' }
  if (lines.length === 0) return { kind: 'unusable', why: `neither "${said}" nor "${versions}" names a release` }
  const fix: Fix = /\b(?:no (?:fix|patch)|will not be|not planned)\b/i.test(said)
    ? { status: 'noFix' }
    : { status: 'notPublic' }
  return { kind: 'rows', rows: lines.map((line) => ({ line, fix })) }
}

/** Of `A or B` on one branch the lower one is where the fix began. */
function first(all: readonly Named[]): Placed {
  const [lowest] = all.toSorted((one, other) => compareFixes(one.fix, other.fix) ?? 0) as [Named, ...Named[]]
  return { line: lowest.line, branch: lowest.branch, fix: lowest.fix }
}

/** The lines of vSphere in a cell "Version". `5.x` is a release of a suite, and `Any` is no line. */
const linesIn = (said: string): readonly string[] => [
  ...new Set((said.match(/(?<![\d.])[6-9]\.\d(?![\d])(?:\.[\dx]+)*/g) ?? []).map((version) => lineOf(version))),
]
