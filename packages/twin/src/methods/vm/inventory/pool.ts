import type { DataTypes, MoRef } from '@sakimori/vim25/types'
import { demand, methodsOf, sessionOf, type Call } from '../../../kernel/call.ts'
import { invalidArgument } from '../../../kernel/fault.ts'
import { isRef, ManagedObject } from '../../../kernel/store.ts'
import type { World } from '../../../kernel/world.ts'
import { checkVersion } from '../change-config.ts'
import { checkName } from '../names.ts'
import { ownerOf } from '../placement.ts'
import { notAllowed } from '../refuse.ts'
import { poolArgument, setPool } from '../relocate.ts'
import { nextChangeVersion } from '../vm-record.ts'
import { demandDestroy } from './rights.ts'

type Spec = DataTypes['ResourceConfigSpec']
type Allocation = DataTypes['ResourceAllocationInfo']

/** Shares of a pool by level: those of a VM with four CPUs and 16 GB (vSphere Resource Management). */
const shares = {
  cpuAllocation: { low: 2000, normal: 4000, high: 8000 },
  memoryAllocation: { low: 81_920, normal: 163_840, high: 327_680 },
} as const

/** The root pool belongs to its cluster and is changed with it. */
const isRoot = (world: World, pool: ManagedObject) => world.parentOf(pool)?.ref.type !== 'ResourcePool'

function allocationOf(field: keyof typeof shares, before: Allocation | undefined, asked: Allocation): Allocation {
  const after: Allocation = { expandableReservation: true, reservation: 0, limit: -1, ...before, ...asked }
  const { reservation = 0, limit = -1, shares: wanted } = after
  if (Number(reservation) < 0) throw invalidArgument(`spec.${field}.reservation`)
  if (Number(limit) < -1 || (Number(limit) >= 0 && Number(limit) < Number(reservation)))
    throw invalidArgument(`spec.${field}.limit`)
  const { level = 'normal', shares: number = 0 } = wanted ?? {}
  const byLevel: Readonly<Record<string, number>> = shares[field]
  const count = byLevel[level] ?? (level === 'custom' && number >= 0 ? number : undefined)
  if (count === undefined) throw invalidArgument(`spec.${field}.shares`)
  return { ...after, shares: { _typeName: 'SharesInfo', level, shares: count } }
}

function configOf(world: World, pool: MoRef, before: Spec | undefined, asked: Spec): Spec {
  const { scaleDescendantsShares = before?.scaleDescendantsShares } = asked
  return {
    _typeName: 'ResourceConfigSpec',
    entity: pool as MoRef<'ResourcePool'>,
    changeVersion: nextChangeVersion(world),
    lastModified: world.now().toISOString(),
    cpuAllocation: allocationOf('cpuAllocation', before?.cpuAllocation, asked.cpuAllocation),
    memoryAllocation: allocationOf('memoryAllocation', before?.memoryAllocation, asked.memoryAllocation),
    ...(scaleDescendantsShares !== undefined && { scaleDescendantsShares }),
  }
}

const post = (call: Call, type: string, pool: ManagedObject, fields: Readonly<Record<string, unknown>> = {}) =>
  call.world.events.post(type, sessionOf(call).name, pool, { resourcePool: poolArgument(call.world, pool), ...fields })

const childrenOf = (world: World, pool: ManagedObject) => world.store.referrers('parent', pool.ref)
const vmsOf = (world: World, pool: ManagedObject) =>
  world.store.referrers('resourcePool', pool.ref).filter(({ ref }) => ref.type === 'VirtualMachine')

/** Takes a pool away: what is in it goes to where it was. Throws NotSupported for a root pool. */
export function destroyPool(call: Call, pool: ManagedObject): void {
  const { world } = call
  const parent = world.parentOf(pool)
  if (parent === undefined || isRoot(world, pool)) throw notAllowed('the root pool goes with its cluster')
  for (const vm of vmsOf(world, pool)) setPool(call, vm, parent)
  for (const child of childrenOf(world, pool)) moveChild(call, child, parent)
  post(call, 'ResourcePoolDestroyedEvent', pool)
  world.access.revokeAll(pool.ref)
  world.store.remove(pool)
}

function moveChild(call: Call, child: ManagedObject, to: ManagedObject): void {
  const { world } = call
  const from = world.parentOf(child)
  world.store.set(child, 'parent', to.ref)
  if (from !== undefined)
    post(call, 'ResourcePoolMovedEvent', child, {
      oldParent: poolArgument(world, from),
      newParent: poolArgument(world, to),
    })
}

