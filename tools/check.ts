/**
 * Everything that can be said about the code without running it, in seconds: `npm run check`.
 * One line per step; a step that fails shows its output.
 */
import { execFile } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'

/** A step is a script for this very Node: oxlint loads our rules as TypeScript, and an older Node cannot. */
interface Step {
  readonly name: string
  readonly script: string
  readonly args?: readonly string[]
}

/** Slowest first, so that the short ones fill the gaps. A generator's `--check` belongs at the end. */
const steps: readonly Step[] = [
  { name: 'knip', script: 'node_modules/knip/bin/knip.js', args: ['--no-progress'] },
  { name: 'lint', script: 'node_modules/oxlint/bin/oxlint', args: ['--type-aware', '--deny-warnings'] },
  { name: 'types', script: 'node_modules/typescript/bin/tsc', args: ['-p', 'tsconfig.json'] },
  {
    name: 'types of the pure core',
    script: 'node_modules/typescript/bin/tsc',
    args: ['-p', 'packages/core/tsconfig.json'],
  },
  { name: 'layers', script: 'tools/layers.ts' },
  { name: 'schemas', script: 'tools/generate/schemas.ts', args: ['--check'] },
  { name: 'control pages', script: 'tools/generate/control-pages.ts', args: ['--check'] },
  { name: 'twin methods', script: 'tools/generate/twin-methods.ts', args: ['--check'] },
  { name: 'format', script: 'node_modules/oxfmt/bin/oxfmt', args: ['--check'] },
]

const root = join(import.meta.dirname, '..')

interface Outcome {
  readonly ok: boolean
  readonly ms: number
  readonly output: string
}

function run({ script, args = [] }: Step): Promise<Outcome> {
  const started = performance.now()
  return new Promise((resolve) => {
    const options = { cwd: root, maxBuffer: 64 * 2 ** 20 }
    execFile(process.execPath, [join(root, script), ...args], options, (error, stdout, stderr) => {
      const output = `${stdout}${stderr}`.trim() || (error?.message ?? '')
      resolve({ ok: error === null, ms: Math.round(performance.now() - started), output })
    })
  })
}

/** Runs every step, however many fail, and says whether all went well. */
export async function check(): Promise<boolean> {
  const started = performance.now()
  const waiting = [...steps]
  let failed = 0
  const worker = async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const { ok, ms, output } = await run(step)
      if (!ok) failed++
      console.log(`${ok ? '✓' : '✗'} ${step.name} ${ms} ms${ok ? '' : `\n${output.replaceAll(/^/gm, '    ')}`}`)
    }
  }
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), 4) }, worker))
  const verdict = failed === 0 ? 'all is well' : `${failed} of ${steps.length} steps failed`
  console.log(`check: ${verdict}, ${Math.round(performance.now() - started)} ms`)
  return failed === 0
}

if (import.meta.main) process.exitCode = (await check()) ? 0 : 1
