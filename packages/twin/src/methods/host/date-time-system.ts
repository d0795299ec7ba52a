import type { DataTypes } from '@sakimori/vim25/types'
import { changeConfig, knownConfigOf } from '../../behaviour/host-config.ts'
import { findService, setService } from '../../behaviour/host-services.ts'
import { changeHostState, hostStateOf } from '../../behaviour/host-state.ts'
import { timeZones } from '../../behaviour/time-zones.ts'
import { methodsOf, type Call } from '../../kernel/call.ts'
import { invalidArgument } from '../../kernel/fault.ts'
import type { ManagedObject } from '../../kernel/store.ts'
import { hostConfigFault, hostFor, recordTask, userOf } from './host-call.ts'

type DateTimeInfo = DataTypes['HostDateTimeInfo']
type DateTimeConfig = DataTypes['HostDateTimeConfig']
type NtpConfig = DataTypes['HostNtpConfig']

/** HostDateTimeInfoProtocol, with the service that keeps the clock by it. */
const services: Readonly<Record<string, string>> = { ntp: 'ntpd', ptp: 'ptpd' }

/** A name or address, and ntp.conf options behind it ('ntp1.example iburst'). */
const serverPattern = /^[\w.:-]+(\s+\w+)*$/

function ntpConfig({ server = [], configFile = [] }: NtpConfig): NtpConfig {
  const named = configFile.flatMap((line) => /^\s*(?:server|pool)\s+(.+?)\s*(?:#.*)?$/.exec(line)?.[1] ?? [])
  const servers = configFile.length > 0 ? named : server.map((entry) => entry.replace(/#.*/, '').trim())
  for (const entry of servers) {
    if (!serverPattern.test(entry))
      throw invalidArgument('config.ntpConfig.server', `has '${entry}', which is no time server`)
  }
  return {
    _typeName: 'HostNtpConfig',
    ...(servers.length > 0 && { server: servers }),
    ...(configFile.length > 0 && { configFile }),
  }
}

function timeZone(key: string): DateTimeInfo['timeZone'] {
  const found = timeZones().find((zone) => zone.key === key)
  if (found === undefined) throw invalidArgument('config.timeZone', `is no time zone: ${key}`)
  return found
}

function checkProtocol(protocol: string): string {
  if (services[protocol] === undefined) throw invalidArgument('config.protocol', 'is neither ntp nor ptp')
  return protocol
}

/** What a factory reset leaves: of one protocol, or of all where none is named (HostDateTimeConfig.resetToFactoryDefaults). */
function reset(info: DateTimeInfo, protocol: string | undefined): DateTimeInfo {
  const { ntpConfig: ntp, ptpConfig: ptp, ...rest } = info
  return {
    ...rest,
    enabled: false,
    ...(protocol === 'ptp'
      ? { ...(ntp !== undefined && { ntpConfig: ntp }) }
      : { ntpConfig: { _typeName: 'HostNtpConfig' } }),
    ...(protocol === 'ntp' && ptp !== undefined && { ptpConfig: ptp }),
  }
}

/** Unset fields leave what they would change as it is. */
function merge(info: DateTimeInfo, config: DateTimeConfig): DateTimeInfo {
  const { ptpConfig, protocol, enabled, disableEvents, disableFallback } = config
  const before = config.resetToFactoryDefaults === true ? reset(info, protocol) : info
  return {
    ...before,
    ...(config.timeZone !== undefined && { timeZone: timeZone(config.timeZone) }),
    ...(config.ntpConfig !== undefined && { ntpConfig: ntpConfig(config.ntpConfig) }),
    ...(ptpConfig !== undefined && { ptpConfig }),
    ...(protocol !== undefined && { systemClockProtocol: checkProtocol(protocol) }),
    ...(enabled !== undefined && { enabled }),
    ...(disableEvents !== undefined && { disableEvents }),
    ...(disableFallback !== undefined && { disableFallback }),
  }
}

/** Bringing the time services up or down is starting or stopping the one of the protocol in use. */
function followEnabled(
  call: Call,
  host: ManagedObject,
  { enabled = false, systemClockProtocol = 'ntp' }: DateTimeInfo,
): void {
  for (const [protocol, service] of Object.entries(services)) {
    const running = enabled && protocol === systemClockProtocol
    if (findService(host, service) === undefined) continue
    setService(call.world, host, service, { running, policy: running ? 'on' : 'off' }, userOf(call))
  }
}

function clockOf(call: Call, host: ManagedObject): Date {
  return new Date(call.world.parts.now() + (hostStateOf(host).clockOffsetMs ?? 0))
}

export const hostDateTimeSystemMethods = methodsOf('HostDateTimeSystem', {
  UpdateDateTimeConfig(call, { config }) {
    const host = hostFor(call)
    const { dateTimeInfo } = knownConfigOf(host)
    if (dateTimeInfo === undefined) throw hostConfigFault('The time configuration of the host is not known')
    const merged = merge(dateTimeInfo, config)
    changeConfig(call.world.store, host, { dateTimeInfo: merged })
    if (config.enabled !== undefined || config.resetToFactoryDefaults === true) followEnabled(call, host, merged)
    recordTask(call, host, 'host.DateTimeSystem.updateConfig')
    return undefined
  },
  QueryAvailableTimeZones(call) {
    hostFor(call)
    return timeZones()
  },
  QueryDateTime: (call) => clockOf(call, hostFor(call)).toISOString(),
  UpdateDateTime(call, { dateTime }) {
    const host = hostFor(call)
    const wanted = Date.parse(dateTime)
    if (Number.isNaN(wanted)) throw invalidArgument('dateTime', 'is no time')
    changeHostState(call.world.store, host, { clockOffsetMs: wanted - call.world.parts.now() })
    recordTask(call, host, 'host.DateTimeSystem.updateDateTime')
    return undefined
  },
  /** There is nobody who could have changed the clock behind the server's back. */
  RefreshDateTimeSystem(call) {
    hostFor(call)
    return undefined
  },
})
