import { isA } from '@sakimori/vim25'
import type { DataTypes, MoRef } from '@sakimori/vim25/types'
import { hostOfVm, needHost } from '../../behaviour/host-reach.ts'
import { hardwareVersions } from '../../estate/releases/hardware-versions.ts'
import { methodsOf, startTask, type Call } from '../../kernel/call.ts'
import { invalidArgument, vimFault } from '../../kernel/fault.ts'
import type { ManagedObject } from '../../kernel/store.ts'
import { isRecord } from '../../kernel/values.ts'
import type { World } from '../../kernel/world.ts'
import { networkOf, portOf } from './devices/nic-backing.ts'
import { commitChange } from './change-config.ts'
import { PortDesk } from './devices/port-desk.ts'
import { FileDesk } from './files/file-desk.ts'
import { usersOfDisk } from './files/datastore-files.ts'
import { datastoresOf, parseDatastorePath } from './files/datastore-path.ts'
import { flatBacking } from './files/layout.ts'
import { computeOf } from './placement.ts'
import { guestOff, guestOn, toolsRun } from './guest-info.ts'
import { notAllowed } from './refuse.ts'
import { upgradeHardware } from './reconfigure.ts'
import { showGuestNics } from './show-config.ts'
import {
  configOf,
  hardwareNumber,
  needPower,
  postVm,
  powerOf,
  reachableHost,
  releaseAt,
  runtimeOf,
  stateOf,
  type Config,
  type Device,
  type Power,
  type Runtime,
} from './vm-record.ts'

/** Sets what a running VM has and one that is off has not; what is undefined in `change` is taken away. */
export function setRuntime(
  world: World,
  vm: ManagedObject,
  change: { readonly [F in keyof Runtime]?: Runtime[F] | undefined },
): void {
  const all = Object.entries({ ...runtimeOf(vm), ...change })
  world.store.set(vm, 'runtime', Object.fromEntries(all.filter(([, value]) => value !== undefined)))
}

const isCluster = (object: ManagedObject | undefined) => object?.ref.type === 'ClusterComputeResource'

/** Whether vSphere HA watches over what runs on a host. */
function isProtected(world: World, host: ManagedObject | undefined): boolean {
  const parent = computeOf(world, host)
  if (parent === undefined || !isCluster(parent)) return false
  const config = world.field(parent, 'configurationEx', 'dasConfig')
  return isRecord(config) && config['enabled'] === true
}

/** Plugs the devices of a VM as its power says: what is to be connected at the start, or nothing. */
function plugDevices(call: Call, vm: ManagedObject, isOn: boolean): void {
  const { world } = call
  const config = configOf(vm)
  const host = hostOfVm(world, vm)
  const ports = new PortDesk(world, vm.ref as MoRef<'VirtualMachine'>)
  const device = (config.hardware.device ?? []).map((one) => plugged(one, isOn, ports, host))
  commitChange({ call, files: new FileDesk(world, host), ports })
  world.store.set(vm, 'config', { ...config, hardware: { ...config.hardware, device } })
}

function plugged(device: Device, isOn: boolean, ports: PortDesk, host: ManagedObject | undefined): Device {
  const { connectable } = device
  if (connectable === undefined) return device
  const connected = isOn && connectable.startConnected
  const made = { ...device, connectable: { ...connectable, connected, status: connected ? 'ok' : 'untried' } } as Device
  const port = portOf(made)
  if (port === undefined || !isA(made, 'VirtualEthernetCard')) return made
  const connection = ports.connect(port, { nicKey: made.key, mac: made.macAddress, linkUp: connected }, host)
  return connection === undefined ? made : ({ ...made, backing: { ...made.backing, port: connection } } as Device)
}

/** What stops a VM from starting on a host. Throws faults of VmConfigFault, InvalidState and FileFault. */
function checkStart(world: World, vm: ManagedObject, host: ManagedObject | undefined): void {
  const config = configOf(vm)
  if (config.template === true) throw notAllowed('a template cannot be powered on')
  checkHost(world, host, config)
  for (const device of config.hardware.device ?? []) checkDevice(world, vm, host, device)
}

