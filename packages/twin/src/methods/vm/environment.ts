import { isSubtype } from '@sakimori/vim25'
import type { DataTypes, MoRef } from '@sakimori/vim25/types'
import { releaseOf, type Release } from '@sakimori/core/model'
import { vmCapability } from '../../estate/releases/capability.ts'
import { hardwareVersions } from '../../estate/releases/hardware-versions.ts'
import { esxProducts } from '../../estate/releases/release.ts'
import { methodsOf, type Call } from '../../kernel/call.ts'
import { invalidArgument } from '../../kernel/fault.ts'
import { isRef, type ManagedObject } from '../../kernel/store.ts'
import { isRecord, listOf } from '../../kernel/values.ts'
import { guestFamilyOf, guestIds, guestNameOf } from './config/guest-os.ts'
import { hostsOf } from './placement.ts'
import { hardwareNumber, releaseAt } from './vm-record.ts'

type Descriptor = DataTypes['GuestOsDescriptor']
type ConfigOption = DataTypes['VirtualMachineConfigOption']

const int = (min: number, max: number, defaultValue: number): DataTypes['IntOption'] => ({
  _typeName: 'IntOption',
  min,
  max,
  defaultValue,
})
const long = (min: number, max: number, defaultValue: number): DataTypes['LongOption'] => ({
  _typeName: 'LongOption',
  min,
  max,
  defaultValue,
})

/** The compute resource that a browser looks at, and the hosts in it. */
function hostsHere(call: Call, wanted: MoRef | undefined): ManagedObject[] {
  const { world, self } = call
  const owner = self.owner === undefined ? undefined : world.store.get(self.owner)
  const hosts = owner === undefined ? [] : hostsOf(world, owner)
  if (wanted === undefined) return hosts
  const found = hosts.find(({ ref }) => ref.value === wanted.value)
  if (found === undefined) throw invalidArgument('host', 'is not of this compute resource')
  return [found]
}

/** The release that all of the hosts understand: the oldest among them. */
function releaseHere(call: Call, hosts: readonly ManagedObject[]): Release {
  const all = hosts.map((host) => releaseAt(call.world, host)).toSorted()
  return all[0] ?? releaseOf(call.world.parts.about.version) ?? '8.0'
}

const controllers = [
  'ParaVirtualSCSIController',
  'VirtualLsiLogicController',
  'VirtualLsiLogicSASController',
  'VirtualIDEController',
  'VirtualAHCIController',
  'VirtualNVMEController',
]
const adapters = ['VirtualE1000', 'VirtualE1000e', 'VirtualVmxnet3']

/** A guest as the wizard for new VMs knows it. */
function descriptor(id: string): Descriptor {
  const family = guestFamilyOf(id)
  const is64 = id.includes('64')
  const isModern = is64 && (family === 'windowsGuest' || family === 'linuxGuest')
  return {
    _typeName: 'GuestOsDescriptor',
    id,
    family,
    fullName: guestNameOf(id),
    supportedMaxCPUs: is64 ? 768 : 32,
    numSupportedPhysicalSockets: 128,
    numSupportedCoresPerSocket: 128,
    supportedMinMemMB: 32,
    supportedMaxMemMB: is64 ? 25_165_824 : 65_536,
    recommendedMemMB: family === 'windowsGuest' ? 4096 : 2048,
    recommendedColorDepth: 32,
    supportedDiskControllerList: controllers,
    recommendedSCSIController: isModern ? 'ParaVirtualSCSIController' : 'VirtualLsiLogicController',
    recommendedDiskController: isModern ? 'ParaVirtualSCSIController' : 'VirtualLsiLogicController',
    supportedNumDisks: 64,
    recommendedDiskSizeMB: family === 'windowsGuest' ? 92_160 : 16_384,
    recommendedCdromController: 'VirtualAHCIController',
    supportedEthernetCard: adapters,
    recommendedEthernetCard: isModern ? 'VirtualVmxnet3' : 'VirtualE1000',
    smcRequired: id.startsWith('darwin'),
    supportsWakeOnLan: true,
    supportsVMI: false,
    supportsMemoryHotAdd: is64,
    supportsCpuHotAdd: is64,
    supportsCpuHotRemove: false,
    supportedFirmware: ['bios', 'efi'],
    recommendedFirmware: isModern ? 'efi' : 'bios',
    supportedUSBControllerList: ['VirtualUSBController', 'VirtualUSBXHCIController'],
    recommendedUSBController: 'VirtualUSBXHCIController',
    supports3D: family === 'windowsGuest',
    recommended3D: false,
    smcRecommended: false,
    ich7mRecommended: false,
    usbRecommended: false,
    supportLevel: 'supported',
    supportedForCreate: true,
    vRAMSizeInKB: int(2048, 131_072, 8192),
    numSupportedFloppyDevices: 2,
    supportsPvscsiControllerForBoot: true,
    diskUuidEnabled: true,
    supportsHotPlugPCI: true,
    supportsSecureBoot: isModern,
    defaultSecureBoot: isModern,
  }
}

