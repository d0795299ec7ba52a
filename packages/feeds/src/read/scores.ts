import type { CvssScore } from '@sakimori/core/advisory'
import { severityOfScore, type Severity } from '@sakimori/core/model'
import { oneLine } from './line.ts'

const VECTOR = /^[A-Za-z0-9:./]{1,300}$/

/** A CVSS score as some feed writes it; `undefined` for scores of another system or beyond the scale. */
export function cvssOf(
  version: string | undefined,
  score: number | undefined,
  vector: string | undefined,
  by: string,
): CvssScore | undefined {
  const known = (['2.0', '3.0', '3.1', '4.0'] as const).find((one) => one === versionOf(version, vector))
  if (known === undefined || score === undefined || !(score >= 0 && score <= 10)) return undefined
  const fair = vector !== undefined && VECTOR.test(vector) ? { vector } : {}
  return { version: known, score, ...fair, by: oneLine(by, 80) }
}

/** A vector says its version itself since 3.0, and JVN calls 3.1 by the number 3.0. */
const versionOf = (version: string | undefined, vector: string | undefined) =>
  /^CVSS:(\d\.\d)\//.exec(vector ?? '')?.[1] ?? version

/** By the newest of the scales that were used, and on it by the worst. */
export function severityOfScores(scores: readonly CvssScore[]): Severity | undefined {
  const newest = scores.reduce((high, { version }) => (version > high ? version : high), '')
  const worst = scores.filter(({ version }) => version === newest).map(({ score }) => score)
  return worst.length > 0 ? severityOfScore(Math.max(...worst)) : undefined
}

/** CWE ids among some texts, once each: `CWE-noinfo` is none. */
export const cwesIn = (texts: Iterable<string | undefined>): readonly string[] => [
  ...new Set([...texts].flatMap((text) => text?.match(/\bCWE-\d{1,5}\b/g) ?? [])),
]
