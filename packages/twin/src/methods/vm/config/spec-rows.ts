import { checkEnum } from '../refuse.ts'
import { invalidArgument } from '../../../kernel/fault.ts'
import { isEqual } from '../../../kernel/values.ts'
import { invalidPowerState, type Config, type ConfigSpec } from '../vm-record.ts'
import { guestNameOf, isGuestId } from './guest-os.ts'
import { allocation, coresPerSocket, cpuCount, memorySize, reservationLock } from './resources.ts'
import { bootOptions, consoleLimit, firmware, nestedHv } from './boot.ts'
import { copied, hardware, merged, type ConfigFacing, type SpecRow } from './spec-row.ts'

const settings = 'VirtualMachine.Config.Settings'
const resource = 'VirtualMachine.Config.Resource'
const uuidPattern = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i

const oneOf = (enumName: string, field: string) => (value: unknown) =>
  checkEnum(enumName, String(value), `configSpec.${field}`)

function isUuid(field: string) {
  return (value: unknown) => {
    if (!uuidPattern.test(String(value).replaceAll(' ', ''))) throw invalidArgument(`configSpec.${field}`, 'is no UUID')
  }
}

/**
 * The fields of VirtualMachineConfigSpec that are honoured (vSphere API, VirtualMachineConfigSpec and
 * VirtualMachine.reconfigure). `deviceChange`, `extraConfig`, `crypto`, `name` and `changeVersion` have their own places;
 * what is in neither is refused by name, unless it says what holds already.
 */
export const specRows: readonly SpecRow[] = [
  copied('uuid', { off: true, check: isUuid('uuid') }),
  copied('instanceUuid', { off: true, check: isUuid('instanceUuid') }),
  copied('alternateGuestName'),
  copied('annotation', { privilege: 'VirtualMachine.Config.Annotation' }),
  { field: 'guestId', privilege: settings, off: true, apply: applyGuestId },
  { field: 'files', privilege: settings, off: true, apply: applyFiles },
  { field: 'tools', privilege: settings, apply: applyTools },
  { field: 'flags', privilege: settings, apply: applyFlags },
  copied('consolePreferences'),
  { field: 'powerOpInfo', privilege: settings, apply: applyPowerOps },
  copied('rebootPowerOff'),
  cpuCount,
  coresPerSocket,
  memorySize,
  copied('memoryHotAddEnabled', { off: true }),
  copied('cpuHotAddEnabled', { off: true }),
  copied('cpuHotRemoveEnabled', { off: true }),
  hardware('virtualICH7MPresent'),
  hardware('virtualSMCPresent'),
  allocation('cpuAllocation'),
  allocation('memoryAllocation'),
  reservationLock,
  { field: 'latencySensitivity', privilege: settings, off: true, apply: applyLatency },
  { field: 'cpuAffinity', privilege: resource, apply: (config, spec) => applyAffinity(config, spec, 'cpuAffinity') },
  {
    field: 'memoryAffinity',
    privilege: resource,
    apply: (config, spec) => applyAffinity(config, spec, 'memoryAffinity'),
  },
  copied('swapPlacement', {
    privilege: 'VirtualMachine.Config.SwapPlacement',
    check: oneOf('VirtualMachineConfigInfoSwapPlacementType', 'swapPlacement'),
  }),
  bootOptions,
  firmware,
  copied('changeTrackingEnabled', { privilege: 'VirtualMachine.Config.ChangeTracking' }),
  consoleLimit,
  copied('guestAutoLockEnabled', { privilege: 'VirtualMachine.Config.MksControl' }),
  { field: 'managedBy', privilege: 'VirtualMachine.Config.ManagedBy', apply: applyManagedBy },
  nestedHv,
  copied('vPMCEnabled', { off: true }),
  { field: 'scheduledHardwareUpgradeInfo', privilege: settings, apply: applyUpgrade },
  { field: 'migrateEncryption', privilege: settings, apply: applyMigrateEncryption },
  copied('ftEncryptionMode', { check: oneOf('VirtualMachineConfigSpecEncryptedFtModes', 'ftEncryptionMode') }),
]

function applyGuestId(config: Config, { guestId = '' }: ConfigSpec): Config {
  if (!isGuestId(guestId)) throw invalidArgument('configSpec.guestId', 'is no guest operating system')
  return { ...config, guestId, guestFullName: guestNameOf(guestId) }
}

/** Where snapshots, suspended memory and logs go may change; where the VM itself is, is decided when it is made. */
function applyFiles(config: Config, { files }: ConfigSpec): Config {
  return files === undefined
    ? config
    : { ...config, files: merged(config.files, files, 'configSpec.files', ['vmPathName', 'ftMetadataDirectory']) }
}

function applyTools(config: Config, { tools }: ConfigSpec): Config {
  if (tools === undefined) return config
  checkToolsPolicy(tools.toolsUpgradePolicy)
  const told = ['toolsVersion', 'toolsInstallType', 'pendingCustomization', 'customizationKeyId', 'lastInstallInfo']
  return { ...config, tools: merged(config.tools, tools, 'configSpec.tools', told) }
}

