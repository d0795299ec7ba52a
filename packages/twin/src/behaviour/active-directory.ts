import type { DataTypes } from '@sakimori/vim25/types'
import { adminRole } from '../access/roles.ts'
import type { ManagedObject, ObjectStore } from '../kernel/store.ts'
import { changeConfig, configOf, knownConfigOf } from './host-config.ts'
import { hostOption } from './host-options.ts'
import { isPermissionOf, storedHostPermissions } from './host-permissions.ts'
import { changeHostState, hostStateOf } from './host-state.ts'

type AuthenticationStoreInfo = NonNullable<DataTypes['HostAuthenticationManagerInfo']['authConfig']>[number]
type DirectoryInfo = DataTypes['HostActiveDirectoryInfo']

const isDirectory = (info: AuthenticationStoreInfo): info is DirectoryInfo =>
  info._typeName === 'HostActiveDirectoryInfo'

/** What a host tells of its accounts' home: its own, and a domain. */
export function authenticationStores(host: ManagedObject): readonly AuthenticationStoreInfo[] {
  return configOf(host)?.authenticationManagerInfo?.authConfig ?? []
}

/** The domain that a host has joined; undefined without one. */
export function joinedDomain(host: ManagedObject): string | undefined {
  const directory = authenticationStores(host).find(isDirectory)
  return directory?.enabled === true ? directory.joinedDomain : undefined
}

/** Users and groups of a domain are written 'CORP\\name'. */
export const isDomainName = (principal: string): boolean => principal.includes('\\')

/** The short name of a domain: of 'corp.example' 'CORP'. */
const shortDomain = (domain: string): string => (domain.split('.')[0] ?? domain).toUpperCase()

export const isOfDomain = (principal: string, domain: string): boolean => {
  const [before = ''] = principal.split('\\')
  return (
    isDomainName(principal) && [domain.toLowerCase(), shortDomain(domain).toLowerCase()].includes(before.toLowerCase())
  )
}

/** Joins a domain, and gives its group of administrators the host as the host's options say. */
export function joinDomain(store: ObjectStore, host: ManagedObject, domain: string): void {
  setDirectory(store, host, {
    enabled: true,
    joinedDomain: domain,
    trustedDomain: [domain],
    domainMembershipStatus: 'ok',
  })
  grantAdminsGroup(store, host)
}

/** Leaves the domain; permissions of its users and groups go with it. */
export function leaveDomain(store: ObjectStore, host: ManagedObject): void {
  const { permissions = [] } = hostStateOf(host)
  changeHostState(store, host, { permissions: permissions.filter(({ principal }) => !isDomainName(principal)) })
  setDirectory(store, host, { enabled: false })
}

/** The permissions that users and groups of a domain have on a host. */
export const domainPermissions = (host: ManagedObject) =>
  storedHostPermissions(host).filter(({ principal }) => isDomainName(principal))

function setDirectory(
  store: ObjectStore,
  host: ManagedObject,
  membership: Pick<DirectoryInfo, 'enabled' | 'joinedDomain' | 'trustedDomain' | 'domainMembershipStatus'>,
): void {
  const info = knownConfigOf(host).authenticationManagerInfo
  const stores = info?.authConfig ?? []
  const { smartCardAuthenticationEnabled = false } = stores.find(isDirectory) ?? {}
  const directory: DirectoryInfo = {
    _typeName: 'HostActiveDirectoryInfo',
    ...membership,
    smartCardAuthenticationEnabled,
  }
  changeConfig(store, host, {
    authenticationManagerInfo: {
      _typeName: 'HostAuthenticationManagerInfo',
      authConfig: [...stores.filter((one) => !isDirectory(one)), directory],
    },
  })
}

/**
 * A joined host makes the domain group that its options name an administrator, whoever is in it: CVE-2024-37085
 * (facts/exposure.md §5.3). What was granted before is not taken back.
 */
export function grantAdminsGroup(store: ObjectStore, host: ManagedObject): void {
  const domain = joinedDomain(host)
  const group = hostOption(host, 'Config.HostAgent.plugins.hostsvc.esxAdminsGroup')
  const adds = hostOption(host, 'Config.HostAgent.plugins.hostsvc.esxAdminsGroupAutoAdd')
  if (domain === undefined || adds !== true || typeof group !== 'string' || group === '') return
  const principal = `${shortDomain(domain)}\\${group}`
  if (storedHostPermissions(host).some(isPermissionOf(principal, true))) return
  const granted = { _typeName: 'Permission' as const, principal, group: true, roleId: adminRole, propagate: true }
  changeHostState(store, host, { permissions: [...(hostStateOf(host).permissions ?? []), granted] })
}