/** Only within one cluster or lone host. */
function needSameOwner(world: World, object: ManagedObject, pool: ManagedObject): void {
  const at = object.ref.type === 'VirtualMachine' ? poolOf(world, object) : object
  if (at === undefined || ownerOf(world, at) !== ownerOf(world, pool))
    throw invalidArgument('list', 'is of another compute resource')
}

function poolOf(world: World, vm: ManagedObject): ManagedObject | undefined {
  const ref = vm.get('resourcePool')
  return isRef(ref) ? world.find(ref) : undefined
}

/** The right to move each thing into a pool. */
function demandInto(call: Call, object: ManagedObject): void {
  const { world, self: pool } = call
  const session = sessionOf(call)
  if (object.ref.type === 'VirtualMachine') return demand(world, session, pool, 'Resource.AssignVMToPool')
  if (object.ref.type !== 'ResourcePool') throw notAllowed(`a pool holds no ${object.ref.type}`)
  const from = world.parentOf(object)
  for (const at of [object, pool, ...(from === undefined ? [] : [from])])
    demand(world, session, at, 'Resource.MovePool')
}

function moveInto(call: Call, object: ManagedObject): void {
  const { world, self: pool } = call
  needSameOwner(world, object, pool)
  if (object.ref.type === 'VirtualMachine') return setPool(call, object, pool)
  if (world.lineage(pool).includes(object)) throw invalidArgument('list', 'is above the pool that it would go into')
  checkName(world, pool, world.nameOf(object), object)
  moveChild(call, object, pool)
}

/** The pools of a host in a cluster are those of its cluster. Throws NotSupported on such a host. */
export function needOwnPools(world: World): void {
  if (world.parts.door !== undefined) throw notAllowed('the resource pools are managed by vCenter Server')
}

export const poolMethods = methodsOf('ResourcePool', {
  CreateResourcePool(call, { name, spec }) {
    const { world, self } = call
    needOwnPools(world)
    const made = checkName(world, self, name)
    const ref = world.store.newRef('ResourcePool', 'resgroup-')
    const owner = ownerOf(world, self)?.ref
    const pool = world.store.add(
      new ManagedObject(ref, {
        name: made,
        parent: self.ref,
        ...(owner !== undefined && { owner }),
        config: configOf(world, ref, undefined, spec),
      }),
    )
    post(call, 'ResourcePoolCreatedEvent', pool, { parent: poolArgument(world, self) })
    return ref
  },
  UpdateConfig(call, { name, config: asked }) {
    const { world, self } = call
    const session = sessionOf(call)
    needOwnPools(world)
    if (asked !== undefined) demand(world, session, self, 'Resource.EditPool')
    if (name !== undefined) demand(world, session, self, 'Resource.RenamePool')
    const before = self.get('config') as Spec | undefined
    checkVersion(before?.changeVersion, asked?.changeVersion)
    if (name !== undefined) renamePool(call, self, name)
    if (asked !== undefined) {
      world.store.set(self, 'config', configOf(world, self.ref, before, asked))
      post(call, 'ResourcePoolReconfiguredEvent', self)
    }
    return undefined
  },
  MoveIntoResourcePool(call, { list }) {
    needOwnPools(call.world)
    const objects = list.flatMap((ref) => call.world.find(ref) ?? [])
    for (const object of objects) demandInto(call, object)
    for (const object of objects) moveInto(call, object)
    return undefined
  },
  DestroyChildren(call) {
    const { world, self } = call
    needOwnPools(world)
    const below = (pool: ManagedObject): ManagedObject[] =>
      childrenOf(world, pool).flatMap((child) => [...below(child), child])
    const children = below(self)
    for (const child of children) demandDestroy(call, child)
    for (const child of children) destroyPool(call, child)
    return undefined
  },
})

/** Renames a pool. Throws NotSupported for a root pool, InvalidName, DuplicateName. */
export function renamePool(call: Call, pool: ManagedObject, name: string): void {
  const { world } = call
  const parent = world.parentOf(pool)
  if (parent === undefined || isRoot(world, pool)) throw notAllowed('the root pool keeps its name')
  world.store.set(pool, 'name', checkName(world, parent, name, pool))
}
