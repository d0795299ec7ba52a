import type { CpuGeneration } from '../releases/features.ts'

/** A server as one buys it. */
export interface HardwareModel {
  readonly vendor: string
  readonly model: string
  readonly cpu: string
  readonly generation: CpuGeneration
  /** `asBought`: neither ESX nor the firmware ever brought another. */
  readonly microcode?: 'current' | 'asBought'
  /** Leaf 1 of CPUID, from which family, model and stepping are read. */
  readonly signature: number
  readonly mhz: number
  readonly sockets: number
  readonly coresPerSocket: number
  readonly memoryGB: number
  readonly bios: { readonly version: string; readonly date: string; readonly major: number; readonly minor: number }
  readonly firmware: 'BIOS' | 'UEFI'
  /** The version of its management controller. */
  readonly bmc: string
  readonly tpm: boolean
}

/** Servers of the makers that the founding article names, and one more; names and versions have the makers' shapes. */
export const hardwareModels = {
  gen9: {
    vendor: 'HPE',
    model: 'ProLiant DL380 Gen9',
    cpu: 'Intel(R) Xeon(R) CPU E5-2680 v3 @ 2.50GHz',
    generation: 'haswell',
    signature: 0x306f2,
    mhz: 2500,
    sockets: 2,
    coresPerSocket: 12,
    memoryGB: 256,
    bios: { version: 'P89', date: '2018-10-02T00:00:00Z', major: 2, minor: 64 },
    firmware: 'BIOS',
    bmc: '2.82',
    tpm: false,
  },
  gen10: {
    vendor: 'HPE',
    model: 'ProLiant DL380 Gen10',
    cpu: 'Intel(R) Xeon(R) Gold 6230 CPU @ 2.10GHz',
    generation: 'cascadelake',
    signature: 0x50657,
    mhz: 2100,
    sockets: 2,
    coresPerSocket: 20,
    memoryGB: 384,
    bios: { version: 'U30', date: '2022-07-14T00:00:00Z', major: 2, minor: 68 },
    firmware: 'UEFI',
    bmc: '3.04',
    tpm: true,
  },
  ha8000v: {
    vendor: 'Hitachi',
    model: 'HA8000V/DL380 Gen10 Plus',
    cpu: 'Intel(R) Xeon(R) Gold 6330 CPU @ 2.00GHz',
    generation: 'icelake',
    signature: 0x606a6,
    mhz: 2000,
    sockets: 2,
    coresPerSocket: 28,
    memoryGB: 768,
    bios: { version: 'U46', date: '2024-03-01T00:00:00Z', major: 2, minor: 10 },
    firmware: 'UEFI',
    bmc: '3.04',
    tpm: true,
  },
  gen11: {
    vendor: 'HPE',
    model: 'ProLiant DL380 Gen11',
    cpu: 'Intel(R) Xeon(R) Gold 6430',
    generation: 'sapphirerapids',
    signature: 0x806f8,
    mhz: 2100,
    sockets: 2,
    coresPerSocket: 32,
    memoryGB: 1024,
    bios: { version: 'U54', date: '2025-02-14T00:00:00Z', major: 2, minor: 44 },
    firmware: 'UEFI',
    bmc: '1.62',
    tpm: true,
  },
} as const satisfies Readonly<Record<string, HardwareModel>>
