import { spawn, type ChildProcessByStdio } from 'node:child_process'
import type { Readable } from 'node:stream'
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
  return finished(startCli(args, env, cwd))
}

/** Starts a command that goes on until it is stopped. */
export function startCli(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd: string = repositoryRoot,
): ChildProcessByStdio<null, Readable, Readable> {
  return spawn(process.execPath, [join(repositoryRoot, 'apps/cli/bin/sakimori.mjs'), ...args], {
    cwd,
    env: { ...cleanEnv(cwd), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** Runs `npm start -- …` in the repository. */
export function npmStart(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<CliRun> {
  const home = process.env['HOME'] ?? repositoryRoot
  return finished(
    spawn('npm', ['start', '--silent', '--', ...args], {
      cwd: repositoryRoot,
      env: { ...cleanEnv(home), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  )
}

const cleanEnv = (home: string) => ({ PATH: process.env['PATH'] ?? '', HOME: home, LANG: 'C.UTF-8' })

/** What a child said, once it has ended. */
export function finished(child: ChildProcessByStdio<null, Readable, Readable>): Promise<CliRun> {
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
