/** Ranges that take two columns (Unicode EastAsianWidth W and F, and emoji shown as pictures), first and last in turn. */
const WIDE: readonly number[] = [
  0x1100, 0x115f, 0x231a, 0x231b, 0x2329, 0x232a, 0x23e9, 0x23ec, 0x23f0, 0x23f0, 0x23f3, 0x23f3, 0x25fd, 0x25fe,
  0x2614, 0x2615, 0x2648, 0x2653, 0x267f, 0x267f, 0x2693, 0x2693, 0x26a1, 0x26a1, 0x26aa, 0x26ab, 0x26bd, 0x26be,
  0x26c4, 0x26c5, 0x26ce, 0x26ce, 0x26d4, 0x26d4, 0x26ea, 0x26ea, 0x26f2, 0x26f3, 0x26f5, 0x26f5, 0x26fa, 0x26fa,
  0x26fd, 0x26fd, 0x2705, 0x2705, 0x270a, 0x270b, 0x2728, 0x2728, 0x274c, 0x274c, 0x274e, 0x274e, 0x2753, 0x2755,
  0x2757, 0x2757, 0x2795, 0x2797, 0x27b0, 0x27b0, 0x27bf, 0x27bf, 0x2b1b, 0x2b1c, 0x2b50, 0x2b50, 0x2b55, 0x2b55,
  0x2e80, 0x303e, 0x3041, 0x3247, 0x3250, 0x4dbf, 0x4e00, 0xa4cf, 0xa960, 0xa97f, 0xac00, 0xd7a3, 0xf900, 0xfaff,
  0xfe10, 0xfe19, 0xfe30, 0xfe6f, 0xff01, 0xff60, 0xffe0, 0xffe6, 0x16fe0, 0x18aff, 0x1aff0, 0x1b2ff, 0x1f004, 0x1f004,
  0x1f0cf, 0x1f0cf, 0x1f18e, 0x1f18e, 0x1f191, 0x1f19a, 0x1f1e6, 0x1f1ff, 0x1f200, 0x1f320, 0x1f32d, 0x1f335, 0x1f337,
  0x1f37c, 0x1f37e, 0x1f393, 0x1f3a0, 0x1f3ca, 0x1f3cf, 0x1f3d3, 0x1f3e0, 0x1f3f0, 0x1f3f4, 0x1f3f4, 0x1f3f8, 0x1f43e,
  0x1f440, 0x1f440, 0x1f442, 0x1f4fc, 0x1f4ff, 0x1f53d, 0x1f54b, 0x1f54e, 0x1f550, 0x1f567, 0x1f57a, 0x1f57a, 0x1f595,
  0x1f596, 0x1f5a4, 0x1f5a4, 0x1f5fb, 0x1f64f, 0x1f680, 0x1f6c5, 0x1f6cc, 0x1f6cc, 0x1f6d0, 0x1f6d2, 0x1f6d5, 0x1f6d7,
  0x1f6dc, 0x1f6df, 0x1f6eb, 0x1f6ec, 0x1f6f4, 0x1f6fc, 0x1f7e0, 0x1f7eb, 0x1f7f0, 0x1f7f0, 0x1f90c, 0x1f93a, 0x1f93c,
  0x1f945, 0x1f947, 0x1f9ff, 0x1fa70, 0x1faff, 0x20000, 0x2fffd, 0x30000, 0x3fffd,
]

function isWide(code: number): boolean {
  if (code < 0x1100) return false
  let low = 0
  let high = WIDE.length / 2 - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    if (code < (WIDE[middle * 2] ?? 0)) high = middle - 1
    else if (code > (WIDE[middle * 2 + 1] ?? 0)) low = middle + 1
    else return true
  }
  return false
}

const COMBINING = /^[\p{Mn}\p{Me}\p{Cf}\u{1f3fb}-\u{1f3ff}]$/u

/** What a person sees as one character: a base with its marks, an emoji sequence, a flag. */
const CLUSTER = /\p{RI}{2}|\P{M}(?:[\p{M}\u{1f3fb}-\u{1f3ff}]|\u200d\p{Extended_Pictographic})*|\p{M}/gsu

function clusterWidth(cluster: string): number {
  // Text that a variation selector turns into a picture takes two columns.
  if (cluster.includes('\ufe0f') && /^\p{Extended_Pictographic}/u.test(cluster)) return 2
  const first = cluster.codePointAt(0) ?? 0
  return isWide(first) ? 2 : COMBINING.test(String.fromCodePoint(first)) ? 0 : 1
}

const PRINTABLE_ASCII = /^[\x20-\x7e]*$/

/** How many columns of a terminal a text takes. The text must be `visible`: a control character has no width. */
export function displayWidth(shown: string): number {
  if (PRINTABLE_ASCII.test(shown)) return shown.length
  let width = 0
  for (const [cluster] of shown.matchAll(CLUSTER)) width += clusterWidth(cluster)
  return width
}

/** Fills a text with spaces up to a number of columns. */
export function padColumns(shown: string, columns: number): string {
  return shown + ' '.repeat(Math.max(0, columns - displayWidth(shown)))
}

/** Cuts a text to a number of columns; an ellipsis takes the place of what is gone, in the middle when `middle`. */
export function fitColumns(shown: string, columns: number, where: 'end' | 'middle' = 'end'): string {
  if (displayWidth(shown) <= columns) return shown
  const clusters = Array.from(shown.matchAll(CLUSTER), ([cluster]) => cluster)
  const room = Math.max(0, columns - 1)
  const headRoom = where === 'end' ? room : Math.ceil(room / 3)
  const head = takeColumns(clusters, headRoom)
  const tail =
    where === 'end'
      ? ''
      : takeColumns(clusters.toReversed(), room - displayWidth(head.join('')))
          .toReversed()
          .join('')
  return `${head.join('')}…${tail}`
}

function takeColumns(clusters: readonly string[], columns: number): string[] {
  const taken: string[] = []
  let width = 0
  for (const cluster of clusters) {
    width += clusterWidth(cluster)
    // The count stops a heap of marks without width.
    if (width > columns || taken.length >= columns * 2) break
    taken.push(cluster)
  }
  return taken
}

/** Marks that may not begin a line in Japanese typesetting. */
const NOT_AT_START = /^[、。，．・：；？！）」』】〕〉》ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ％)\]},.:;!?]/

/** What stays together on a line: a word with its closing marks, or one wide character. */
const PIECE = /\s+|[^\s\u1100-\u115f\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef]+|./gsu

/** Breaks a text into lines of at most `columns`: between words, and between the characters of Japanese text. */
export function wrapColumns(shown: string, columns: number): string[] {
  const lines: string[] = []
  let line = ''
  let used = 0
  const end = () => {
    if (line.trim() !== '') lines.push(line.trimEnd())
    line = ''
    used = 0
  }
  const put = (piece: string, width: number) => {
    // A closing mark may hang over the edge; a second one may not.
    const room = NOT_AT_START.test(piece) && used <= columns ? columns + 2 : columns
    if (used + width > room) end()
    if (used === 0 && piece.trim() === '') return
    line += piece
    used += width
  }
  for (const [piece] of shown.matchAll(PIECE)) {
    const width = displayWidth(piece)
    if (width <= columns) put(piece, width)
    else for (const [cluster] of piece.matchAll(CLUSTER)) put(cluster, clusterWidth(cluster))
  }
  end()
  return lines
}
