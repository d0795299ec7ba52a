import type { Release } from '@sakimori/core/model'
import type { Plain } from '../releases/option-row.ts'
import type { ServiceSetting } from '../releases/services.ts'

/** What is shown before a login. */
export const NOTICE =
  'Authorised use only. All activity is recorded. / 許可された者だけが利用できる。操作はすべて記録される。'

/** The advanced options that a careful company changes on every host; those that a release lacks are passed over. */
export function hardenedOptions(release: Release, logHost: string): Readonly<Record<string, Plain>> {
  const rules = 'similar=deny retry=3 min=disabled,disabled,disabled,disabled,15'
  return {
    'Annotations.WelcomeMessage': NOTICE,
    'Config.Etc.issue': NOTICE,
    'Config.HostAgent.plugins.hostsvc.esxAdminsGroup': 'Virtual Platform Operators',
    'Config.HostAgent.plugins.hostsvc.esxAdminsGroupAutoAdd': false,
    'Config.HostAgent.plugins.vimsvc.authValidateInterval': 90,
    'Mem.EncryptTierNvme': 1,
    'Mem.MemEagerZero': 1,
    'Net.BMCNetworkEnable': 0,
    'Net.BlockGuestBPDU': 1,
    'Net.ReversePathFwdCheckPromisc': 1,
    'Security.AccountLockFailures': 5,
    'Security.AccountUnlockTime': 900,
    'Security.PasswordHistory': 5,
    'Security.PasswordMaxDays': 99_999,
    'Security.PasswordQualityControl': release === '9.0' ? `random=0 ${rules}` : release === '9.1' ? 'UNUSED' : rules,
    'Security.PasswordQualityControlPwquality':
      'retry=3 dcredit=-1 ucredit=-1 lcredit=-1 ocredit=-1 minlen=15 difok=4 enforce_for_root',
    'Syslog.global.auditRecord.remoteEnable': true,
    'Syslog.global.auditRecord.storageCapacity': 100,
    'Syslog.global.auditRecord.storageEnable': true,
    'Syslog.global.certificate.strictX509Compliance': true,
    'Syslog.global.logDirUnique': true,
    'Syslog.global.logHost': logHost,
    'UserVars.ESXiShellInteractiveTimeOut': 900,
    'UserVars.ESXiShellTimeOut': 600,
    'UserVars.ESXiVPsDisabledProtocols': 'sslv3,tlsv1,tlsv1.1',
    'UserVars.HostClientCEIPOptIn': 2,
    'VMkernel.Boot.execInstalledOnly': true,
    'VMkernel.Boot.hyperthreadingMitigation': true,
  }
}

/** The services that it switches off, and the clock that it switches on. */
export const hardenedServices: Readonly<Record<string, ServiceSetting>> = {
  ntpd: { running: true, policy: 'on' },
  'sfcbd-watchdog': { running: false, policy: 'off' },
  slpd: { running: false, policy: 'off' },
  snmpd: { running: false, policy: 'off' },
}

/** The keys that it writes into every VM; newer releases need few of them, and lose nothing by the others. */
export const hardenedVmOptions: Readonly<Record<string, string>> = {
  'bios.bootDeviceClasses': 'allow:hd',
  'isolation.device.connectable.disable': 'TRUE',
  'isolation.device.edit.disable': 'TRUE',
  'isolation.tools.copy.disable': 'TRUE',
  'isolation.tools.diskShrink.disable': 'TRUE',
  'isolation.tools.diskWiper.disable': 'TRUE',
  'isolation.tools.dnd.disable': 'TRUE',
  'isolation.tools.hgfsServerSet.disable': 'TRUE',
  'isolation.tools.paste.disable': 'TRUE',
  'isolation.tools.setGUIOptions.enable': 'FALSE',
  'log.keepOld': '10',
  'log.rotateSize': '2048000',
  'mks.enable3d': 'FALSE',
  'tools.guestlib.enableHostInfo': 'FALSE',
  'tools.setInfo.sizeLimit': '1048576',
}
