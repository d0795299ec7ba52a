/** The languages that Sakimori speaks. */
export type Locale = 'en' | 'ja'

/** The names between braces in a template: `SlotsOf<'{n} of {m}'>` is `'n' | 'm'`. */
export type SlotsOf<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | SlotsOf<Rest> : never

/** One message in every language. `Slots` are the names that `render` must be given. */
export interface Text<Slots extends string = string> {
  readonly en: string
  readonly ja: string
  /** Only for the compiler: the slots that both languages have. */
  readonly slots?: Slots
}

type SameSlots<E extends string, J extends string> = [SlotsOf<E>] extends [SlotsOf<J>]
  ? [SlotsOf<J>] extends [SlotsOf<E>]
    ? J
    : { readonly slotOnlyInJapanese: Exclude<SlotsOf<J>, SlotsOf<E>> }
  : { readonly slotOnlyInEnglish: Exclude<SlotsOf<E>, SlotsOf<J>> }

/**
 * Writes a message in both languages in the same breath.
 * A `{slot}` that only one of them has does not compile.
 */
export function text<const E extends string, const J extends string>(en: E, ja: J & SameSlots<E, J>): Text<SlotsOf<E>> {
  return { en, ja }
}

/** The values for the slots of a text: numbers and strings, already in the reader's form. */
export type SlotValues<Slots extends string> = { readonly [K in Slots]: string | number }

/** Words a text in one language. A slot without a value stays visible as `{name}`. */
export function render<S extends string>(message: Text<S>, locale: Locale, values?: SlotValues<S>): string {
  const template = message[locale]
  if (!values) return template
  const given: Readonly<Record<string, string | number>> = values
  return template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(given[name] ?? whole))
}

/** Fills the slots of a text in both languages, for rows that share a sentence. */
export function fill<S extends string>(message: Text<S>, values: SlotValues<S>): Text {
  return { en: render(message, 'en', values), ja: render(message, 'ja', values) }
}

/** A text together with the values of its slots: what a judgement says about one object. */
export interface Note {
  readonly text: Text
  readonly values?: Readonly<Record<string, string | number>>
}

/** Binds a text to its values; the compiler asks for exactly the slots that the text has. */
export function note<S extends string>(message: Text<S>, values: SlotValues<S>): Note {
  return { text: message, values }
}

/** Words a note in one language. */
export function renderNote(said: Note, locale: Locale): string {
  return render(said.text, locale, said.values)
}
