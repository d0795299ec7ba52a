import type { Release } from '@sakimori/core/model'
import type { DataTypes } from '@sakimori/vim25/types'
import { maybe } from '../releases/maybe.ts'
import { isFrom } from '../releases/release.ts'
import type { Guest } from './guests.ts'
import { vmDevices, type DeviceSpec } from './vm-devices.ts'

export type Power = 'poweredOn' | 'poweredOff'

/** How a VM is set up. What is absent is as the wizard leaves it. */
export interface VmSettings extends DeviceSpec {
  readonly guest: Guest
  readonly uuid: string
  readonly instanceUuid: string
  readonly cpus: number
  readonly memoryMB: number
  /** The most that the host gives it; all of it when absent. */
  readonly memoryLimitMB?: number
  /** `[datastore] folder`. */
  readonly directory: string
  readonly template?: boolean
  readonly firmware?: 'bios' | 'efi'
  readonly secureBoot?: boolean
  /** 19 is vmx-19. */
  readonly hardware: number
  readonly extraConfig?: Readonly<Record<string, string>>
  readonly maxConsoles?: number
  readonly autoLock?: boolean
  readonly logging?: boolean
  readonly migrateEncryption?: 'disabled' | 'opportunistic' | 'required'
  /** From 7.0 on. */
  readonly ftEncryption?: 'ftEncryptionDisabled' | 'ftEncryptionOpportunistic' | 'ftEncryptionRequired'
  readonly annotation?: string
  readonly managedBy?: { readonly extension: string; readonly type: string }
  readonly createdOn?: string
  readonly nestedHv?: boolean
  /** Keeps the VM’s memory to itself without giving any of it back. */
  readonly memoryLocked?: boolean
  readonly toolsVersion?: number
}

/** VMware Tools 12.5.4: five bits a part, from bit 10 on. */
export const currentTools = (12 << 10) + (5 << 5) + 4

/** Keys that vSphere itself writes into every VM. */
const systemOptions: readonly DataTypes['OptionValue'][] = Object.freeze(
  Object.entries({
    'hpet0.present': 'TRUE',
    'migrate.hostLogState': 'none',
    'pciBridge0.present': 'TRUE',
    'pciBridge4.functions': '8',
    'pciBridge4.present': 'TRUE',
    'pciBridge4.virtualDev': 'pcieRootPort',
    'svga.present': 'TRUE',
    'vmware.tools.internalversion': String(currentTools),
    'vmware.tools.requiredversion': String(currentTools),
  }).map(([key, value]) => ({ _typeName: 'OptionValue' as const, key, value })),
)

const optionLists = new WeakMap<object, readonly DataTypes['OptionValue'][]>()

/** VMs that are set up alike share one list. */
function optionsOf(own: Readonly<Record<string, string>>): readonly DataTypes['OptionValue'][] {
  const ready = optionLists.get(own)
  if (ready) return ready
  const list = [
    ...systemOptions,
    ...Object.entries(own).map(([key, value]) => ({ _typeName: 'OptionValue' as const, key, value })),
  ]
  optionLists.set(own, list)
  return list
}

const nothing: Readonly<Record<string, string>> = {}

const flags = (logging: boolean, release: Release): DataTypes['VirtualMachineFlagInfo'] => ({
  _typeName: 'VirtualMachineFlagInfo',
  disableAcceleration: false,
  enableLogging: logging,
  useToe: false,
  runWithDebugInfo: false,
  monitorType: 'release',
  htSharing: 'any',
  snapshotDisabled: false,
  snapshotLocked: false,
  diskUuidEnabled: true,
  virtualMmuUsage: 'automatic',
  virtualExecUsage: 'hvAuto',
  snapshotPowerOffBehavior: 'powerOff',
  recordReplayEnabled: false,
  faultToleranceType: 'unset',
  cbrcCacheEnabled: false,
  ...(isFrom(release, '6.7') ? { vvtdEnabled: false, vbsEnabled: false } : {}),
})

const powerOps = {
  _typeName: 'VirtualMachineDefaultPowerOpInfo',
  powerOffType: 'soft',
  suspendType: 'hard',
  resetType: 'soft',
  defaultPowerOffType: 'soft',
  defaultSuspendType: 'hard',
  defaultResetType: 'soft',
  standbyAction: 'checkpoint',
} as const

const latency = { _typeName: 'LatencySensitivity', level: 'normal' } as const

