import type { HostSpec } from '../build/host.ts'
import { esxProducts } from '../releases/release.ts'
import type { HostSettings } from '../build/host-config.ts'
import { company, managedFrom } from './company.ts'
import type { HostKey } from './host-rows.ts'

/** What is different on one host from how the company keeps its hosts; the answer key says why it is wrong. */
export interface HostMistakes extends Pick<
  HostSpec,
  'lockdownExceptions' | 'acceptanceLevel' | 'packages' | 'staged' | 'accounts' | 'certificate' | 'secureBoot' | 'more'
> {
  readonly options?: HostSettings['options']
  readonly services?: HostSettings['services']
  readonly firewall?: HostSettings['firewall']
  readonly lockdownMode?: 'lockdownDisabled'
  readonly ntpServers?: readonly string[]
  readonly domain?: string
}

const on = { running: true, policy: 'on' } as const
const started = { running: true, policy: 'off' } as const
const QUALITY_OF_6X = 'retry=3 min=disabled,disabled,disabled,7,7'

/** Services that an installation of 6.5 runs and that nobody stopped. */
const untouched65 = { slpd: on, 'sfcbd-watchdog': on } as const

/** What the script of 2016 set up hosts with; two of the legacy hosts were never gone over again. */
const byOldScript = {
  'Security.AccountUnlockTime': 120,
  'Security.PasswordQualityControl': QUALITY_OF_6X,
  'UserVars.ESXiVPsDisabledProtocols': 'sslv3',
} as const

/** The mistakes of each host. */
export const hostMistakes: Readonly<Partial<Record<HostKey, HostMistakes>>> = {
  p01: { options: { 'DCUI.Access': 'root,k.tanaka' } },
  p02: {
    // The hardware monitor was replaced in 2024; its account and the CIM server that it read stayed.
    lockdownExceptions: ['svc_hwmon'],
    accounts: [
      { name: 'svc_hwmon', password: company.password, fullName: 'Hardware monitoring', shellAccess: true, roleId: -1 },
    ],
    services: { 'sfcbd-watchdog': on },
    options: { 'Syslog.global.logHost': `${company.logHost},udp://127.0.0.1:514` },
  },
  p03: {
    lockdownMode: 'lockdownDisabled',
    services: { 'TSM-SSH': on },
    options: { 'UserVars.SuppressShellWarning': 1 },
    firewall: { everywhere: managedFrom, rulesets: { sshServer: { allowed: 'anyone' } } },
  },
  p04: {
    options: {
      'Syslog.global.certificate.checkSSLCerts': false,
      'Syslog.global.certificate.strictX509Compliance': false,
    },
  },
  p05: {
    // The update was installed at last, and the restart put off.
    staged: esxProducts['8.0'],
    options: {
      'Net.DVFilterBindIpAddress': '10.10.11.77',
      'Net.BMCNetworkEnable': 1,
      'VMkernel.Boot.disableHwrng': true,
    },
  },
  v01: {
    options: {
      'UserVars.SuppressHyperthreadWarning': 1,
      'Config.HostAgent.plugins.solo.enableMob': true,
      'Security.PasswordHistory': 0,
      'Syslog.global.auditRecord.storageEnable': false,
      'Syslog.global.auditRecord.storageCapacity': 4,
      // It starts from an SD card.
      'ScratchConfig.CurrentScratchLocation': '/tmp/scratch',
      'Syslog.global.auditRecord.remoteEnable': false,
    },
  },
  v02: {
    options: {
      'DCUI.Access': '',
      'UserVars.HostClientCEIPOptIn': 1,
      'Syslog.global.logHost': '',
      'Syslog.global.auditRecord.remoteEnable': false,
      'Security.PasswordQualityControl': QUALITY_OF_6X,
    },
    firewall: { everywhere: managedFrom, rulesets: { gdbserver: { enabled: true }, ftpClient: { enabled: true } } },
  },
  l01: {
    lockdownMode: 'lockdownDisabled',
    services: { ...untouched65, 'TSM-SSH': on },
    options: { 'Mem.ShareForceSalting': 0, 'VMkernel.Boot.execInstalledOnly': false },
    certificate: { keyBits: 1024, signature: 'sha1' },
    accounts: [{ name: 'tanaka', password: company.password, fullName: '田中 (退職)', shellAccess: true, roleId: -1 }],
  },
  l02: {
    lockdownMode: 'lockdownDisabled',
    services: { ...untouched65, 'TSM-SSH': on, TSM: started },
    options: {
      ...byOldScript,
      'Mem.ShareForceSalting': 0,
      'Net.ReversePathFwdCheckPromisc': 0,
      'Security.AccountLockFailures': 10,
      'UserVars.SuppressShellWarning': 1,
      'VMkernel.Boot.execInstalledOnly': false,
      'VMkernel.Boot.hyperthreadingMitigation': false,
    },
    firewall: { everywhere: managedFrom, incomingBlocked: false },
    acceptanceLevel: 'community',
    packages: [
      {
        name: 'net55-r8168',
        version: '8.045a-napi',
        vendor: 'Realtek',
        summary: 'Community driver for a network card',
        level: 'community',
        createdOn: '2017-11-02T00:00:00Z',
      },
    ],
  },
  l03: {
    lockdownMode: 'lockdownDisabled',
    services: untouched65,
    options: {
      ...byOldScript,
      'Annotations.WelcomeMessage': '',
      'Config.Etc.issue': '',
      'Net.BlockGuestBPDU': 0,
      'Security.AccountLockFailures': 0,
      'Syslog.global.logHost': '',
      'UserVars.ESXiShellInteractiveTimeOut': 0,
      'UserVars.ESXiShellTimeOut': 0,
      'VMkernel.Boot.autoCreateDumpFile': false,
      'VMkernel.Boot.execInstalledOnly': false,
      'VMkernel.Boot.hyperthreadingMitigation': false,
    },
    firewall: {},
    ntpServers: [],
    certificate: { selfSigned: true, madeOutTo: 'localhost.localdomain' },
  },
  d01: {
    secureBoot: false,
    lockdownExceptions: ['k.tanaka'],
    services: { 'TSM-SSH': started, snmpd: on },
    more: { snmp: { _typeName: 'HostSnmpConfigSpec', enabled: true, port: 161, readOnlyCommunities: ['public'] } },
    accounts: [{ name: 'k.tanaka', password: company.password, fullName: '田中', shellAccess: true, roleId: -1 }],
  },
  d02: {
    certificate: { validTo: '2026-03-31T15:00:00Z' },
    ntpServers: [`ntp1.${company.domain}`, `ntp1.${company.domain}`],
  },
  d03: {
    services: { ntpd: { running: false, policy: 'off' } },
    // Switched off on a night in October; nobody knows by whom.
    options: { 'User.execInstalledOnly': 0, 'VMkernel.Boot.execInstalledOnly': false },
  },
  d04: {
    domain: company.directory,
    more: {
      permissions: [
        { _typeName: 'Permission', principal: 'CORP\\ESX Admins', group: true, roleId: -1, propagate: true },
      ],
    },
    options: {
      'Config.HostAgent.plugins.hostsvc.esxAdminsGroup': 'ESX Admins',
      'Config.HostAgent.plugins.hostsvc.esxAdminsGroupAutoAdd': true,
      'Config.HostAgent.plugins.vimsvc.authValidateInterval': 1440,
      'Mem.MemEagerZero': 0,
    },
  },
}
