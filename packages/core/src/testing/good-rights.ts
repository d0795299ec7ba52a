/** A role as `AuthorizationManager.roleList` shows it. */
export const sampleRole = (roleId: number, name: string, privilege: readonly string[]): Record<string, unknown> => ({
  _typeName: 'AuthorizationRole',
  roleId,
  system: roleId < 0,
  name,
  info: { _typeName: 'Description', label: name, summary: name },
  privilege: ['System.Anonymous', 'System.View', 'System.Read', ...privilege],
})

/** A permission, by default on the root folder. */
export const samplePermission = (
  principal: string,
  roleId: number,
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> => ({
  _typeName: 'Permission',
  entity: { type: 'Folder', value: 'group-d1' },
  principal,
  group: true,
  roleId,
  propagate: true,
  ...more,
})

/** An alarm on the root that each of some events raises. */
const sampleAlarm = (name: string, events: readonly string[]): Record<string, unknown> => ({
  name,
  enabled: true,
  entity: { type: 'Folder', value: 'group-d1' },
  expression: {
    _typeName: 'OrAlarmExpression',
    expression: events.map((eventTypeId) => ({
      _typeName: 'EventAlarmExpression',
      eventType: 'EventEx',
      eventTypeId,
      status: 'red',
    })),
  },
})

/** Who may do what with a well-kept vCenter Server, and what is registered with it. */
export const goodRights: Readonly<Record<string, unknown>> = {
  'AuthorizationManager.roleList': [
    sampleRole(-1, 'Admin', ['Authorization.ModifyPermissions', 'Cryptographer.Access', 'Sessions.ImpersonateUser']),
    sampleRole(-2, 'ReadOnly', []),
    sampleRole(-8, 'NoTrustedAdmin', ['Authorization.ModifyPermissions', 'Cryptographer.Access']),
    sampleRole(1001, '運用担当', ['VirtualMachine.Interact.PowerOn', 'VirtualMachine.Interact.ConsoleInteract']),
  ],
  'AuthorizationManager.RetrieveAllPermissions()': [
    samplePermission('VSPHERE.LOCAL\\Administrators', -1),
    samplePermission('CORP\\監査', -2),
    samplePermission('CORP\\運用担当', 1001, { entity: { type: 'ClusterComputeResource', value: 'domain-c8' } }),
  ],
  'ExtensionManager.extensionList': [
    { _typeName: 'Extension', key: 'com.vmware.vim.eam', company: 'VMware, Inc.', version: '8.0.3' },
  ],
  'SessionManager.sessionList': [
    { userName: 'CORP\\k.tanaka', userAgent: 'Mozilla/5.0 (Windows NT 10.0)', ipAddress: '192.0.2.31' },
    { userName: 'CORP\\svc-backup', userAgent: 'backup/12.1', ipAddress: '192.0.2.41' },
  ],
  'EventManager.QueryEvents()#administratorLogins': {
    accounts: ['Administrator@vsphere.local', 'VSPHERE.LOCAL\\Administrator'],
    complete: true,
    days: [{ day: '2026-11-02', logins: 1 }],
  },
  'AlarmManager.GetAlarm()': [
    sampleAlarm('アカウントと権限の変更', [
      'com.vmware.sso.PrincipalManagement',
      'vim.event.PermissionAddedEvent',
      'vim.event.PermissionRemovedEvent',
      'vim.event.PermissionUpdatedEvent',
    ]),
    sampleAlarm('ホストの監査', [
      'esx.problem.vmsyslogd.remote.failure',
      'esx.audit.lockdownmode.disabled',
      'esx.audit.ssh.enabled',
      'esx.audit.shell.enabled',
    ]),
  ],
}