const allocationOption = (most: number, defaultValue: number): DataTypes['ResourceAllocationOption'] => ({
  _typeName: 'ResourceAllocationOption',
  sharesOption: { _typeName: 'SharesOption', sharesOption: int(0, most, defaultValue), defaultLevel: 'normal' },
})

function hardwareOption(version: number): DataTypes['VirtualHardwareOption'] {
  const cpus = version >= 18 ? 768 : 128
  return {
    _typeName: 'VirtualHardwareOption',
    hwVersion: version,
    virtualDeviceOption: [],
    deviceListReadonly: false,
    numCPU: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 768].filter((count) => count <= cpus),
    numCoresPerSocket: int(1, 64, 1),
    numCpuReadonly: false,
    memoryMB: long(4, version >= 18 ? 25_165_824 : 6_275_072, 2048),
    numPCIControllers: int(1, 1, 1),
    numIDEControllers: int(2, 2, 2),
    numUSBControllers: int(0, 1, 0),
    numUSBXHCIControllers: int(0, 1, 0),
    numSIOControllers: int(1, 1, 1),
    numPS2Controllers: int(1, 1, 1),
    resourceConfigOption: {
      _typeName: 'ResourceConfigOption',
      cpuAllocationOption: allocationOption(1_000_000, 4000),
      memoryAllocationOption: allocationOption(1_000_000, 163_840),
    },
  }
}

/** The guests of an option; ids that are none give the whole list, as a server does. */
function guestsFor(asked: readonly string[] | undefined): readonly Descriptor[] {
  const all = guestIds()
  const known = (asked ?? []).filter((id) => all.includes(id))
  return (known.length > 0 ? known : all).map(descriptor)
}

function configOption(
  call: Call,
  {
    key,
    host,
    guestId,
  }: {
    readonly key?: string | undefined
    readonly host?: MoRef | undefined
    readonly guestId?: readonly string[] | undefined
  },
): ConfigOption {
  const release = releaseHere(call, hostsHere(call, host))
  const versions = hardwareVersions(release)
  const version = key ?? versions.at(-1) ?? 'vmx-13'
  if (!versions.includes(version)) throw invalidArgument('key', `is no hardware version here: ${version}`)
  return {
    _typeName: 'VirtualMachineConfigOption',
    version,
    description: `ESXi virtual machine hardware version ${hardwareNumber(version)}`,
    guestOSDescriptor: guestsFor(guestId),
    guestOSDefaultIndex: 0,
    hardwareOptions: hardwareOption(hardwareNumber(version)),
    capabilities: vmCapability(esxProducts[release].apiVersion),
    datastore: { _typeName: 'DatastoreOption' },
    supportedMonitorType: ['release', 'stats', 'debug'],
    supportedOvfEnvironmentTransport: ['iso', 'com.vmware.guestInfo'],
    supportedOvfInstallTransport: [],
  }
}

function descriptors(call: Call): DataTypes['VirtualMachineConfigOptionDescriptor'][] {
  const hosts = hostsHere(call, undefined)
  const versions = hardwareVersions(releaseHere(call, hosts))
  return versions.map((key) => ({
    _typeName: 'VirtualMachineConfigOptionDescriptor',
    key,
    description: `ESXi virtual machine hardware version ${hardwareNumber(key)}`,
    host: hosts.map(({ ref }) => ref as MoRef<'HostSystem'>),
    createSupported: hardwareNumber(key) >= 7,
    defaultConfigOption: key === versions.at(-1),
    runSupported: true,
    upgradeSupported: hardwareNumber(key) >= 7,
  }))
}

