import { apiVersions } from '../generated/table.ts'

/** A wire API id that the tables know, such as '6.5', '7.0.3.0' or '9.1.1.0'. */
export type ApiVersion = (typeof apiVersions)[number]

/**
 * Orders two API ids: negative when `a` is older. Works on ids that the tables do not know ('8.0.2.0' < '8.0.10.0'); the
 * two old irregular ids keep their place ('2.5' < '2.5u2server' < '2.5u2' < '4.0', as in the tables).
 */
export function compareApi(a: string, b: string): number {
  const known = [indexOfVersion(a), indexOfVersion(b)] as const
  if (known[0] >= 0 && known[1] >= 0) return known[0] - known[1]
  const [left, right] = [a.split('.'), b.split('.')]
  for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
    const difference = part(left[i]) - part(right[i])
    if (difference !== 0) return difference
  }
  return 0
}

/**
 * The position in `apiVersions` of the newest known release that is not newer than `release`; -1 when all are newer.
 * "Known to a release" questions compare it with a `since`.
 */
export function releaseIndex(release: string): number {
  const exact = indexOfVersion(release)
  if (exact >= 0) return exact
  return apiVersions.findLastIndex((version) => compareApi(version, release) <= 0)
}

function indexOfVersion(id: string): number {
  return (apiVersions as readonly string[]).indexOf(id)
}

function part(text: string | undefined): number {
  return Number.parseInt(text ?? '0', 10) || 0
}
