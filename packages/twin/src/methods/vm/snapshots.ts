import { isA } from '@sakimori/vim25'
import type { DataTypes, MoRef } from '@sakimori/vim25/types'
import { hostOfVm } from '../../behaviour/host-reach.ts'
import { methodsOf, startTask, type Call } from '../../kernel/call.ts'
import { invalidArgument, notFound, vimFault } from '../../kernel/fault.ts'
import { isRef, ManagedObject } from '../../kernel/store.ts'
import { isRecord } from '../../kernel/values.ts'
import type { World } from '../../kernel/world.ts'
import { toolsRun } from './guest-info.ts'
import { notAllowed, notHonoured } from './refuse.ts'
import { run, stop } from './power.ts'
import { serial } from './serial.ts'
import { showConfig, showFiles, snapshotTrees } from './show-config.ts'
import { branchDisks, endsOf, mergeInto } from './snapshot-chain.ts'
import { configOf, powerOf, reachableHost, stateOf, type Config, type Power } from './vm-record.ts'

type Info = DataTypes['VirtualMachineSnapshotInfo']
type Tree = DataTypes['VirtualMachineSnapshotTree']
type SnapshotRef = MoRef<'VirtualMachineSnapshot'>

/** vSphere keeps at most 32 snapshots in a chain (Broadcom "Configuration Maximums"). */
const deepest = 32

const infoOf = (vm: ManagedObject): Info | undefined =>
  isRecord(vm.get('snapshot')) ? (vm.get('snapshot') as Info) : undefined

/** Changes one tree among all, or takes it away (undefined); `lift` puts its children in its place. */
function changeTree(trees: readonly Tree[], ref: MoRef, change: (tree: Tree) => readonly Tree[]): readonly Tree[] {
  return trees.flatMap((tree) => {
    if (tree.snapshot.value === ref.value) return change(tree)
    const children = changeTree(tree.childSnapshotList ?? [], ref, change)
    const { childSnapshotList: _old, ...rest } = tree
    return [{ ...rest, ...(children.length > 0 && { childSnapshotList: children }) }]
  })
}

function depthOf(trees: readonly Tree[], ref: MoRef | undefined, depth = 0): number {
  for (const tree of trees) {
    if (tree.snapshot.value === ref?.value) return depth + 1
    const found = depthOf(tree.childSnapshotList ?? [], ref, depth + 1)
    if (found > 0) return found
  }
  return 0
}

function parentOf(trees: readonly Tree[], ref: MoRef, parent?: Tree): Tree | undefined {
  for (const tree of trees) {
    if (tree.snapshot.value === ref.value) return parent
    const found = parentOf(tree.childSnapshotList ?? [], ref, tree)
    if (found !== undefined) return found
  }
  return undefined
}

function setInfo(
  world: World,
  vm: ManagedObject,
  rootSnapshotList: readonly Tree[],
  current: SnapshotRef | undefined,
): void {
  const info: Info = {
    _typeName: 'VirtualMachineSnapshotInfo',
    ...(current !== undefined && { currentSnapshot: current }),
    rootSnapshotList,
  }
  world.store.set(vm, 'snapshot', rootSnapshotList.length === 0 ? undefined : info)
  world.store.touch(vm, 'rootSnapshot')
  for (const { snapshot, childSnapshotList = [] } of snapshotTrees(vm)) {
    const object = world.store.get(snapshot)
    if (object !== undefined)
      world.store.set(
        object,
        'childSnapshot',
        childSnapshotList.map((child) => child.snapshot),
      )
  }
}

interface Wanted {
  readonly name: string
  readonly description: string
  readonly memory: boolean
  readonly quiesce: boolean
}

function checkSnapshot(vm: ManagedObject, { name, quiesce }: Wanted): void {
  const { flags, template } = configOf(vm)
  if (template === true) throw notAllowed('a template has no snapshots')
  if (flags?.snapshotDisabled === true)
    throw vimFault('SnapshotDisabled', {}, 'Snapshots are disabled for this virtual machine.')
  if (flags?.snapshotLocked === true)
    throw vimFault('SnapshotLocked', {}, 'The snapshots of this virtual machine are locked.')
  if (name.trim() === '' || name.length > 80)
    throw vimFault('InvalidName', { name }, `The name '${name}' is not valid.`)
  const info = infoOf(vm)
  if (depthOf(info?.rootSnapshotList ?? [], info?.currentSnapshot) >= deepest) {
    throw vimFault(
      'TooManySnapshotLevels',
      {},
      `A virtual machine cannot have more than ${deepest} snapshots in a chain.`,
    )
  }
  if (quiesce && powerOf(vm) === 'poweredOn' && !toolsRun(vm)) {
    throw vimFault(
      'FilesystemQuiesceFault',
      {},
      'Cannot quiesce this virtual machine because VMware Tools is not running.',
    )
  }
}

