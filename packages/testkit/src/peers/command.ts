import { spawn } from 'node:child_process'

import { TestkitError } from '../errors.ts'

/** How a command is run. */
export type CommandOptions = {
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  readonly input?: string
  readonly timeoutMs?: number
}

/** What a command that ended with 0 wrote. */
export type CommandOutput = { readonly stdout: string; readonly stderr: string }

/** Runs a program to its end; throws `commandFailed` with its stderr, or `timedOut` after killing it. */
export const runCommand = (
  file: string,
  args: readonly string[],
  { env = {}, cwd, input = '', timeoutMs = 120_000 }: CommandOptions = {},
): Promise<CommandOutput> => {
  const { promise, resolve, reject } = Promise.withResolvers<CommandOutput>()
  const said = `${file} ${args.join(' ')}`
  const child = spawn(file, args, { env: { ...process.env, ...env }, ...(cwd === undefined ? {} : { cwd }) })
  const output: { stdout: Buffer[]; stderr: Buffer[] } = { stdout: [], stderr: [] }
  let late = false
  const timer = setTimeout(() => {
    late = true
    child.kill('SIGKILL')
  }, timeoutMs)
  child.stdout.on('data', (chunk: Buffer) => output.stdout.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => output.stderr.push(chunk))
  // A program that ends without reading its input breaks the pipe; its exit code tells what happened.
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  child.on('error', (cause) => {
    clearTimeout(timer)
    reject(new TestkitError('commandFailed', `could not run ${said}: ${cause.message}`, { cause }))
  })
  child.on('close', (code, signal) => {
    clearTimeout(timer)
    const stdout = Buffer.concat(output.stdout).toString('utf8')
    const stderr = Buffer.concat(output.stderr).toString('utf8')
    if (code === 0) resolve({ stdout, stderr })
    else if (late) reject(new TestkitError('timedOut', `${said} did not end within ${timeoutMs} ms\n${stderr}`))
    else reject(new TestkitError('commandFailed', `${said} ended with ${code ?? signal}\n${stderr || stdout}`))
  })
  return promise
}
