/** A read that is no property below the object itself, and the wire type of what it gives. */
interface CollectedCall {
  readonly path: string
  /** The managed type and its property or method that it really is. */
  readonly of: readonly [type: string, member: string]
  readonly gives: string
}

/** What every collection files beside the properties (`groundwork` of the collector). */
export const calls: Readonly<Record<string, readonly CollectedCall[]>> = {
  ServiceInstance: [
    { path: 'content.about', of: ['ServiceInstance', 'content'], gives: 'AboutInfo' },
    { path: 'OptionManager.setting', of: ['OptionManager', 'setting'], gives: 'OptionValue[]' },
    { path: 'ExtensionManager.extensionList', of: ['ExtensionManager', 'extensionList'], gives: 'Extension[]' },
    { path: 'AuthorizationManager.roleList', of: ['AuthorizationManager', 'roleList'], gives: 'AuthorizationRole[]' },
    {
      path: 'AuthorizationManager.RetrieveAllPermissions()',
      of: ['AuthorizationManager', 'RetrieveAllPermissions'],
      gives: 'Permission[]',
    },
  ],
  HostSystem: [
    {
      path: 'HostAccessManager.QueryLockdownExceptions()',
      of: ['HostAccessManager', 'QueryLockdownExceptions'],
      gives: 'string[]',
    },
    {
      path: 'HostImageConfigManager.HostImageConfigGetAcceptance()',
      of: ['HostImageConfigManager', 'HostImageConfigGetAcceptance'],
      gives: 'string',
    },
  ],
  VmwareDistributedVirtualSwitch: [
    { path: 'FetchDVPorts()', of: ['DistributedVirtualSwitch', 'FetchDVPorts'], gives: 'DistributedVirtualPort[]' },
  ],
}

/** Properties that a server computes on demand or that are megabytes: the collector never asks for them whole. */
export const tooMuch: Readonly<Record<string, readonly string[]>> = {
  HostSystem: ['config', 'config.storageDevice', 'runtime', 'hardware', 'summary', 'capability', 'config.network'],
  VirtualMachine: ['config', 'summary', 'runtime', 'layoutEx', 'config.hardware', 'guest'],
  Datastore: ['host'],
}

/** The types of objects that a collection reads below the root folder. */
export const collectedTypes = [
  'ServiceInstance',
  'Folder',
  'Datacenter',
  'ComputeResource',
  'ClusterComputeResource',
  'ResourcePool',
  'VirtualApp',
  'Datastore',
  'Network',
  'OpaqueNetwork',
  'DistributedVirtualPortgroup',
  'VmwareDistributedVirtualSwitch',
  'HostSystem',
  'VirtualMachine',
] as const

/** Where a part of a host is listed; of the same name as its data type. */
export const partLists = {
  HostVirtualSwitch: 'config.network.vswitch',
  HostPortGroup: 'config.network.portgroup',
} as const