/** Freezes a VM as it is; it goes on with disks that hold what changes from now on. */
function take(call: Call, vm: ManagedObject, wanted: Wanted): SnapshotRef {
  checkSnapshot(vm, wanted)
  const { world } = call
  const { store } = world
  const config = configOf(vm)
  const info = infoOf(vm)
  const power = powerOf(vm)
  const snapshot = store.newRef('VirtualMachineSnapshot', 'snapshot-')
  const made = new ManagedObject(
    snapshot,
    { config, vm: vm.ref, childSnapshot: [], value: [], availableField: [] },
    { owner: vm.ref },
  )
  store.add(made)
  const tree: Tree = {
    _typeName: 'VirtualMachineSnapshotTree',
    snapshot,
    vm: vm.ref as MoRef<'VirtualMachine'>,
    name: wanted.name,
    description: wanted.description,
    id: serial(store, `snapshot of ${vm.ref.value}`),
    createTime: world.now().toISOString(),
    // Without its memory a VM that ran comes back as one that is off.
    state: power === 'poweredOn' && !wanted.memory ? 'poweredOff' : power,
    quiesced: wanted.quiesce,
    replaySupported: false,
  }
  const current = info?.currentSnapshot
  const roots = info?.rootSnapshotList ?? []
  const list =
    current === undefined
      ? [...roots, tree]
      : changeTree(roots, current, (at) => [{ ...at, childSnapshotList: [...(at.childSnapshotList ?? []), tree] }])
  setInfo(world, vm, list, snapshot)
  const device = branchDisks(config, [config, ...frozenConfigs(world, vm)])
  showConfig(world, vm, { ...config, hardware: { ...config.hardware, device } })
  showFiles(world, vm, configOf(vm))
  return snapshot
}

function frozenConfigs(world: World, vm: ManagedObject): Config[] {
  return snapshotTrees(vm).flatMap(({ snapshot }) => frozenOf(world, snapshot) ?? [])
}

function frozenOf(world: World, ref: MoRef): Config | undefined {
  const config = world.store.get(ref)?.get('config')
  return isA(config, 'VirtualMachineConfigInfo') ? config : undefined
}

/** Takes snapshots away; what stands on their disks is merged into them. The VM stays as it is. */
function drop(world: World, vm: ManagedObject, gone: readonly SnapshotRef[]): void {
  for (const ref of gone) {
    const info = infoOf(vm)
    const frozen = frozenOf(world, ref)
    const object = world.store.get(ref)
    if (info === undefined || object === undefined) continue
    const parent = parentOf(info.rootSnapshotList, ref)
    const current = info.currentSnapshot?.value === ref.value ? parent?.snapshot : info.currentSnapshot
    const list = changeTree(info.rootSnapshotList, ref, (tree) => tree.childSnapshotList ?? [])
    world.store.remove(object)
    setInfo(world, vm, list, current)
    if (frozen !== undefined) mergeDisks(world, vm, frozen)
  }
  showConfig(world, vm, configOf(vm))
  showFiles(world, vm, configOf(vm))
}

function mergeDisks(world: World, vm: ManagedObject, frozen: Config): void {
  const holders = snapshotTrees(vm).flatMap(({ snapshot }) => world.store.get(snapshot) ?? [])
  const files = [...(stateOf(vm).unmerged ?? []), ...endsOf(frozen)]
  const { configs, left } = mergeInto(files, [configOf(vm), ...holders.map((holder) => holder.get('config') as Config)])
  const [own, ...others] = configs
  if (own !== undefined) world.store.set(vm, 'config', own)
  for (const [index, holder] of holders.entries()) world.store.set(holder, 'config', others[index])
  vm.state = { ...stateOf(vm), unmerged: left }
}

/** All below a snapshot, itself included, the deepest first. */
const below = (tree: Tree): SnapshotRef[] => [...(tree.childSnapshotList ?? []).flatMap(below), tree.snapshot]

function treeOf(vm: ManagedObject, ref: MoRef): Tree {
  const found = snapshotTrees(vm).find(({ snapshot }) => snapshot.value === ref.value)
  if (found === undefined) throw notFound(`snapshot ${ref.value}`)
  return found
}

