import { ref } from '@sakimori/vim25'
import type { DataTypes, MoRef } from '@sakimori/vim25/types'
import type { Release } from '@sakimori/core/model'
import type { EstateObject } from '../estate.ts'
import { vmCapability } from '../releases/capability.ts'
import { esxProducts, isFrom } from '../releases/release.ts'
import { vmConfig, type Power, type VmSettings } from './vm-config.ts'
import { fileLayout, guestInfo, storageUse } from './vm-guest.ts'

/** Where a VM stands. */
export interface VmPlace {
  readonly number: number
  readonly name: string
  readonly parent: MoRef
  readonly host: MoRef<'HostSystem'>
  /** A template has none. */
  readonly pool: MoRef<'ResourcePool'> | undefined
  readonly power: Power
  /** The release of its host, which says what is known of the VM. */
  readonly release: Release
  readonly networks: readonly MoRef[]
  readonly datastores: readonly MoRef[]
  /** The domain of the guest’s own name. */
  readonly domain: string
}

/** The reference of a VM by its number. */
export const vmRef = (number: number): MoRef<'VirtualMachine'> => ref('VirtualMachine', `vm-${number}`)

const lazyProperties = ['config', 'guest', 'layoutEx', 'storage']

/**
 * A VM. Only its place is kept; the rest is made from its settings when it is read, since there may be a hundred
 * thousand of them. `settings` must answer the same each time.
 */
export function vm(place: VmPlace, settings: () => VmSettings): EstateObject {
  const { number, name, parent, pool, networks, datastores, power, release, domain } = place
  return {
    ref: vmRef(number),
    properties: {
      name,
      parent,
      ...(pool ? { resourcePool: pool } : {}),
      runtime: runtimeOf(place),
      network: networks,
      datastore: datastores,
      capability: vmCapability(esxProducts[release].apiVersion),
    },
    lazyProperties,
    lazy: (property) => {
      switch (property) {
        case 'config':
          return vmConfig(name, settings(), power, release)
        case 'guest':
          return guestInfo(name, domain, settings(), power)
        case 'layoutEx':
          return fileLayout(name, settings())
        case 'storage':
          return storageUse(settings())
        default:
          return undefined
      }
    },
  }
}

type Runtimes = { readonly [P in Power]: DataTypes['VirtualMachineRuntimeInfo'] }
const runtimes = new WeakMap<MoRef, Runtimes>()

/** VMs of one host in the same state share one object. */
function runtimeOf({ host, power, release }: VmPlace): DataTypes['VirtualMachineRuntimeInfo'] {
  const ready = runtimes.get(host)
  if (ready) return ready[power]
  const made = { poweredOn: runtime(host, 'poweredOn', release), poweredOff: runtime(host, 'poweredOff', release) }
  runtimes.set(host, made)
  return made[power]
}

function runtime(host: MoRef<'HostSystem'>, power: Power, release: Release): DataTypes['VirtualMachineRuntimeInfo'] {
  const running = power === 'poweredOn'
  return {
    _typeName: 'VirtualMachineRuntimeInfo',
    host,
    connectionState: 'connected',
    powerState: power,
    ...(isFrom(release, '7.0') ? { vmFailoverInProgress: false } : {}),
    faultToleranceState: 'notConfigured',
    ...(running
      ? { dasVmProtection: { _typeName: 'VirtualMachineRuntimeInfoDasProtectionState' as const, dasProtected: true } }
      : {}),
    toolsInstallerMounted: false,
    ...(running ? { bootTime: '2026-09-01T03:00:00Z' } : {}),
    numMksConnections: 0,
    recordReplayState: 'inactive',
    ...(running ? {} : { cleanPowerOff: true }),
    onlineStandby: false,
    consolidationNeeded: false,
    paused: false,
    snapshotInBackground: false,
    quiescedForkParent: false,
    ...(isFrom(release, '6.7') ? { instantCloneFrozen: false } : {}),
    ...(isFrom(release, '7.0') ? { suspendedToMemory: false } : {}),
  }
}
