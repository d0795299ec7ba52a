import { spawn } from 'node:child_process'
import { findPeer, type Vcsim } from '@sakimori/testkit'
import { propertySpecs } from './specs.ts'

/** One way to read what the collector reads of virtual machines and hosts. */
export interface Contestant {
  readonly name: string
  readonly run: (server: Vcsim) => Promise<Readonly<Record<string, number>>>
}

/** Runs a program to its end; its time is taken outside, unless its last line of output is a JSON object with its own. */
export async function runProgram(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Readonly<Record<string, number>>> {
  const started = performance.now()
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let last = ''
  let complaint = ''
  child.stdout.on('data', (chunk: Buffer) => {
    last = (last + chunk.toString()).slice(-2000)
  })
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-2000)
  })
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${String(code)}: ${complaint}`)
  const line = last.trimEnd().split('\n').at(-1) ?? ''
  const own: unknown = line.startsWith('{"ms"') ? JSON.parse(line) : {}
  return { ms: performance.now() - started, ...(own as Record<string, number>) }
}

const serverEnv = (server: Vcsim) => ({ SERVER_URL: server.url, USERNAME: server.username, PASSWORD: server.password })

const script =
  (file: string): Contestant['run'] =>
  (server) =>
    runProgram(process.execPath, [`${import.meta.dirname}/${file}`], serverEnv(server))

const pathsOf = (type: string) => propertySpecs('8.0.3.0').find((spec) => spec.type === type)?.paths ?? []

export const contestants: readonly Contestant[] = [
  { name: 'bare', run: script('bare.ts') },
  { name: 'sakimori', run: script('sakimori.ts') },
  {
    name: 'govc',
    // One command for VMs: govc reads one type at a time, so this is less than what the others read.
    run: (server) =>
      runProgram(
        findPeer('govc') ?? 'govc',
        ['object.collect', '-json', '-type', 'm', '/', ...pathsOf('VirtualMachine')],
        server.env,
      ),
  },
  {
    name: 'pyvmomi',
    run: (server) =>
      runProgram(
        findPeer('pyvmomi') ?? 'python3',
        [
          `${import.meta.dirname}/pyvmomi_collect.py`,
          JSON.stringify(Object.fromEntries(propertySpecs('8.0.3.0').map(({ type, paths }) => [type, paths]))),
        ],
        serverEnv(server),
      ),
  },
]
