export { TestkitError, type TestkitErrorCode } from './errors.ts'
export { runCommand, runToEnd, type CommandOptions, type CommandOutput, type EndedCommand } from './peers/command.ts'
export { govc, govcJson } from './peers/govc.ts'
export { runPyvmomi } from './peers/pyvmomi.ts'
export { findPeer, peersFolder, peerVersions, repositoryRoot, requirePeer, type PeerName } from './peers/table.ts'
export { govcEnv, startVcsim, type Server, type Vcsim, type VcsimOptions } from './peers/vcsim.ts'
export { editInventory, Inventory, type ObjectRef } from './inventory/edit.ts'
export { names as realisticNames } from './inventory/realistic/defaults.ts'
export { releases as realisticReleases, type EstateRelease } from './inventory/realistic/releases.ts'
export type {
  HostSettings,
  HostTuning,
  PortgroupSettings,
  RealisticOptions,
  SecuritySettings,
  SwitchSettings,
  VmSettings,
} from './inventory/realistic/settings.ts'
export { writeRealisticInventory } from './inventory/realistic/write.ts'
export { saveInventory } from './inventory/save.ts'
export { scaleInventory, type ScaleOptions } from './inventory/scale.ts'
export { optionValue, ref, refs, typed, type Fields, type Value } from './inventory/value.ts'
export {
  certificateCases,
  CertificateAuthority,
  makeCertificateAuthority,
  makeCertificates,
  type CertificateFiles,
  type CertificateSpec,
} from './tls/certificates.ts'
export { startOldTlsServer, type OldTlsOptions } from './tls/old-tls.ts'
export { readCertificate, type ServerCertificate } from './tls/read-certificate.ts'
export { startScriptedServer } from './tls/scripted.ts'
export { startTlsServer, type TlsServer, type TlsServerOptions } from './tls/server.ts'
export { startFaultProxy, type Call, type FaultProxy, type FaultProxyOptions } from './wire/proxy.ts'
export type { Reply } from './wire/reply.ts'
export type { Action, Exchange, Outcome, Rule } from './wire/rules.ts'