/** Makes a VM what it was, its name and its identity aside. */
function revert(call: Call, vm: ManagedObject, ref: MoRef, suppressPowerOn: boolean): void {
  const { world } = call
  const tree = treeOf(vm, ref)
  const frozen = frozenOf(world, ref)
  const now = configOf(vm)
  if (frozen === undefined) throw notFound(`the configuration of snapshot ${tree.name}`)
  if (now.flags?.snapshotLocked === true)
    throw vimFault('SnapshotLocked', {}, 'The snapshots of this virtual machine are locked.')
  if (powerOf(vm) !== 'poweredOff') stop(call, vm)
  const device = branchDisks(frozen, [now, ...frozenConfigs(world, vm)])
  const { name, uuid, instanceUuid, template } = now
  setInfo(world, vm, infoOf(vm)?.rootSnapshotList ?? [], tree.snapshot)
  showConfig(world, vm, {
    ...frozen,
    name,
    uuid,
    template,
    ...(instanceUuid !== undefined && { instanceUuid }),
    hardware: { ...frozen.hardware, device },
  })
  if (tree.state === 'poweredOn' && !suppressPowerOn) run(call, vm, hostOfVm(world, vm), 'poweredOff' satisfies Power)
}

export const snapshotOfVmMethods = methodsOf('VirtualMachine', {
  CreateSnapshot_Task(call, { name, description = '', memory, quiesce }) {
    reachableHost(call.world, call.self)
    return startTask(call, 'VirtualMachine.createSnapshot', () =>
      take(call, call.self, { name, description, memory, quiesce }),
    )
  },
  CreateSnapshotEx_Task(call, { name, description = '', memory, quiesceSpec }) {
    if (quiesceSpec !== undefined && quiesceSpec._typeName !== 'VirtualMachineGuestQuiesceSpec')
      throw notHonoured('quiesceSpec of Windows')
    reachableHost(call.world, call.self)
    const quiesce = quiesceSpec !== undefined
    return startTask(call, 'VirtualMachine.createSnapshot', () =>
      take(call, call.self, { name, description, memory, quiesce }),
    )
  },
  RemoveAllSnapshots_Task(call, { consolidate = true, spec }) {
    if (!consolidate) throw notHonoured('consolidate = false')
    if (spec !== undefined) throw notHonoured('spec')
    reachableHost(call.world, call.self)
    return startTask(call, 'VirtualMachine.removeAllSnapshots', () => {
      drop(call.world, call.self, (infoOf(call.self)?.rootSnapshotList ?? []).flatMap(below))
    })
  },
  RevertToCurrentSnapshot_Task(call, { host, suppressPowerOn = false }) {
    if (host !== undefined) throw notHonoured('host')
    reachableHost(call.world, call.self)
    return startTask(call, 'VirtualMachine.revertToCurrentSnapshot', () => {
      const current = infoOf(call.self)?.currentSnapshot
      if (current === undefined) throw notFound('the virtual machine has no snapshot')
      revert(call, call.self, current, suppressPowerOn)
    })
  },
})

/** The VM that a snapshot is of. */
function vmOf(call: Call): ManagedObject {
  const ref = call.self.get('vm')
  const vm = isRef(ref) ? call.world.find(ref) : undefined
  if (vm === undefined) throw notFound('the virtual machine of the snapshot')
  return vm
}

export const snapshotMethods = methodsOf('VirtualMachineSnapshot', {
  RemoveSnapshot_Task(call, { removeChildren, consolidate = true }) {
    if (!consolidate) throw notHonoured('consolidate = false')
    const vm = vmOf(call)
    reachableHost(call.world, vm)
    const ref = call.self.ref as SnapshotRef
    return startTask(
      call,
      'vm.Snapshot.remove',
      () => drop(call.world, vm, removeChildren ? below(treeOf(vm, ref)) : [ref]),
      vm,
    )
  },
  RevertToSnapshot_Task(call, { host, suppressPowerOn = false }) {
    if (host !== undefined) throw notHonoured('host')
    const vm = vmOf(call)
    reachableHost(call.world, vm)
    return startTask(call, 'vm.Snapshot.revert', () => revert(call, vm, call.self.ref, suppressPowerOn), vm)
  },
  RenameSnapshot(call, { name, description }) {
    const vm = vmOf(call)
    if (name === undefined && description === undefined)
      throw invalidArgument('name', 'neither a name nor a description is given')
    if (name !== undefined && (name.trim() === '' || name.length > 80))
      throw vimFault('InvalidName', { name }, `The name '${name}' is not valid.`)
    const info = infoOf(vm)
    const renamed = (tree: Tree): readonly Tree[] => [
      { ...tree, ...(name !== undefined && { name }), ...(description !== undefined && { description }) },
    ]
    const list = changeTree(info?.rootSnapshotList ?? [], call.self.ref, renamed)
    setInfo(call.world, vm, list, info?.currentSnapshot)
    return undefined
  },
})
