export { fill, note, render, renderNote, text } from './text.ts'
export type { Locale, Note, SlotsOf, SlotValues, Text } from './text.ts'
export { suggest } from './suggest.ts'
