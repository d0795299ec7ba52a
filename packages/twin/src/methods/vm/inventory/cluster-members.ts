import { isA } from '@sakimori/vim25'
import type { DataTypes } from '@sakimori/vim25/types'
import { hostOfVm } from '../../../behaviour/host-reach.ts'
import type { ManagedObject } from '../../../kernel/store.ts'
import type { World } from '../../../kernel/world.ts'
import { computeOf } from '../placement.ts'

type Config = DataTypes['ClusterConfigInfoEx']

export const clusterConfigOf = (cluster: ManagedObject): Config | undefined => {
  const config = cluster.get('configurationEx')
  return isA(config, 'ClusterConfigInfoEx') ? config : undefined
}

/** Stores a cluster's configuration, in its old form too. */
export function setClusterConfig(world: World, cluster: ManagedObject, config: Config): void {
  const { dasConfig, dasVmConfig, drsConfig, drsVmConfig, rule } = config
  world.store.set(cluster, 'configurationEx', config)
  world.store.set(cluster, 'configuration', {
    _typeName: 'ClusterConfigInfo',
    dasConfig,
    drsConfig,
    ...(dasVmConfig !== undefined && { dasVmConfig }),
    ...(drsVmConfig !== undefined && { drsVmConfig }),
    ...(rule !== undefined && { rule }),
  } satisfies DataTypes['ClusterConfigInfo'])
}

/** A VM that is gone is in no override, group or rule of its cluster any longer. */
export function forgetInCluster(world: World, vm: ManagedObject): void {
  const cluster = computeOf(world, hostOfVm(world, vm))
  const config = cluster === undefined ? undefined : clusterConfigOf(cluster)
  if (cluster === undefined || config === undefined) return
  const isOther = (ref: { readonly value: string }) => ref.value !== vm.ref.value
  const { dasVmConfig = [], drsVmConfig = [], group = [], rule = [] } = config
  const named =
    [...dasVmConfig, ...drsVmConfig].some(({ key }) => !isOther(key)) ||
    [...group, ...rule].some((held) => 'vm' in held && (held.vm ?? []).some((ref) => !isOther(ref)))
  if (!named) return
  const without = <T extends object>(held: T): T =>
    'vm' in held && Array.isArray(held.vm) ? { ...held, vm: held.vm.filter(isOther) } : held
  setClusterConfig(world, cluster, {
    ...config,
    dasVmConfig: dasVmConfig.filter(({ key }) => isOther(key)),
    drsVmConfig: drsVmConfig.filter(({ key }) => isOther(key)),
    group: group.map(without),
    rule: rule.map(without),
  })
}
