import type { OptionType } from '../value.ts'
import { releases, type EstateRelease } from './releases.ts'

type Plain = string | number | boolean
/** An advanced option with its type on the wire; each value holds from its release on, `until` is the last to have it. */
type Row = {
  readonly key: string
  readonly type: OptionType
  readonly values: Readonly<Partial<Record<EstateRelease, Plain>>>
  readonly until?: EstateRelease
}

const quality = 'retry=3 min=disabled,disabled,disabled,7,7'
const scratch = '[] /scratch'

/** Names, types and defaults of advanced options: Broadcom's Security Configuration Guides 6.5 to 9.1. */
const rows: readonly Row[] = [
  { key: 'Annotations.WelcomeMessage', type: 'string', values: { '6.5': '' } },
  { key: 'Config.Etc.issue', type: 'string', values: { '6.5': '' } },
  { key: 'Config.HostAgent.log.level', type: 'string', values: { '6.5': 'info' } },
  { key: 'Config.HostAgent.plugins.hostsvc.esxAdminsGroup', type: 'string', values: { '6.5': 'ESX Admins' } },
  // 8.0 U3 turned it off (CVE-2024-37085).
  {
    key: 'Config.HostAgent.plugins.hostsvc.esxAdminsGroupAutoAdd',
    type: 'boolean',
    values: { '6.5': true, '8.0': false },
  },
  { key: 'Config.HostAgent.plugins.solo.enableMob', type: 'boolean', values: { '6.5': false } },
  { key: 'Config.HostAgent.plugins.vimsvc.authValidateInterval', type: 'long', values: { '6.5': 1440, '9.0': 90 } },
  { key: 'Config.HostAgent.plugins.vmsvc.allowForensicSnapshots', type: 'boolean', values: { '9.0': false } },
  { key: 'Config.HostAgent.vmacore.soap.sessionTimeout', type: 'long', values: { '6.5': 30 } },
  { key: 'DCUI.Access', type: 'string', values: { '6.5': 'root' } },
  { key: 'Mem.EncryptTierNvme', type: 'long', values: { '9.0': 0 } },
  { key: 'Mem.MemEagerZero', type: 'long', values: { '7.0': 0 } },
  { key: 'Mem.ShareForceSalting', type: 'long', values: { '6.5': 2 } },
  { key: 'Migrate.VMotionEncryptionOffload', type: 'long', values: { '9.0': 1 } },
  { key: 'Net.BlockGuestBPDU', type: 'long', values: { '6.5': 0, '8.0': 1 } },
  { key: 'Net.BMCNetworkEnable', type: 'long', values: { '8.0': 1 } },
  { key: 'Net.DVFilterBindIpAddress', type: 'string', values: { '6.5': '' } },
  { key: 'Net.ReversePathFwdCheckPromisc', type: 'long', values: { '6.5': 0, '9.1': 1 } },
  { key: 'ScratchConfig.CurrentScratchLocation', type: 'string', values: { '6.5': '/vmfs/volumes/LocalDS_0/.locker' } },
  { key: 'Security.AccountLockFailures', type: 'long', values: { '6.5': 10, '7.0': 5 } },
  { key: 'Security.AccountUnlockTime', type: 'long', values: { '6.5': 120, '7.0': 900 } },
  { key: 'Security.PasswordHistory', type: 'long', values: { '6.5': 0, '8.0': 5 } },
  { key: 'Security.PasswordMaxDays', type: 'long', values: { '7.0': 9999, '9.0': 99999 } },
  {
    key: 'Security.PasswordQualityControl',
    type: 'string',
    values: { '6.5': quality, '9.0': `random=0 ${quality}` },
    until: '9.0',
  },
  {
    key: 'Security.PasswordQualityControlPwquality',
    type: 'string',
    values: { '9.1': 'retry=3 dcredit=-1 ucredit=-1 lcredit=-1 ocredit=-1 minlen=7 difok=4 enforce_for_root' },
  },
  { key: 'Syslog.global.auditRecord.remoteEnable', type: 'boolean', values: { '7.0': false } },
  { key: 'Syslog.global.auditRecord.storageCapacity', type: 'long', values: { '7.0': 4 } },
  { key: 'Syslog.global.auditRecord.storageDirectory', type: 'string', values: { '7.0': `${scratch}/auditLog` } },
  { key: 'Syslog.global.auditRecord.storageEnable', type: 'boolean', values: { '7.0': false } },
  { key: 'Syslog.global.certificate.checkSSLCerts', type: 'boolean', values: { '7.0': true } },
  { key: 'Syslog.global.certificate.strictX509Compliance', type: 'boolean', values: { '7.0': false } },
  { key: 'Syslog.global.logDir', type: 'string', values: { '6.5': `${scratch}/log` } },
  { key: 'Syslog.global.logHost', type: 'string', values: { '6.5': '' } },
  { key: 'Syslog.global.logLevel', type: 'string', values: { '7.0': 'error' }, until: '9.0' },
  { key: 'User.execInstalledOnly', type: 'long', values: { '8.0': 1 } },
  { key: 'UserVars.DcuiTimeOut', type: 'long', values: { '6.5': 600 } },
  { key: 'UserVars.ESXiShellInteractiveTimeOut', type: 'long', values: { '6.5': 0 } },
  { key: 'UserVars.ESXiShellTimeOut', type: 'long', values: { '6.5': 0 } },
  {
    key: 'UserVars.ESXiVPsDisabledProtocols',
    type: 'string',
    values: { '6.5': 'sslv3', '6.7': 'sslv3,tlsv1,tlsv1.1' },
    until: '8.0',
  },
  { key: 'UserVars.HostClientCEIPOptIn', type: 'long', values: { '6.5': 0 } },
  { key: 'UserVars.HostClientSessionTimeout', type: 'long', values: { '6.7': 900 } },
  { key: 'UserVars.SuppressHyperthreadWarning', type: 'long', values: { '6.7': 0 } },
  { key: 'UserVars.SuppressShellWarning', type: 'long', values: { '6.5': 0 } },
  { key: 'VMkernel.Boot.execInstalledOnly', type: 'boolean', values: { '6.5': false, '9.0': true } },
]

/** The value in force at a release: of the newest entry not newer than it. */
const valueAt = (values: Row['values'], release: EstateRelease): Plain | undefined =>
  releases
    .slice(0, releases.indexOf(release) + 1)
    .map((one) => values[one])
    .findLast((value) => value !== undefined)

/** The advanced options of a freshly installed host: key → type and value. */
export const defaultEsxOptions = (release: EstateRelease): Map<string, { type: OptionType; value: Plain }> => {
  const options = new Map<string, { type: OptionType; value: Plain }>()
  for (const { key, type, values, until = '9.1' } of rows) {
    const value = valueAt(values, release)
    if (value !== undefined && releases.indexOf(release) <= releases.indexOf(until)) options.set(key, { type, value })
  }
  return options
}
