import { hostOptionTypes, type HostOption } from '../control/index.ts'
import { inSpan, type Release, type Span } from '../model/index.ts'
import { versionOf } from './draft.ts'
import { moreOptions } from './good-host-more.ts'
import { goodAnchor, goodCertificate, goodOffers, goodPeer } from './good-certificate.ts'
import { buildOf } from './good-build.ts'
import { goodRights } from './good-rights.ts'
import { goodEsxcli } from './good-esxcli.ts'

/** What a well-kept host answers. */
export function goodHostValues(release: Release, index: number): Record<string, unknown> {
  const name = `esx${index + 1}.example.test`
  return {
    'config.product': {
      _typeName: 'AboutInfo',
      version: versionOf[release],
      build: buildOf[release].esx,
      productLineId: 'embeddedEsx',
    },
    'config.option': [...goodOptions(release), ...moreOptions],
    'config.service.service': goodServices(release),
    'config.firewall.defaultPolicy': {
      _typeName: 'HostFirewallDefaultPolicy',
      incomingBlocked: true,
      outgoingBlocked: true,
    },
    'config.firewall.ruleset': goodRulesets(release),
    'config.lockdownMode': 'lockdownNormal',
    'config.dateTimeInfo': {
      _typeName: 'HostDateTimeInfo',
      ntpConfig: { _typeName: 'HostNtpConfig', server: ['ntp1.example.test', 'ntp2.example.test'] },
    },
    'config.authenticationManagerInfo': {
      _typeName: 'HostAuthenticationManagerInfo',
      authConfig: [
        { _typeName: 'HostLocalAuthenticationInfo', enabled: true },
        { _typeName: 'HostActiveDirectoryInfo', enabled: false, smartCardAuthenticationEnabled: true },
      ],
    },
    'config.certificate#parsed': goodCertificate(name),
    'config.network.dnsConfig': {
      _typeName: 'HostDnsConfig',
      address: ['10.0.0.53', '10.0.1.53'],
      hostName: `esx${index + 1}`,
      domainName: 'example.test',
    },
    'summary.config.sslThumbprint': goodCertificate(name).fingerprint1,
    'runtime.connectionState': 'connected',
    'tls:443': { ...goodPeer(name), address: `10.0.0.${11 + index}` },
    'tls:443#offers': goodOffers,
    'tls:443#anchor': goodAnchor,
    'HostAccessManager.QueryLockdownExceptions()': [],
    'HostImageConfigManager.HostImageConfigGetAcceptance()': 'partner',
    'HostImageConfigManager.fetchSoftwarePackages()': [
      { name: 'esx-base', version: `${versionOf[release]}-0.0.${buildOf[release].esx}` },
    ],
    ...goodEsxcli(release),
  }
}

/** What a well-kept vCenter Server answers. */
export function goodVcenterValues(release: Release): Record<string, unknown> {
  const setting = (key: string, value: unknown) => ({ _typeName: 'OptionValue', key, value })
  const int = (value: number) => ({ _typeName: 'int', _value: value })
  return {
    'content.about': {
      _typeName: 'AboutInfo',
      version: versionOf[release],
      build: buildOf[release].vcenter,
      productLineId: 'vpx',
      apiType: 'VirtualCenter',
    },
    'OptionManager.setting': [
      setting('VirtualCenter.VimPasswordExpirationInDays', int(30)),
      setting('config.log.level', 'info'),
      setting('config.vpxd.enableDebugBrowse', 'false'),
      setting('config.vpxd.hostPasswordLength', int(32)),
      setting('config.vpxd.sso.default.admin', 'Administrator@vsphere.local'),
      setting('etc.issue', 'Authorised use only. 許可のない使用を禁じる。'),
      setting('event.maxAge', int(30)),
      setting('event.maxAgeEnabled', true),
      setting('mail.smtp.server', ''),
      ...[1, 2, 3, 4].map((number) => setting(`snmp.receiver.${number}.enabled`, false)),
      setting('task.maxAge', int(30)),
      setting('task.maxAgeEnabled', true),
      setting('vpxd.certmgmt.mode', 'vmca'),
      setting('vpxd.event.syslog.enabled', 'true'),
    ],
    'tls:443': goodPeer('vc.example.test'),
    'tls:443#offers': goodOffers,
    'tls:443#anchor': goodAnchor,
    'tls:5480#offers': { ...goodOffers, port: 5480 },
    'tls:636#offers': { ...goodOffers, port: 636 },
    ...goodRights,
  }
}

