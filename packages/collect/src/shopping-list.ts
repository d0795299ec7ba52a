import type { Control } from '@sakimori/core/control'
import { ROOTS } from './tls/anchor.ts'

/** What to ask of each type of object: property paths, and calls by their pseudo-path (`Manager.Method()`, `esxcli:…`). */
export type ShoppingList = Readonly<Record<string, readonly string[]>>

/**
 * What the snapshot holds besides the controls' own reads: identity and place of every object, and what exposure
 * analysis and patch matching need. Never a whole `config` of a host, `config.storageDevice` or `runtime`: they load
 * the server and are the slowest of all.
 */
const groundwork: ShoppingList = {
  ServiceInstance: [
    'content.about',
    'OptionManager.setting',
    'ExtensionManager.extensionList',
    'AuthorizationManager.roleList',
    'AuthorizationManager.RetrieveAllPermissions()',
    'tls:443',
    'tls:5480',
    'tls:636',
  ],
  Folder: ['name', 'parent'],
  Datacenter: ['name', 'parent'],
  ComputeResource: ['name', 'parent'],
  ClusterComputeResource: ['name', 'parent', 'configurationEx'],
  ResourcePool: ['name', 'parent'],
  VirtualApp: ['name', 'parent'],
  Datastore: ['name', 'parent', 'summary'],
  Network: ['name', 'parent', 'summary'],
  OpaqueNetwork: ['name', 'parent', 'summary'],
  DistributedVirtualPortgroup: ['name', 'parent', 'key', 'config', 'host'],
  VmwareDistributedVirtualSwitch: ['name', 'parent', 'uuid', 'config', 'FetchDVPorts()'],
  HostSystem: [
    'name',
    'parent',
    'config.product',
    'config.option',
    'config.service.service',
    'config.firewall.defaultPolicy',
    'config.firewall.ruleset',
    'config.lockdownMode',
    'config.network.vswitch',
    'config.network.portgroup',
    'config.network.vnic',
    'config.network.pnic',
    'config.network.proxySwitch',
    'config.virtualNicManagerInfo.netConfig',
    'config.certificate',
    'summary.config.sslThumbprint',
    'summary.config.sslCertificate',
    'config.dateTimeInfo',
    'config.authenticationManagerInfo',
    'config.hyperThread',
    'config.featureCapability',
    'hardware.systemInfo',
    'hardware.biosInfo',
    'hardware.cpuPkg',
    'runtime.connectionState',
    'runtime.inMaintenanceMode',
    'runtime.bootTime',
    'summary.config.product',
    'summary.tpmAttestation',
    'capability.tpmSupported',
    'capability.uefiSecureBoot',
    'HostAccessManager.QueryLockdownExceptions()',
    'HostImageConfigManager.HostImageConfigGetAcceptance()',
    'tls:443',
  ],
  VirtualMachine: [
    'name',
    'parent',
    'parentVApp',
    'resourcePool',
    'runtime.host',
    'runtime.powerState',
    'runtime.connectionState',
    'config.instanceUuid',
    'config.uuid',
    'config.version',
    'config.template',
    'config.guestId',
    'config.managedBy',
    'config.extraConfig',
    'config.hardware.device',
    'config.maxMksConnections',
    'config.guestAutoLockEnabled',
    'config.bootOptions',
    'config.firmware',
    'config.flags',
    'config.keyId',
    'config.migrateEncryption',
    'config.ftEncryptionMode',
    'config.nestedHVEnabled',
    'network',
    'datastore',
    'guest.toolsVersionStatus2',
    'summary.config.memorySizeMB',
  ],
}

/** What every snapshot needs of the types that controls ask about: who is who, and where. */
const identity: ShoppingList = {
  ServiceInstance: ['content.about', 'OptionManager.setting', 'tls:443', 'tls:5480', 'tls:636'],
  Folder: ['name', 'parent'],
  Datacenter: ['name', 'parent'],
  ComputeResource: ['name', 'parent'],
  ClusterComputeResource: ['name', 'parent'],
  HostSystem: [
    'name',
    'parent',
    'config.product',
    'config.certificate',
    'hardware.systemInfo',
    'runtime.connectionState',
    'summary.config.product',
    'tls:443',
  ],
}

/** How much besides the controls' own reads: `identity` is for those who ask a few controls of hosts and servers only. */
export type Ground = 'whole' | 'identity'

/** What a read is worked out from, besides the object that it is filed with. */
const workedOutFrom: Readonly<Record<string, Control['reads'][number]>> = {
  'tls:443#anchor': { type: 'ServiceInstance', path: ROOTS },
}

/** The union of the groundwork and of what the controls read; `config.option["key"]` is asked as `config.option`. */
export function shoppingList(controls: readonly Control[], ground: Ground = 'whole'): ShoppingList {
  const list = new Map(
    Object.entries(ground === 'whole' ? groundwork : identity).map(([type, paths]) => [type, new Set(paths)]),
  )
  const reads = controls.flatMap((control) => control.reads)
  for (const { type, path } of [...reads, ...reads.flatMap((read) => workedOutFrom[read.path] ?? [])]) {
    const asked = list.get(type) ?? new Set<string>()
    asked.add(path.replace(/\[".*"\]$/, ''))
    list.set(type, asked)
  }
  return Object.fromEntries([...list].map(([type, paths]) => [type, [...paths]]))
}

/** Whether a path is read through a call of its own and not as a property of the object. */
export const isCall = (path: string): boolean =>
  path.includes('()') || path.includes(':') || path.includes('#') || /^[A-Z]\w*\./.test(path)
