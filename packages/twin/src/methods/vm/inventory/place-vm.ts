import type { DataTypes, MoRef } from '@sakimori/vim25/types'
import { methodsOf, type Call } from '../../../kernel/call.ts'
import { invalidArgument } from '../../../kernel/fault.ts'
import { isRef, type ManagedObject } from '../../../kernel/store.ts'
import { listOf } from '../../../kernel/values.ts'
import { hostOfVm } from '../../../behaviour/host-reach.ts'
import { homeOf } from '../files/datastore-files.ts'
import { hostForPool, rootPoolOf } from '../placement.ts'
import { refuseFields } from '../refuse.ts'
import { serial } from '../serial.ts'
import { configOf } from '../vm-record.ts'

type Spec = DataTypes['PlacementSpec']

/** What would have to be weighed and is not. */
const notWeighed = ['storagePods', 'rules']

/** The datastore with the most room, of those that are asked for or that the cluster has; a VM's own where it stays. */
function datastoreFor(call: Call, spec: Spec): ManagedObject | undefined {
  const { world } = call
  const vm = spec.vm === undefined ? undefined : world.find(spec.vm)
  const wanted = spec.relocateSpec?.datastore ?? spec.cloneSpec?.location.datastore
  if (wanted !== undefined) return world.find(wanted)
  const asked = spec.datastores ?? listOf(world.read(call.self, 'datastore')).filter(isRef)
  const all = asked.flatMap((ref) => world.find(ref) ?? [])
  const own = vm === undefined ? undefined : homeOf(world, configOf(vm), hostOfVm(world, vm))
  if (spec.placementType === 'relocate' && own !== undefined && all.includes(own)) return own
  const free = (datastore: ManagedObject) => Number(world.field(datastore, 'summary', 'freeSpace') ?? 0)
  const shared = all.filter((datastore) => world.field(datastore, 'summary', 'multipleHostAccess') !== false)
  return (shared.length > 0 ? shared : all).toSorted((a, b) => free(b) - free(a))[0]
}

function place(call: Call, spec: Spec): DataTypes['ClusterRecommendation'] {
  const { world, self } = call
  const pool = spec.relocateSpec?.pool === undefined ? rootPoolOf(world, self) : world.find(spec.relocateSpec.pool)
  const datastore = datastoreFor(call, spec)
  if (pool === undefined) throw invalidArgument('placementSpec.relocateSpec.pool')
  const [wanted] = spec.hosts ?? []
  const host = hostForPool(world, pool, spec.relocateSpec?.host ?? wanted, datastore)
  const targetHost = host.ref as MoRef<'HostSystem'>
  return {
    _typeName: 'ClusterRecommendation',
    key: String(serial(world.store, 'recommendation')),
    type: 'V1',
    time: world.now().toISOString(),
    rating: 5,
    reason: 'xvmotionPlacement',
    reasonText: 'Initial placement of the virtual machine',
    target: targetHost,
    action: [
      {
        _typeName: 'PlacementAction',
        type: 'PlacementV1',
        ...(spec.vm !== undefined && { vm: spec.vm, target: spec.vm }),
        targetHost,
        relocateSpec: {
          _typeName: 'VirtualMachineRelocateSpec',
          host: targetHost,
          pool: pool.ref as MoRef<'ResourcePool'>,
          ...(datastore !== undefined && { datastore: datastore.ref as MoRef<'Datastore'> }),
        },
      },
    ],
  }
}

export const placeMethods = methodsOf('ClusterComputeResource', {
  /** Where a VM would go: it says, and moves nothing. */
  PlaceVm(call, { placementSpec: spec }) {
    refuseFields('placementSpec', spec, notWeighed)
    const { placementType = 'relocate' } = spec
    if (!['create', 'clone', 'relocate'].includes(placementType)) throw invalidArgument('placementSpec.placementType')
    if (placementType !== 'create' && spec.vm === undefined) throw invalidArgument('placementSpec.vm', 'is needed')
    return { _typeName: 'PlacementResult' as const, recommendations: [place(call, spec)] }
  },
})
