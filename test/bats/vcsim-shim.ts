/**
 * Stands in for `vcsim` where govmomi's own tests start one: takes its flags, starts a twin with vcsim's inventory, and
 * writes the line that those tests read. Ends, as vcsim does, when it is told to.
 *
 * Run by the script `vcsim` that run-bats.ts puts on PATH.
 */
import { appendFileSync } from 'node:fs'

import { startTwin } from '@sakimori/twin'
import type { Release } from '@sakimori/core/model'

import { defaultShape, type Shape } from './estate-builder.ts'
import { vcsimLikeHost, vcsimLikeVcenter } from './vcsim-like-estate.ts'

interface Flags {
  readonly shape: Shape
  readonly esx: boolean
  readonly tls: boolean
  readonly address: string
  readonly port: number
  /** Where to write the line: a fifo. */
  readonly to: string | undefined
}

/** What is to be different from vcsim's estate, for tests that a server could not pass on that one: see expectations.ts. */
const different = (process.env['SAKIMORI_ESTATE'] ?? '').split(',')

const counts = [
  'dc',
  'cluster',
  'host',
  'standalone-host',
  'vm',
  'pool',
  'app',
  'ds',
  'pg',
  'pod',
  'nsx',
  'folder',
] as const
const switches = ['esx', 'tls', 'autostart']
const words = ['l', 'E', 'username', 'password', 'api-version']

/** `-vm 2`, `-esx`, `-esx=false`, `--vm=2` as Go reads them. Throws at a flag that the twin would not honour. */
function readFlags(args: readonly string[]): ReadonlyMap<string, string> {
  const given = new Map<string, string>()
  for (let at = 0; at < args.length; at += 1) {
    const [, name = '', value] = /^--?([a-zA-Z-]+)(?:=(.*))?$/s.exec(args[at] ?? '') ?? []
    if (switches.includes(name)) given.set(name, value ?? 'true')
    else if (words.includes(name) || counts.some((one) => one === name)) {
      if (value === undefined) at += 1
      given.set(name, value ?? args[at] ?? '')
    } else throw new Error(`the twin has nothing for vcsim's ${args[at]}`)
  }
  return given
}

function flagsOf(args: readonly string[]): Flags {
  const given = readFlags(args)
  const sizes = counts.flatMap((name) => (given.has(name) ? [[name, Number(given.get(name))] as const] : []))
  const [, address = '127.0.0.1', port = '0'] =
    /^(?:https?:\/\/)?(?:.*@)?([\d.]*|localhost):(\d+)/.exec(given.get('l') ?? '') ?? []
  const shape: Shape = {
    ...defaultShape,
    ...Object.fromEntries(sizes),
    autostart: given.get('autostart') !== 'false' && !different.includes('poweredOff'),
    tools: different.includes('tools'),
    username: given.get('username') ?? defaultShape.username,
    password: given.get('password') ?? defaultShape.password,
    release: releaseOf(given.get('api-version')),
  }
  return {
    shape,
    esx: given.get('esx') === 'true',
    tls: given.get('tls') !== 'false',
    address,
    port: Number(port),
    to: given.get('E'),
  }
}

function releaseOf(apiVersion: string | undefined): Release {
  if (apiVersion === undefined) return defaultShape.release
  const found = (['6.5', '6.7', '7.0', '8.0', '9.0'] as const).find((release) => apiVersion.startsWith(release))
  if (found === undefined) throw new Error(`no release speaks the API version ${apiVersion}`)
  return found
}

/** The line that test_helper.bash evaluates. */
const say = (to: string | undefined, line: string): void => {
  if (to === undefined) process.stdout.write(`${line}\n`)
  else appendFileSync(to, `${line}\n`)
}

const args = process.argv.slice(2)
try {
  const { shape, esx, tls, address, port, to } = flagsOf(args)
  const twin = await startTwin({
    estate: (certificate) => (esx ? vcsimLikeHost(shape, certificate) : vcsimLikeVcenter(shape, certificate)),
    address,
    port,
    tls,
  })
  const url = new URL(twin.url)
  url.username = shape.username
  url.password = shape.password
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGQUIT'] as const)
    process.on(signal, () => void twin[Symbol.asyncDispose]())
  say(to, `export GOVC_URL=${url.href} GOVC_SIM_PID=${process.pid}`)
} catch (error) {
  const why = error instanceof Error ? error.message : String(error)
  const at = args.indexOf('-E')
  // Whoever waits for the fifo must get a line, and must fail by it.
  say(at < 0 ? undefined : args[at + 1], `echo "vcsim-shim: ${why.replaceAll(/["$`\\]/g, ' ')}" >&2; exit 1`)
  process.exitCode = 1
}
