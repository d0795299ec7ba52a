import { createHash } from 'node:crypto'
import type { DataTypes } from '@sakimori/vim25/types'
import { configOf } from '../../behaviour/host-config.ts'
import { lockdownModeOf } from '../../behaviour/host-login.ts'
import { hostOption } from '../../behaviour/host-options.ts'
import { runtimeOf } from '../../behaviour/host-runtime.ts'
import { hostStateOf } from '../../behaviour/host-state.ts'
import { setLockdownMode } from '../../behaviour/lockdown.ts'
import { methodsOf, type Call } from '../../kernel/call.ts'
import { vimFault } from '../../kernel/fault.ts'
import type { ManagedObject } from '../../kernel/store.ts'
import { isRecord } from '../../kernel/values.ts'
import { configure, hostFor, recordTask, userOf } from './host-call.ts'

type TpmReport = DataTypes['HostTpmAttestationReport']

/** The older two methods know one mode only, and are a vCenter Server's alone. */
function lockdownHost(call: Call): ManagedObject {
  if (call.world.isHost) throw vimFault('DisableAdminNotSupported', {}, 'Not supported when asked of the host itself')
  return hostFor(call)
}

const bytesOf = (text: string) =>
  [...createHash('sha256').update(text).digest()].map((byte) => (byte > 127 ? byte - 256 : byte))

/** The platform configuration registers that ESX reports. */
const registers = [0, 1, 2, 3, 4, 5, 6, 7, 10, 14]

/** What the TPM of a host has measured: its firmware, its version and packages. The same as long as these are. */
function tpmReport(host: ManagedObject): TpmReport | undefined {
  const capability = host.get('capability')
  if (!isRecord(capability) || capability['tpmSupported'] !== true) return undefined
  const hardware = host.get('hardware')
  const firmware = JSON.stringify(isRecord(hardware) ? [hardware['biosInfo'], hardware['systemInfo']] : [])
  const { version = '', build = '' } = configOf(host)?.product ?? {}
  const boot = `execInstalledOnly=${String(hostOption(host, 'VMkernel.Boot.execInstalledOnly') === true)}`
  const packages = hostStateOf(host).packages ?? []
  return {
    _typeName: 'HostTpmAttestationReport',
    tpmLogReliable: true,
    tpmPcrValues: registers.map((pcrNumber) => ({
      _typeName: 'HostTpmDigestInfo',
      digestMethod: 'SHA-256',
      digestValue: bytesOf(`${pcrNumber} ${firmware} ${version} ${build} ${boot}`),
      objectName: '',
      pcrNumber,
    })),
    tpmEvents: [
      bootEvent(boot),
      ...packages.map((one) => ({
        _typeName: 'HostTpmEventLogEntry' as const,
        pcrIndex: 14,
        eventDetails: {
          _typeName: 'HostTpmSoftwareComponentEventDetails' as const,
          dataHash: bytesOf(`${one.name} ${one.version}`),
          dataHashMethod: 'SHA-256',
          componentName: one.name,
          vibName: one.name,
          vibVersion: one.version,
          vibVendor: one.vendor,
        },
      })),
    ],
  }
}

function bootEvent(bootSecurityOption: string): TpmReport['tpmEvents'][number] {
  return {
    _typeName: 'HostTpmEventLogEntry',
    pcrIndex: 14,
    eventDetails: {
      _typeName: 'HostTpmBootSecurityOptionEventDetails',
      dataHash: bytesOf(bootSecurityOption),
      dataHashMethod: 'SHA-256',
      bootSecurityOption,
    },
  }
}

export const hostSystemMethods = methodsOf('HostSystem', {
  EnterLockdownMode(call) {
    const host = lockdownHost(call)
    if (lockdownModeOf(host) !== 'lockdownDisabled')
      throw vimFault('AdminDisabled', {}, 'The host is in lockdown mode already')
    setLockdownMode(call.world, host, 'lockdownNormal', userOf(call))
    recordTask(call, host, 'HostSystem.enterLockdownMode')
    return undefined
  },
  ExitLockdownMode(call) {
    const host = lockdownHost(call)
    if (lockdownModeOf(host) === 'lockdownDisabled')
      throw vimFault('AdminNotDisabled', {}, 'The host is not in lockdown mode')
    setLockdownMode(call.world, host, 'lockdownDisabled', userOf(call))
    recordTask(call, host, 'HostSystem.exitLockdownMode')
    return undefined
  },
  UpdateFlags(call, { flagInfo }) {
    const host = hostFor(call)
    configure(call, host, { flags: { ...configOf(host)?.flags, ...flagInfo } }, 'HostSystem.updateFlags')
    return undefined
  },
  QueryTpmAttestationReport: (call) => tpmReport(hostFor(call)),
  /** Seconds since the start. */
  RetrieveHardwareUptime(call) {
    const { bootTime } = runtimeOf(hostFor(call))
    const since = bootTime === undefined ? Number.NaN : Date.parse(bootTime)
    return Number.isNaN(since) ? 0 : Math.max(0, Math.floor((call.world.parts.now() - since) / 1000))
  },
})
