/**
 * `npm run mutation [-- area …]`: breaks the code of an area in every small way that Stryker knows, runs the tests of the
 * core on each, and prints the share that they noticed, by area and by file.
 *
 *   --write            puts the result into docs/mutation.md; always of a whole run
 *   --survivors        prints each mutant that no test noticed
 *   --again            runs only what changed since the last run of the area (for a person at work, never published)
 *   --concurrency <n>  processes at once, otherwise one for each core
 */
import { parseArgs } from 'node:util'
import { areas, chooseAreas } from './areas.ts'
import { describeState, putSection, sectionOf } from './page.ts'
import { survivorsOf } from './score.ts'
import { installStryker, mutate } from './stryker.ts'

const usage = `usage: npm run mutation -- [--write | --again] [--survivors] [--concurrency <n>] [area …]
areas: ${areas.map(({ name }) => name).join(', ')}`

const options = {
  write: { type: 'boolean', default: false },
  again: { type: 'boolean', default: false },
  survivors: { type: 'boolean', default: false },
  concurrency: { type: 'string' },
} as const

const readArguments = () => {
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true })
    const chosen = chooseAreas(positionals)
    const isCount = values.concurrency === undefined || /^[1-9]\d?$/.test(values.concurrency)
    return chosen === undefined || !isCount || (values.write && values.again) ? undefined : { chosen, ...values }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return undefined
  }
}

type Asked = NonNullable<ReturnType<typeof readArguments>>

async function measure({ chosen, concurrency, again, survivors, write }: Asked): Promise<void> {
  await installStryker()
  for (const area of chosen) {
    const [state, started] = [await describeState(), performance.now()]
    const report = await mutate(area, {
      concurrency: concurrency === undefined ? undefined : Number(concurrency),
      again,
    })
    const section = sectionOf(report, `${state}; ${Math.round((performance.now() - started) / 1000)} s.`)
    console.log(`${area.name}\n\n${section}\n`)
    if (survivors) console.log(`${survivorsOf(report).join('\n')}\n`)
    if (write) await putSection(area.name, section)
  }
}

const asked = readArguments()
if (asked === undefined) {
  console.error(usage)
  process.exitCode = 2
} else {
  try {
    await measure(asked)
  } catch (error) {
    console.error(`mutation: ${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = 1
  }
}
