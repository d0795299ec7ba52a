import type { DataTypes } from '@sakimori/vim25/types'

type TimeZone = DataTypes['HostDateTimeSystemTimeZone']

let zones: readonly TimeZone[] | undefined

/** The time zones that a host knows: those of the tz database, as the Node that runs the twin has them, and UTC. */
export function timeZones(): readonly TimeZone[] {
  return (zones ??= ['UTC', ...Intl.supportedValuesOf('timeZone').filter((key) => key !== 'UTC')].map(timeZone))
}

/** `gmtOffset` is in seconds, of standard time. */
function timeZone(key: string): TimeZone {
  return { _typeName: 'HostDateTimeSystemTimeZone', key, name: key, description: key, gmtOffset: standardOffset(key) }
}

/** Summer time only adds: the smaller offset of two opposite months is that of standard time. */
function standardOffset(key: string): number {
  return Math.min(...['2024-01-01T00:00:00Z', '2024-07-01T00:00:00Z'].map((at) => offsetAt(key, new Date(at))))
}

function offsetAt(timeZoneName: string, at: Date): number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: timeZoneName, timeZoneName: 'longOffset' })
  const text = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT'
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(text) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60)
}
