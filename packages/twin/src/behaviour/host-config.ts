import type { DataTypes } from '@sakimori/vim25/types'
import { vimFault } from '../kernel/fault.ts'
import type { ManagedObject, ObjectStore } from '../kernel/store.ts'
import { isRecord } from '../kernel/values.ts'

type HostConfigInfo = DataTypes['HostConfigInfo']

/** What a host is set up as; all of its managers show parts of it. Undefined where the estate does not tell. */
export function configOf(host: ManagedObject): HostConfigInfo | undefined {
  const config = host.get('config')
  return isRecord(config) ? (config as unknown as HostConfigInfo) : undefined
}

/** The same for those who change it. Throws HostConfigFault. */
export function knownConfigOf(host: ManagedObject): HostConfigInfo {
  const config = configOf(host)
  if (config === undefined) throw vimFault('HostConfigFault', {}, 'The configuration of the host is not known')
  return config
}

/** Replaces parts of a host's configuration. */
export function changeConfig(store: ObjectStore, host: ManagedObject, change: Partial<HostConfigInfo>): void {
  store.set(host, 'config', { ...knownConfigOf(host), ...change })
}
