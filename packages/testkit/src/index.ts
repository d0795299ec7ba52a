export { TestkitError, type TestkitErrorCode } from './errors.ts'
export { runCommand, type CommandOptions, type CommandOutput } from './peers/command.ts'
export { govc, govcJson } from './peers/govc.ts'
export { runPyvmomi } from './peers/pyvmomi.ts'
export { findPeer, peersFolder, peerVersions, repositoryRoot, requirePeer, type PeerName } from './peers/table.ts'
export {
  govcEnv,
  readCertificate,
  startVcsim,
  type Server,
  type ServerCertificate,
  type Vcsim,
  type VcsimOptions,
} from './peers/vcsim.ts'