const allocation = (shares: number, limit = -1): DataTypes['ResourceAllocationInfo'] => ({
  _typeName: 'ResourceAllocationInfo',
  reservation: 0,
  expandableReservation: false,
  limit,
  shares: { _typeName: 'SharesInfo', shares, level: 'normal' },
})

/** VirtualMachineConfigInfo of a VM on a host of a release. */
export function vmConfig(
  name: string,
  settings: VmSettings,
  power: Power,
  release: Release,
): DataTypes['VirtualMachineConfigInfo'] {
  const { guest, uuid, instanceUuid, directory, cpus, memoryMB, firmware = 'efi', managedBy } = settings
  return {
    _typeName: 'VirtualMachineConfigInfo',
    changeVersion: '2026-10-05T02:00:00.000000Z',
    modified: '1970-01-01T00:00:00Z',
    name,
    guestFullName: guest.fullName,
    version: `vmx-${String(settings.hardware).padStart(2, '0')}`,
    uuid,
    ...(isFrom(release, '6.7') ? { createDate: settings.createdOn ?? '2023-05-01T00:00:00Z' } : {}),
    instanceUuid,
    npivTemporaryDisabled: true,
    template: settings.template ?? false,
    guestId: guest.id,
    alternateGuestName: '',
    annotation: settings.annotation ?? '',
    files: {
      _typeName: 'VirtualMachineFileInfo',
      vmPathName: `${directory}/${fileName(name)}.vmx`,
      snapshotDirectory: `${directory}/`,
      suspendDirectory: `${directory}/`,
      logDirectory: `${directory}/`,
    },
    tools: {
      _typeName: 'ToolsConfigInfo',
      toolsVersion: settings.toolsVersion ?? currentTools,
      toolsInstallType: guest.tools,
      afterPowerOn: true,
      afterResume: true,
      beforeGuestStandby: true,
      beforeGuestShutdown: true,
      toolsUpgradePolicy: 'manual',
      ...(isFrom(release, '7.0') ? { syncTimeWithHostAllowed: true } : {}),
      syncTimeWithHost: false,
    },
    flags: flags(settings.logging ?? true, release),
    defaultPowerOps: powerOps,
    ...(isFrom(release, '8.0') ? { rebootPowerOff: false } : {}),
    hardware: {
      _typeName: 'VirtualHardware',
      numCPU: cpus,
      numCoresPerSocket: 1,
      ...(isFrom(release, '8.0') ? { autoCoresPerSocket: false, simultaneousThreads: 1 } : {}),
      memoryMB,
      virtualICH7MPresent: false,
      virtualSMCPresent: false,
      device: vmDevices(settings, power),
    },
    cpuAllocation: allocation(cpus * 1000),
    memoryAllocation: allocation(memoryMB * 10, settings.memoryLimitMB),
    latencySensitivity: latency,
    memoryHotAddEnabled: false,
    cpuHotAddEnabled: false,
    cpuHotRemoveEnabled: false,
    extraConfig: optionsOf(settings.extraConfig ?? nothing),
    swapPlacement: 'inherit',
    bootOptions: {
      _typeName: 'VirtualMachineBootOptions',
      bootDelay: 0,
      enterBIOSSetup: false,
      efiSecureBootEnabled: firmware === 'efi' && (settings.secureBoot ?? true),
      bootRetryEnabled: false,
      bootRetryDelay: 10_000,
      networkBootProtocol: 'ipv4',
    },
    vAssertsEnabled: false,
    changeTrackingEnabled: true,
    firmware,
    // What the product itself takes: 40, and no limit from 8.0 on (facts: controls.md, trap 1).
    maxMksConnections: settings.maxConsoles ?? (isFrom(release, '8.0') ? -1 : 40),
    guestAutoLockEnabled: settings.autoLock ?? true,
    ...maybe(
      'managedBy',
      managedBy && { _typeName: 'ManagedByInfo' as const, extensionKey: managedBy.extension, type: managedBy.type },
    ),
    memoryReservationLockedToMax: settings.memoryLocked ?? false,
    nestedHVEnabled: settings.nestedHv ?? false,
    vPMCEnabled: false,
    messageBusTunnelEnabled: false,
    migrateEncryption: settings.migrateEncryption ?? 'opportunistic',
    ...(isFrom(release, '7.0')
      ? {
          ftEncryptionMode: settings.ftEncryption ?? 'ftEncryptionOpportunistic',
          sevEnabled: false,
          pmemFailoverEnabled: false,
        }
      : {}),
  }
}

/** Names of VMs may hold what file names may not. */
export const fileName = (name: string): string => name.replaceAll(/[/\\:*?"<>|]/g, '_')
