const CVE = /^CVE-(?:1999|2\d{3})-\d{4,19}$/

/** A CVE id in its usual spelling; `undefined` for anything else. */
export function cveOf(said: string | undefined): string | undefined {
  const id = said?.trim().toUpperCase()
  return id !== undefined && CVE.test(id) ? id : undefined
}

/** Every CVE id that a text names, once each, in its order. */
export function cvesIn(...texts: readonly (string | undefined)[]): readonly string[] {
  const found = texts.flatMap((text) => text?.match(/CVE-\d{4}-\d{4,19}(?!\d)/gi) ?? [])
  return [...new Set(found.flatMap((id) => cveOf(id) ?? []))]
}

/** Longer ones are no links that a person follows. */
const LONGEST_URL = 2000

/** An address of the web, written as a browser would; `undefined` for every other scheme and for one with a password. */
export function webUrl(said: string | undefined): string | undefined {
  const text = said?.trim()
  if (text === undefined || text.length > LONGEST_URL) return undefined
  const url = URL.parse(text)
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '')
    return undefined
  return url.href
}

/** The web addresses among some texts, once each. */
export const webUrls = (texts: Iterable<string | undefined>): readonly string[] => [
  ...new Set([...texts].flatMap((text) => webUrl(text) ?? [])),
]
