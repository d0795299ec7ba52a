/**
 * `npm test`: the check, the outside peers, every test; its last line is `N passed, N failed[, N skipped]`.
 * With arguments (`npm test -- packages/core -t waiver`) it is a quick run of just those tests: no check, no installing.
 */
import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import { installPeers } from '../test/peers/install.ts'
import { check } from './check.ts'
import { closingLine, readTally, type Tally } from './tally.ts'

const root = join(import.meta.dirname, '..')
const resultFile = join(root, '.cache/vitest.json')

/** Runs vitest on this very Node and counts from its JSON report; its own summary is for people. */
async function runTests(args: readonly string[]): Promise<Tally> {
  rmSync(resultFile, { force: true }) // what an earlier run said must not count for this one
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const report = ['--reporter=default', '--reporter=json', `--outputFile.json=${resultFile}`]
  const code = await new Promise<number>((resolve, reject) => {
    const child = spawn(process.execPath, [vitest, 'run', ...report, ...args], { cwd: root, stdio: 'inherit' })
    child.on('error', reject)
    child.on('exit', (status) => resolve(status ?? 1))
  })
  return readTally(readReport(), code)
}

function readReport(): unknown {
  try {
    return JSON.parse(readFileSync(resultFile, 'utf8'))
  } catch (error) {
    console.error(`vitest left no report that can be read: ${String(error)}`)
    return undefined
  }
}

/** A lane whose program is missing is named; where every lane must run (CI=true) each of them is a failure. */
async function failedLanes(): Promise<number> {
  try {
    const { failed } = await installPeers()
    for (const { peer, program, reason } of failed)
      console.error(`lane ${peer} is missing (needs ${program}): ${reason}`)
    return process.env['CI'] === 'true' ? failed.length : 0
  } catch (error) {
    console.error('the peers could not be installed:', error)
    return 1
  }
}

const args = process.argv.slice(2)
const quick = args.length > 0
const failedBefore = quick ? 0 : ((await check()) ? 0 : 1) + (await failedLanes())
const tests = await runTests(args)
const total = { ...tests, failed: tests.failed + failedBefore }

console.log(closingLine(total))
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1