/** What is linked by one of the hosts: networks, datastores. */
function linked(call: Call, hosts: readonly ManagedObject[], property: 'network' | 'datastore'): ManagedObject[] {
  const refs = hosts.flatMap((host) => listOf(host.get(property)).filter(isRef))
  const unique = new Map(refs.map((ref) => [ref.value, ref]))
  return [...unique.values()].flatMap((ref) => call.world.find(ref) ?? [])
}

/** A host as a place for VMs: what it has of hardware, datastores and networks. */
function configTarget(call: Call, host: MoRef | undefined): DataTypes['ConfigTarget'] {
  const { world } = call
  const hosts = hostsHere(call, host)
  const largest = (field: string) =>
    Math.max(0, ...hosts.map((one) => Number(fieldOf(one.get('hardware'), 'cpuInfo', field)) || 0))
  const memoryMB = Math.max(0, ...hosts.map((one) => Number(fieldOf(one.get('hardware'), 'memorySize')) / 2 ** 20 || 0))
  const networks = linked(call, hosts, 'network')
  return {
    _typeName: 'ConfigTarget',
    numCpus: largest('numCpuThreads'),
    numCpuCores: largest('numCpuCores'),
    numNumaNodes: largest('numCpuPackages'),
    smcPresent: false,
    datastore: linked(call, hosts, 'datastore').map((datastore) => datastoreTarget(call, datastore)),
    network: networks
      .filter(({ ref }) => ref.type === 'Network')
      .map((network) => ({
        _typeName: 'VirtualMachineNetworkInfo',
        name: world.nameOf(network),
        network: world.read(network, 'summary') as DataTypes['NetworkSummary'],
      })),
    distributedVirtualPortgroup: networks
      .filter(({ ref }) => isSubtype(ref.type, 'DistributedVirtualPortgroup'))
      .flatMap((group) => portgroupTarget(call, group)),
    maxMemMBOptimalPerf: Math.floor(memoryMB),
    supportedMaxMemMB: Math.floor(memoryMB),
    autoVmotion: false,
  }
}

function fieldOf(value: unknown, ...path: readonly string[]): unknown {
  let at = value
  for (const name of path) at = isRecord(at) ? at[name] : undefined
  return at
}

function datastoreTarget({ world }: Call, datastore: ManagedObject): DataTypes['VirtualMachineDatastoreInfo'] {
  return {
    _typeName: 'VirtualMachineDatastoreInfo',
    name: world.nameOf(datastore),
    datastore: world.read(datastore, 'summary') as DataTypes['DatastoreSummary'],
    capability: datastore.get('capability') as DataTypes['DatastoreCapability'],
    maxFileSize: 62 * 2 ** 40,
    mode: 'readWrite',
  }
}

function portgroupTarget({ world }: Call, group: ManagedObject): DataTypes['DistributedVirtualPortgroupInfo'][] {
  const config = group.get('config')
  const of = fieldOf(config, 'distributedVirtualSwitch')
  const dvs = isRef(of) ? world.find(of) : undefined
  if (dvs === undefined) return []
  return [
    {
      _typeName: 'DistributedVirtualPortgroupInfo',
      switchName: world.nameOf(dvs),
      switchUuid: String(world.read(dvs, 'uuid')),
      portgroupName: world.nameOf(group),
      portgroupKey: group.ref.value,
      portgroupType: String(fieldOf(config, 'type') ?? 'earlyBinding'),
      uplinkPortgroup: fieldOf(config, 'uplink') === true,
      portgroup: group.ref as MoRef<'DistributedVirtualPortgroup'>,
    },
  ]
}

export const environmentMethods = methodsOf('EnvironmentBrowser', {
  QueryConfigOptionDescriptor: descriptors,
  QueryConfigOption: (call, { key, host }) => configOption(call, { key, host }),
  QueryConfigOptionEx: (call, { spec }) => configOption(call, spec ?? {}),
  QueryConfigTarget: (call, { host }) => configTarget(call, host),
  QueryTargetCapabilities(call, { host }) {
    const [first] = hostsHere(call, host)
    return first?.get('capability') as DataTypes['HostCapability'] | undefined
  },
})
