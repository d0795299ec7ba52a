import type { Release } from '@sakimori/core/model'
import { bool, choice, int, rowsOf, str, type OptionRow, type OptionSource } from './option-row.ts'

const LEVELS = ['none', 'error', 'warning', 'info', 'verbose', 'trivia']
const receivers = [1, 2, 3, 4]

/**
 * Advanced settings of vCenter Server. Defaults: Security Configuration Guides 7.0 to 9.1 for those that they name, the
 * rest as the vSphere Client shows them after an installation. vCenter Server keeps numbers in 32 bits, and what comes
 * from vpxd.cfg (`config.*`, `vpxd.*`) as text.
 */
const sources: readonly OptionSource[] = [
  str('VirtualCenter.InstanceName', 'The name of this vCenter Server', 'localhost'),
  int('VirtualCenter.LDAPAdminPrincipalCheck', 'Minutes between checks of directory principals', 1440),
  int('VirtualCenter.MaxDBConnection', 'Most connections to the database', 50, [1, 1000]),
  int('VirtualCenter.VimPasswordExpirationInDays', 'Days after which the password of vpxuser is changed', 30, [0, 999]),
  bool('VirtualCenter.VimWebServicesEnabled', 'Whether the web services are on', true),
  int('client.timeout.long', 'Seconds for long operations of clients', 120),
  int('client.timeout.normal', 'Seconds for operations of clients', 30),
  choice('config.log.level', 'Detail of the log of vpxd', LEVELS, 'info'),
  str('config.nfc.useSSL', 'Whether network file copy is encrypted', 'true', { until: '6.5' }),
  str('config.vpxd.enableDebugBrowse', 'Whether the managed object browser answers', 'true', { until: '6.7' }),
  int('config.vpxd.hostPasswordLength', 'Length of the password of vpxuser', 32, [1, 128]),
  str('config.vpxd.macAllocScheme.prefixScheme.prefix', 'Prefix of generated MAC addresses', '005056'),
  str('config.vpxd.network.rollback', 'Whether a change that cuts a host off is taken back', 'true'),
  str('config.vpxd.sso.default.admin', 'The first administrator', 'Administrator@vsphere.local'),
  str('config.vpxd.sso.default.isGroup', 'Whether that is a group', 'false'),
  str('config.vpxd.sso.enabled', 'Whether single sign-on is used', 'true'),
  str('config.vpxd.stats.maxQueryMetrics', 'Most metrics in a query', '64'),
  str('config.vmacore.threadPool.TaskMax', 'Most worker threads', '90'),
  str('etc.issue', 'Text before a login to the appliance'),
  int('event.batchsize', 'Events that are written at a time', 2000),
  int('event.maxAge', 'Days for which events are kept', 30),
  bool('event.maxAgeEnabled', 'Whether old events are removed', true),
  choice('log.level', 'Detail of the log', LEVELS, 'info'),
  str('mail.sender', 'Sender of mails'),
  str('mail.smtp.password', 'Password at the mail server (never shown)'),
  int('mail.smtp.port', 'Port of the mail server', 25, [1, 65535]),
  str('mail.smtp.server', 'Mail server'),
  str('mail.smtp.username', 'User at the mail server'),
  ...receivers.flatMap((number) => [
    str(`snmp.receiver.${number}.community`, `Community of trap receiver ${number}`, number === 1 ? 'public' : ''),
    bool(`snmp.receiver.${number}.enabled`, `Whether trap receiver ${number} is on`, number === 1),
    str(`snmp.receiver.${number}.name`, `Address of trap receiver ${number}`, number === 1 ? 'localhost' : ''),
    int(`snmp.receiver.${number}.port`, `Port of trap receiver ${number}`, 162, [1, 65535]),
  ]),
  int('task.maxAge', 'Days for which tasks are kept', 30),
  bool('task.maxAgeEnabled', 'Whether old tasks are removed', true),
  int('vpxd.certmgmt.certs.daysValid', 'Days for which a certificate of a host is valid', 1825, [1, 3650]),
  int('vpxd.certmgmt.certs.hardThreshold', 'Days before the end at which an alarm is raised', 30),
  int('vpxd.certmgmt.certs.minutesBefore', 'Minutes by which a certificate is dated back', 1440, [0, 4320]),
  int('vpxd.certmgmt.certs.pollIntervalDays', 'Days between looks at certificates', 5),
  int('vpxd.certmgmt.certs.softThreshold', 'Days before the end at which a warning is raised', 240),
  str('vpxd.certmgmt.certs.cn.country', 'Country in certificates of hosts', 'US'),
  str('vpxd.certmgmt.certs.cn.email', 'Mail address in certificates of hosts', 'vmca@vmware.com'),
  str('vpxd.certmgmt.certs.cn.localityName', 'Town in certificates of hosts', 'Palo Alto'),
  str('vpxd.certmgmt.certs.cn.organizationalUnitName', 'Department in certificates of hosts', 'VMware Engineering'),
  str('vpxd.certmgmt.certs.cn.state', 'State in certificates of hosts', 'California'),
  choice('vpxd.certmgmt.mode', 'Who signs the certificates of hosts', ['vmca', 'custom', 'thumbprint'], 'vmca'),
  str('vpxd.event.syslog.enabled', 'Whether events go to syslog', { '7.0': 'true' }),
  str('vpxd.filter.hostRescanFilter', 'Whether hosts scan for a datastore that another one made', 'true'),
  int('vpxd.httpClientIdleTimeout', 'Idle seconds of a connection to a host', 900),
]

const made = new Map<Release, readonly OptionRow[]>()

/** The advanced settings that a freshly installed vCenter Server of a release has. */
export function vcenterOptionRows(release: Release): readonly OptionRow[] {
  const ready = made.get(release)
  if (ready) return ready
  const rows = rowsOf(sources, release)
  made.set(release, rows)
  return rows
}
