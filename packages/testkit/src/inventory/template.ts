/**
 * Cuts a text at the given tokens once, so that thousands of copies with other tokens are mere joins. The result takes a
 * replacement for each token; an empty token replaces nothing.
 */
export const compileTemplate = (
  text: string,
  tokens: readonly string[],
): ((replacements: readonly string[]) => string) => {
  const longestFirst = tokens.filter((token) => token !== '').toSorted((a, b) => b.length - a.length)
  if (longestFirst.length === 0) return () => text
  const pattern = longestFirst.map((token) => token.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)).join('|')
  // Splitting by one group gives text and token in turn.
  const parts = text.split(new RegExp(`(${pattern})`))
  const tokenAt = parts.map((part, index) => (index % 2 === 1 ? tokens.indexOf(part) : -1))
  return (replacements) => parts.map((part, index) => replacements[tokenAt[index] ?? -1] ?? part).join('')
}
