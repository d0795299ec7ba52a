import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import { repositoryRoot, requirePeer, runToEnd } from '@sakimori/testkit'

import type { Difference } from './expectations.ts'

/** What became of one test of a bats file; `detail` is what bats says of a failure. */
export interface BatsOutcome {
  readonly test: string
  readonly outcome: 'pass' | 'fail' | 'skip'
  readonly detail: string
}

/** Where govmomi's own tests are. */
const batsFolder = (): string => dirname(requirePeer('govc-tests'))

/** The names of the tests of a file, in its order. */
export async function testsOf(file: string): Promise<readonly string[]> {
  const text = await readFile(join(batsFolder(), `${file}.bats`), 'utf8')
  return [...text.matchAll(/^@test "(.*)" *\{$/gm)].map(([, name = '']) => name)
}

/** A folder whose `bin` has the govc that the tests were written for, and a `vcsim` that starts a twin. */
export async function makeShims(): Promise<AsyncDisposable & { readonly folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'sakimori-bats-'))
  const bin = join(folder, 'bin')
  await mkdir(bin)
  await symlink(requirePeer('govc-v0.46.3'), join(bin, 'govc'))
  const shim = join(import.meta.dirname, 'vcsim-shim.ts')
  const script = [
    '#!/bin/sh',
    // Asked for dozens of times, and no reason to start Node.
    'if [ "$1" = uuidgen ]; then cat /proc/sys/kernel/random/uuid 2>/dev/null || uuidgen; exit; fi',
    `exec "${process.execPath}" "${shim}" "$@"`,
    '',
  ].join('\n')
  await writeFile(join(bin, 'vcsim'), script)
  await chmod(join(bin, 'vcsim'), 0o755)
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
}

export interface BatsRun {
  /** Without '.bats'. */
  readonly file: string
  /** The tests that are run. */
  readonly tests: readonly string[]
  /** What is different from vcsim's estate. */
  readonly on: Difference | undefined
  readonly shims: string
  /** A lone host, with credentials, for the tests that ask for a real one. */
  readonly esx: string
}

/**
 * Their helper waits for the process that it has told to end, and on a busy machine finds it ended by the signal itself:
 * the test is over by then, and nothing of it failed.
 */
const ENDED_BY_SIGNAL = "`vcsim_stop' failed with status 143"

/** Runs tests of one bats file against twins; those that only their helper's end failed, once more. */
export async function runBats(run: BatsRun): Promise<readonly BatsOutcome[]> {
  const outcomes = await runOnce(run)
  const ended = outcomes.filter(({ detail }) => detail.includes(ENDED_BY_SIGNAL)).map(({ test }) => test)
  const again = await runOnce({ ...run, tests: ended })
  return outcomes.map((outcome) => again.find(({ test }) => test === outcome.test) ?? outcome)
}

async function runOnce({ file, tests, on, shims, esx }: BatsRun): Promise<readonly BatsOutcome[]> {
  if (tests.length === 0) return []
  const temporary = await mkdtemp(join(shims, `${file}-`))
  const filter = `^(${tests.map(escapeRegExp).join('|')})$`
  const args = ['--tap', '--filter', filter, join(batsFolder(), `${file}.bats`)]
  const env = {
    // test_helper.bash puts "$GOPATH/bin" first.
    GOPATH: shims,
    TMPDIR: temporary,
    HOME: temporary,
    GOVC_TEST_URL: esx,
    SAKIMORI_ESTATE: on ?? '',
    // The shim is started some two hundred times.
    NODE_COMPILE_CACHE: join(repositoryRoot, '.cache', 'node-compile'),
    // What their helper would take for those of a host that it did not start.
    GOVC_DATASTORE: 'LocalDS_0',
    GOVC_NETWORK: 'VM Network',
  }
  const { stdout, stderr } = await runToEnd(requirePeer('bats'), args, { env, cwd: batsFolder(), timeoutMs: 600_000 })
  const outcomes = readTap(stdout)
  if (outcomes.length === 0) throw new Error(`bats ran no test of ${file}: ${stderr || stdout}`)
  return outcomes
}

const escapeRegExp = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)

/** Reads the Test Anything Protocol as bats writes it. */
function readTap(tap: string): readonly BatsOutcome[] {
  const outcomes: { test: string; outcome: BatsOutcome['outcome']; detail: string }[] = []
  for (const line of tap.split('\n')) {
    const [, not, name = ''] = /^(not )?ok \d+ (.*)$/.exec(line) ?? []
    if (name !== '') {
      const [, test = name, skipped] = /^(.*?) # skip ?(.*)$/.exec(name) ?? []
      const outcome = skipped === undefined ? (not === undefined ? 'pass' : 'fail') : 'skip'
      outcomes.push({ test, outcome, detail: skipped ?? '' })
    } else if (line.startsWith('# ')) {
      const last = outcomes.at(-1)
      if (last !== undefined) last.detail += `${line.slice(2)}\n`
    }
  }
  return outcomes
}
