import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCertificate, type ServerCertificate } from '../tls/read-certificate.ts'

import { TestkitError } from '../errors.ts'
import { startServerProcess, type ServerProcess } from './server-process.ts'
import { requirePeer } from './table.ts'

/** What a client needs to reach a server: a vcsim, a proxy before it, the twin. */
export type Server = {
  /** `https://127.0.0.1:port/sdk`, without credentials. */
  readonly url: string
  readonly host: string
  readonly port: number
  readonly username: string
  readonly password: string
  /** The settings govc reads. */
  readonly env: Readonly<Record<string, string>>
}

/** A running simulator. `certificate` is undefined for `tls: false`. */
export type Vcsim = Server &
  AsyncDisposable & {
    readonly pid: number
    readonly certificate: ServerCertificate | undefined
    stop(): Promise<void>
  }

/** How to start a simulator. */
export type VcsimOptions = {
  readonly version?: 'newest' | 'v0.46.3'
  /** Sizes and delays: `['-vm', '10', '-esx']`. */
  readonly args?: readonly string[]
  /** A folder written by `govc object.save` or by `writeRealisticInventory`. */
  readonly load?: string
  /** Without a domain: vcsim's SSO endpoint appends `@vsphere.local` itself and then refuses `a@vsphere.local`. */
  readonly username?: string
  readonly password?: string
  /** `about.apiVersion`; with vcsim's own default of 6.5, pyVmomi silently drops every newer field it is given. */
  readonly apiVersion?: string
  /** false: plain HTTP; files: another certificate than the built-in one. */
  readonly tls?: boolean | { readonly certFile: string; readonly keyFile: string }
  readonly timeoutMs?: number
}

/** The environment that makes govc use a server; sessions are not kept on disk. */
export const govcEnv = (url: string, username: string, password: string): Record<string, string> => ({
  GOVC_URL: url,
  GOVC_USERNAME: username,
  GOVC_PASSWORD: password,
  GOVC_INSECURE: 'true',
  GOVC_PERSIST_SESSION: 'false',
})

const tlsArgs = (tls: NonNullable<VcsimOptions['tls']>): string[] => {
  if (typeof tls === 'boolean') return [`-tls=${tls}`]
  return ['-tls=true', '-tlscert', tls.certFile, '-tlskey', tls.keyFile]
}

/** Both mains print the address; before it may stand credentials of any characters, so only scheme and port are read. */
const readUrl = (line: string): URL => {
  const [, protocol, port] = /(https?):\/\/.*127\.0\.0\.1:(\d+)/.exec(line) ?? []
  if (protocol === undefined || port === undefined)
    throw new TestkitError('startFailed', `vcsim is ready, but no address in: ${line}`)
  return new URL(`${protocol}://127.0.0.1:${port}`)
}

const toArgs = (options: VcsimOptions, username: string, password: string): string[] => {
  const { version, apiVersion = '8.0.3.0', tls = true, load, args = [] } = options
  const common = ['-l', '127.0.0.1:0', '-username', username, '-password', password, '-api-version', apiVersion]
  // Ours always ends with its standard input, govmomi's own main only when asked to.
  const ending = version === 'v0.46.3' ? ['-stdinexit'] : []
  return [...common, ...tlsArgs(tls), ...ending, ...(load === undefined ? [] : ['-load', load]), ...args]
}

/**
 * Starts a simulated vCenter (or, with `-esx`, a host) on a free port of 127.0.0.1 and waits until it is ready. It has a
 * temporary folder of its own, because a killed or loaded vcsim leaves its `govcsim-*` folders behind.
 */
export const startVcsim = async (options: VcsimOptions = {}): Promise<Vcsim> => {
  const { version = 'newest', username = 'auditor', password = 'Sakimori-1', tls = true, timeoutMs } = options
  const file = requirePeer(version === 'newest' ? 'vcsim' : 'vcsim-v0.46.3')
  const folder = await mkdtemp(join(tmpdir(), 'sakimori-vcsim-'))
  let server: ServerProcess | undefined
  const stop = async (): Promise<void> => {
    await server?.stop()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    server = await startServerProcess(file, toArgs(options, username, password), {
      isReady: (line) => line.includes('://'),
      env: { TMPDIR: folder },
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    })
    const { protocol, hostname, port } = readUrl(server.readyLine)
    const url = `${protocol}//${hostname}:${port}/sdk`
    return {
      url,
      host: hostname,
      port: Number(port),
      username,
      password,
      pid: server.pid,
      env: govcEnv(url, username, password),
      certificate: tls === false ? undefined : await readCertificate(hostname, Number(port)),
      stop,
      [Symbol.asyncDispose]: stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}