/** A host that a VM can run on. Throws InvalidHostState, VirtualHardwareVersionNotSupported, NotEnoughLogicalCpus. */
export function checkHost(world: World, host: ManagedObject | undefined, config: Config): void {
  if (host === undefined) return
  needHost(world, host)
  const name = world.nameOf(host)
  const ref = host.ref as MoRef<'HostSystem'>
  if (world.field(host, 'runtime', 'inMaintenanceMode') === true) {
    throw vimFault(
      'InvalidHostState',
      { host: ref },
      `The operation is not allowed in the current state of the host ${name}: it is in maintenance mode`,
    )
  }
  const newest = hardwareNumber(hardwareVersions(releaseAt(world, host)).at(-1))
  if (hardwareNumber(config.version) > newest) {
    throw vimFault(
      'VirtualHardwareVersionNotSupported',
      { hostName: name, host: ref },
      `Virtual machine hardware version '${config.version}' is not supported on the host ${name}.`,
    )
  }
  const cpu = world.field(host, 'hardware', 'cpuInfo')
  const threads = isA(cpu, 'HostCpuInfo') ? cpu.numCpuThreads : undefined
  if (threads !== undefined && config.hardware.numCPU > threads) {
    throw vimFault(
      'NotEnoughLogicalCpus',
      { numCpuDest: threads, numCpuVm: config.hardware.numCPU, host: ref },
      `The host ${name} has ${threads} logical processors; the virtual machine needs ${config.hardware.numCPU}.`,
    )
  }
}

/** What a VM needs of its host is there: its networks, its datastores, and its disks to itself. */
function checkDevice(world: World, vm: ManagedObject, host: ManagedObject | undefined, device: Device): void {
  const label = device.deviceInfo?.label ?? String(device.key)
  if (isA(device, 'VirtualEthernetCard') && networkOf(world, host, device.backing) === undefined) {
    throw vimFault(
      'CannotAccessNetwork',
      { device: label, backing: device.deviceInfo?.summary ?? '', connected: device.connectable?.connected ?? false },
      `The network of ${label} is not accessible.`,
    )
  }
  const backing = isA(device, 'VirtualDisk') ? flatBacking(device) : undefined
  const place = parseDatastorePath(backing?.fileName ?? '')
  if (backing === undefined || place === undefined) return
  const datastore = datastoresOf(world, host).find((one) => world.nameOf(one) === place.datastore)
  if (datastore === undefined)
    throw vimFault('InvalidDatastore', { name: place.datastore }, `The datastore ${place.datastore} is not accessible.`)
  const shares = (disk: DataTypes['VirtualDisk']) => flatBacking(disk)?.sharing === 'sharingMultiWriter'
  const isLocked = usersOfDisk(world, datastore, backing.fileName).some(
    (other) =>
      other.vm !== vm &&
      powerOf(other.vm) === 'poweredOn' &&
      !(shares(other.disk) && backing.sharing === 'sharingMultiWriter'),
  )
  if (isLocked) throw vimFault('FileLocked', { file: backing.fileName }, `Failed to lock the file ${backing.fileName}`)
}

/** Starts a VM that is off, or goes on with one that was suspended; on another host of its cluster if that is asked for. */
export function powerOn(call: Call, vm: ManagedObject, wanted?: ManagedObject): void {
  const { world } = call
  needPower(vm, ['poweredOff', 'suspended'], 'poweredOn')
  const host = wanted ?? hostOfVm(world, vm)
  checkStart(world, vm, host)
  if (wanted !== undefined) setRuntime(world, vm, { host: wanted.ref as MoRef<'HostSystem'> })
  const was = powerOf(vm)
  if (was === 'poweredOff') upgradeWhenDue(call, vm)
  postVm(call, was === 'suspended' ? 'VmResumingEvent' : 'VmStartingEvent', vm)
  run(call, vm, host, was)
  postVm(call, 'VmPoweredOnEvent', vm)
}

/** The part of starting that is no check and no event: also what a revert to a running snapshot does. */
export function run(call: Call, vm: ManagedObject, host: ManagedObject | undefined, was: Power): void {
  const { world } = call
  const { hardware } = configOf(vm)
  const cpu = host === undefined ? undefined : world.field(host, 'hardware', 'cpuInfo')
  const hz = isA(cpu, 'HostCpuInfo') ? Number(cpu.hz) : 2.4e9
  setRuntime(world, vm, {
    powerState: 'poweredOn',
    ...(was === 'poweredOff' && { bootTime: world.now().toISOString() }),
    suspendTime: undefined,
    cleanPowerOff: undefined,
    maxCpuUsage: Math.round(((hardware.numCPU ?? 1) * hz) / 1e6),
    ...(hardware.memoryMB !== undefined && { maxMemoryUsage: hardware.memoryMB }),
    ...(isProtected(world, host) && {
      dasVmProtection: { _typeName: 'VirtualMachineRuntimeInfoDasProtectionState', dasProtected: true },
    }),
  })
  if (was === 'poweredOff') plugDevices(call, vm, true)
  world.store.set(vm, 'guest', guestOn(vm, stateOf(vm).runningGuest))
  showGuestNics(world, vm, configOf(vm))
}

/** Virtual hardware that was to be upgraded at the next start. */
function upgradeWhenDue(call: Call, vm: ManagedObject): void {
  const plan = configOf(vm).scheduledHardwareUpgradeInfo
  if (plan?.upgradePolicy === 'always' && plan.scheduledHardwareUpgradeStatus === 'pending')
    upgradeHardware(call, vm, plan.versionKey)
}

