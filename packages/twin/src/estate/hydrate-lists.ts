import type { ApplianceSettings, BackupSchedule, ContentLibrary, IdentityProvider } from './estate.ts'
import { fields, numberOf, rows, textOf, texts, type Fields } from './hydrate-values.ts'

/** The account root of the appliance: -1 days stands for no limit. */
export function rootAccount(value: unknown): Partial<ApplianceSettings> {
  const account = fields(value)
  const days = (name: string) => {
    const held = numberOf(account, name)
    return held < 0 ? null : held
  }
  const expires = Date.parse(textOf(account, 'password_expires_at'))
  const shown = days('max_days_between_password_change')
  // The end and the days of its validity say when it was changed; a server that shows no days has those of an installation.
  const maxDays = Number.isNaN(expires) || shown !== 0 ? shown : 90
  const changed = Number.isNaN(expires)
    ? textOf(account, 'last_password_change')
    : new Date(expires - (maxDays ?? 0) * 86_400_000).toISOString()
  return {
    rootPasswordExpires: account['password_expires_at'] !== undefined,
    ...(changed !== '' && { rootPasswordChanged: changed }),
    passwordPolicy: {
      maxDays,
      minDays: days('min_days_between_password_change'),
      warnDays: days('warn_days_before_password_expiration'),
    },
  }
}

export function schedules(value: unknown): Readonly<Record<string, BackupSchedule>> {
  return Object.fromEntries(Object.entries(fields(value)).map(([id, held]) => [id, schedule(fields(held))]))
}

function schedule(held: Fields): BackupSchedule {
  const { recurrence_info: recurrence, retention_info: retention } = held
  const when = fields(recurrence)
  const days = when['days']
  return {
    parts: texts(held['parts']),
    location: textOf(held, 'location'),
    ...(typeof held['location_user'] === 'string' && { locationUser: held['location_user'] }),
    enable: held['enable'] === true,
    // Whether there is a password, nobody shows.
    encrypted: false,
    ...(recurrence !== undefined && {
      recurrence: {
        minute: numberOf(when, 'minute'),
        hour: numberOf(when, 'hour'),
        ...(Array.isArray(days) && { days: texts(days) }),
      },
    }),
    ...(retention !== undefined && { maxCount: numberOf(fields(retention), 'max_count') }),
  }
}

/** Local libraries, and all of them: the same, each shown twice. */
export function libraries(...lists: readonly unknown[]): readonly ContentLibrary[] {
  const found = new Map(lists.flatMap(rows).map((row) => [textOf(row, 'library'), row]))
  return [...found].map(([id, row]) => {
    const published = fields(row['publish_info'])
    return {
      id,
      name: textOf(row, 'name'),
      description: textOf(row, 'description'),
      type: row['type'] === 'SUBSCRIBED' ? 'SUBSCRIBED' : 'LOCAL',
      published: published['published'] === true,
      authentication: published['authentication_method'] === 'BASIC' ? 'BASIC' : 'NONE',
      ...(typeof row['security_policy_id'] === 'string' && { securityPolicyId: row['security_policy_id'] }),
    }
  })
}

export function providers(value: unknown): readonly IdentityProvider[] {
  return rows(value).map((row) => {
    const oidc = fields(row['oidc'])
    return {
      provider: textOf(row, 'provider'),
      name: textOf(row, 'name'),
      configTag: row['config_tag'] === 'Oidc' ? 'Oidc' : 'Oauth2',
      isDefault: row['is_default'] === true,
      domainNames: texts(row['domain_names']),
      discoveryEndpoint: textOf(oidc, 'discovery_endpoint'),
      clientId: textOf(oidc, 'client_id'),
    }
  })
}
