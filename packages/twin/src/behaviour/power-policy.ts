import type { DataTypes } from '@sakimori/vim25/types'
import type { ManagedObject, ObjectStore } from '../kernel/store.ts'
import { changeConfig, configOf } from './host-config.ts'
import { hostOption } from './host-options.ts'

type HostPowerPolicy = DataTypes['HostPowerPolicy']

/** The power policies that a host offers. */
export const powerPoliciesOf = (host: ManagedObject): readonly HostPowerPolicy[] =>
  configOf(host)?.powerSystemCapability?.availablePolicy ?? []

/** `Power.CpuPolicy` and HostPowerSystem are two views of one setting: the policy in use becomes what the option names. */
export function followPowerOption(store: ObjectStore, host: ManagedObject): void {
  const name = String(hostOption(host, 'Power.CpuPolicy')).toLowerCase()
  const policy = powerPoliciesOf(host).find((offered) => offered.name.toLowerCase() === name)
  if (policy !== undefined) usePowerPolicy(store, host, policy)
}

export function usePowerPolicy(store: ObjectStore, host: ManagedObject, currentPolicy: HostPowerPolicy): void {
  changeConfig(store, host, { powerSystemInfo: { _typeName: 'PowerSystemInfo', currentPolicy } })
}
