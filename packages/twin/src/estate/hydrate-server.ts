import type { SnapshotObject } from '@sakimori/core/model'
import { defaultAppliance, defaultSso } from './defaults.ts'
import type { ApplianceSettings, Estate, Refusals, SsoSettings } from './estate.ts'
import { libraries, providers, rootAccount, schedules } from './hydrate-lists.ts'
import { fields, numberOf, rows, textOf, texts } from './hydrate-values.ts'

type Values = SnapshotObject['values']

/** What a snapshot holds of REST and of single sign-on; what it does not hold is as after an installation. */
export function serverSettingsOf(server: SnapshotObject | undefined): Pick<Estate, 'sso' | 'appliance' | 'refused'> {
  const values = server?.values ?? {}
  const refused: Refusals = Object.fromEntries(
    Object.entries(server?.missing ?? {}).filter(([path]) => /^(?:rest|sso):/.test(path)),
  )
  return { sso: ssoOf(values), appliance: applianceOf(values), refused }
}

const modes = ['DISABLED', 'NTP', 'HOST'] as const
const protocols = ['TLS', 'UDP', 'TCP'] as const
const policies = ['IGNORE', 'ACCEPT', 'REJECT', 'RETURN'] as const

/** How each path of REST is kept: the inverse of what the twin shows. */
const appliance: Readonly<Record<string, (value: unknown) => Partial<ApplianceSettings>>> = {
  'access/ssh': (value) => ({ ssh: value === true }),
  'system/version': (value) => ({ systemVersion: fields(value) }),
  timesync: (value) => ({ timeSyncMode: modes.find((mode) => mode === value) ?? 'DISABLED' }),
  ntp: (value) => ({ ntpServers: texts(value) }),
  'logging/forwarding': (value) => ({
    syslogServers: rows(value).map((row) => ({
      hostname: textOf(row, 'hostname'),
      port: numberOf(row, 'port'),
      protocol: protocols.find((protocol) => protocol === row['protocol']) ?? 'UDP',
    })),
  }),
  'networking/firewall/inbound': (value) => ({
    firewallInbound: rows(value).map((row) => ({
      address: textOf(row, 'address'),
      prefix: numberOf(row, 'prefix'),
      policy: policies.find((policy) => policy === row['policy']) ?? 'ACCEPT',
      interfaceName: textOf(row, 'interface_name'),
    })),
  }),
  'tls/profiles/global': (value) => ({ tlsProfile: textOf(fields(value), 'profile') }),
  'system/global-fips': (value) => ({ fips: fields(value)['enabled'] === true }),
  'local-accounts/root': rootAccount,
  'recovery/backup/schedules': (value) => ({ backupSchedules: schedules(value) }),
}

const chains = 'rest:/api/vcenter/certificate-management/vcenter/trusted-root-chains'

function applianceOf(values: Values): ApplianceSettings {
  const shown = Object.entries(appliance).map(([path, keep]) => {
    const value = values[`rest:/api/appliance/${path}`]
    return value === undefined ? {} : keep(value)
  })
  const roots = values[`${chains}/{chain}#parsed`]
  // Newest first.
  const oldest = rows(fields(values['tls:443#offers'])['versions']).findLast(({ answer }) => answer === 'accepted')
  const old = oldest?.['version']
  return {
    ...defaultAppliance,
    ...((old === 'TLSv1' || old === 'TLSv1.1') && { oldestTls: old }),
    ...(roots !== undefined && { rootsAreAll: true, trustedRoots: rows(roots).map((root) => textOf(root, 'pem')) }),
    ...Object.assign({}, ...shown),
    libraries: libraries(
      values['rest:/api/content/local-library/{library}'],
      values['rest:/api/content/library/{library}'],
    ),
    keyProviders: rows(values['rest:/api/vcenter/crypto-manager/kms/providers/{provider}']).map((row) => ({
      provider: textOf(row, 'provider'),
      type: row['type'] === 'KMIP' ? 'KMIP' : 'NATIVE',
      exportRequired: row['export_required'] === true,
      keyId: textOf(fields(row['native_info']), 'key_id'),
    })),
  }
}

