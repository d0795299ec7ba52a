import type { MoRef } from '@sakimori/vim25'
import { authenticationStores } from '../behaviour/active-directory.ts'
import { certificateInfo } from '../behaviour/host-certificates.ts'
import { hostOptionDefs, vcenterOptionDefs, type OptionValue } from '../behaviour/option-defs.ts'
import { snmpConfiguration, snmpLimits } from '../behaviour/snmp.ts'
import { type ManagedObject, ManagedObject as Managed, type ObjectStore } from '../kernel/store.ts'
import type { World } from '../kernel/world.ts'
import { isRecord } from '../kernel/values.ts'
import { fromWorld, type ComputedFrom, type ComputedTable } from '../kernel/computed.ts'

/** The managers of a host: the field of HostConfigManager, the type, and the word that its ids begin with. */
const managers = [
  ['networkSystem', 'HostNetworkSystem', 'networkSystem'],
  ['storageSystem', 'HostStorageSystem', 'storageSystem'],
  ['datastoreSystem', 'HostDatastoreSystem', 'datastoreSystem'],
  ['virtualNicManager', 'HostVirtualNicManager', 'VirtualNicManager'],
  ['serviceSystem', 'HostServiceSystem', 'serviceSystem'],
  ['firewallSystem', 'HostFirewallSystem', 'firewallSystem'],
  ['advancedOption', 'OptionManager', 'EsxHostAdvSettings'],
  ['dateTimeSystem', 'HostDateTimeSystem', 'dateTimeSystem'],
  ['imageConfigManager', 'HostImageConfigManager', 'imageConfigManager'],
  ['authenticationManager', 'HostAuthenticationManager', 'authenticationManager'],
  ['hostAccessManager', 'HostAccessManager', 'hostAccessManager'],
  ['certificateManager', 'HostCertificateManager', 'certificateManager'],
  ['accountManager', 'HostLocalAccountManager', 'accountManager'],
  ['userDirectory', 'UserDirectory', 'userDirectory'],
  ['kernelModuleSystem', 'HostKernelModuleSystem', 'kernelModuleSystem'],
  ['snmpSystem', 'HostSnmpSystem', 'snmpSystem'],
  ['vmotionSystem', 'HostVMotionSystem', 'vmotionSystem'],
  ['powerSystem', 'HostPowerSystem', 'powerSystem'],
] as const

const numberOf = (host: MoRef) => host.value.replace(/^host-/, '')

export type HostManagerField = (typeof managers)[number][0]

/** The reference of a host's manager. */
export function hostManagerRef(host: MoRef, field: HostManagerField): MoRef {
  const [, type, prefix] = managers.find(([name]) => name === field) ?? managers[0]
  return { type, value: `${prefix}-${numberOf(host)}` }
}

/** Where a host looks accounts up: what HostAuthenticationManager.supportedStore names, and the word their ids begin with. */
const accountStores = [
  ['HostLocalAuthentication', 'localAuthentication', 'HostLocalAuthenticationInfo'],
  ['HostActiveDirectoryAuthentication', 'activeDirectoryAuthentication', 'HostActiveDirectoryInfo'],
] as const

const accountStoreRefs = (host: MoRef) =>
  accountStores.map(([type, prefix]) => ({ type, value: `${prefix}-${numberOf(host)}` }))

/** Makes the managers of a host; they show what the host's config holds. */
export function addHostManagers(store: ObjectStore, host: ManagedObject, without: readonly string[] = []): void {
  for (const [field] of managers) {
    if (!without.includes(field)) store.add(new Managed(hostManagerRef(host.ref, field), {}, { owner: host.ref }))
  }
  if (without.includes('authenticationManager')) return
  for (const ref of accountStoreRefs(host.ref)) store.add(new Managed(ref, {}, { owner: host.ref }))
}

/** HostConfigManager: references to those managers that exist. */
export function configManagerOf(host: ManagedObject, world: World): unknown {
  const refs = managers.map(([field]) => [field, hostManagerRef(host.ref, field)] as const)
  return {
    _typeName: 'HostConfigManager',
    ...Object.fromEntries(refs.filter(([, ref]) => world.store.get(ref) !== undefined)),
  }
}

/** The host that a manager belongs to. */
export function hostOf(world: World, manager: ManagedObject): ManagedObject | undefined {
  return manager.owner === undefined ? undefined : world.store.get(manager.owner)
}

/** A property that shows a part of the owner's HostConfigInfo. */
function mirror(...path: string[]) {
  return fromWorld(({ object, world }: ComputedFrom) => {
    const host = hostOf(world, object)
    let value: unknown = host?.get('config')
    for (const name of path) value = isRecord(value) ? value[name] : undefined
    return value
  })
}

/** A property that follows from the owner, where there is one. */
const ofHost = (of: (host: ManagedObject, world: World) => unknown) =>
  fromWorld(({ object, world }) => {
    const host = hostOf(world, object)
    return host === undefined ? undefined : of(host, world)
  })

/** The part of HostAuthenticationManager.info that is about one store. */
const accountStoreInfo = (infoType: string) =>
  ofHost((host) => authenticationStores(host).find((info) => info._typeName === infoType))

/** What the managers of a host show. */
export const managerProperties: ComputedTable = {
  HostServiceSystem: { serviceInfo: mirror('service') },
  HostFirewallSystem: { firewallInfo: mirror('firewall') },
  HostAccessManager: { lockdownMode: mirror('lockdownMode') },
  HostDateTimeSystem: { dateTimeInfo: mirror('dateTimeInfo') },
  HostVirtualNicManager: { info: mirror('virtualNicManagerInfo') },
  HostNetworkSystem: {
    networkInfo: mirror('network'),
    capabilities: mirror('capabilities'),
    dnsConfig: mirror('network', 'dnsConfig'),
    ipRouteConfig: mirror('network', 'ipRouteConfig'),
  },
  HostStorageSystem: { storageDeviceInfo: mirror('storageDevice'), fileSystemVolumeInfo: mirror('fileSystemVolume') },
  HostAuthenticationManager: {
    info: mirror('authenticationManagerInfo'),
    supportedStore: ofHost((host) => accountStoreRefs(host.ref)),
  },
  ...Object.fromEntries(accountStores.map(([type, , infoType]) => [type, { info: accountStoreInfo(infoType) }])),
  HostCertificateManager: { certificateInfo: ofHost((host, world) => certificateInfo(world, host)) },
  HostSnmpSystem: { configuration: ofHost(snmpConfiguration), limits: ofHost(() => snmpLimits) },
  HostDatastoreSystem: {
    datastore: fromWorld(({ object, world }) => hostOf(world, object)?.get('datastore')),
  },
  HostPowerSystem: { info: mirror('powerSystemInfo'), capability: mirror('powerSystemCapability') },
  OptionManager: {
    setting: fromWorld(({ object, world, session }) =>
      object.owner === undefined ? object.get('setting') : mirror('option').of({ object, world, session }),
    ),
    supportedOption: fromWorld(({ object, world }) =>
      object.owner === undefined
        ? vcenterOptionDefs((object.get('setting') ?? []) as readonly OptionValue[], world.parts.about.version)
        : hostOptionDefs(hostOf(world, object)),
    ),
  },
}
