import type { DataTypes } from '@sakimori/vim25/types'
import type { BackupSchedule } from '../../estate/estate.ts'
import { applianceVersions } from '../../estate/releases/release.ts'
import { flag, given, listOf, name, oneOf, optional, struct, text, whole } from './decode.ts'
import { invalid, missing, RestError } from './rest-error.ts'
import { change, part, shows, takes, type RestCall, type RestRow } from './row.ts'

/** Services of the appliance's operating system: name, description, and when it runs. */
const services: readonly (readonly [name: string, description: string, runs?: (call: RestCall) => boolean])[] = [
  ['applmgmt', 'Appliance Management Service'],
  ['crond', 'Command Scheduler'],
  ['dnsmasq', 'DNS cache'],
  ['ntpd', 'Network Time Service', ({ settings }) => settings.appliance.timeSyncMode === 'NTP'],
  ['rsyslog', 'System Logging Service'],
  ['sshd', 'OpenSSH Daemon', ({ settings }) => settings.appliance.ssh],
  ['vmtoolsd', 'Service for virtual machines hosted on VMware'],
]

function serviceInfo(call: RestCall, [name, description, runs]: (typeof services)[number]) {
  const isStopped = call.settings.appliance.stoppedServices?.includes(name) === true
  const isUp = runs === undefined ? !isStopped : runs(call)
  return { description, state: isUp ? 'STARTED' : 'STOPPED' }
}

function serviceOf(call: RestCall): (typeof services)[number] {
  const wanted = part(call, 'service')
  const found = services.find(([service]) => service === wanted)
  if (found === undefined) throw missing(`the service ${wanted}`)
  return found
}

/** Starting and stopping; those that follow a setting of their own are set there. */
const serviceAction = (action: 'start' | 'stop' | 'restart'): RestRow => ({
  verb: 'POST',
  path: '/appliance/services/{service}',
  action,
  since: '6.7',
  answer: (call) => {
    const [service, , follows] = serviceOf(call)
    if (follows !== undefined) throw new RestError('UNSUPPORTED', `The twin starts ${service} by its own setting only`)
    const { stoppedServices = [] } = call.settings.appliance
    const others = stoppedServices.filter((one) => one !== service)
    change(call, { stoppedServices: action === 'stop' ? [...others, service] : others })
  },
})

/** '8.0.3.0' and the like: how the appliance writes versions. */
/** The version of the appliance, `8.0.3.00400`: of a build that no table knows only the first three parts. */
const applianceVersion = ({ version, build }: DataTypes['AboutInfo']) => applianceVersions[build] ?? version

const days = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const
const scheduleFields = {
  parts: optional(listOf(name)),
  backup_password: optional(name),
  location_user: optional(text),
  location_password: optional(text),
  enable: optional(flag),
  recurrence_info: optional(
    struct({ minute: whole(0, 59), hour: whole(0, 23), days: optional(listOf(oneOf(...days), 7)) }),
  ),
  retention_info: optional(struct({ max_count: whole(1) })),
}
const createSchedule = struct({ schedule: name, spec: struct({ ...scheduleFields, location: name }) })
const updateSchedule = struct({ ...scheduleFields, location: optional(name) })

function shownSchedule({ parts, location, locationUser, enable, recurrence, maxCount }: BackupSchedule) {
  return {
    parts,
    location,
    ...(locationUser !== undefined && { location_user: locationUser }),
    enable,
    ...(recurrence !== undefined && { recurrence_info: recurrence }),
    ...(maxCount !== undefined && { retention_info: { max_count: maxCount } }),
  }
}

function mergedSchedule(old: BackupSchedule, wanted: ReturnType<typeof updateSchedule>): BackupSchedule {
  const { parts, location, location_user: user, enable, backup_password: password } = given(wanted)
  if (location !== undefined && !/^(ftps?|https?|sftp|scp|nfs|smb):\/\//i.test(location)) {
    throw invalid('spec.location', 'must be a URL that backups can go to')
  }
  const { recurrence_info: recurrence, retention_info: retention } = given(wanted)
  return {
    ...old,
    ...(parts !== undefined && { parts }),
    ...(location !== undefined && { location }),
    ...(user !== undefined && { locationUser: user }),
    ...(enable !== undefined && { enable }),
    ...(password !== undefined && { encrypted: true }),
    ...(recurrence !== undefined && {
      recurrence: { ...given(recurrence), minute: recurrence.minute, hour: recurrence.hour },
    }),
    ...(retention !== undefined && { maxCount: retention.max_count }),
  }
}

