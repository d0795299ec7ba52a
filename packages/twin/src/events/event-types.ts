type Fields = Readonly<Record<string, unknown>>
type Category = 'info' | 'warning' | 'error' | 'user'

interface EventType {
  readonly category: Category
  readonly description: string
  readonly message: (fields: Fields) => string
}

/** The name in an EntityEventArgument, or a plain field. */
function said(fields: Fields, name: string): string {
  const value = fields[name]
  if (typeof value !== 'object' || value === null) return String(value ?? '')
  return String((value as Fields)['name'] ?? '')
}

const row = (category: Category, description: string, message: EventType['message']): EventType => ({
  category,
  description,
  message,
})

/** The events that the twin posts: what a vCenter Server or host posts for the same deed. */
export const eventTypes: Readonly<Record<string, EventType>> = {
  UserLoginSessionEvent: row(
    'info',
    'User login',
    (e) => `User ${said(e, 'userName')}@${said(e, 'ipAddress')} logged in as ${said(e, 'userAgent')}`,
  ),
  UserLogoutSessionEvent: row(
    'info',
    'User logout',
    (e) => `User ${said(e, 'userName')}@${said(e, 'ipAddress')} logged out`,
  ),
  BadUsernameSessionEvent: row(
    'error',
    'Invalid user name',
    (e) => `Cannot login ${said(e, 'userName')}@${said(e, 'ipAddress')}`,
  ),
  NoAccessUserEvent: row(
    'error',
    'No access for user',
    (e) => `Cannot login user ${said(e, 'userName')}@${said(e, 'ipAddress')}: no permission`,
  ),
  SessionTerminatedEvent: row(
    'info',
    'Session stopped',
    (e) => `A session for user '${said(e, 'terminatedUsername')}' has stopped`,
  ),
  TaskEvent: row('info', 'Task event', (e) => `Task: ${taskName(e)}`),
  VmReconfiguredEvent: row('info', 'VM reconfigured', (e) => `Reconfigured ${said(e, 'vm')} on ${said(e, 'host')}`),
  VmPoweredOnEvent: row('info', 'VM powered on', (e) => `${said(e, 'vm')} on ${said(e, 'host')} is powered on`),
  VmPoweredOffEvent: row('info', 'VM powered off', (e) => `${said(e, 'vm')} on ${said(e, 'host')} is powered off`),
  VmSuspendedEvent: row('info', 'VM suspended', (e) => `${said(e, 'vm')} on ${said(e, 'host')} is suspended`),
  VmResettingEvent: row('info', 'VM resetting', (e) => `${said(e, 'vm')} on ${said(e, 'host')} is reset`),
  VmGuestShutdownEvent: row(
    'info',
    'Guest OS shut down',
    (e) => `Guest OS shut down for ${said(e, 'vm')} on ${said(e, 'host')}`,
  ),
  VmCreatedEvent: row('info', 'VM created', (e) => `Created virtual machine ${said(e, 'vm')} on ${said(e, 'host')}`),
  VmRemovedEvent: row('info', 'VM removed', (e) => `Removed ${said(e, 'vm')} on ${said(e, 'host')}`),
  VmRenamedEvent: row(
    'info',
    'VM renamed',
    (e) => `Renamed ${said(e, 'vm')} from ${said(e, 'oldName')} to ${said(e, 'newName')}`,
  ),
  VmRegisteredEvent: row('info', 'VM registered', (e) => `Registered ${said(e, 'vm')} on ${said(e, 'host')}`),
  VmClonedEvent: row('info', 'VM cloned', (e) => `${said(e, 'sourceVm')} cloned to ${said(e, 'vm')}`),
  VmBeingCreatedEvent: row('info', 'Creating VM', (e) => `Creating ${said(e, 'vm')} on host ${said(e, 'host')}`),
  VmDeployedEvent: row('info', 'VM deployed', (e) => `Template ${said(e, 'srcTemplate')} deployed to ${said(e, 'vm')}`),
  VmStartingEvent: row('info', 'VM starting', (e) => `${said(e, 'vm')} on host ${said(e, 'host')} is starting`),
  VmResumingEvent: row('info', 'VM resuming', (e) => `${said(e, 'vm')} on ${said(e, 'host')} is resumed`),
  VmStoppingEvent: row('info', 'VM stopping', (e) => `${said(e, 'vm')} on ${said(e, 'host')} is stopping`),
  VmSuspendingEvent: row('info', 'VM being suspended', (e) => `${said(e, 'vm')} is being suspended`),
  VmGuestRebootEvent: row('info', 'Guest reboot', (e) => `Guest OS reboot for ${said(e, 'vm')} on ${said(e, 'host')}`),
  VmGuestStandbyEvent: row(
    'info',
    'Guest standby',
    (e) => `Guest OS standby for ${said(e, 'vm')} on ${said(e, 'host')}`,
  ),
  VmMigratedEvent: row(
    'info',
    'VM migrated',
    (e) =>
      `Migration of virtual machine ${said(e, 'vm')} from ${said(e, 'sourceHost')} to ${said(e, 'host')} completed`,
  ),
  VmRelocatedEvent: row(
    'info',
    'VM relocated',
    (e) => `Completed the relocation of the virtual machine ${said(e, 'vm')}`,
  ),
  VmResourcePoolMovedEvent: row(
    'info',
    'VM resource pool moved',
    (e) => `Moved ${said(e, 'vm')} from resource pool ${said(e, 'oldParent')} to ${said(e, 'newParent')}`,
  ),
  VmUpgradingEvent: row(
    'info',
    'Upgrading VM',
    (e) => `Upgrading virtual hardware on ${said(e, 'vm')} to version ${said(e, 'version')}`,
  ),
  VmUpgradeCompleteEvent: row(
    'info',
    'VM upgraded',
    (e) => `Virtual machine compatibility of ${said(e, 'vm')} upgraded to ${said(e, 'version')}`,
  ),
  VmAcquiredTicketEvent: row(
    'info',
    'VM acquired ticket',
    (e) => `A ticket for ${said(e, 'vm')} of type ${said(e, 'ticketType')} has been acquired`,
  ),
  VmAcquiredMksTicketEvent: row(
    'info',
    'VM acquired MKS ticket',
    (e) => `Remote access for ${said(e, 'vm')} on ${said(e, 'host')} has been acquired`,
  ),
  ResourcePoolCreatedEvent: row(
    'info',
    'Resource pool created',
    (e) => `Created resource pool ${said(e, 'resourcePool')} in ${said(e, 'parent')}`,
  ),
  ResourcePoolDestroyedEvent: row(
    'info',
    'Resource pool deleted',
    (e) => `Removed resource pool ${said(e, 'resourcePool')}`,
  ),
  ResourcePoolMovedEvent: row(
    'info',
    'Resource pool moved',
    (e) => `Moved resource pool ${said(e, 'resourcePool')} from ${said(e, 'oldParent')} to ${said(e, 'newParent')}`,
  ),
  ResourcePoolReconfiguredEvent: row(
    'info',
    'Resource pool reconfigured',
    (e) => `Updated configuration for ${said(e, 'resourcePool')}`,
  ),
  ClusterCreatedEvent: row(
    'info',
    'Cluster created',
    (e) => `Created cluster ${said(e, 'computeResource')} in folder ${said(e, 'parent')}`,
  ),
  ClusterDestroyedEvent: row('info', 'Cluster deleted', (e) => `Removed cluster ${said(e, 'computeResource')}`),
  ClusterReconfiguredEvent: row(
    'info',
    'Cluster reconfigured',
    (e) => `Cluster ${said(e, 'computeResource')} was reconfigured`,
  ),
  DrsEnabledEvent: row(
    'info',
    'DRS enabled',
    (e) => `Enabled DRS on ${said(e, 'computeResource')} with automation level ${said(e, 'behavior')}`,
  ),
  DrsDisabledEvent: row('info', 'DRS disabled', (e) => `Disabled DRS on cluster ${said(e, 'computeResource')}`),
  DasEnabledEvent: row(
    'info',
    'vSphere HA enabled for cluster',
    (e) => `vSphere HA is enabled for cluster ${said(e, 'computeResource')}`,
  ),
  DasDisabledEvent: row(
    'info',
    'vSphere HA disabled for cluster',
    (e) => `vSphere HA is disabled for cluster ${said(e, 'computeResource')}`,
  ),
  DatacenterCreatedEvent: row(
    'info',
    'Datacenter created',
    (e) => `Created datacenter ${said(e, 'datacenter')} in folder ${said(e, 'parent')}`,
  ),
  DatacenterRenamedEvent: row(
    'info',
    'Datacenter renamed',
    (e) => `Renamed datacenter from ${said(e, 'oldName')} to ${said(e, 'newName')}`,
  ),
  DatastoreRenamedEvent: row(
    'info',
    'Datastore renamed',
    (e) => `Renamed datastore from ${said(e, 'oldName')} to ${said(e, 'newName')}`,
  ),
  CustomFieldDefRenamedEvent: row(
    'info',
    'Custom field definition renamed',
    (e) => `Renamed field definition from ${said(e, 'name')} to ${said(e, 'newName')}`,
  ),
  CustomFieldDefRemovedEvent: row(
    'info',
    'Custom field definition removed',
    (e) => `Removed field definition ${said(e, 'name')}`,
  ),
  CustomFieldValueChangedEvent: row(
    'info',
    'Custom field value changed',
    (e) => `Changed custom field ${said(e, 'name')} on ${said(e, 'entity')} to '${said(e, 'value')}'`,
  ),
  EnteringMaintenanceModeEvent: row(
    'info',
    'Entering maintenance mode',
    (e) => `Host ${said(e, 'host')} has started to enter maintenance mode`,
  ),
  EnteredMaintenanceModeEvent: row(
    'info',
    'Entered maintenance mode',
    (e) => `Host ${said(e, 'host')} has entered maintenance mode`,
  ),
  ExitMaintenanceModeEvent: row(
    'info',
    'Exit maintenance mode',
    (e) => `Host ${said(e, 'host')} has exited maintenance mode`,
  ),
  HostShutdownEvent: row('info', 'Host shut down', (e) => `Shut down of ${said(e, 'host')}: ${said(e, 'reason')}`),
  DrsVmMigratedEvent: row(
    'info',
    'DRS VM migrated',
    (e) => `DRS migrated ${said(e, 'vm')} from ${said(e, 'sourceHost')} to ${said(e, 'host')}`,
  ),
  HostConnectedEvent: row('info', 'Host connected', (e) => `Connected to ${said(e, 'host')}`),
  HostDisconnectedEvent: row('info', 'Host disconnected', (e) => `Disconnected from ${said(e, 'host')}`),
  HostConnectionLostEvent: row('error', 'Host connection lost', (e) => `Host ${said(e, 'host')} is not responding`),
  PermissionAddedEvent: row(
    'info',
    'Permission added',
    (e) => `Permission created for ${said(e, 'principal')} on ${said(e, 'entity')}, role is ${said(e, 'role')}`,
  ),
  PermissionUpdatedEvent: row(
    'info',
    'Permission updated',
    (e) => `Permission changed for ${said(e, 'principal')} on ${said(e, 'entity')}, role is ${said(e, 'role')}`,
  ),
  PermissionRemovedEvent: row(
    'info',
    'Permission removed',
    (e) => `Permission rule removed for ${said(e, 'principal')} on ${said(e, 'entity')}`,
  ),
  RoleAddedEvent: row('info', 'Role added', (e) => `New role ${said(e, 'role')} created`),
  RoleUpdatedEvent: row('info', 'Role updated', (e) => `Modified role ${said(e, 'role')}`),
  RoleRemovedEvent: row('info', 'Role removed', (e) => `Role ${said(e, 'role')} removed`),
  AccountCreatedEvent: row(
    'info',
    'Account created',
    (e) => `Account ${accountId(e)} was created on host ${said(e, 'host')}`,
  ),
  AccountUpdatedEvent: row(
    'info',
    'Account updated',
    (e) => `Account ${accountId(e)} was updated on host ${said(e, 'host')}`,
  ),
  AccountRemovedEvent: row(
    'info',
    'Account removed',
    (e) => `Account ${said(e, 'account')} was removed on host ${said(e, 'host')}`,
  ),
  DvsReconfiguredEvent: row(
    'info',
    'vSphere Distributed Switch reconfigured',
    (e) => `The vSphere Distributed Switch ${said(e, 'dvs')} was reconfigured`,
  ),
  DVPortgroupReconfiguredEvent: row(
    'info',
    'Distributed virtual port group reconfigured',
    (e) => `Distributed virtual port group ${said(e, 'net')} was reconfigured`,
  ),
  DVPortgroupCreatedEvent: row(
    'info',
    'Distributed virtual port group created',
    (e) => `Distributed virtual port group ${said(e, 'net')} was added to switch`,
  ),
  DVPortgroupDestroyedEvent: row(
    'info',
    'Distributed virtual port group deleted',
    (e) => `Distributed virtual port group ${said(e, 'net')} was deleted`,
  ),
  DvsPortReconfiguredEvent: row(
    'info',
    'Distributed virtual switch ports reconfigured',
    (e) => `Ports ${said(e, 'portKey')} were reconfigured`,
  ),
  DvsCreatedEvent: row(
    'info',
    'vSphere Distributed Switch created',
    (e) => `A vSphere Distributed Switch ${said(e, 'dvs')} was created`,
  ),
  DvsDestroyedEvent: row(
    'info',
    'vSphere Distributed Switch deleted',
    (e) => `vSphere Distributed Switch ${said(e, 'dvs')} was deleted`,
  ),
  DvsRenamedEvent: row(
    'info',
    'vSphere Distributed Switch renamed',
    (e) => `The vSphere Distributed Switch ${said(e, 'oldName')} was renamed to ${said(e, 'newName')}`,
  ),
  DvsHostJoinedEvent: row(
    'info',
    'Host joined the vSphere Distributed Switch',
    (e) => `The host ${said(e, 'hostJoined')} joined the vSphere Distributed Switch ${said(e, 'dvs')}`,
  ),
  DvsHostLeftEvent: row(
    'info',
    'Host left the vSphere Distributed Switch',
    (e) => `The host ${said(e, 'hostLeft')} left the vSphere Distributed Switch ${said(e, 'dvs')}`,
  ),
  DvsPortCreatedEvent: row(
    'info',
    'Distributed virtual switch ports created',
    (e) => `New ports were created in the vSphere Distributed Switch ${said(e, 'dvs')}`,
  ),
  DvsPortDeletedEvent: row(
    'info',
    'Distributed virtual switch ports deleted',
    (e) => `Ports were deleted in the vSphere Distributed Switch ${said(e, 'dvs')}`,
  ),
  DvsPortConnectedEvent: row(
    'info',
    'Distributed virtual switch port connected',
    (e) => `The port ${said(e, 'portKey')} was connected in the vSphere Distributed Switch ${said(e, 'dvs')}`,
  ),
  DvsPortDisconnectedEvent: row(
    'info',
    'Distributed virtual switch port disconnected',
    (e) => `The port ${said(e, 'portKey')} was disconnected in the vSphere Distributed Switch ${said(e, 'dvs')}`,
  ),
  DvsPortBlockedEvent: row(
    'info',
    'Distributed virtual switch port blocked',
    (e) => `The port ${said(e, 'portKey')} was blocked in the vSphere Distributed Switch ${said(e, 'dvs')}`,
  ),
  DvsPortUnblockedEvent: row(
    'info',
    'Distributed virtual switch port unblocked',
    (e) => `The port ${said(e, 'portKey')} was unblocked in the vSphere Distributed Switch ${said(e, 'dvs')}`,
  ),
  DVPortgroupRenamedEvent: row(
    'info',
    'Distributed virtual port group renamed',
    (e) => `Distributed virtual port group ${said(e, 'oldName')} was renamed to ${said(e, 'newName')}`,
  ),
  NetworkRollbackEvent: row(
    'error',
    'Network configuration rolled back',
    (e) =>
      `Network configuration on the host ${said(e, 'host')} is rolled back: ${said(e, 'methodName')} would disconnect it from vCenter Server`,
  ),
  GeneralUserEvent: row('user', 'General user event', (e) => said(e, 'message')),
  CustomFieldDefAddedEvent: row(
    'info',
    'Custom field definition added',
    (e) => `Created new custom field definition ${said(e, 'name')}`,
  ),
  EventEx: row('info', 'Extended event', (e) => said(e, 'message')),
}

function taskName(event: Fields): string {
  const info = event['info']
  return typeof info === 'object' && info !== null ? String((info as Fields)['descriptionId']) : ''
}

function accountId(event: Fields): string {
  const spec = event['spec']
  return typeof spec === 'object' && spec !== null ? String((spec as Fields)['id']) : ''
}