/** The value of each option, where the releases differ with the span of each value; a release without one has no such option. */
const OPTIONS: Readonly<Record<HostOption, OptionSample | readonly (readonly [Span, OptionSample])[]>> = {
  'Annotations.WelcomeMessage': 'Authorised use only. 許可のない使用を禁じる。',
  'Config.Etc.issue': 'Authorised use only. 許可のない使用を禁じる。',
  'Config.HostAgent.log.level': 'info',
  'Config.HostAgent.plugins.hostsvc.esxAdminsGroup': 'Hypervisor Operators',
  'Config.HostAgent.plugins.hostsvc.esxAdminsGroupAutoAdd': false,
  'Config.HostAgent.plugins.solo.enableMob': false,
  'Config.HostAgent.plugins.vimsvc.authValidateInterval': 90,
  'Config.HostAgent.plugins.vmsvc.allowForensicSnapshots': [['9.0..9.1', false]],
  'Config.HostAgent.vmacore.soap.sessionTimeout': 30,
  'DCUI.Access': 'root',
  'Mem.EncryptTierNvme': [['9.0..9.1', 1]],
  'Mem.MemEagerZero': [['7.0..9.1', 1]],
  'Mem.ShareForceSalting': 2,
  'Migrate.VMotionEncryptionOffload': [['9.0..9.1', 1]],
  'Net.BMCNetworkEnable': [['8.0..9.1', 0]],
  'Net.BlockGuestBPDU': 1,
  'Net.DVFilterBindIpAddress': '',
  'Net.ReversePathFwdCheckPromisc': 1,
  'ScratchConfig.CurrentScratchLocation': '/vmfs/volumes/local/.locker',
  'Security.AccountLockFailures': 5,
  'Security.AccountUnlockTime': 900,
  'Security.PasswordHistory': [['6.7..9.1', 5]],
  'Security.PasswordMaxDays': [['7.0..9.1', 99_999]],
  'Security.PasswordQualityControl': [
    ['6.5..8.0', 'similar=deny retry=3 min=disabled,disabled,disabled,disabled,15'],
    ['9.0', 'random=0 similar=deny retry=3 min=disabled,disabled,disabled,disabled,15'],
    ['9.1', 'UNUSED'],
  ],
  'Security.PasswordQualityControlPwquality': [
    ['9.1', 'retry=3 dcredit=-1 ucredit=-1 lcredit=-1 ocredit=-1 minlen=15 difok=4 enforce_for_root'],
  ],
  'Syslog.global.auditRecord.remoteEnable': [['7.0..9.1', true]],
  'Syslog.global.auditRecord.storageCapacity': [['7.0..9.1', 100]],
  'Syslog.global.auditRecord.storageDirectory': [['7.0..9.1', '[local] auditLog']],
  'Syslog.global.auditRecord.storageEnable': [['7.0..9.1', true]],
  'Syslog.global.certificate.checkSSLCerts': [['7.0..9.1', true]],
  'Syslog.global.certificate.strictX509Compliance': [['7.0..9.1', true]],
  'Syslog.global.logCheckSSLCerts': [['7.0', true]],
  'Syslog.global.logDir': '[] /scratch/log',
  'Syslog.global.logHost': 'ssl://log.example.test:1514',
  'Syslog.global.logLevel': [['7.0..9.1', 'info']],
  'User.execInstalledOnly': [['8.0..9.1', 1]],
  'UserVars.DcuiTimeOut': 600,
  'UserVars.ESXiShellInteractiveTimeOut': 900,
  'UserVars.ESXiShellTimeOut': 600,
  'UserVars.ESXiVPsDisabledProtocols': 'sslv3,tlsv1,tlsv1.1',
  'UserVars.HostClientCEIPOptIn': 2,
  'UserVars.HostClientSessionTimeout': [['6.7..9.1', 900]],
  'UserVars.SuppressHyperthreadWarning': [['6.7..9.1', 0]],
  'UserVars.SuppressShellWarning': 0,
  'VMkernel.Boot.execInstalledOnly': true,
}

type OptionSample = string | number | boolean

function goodOptions(release: Release): unknown[] {
  return Object.entries(OPTIONS).flatMap(([key, sample]) => {
    const value = Array.isArray(sample) ? sample.find(([span]) => inSpan(release, span))?.[1] : sample
    if (value === undefined) return []
    const boxed = typeof value === 'number' ? { _typeName: hostOptionTypes[key as HostOption], _value: value } : value
    return [{ _typeName: 'OptionValue', key, value: boxed }]
  })
}

function goodServices(release: Release): unknown[] {
  const service = (key: string, running: boolean) => ({
    _typeName: 'HostService',
    key,
    label: key,
    running,
    policy: running ? 'on' : 'off',
  })
  return [
    service('TSM', false),
    service('TSM-SSH', false),
    service('DCUI', true),
    service('ntpd', true),
    service('snmpd', false),
    // Gone from 9.0.
    ...(inSpan(release, '6.5..8.0') ? [service('slpd', false), service('sfcbd-watchdog', false)] : []),
  ]
}

function goodRulesets(release: Release): unknown[] {
  const ruleset = (key: string, enabled: boolean, allIp: boolean, more: Record<string, unknown> = {}) => ({
    _typeName: 'HostFirewallRuleset',
    key,
    label: key,
    required: false,
    rule: [],
    enabled,
    allowedHosts: {
      _typeName: 'HostFirewallRulesetIpList',
      ipAddress: [],
      ipNetwork: allIp ? [] : [{ _typeName: 'HostFirewallRulesetIpNetwork', network: '192.0.2.0', prefixLength: 24 }],
      allIp,
    },
    ...more,
  })
  return [
    ruleset('sshServer', false, true),
    ruleset('vSphereClient', true, false),
    ruleset('nfsClient', true, true),
    // From 8.0 Update 2 on some rule sets belong to the system.
    ...(inSpan(release, '8.0..9.1') ? [ruleset('vSAN', true, true, { ipListUserConfigurable: false })] : []),
  ]
}
