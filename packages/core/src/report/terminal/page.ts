import type { Locale } from '../../text/index.ts'
import { visible } from '../escape.ts'
import { displayWidth, padColumns, wrapColumns } from '../width.ts'
import { openPaint, type Paint } from './paint.ts'

/** How the terminal is that a page is worded for. */
export interface PageOptions {
  readonly locale: Locale
  /** Without it there is not one escape sequence in the output. */
  readonly colour: boolean
  readonly width: number
  /** Names everything, however long that becomes. */
  readonly verbose?: boolean
}

/** What the parts of the page share. */
export interface Page {
  readonly locale: Locale
  readonly paint: Paint
  readonly width: number
  readonly verbose: boolean
}

/** A page as wide as the terminal, within what can be read. */
export const openPage = (
  { locale, colour, width, verbose = false }: PageOptions,
  [narrowest, widest]: readonly [number, number],
): Page => ({ locale, paint: openPaint(colour), width: Math.min(widest, Math.max(narrowest, width)), verbose })

/** Rows of a label and a text that wraps beside it. */
export function labelled({ paint, width }: Page, rows: readonly (readonly [label: string, said: string])[]): string[] {
  const indent = Math.max(...rows.map(([label]) => displayWidth(label))) + 2
  return rows.flatMap(([label, said]) =>
    wrapColumns(visible(said), width - indent).map(
      (line, index) => `${paint.faint(padColumns(index === 0 ? label : '', indent))}${line}`,
    ),
  )
}
