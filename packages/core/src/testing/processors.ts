/** Processors as hosts of the samples report them: the signature of leaf 1, and the mends that they claim. */
const models = {
  haswell: { signature: [6, 0x3f, 2], claims: [] },
  cascadeLake: { signature: [6, 0x55, 7], claims: ['misc.rdcl_no', 'misc.mds_no'] },
  sapphireRapids: { signature: [6, 0x8f, 8], claims: ['misc.rdcl_no', 'misc.mds_no'] },
} as const

/** What microcode brings. */
const byMicrocode = ['ibrs', 'ibpb', 'stibp', 'ssbd', 'fcmd', 'mdclear'].map((name) => `cpuid.${name}`)

/** HostCpuPackage and HostFeatureCapability of a host with current microcode. */
export function processorValues(name: keyof typeof models): Readonly<Record<string, unknown>> {
  const { signature, claims } = models[name]
  const [family, model, stepping] = signature
  return {
    'hardware.cpuPkg': [
      {
        _typeName: 'HostCpuPackage',
        index: 0,
        vendor: 'intel',
        hz: 2_000_000_000,
        busHz: 100_000_000,
        description: name,
        threadId: [0, 1],
        family,
        model,
        stepping,
      },
    ],
    'config.featureCapability': [...byMicrocode, ...claims].map((key) => ({
      _typeName: 'HostFeatureCapability',
      key,
      featureName: key,
      value: 'Bool:Min:1',
    })),
  }
}
