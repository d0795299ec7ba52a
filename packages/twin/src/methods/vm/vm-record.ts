import { hostReleaseOf } from '../../behaviour/option-defs.ts'
import { hostOfVm, needHost } from '../../behaviour/host-reach.ts'
import { releaseOf, type Release } from '@sakimori/core/model'
import type { DataTypes } from '@sakimori/vim25/types'
import { sessionOf, type Call } from '../../kernel/call.ts'
import { vimFault } from '../../kernel/fault.ts'
import type { ManagedObject } from '../../kernel/store.ts'
import { isRecord } from '../../kernel/values.ts'
import type { World } from '../../kernel/world.ts'
import { serial } from './serial.ts'

export type Config = DataTypes['VirtualMachineConfigInfo']
export type ConfigSpec = DataTypes['VirtualMachineConfigSpec']
export type Device = DataTypes['VirtualDevice']
export type DeviceSpec = DataTypes['VirtualDeviceConfigSpec']
export type Runtime = DataTypes['VirtualMachineRuntimeInfo']
export type Power = 'poweredOn' | 'poweredOff' | 'suspended'

/** What a VM keeps that no property shows. */
interface VmState {
  /** What its guest reported when it last ran. */
  readonly runningGuest?: DataTypes['GuestInfo']
  /** Consoles that are open: QueryConnections. */
  readonly consoles?: readonly DataTypes['VirtualMachineConnection'][]
  /** Disk files of removed snapshots on which more than one other stands, so that they could not be merged yet. */
  readonly unmerged?: readonly string[]
}

export const stateOf = (vm: ManagedObject): VmState => (isRecord(vm.state) ? vm.state : {})

/** The configuration of a VM. Throws InvalidState where its files cannot be read. */
export function configOf(vm: ManagedObject): Config {
  const config = vm.get('config')
  const connection = isRecord(vm.get('runtime')) ? runtimeOf(vm).connectionState : undefined
  if (!isRecord(config) || connection === 'inaccessible' || connection === 'invalid' || connection === 'orphaned') {
    throw vimFault(
      'InvalidState',
      {},
      'The operation is not allowed in the current state: the virtual machine is not accessible',
    )
  }
  return config as unknown as Config
}

export const runtimeOf = (vm: ManagedObject): Runtime => vm.get('runtime') as Runtime

export function powerOf(vm: ManagedObject): Power {
  const { powerState } = runtimeOf(vm)
  if (powerState === 'poweredOn') return 'poweredOn'
  return powerState === 'suspended' ? 'suspended' : 'poweredOff'
}

const powerWords: Readonly<Record<Power, string>> = {
  poweredOn: 'Powered on',
  poweredOff: 'Powered off',
  suspended: 'Suspended',
}

export function invalidPowerState(existing: Power, requested?: Power) {
  return vimFault(
    'InvalidPowerState',
    { existingState: existing, ...(requested !== undefined && { requestedState: requested }) },
    `The attempted operation cannot be performed in the current state (${powerWords[existing]}).`,
  )
}

/** Asks for a power state. Throws InvalidPowerState. */
export function needPower(vm: ManagedObject, allowed: readonly Power[], requested?: Power): void {
  const existing = powerOf(vm)
  if (!allowed.includes(existing)) throw invalidPowerState(existing, requested)
}

/** The host of a VM, reachable. Throws HostNotReachable, HostNotConnected. */
export function reachableHost(world: World, vm: ManagedObject): ManagedObject | undefined {
  const host = hostOfVm(world, vm)
  needHost(world, host)
  return host
}

/** The release whose rules hold for a VM: its host's, else the server's. */
export function releaseAt(world: World, host: ManagedObject | undefined): Release {
  return hostReleaseOf(host) ?? releaseOf(world.parts.about.version) ?? '8.0'
}

/** 'vmx-19' → 19; 0 where it is none. */
export const hardwareNumber = (version: string | undefined): number =>
  Number(/^vmx-(\d+)$/.exec(version ?? '')?.[1] ?? 0)

/** Posts an event of a VM, done by the user of the call. */
export function postVm(
  call: Call,
  type: string,
  vm: ManagedObject,
  fields: Readonly<Record<string, unknown>> = {},
): void {
  const config = vm.get('config')
  const template = isRecord(config) && config['template'] === true
  call.world.events.post(type, sessionOf(call).name, vm, { template, ...fields })
}

/** A change version that none before equals. */
export function nextChangeVersion(world: World): string {
  const micros = String(serial(world.store, 'changeVersion') % 1000).padStart(3, '0')
  return world.now().toISOString().replace('Z', `${micros}Z`)
}

/** Puts what an action did among the tasks: methods that are none still show as one (TaskEvent). */
export function recordTask(call: Call, descriptionId: string, entity: ManagedObject = call.self): void {
  const user = sessionOf(call).name
  call.world.tasks.start({ method: call.method, descriptionId, entity, user, work: () => undefined })
}
