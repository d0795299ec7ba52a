import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { TestkitError } from '../errors.ts'

/** The root of the working copy, wherever it was cloned to. */
export const repositoryRoot = fileURLToPath(new URL('../../../../', import.meta.url))

/** Where `test/peers/install.ts` puts what it builds; git ignores it. */
export const peersFolder = join(repositoryRoot, '.cache', 'peers')

/**
 * The versions we test against. `newest` must equal test/peers/go.mod, pyVmomi test/peers/requirements.txt, bats
 * test/peers/bats/package.json (a test compares them). v0.46.3 is the last release whose own main programs `go install` can reach, and is the benchmark peer.
 */
export const peerVersions = { newest: 'v0.56.0', 'v0.46.3': 'v0.46.3', pyvmomi: '9.1.1.0', bats: '1.13.0' } as const

const newest = join(peersFolder, `govmomi-${peerVersions.newest}`)
const last = join(peersFolder, `govmomi-${peerVersions['v0.46.3']}`)

const govcTests = join(peersFolder, `govc-tests-${peerVersions['v0.46.3']}`)

/** Every outside program that a test may need: its file when we install it, or the command when the machine brings it. */
export const peers = {
  vcsim: { file: join(newest, 'vcsim'), needs: 'go' },
  govc: { file: join(newest, 'govc'), needs: 'go' },
  'vcsim-v0.46.3': { file: join(last, 'vcsim'), needs: 'go' },
  'govc-v0.46.3': { file: join(last, 'govc'), needs: 'go' },
  pyvmomi: { file: join(peersFolder, `pyvmomi-${peerVersions.pyvmomi}`, 'bin', 'python'), needs: 'python3' },
  bats: { file: join(peersFolder, `bats-${peerVersions.bats}`, 'node_modules', 'bats', 'bin', 'bats'), needs: 'npm' },
  // govmomi's own tests of govc: its module at v0.46.3 still holds them, later ones do not.
  'govc-tests': { file: join(govcTests, 'test_helper.bash'), needs: 'go' },
  // Speaks RC4 and 3DES, which OpenSSL is built without.
  'old-tls': { file: join(peersFolder, 'old-tls', 'old-tls'), needs: 'go' },
  go: { command: 'go' },
  python3: { command: 'python3' },
  openssl: { command: 'openssl' },
  npm: { command: 'npm' },
  jq: { command: 'jq' },
  gofmt: { command: 'gofmt' },
} as const satisfies Record<string, { file: string; needs: string } | { command: string }>

export type PeerName = keyof typeof peers

/** The path of a peer, or undefined when this machine does not have it. */
export const findPeer = (name: PeerName): string | undefined => {
  const peer = peers[name]
  if ('file' in peer) return existsSync(peer.file) ? peer.file : undefined
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return folders.map((folder) => join(folder, peer.command)).find((file) => existsSync(file))
}

/** What to say when a peer is not there: its name, and what brings it. */
export const explainMissing = (name: PeerName): string => {
  const peer = peers[name]
  if ('command' in peer) return `the program ${peer.command} is missing: it is not on PATH`
  return `${name} is missing: ${peer.file} does not exist; \`node test/peers/install.ts\` makes it (needs ${peer.needs})`
}

/** The path of a peer; throws `peerMissing`, which names it, when it is not installed. */
export const requirePeer = (name: PeerName): string => {
  const file = findPeer(name)
  if (file === undefined) throw new TestkitError('peerMissing', explainMissing(name))
  return file
}
