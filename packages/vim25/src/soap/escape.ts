const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
  '\n': '&#10;',
  '\t': '&#9;',
}

/**
 * Text for an element or an attribute of a reply. A character that no XML can carry becomes U+FFFD: names are whatever
 * somebody typed, and one of them must not break a reply about a thousand others.
 */
export function escapeText(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (!/[&<>"\u0000-\u001F\uD800-\uDFFF\uFFFE\uFFFF]/.test(text)) return text
  return (
    text
      .toWellFormed()
      // oxlint-disable-next-line no-control-regex -- these are the characters that XML 1.0 §2.2 excludes
      .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '\uFFFD')
      .replaceAll(/[&<>"\r\n\t]/g, (character) => escapes[character] ?? character)
  )
}
