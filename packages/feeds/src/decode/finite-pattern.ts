/** More than these are no list of models that a person wrote. */
const MOST = 64

/**
 * The words that a simple pattern stands for: `^(HP|HPE)$` is HP and HPE, `Gen10( Plus)?$` is Gen10 and Gen10 Plus.
 * Patterns of strangers are never run; `undefined` for one that stands for more than a few words.
 */
export function wordsOfPattern(pattern: string): readonly string[] | undefined {
  const text = pattern.replace(/^\^/, '').replace(/\$$/, '')
  if (pattern.length > 500) return undefined
  let at = 0
  const words = alternatives()
  return words !== undefined && at === text.length && words.every((word) => word.trim() !== '') ? words : undefined

  function alternatives(depth = 0): readonly string[] | undefined {
    const all: string[] = []
    for (;;) {
      const words = sequence(depth)
      if (words === undefined) return undefined
      all.push(...words)
      if (all.length > MOST) return undefined
      if (text[at] !== '|') return all
      at += 1
    }
  }

  function sequence(depth: number): readonly string[] | undefined {
    let words: readonly string[] = ['']
    while (at < text.length && text[at] !== '|' && text[at] !== ')') {
      const piece = part(depth)
      if (piece === undefined || words.length * piece.length > MOST) return undefined
      words = words.flatMap((word) => piece.map((more) => word + more))
    }
    return words
  }

  function part(depth: number): readonly string[] | undefined {
    const letter = text[at] ?? ''
    let piece: readonly string[] | undefined
    if (letter === '(') {
      at += 1
      piece = depth < 5 ? alternatives(depth + 1) : undefined
      if (piece === undefined || text[at] !== ')') return undefined
    } else if (letter === '\\' && /[.()|?*+[\]{}\\/^$-]/.test(text[at + 1] ?? '')) {
      at += 1
      piece = [text[at] ?? '']
    } else if (/[.*+?[\]{}\\^$]/.test(letter)) return undefined
    else piece = [letter]
    at += 1
    if (text[at] !== '?') return piece
    at += 1
    return ['', ...piece]
  }
}
