import type { ManagedObject } from '../kernel/store.ts'
import { modernLimits, type TlsLimits } from '../tls/server-tls.ts'
import { hostOption } from './host-options.ts'

/** Oldest first; what `UserVars.ESXiVPsDisabledProtocols` calls each, and what Node does. */
const versions = [
  ['tlsv1', 'TLSv1'],
  ['tlsv1.1', 'TLSv1.1'],
  ['tlsv1.2', 'TLSv1.2'],
] as const

/**
 * The versions of TLS that a host accepts: all that `UserVars.ESXiVPsDisabledProtocols` does not name, in any order
 * (vSphere Security 6.7, "Managing TLS Protocol Configuration"). A host without the option, as 9.0 and later are, accepts nothing older than TLS 1.2.
 */
export function hostTlsLimits(host: ManagedObject): TlsLimits {
  const option = hostOption(host, 'UserVars.ESXiVPsDisabledProtocols')
  if (typeof option !== 'string') return modernLimits
  const disabled = option.split(',').map((name) => name.trim().toLowerCase())
  const oldest = versions.find(([name]) => !disabled.includes(name))
  return { minVersion: oldest?.[1] ?? 'TLSv1.3' }
}
