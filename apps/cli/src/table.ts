import { displayWidth, padColumns, wrapColumns } from '@sakimori/core/report'

const GAP = 2

/** A table for a terminal: columns as wide as they need, the widest ones wrapped where the page is too narrow. */
export function tabulate(rows: readonly (readonly string[])[], width: number): string[] {
  const widths = shrink(
    (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => displayWidth(row[column] ?? '')))),
    width,
  )
  return rows.flatMap((row) => {
    const cells = widths.map((room, column) => wrapColumns(row[column] ?? '', room))
    const height = Math.max(1, ...cells.map((lines) => lines.length))
    return Array.from({ length: height }, (_, line) =>
      cells
        .map((lines, column) => padColumns(lines[line] ?? '', (widths[column] ?? 0) + GAP))
        .join('')
        .trimEnd(),
    )
  })
}

/** Takes from the widest column until all fit; none becomes narrower than a word. */
function shrink(natural: readonly number[], width: number): readonly number[] {
  const widths = [...natural]
  while (widths.reduce((sum, each) => sum + each + GAP, -GAP) > width) {
    const widest = Math.max(...widths)
    if (widest <= 10) break
    widths[widths.indexOf(widest)] = widest - 1
  }
  return widths
}