function scheduleOf(call: RestCall): BackupSchedule {
  const found = call.settings.appliance.backupSchedules?.[part(call, 'schedule')]
  if (found === undefined) throw missing(`the backup schedule ${part(call, 'schedule')}`)
  return found
}

function putSchedule(call: RestCall, id: string, schedule: BackupSchedule | undefined): void {
  const { [id]: _old, ...others } = call.settings.appliance.backupSchedules ?? {}
  change(call, { backupSchedules: schedule === undefined ? others : { ...others, [id]: schedule } })
}

/** The appliance was there before this process: the day is the estate's, whenever it is served. */
const installed = '2024-01-15T01:00:00.000Z'

const schedules = '/appliance/recovery/backup/schedules'

/** Version, updates, services, FIPS mode and backups of the appliance. */
export const softwareRows: readonly RestRow[] = [
  shows('/appliance/system/version', '6.5', ({ world: { parts }, settings }) => ({
    version: applianceVersion(parts.about),
    product: parts.about.name,
    build: parts.about.build,
    type: 'vCenter Server with an embedded Platform Services Controller',
    summary: '',
    releasedate: '',
    install_time: installed,
    ...settings.appliance.systemVersion,
  })),
  shows('/appliance/update', '6.7', ({ world: { parts }, settings }) => ({
    state: (settings.appliance.pendingUpdates ?? []).length > 0 ? 'UPDATES_PENDING' : 'UP_TO_DATE',
    version: applianceVersion(parts.about),
    latest_query_time: new Date(settings.started).toISOString(),
  })),
  shows('/appliance/update/pending', '6.7', (call) => {
    const [source] = call.query.get('source_type') ?? []
    oneOf('LAST_CHECK', 'LOCAL', 'LOCAL_AND_ONLINE')(source, 'source_type')
    return (call.settings.appliance.pendingUpdates ?? []).map(({ version, description, severity, releaseDate }) => ({
      version,
      name: `VC-${version}`,
      description: { id: version, default_message: description, args: [] },
      priority: severity === 'CRITICAL' || severity === 'IMPORTANT' ? 'HIGH' : 'MEDIUM',
      severity,
      update_type: 'SECURITY',
      release_date: releaseDate,
      reboot_required: true,
      size: 0,
    }))
  }),
  shows(
    '/appliance/services',
    '6.7',
    (call) => new Map(services.map((service) => [service[0], serviceInfo(call, service)])),
  ),
  shows('/appliance/services/{service}', '6.7', (call) => serviceInfo(call, serviceOf(call))),
  ...(['start', 'stop', 'restart'] as const).map(serviceAction),
  shows('/appliance/system/global-fips', '7.0.1.0', ({ settings }) => ({ enabled: settings.appliance.fips })),
  takes(
    'PUT',
    '/appliance/system/global-fips',
    '7.0.1.0',
    struct({ enabled: optional(flag) }),
    (call, { enabled }) => change(call, { fips: enabled ?? call.settings.appliance.fips }),
    { wrap: 'spec' },
  ),
  shows(
    schedules,
    '6.7',
    ({ settings }) =>
      new Map(Object.entries(settings.appliance.backupSchedules ?? {}).map(([id, held]) => [id, shownSchedule(held)])),
  ),
  shows(`${schedules}/{schedule}`, '6.7', (call) => shownSchedule(scheduleOf(call))),
  takes('POST', schedules, '6.7', createSchedule, (call, { schedule, spec }) => {
    if (Object.hasOwn(call.settings.appliance.backupSchedules ?? {}, schedule)) {
      throw new RestError('ALREADY_EXISTS', `the backup schedule ${schedule} exists`)
    }
    const fresh = { parts: ['seat', 'common'], location: spec.location, enable: true, encrypted: false }
    putSchedule(call, schedule, mergedSchedule(fresh, spec))
  }),
  takes(
    'PATCH',
    `${schedules}/{schedule}`,
    '6.7',
    updateSchedule,
    (call, spec) => putSchedule(call, part(call, 'schedule'), mergedSchedule(scheduleOf(call), spec)),
    { wrap: 'spec' },
  ),
  {
    verb: 'DELETE',
    path: `${schedules}/{schedule}`,
    since: '6.7',
    answer: (call) => {
      scheduleOf(call)
      putSchedule(call, part(call, 'schedule'), undefined)
    },
  },
]
