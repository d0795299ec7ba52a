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
  // What a URL may hold and the text around one may end at.
  const written = url.href.replaceAll("'", '%27').replaceAll('\\', '%5C')
  // Escaping may have made it longer, and a host may hold what no page does.
  return written.length <= LONGEST_URL && /^https?:\/\/[^\s"<>`]+$/.test(written) ? written : undefined
}

/** The web addresses among some texts, once each. */
export const webUrls = (texts: Iterable<string | undefined>): readonly string[] => [
  ...new Set([...texts].flatMap((text) => webUrl(text) ?? [])),
]

const ID = /^[\p{L}\p{N}][\p{L}\p{N}.:#_+()-]{0,119}$/u

/** An id that may be printed and used as the name of a file: no blank, no separator of paths, no way upwards. */
export function idOf(said: string | undefined): string | undefined {
  const id = said?.trim()
  return id !== undefined && ID.test(id) && !id.includes('..') ? id : undefined
}
