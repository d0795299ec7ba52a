/** What a reader cannot see, or what moves the text around it: terminal escapes begin with one of these. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu

/**
 * A text of a feed as one plain line of at most `max` characters: line breaks and hidden characters become blanks, runs
 * of blanks one. Reports escape once more at their end.
 */
export function oneLine(said: string, max = 500): string {
  // Cut before cleaning as well, so that a text of megabytes costs no more than its beginning.
  const line = said
    .slice(0, max * 4)
    .replaceAll(UNSEEN, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim()
  if (line.length <= max) return line
  const end = /[\ud800-\udbff]/.test(line.charAt(max - 2)) ? max - 2 : max - 1
  return `${line.slice(0, end)}…`
}