function ssoOf(values: Values): SsoSettings {
  return {
    ...defaultSso,
    ...lockoutOf(values['sso:lockoutPolicy']),
    ...passwordsOf(values['sso:passwordPolicy']),
    ...sourcesOf(values['sso:identitySources']),
    ...authenticationOf(values['sso:authnPolicy']),
    kerberosAccountsDisabled: rows(values['sso:kerberosAccounts']).every(({ disabled }) => disabled === true),
    groups: Object.entries(values).flatMap(([path, value]) => {
      const name = /^sso:members\/(.+)$/.exec(path)?.[1]
      const members = fields(value)
      return name === undefined ? [] : [{ name, users: texts(members['users']), groups: texts(members['groups']) }]
    }),
    identityProviders: providers(values['rest:/api/vcenter/identity/providers']),
  }
}

function lockoutOf(value: unknown): Partial<SsoSettings> {
  if (value === undefined) return {}
  const policy = fields(value)
  return {
    lockDescription: textOf(policy, 'description'),
    maxFailedAttempts: numberOf(policy, 'maxFailedAttempts'),
    failedAttemptIntervalSec: numberOf(policy, 'failedAttemptIntervalSec'),
    unlockIntervalSec: numberOf(policy, 'autoUnlockIntervalSec'),
  }
}

function passwordsOf(value: unknown): Partial<SsoSettings> {
  if (value === undefined) return {}
  const policy = fields(value)
  const format = fields(policy['passwordFormat'])
  const length = fields(format['lengthRestriction'])
  const letters = fields(format['alphabeticRestriction'])
  return {
    passwordDescription: textOf(policy, 'description'),
    passwordHistory: numberOf(policy, 'prohibitedPreviousPasswordsCount'),
    passwordLifetimeDays: numberOf(policy, 'passwordLifetimeDays'),
    passwordMinLength: numberOf(length, 'minLength'),
    passwordMaxLength: numberOf(length, 'maxLength'),
    passwordMinAlphabetic: numberOf(letters, 'minAlphabeticCount'),
    passwordMinUpper: numberOf(letters, 'minUppercaseCount'),
    passwordMinLower: numberOf(letters, 'minLowercaseCount'),
    passwordMinNumeric: numberOf(format, 'minNumericCount'),
    passwordMinSpecial: numberOf(format, 'minSpecialCharCount'),
    passwordMaxIdenticalAdjacent: numberOf(format, 'maxIdenticalAdjacentCharacters'),
  }
}

function authenticationOf(value: unknown): Partial<SsoSettings> {
  if (value === undefined) return {}
  const policy = fields(value)
  const cards = fields(policy['clientCertPolicy'])
  const { ocspUrl, crlUrl } = cards
  return {
    authentication: {
      password: policy['PasswordAuthnEnabled'] === true,
      windows: policy['WindowsAuthEnabled'] === true,
      smartCard: policy['CertAuthEnabled'] === true,
      ocsp: cards['ocspEnabled'] === true,
      certificateCrl: cards['useInCertCRL'] === true,
      ...(typeof ocspUrl === 'string' && { ocspUrl }),
      ...(typeof crlUrl === 'string' && { crlUrl }),
    },
  }
}

function sourcesOf(value: unknown): Partial<SsoSettings> {
  const all = rows(value)
  const native = all.find(({ kind }) => kind === 'nativeAD')
  const named = (row: Readonly<Record<string, unknown>>) => ({
    name: textOf(row, 'name'),
    ...(typeof row['alias'] === 'string' && { alias: row['alias'] }),
  })
  return {
    ...(native !== undefined && { nativeDomain: named(native) }),
    identitySources: all
      .filter(({ kind }) => kind === 'ldap')
      .map((row) => ({
        ...named(row),
        type: row['type'] === 'OpenLdap' ? 'OpenLdap' : 'ActiveDirectory',
        friendlyName: textOf(row, 'friendlyName'),
        userBaseDn: textOf(row, 'userBaseDn'),
        groupBaseDn: textOf(row, 'groupBaseDn'),
        primaryUrl: textOf(row, 'primaryUrl'),
        ...(typeof row['failoverUrl'] === 'string' && { failoverUrl: row['failoverUrl'] }),
        userName: textOf(row, 'userName'),
      })),
  }
}
