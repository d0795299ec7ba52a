import { eventAlarm, installedAlarms } from '../releases/alarms.ts'
import { rootFolder } from './company.ts'

/** What vCenter Server was installed with, and what the company added after an audit. */
export const alarms = [
  ...installedAlarms(rootFolder),
  eventAlarm(rootFolder, 'SSO アカウントの変更', ['com.vmware.sso.PrincipalManagement']),
  eventAlarm(rootFolder, 'アクセス許可の変更', [
    'PermissionAddedEvent',
    'PermissionRemovedEvent',
    'PermissionUpdatedEvent',
  ]),
  eventAlarm(rootFolder, 'ホストへのログイン経路の変更', [
    'esx.audit.lockdownmode.disabled',
    'esx.audit.ssh.enabled',
    'esx.audit.shell.enabled',
  ]),
]
