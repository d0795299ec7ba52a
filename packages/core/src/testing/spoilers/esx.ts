import type { HostOption } from '../../control/index.ts'
import { isRecord } from '../../model/index.ts'
import { first, setOption, type Draft, type Spoiler } from '../draft.ts'
import { goodCertificate, goodPeer, offersWith, oldOffers } from '../good-certificate.ts'

const CERTIFICATE = 'config.certificate#parsed'

/** Sets an advanced option of the first host. */
const option =
  (key: HostOption, value: string | number | boolean): Spoiler =>
  (draft) =>
    setOption(first(draft, 'HostSystem'), 'config.option', key, value)

/** Sets what was read of the first host at a path. */
const value =
  (path: string, read: unknown): Spoiler =>
  (draft) => {
    first(draft, 'HostSystem').values[path] = read
  }

/** Changes fields of the first host's entries with a key. */
const entry =
  (path: string, key: string, fields: Record<string, unknown>): Spoiler =>
  (draft) => {
    const host = first(draft, 'HostSystem')
    host.values[path] = (host.values[path] as unknown[]).map((item) =>
      isRecord(item) && item['key'] === key ? { ...item, ...fields } : item,
    )
  }

const running = (key: string) => entry('config.service.service', key, { running: true })

/** Joins the first host to a domain, where the danger is. */
function joined(draft: Draft): void {
  value('config.authenticationManagerInfo', {
    _typeName: 'HostAuthenticationManagerInfo',
    authConfig: [{ _typeName: 'HostActiveDirectoryInfo', enabled: true, joinedDomain: 'CORP.EXAMPLE.TEST' }],
  })(draft)
}

const inDomain =
  (spoil: Spoiler): Spoiler =>
  (draft) => {
    joined(draft)
    spoil(draft)
  }

const certificate = (fields: Partial<ReturnType<typeof goodCertificate>>): Spoiler =>
  value(CERTIFICATE, { ...goodCertificate('esx1.example.test'), ...fields })

const product = (version: string, build: string): Spoiler =>
  value('config.product', { _typeName: 'AboutInfo', version, build })

