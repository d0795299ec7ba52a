import { defaultAppliance, defaultSso } from '../defaults.ts'
import type { ApplianceSettings, SsoSettings } from '../estate.ts'
import { company } from './company.ts'

/** Single Sign-On: its lock loosened after complaints, and asking the domain in clear text, as the domain’s administrator. */
export const sso: SsoSettings = {
  ...defaultSso,
  maxFailedAttempts: 10,
  failedAttemptIntervalSec: 900,
  unlockIntervalSec: 60,
  passwordLifetimeDays: 9999,
  passwordMinLength: 15,
  passwordMaxLength: 64,
  kerberosAccountsDisabled: true,
  groups: [{ name: 'Auditors' }],
  identitySources: [
    {
      name: company.directory,
      alias: 'CORP',
      type: 'ActiveDirectory',
      friendlyName: '社内 AD',
      userBaseDn: 'DC=corp,DC=sakimori-seiki,DC=example',
      groupBaseDn: 'DC=corp,DC=sakimori-seiki,DC=example',
      primaryUrl: `ldap://ad01.${company.directory}:389`,
      userName: 'CN=Administrator,CN=Users,DC=corp,DC=sakimori-seiki,DC=example',
    },
  ],
}

/** The appliance: SSH on, root for ever, backups readable for who reads the share. */
export const appliance: ApplianceSettings = {
  ...defaultAppliance,
  ssh: true,
  ntpServers: [`ntp1.${company.domain}`, `ntp2.${company.domain}`],
  syslogServers: [{ hostname: `syslog01.${company.domain}`, port: 514, protocol: 'UDP' }],
  tlsProfile: 'NIST_2024',
  rootPasswordExpires: false,
  firewallInbound: [
    { address: '10.0.0.0', prefix: 8, policy: 'ACCEPT' },
    { address: '0.0.0.0', prefix: 0, policy: 'REJECT' },
  ],
  backupSchedules: {
    default: {
      parts: ['seat'],
      location: 'ftp://10.10.11.20/vcsa',
      locationUser: 'vcsa',
      enable: true,
      encrypted: false,
      recurrence: { hour: 2, minute: 0 },
      maxCount: 7,
    },
  },
}