function checkToolsPolicy(policy: string | undefined): void {
  if (policy !== undefined && policy !== 'manual' && policy !== 'upgradeAtPowerCycle') {
    throw invalidArgument('configSpec.tools.toolsUpgradePolicy', 'must be manual or upgradeAtPowerCycle')
  }
}

/** Flags that a running VM keeps as it was started with. */
const offFlags = [
  'disableAcceleration',
  'monitorType',
  'htSharing',
  'diskUuidEnabled',
  'virtualMmuUsage',
  'virtualExecUsage',
  'vvtdEnabled',
  'vbsEnabled',
  'cbrcCacheEnabled',
] as const

const flagEnums = {
  monitorType: 'VirtualMachineFlagInfoMonitorType',
  htSharing: 'VirtualMachineHtSharing',
  virtualMmuUsage: 'VirtualMachineFlagInfoVirtualMmuUsage',
  virtualExecUsage: 'VirtualMachineFlagInfoVirtualExecUsage',
  snapshotPowerOffBehavior: 'VirtualMachinePowerOffBehavior',
} as const

function applyFlags(config: Config, { flags }: ConfigSpec, { power }: ConfigFacing): Config {
  if (flags === undefined) return config
  for (const [field, name] of Object.entries(flagEnums)) {
    checkEnum(name, flags[field as keyof typeof flagEnums], `configSpec.flags.${field}`)
  }
  const after = merged(config.flags, flags, 'configSpec.flags', [
    'recordReplayEnabled',
    'faultToleranceType',
    'useToe',
    'runWithDebugInfo',
  ])
  const isHeld = offFlags.every((flag) => isEqual(after[flag], config.flags?.[flag]))
  if (power !== 'poweredOff' && !isHeld) throw invalidPowerState(power, 'poweredOff')
  // Virtualization-based security stands on secure boot and an IOMMU (vSphere Security, "Enabling virtualization-based security").
  if (after.vbsEnabled === true && (config.firmware !== 'efi' || after.vvtdEnabled !== true)) {
    throw invalidArgument('configSpec.flags.vbsEnabled', 'needs EFI firmware and the IOMMU')
  }
  return { ...config, flags: after }
}

function applyPowerOps(config: Config, { powerOpInfo }: ConfigSpec): Config {
  if (powerOpInfo === undefined) return config
  for (const field of ['powerOffType', 'suspendType', 'resetType'] as const) {
    checkEnum('VirtualMachinePowerOpType', powerOpInfo[field], `configSpec.powerOpInfo.${field}`)
  }
  const told = ['defaultPowerOffType', 'defaultSuspendType', 'defaultResetType']
  return { ...config, defaultPowerOps: merged(config.defaultPowerOps, powerOpInfo, 'configSpec.powerOpInfo', told) }
}

function applyLatency(config: Config, { latencySensitivity }: ConfigSpec): Config {
  if (latencySensitivity === undefined) return config
  const { level } = latencySensitivity
  if (level !== 'low' && level !== 'normal' && level !== 'medium' && level !== 'high') {
    throw invalidArgument('configSpec.latencySensitivity.level', 'must be low, normal, medium or high')
  }
  return { ...config, latencySensitivity: { _typeName: 'LatencySensitivity', level } }
}

/** An empty set takes the affinity away. */
function applyAffinity(config: Config, spec: ConfigSpec, field: 'cpuAffinity' | 'memoryAffinity'): Config {
  const { [field]: _old, ...rest } = config
  const set = spec[field]?.affinitySet ?? []
  return set.length === 0 ? rest : { ...config, [field]: { _typeName: 'VirtualMachineAffinityInfo', affinitySet: set } }
}

/** An empty extension key takes the owner away. */
function applyManagedBy(config: Config, { managedBy }: ConfigSpec): Config {
  const { managedBy: _old, ...rest } = config
  return managedBy === undefined || managedBy.extensionKey === '' ? rest : { ...config, managedBy }
}

function applyUpgrade(config: Config, { scheduledHardwareUpgradeInfo: asked }: ConfigSpec): Config {
  const policy = asked?.upgradePolicy
  if (asked === undefined || policy === undefined) return config
  if (policy !== 'never' && policy !== 'onSoftPowerOff' && policy !== 'always') {
    throw invalidArgument(
      'configSpec.scheduledHardwareUpgradeInfo.upgradePolicy',
      'must be never, onSoftPowerOff or always',
    )
  }
  return {
    ...config,
    scheduledHardwareUpgradeInfo: {
      _typeName: 'ScheduledHardwareUpgradeInfo',
      upgradePolicy: policy,
      ...(asked.versionKey !== undefined && { versionKey: asked.versionKey }),
      scheduledHardwareUpgradeStatus: policy === 'never' ? 'none' : 'pending',
    },
  }
}

/** What an encrypted VM sends is always encrypted (vSphere Security, "Encrypted vSphere vMotion"). */
function applyMigrateEncryption(config: Config, { migrateEncryption = '' }: ConfigSpec): Config {
  checkEnum('VirtualMachineConfigSpecEncryptedVMotionModes', migrateEncryption, 'configSpec.migrateEncryption')
  if (config.keyId !== undefined && migrateEncryption !== 'required') {
    throw invalidArgument('configSpec.migrateEncryption', 'must be required for an encrypted virtual machine')
  }
  return { ...config, migrateEncryption }
}