/** Ends what runs: pulled out, or shut down by its guest. */
export function powerOff(call: Call, vm: ManagedObject): void {
  const { world } = call
  needPower(vm, ['poweredOn', 'suspended'], 'poweredOff')
  postVm(call, 'VmStoppingEvent', vm)
  stop(call, vm)
  postVm(call, 'VmPoweredOffEvent', vm)
  world.store.touch(vm, 'summary')
}

export function stop(call: Call, vm: ManagedObject): void {
  const { world } = call
  keepGuest(vm)
  setRuntime(world, vm, {
    powerState: 'poweredOff',
    bootTime: undefined,
    suspendTime: undefined,
    dasVmProtection: undefined,
    maxCpuUsage: undefined,
    maxMemoryUsage: undefined,
    cleanPowerOff: true,
    numMksConnections: 0,
  })
  vm.state = { ...stateOf(vm), consoles: [] }
  plugDevices(call, vm, false)
  world.store.set(vm, 'guest', guestOff(vm))
}

/** What the guest said last, for when it runs again. */
function keepGuest(vm: ManagedObject): void {
  const guest = vm.get('guest')
  if (powerOf(vm) === 'poweredOn' && isA(guest, 'GuestInfo')) vm.state = { ...stateOf(vm), runningGuest: guest }
}

function suspend(call: Call, vm: ManagedObject): void {
  const { world } = call
  needPower(vm, ['poweredOn'], 'suspended')
  postVm(call, 'VmSuspendingEvent', vm)
  keepGuest(vm)
  setRuntime(world, vm, { powerState: 'suspended', suspendTime: world.now().toISOString() })
  world.store.set(vm, 'guest', guestOff(vm))
  postVm(call, 'VmSuspendedEvent', vm)
}

function reset(call: Call, vm: ManagedObject): void {
  needPower(vm, ['poweredOn'], 'poweredOn')
  setRuntime(call.world, vm, { bootTime: call.world.now().toISOString() })
  postVm(call, 'VmResettingEvent', vm)
}

/** What is asked of the guest itself needs somebody there who listens. Throws InvalidPowerState, ToolsUnavailable. */
function needTools(call: Call): ManagedObject {
  const vm = call.self
  reachableHost(call.world, vm)
  needPower(vm, ['poweredOn'], 'poweredOn')
  if (!toolsRun(vm)) {
    throw vimFault(
      'ToolsUnavailable',
      {},
      'Cannot complete operation because VMware Tools is not running in this virtual machine.',
    )
  }
  return vm
}

/** A host that a VM may be started on: one of its own compute resource. */
function hostFor(call: Call, ref: MoRef | undefined): ManagedObject | undefined {
  const { world, self } = call
  if (ref === undefined) return undefined
  const [host, own] = [world.find(ref), hostOfVm(world, self)]
  if (host === undefined || computeOf(world, host) !== computeOf(world, own))
    throw invalidArgument('host', 'is not of the compute resource of the virtual machine')
  return host
}

export const powerMethods = methodsOf('VirtualMachine', {
  PowerOnVM_Task(call, { host }) {
    const vm = call.self
    reachableHost(call.world, vm)
    return startTask(call, 'VirtualMachine.powerOn', () => powerOn(call, vm, hostFor(call, host)))
  },
  PowerOffVM_Task(call) {
    reachableHost(call.world, call.self)
    return startTask(call, 'VirtualMachine.powerOff', () => powerOff(call, call.self))
  },
  SuspendVM_Task(call) {
    reachableHost(call.world, call.self)
    return startTask(call, 'VirtualMachine.suspend', () => suspend(call, call.self))
  },
  ResetVM_Task(call) {
    reachableHost(call.world, call.self)
    return startTask(call, 'VirtualMachine.reset', () => reset(call, call.self))
  },
  ShutdownGuest(call) {
    const vm = needTools(call)
    postVm(call, 'VmGuestShutdownEvent', vm)
    powerOff(call, vm)
    const plan = configOf(vm).scheduledHardwareUpgradeInfo
    if (plan?.upgradePolicy === 'onSoftPowerOff' && plan.scheduledHardwareUpgradeStatus === 'pending')
      upgradeHardware(call, vm, plan.versionKey)
    return undefined
  },
  RebootGuest(call) {
    const vm = needTools(call)
    postVm(call, 'VmGuestRebootEvent', vm)
    setRuntime(call.world, vm, { bootTime: call.world.now().toISOString() })
    return undefined
  },
  StandbyGuest(call) {
    const vm = needTools(call)
    postVm(call, 'VmGuestStandbyEvent', vm)
    suspend(call, vm)
    return undefined
  },
})
