import { first, type Spoiler } from '../draft.ts'
import { samplePermission, sampleRole } from '../good-rights.ts'

const addTo =
  (path: string, entry: Record<string, unknown>): Spoiler =>
  (draft) => {
    const { values } = first(draft, 'ServiceInstance')
    values[path] = [...(values[path] as unknown[]), entry]
  }

const permission = (...parts: Parameters<typeof samplePermission>) =>
  addTo('AuthorizationManager.RetrieveAllPermissions()', samplePermission(...parts))

const role = (...parts: Parameters<typeof sampleRole>) => addTo('AuthorizationManager.roleList', sampleRole(...parts))

/** A principal of the directory with a role of its own, on the whole datacenter unless said otherwise. */
const granted =
  (privilege: string, more: Readonly<Record<string, unknown>> = {}): Spoiler =>
  (draft) => {
    role(1099, '特別', [privilege])(draft)
    permission('CORP\\someone', 1099, { entity: { type: 'Datacenter', value: 'datacenter-2' }, ...more })(draft)
  }

/** For each control of permissions and extensions, one change that makes it fail. */
export const vcenterRightsSpoilers: Readonly<Record<string, Spoiler>> = {
  'vcenter.administrators-from-sso': permission('CORP\\vSphere Admins', -1),
  'vcenter.administrators-not-of-systems': permission('CORP\\Domain Admins', -1, {
    entity: { type: 'VirtualMachine', value: 'vm-100' },
  }),
  'vcenter.root-rights-approved': permission('svc-monitor@corp', 1001),
  'vcenter.guest-reach-narrow': granted('VirtualMachine.GuestOperations.Execute'),
  'vcenter.network-assignment-narrow': granted('Network.Assign', { entity: { type: 'Folder', value: 'group-n6' } }),
  'vcenter.console-rights-narrow': granted('VirtualMachine.Interact.ConsoleInteract'),
  'vcenter.permissions-to-groups': granted('VirtualMachine.Interact.PowerOn', { group: false }),
  'vcenter.service-rights-with-services': granted('Sessions.ImpersonateUser'),
  'vcenter.crypto-rights-approved': granted('Cryptographer.Decrypt'),
  'vcenter.crypto-roles': role(1099, '特別', ['Cryptographer.Decrypt']),
  'vcenter.extensions-approved': addTo('ExtensionManager.extensionList', {
    _typeName: 'Extension',
    key: 'com.example.backup',
    company: 'Example',
    version: '1.0',
  }),
}

const ALARMS = 'AlarmManager.GetAlarm()'

/** Takes an event out of every alarm. */
const unwatched =
  (event: string): Spoiler =>
  (draft) => {
    const { values } = first(draft, 'ServiceInstance')
    values[ALARMS] = JSON.parse(JSON.stringify(values[ALARMS]).replaceAll(event, 'some.other.event'))
  }

/** For each control of alarms and of the use of accounts, one change that makes it fail. */
export const vcenterUsageSpoilers: Readonly<Record<string, Spoiler>> = {
  'vcenter.alarm-account-changes': unwatched('com.vmware.sso.PrincipalManagement'),
  'vcenter.alarm-remote-logging-failure': unwatched('esx.problem.vmsyslogd.remote.failure'),
  'vcenter.alarm-permission-changes': unwatched('vim.event.PermissionRemovedEvent'),
  'vcenter.alarm-site-events': unwatched('esx.audit.ssh.enabled'),
  'vcenter.built-in-administrator-rests': (draft) => {
    first(draft, 'ServiceInstance').values['EventManager.QueryEvents()#administratorLogins'] = {
      accounts: ['Administrator@vsphere.local'],
      complete: true,
      days: ['02', '03', '04', '05', '06'].map((day) => ({ day: `2026-11-${day}`, logins: 4 })),
    }
  },
  'vcenter.service-account-per-application': addTo('SessionManager.sessionList', {
    userName: 'CORP\\svc-backup',
    userAgent: 'monitor/3.2',
    ipAddress: '192.0.2.42',
  }),
}
