import { spawn, type ChildProcess } from 'node:child_process'
import { Socket } from 'node:net'

import { TestkitError } from '../errors.ts'

/** A running server: the line that said it was ready, and how to end it. */
export type ServerProcess = { readonly pid: number; readonly readyLine: string; stop(): Promise<void> }

/** How a server is started, and how its readiness is recognised among the lines of its standard output. */
export type ServerProcessOptions = {
  readonly isReady: (line: string) => boolean
  readonly env?: Readonly<Record<string, string>>
  readonly timeoutMs?: number
}

const running = new Set<ChildProcess>()

/** Ends the whole process group, for servers are started as leaders of their own. */
const killGroup = (child: ChildProcess, signal: NodeJS.Signals): void => {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  try {
    process.kill(-child.pid, signal)
  } catch (error) {
    // ESRCH: it ended between the check and the call, which is what was wanted.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

process.on('exit', () => {
  for (const child of running) killGroup(child, 'SIGKILL')
})

/** Keeps neither the process nor its pipes (sockets, as Node makes them) among the things Node waits for. */
const letGo = (child: ChildProcess): void => {
  child.unref()
  for (const pipe of [child.stdin, child.stdout, child.stderr]) if (pipe instanceof Socket) pipe.unref()
}

/** Asks by closing standard input (the servers end on that and clean up), insists after two seconds. */
const stopChild = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
  })
  child.ref()
  child.stdin?.end()
  const insist = setTimeout(() => killGroup(child, 'SIGKILL'), 2000)
  await ended
  clearTimeout(insist)
}

/**
 * Starts a server that ends when its standard input closes, and waits until it is ready. Nothing it holds keeps our
 * event loop alive, so a test that forgets `stop` still ends, and the server with it, even when we are killed hard.
 */
export const startServerProcess = (
  file: string,
  args: readonly string[],
  { isReady, env = {}, timeoutMs = 60_000 }: ServerProcessOptions,
): Promise<ServerProcess> => {
  const { promise, resolve, reject } = Promise.withResolvers<ServerProcess>()
  const child = spawn(file, args, { env: { ...process.env, ...env }, detached: true, stdio: 'pipe' })
  running.add(child)
  let said = ''
  let pending = ''
  const fail = (why: string, cause?: unknown): void => {
    clearTimeout(timer)
    killGroup(child, 'SIGKILL')
    reject(new TestkitError('startFailed', `${file} ${args.join(' ')}: ${why}\n${said}${pending}`, { cause }))
  }
  const timer = setTimeout(() => fail(`not ready within ${timeoutMs} ms`), timeoutMs)
  const onLine = (line: string): void => {
    if (!isReady(line) || child.pid === undefined) return
    clearTimeout(timer)
    letGo(child)
    resolve({ pid: child.pid, readyLine: line, stop: () => stopChild(child) })
  }
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (pending + chunk).split('\n')
    pending = lines.pop() ?? ''
    for (const line of lines) onLine(line)
  })
  // Kept short: it is wanted only for the message of a failed start, and -trace can be loud.
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    said = (said + chunk).slice(-4000)
  })
  child.on('error', (cause) => fail(cause.message, cause))
  child.on('exit', (code, signal) => {
    running.delete(child)
    fail(`ended with ${code ?? signal} before it was ready`)
  })
  return promise
}
