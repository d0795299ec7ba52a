import { configOf } from '../../behaviour/host-config.ts'
import { changeHostState, hostStateOf } from '../../behaviour/host-state.ts'
import { methodsOf } from '../../kernel/call.ts'
import { invalidArgument, vimFault } from '../../kernel/fault.ts'
import type { ManagedObject } from '../../kernel/store.ts'
import { isRecord } from '../../kernel/values.ts'
import { hostConfigFault, hostFor, recordTask, userOf } from './host-call.ts'

/** HostImageAcceptanceLevel, the strictest first. */
const levels = ['vmware_certified', 'vmware_accepted', 'partner', 'community']

/** How strict a level is: 0 is the strictest. What is none counts as the least strict. */
const rank = (level: string) => (levels.includes(level) ? levels.indexOf(level) : levels.length)

/** The acceptance level of a host; 'partner' is what an installation leaves. */
const acceptanceLevelOf = (host: ManagedObject): string => hostStateOf(host).acceptanceLevel ?? 'partner'

/** Secure Boot has the vendor's signature on everything, so what the community made is not to be let in. */
function startsSecurely(host: ManagedObject): boolean {
  const capability = host.get('capability')
  return isRecord(capability) && capability['uefiSecureBoot'] === true
}

/** Throws HostConfigFault: a level above that of an installed package, or one that Secure Boot excludes. */
function checkLevel(host: ManagedObject, level: string): void {
  const below = (hostStateOf(host).packages ?? []).filter(({ acceptanceLevel }) => rank(acceptanceLevel) > rank(level))
  if (below.length > 0) {
    const names = below.map(({ name, acceptanceLevel }) => `${name} (${acceptanceLevel})`).join(', ')
    throw hostConfigFault(`The acceptance level ${level} does not permit packages that are installed: ${names}`)
  }
  if (level === 'community' && startsSecurely(host)) {
    throw hostConfigFault('The acceptance level community is not permitted while UEFI Secure Boot is enabled')
  }
}

export const hostImageConfigManagerMethods = methodsOf('HostImageConfigManager', {
  HostImageConfigGetAcceptance: (call) => acceptanceLevelOf(hostFor(call)),
  HostImageConfigGetProfile(call) {
    const { version = '', build = '', vendor = '<Unknown>' } = configOf(hostFor(call))?.product ?? {}
    const name = version === '' ? '<Unknown>' : `ESXi-${version}-${build}-standard`
    return { _typeName: 'HostImageProfileSummary' as const, name, vendor }
  },
  UpdateHostImageAcceptanceLevel(call, { newAcceptanceLevel: level }) {
    const host = hostFor(call)
    if (!levels.includes(level)) throw invalidArgument('newAcceptanceLevel', `is none of ${levels.join(', ')}`)
    const before = acceptanceLevelOf(host)
    if (before === level) return undefined
    checkLevel(host, level)
    changeHostState(call.world.store, host, { acceptanceLevel: level })
    recordTask(call, host, 'host.ImageConfigManager.updateAcceptanceLevel')
    const message = `Host acceptance level changed from '${before}' to '${level}'.`
    call.world.events.postEx('esx.audit.esximage.hostacceptance.changed', userOf(call), host, message)
    return undefined
  },
  fetchSoftwarePackages(call) {
    const { packages } = hostStateOf(hostFor(call))
    if (packages === undefined) throw vimFault('NotSupported', {}, 'The packages of the host are not known to the twin')
    return packages
  },
  /** The estate does not tell; a host is installed once its newest package has been made. */
  installDate(call) {
    const dates = (hostStateOf(hostFor(call)).packages ?? []).map(({ creationDate }) => creationDate ?? '')
    const newest = dates.toSorted().at(-1)
    if (newest === undefined || newest === '') throw hostConfigFault('The date of the installation is not known')
    return newest
  },
})
