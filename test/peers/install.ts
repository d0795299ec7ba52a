/**
 * Installs the outside peers of the wire tests (vcsim, govc and its tests, pyVmomi, bats) into `.cache/peers`: `node test/peers/install.ts`.
 * What is already there for the same recipe is left alone. A peer whose outside program (go, python3, npm) is missing is
 * reported by name; the others are installed all the same.
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { runCommand } from '@sakimori/testkit'
import { findPeer, peersFolder, peerVersions, type PeerName } from '@sakimori/testkit/peers'

/** One installation: a folder that is made whole or not at all, from the files its recipe consists of. */
type Installation = {
  readonly peers: readonly PeerName[]
  readonly folder: string
  readonly program: 'go' | 'python3' | 'npm'
  readonly recipe: readonly string[]
  /** `relocatable: false` (a Python environment) is made in place, the others are made aside and renamed. */
  readonly relocatable: boolean
  readonly make: (program: string, into: string) => Promise<void>
}

/** What became of each peer; `seconds` is how long it all took. */
export type PeerReport = {
  readonly ready: readonly PeerName[]
  readonly failed: readonly { readonly peer: PeerName; readonly program: string; readonly reason: string }[]
  readonly seconds: number
}

const here = import.meta.dirname
const timeoutMs = 900_000

const installations: readonly Installation[] = [
  {
    peers: ['vcsim', 'govc'],
    folder: `govmomi-${peerVersions.newest}`,
    program: 'go',
    recipe: ['go.mod', 'go.sum', 'cmd/vcsim/main.go', 'cmd/govc/main.go'],
    relocatable: true,
    make: async (go, into) => {
      // Without it `govc version` would say 0.0.0; -trimpath keeps the builder's paths out of panics.
      const version = `-X github.com/vmware/govmomi/cli/flags.BuildVersion=${peerVersions.newest}`
      await runCommand(go, ['build', '-trimpath', `-ldflags=-s -w ${version}`, '-o', `${into}/`, './cmd/...'], {
        cwd: here,
        timeoutMs,
      })
    },
  },
  {
    peers: ['vcsim-v0.46.3', 'govc-v0.46.3'],
    folder: `govmomi-${peerVersions['v0.46.3']}`,
    program: 'go',
    recipe: [],
    relocatable: true,
    make: async (go, into) => {
      const packages = ['vcsim', 'govc'].map((name) => `github.com/vmware/govmomi/${name}@${peerVersions['v0.46.3']}`)
      const env = { GOBIN: into }
      await runCommand(go, ['install', '-trimpath', '-ldflags=-s -w', ...packages], { env, cwd: into, timeoutMs })
    },
  },
  {
    peers: ['govc-tests'],
    folder: `govc-tests-${peerVersions['v0.46.3']}`,
    program: 'go',
    recipe: [],
    relocatable: true,
    make: async (go, into) => {
      const module = `github.com/vmware/govmomi@${peerVersions['v0.46.3']}`
      const { stdout } = await runCommand(go, ['mod', 'download', '-json', module], { cwd: into, timeoutMs })
      const { Dir } = JSON.parse(stdout) as { readonly Dir: string }
      await copyFiles(join(Dir, 'govc', 'test'), into)
    },
  },
  {
    peers: ['old-tls'],
    folder: 'old-tls',
    program: 'go',
    recipe: ['old-tls/main.go'],
    relocatable: true,
    make: async (go, into) => {
      await runCommand(go, ['build', '-trimpath', '-o', `${into}/`, './old-tls'], { cwd: here, timeoutMs })
    },
  },
  {
    peers: ['bats'],
    folder: `bats-${peerVersions.bats}`,
    program: 'npm',
    recipe: ['bats/package.json', 'bats/package-lock.json'],
    relocatable: true,
    make: async (npm, into) => {
      await copyFiles(join(here, 'bats'), into)
      await runCommand(npm, ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: into, timeoutMs })
    },
  },
  {
    peers: ['pyvmomi'],
    folder: `pyvmomi-${peerVersions.pyvmomi}`,
    program: 'python3',
    recipe: ['requirements.txt'],
    relocatable: false,
    make: async (python, into) => {
      await runCommand(python, ['-m', 'venv', '--clear', into], { timeoutMs })
      const pip = ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-deps', '--require-hashes', '-r']
      await runCommand(join(into, 'bin', 'python'), [...pip, join(here, 'requirements.txt')], { timeoutMs })
    },
  },
]

/** The files right in a folder, as ones that we may change and remove: Go keeps its modules read-only. */
const copyFiles = async (from: string, into: string): Promise<void> => {
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (!entry.isFile()) continue
    const mode = entry.name.endsWith('.sh') ? 0o755 : 0o644
    await writeFile(join(into, entry.name), await readFile(join(from, entry.name)), { mode })
  }
}

const say = (line: string): void => {
  process.stderr.write(`${line}\n`)
}

/** Changes when any file of the recipe does. */
const fingerprint = ({ folder, recipe }: Installation): string => {
  const hash = createHash('sha256').update(folder)
  for (const file of recipe) hash.update(`\0${file}\0`).update(readFileSync(join(here, file)))
  return hash.digest('hex')
}

const stampOf = async (folder: string): Promise<string> => {
  const file = join(folder, 'stamp')
  return existsSync(file) ? await readFile(file, 'utf8') : ''
}

const install = async (installation: Installation): Promise<string | undefined> => {
  const target = join(peersFolder, installation.folder)
  const print = fingerprint(installation)
  const names = installation.peers.join(', ')
  if ((await stampOf(target)) === print) {
    say(`peers: ${names} already there (${installation.folder})`)
    return undefined
  }
  const program = findPeer(installation.program)
  if (program === undefined) return `${installation.program} is not on PATH`
  say(`peers: installing ${names} with ${installation.program} into .cache/peers/${installation.folder} …`)
  const started = performance.now()
  const into = installation.relocatable ? `${target}.${process.pid}` : target
  try {
    await rm(into, { recursive: true, force: true })
    await mkdir(into, { recursive: true })
    await installation.make(program, into)
    await writeFile(join(into, 'stamp'), print)
    if (into !== target) {
      await rm(target, { recursive: true, force: true })
      await rename(into, target)
    }
  } catch (error) {
    await rm(into, { recursive: true, force: true })
    return error instanceof Error ? error.message : String(error)
  }
  say(`peers: ${names} ready after ${((performance.now() - started) / 1000).toFixed(1)} s`)
  return undefined
}

/** Installs every peer that is not there yet, one after the other, and reports on each. */
export const installPeers = async (): Promise<PeerReport> => {
  const started = performance.now()
  const ready: PeerName[] = []
  const failed: PeerReport['failed'][number][] = []
  for (const installation of installations) {
    const reason = await install(installation)
    if (reason === undefined) ready.push(...installation.peers)
    else failed.push(...installation.peers.map((peer) => ({ peer, program: installation.program, reason })))
    if (reason !== undefined) say(`peers: NOT installed: ${installation.peers.join(', ')}: ${reason}`)
  }
  return { ready, failed, seconds: Math.round((performance.now() - started) / 100) / 10 }
}

if (import.meta.main) {
  const report = await installPeers()
  say(`peers: ${report.ready.length} ready, ${report.failed.length} not installed, ${report.seconds} s`)
  process.exitCode = report.failed.length === 0 ? 0 : 1
}
