import type { ApplianceSettings } from '../../estate/estate.ts'
import type { ServerSettings } from '../../kernel/settings.ts'
import { flag, given, optional, struct, text, whole } from './decode.ts'
import { missing, RestError } from './rest-error.ts'
import { change, part, shows, takes, type RestCall, type RestRow } from './row.ts'

const day = 86_400_000

/** Days by which passwords of local accounts age, after an installation. */
const initialPolicy = { maxDays: 90, minDays: 0, warnDays: 7 }
const days = optional(whole(-1, 99_999))

type Policy = Required<NonNullable<ApplianceSettings['passwordPolicy']>>

const policyOf = ({ passwordPolicy }: ApplianceSettings): Policy => ({ ...initialPolicy, ...passwordPolicy })

function rootInfo(settings: ServerSettings) {
  const { appliance } = settings
  const { maxDays, minDays, warnDays } = policyOf(appliance)
  const changed = Date.parse(appliance.rootPasswordChanged ?? new Date(settings.started - 10 * day).toISOString())
  const expires = appliance.rootPasswordExpires && maxDays !== null
  return {
    fullname: 'root',
    roles: ['superAdmin'],
    enabled: true,
    has_password: true,
    last_password_change: new Date(changed).toISOString(),
    ...(expires && { password_expires_at: new Date(changed + maxDays * day).toISOString() }),
    min_days_between_password_change: minDays ?? -1,
    max_days_between_password_change: expires ? maxDays : -1,
    warn_days_before_password_expiration: warnDays ?? -1,
  }
}

/** The one local account that a fresh appliance has; the twin makes no others. */
function onlyRoot(call: RestCall): void {
  if (part(call, 'username') !== 'root') throw missing(`the local account ${part(call, 'username')}`)
}

const update = struct({
  full_name: optional(text),
  email: optional(text),
  enabled: optional(flag),
  password: optional(text),
  old_password: optional(text),
  password_expires: optional(flag),
  max_days_between_password_change: days,
  min_days_between_password_change: days,
  warn_days_before_password_expiration: days,
})

/** -1 stands for no limit. */
const limit = (value: number | undefined) => (value === undefined ? {} : { value: value < 0 ? null : value })

function writeRoot(call: RestCall, wanted: ReturnType<typeof update>): void {
  onlyRoot(call)
  const { password_expires: expires, max_days_between_password_change: maxDays, ...rest } = given(wanted)
  const [other] = Object.keys(rest)
  if (other !== undefined) throw new RestError('UNSUPPORTED', `The twin does not change ${other} of root`)
  const found = limit(maxDays)
  change(call, {
    ...(expires !== undefined && { rootPasswordExpires: expires }),
    ...('value' in found && { passwordPolicy: { ...policyOf(call.settings.appliance), maxDays: found.value } }),
  })
}

const policy = struct({ max_days: days, min_days: days, warn_days: days })

/** The local accounts of the appliance, and how long their passwords are valid. */
export const accountRows: readonly RestRow[] = [
  shows('/appliance/local-accounts', '6.7', () => ['root']),
  // Before {username}, which would take its place.
  shows('/appliance/local-accounts/global-policy', '6.7', ({ settings }) => {
    const { maxDays, minDays, warnDays } = policyOf(settings.appliance)
    return {
      ...(maxDays !== null && { max_days: maxDays }),
      ...(minDays !== null && { min_days: minDays }),
      ...(warnDays !== null && { warn_days: warnDays }),
    }
  }),
  takes(
    'PUT',
    '/appliance/local-accounts/global-policy',
    '6.7',
    policy,
    (call, wanted) => {
      const old = policyOf(call.settings.appliance)
      const next = (value: number | undefined, held: number | null) =>
        value === undefined ? held : value < 0 ? null : value
      change(call, {
        passwordPolicy: {
          maxDays: next(wanted.max_days, old.maxDays),
          minDays: next(wanted.min_days, old.minDays),
          warnDays: next(wanted.warn_days, old.warnDays),
        },
      })
    },
    { wrap: 'policy' },
  ),
  shows('/appliance/local-accounts/{username}', '6.7', (call) => {
    onlyRoot(call)
    return rootInfo(call.settings)
  }),
  takes('PATCH', '/appliance/local-accounts/{username}', '6.7', update, writeRoot, { wrap: 'config' }),
]
