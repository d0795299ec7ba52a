/**
 * `npm run fuzz -- feeds [family …] [--seconds 60] [--seed 1] [--write]`: gives the decoders of feeds changed
 * publications for as long as is asked. Ends at the first that does harm, keeps it under `.cache/fuzz/`, and says the
 * seed that makes it again. `--write` puts the figures into docs/fuzzing.md.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { families, type Family } from '../../packages/feeds/src/testing/families.ts'
import { fuzz, type Tally } from './fuzz.ts'

const root = join(import.meta.dirname, '../..')
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    write: { type: 'boolean', default: false },
  },
})
const [what, ...asked] = positionals
const chosen = families.filter(({ name }) => asked.length === 0 || asked.includes(name))
const seconds = Number(values.seconds)
const firstSeed = Number(values.seed)
if (what !== 'feeds' || chosen.length === 0 || !(seconds > 0) || !Number.isSafeInteger(firstSeed)) {
  console.error(
    `usage: npm run fuzz -- feeds [${families.map(({ name }) => name).join('|')} …] [--seconds 60] [--seed 1] [--write]`,
  )
  process.exitCode = 2
} else process.exitCode = (await runAll()) ? 0 : 1

async function runAll(): Promise<boolean> {
  const rows: string[] = []
  for (const family of chosen) {
    const tally = fuzz(family, seconds, firstSeed)
    rows.push(rowOf(family, tally))
    console.log(rows.at(-1))
    if (tally.harm) {
      const file = join(root, '.cache/fuzz', `${family.name}-${tally.harm.seed}.bin`)
      await mkdir(join(root, '.cache/fuzz'), { recursive: true })
      await writeFile(file, tally.harm.bytes)
      console.error(`${family.name}, seed ${tally.harm.seed}: ${tally.harm.what}\nkept in ${file}`)
      return false
    }
  }
  if (values.write) await putRows(rows)
  return true
}

function rowOf(
  { name }: Family,
  { runs, perSecond, taken, refused, slowestMs, slowestBytes, largest, harm }: Tally,
): string {
  const codes = Object.entries(refused)
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([code, count]) => `${code} ${count}`)
  const kib = (bytes: number) => Math.ceil(bytes / 1024)
  return `| ${name} | ${runs} | ${perSecond} | ${harm ? 1 : 0} | ${taken} | ${codes.join(', ')} | ${Math.round(slowestMs)} (${kib(slowestBytes)} KiB) | ${kib(largest)} |`
}

/** Replaces the rows of the page's one table; what people wrote around it stays. */
async function putRows(rows: readonly string[]): Promise<void> {
  const file = join(root, 'docs/fuzzing.md')
  const page = await readFile(file, 'utf8')
  await writeFile(
    file,
    page.replace(/(^\|[-|]+\|\n)(?:\|.*\n)*/m, (_all, rule: string) => `${rule}${rows.join('\n')}\n`),
  )
}
