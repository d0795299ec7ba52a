import type { Release } from '@sakimori/core/model'
import type { ByRelease } from './release.ts'
import { valueAt } from './release.ts'

/**
 * Virtual hardware by the release that runs it: vSphere Virtual Machine Administration, "Hardware Features Available with
 * Virtual Machine Compatibility Settings" (6.7, 7.0, 8.0). The updates of a release count.
 */
const broughtBy: ByRelease<readonly number[]> = {
  '6.5': [4, 7, 8, 9, 10, 11, 12, 13],
  '6.7': [4, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  '7.0': [4, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19],
  '8.0': [8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21],
  '9.0': [10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22],
}

/** The virtual hardware versions that a host of a release runs, oldest first: `vmx-13`. */
export const hardwareVersions = (release: Release): readonly string[] =>
  (valueAt(broughtBy, release) ?? []).map((version) => `vmx-${String(version).padStart(2, '0')}`)

/** The version that a new VM gets. */
export const newestHardware = (release: Release): string => hardwareVersions(release).at(-1) ?? ''
