import type { DataTypes } from '@sakimori/vim25/types'
import { invalidArgument, vimFault } from '../../../kernel/fault.ts'
import { hardwareNumber, type Config, type ConfigSpec } from '../vm-record.ts'
import { merged, type ConfigFacing, type SpecRow } from './spec-row.ts'

type Allocation = DataTypes['ResourceAllocationInfo']

/** The largest VM by hardware version: Broadcom "Configuration Maximums". */
const limits: readonly (readonly [from: number, cpus: number, memoryMB: number])[] = [
  [18, 768, 24_576 * 1024],
  [17, 256, 6128 * 1024],
  [11, 128, 6128 * 1024],
  [10, 64, 1011 * 1024],
  [8, 32, 1011 * 1024],
  [0, 8, 255 * 1024],
]

function limitsOf(version: string): { readonly cpus: number; readonly memoryMB: number } {
  const [, cpus = 8, memoryMB = 4096] = limits.find(([from]) => hardwareNumber(version) >= from) ?? []
  return { cpus, memoryMB }
}

/** Shares of a virtual CPU, or of a MB of memory, by level (vSphere Resource Management, "Resource allocation shares"). */
const sharesPerUnit = {
  cpuAllocation: { low: 500, normal: 1000, high: 2000 },
  memoryAllocation: { low: 5, normal: 10, high: 20 },
} as const

type AllocationField = keyof typeof sharesPerUnit

function sharesOf(
  field: AllocationField,
  config: Config,
  shares: Allocation['shares'],
): NonNullable<Allocation['shares']> {
  const { level = 'normal', shares: number = 0 } = shares ?? {}
  const perUnit: Readonly<Record<string, number>> = sharesPerUnit[field]
  const each = perUnit[level]
  const units = field === 'cpuAllocation' ? config.hardware.numCPU : config.hardware.memoryMB
  if (each !== undefined) return { _typeName: 'SharesInfo', level, shares: units * each }
  if (level !== 'custom' || !Number.isInteger(number) || number < 0) throw invalidArgument(`configSpec.${field}.shares`)
  return { _typeName: 'SharesInfo', level, shares: number }
}

/** An allocation that has been checked, with its shares worked out. */
function withAllocation(config: Config, field: AllocationField, wanted: Allocation): Config {
  const { reservation = 0, limit = -1 } = wanted
  if (Number(reservation) < 0) throw invalidArgument(`configSpec.${field}.reservation`)
  if (Number(limit) < -1 || (Number(limit) >= 0 && Number(limit) < Number(reservation)))
    throw invalidArgument(`configSpec.${field}.limit`)
  if (field === 'memoryAllocation' && Number(reservation) > config.hardware.memoryMB)
    throw invalidArgument(`configSpec.${field}.reservation`)
  return { ...config, [field]: { ...wanted, shares: sharesOf(field, config, wanted.shares) } }
}

export function allocation(field: AllocationField): SpecRow {
  return {
    field,
    privilege: 'VirtualMachine.Config.Resource',
    apply(config, spec) {
      const asked = spec[field]
      if (asked === undefined) return config
      const after = merged(config[field], asked, `configSpec.${field}`, ['overheadLimit'])
      const isLocked =
        field === 'memoryAllocation' &&
        config.memoryReservationLockedToMax === true &&
        spec.memoryReservationLockedToMax !== false
      if (isLocked && Number(after.reservation) !== config.hardware.memoryMB)
        throw invalidArgument('configSpec.memoryAllocation.reservation', 'is locked to all memory')
      return withAllocation(config, field, after)
    },
  }
}

/** After the size of a VM changed: shares by level follow it, and a reservation that is locked to all memory. */
function resized(config: Config): Config {
  const { cpuAllocation, memoryAllocation } = config
  const locked = config.memoryReservationLockedToMax === true ? { reservation: config.hardware.memoryMB } : {}
  const cpu = cpuAllocation === undefined ? config : withAllocation(config, 'cpuAllocation', cpuAllocation)
  return memoryAllocation === undefined
    ? cpu
    : withAllocation(cpu, 'memoryAllocation', { ...memoryAllocation, ...locked })
}

export const reservationLock: SpecRow = {
  field: 'memoryReservationLockedToMax',
  privilege: 'VirtualMachine.Config.Resource',
  apply: (config, { memoryReservationLockedToMax = false }) => resized({ ...config, memoryReservationLockedToMax }),
}

export const memorySize: SpecRow = {
  field: 'memoryMB',
  privilege: 'VirtualMachine.Config.Memory',
  apply(config, { memoryMB = 0 }, { power }) {
    const size = Number(memoryMB)
    const { memoryMB: most } = limitsOf(config.version)
    if (!Number.isInteger(size) || size < 4 || size % 4 !== 0)
      throw invalidArgument('configSpec.memoryMB', 'must be a multiple of 4')
    if (size > most) {
      throw vimFault(
        'MemorySizeNotSupported',
        { memorySizeMB: size, minMemorySizeMB: 4, maxMemorySizeMB: most },
        `The memory size of ${size} MB is not supported by the virtual machine.`,
      )
    }
    const had = config.hardware.memoryMB
    if (power !== 'poweredOff' && size !== had && !(config.memoryHotAddEnabled === true && size > had)) {
      throw vimFault('MemoryHotPlugNotSupported', {}, 'Memory hot plug is not supported for this virtual machine.')
    }
    return resized({ ...config, hardware: { ...config.hardware, memoryMB: size } })
  },
}

export const cpuCount: SpecRow = {
  field: 'numCPUs',
  privilege: 'VirtualMachine.Config.CPUCount',
  apply(config, spec, facing) {
    const { numCPUs = 0 } = spec
    const { cpus: most } = limitsOf(config.version)
    if (!Number.isInteger(numCPUs) || numCPUs < 1) throw invalidArgument('configSpec.numCPUs', 'must be at least 1')
    if (numCPUs > most) {
      throw vimFault(
        'NumVirtualCpusNotSupported',
        { maxSupportedVcpusDest: most, numCpuVm: numCPUs },
        `The virtual machine cannot have ${numCPUs} CPUs.`,
      )
    }
    checkHotPlug(config, numCPUs, facing)
    // Cores that no longer divide the CPUs are one to a socket, unless the spec says how many.
    const cores = config.hardware.numCoresPerSocket ?? 1
    const fits = spec.numCoresPerSocket !== undefined || numCPUs % cores === 0
    return resized({
      ...config,
      hardware: { ...config.hardware, numCPU: numCPUs, ...(!fits && { numCoresPerSocket: 1 }) },
    })
  },
}

function checkHotPlug(config: Config, numCPUs: number, { power }: ConfigFacing): void {
  const had = config.hardware.numCPU
  if (power === 'poweredOff' || numCPUs === had) return
  const isAllowed = numCPUs > had ? config.cpuHotAddEnabled === true : config.cpuHotRemoveEnabled === true
  if (!isAllowed)
    throw vimFault('CpuHotPlugNotSupported', {}, 'CPU hot plug is not supported for this virtual machine.')
}

export const coresPerSocket: SpecRow = {
  field: 'numCoresPerSocket',
  privilege: 'VirtualMachine.Config.CPUCount',
  off: true,
  apply(config: Config, { numCoresPerSocket: cores = 1 }: ConfigSpec) {
    const { numCPU } = config.hardware
    if (!Number.isInteger(cores) || cores < 1 || numCPU % cores !== 0) {
      throw invalidArgument('configSpec.numCoresPerSocket', `must divide the number of CPUs, ${numCPU}`)
    }
    return { ...config, hardware: { ...config.hardware, numCoresPerSocket: cores } }
  },
}
