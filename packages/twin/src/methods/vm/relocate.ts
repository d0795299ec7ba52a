import { isA } from '@sakimori/vim25'
import type { DataTypes, MoRef } from '@sakimori/vim25/types'
import { hostOfVm } from '../../behaviour/host-reach.ts'
import { demand, methodsOf, sessionOf, startTask, type Call } from '../../kernel/call.ts'
import { invalidArgument, vimFault } from '../../kernel/fault.ts'
import { isRef, type ManagedObject } from '../../kernel/store.ts'
import { isRecord, listOf } from '../../kernel/values.ts'
import type { World } from '../../kernel/world.ts'
import { changeConfig, changeOfVm, commitChange, demandAll, facingOf, type Change } from './change-config.ts'
import { needVmFolder } from './create.ts'
import { deviceNeeds } from './devices/needs.ts'
import { plugIn, isNic, networkOf } from './devices/nic-backing.ts'
import { homeOf } from './files/datastore-files.ts'
import { datastorePath, parseDatastorePath } from './files/datastore-path.ts'
import { disksOf, flatBacking } from './files/layout.ts'
import { demandMove } from './inventory/rights.ts'
import { checkName } from './names.ts'
import { computeOf, hostForPool, ownerOf, poolOfVm, rootPoolOf } from './placement.ts'
import { checkHost, setRuntime } from './power.ts'
import { needServer, refuseFields } from './refuse.ts'
import { showConfig, showFiles } from './show-config.ts'
import { configOf, powerOf, postVm, reachableHost, type Config, type ConfigSpec, type Device } from './vm-record.ts'

type RelocateSpec = DataTypes['VirtualMachineRelocateSpec']

/** Moves between servers, storage policies and formats are not simulated. */
export const notMoved = ['service', 'profile', 'transform', 'cryptoSpec', 'tagSpecs', 'vmPlacementPolicies'] as const

/** Where a VM goes: what the spec leaves out stays. */
interface Target {
  readonly host: ManagedObject | undefined
  readonly pool: ManagedObject | undefined
  readonly datastore: ManagedObject | undefined
  readonly folder: ManagedObject | undefined
}

function targetOf(call: Call, spec: RelocateSpec): Target {
  const { world, self: vm } = call
  const found = (ref: MoRef | undefined) => (ref === undefined ? undefined : world.find(ref))
  const own = hostOfVm(world, vm)
  const asked = found(spec.host)
  const ownerOfHost = computeOf(world, asked)
  const keptPool = poolOfVm(world, vm)
  const isHome = keptPool !== undefined && (ownerOfHost === undefined || ownerOf(world, keptPool) === ownerOfHost)
  const fallback = isHome || ownerOfHost === undefined ? keptPool : rootPoolOf(world, ownerOfHost)
  const pool = found(spec.pool) ?? fallback
  const stays =
    asked === undefined && own !== undefined && pool !== undefined && computeOf(world, own) === ownerOf(world, pool)
  const datastore = found(spec.datastore)
  const host = stays || pool === undefined ? own : hostForPool(world, pool, spec.host, datastore)
  return { host, pool, datastore, folder: found(spec.folder) }
}

/** The rights for a move, by what changes (vSphere API, VirtualMachine.relocate). */
function demandRelocate(call: Call, spec: RelocateSpec, target: Target): void {
  const { world, self: vm } = call
  const session = sessionOf(call)
  if (powerOf(vm) === 'poweredOn') demand(world, session, vm, 'Resource.HotMigrate')
  const own = vm.get('resourcePool')
  if (target.pool !== undefined && isRef(own) && own.value !== target.pool.ref.value)
    demand(world, session, target.pool, 'Resource.AssignVMToPool')
  const stores = [spec.datastore, ...(spec.disk ?? []).map((locator) => locator.datastore)]
  for (const ref of stores) {
    const datastore = ref === undefined ? undefined : world.find(ref)
    if (datastore !== undefined) demand(world, session, datastore, 'Datastore.AllocateSpace')
  }
  if (target.folder !== undefined && target.folder !== world.parentOf(vm)) demandMove(call, vm, target.folder)
  demandAll(
    call,
    vm,
    deviceNeeds(configOf(vm).hardware.device ?? [], spec.deviceChange ?? [], {
      world,
      host: target.host,
      creating: false,
    }),
  )
}

