/**
 * `npm run bench -- twin [1000 10000]`: what the twin serves against what vcsim serves, in turn on the same machine, and how
 * long each takes to start. `--write` puts the table into docs/benchmarks-twin.md.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { repositoryRoot, scaleInventory, startVcsim, writeRealisticInventory } from '@sakimori/testkit'
import { runProgram } from './contestants.ts'
import { median } from './figures.ts'

const ROUNDS = 3
/** Whoever may do everything on a twin. */
export const login = { USERNAME: 'administrator@vsphere.local', PASSWORD: 'VMware1!' }

interface Running {
  readonly url: string
  readonly startMs: number
  readonly rssMb: () => Promise<number>
  readonly stop: () => Promise<void>
}

/** Starts the twin as a person does, and takes the time until it says that it listens. */
export async function startTwinProcess(hosts: number, vms: number): Promise<Running> {
  const started = performance.now()
  const args = [
    'apps/cli/bin/sakimori.mjs',
    'twin',
    'serve',
    '--hosts',
    String(hosts),
    '--vms',
    String(vms),
    '--listen',
    '127.0.0.1:0',
  ]
  const child = spawn(process.execPath, args, { cwd: repositoryRoot, stdio: ['ignore', 'ignore', 'pipe'] })
  const url = await new Promise<string>((resolve, reject) => {
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const found = /https:\S+\/sdk/.exec(said)
      if (found !== null) resolve(found[0])
    })
    child.once('exit', (code) => reject(new Error(`the twin ended with ${String(code)}: ${said}`)))
  })
  return { url, startMs: performance.now() - started, rssMb: () => rssOf(child), stop: () => stop(child) }
}

async function rssOf(child: ChildProcess): Promise<number> {
  const { readFile } = await import('node:fs/promises')
  const status = await readFile(`/proc/${child.pid ?? 0}/status`, 'utf8').catch(() => '')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.removeAllListeners('exit')
  child.kill('SIGTERM')
  await Promise.race([ended, new Promise((resolve) => child.once('exit', resolve))])
}

async function measure(vms: number): Promise<string[]> {
  const hosts = Math.max(4, Math.round(vms / 50))
  const dir = await mkdtemp(join(tmpdir(), 'sakimori-bench-'))
  try {
    await writeRealisticInventory(dir, {})
    await scaleInventory(dir, { vms, hosts })
    const vcsimStarted = performance.now()
    await using vcsim = await startVcsim({ load: dir, timeoutMs: 600_000 })
    const vcsimStartMs = performance.now() - vcsimStarted
    const twin = await startTwinProcess(hosts, vms)
    const figures: Record<string, { ms: number; firstMs: number; bytes: number }[]> = {}
    for (let turn = 0; turn < ROUNDS; turn += 1) {
      for (const property of ['config', 'name']) {
        for (const [name, env] of [
          ['vcsim', { SERVER_URL: vcsim.url, USERNAME: vcsim.username, PASSWORD: vcsim.password }],
          ['twin', { SERVER_URL: twin.url, ...login }],
        ] as const) {
          const result = await runProgram(process.execPath, [`${import.meta.dirname}/serve.ts`], {
            ...env,
            PROPERTY: property,
          })
          process.stderr.write(`${vms} VMs, round ${turn + 1}: ${name} ${property} ${JSON.stringify(result)}\n`)
          const figure = {
            ms: result['ms'] ?? Number.NaN,
            firstMs: result['firstMs'] ?? Number.NaN,
            bytes: result['bytes'] ?? Number.NaN,
          }
          ;(figures[`${name} ${property}`] ??= []).push(figure)
        }
      }
    }
    const rss = await twin.rssMb()
    await twin.stop()
    const of = (key: string, figure: 'ms' | 'firstMs' | 'bytes') =>
      median((figures[key] ?? []).map((one) => one[figure]))
    const row = (what: string, key: string, reference: string) => {
      const [ms, bytes] = [of(key, 'ms'), of(key, 'bytes')]
      return `| ${vms} | ${what} | ${ms.toFixed(0)} | ${(of(reference, 'ms') / ms).toFixed(1)} | ${(bytes / 1e6).toFixed(1)} MB, ${(bytes / 1e3 / ms).toFixed(0)} MB/s, first byte ${of(key, 'firstMs').toFixed(0)} ms |`
    }
    return [
      `| ${vms} | start: vcsim (\`-load\`) | ${vcsimStartMs.toFixed(0)} | 1.0 | |`,
      `| ${vms} | start: twin, ${hosts} hosts | ${twin.startMs.toFixed(0)} | ${(vcsimStartMs / twin.startMs).toFixed(1)} | ${rss.toFixed(0)} MB resident after the runs |`,
      row('`config` of all VMs: vcsim', 'vcsim config', 'vcsim config'),
      row('`config` of all VMs: twin', 'twin config', 'vcsim config'),
      row('`name` of all VMs: vcsim', 'vcsim name', 'vcsim name'),
      row('`name` of all VMs: twin', 'twin name', 'vcsim name'),
    ]
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

/** Runs the comparison for each size and prints, or writes, its table. */
export async function benchTwin(sizes: readonly number[], write: boolean): Promise<void> {
  const rows: string[] = []
  for (const vms of sizes) rows.push(...(await measure(vms)))
  const table = ['| VMs | what | ms (median of 3) | times as fast as vcsim | |', '|---|---|---|---|---|', ...rows].join(
    '\n',
  )
  console.log(table)
  if (!write) return
  const file = join(repositoryRoot, 'docs/benchmarks-twin.md')
  const head = `# Benchmarks of the twin\n\n\`npm run bench -- twin --write\`, ${cpus().length} cores, ${cpus()[0]?.model ?? ''}, Node ${process.versions.node}; vcsim v0.56.0. Both servers run at once and a bare HTTP client fetches from each in turn, so trust the ratios.\n\n`
  await writeFile(file, `${head}${table}\n`)
}
