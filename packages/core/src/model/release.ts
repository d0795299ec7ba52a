/** The releases of vSphere that Sakimori judges, oldest first. */
export const releases = ['6.5', '6.7', '7.0', '8.0', '9.0', '9.1'] as const

export type Release = (typeof releases)[number]

/** One release or an inclusive range of releases: `'8.0'`, `'7.0..8.0'`. */
export type Span = Release | `${Release}..${Release}`

/** Tells whether a release lies in a span (both ends included). */
export function inSpan(release: Release, span: Span): boolean {
  const [first, last] = spanEnds(span)
  const at = releases.indexOf(release)
  return releases.indexOf(first) <= at && at <= releases.indexOf(last)
}

/** The releases of a span, oldest first. */
export function releasesOf(span: Span): readonly Release[] {
  return releases.filter((release) => inSpan(release, span))
}

function spanEnds(span: Span): [Release, Release] {
  const [first, last = first] = span.split('..') as [Release, Release?]
  return [first, last]
}

/**
 * The release line of a product version: `'8.0.3'` is `'8.0'`, `'9.1.1'` is `'9.1'`.
 * A version between or after the lines that we know takes the nearest older line
 * (a new line is judged by the newest rules); one before 6.5 gives `undefined`.
 */
export function releaseOf(version: string): Release | undefined {
  const match = /^(\d+)\.(\d+)/.exec(version)
  if (!match) return undefined
  const wanted = Number(match[1]) * 100 + Number(match[2])
  return releases.findLast((release) => {
    const [major, minor] = release.split('.')
    return Number(major) * 100 + Number(minor) <= wanted
  })
}
