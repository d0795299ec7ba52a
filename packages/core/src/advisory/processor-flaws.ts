import type { Processors, Signature } from './processor.ts'

/** Flaws through which one thread of a core reads what the other one works on. */
export const processorFlaws = ['l1tf', 'mds', 'mmio'] as const
export type ProcessorFlaw = (typeof processorFlaws)[number]

/** Whether processors have a flaw; `untold` where neither their model nor the host says so. */
export type FlawState = 'open' | 'absent' | 'untold'

/** A model of Intel's family 6, and the steppings that are meant; all when there are none. */
type ModelRow = readonly [model: number, steppings?: readonly number[]]

/** What is known of a flaw by model, and the feature by which a processor says that it is mended. */
interface FlawRow {
  readonly mendedBy?: string
  readonly open: readonly ModelRow[]
  readonly absent: readonly ModelRow[]
}

/**
 * From Nehalem to the first Xeon Scalable: VMware KB 55806 has those of 2009 to 2018 for L1TF, KB 67577 those before
 * Cascade Lake for MDS. Models and steppings by the names that Linux has for them (asm/intel-family.h).
 */
const beforeCascadeLake: readonly ModelRow[] = [
  ...[0x1a, 0x1e, 0x1f, 0x2e].map((model): ModelRow => [model]), // Nehalem
  ...[0x25, 0x2c, 0x2f].map((model): ModelRow => [model]), // Westmere
  ...[0x2a, 0x2d].map((model): ModelRow => [model]), // Sandy Bridge
  ...[0x3a, 0x3e].map((model): ModelRow => [model]), // Ivy Bridge
  ...[0x3c, 0x3f, 0x45, 0x46].map((model): ModelRow => [model]), // Haswell
  ...[0x3d, 0x47, 0x4f, 0x56].map((model): ModelRow => [model]), // Broadwell
  [0x4e], // Skylake
  [0x5e],
  [0x55, [0, 1, 2, 3, 4]], // Skylake-SP
  [0x8e, [9, 10]], // Kaby Lake, Coffee Lake
  [0x9e, [9, 10, 11]],
]

/** Servers from Cascade Lake on; of its stepping 5 only the host itself tells. */
const sinceCascadeLake: readonly ModelRow[] = [
  [0x55, [6, 7, 10, 11]], // Cascade Lake, Cooper Lake
  [0x6a], // Ice Lake
  [0x6c],
  [0x8f], // Sapphire Rapids
  [0xcf], // Emerald Rapids
  [0xad], // Granite Rapids
  [0xae],
  [0xaf], // Sierra Forest
]

const flaws: Readonly<Record<ProcessorFlaw, FlawRow>> = {
  l1tf: { mendedBy: 'misc.rdcl_no', open: beforeCascadeLake, absent: sinceCascadeLake },
  mds: { mendedBy: 'misc.mds_no', open: beforeCascadeLake, absent: sinceCascadeLake },
  // The list of Intel as Linux prints it (Documentation/admin-guide/hw-vuln/processor_mmio_stale_data.rst). Older models
  // are on no list.
  mmio: {
    open: [
      [0x3f, [2, 4]],
      [0x4e, [3]],
      [0x4f],
      [0x55, [3, 4, 6, 7, 11]],
      [0x56, [3, 4, 5]],
      [0x5e, [3]],
      [0x6a, [4, 5, 6]],
      [0x6c, [1]],
      [0x7e, [5]],
      [0x86],
      [0x8e, [9, 10, 11, 12]],
      [0x96, [1]],
      [0x9c, [0]],
      [0x9e, [9, 10, 11, 12, 13]],
      [0xa5, [2, 3, 5]],
      [0xa6, [0, 1]],
      [0xa7, [1]],
    ],
    absent: [[0x8f], [0xcf], [0xad], [0xae], [0xaf]],
  },
}

/** Whether the processors of a host have a flaw: the host's own word counts first, then the model. */
export function flawOf(flaw: ProcessorFlaw, { maker, signatures, features }: Processors): FlawState {
  const { mendedBy, open, absent } = flaws[flaw]
  if (maker === 'other') return 'absent'
  if (mendedBy !== undefined && features.has(mendedBy)) return 'absent'
  if (signatures.some((one) => isOn(open, one))) return 'open'
  return signatures.length > 0 && signatures.every((one) => isOn(absent, one)) ? 'absent' : 'untold'
}

const isOn = (rows: readonly ModelRow[], { family, model, stepping }: Signature) =>
  family === 6 && rows.some(([one, steppings]) => one === model && (steppings?.includes(stepping) ?? true))
