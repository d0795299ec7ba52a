import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { repositoryRoot } from '@sakimori/testkit'

export interface CliRun {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the command line as a person does; nothing of this process's own settings reaches it. */
export function runCli(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd: string = repositoryRoot,
): Promise<CliRun> {
  const clean = { PATH: process.env['PATH'] ?? '', HOME: cwd, LANG: 'C.UTF-8' }
  const child = spawn(process.execPath, [join(repositoryRoot, 'apps/cli/bin/sakimori.mjs'), ...args], {
    cwd,
    env: { ...clean, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk
  })
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, stdout, stderr }))
  })
}
