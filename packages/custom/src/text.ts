import type { Text } from '@sakimori/core/text'

/** A text as YAML has it: one for both languages, or one or two of them. */
export type Words = string | { readonly en?: string | undefined; readonly ja?: string | undefined }

/** The text in both languages; the language that is left out shows the other. */
export function textOf(words: Words): Text {
  if (typeof words === 'string') return { en: words, ja: words }
  const said = words.en ?? words.ja ?? ''
  return { en: words.en ?? said, ja: words.ja ?? said }
}
