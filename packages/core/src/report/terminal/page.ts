import type { Locale } from '../../text/index.ts'
import { visible } from '../escape.ts'
import { displayWidth, padColumns, wrapColumns } from '../width.ts'
import type { Paint } from './paint.ts'

/** What the parts of the page share. */
export interface Page {
  readonly locale: Locale
  readonly paint: Paint
  readonly width: number
  readonly verbose: boolean
}

/** Rows of a label and a text that wraps beside it. */
export function labelled({ paint, width }: Page, rows: readonly (readonly [label: string, said: string])[]): string[] {
  const indent = Math.max(...rows.map(([label]) => displayWidth(label))) + 2
  return rows.flatMap(([label, said]) =>
    wrapColumns(visible(said), width - indent).map(
      (line, index) => `${paint.faint(padColumns(index === 0 ? label : '', indent))}${line}`,
    ),
  )
}
