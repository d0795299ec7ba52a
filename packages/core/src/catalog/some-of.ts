const SHOWN = 5

/** The first few names of a list for a note, with a mark where there are more. */
export const someOf = (names: readonly string[], shown = SHOWN): string =>
  names.length > shown ? `${names.slice(0, shown).join(', ')}, …` : names.join(', ')
