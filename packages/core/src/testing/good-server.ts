import { goodCertificate } from './good-certificate.ts'

/** What the appliance and single sign-on of a well-kept vCenter Server answer; an old release is not asked for all of it. */
export function goodServerValues(): Record<string, unknown> {
  return {
    'rest:/api/appliance/access/ssh': false,
    'rest:/api/appliance/networking/firewall/inbound': [
      { address: '192.0.2.0', prefix: 24, policy: 'ACCEPT', interface_name: '' },
      { address: '0.0.0.0', prefix: 0, policy: 'REJECT', interface_name: '' },
    ],
    'rest:/api/appliance/tls/profiles/global': { profile: 'NIST_2024' },
    'rest:/api/appliance/system/global-fips': { enabled: true },
    'rest:/api/appliance/timesync': 'NTP',
    'rest:/api/appliance/ntp': ['ntp1.example.test', 'ntp2.example.test'],
    'rest:/api/appliance/logging/forwarding': [{ hostname: 'log.example.test', port: 6514, protocol: 'TLS' }],
    'rest:/api/appliance/recovery/backup/schedules': {
      default: { parts: ['seat'], location: 'sftp://backup.example.test/vc', enable: true },
    },
    'rest:/api/appliance/local-accounts/root': {
      has_password: true,
      last_password_change: '2026-06-01T00:00:00.000Z',
      password_expires_at: '2027-06-01T00:00:00.000Z',
      max_days_between_password_change: 365,
    },
    'rest:/api/vcenter/crypto-manager/kms/providers/{provider}': [
      { provider: 'native', type: 'NATIVE', export_required: false },
    ],
    'rest:/api/vcenter/certificate-management/vcenter/tls#parsed': [goodCertificate('vc.example.test')],
    'rest:/api/vcenter/certificate-management/vcenter/signing-certificate#parsed': [goodCertificate('ssoserverSign')],
    'sso:signingCertificate#parsed': [goodCertificate('ssoserverSign')],
    'rest:/api/vcenter/certificate-management/vcenter/trusted-root-chains/{chain}#parsed': [
      goodCertificate('ca.example.test'),
    ],
    'rest:/api/vcenter/identity/providers': [],
    'rest:/api/content/local-library/{library}': goodLibraries,
    'rest:/api/content/library/{library}': goodLibraries,
    'sso:lockoutPolicy': { maxFailedAttempts: 3, failedAttemptIntervalSec: 900, autoUnlockIntervalSec: 300 },
    'sso:passwordPolicy': {
      prohibitedPreviousPasswordsCount: 5,
      passwordFormat: {
        lengthRestriction: { minLength: 15, maxLength: 64 },
        alphabeticRestriction: { minAlphabeticCount: 2, minUppercaseCount: 1, minLowercaseCount: 1 },
        minNumericCount: 1,
        minSpecialCharCount: 1,
        maxIdenticalAdjacentCharacters: 3,
      },
      passwordLifetimeDays: 9999,
    },
    'sso:identitySources': [
      {
        kind: 'ldap',
        name: 'corp.example.test',
        type: 'ActiveDirectory',
        primaryUrl: 'ldaps://dc1.corp.example.test:636',
        userName: 'CN=svc-vcenter,OU=Services,DC=corp,DC=example,DC=test',
      },
    ],
    'sso:members/SystemConfiguration.BashShellAdministrators': { users: ['Administrator@vsphere.local'], groups: [] },
    'sso:authnPolicy': {
      PasswordAuthnEnabled: false,
      WindowsAuthEnabled: false,
      CertAuthEnabled: true,
      clientCertPolicy: { ocspEnabled: true, useInCertCRL: true },
    },
    'sso:kerberosAccounts': [
      { name: 'K/M', disabled: true },
      { name: 'krbtgt/VSPHERE.LOCAL', disabled: true },
    ],
    'sso:members/TrustedAdmins': { users: [], groups: [] },
  }
}

const goodLibraries = [
  {
    library: 'l1',
    name: 'Templates',
    type: 'LOCAL',
    publish_info: { published: true, authentication_method: 'BASIC' },
    security_policy_id: 'OVF_STRICT',
  },
]
