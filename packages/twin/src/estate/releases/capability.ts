import { allFields, apiVersions, compareApi } from '@sakimori/vim25'
import type { DataTypes } from '@sakimori/vim25/types'

/** What a host of today cannot do; every other ability that its release knows, it has. */
const lacking: ReadonlySet<string> = new Set([
  'cpuMemoryResourceConfigurationSupported',
  'datastorePrincipalSupported',
  'recordReplaySupported',
  'sanSupported',
  'vPMCSupported',
  'pMemSupported',
  'pMemSnapshotSupported',
  'pMemFailoverSupported',
  'pMemIndependentSnapshotSupported',
  'virtualMmuUsageIgnored',
  'virtualExecUsageIgnored',
  'vmDirectPathGen2Supported',
  'vFlashSupported',
  'sgxRegistrationSupported',
  'monitorUnrestricted',
  'nestedHvTieringEnabled',
])

/** Limits and lists: Broadcom's configuration maximums for ESXi 6.5 to 8.0. Those that are unset have no limit to tell. */
const limits: Readonly<Record<string, unknown>> = {
  maxSupportedVMs: 1024,
  maxRunningVMs: 0,
  maxSupportedVcpus: 4096,
  maxRegisteredVMs: 4096,
  maxNumDisksSVMotion: 248,
  maxVcpusPerFtVm: 8,
  maxMemMBPerFtVm: 131_072,
  maxHostRunningVms: 1024,
  maxHostSupportedVcpus: 4096,
  maxVirtualDiskDescVersionSupported: 9,
  maxSupportedVmMemory: 25_149_440,
  maxSupportedSimultaneousThreads: 2,
  maxSupportedPtpPorts: 2,
  supportedVmfsMajorVersion: [5, 6],
  unmapMethodSupported: 'priority',
}

/** What differs from host to host. */
export interface HostAbilities {
  readonly tpm: boolean
  /** Told from 8.0 U3 on only. */
  readonly secureBoot: boolean
}

const made = new Map<string, DataTypes['HostCapability']>()

/** What a host of an API version says that it can do. Hosts of the same kind share one object. */
export function hostCapability(apiVersion: string, { tpm, secureBoot }: HostAbilities): DataTypes['HostCapability'] {
  const key = `${apiVersion} ${String(tpm)} ${String(secureBoot)}`
  const ready = made.get(key)
  if (ready) return ready
  const own: Readonly<Record<string, unknown>> = {
    tpmSupported: tpm,
    tpmVersion: tpm ? '2.0' : undefined,
    uefiSecureBoot: secureBoot,
    // It measures into the TPM.
    txtEnabled: tpm,
    // The CIM server is gone from 9.0, and says so.
    cimSupported: false,
  }
  const capability = Object.freeze(
    abilities('HostCapability', apiVersion, own),
  ) as unknown as DataTypes['HostCapability']
  made.set(key, capability)
  return capability
}

const madeForVms = new Map<string, DataTypes['VirtualMachineCapability']>()

/** What a VM on a host of an API version can do. */
export function vmCapability(apiVersion: string): DataTypes['VirtualMachineCapability'] {
  const ready = madeForVms.get(apiVersion)
  if (ready) return ready
  const own = { sevSupported: false, sevSnpSupported: false, tdxSupported: false, vmNpivWwnDisableSupported: false }
  const capability = abilities('VirtualMachineCapability', apiVersion, own)
  const frozen = Object.freeze(capability) as unknown as DataTypes['VirtualMachineCapability']
  madeForVms.set(apiVersion, frozen)
  return frozen
}

/** Every field of a capability object that the API version knows: flags are on unless said otherwise. */
function abilities(
  type: 'HostCapability' | 'VirtualMachineCapability',
  apiVersion: string,
  own: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const values: Record<string, unknown> = { _typeName: type }
  for (const { name, type: kind, array, since } of allFields(type)) {
    if (compareApi(apiVersions[since] ?? '', apiVersion) > 0) continue
    const flag = kind === 'boolean' && !array ? !lacking.has(name) : undefined
    const value = name in own ? own[name] : (limits[name] ?? flag)
    if (value !== undefined) values[name] = value
  }
  return values
}
