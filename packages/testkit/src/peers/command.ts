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

/** The same of a command that ended, however it ended. */
export type EndedCommand = CommandOutput & { readonly code: number }

/** Runs a program to its end; throws `commandFailed` with its stderr, or `timedOut` after killing it. */
export const runCommand = async (
  file: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandOutput> => {
  const { code, stdout, stderr } = await runToEnd(file, args, options)
  if (code === 0) return { stdout, stderr }
  throw new TestkitError('commandFailed', `${file} ${args.join(' ')} ended with ${code}\n${stderr || stdout}`)
}

/** Runs a program whose failure is an answer, too; throws only when it could not run, was killed, or took too long. */
export const runToEnd = (
  file: string,
  args: readonly string[],
  { env = {}, cwd, input = '', timeoutMs = 120_000 }: CommandOptions = {},
): Promise<EndedCommand> => {
  const { promise, resolve, reject } = Promise.withResolvers<EndedCommand>()
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
    if (late) reject(new TestkitError('timedOut', `${said} did not end within ${timeoutMs} ms\n${stderr}`))
    else if (code === null)
      reject(new TestkitError('commandFailed', `${said} ended with ${signal}\n${stderr || stdout}`))
    else resolve({ code, stdout, stderr })
  })
  return promise
}