/** For each control of hosts, one change that makes it fail. */
export const esxSpoilers: Readonly<Record<string, Spoiler>> = {
  'esx.patch-level': product('9.0.0', '24755229'),
  'esx.supported-release': product('7.0.3', '24784741'),
  'esx.image-booted': value('esxcli:software vib list --rebooting-image', [
    { Name: 'esx-base', Version: '9.1.1-0.0.99999999' },
  ]),
  'esx.acceptance-level': value('HostImageConfigManager.HostImageConfigGetAcceptance()', 'community'),
  'esx.hyperthread-warning': option('UserVars.SuppressHyperthreadWarning', 1),
  'esx.certificate-dates': certificate({ validTo: '2021-06-01T00:00:00.000Z' }),
  'esx.certificate-issuer': certificate({ issuer: 'CN=esx1.example.test', selfIssued: true }),
  'esx.certificate-name': certificate({ subjectAltName: ['DNS:localhost.localdomain'] }),
  'esx.certificate-strength': certificate({ signatureAlgorithm: 'sha1WithRSAEncryption' }),
  'esx.certificate-as-recorded': value('tls:443', goodPeer('impostor.example.test')),
  'esx.certificate-trusted': value('tls:443#anchor', undefined),
  'esx.certificate-own-name': value('config.network.dnsConfig', { address: ['10.0.0.53'], hostName: 'esx7' }),
  'esx.name-address': value('tls:443', { ...goodPeer('esx1.example.test'), address: '10.66.66.66' }),
  'esx.tls-version': value('tls:443#offers', oldOffers),
  'esx.tls-broken-ciphers': value('tls:443#offers', offersWith('TLS_RSA_WITH_3DES_EDE_CBC_SHA')),
  'esx.tls-dated-ciphers': value('tls:443#offers', offersWith('TLS_RSA_WITH_AES_128_GCM_SHA256')),
  'esx.tls-old-versions': option('UserVars.ESXiVPsDisabledProtocols', 'sslv3'),
  'esx.account-lock-failures': option('Security.AccountLockFailures', 0),
  'esx.account-unlock-time': option('Security.AccountUnlockTime', 120),
  'esx.password-history': option('Security.PasswordHistory', 0),
  'esx.password-lifetime': option('Security.PasswordMaxDays', 30),
  'esx.password-quality': option('Security.PasswordQualityControl', 'retry=3 min=disabled,disabled,disabled,7,7'),
  'esx.domain-membership': joined,
  'esx.domain-admins-group': inDomain(option('Config.HostAgent.plugins.hostsvc.esxAdminsGroup', 'ESX Admins')),
  'esx.domain-admins-group-not-added': inDomain(option('Config.HostAgent.plugins.hostsvc.esxAdminsGroupAutoAdd', true)),
  'esx.domain-revalidation': inDomain(option('Config.HostAgent.plugins.vimsvc.authValidateInterval', 1440)),
  'esx.time-synchronised': entry('config.service.service', 'ntpd', { running: false }),
  'esx.firewall-default-policy': value('config.firewall.defaultPolicy', {
    incomingBlocked: true,
    outgoingBlocked: false,
  }),
  'esx.firewall-allowed-addresses': entry('config.firewall.ruleset', 'vSphereClient', {
    allowedHosts: { allIp: true },
  }),
  'esx.ssh-stopped': running('TSM-SSH'),
  'esx.shell-stopped': running('TSM'),
  'esx.slp-stopped': running('slpd'),
  'esx.cim-stopped': running('sfcbd-watchdog'),
  'esx.snmp-stopped': running('snmpd'),
  'esx.console-timeout': option('UserVars.DcuiTimeOut', 0),
  'esx.shell-availability-timeout': option('UserVars.ESXiShellTimeOut', 0),
  'esx.shell-idle-timeout': option('UserVars.ESXiShellInteractiveTimeOut', 0),
  'esx.host-client-timeout': option('UserVars.HostClientSessionTimeout', 0),
  'esx.api-session-timeout': option('Config.HostAgent.vmacore.soap.sessionTimeout', 0),
  'esx.shell-warning': option('UserVars.SuppressShellWarning', 1),
  'esx.mob-off': option('Config.HostAgent.plugins.solo.enableMob', true),
  'esx.console-banner': option('Annotations.WelcomeMessage', ''),
  'esx.ssh-banner': option('Config.Etc.issue', ''),
  'esx.installed-programs-only': option('User.execInstalledOnly', 0),
  'esx.installed-programs-only-at-boot': option('VMkernel.Boot.execInstalledOnly', false),
  'esx.syslog-remote': option('Syslog.global.logHost', ''),
  'esx.log-level': option('Config.HostAgent.log.level', 'error'),
  'esx.audit-records-kept': option('Syslog.global.auditRecord.storageEnable', false),
  'esx.audit-records-remote': option('Syslog.global.auditRecord.remoteEnable', false),
  'esx.syslog-server-verified': option('Syslog.global.certificate.checkSSLCerts', false),
  'esx.lockdown-mode': value('config.lockdownMode', 'lockdownDisabled'),
  'esx.lockdown-strict': value('config.lockdownMode', 'lockdownNormal'),
  'esx.lockdown-exceptions': value('HostAccessManager.QueryLockdownExceptions()', ['svc-backup']),
  'esx.console-access-list': option('DCUI.Access', 'root,operator'),
  'esx.lockdown-without-side-doors': (draft) => {
    running('TSM-SSH')(draft)
    value('HostAccessManager.QueryLockdownExceptions()', ['svc-backup'])(draft)
  },
  'esx.page-sharing-salted': option('Mem.ShareForceSalting', 0),
  'esx.memory-zeroed-early': option('Mem.MemEagerZero', 0),
  'esx.memory-tier-encrypted': option('Mem.EncryptTierNvme', 0),
  'esx.forensic-snapshots-off': option('Config.HostAgent.plugins.vmsvc.allowForensicSnapshots', true),
  'esx.guest-bpdu-blocked': option('Net.BlockGuestBPDU', 0),
  'esx.dvfilter-unbound': option('Net.DVFilterBindIpAddress', '169.254.1.30'),
  'esx.bmc-network-off': option('Net.BMCNetworkEnable', 1),
  'esx.promiscuous-duplicates-dropped': option('Net.ReversePathFwdCheckPromisc', 0),
}
