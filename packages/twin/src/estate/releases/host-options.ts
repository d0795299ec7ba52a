import type { Release } from '@sakimori/core/model'
import { loggingOptions } from './host-options/logging.ts'
import { networkOptions } from './host-options/network.ts'
import { securityOptions } from './host-options/security.ts'
import { storageOptions } from './host-options/storage.ts'
import { systemOptions } from './host-options/system.ts'
import { rowsOf, type OptionRow } from './option-row.ts'

/**
 * Names, types, defaults and limits of advanced options. Most were measured: the public lists of
 * lamw/esxi-advanced-and-kernel-settings (`supportedOption` of freshly installed hosts of 6.5 U2, 6.7 U3, 7.0 U3r, 8.0 U3g
 * and 9.0.1). Not in those lists, and taken from the Security Configuration Guides: Annotations.WelcomeMessage,
 * User.execInstalledOnly, and what 9.1 brought. The lists contradict the guides about the lock-out of 6.5 (5 failures and
 * 900 seconds, not 10 and 120) and the password lifetime of 7.0 and 8.0 (99999 days, not 9999): a twin follows hosts.
 */
const sources = [...securityOptions, ...loggingOptions, ...networkOptions, ...storageOptions, ...systemOptions]

/** An advanced option of a host: its type on the wire, default and limits. */
export type HostOptionRow = OptionRow

const made = new Map<Release, readonly HostOptionRow[]>()

/** The advanced options that a freshly installed host of a release has. */
export function hostOptionRows(release: Release): readonly HostOptionRow[] {
  const ready = made.get(release)
  if (ready) return ready
  const rows = rowsOf(sources, release)
  made.set(release, rows)
  return rows
}
