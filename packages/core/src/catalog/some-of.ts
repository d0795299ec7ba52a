const SHOWN = 5

/** The first few names of a list for a note, with a mark where there are more. */
export const someOf = (names: readonly string[]): string =>
  names.length > SHOWN ? `${names.slice(0, SHOWN).join(', ')}, …` : names.join(', ')
