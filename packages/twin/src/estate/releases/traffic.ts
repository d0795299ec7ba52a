import { releases, type Release } from '@sakimori/core/model'
import type { ByRelease } from './release.ts'

/** Kinds of VMkernel traffic (HostVirtualNicManagerNicType) by the release that brought them. */
const broughtBy: ByRelease<readonly string[]> = {
  '6.5': [
    'faultToleranceLogging',
    'management',
    'vSphereProvisioning',
    'vSphereReplication',
    'vSphereReplicationNFC',
    'vmotion',
    'vsan',
    'vsanWitness',
  ],
  '7.0': ['nvmeRdma', 'nvmeTcp', 'vSphereBackupNFC'],
}

/** The kinds of traffic that a VMkernel adapter of a release can carry. */
export const trafficKinds = (release: Release): readonly string[] =>
  releases.slice(0, releases.indexOf(release) + 1).flatMap((one) => broughtBy[one] ?? [])

/** The TCP/IP stacks of a host; `mirror` and `ops` came with 7.0. */
const stacks: ByRelease<readonly string[]> = {
  '6.5': ['defaultTcpipStack', 'vmotion', 'vSphereProvisioning'],
  '7.0': ['mirror', 'ops'],
}

/** The keys of the TCP/IP stacks that a release has. */
export const netStackKeys = (release: Release): readonly string[] =>
  releases.slice(0, releases.indexOf(release) + 1).flatMap((one) => stacks[one] ?? [])
