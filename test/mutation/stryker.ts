import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { repositoryRoot, runCommand } from '@sakimori/testkit'
import type { Area } from './areas.ts'
import type { MutationReport } from './score.ts'

const here = import.meta.dirname
const folder = join(repositoryRoot, '.cache/mutation')
const stryker = join(folder, 'node_modules/@stryker-mutator')

/** Installs what package-lock.json here names into `.cache/mutation`, once for each lock file. */
export async function installStryker(): Promise<void> {
  const [lock, stamp] = [await readFile(join(here, 'package-lock.json'), 'utf8'), join(folder, 'stamp')]
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === lock) return
  console.error('mutation: installing Stryker into .cache/mutation, once …')
  await mkdir(folder, { recursive: true })
  for (const name of ['package.json', 'package-lock.json']) await copyFile(join(here, name), join(folder, name))
  // Its peer, vitest, is the project's own, which it finds in the folders above.
  const quiet = ['--legacy-peer-deps', '--ignore-scripts', '--no-audit', '--no-fund']
  await runCommand('npm', ['ci', ...quiet], { cwd: folder, timeoutMs: 600_000 })
  await writeFile(stamp, lock)
}

/** Every folder in `parent` but `wanted`: Stryker's patterns cannot say it. */
const othersIn = async (parent: string, wanted: string): Promise<readonly string[]> =>
  (await readdir(join(repositoryRoot, parent))).filter((name) => name !== wanted).map((name) => `${parent}/${name}`)

/** How one area is run. `again` looks only at what changed since the last run of the area. */
export interface RunOptions {
  readonly concurrency?: number | undefined
  readonly again: boolean
}

/** Runs every mutant of an area; throws where Stryker made no report, with its output already on stderr. */
export async function mutate(area: Area, { concurrency, again }: RunOptions): Promise<MutationReport> {
  const name = area.name.replaceAll('/', '-')
  const report = join(folder, `${name}.json`)
  const config = join(folder, `${name}.conf.json`)
  await rm(report, { force: true }) // what an earlier run said must not count for this one
  const settings = {
    packageManager: 'npm',
    testRunner: 'vitest',
    plugins: [join(stryker, 'vitest-runner/dist/src/index.js'), join(here, 'ignore-prose.mjs')],
    ignorers: ['prose'],
    vitest: { configFile: 'test/mutation/vitest.config.ts' },
    // Stryker would rewrite the paths of tsconfig.json, and vitest reads none of them.
    tsconfigFile: 'none.json',
    coverageAnalysis: 'perTest',
    ignoreStatic: true,
    concurrency: concurrency ?? availableParallelism(),
    timeoutMS: 15_000,
    tempDirName: '.cache/mutation/sandbox',
    incremental: true,
    incrementalFile: `.cache/mutation/${name}.incremental.json`,
    force: !again,
    reporters: ['json', 'progress-append-only'],
    jsonReporter: { fileName: report },
    // The sandbox is a copy of what the tests of the core need.
    ignorePatterns: [
      '.cache',
      'apps',
      'docs',
      'tools',
      ...(await othersIn('packages', 'core')),
      ...(await othersIn('test', 'mutation')),
    ],
    mutate: [...area.files, '!**/*.test.ts', '!**/*.type-spec.ts', '!**/index.ts', '!**/generated/**'],
  }
  await writeFile(config, JSON.stringify(settings, undefined, 2))
  const code = await new Promise<number>((resolve, reject) => {
    const args = [join(stryker, 'core/bin/stryker.js'), 'run', config]
    const child = spawn(process.execPath, args, { cwd: repositoryRoot, stdio: ['ignore', 2, 2] })
    child.on('error', reject)
    child.on('exit', (status) => resolve(status ?? 1))
  })
  if (code !== 0 || !existsSync(report)) throw new Error(`Stryker ended with exit code ${code} on ${area.name}`)
  return JSON.parse(await readFile(report, 'utf8')) as MutationReport
}
