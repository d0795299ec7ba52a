import type { DataTypes } from '@sakimori/vim25/types'

/** How far a processor is beyond the flaws of 2018 and after. */
export type CpuGeneration = 'haswell' | 'cascadelake' | 'icelake' | 'sapphirerapids'

const since: Readonly<Record<CpuGeneration, number>> = { haswell: 0, cascadelake: 1, icelake: 2, sapphirerapids: 3 }

/**
 * Features by the first generation that has them. What is missing on Intel is an open flaw: misc.rdcl_no is the mend of
 * L1TF, misc.mds_no that of MDS (facts: exposure.md §3.2).
 */
const features: readonly (readonly [key: string, from: CpuGeneration])[] = [
  ['cpuid.aes', 'haswell'],
  ['cpuid.avx', 'haswell'],
  ['cpuid.avx2', 'haswell'],
  ['cpuid.fma', 'haswell'],
  ['cpuid.ibrs', 'haswell'],
  ['cpuid.ibpb', 'haswell'],
  ['cpuid.stibp', 'haswell'],
  ['cpuid.ssbd', 'haswell'],
  ['cpuid.mdclear', 'haswell'],
  ['cpuid.fcmd', 'haswell'],
  ['cpuid.nx', 'haswell'],
  ['cpuid.pcid', 'haswell'],
  ['cpuid.rdrand', 'haswell'],
  ['cpuid.smep', 'haswell'],
  ['cpuid.vmx', 'haswell'],
  ['cpuid.avx512f', 'cascadelake'],
  ['cpuid.smap', 'cascadelake'],
  ['misc.ibrs_all', 'cascadelake'],
  ['misc.mds_no', 'cascadelake'],
  ['misc.rdcl_no', 'cascadelake'],
  ['misc.rsba_no', 'cascadelake'],
  ['cpuid.sha', 'icelake'],
  ['cpuid.vaes', 'icelake'],
  ['misc.pschange_mc_no', 'icelake'],
  ['misc.taa_no', 'icelake'],
  ['cpuid.amx_tile', 'sapphirerapids'],
  ['misc.fbsdp_no', 'sapphirerapids'],
  ['misc.psdp_no', 'sapphirerapids'],
  ['misc.sbdr_ssdp_no', 'sapphirerapids'],
]

/** What microcode of 2018 and 2019 brought to processors that were sold without it. */
const byMicrocode: ReadonlySet<string> = new Set([
  'cpuid.ibrs',
  'cpuid.ibpb',
  'cpuid.stibp',
  'cpuid.ssbd',
  'cpuid.mdclear',
  'cpuid.fcmd',
])

const made = new Map<string, readonly DataTypes['HostFeatureCapability'][]>()

/** The features of a host’s processors, as `config.featureCapability` lists them. */
export function featureCapabilities(
  generation: CpuGeneration,
  microcode: 'current' | 'asBought' = 'current',
): readonly DataTypes['HostFeatureCapability'][] {
  const name = `${generation} ${microcode}`
  const ready = made.get(name)
  if (ready) return ready
  const list = features
    .filter(([key, from]) => since[from] <= since[generation] && (microcode === 'current' || !byMicrocode.has(key)))
    .map(([key]) => ({
      _typeName: 'HostFeatureCapability' as const,
      key,
      featureName: key,
      value: 'Bool:Min:1',
    }))
  made.set(name, list)
  return list
}
