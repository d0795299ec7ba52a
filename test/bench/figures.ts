import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { repositoryRoot } from '@sakimori/testkit'

/** The middle one; of an even number the upper of the two; not a number where there is none. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/** Puts a table into docs/benchmarks.md, in the place of the first one that begins alike; what people wrote stays. */
export async function putTable(table: string): Promise<void> {
  const file = join(repositoryRoot, 'docs/benchmarks.md')
  const page = await readFile(file, 'utf8')
  const [head = ''] = table.split('\n')
  const start = page.indexOf(`\n${head.slice(0, head.indexOf('|', 1) + 1)}`) + 1
  if (start === 0) throw new Error(`${file} has no table that begins as ${head}`)
  const end = page.indexOf('\n\n', start)
  await writeFile(file, page.slice(0, start) + table + (end < 0 ? '\n' : page.slice(end)))
}