/** vMotion needs an adapter for it on both sides. Throws VMotionNotConfigured. */
function checkVmotion(world: World, host: ManagedObject, atSourceHost: boolean): void {
  const net = world.field(host, 'config', 'vmotion')
  const config = isRecord(net) ? net['netConfig'] : undefined
  const manager = world.field(host, 'config', 'virtualNicManagerInfo')
  const rows = isRecord(manager)
    ? listOf(manager['netConfig']).filter((row) => isA(row, 'VirtualNicManagerNetConfig'))
    : []
  const byTraffic = rows.find(({ nicType }) => nicType === 'vmotion')
  const isSet = (isRecord(config) && config['selectedVnic'] !== undefined) || (byTraffic?.selectedVnic ?? []).length > 0
  // A host of which this was never read is not held to it.
  if (isSet || (net === undefined && manager === undefined)) return
  const name = world.nameOf(host)
  throw vimFault(
    'VMotionNotConfigured',
    { atSourceHost, failedHost: name, failedHostEntity: host.ref as MoRef<'HostSystem'> },
    `The vMotion interface is not configured (or is misconfigured) on the ${atSourceHost ? 'source' : 'destination'} host '${name}'.`,
  )
}

/** What of the VM must be there on the other host: its datastores, and its networks unless they are changed. */
function checkDestination(world: World, host: ManagedObject, config: Config): void {
  const mounted = new Set(
    listOf(host.get('datastore'))
      .filter(isRef)
      .map(({ value }) => value),
  )
  const missing = disksOf(config)
    .flatMap((disk) => flatBacking(disk)?.datastore ?? [])
    .find(({ value }) => !mounted.has(value))
  if (missing !== undefined && mounted.size > 0) {
    const object = world.find(missing)
    const name = object === undefined ? missing.value : world.nameOf(object)
    throw vimFault(
      'InvalidDatastore',
      { name },
      `The datastore ${name} is not accessible from the host ${world.nameOf(host)}.`,
    )
  }
  const networks = new Set(
    listOf(host.get('network'))
      .filter(isRef)
      .map(({ value }) => value),
  )
  for (const nic of (config.hardware.device ?? []).filter(isNic)) {
    const network = networkOf(world, host, nic.backing)
    if (
      network !== undefined &&
      (networks.size === 0 || networks.has(network.ref.value) || network.ref.type !== 'Network')
    )
      continue
    const backing = nic.deviceInfo?.summary ?? ''
    throw vimFault(
      'CannotAccessNetwork',
      { device: nic.deviceInfo?.label ?? '', backing, connected: nic.connectable?.connected ?? false },
      `Currently connected network interface '${nic.deviceInfo?.label ?? ''}' uses network '${backing}', which is not accessible.`,
    )
  }
}

/** Moves the files of a VM: all to one datastore, or disk by disk. */
function moveFiles(world: World, config: Config, spec: RelocateSpec, source: ManagedObject | undefined): Config {
  const target = spec.datastore === undefined ? undefined : world.find(spec.datastore)
  const from = homeOf(world, config, source)
  const moved = (device: Device): Device => {
    const backing = isA(device, 'VirtualDisk') ? flatBacking(device) : undefined
    const own = (spec.disk ?? []).find(({ diskId }) => diskId === device.key)
    const datastore = own?.datastore === undefined ? target : world.find(own.datastore)
    const place = parseDatastorePath(backing?.fileName ?? '')
    if (backing === undefined || place === undefined || datastore === undefined) return device
    if (backing.parent !== undefined && backing.datastore?.value !== datastore.ref.value)
      throw vimFault('SnapshotCopyNotSupported', {}, 'A disk with snapshots cannot be moved to another datastore.')
    const fileName = datastorePath({ datastore: world.nameOf(datastore), path: place.path })
    return { ...device, backing: { ...backing, fileName, datastore: datastore.ref as MoRef<'Datastore'> } }
  }
  const device = (config.hardware.device ?? []).map(moved)
  if (target === undefined || from === undefined) return { ...config, hardware: { ...config.hardware, device } }
  const rename = (path: string | undefined) => path?.replace(`[${world.nameOf(from)}]`, `[${world.nameOf(target)}]`)
  const files = Object.fromEntries(
    Object.entries(config.files).map(([field, value]) => [field, field === '_typeName' ? value : rename(value)]),
  )
  return { ...config, files: files as unknown as Config['files'], hardware: { ...config.hardware, device } }
}

function relocate(call: Call, spec: RelocateSpec): void {
  const { world, self: vm } = call
  const before = configOf(vm)
  const target = targetOf(call, spec)
  const source = hostOfVm(world, vm)
  const isOtherHost = target.host !== undefined && target.host !== source
  const change: Change = { ...changeOfVm(call, vm, target.host) }
  const asked: ConfigSpec = {
    _typeName: 'VirtualMachineConfigSpec',
    ...(spec.deviceChange !== undefined && { deviceChange: spec.deviceChange }),
  }
  const after = moveFiles(world, changeConfig(before, asked, change), spec, source)
  const isOtherStore = JSON.stringify(after.files) !== JSON.stringify(before.files) || spec.disk !== undefined
  if (isOtherHost && target.host !== undefined) checkMove(call, source, target.host, after)
  const placed = isOtherHost ? replugged(after, change) : after
  const name = target.folder === undefined ? undefined : checkName(world, target.folder, world.nameOf(vm), vm)
  commitChange(change)
  if (target.host !== undefined) setRuntime(world, vm, { host: target.host.ref as MoRef<'HostSystem'> })
  if (target.pool !== undefined && before.template !== true) setPool(call, vm, target.pool)
  if (target.folder !== undefined && name !== undefined) world.store.set(vm, 'parent', target.folder.ref)
  showConfig(world, vm, placed)
  showFiles(world, vm, configOf(vm))
  postMoved(call, vm, source, isOtherHost, isOtherStore)
}

