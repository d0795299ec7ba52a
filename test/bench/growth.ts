/**
 * `npm run bench -- growth [1000 2500 5000 10000]`: collect and assess of estates of the twin that differ in size alone, a
 * host for twenty VMs. `--write` puts the table into docs/benchmarks.md.
 */
import { runProgram } from './contestants.ts'
import { putTable } from './figures.ts'
import { login, startTwinProcess } from './twin.ts'

const ROUNDS = 3
const VMS_A_HOST = 20

interface Size {
  readonly hosts: number
  readonly vms: number
  /** The least of the rounds: other work on the machine only adds. */
  readonly of: (figure: string) => number
}

async function measure(vms: number): Promise<Size> {
  const hosts = Math.max(1, Math.round(vms / VMS_A_HOST))
  const twin = await startTwinProcess(hosts, vms)
  try {
    const runs: Readonly<Record<string, number>>[] = []
    for (let turn = 0; turn < ROUNDS; turn += 1) {
      const env = { ...login, SERVER_URL: twin.url, ASSESS_TURNS: '6' }
      const result = await runProgram(process.execPath, ['--expose-gc', `${import.meta.dirname}/sakimori.ts`], env)
      process.stderr.write(`${hosts} hosts, ${vms} VMs, round ${turn + 1}: ${JSON.stringify(result)}\n`)
      runs.push(result)
    }
    return { hosts, vms, of: (figure) => Math.min(...runs.map((run) => run[figure] ?? Number.NaN)) }
  } finally {
    await twin.stop()
  }
}

/** By which power of the number of objects a figure grows from one size to another: 1 is linear, 2 is quadratic. */
const growth = (smaller: Size, larger: Size, figure: string) =>
  Math.log(larger.of(figure) / smaller.of(figure)) / Math.log(larger.of('objects') / smaller.of('objects'))

/** Measures each size, smallest first, and prints what a thousand objects cost at each, and how the whole grows. */
export async function benchGrowth(sizes: readonly number[], write: boolean): Promise<void> {
  const measured: Size[] = []
  for (const vms of sizes.toSorted((a, b) => a - b)) measured.push(await measure(vms))
  const perThousand = (size: Size, figure: string) => ((size.of(figure) / size.of('objects')) * 1000).toFixed(0)
  const rows = measured.map((size) => [
    String(size.hosts),
    String(size.vms),
    size.of('objects').toFixed(0),
    (size.of('ms') / 1000).toFixed(1),
    perThousand(size, 'ms'),
    size.of('findings').toFixed(0),
    size.of('assessMs').toFixed(0),
    size.of('warmMs').toFixed(0),
    perThousand(size, 'warmMs'),
    size.of('maxRssAfterAssessMb').toFixed(0),
  ])
  const titles = [
    'hosts',
    'VMs',
    'objects',
    'collect, s',
    'ms for 1,000 objects',
    'findings',
    'assess, first, ms',
    'assess, warm, ms',
    'ms for 1,000 objects',
    'peak MiB',
  ]
  const [first] = measured
  const last = measured.at(-1)
  const power = (figure: string) => (first && last ? growth(first, last, figure).toFixed(2) : '')
  const closing = ['first to last, by power', '', '', power('ms'), '', '', power('assessMs'), power('warmMs'), '', '']
  const table = [titles, titles.map(() => '---'), ...rows, closing].map((row) => `| ${row.join(' | ')} |`).join('\n')
  console.log(table)
  if (write) await putTable(table)
}
