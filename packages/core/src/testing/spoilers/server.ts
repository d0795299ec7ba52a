import { isRecord } from '../../model/index.ts'
import { first, type Spoiler } from '../draft.ts'
import { goodCertificate } from '../good-certificate.ts'

/** What is read of the appliance and of single sign-on. */
const value =
  (path: string, read: unknown): Spoiler =>
  (draft) => {
    first(draft, 'ServiceInstance').values[path] = read
  }

/** Fields of a value that is a record. */
const change =
  (path: string, fields: Readonly<Record<string, unknown>>): Spoiler =>
  (draft) => {
    const { values } = first(draft, 'ServiceInstance')
    const held = values[path]
    values[path] = { ...(isRecord(held) ? held : {}), ...fields }
  }

const appliance = (path: string, read: unknown) => value(`rest:/api/appliance/${path}`, read)
const format = (fields: Readonly<Record<string, unknown>>): Spoiler => {
  const weak = {
    lengthRestriction: { minLength: 8, maxLength: 20 },
    alphabeticRestriction: { minAlphabeticCount: 2, minUppercaseCount: 1, minLowercaseCount: 1 },
    minNumericCount: 1,
    minSpecialCharCount: 1,
    maxIdenticalAdjacentCharacters: 3,
  }
  return change('sso:passwordPolicy', { passwordFormat: { ...weak, ...fields } })
}
/** The only content library, which a server shows among the local ones and among all. */
const library =
  (fields: Readonly<Record<string, unknown>>): Spoiler =>
  (draft) => {
    for (const kind of ['local-library', 'library'])
      value(`rest:/api/content/${kind}/{library}`, [{ library: 'l1', name: 'ISO', type: 'LOCAL', ...fields }])(draft)
  }

/** For each control of the appliance and of single sign-on, one change that makes it fail. */
export const serverSpoilers: Readonly<Record<string, Spoiler>> = {
  'vcenter.ssh-off': appliance('access/ssh', true),
  'vcenter.firewall-inbound': appliance('networking/firewall/inbound', []),
  'vcenter.tls-profile': appliance('tls/profiles/global', { profile: 'COMPATIBLE' }),
  'vcenter.fips-mode': appliance('system/global-fips', { enabled: false }),
  'vcenter.time-synchronised': appliance('ntp', []),
  'vcenter.syslog-remote': appliance('logging/forwarding', []),
  'vcenter.backup-scheduled': appliance('recovery/backup/schedules', {
    default: { parts: ['seat'], location: 'ftp://backup.example.test/vc', enable: true },
  }),
  'vcenter.root-password-expiry': appliance('local-accounts/root', {
    has_password: true,
    password_expires_at: '2020-01-01T00:00:00.000Z',
  }),
  'vcenter.trusted-roots': value(
    'rest:/api/vcenter/certificate-management/vcenter/trusted-root-chains/{chain}#parsed',
    [{ ...goodCertificate('old-ca.example.test'), validTo: '2020-01-01T00:00:00.000Z' }],
  ),
  'sso.signing-certificate-dates': (draft) => {
    const ended = [{ ...goodCertificate('ssoserverSign'), validTo: '2020-01-01T00:00:00.000Z' }]
    const { values } = first(draft, 'ServiceInstance')
    values['sso:signingCertificate#parsed'] = ended
    values['rest:/api/vcenter/certificate-management/vcenter/signing-certificate#parsed'] = ended
  },
  'vcenter.key-provider-backup': value('rest:/api/vcenter/crypto-manager/kms/providers/{provider}', [
    { provider: 'native', type: 'NATIVE', export_required: true },
  ]),
  'vcenter.content-library-authentication': library({
    publish_info: { published: true, authentication_method: 'NONE' },
  }),
  'vcenter.content-library-ovf-policy': library({}),
  // 0 switches the lock off.
  'sso.lockout-attempts': change('sso:lockoutPolicy', { maxFailedAttempts: 0 }),
  'sso.lockout-interval': change('sso:lockoutPolicy', { failedAttemptIntervalSec: 180 }),
  'sso.unlock-time': change('sso:lockoutPolicy', { autoUnlockIntervalSec: 30 }),
  'sso.password-min-length': format({}),
  'sso.password-composition': format({ minSpecialCharCount: 0, maxIdenticalAdjacentCharacters: 8 }),
  'sso.password-reuse': change('sso:passwordPolicy', { prohibitedPreviousPasswordsCount: 0 }),
  'sso.password-lifetime': change('sso:passwordPolicy', { passwordLifetimeDays: 365 }),
  'sso.ldaps': value('sso:identitySources', [
    { kind: 'ldap', name: 'corp', primaryUrl: 'ldaps://dc1:636', failoverUrl: 'ldap://dc2:389', userName: 'svc' },
  ]),
  'sso.ldap-bind-account': value('sso:identitySources', [
    { kind: 'ldap', name: 'corp', primaryUrl: 'ldaps://dc1:636', userName: 'CN=Administrator,CN=Users,DC=corp' },
  ]),
  'sso.identity-source': value('sso:identitySources', []),
  'sso.multifactor': change('sso:authnPolicy', { PasswordAuthnEnabled: true }),
  'sso.password-login-off': change('sso:authnPolicy', { WindowsAuthEnabled: true }),
  'sso.certificate-revocation': change('sso:authnPolicy', {
    clientCertPolicy: { ocspEnabled: false, useInCertCRL: false },
  }),
  'sso.kerberos-accounts-off': value('sso:kerberosAccounts', [{ name: 'K/M', disabled: false }]),
  'sso.bash-shell-administrators': value('sso:members/SystemConfiguration.BashShellAdministrators', {
    users: ['administrator@vsphere.local', 't.sato@vsphere.local'],
    groups: [],
  }),
  'sso.trusted-admins': value('sso:members/TrustedAdmins', { users: [], groups: ['Operators@vsphere.local'] }),
}