function checkMove(call: Call, source: ManagedObject | undefined, host: ManagedObject, config: Config): void {
  const { world, self: vm } = call
  checkHost(world, host, config)
  checkDestination(world, host, config)
  if (powerOf(vm) !== 'poweredOn') return
  if (source !== undefined) checkVmotion(world, source, true)
  checkVmotion(world, host, false)
}

/** On the other host the ports of distributed switches are the same, but of another proxy. */
function replugged(config: Config, change: Change): Config {
  const facing = facingOf(config, change)
  const device = (config.hardware.device ?? []).map((one, index) =>
    isNic(one) && networkOf(facing.world, facing.host, one.backing)?.ref.type !== 'Network'
      ? plugIn(one, one, index, facing)
      : one,
  )
  return { ...config, hardware: { ...config.hardware, device } }
}

export function setPool(call: Call, vm: ManagedObject, pool: ManagedObject): void {
  const { world } = call
  const old = vm.get('resourcePool')
  if (isRef(old) && old.value === pool.ref.value) return
  world.store.set(vm, 'resourcePool', pool.ref)
  const from = isRef(old) ? world.find(old) : undefined
  if (from !== undefined)
    postVm(call, 'VmResourcePoolMovedEvent', vm, {
      oldParent: poolArgument(world, from),
      newParent: poolArgument(world, pool),
    })
}

export const poolArgument = (world: World, pool: ManagedObject) => ({
  _typeName: 'ResourcePoolEventArgument',
  name: world.nameOf(pool),
  resourcePool: pool.ref,
})

function postMoved(
  call: Call,
  vm: ManagedObject,
  source: ManagedObject | undefined,
  isOtherHost: boolean,
  isOtherStore: boolean,
): void {
  const { world } = call
  if (source === undefined || (!isOtherHost && !isOtherStore)) return
  const sourceHost = { _typeName: 'HostEventArgument', name: world.nameOf(source), host: source.ref }
  postVm(call, isOtherStore ? 'VmRelocatedEvent' : 'VmMigratedEvent', vm, { sourceHost })
}

function startRelocate(call: Call, spec: RelocateSpec, descriptionId: string): MoRef<'Task'> {
  needServer(call.world, 'move virtual machines')
  refuseFields('spec', spec, notMoved)
  checkMoveTypes(spec)
  reachableHost(call.world, call.self)
  const target = targetOf(call, spec)
  if (target.folder !== undefined) needVmFolder(call, target.folder)
  demandRelocate(call, spec, target)
  return startTask(call, descriptionId, () => relocate(call, spec))
}

/** All other ways of moving disks leave parts of them behind. */
export function checkMoveTypes({ diskMoveType, disk = [] }: RelocateSpec, ...more: readonly string[]): void {
  const known = [
    'moveAllDiskBackingsAndAllowSharing',
    'moveAllDiskBackingsAndDisallowSharing',
    'moveAllDiskBackingsAndConsolidate',
    ...more,
  ]
  if (diskMoveType !== undefined && !known.includes(diskMoveType))
    throw invalidArgument('spec.diskMoveType', `is not simulated: ${diskMoveType}`)
  for (const locator of disk)
    refuseFields('spec.disk', locator, ['profile', 'backing', 'filterSpec', 'diskBackingInfo'])
}

export const relocateMethods = methodsOf('VirtualMachine', {
  RelocateVM_Task: (call, { spec }) => startRelocate(call, spec, 'VirtualMachine.relocate'),
  MigrateVM_Task(call, { pool, host, state }) {
    const { world, self: vm } = call
    demand(world, sessionOf(call), vm, powerOf(vm) === 'poweredOn' ? 'Resource.HotMigrate' : 'Resource.ColdMigrate')
    if (state !== undefined && state !== powerOf(vm)) {
      throw vimFault(
        'InvalidPowerState',
        { existingState: powerOf(vm), requestedState: state },
        'The virtual machine is not in the power state that the migration is for.',
      )
    }
    if (pool === undefined && host === undefined) throw invalidArgument('host', 'neither a host nor a pool is given')
    const spec: RelocateSpec = {
      _typeName: 'VirtualMachineRelocateSpec',
      ...(pool !== undefined && { pool }),
      ...(host !== undefined && { host }),
    }
    return startRelocate(call, spec, 'VirtualMachine.migrate')
  },
})
