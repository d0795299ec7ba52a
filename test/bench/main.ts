/**
 * `npm run bench [-- 1000 10000]`: collect against the bare download of the same pages, govc and pyVmomi, in turn on the
 * same server, and assess alone. Prints medians and ratios; `--write` puts them into docs/benchmarks.md. `twin`, `growth` and
 * `patches` are other questions: see there.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { scaleInventory, startVcsim, writeRealisticInventory } from '@sakimori/testkit'
import { installPeers } from '../peers/install.ts'
import { contestants } from './contestants.ts'
import { median, putTable } from './figures.ts'
import { benchGrowth } from './growth.ts'
import { benchPatches } from './patches.ts'
import { benchTwin } from './twin.ts'

const sizes = process.argv
  .slice(2)
  .filter((arg) => /^\d+$/.test(arg))
  .map(Number)
const ROUNDS = 3

const round = (value: number, digits = 0) => value.toFixed(digits)

async function measure(vms: number): Promise<readonly string[]> {
  const dir = await mkdtemp(join(tmpdir(), 'sakimori-bench-'))
  try {
    await writeRealisticInventory(dir, {})
    await scaleInventory(dir, { vms, hosts: Math.max(4, Math.round(vms / 100)) })
    await using server = await startVcsim({ version: 'v0.46.3', load: dir, timeoutMs: 300_000 })
    const runs = new Map(contestants.map(({ name }) => [name, [] as Readonly<Record<string, number>>[]]))
    for (let turn = 0; turn < ROUNDS; turn += 1)
      for (const { name, run } of contestants) {
        const result = await run(server)
        process.stderr.write(`${vms} VMs, round ${turn + 1}: ${name} ${JSON.stringify(result)}\n`)
        runs.get(name)?.push(result)
      }
    const of = (name: string, figure: string) =>
      median((runs.get(name) ?? []).map((result) => result[figure] ?? Number.NaN))
    const bare = of('bare', 'ms')
    const row = (label: string, ms: number, more = '') =>
      `| ${vms} | ${label} | ${round(ms)} | ${round(ms / bare, 2)} | ${more} |`
    return [
      row(
        'bare download of the same pages',
        bare,
        `${round(of('bare', 'bytes') / 2 ** 20, 1)} MiB in ${round(of('bare', 'pages'))} pages`,
      ),
      row('Sakimori: the traversal', of('sakimori', 'traversalMs')),
      row(
        'Sakimori: collect, whole',
        of('sakimori', 'ms'),
        `${round(of('sakimori', 'objects'))} objects, peak ${round(of('sakimori', 'maxRssMb'))} MiB`,
      ),
      row('govc object.collect, VMs only', of('govc', 'ms')),
      row('pyVmomi, the same properties', of('pyvmomi', 'ms')),
      row(
        'Sakimori: assess alone',
        of('sakimori', 'assessMs'),
        `${round(of('sakimori', 'controls'))} controls, ${round(of('sakimori', 'findings'))} findings, peak ${round(of('sakimori', 'maxRssAfterAssessMb'))} MiB`,
      ),
    ]
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

async function needPeers(): Promise<void> {
  for (const { peer, reason } of (await installPeers()).failed) throw new Error(`${peer} is missing: ${reason}`)
}

if (process.argv.includes('patches')) {
  benchPatches()
} else if (process.argv.includes('twin')) {
  await needPeers()

  await benchTwin(sizes.length > 0 ? sizes : [1000, 10_000], process.argv.includes('--write'))
} else if (process.argv.includes('growth')) {
  await needPeers()
  await benchGrowth(sizes.length > 0 ? sizes : [1000, 2500, 5000, 10_000], process.argv.includes('--write'))
} else {
  await needPeers()
  const rows: string[] = []
  for (const vms of sizes.length > 0 ? sizes : [1000, 10_000]) rows.push(...(await measure(vms)))
  const table = ['| VMs | what | ms (median of 3) | ratio to bare | |', '|---|---|---|---|---|', ...rows].join('\n')
  console.log(table)
  if (process.argv.includes('--write')) await putTable(table)
}
