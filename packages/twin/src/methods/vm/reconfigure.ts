import { hostOfVm } from '../../behaviour/host-reach.ts'
import { methodsOf, startTask, type Call } from '../../kernel/call.ts'
import { vimFault } from '../../kernel/fault.ts'
import type { ManagedObject } from '../../kernel/store.ts'
import { hardwareVersions } from '../../estate/releases/hardware-versions.ts'
import { changeConfig, changeOfVm, checkVersion, commitChange, demandAll, specNeeds } from './change-config.ts'
import { changesOf } from './config/changes.ts'
import { checkName } from './names.ts'
import { notAllowed } from './refuse.ts'
import { showConfig } from './show-config.ts'
import {
  configOf,
  hardwareNumber,
  needPower,
  postVm,
  reachableHost,
  releaseAt,
  type Config,
  type ConfigSpec,
} from './vm-record.ts'

/** What of a template may change: its name and what is said of it. */
const templateFields = ['_typeName', 'name', 'annotation', 'changeVersion']

/** Applies a spec to a VM: all of it, or, when anything of it is refused, nothing. */
function reconfigure(call: Call, vm: ManagedObject, spec: ConfigSpec): void {
  const { world } = call
  const before = configOf(vm)
  const host = reachableHost(world, vm)
  if (before.template === true && Object.keys(spec).some((field) => !templateFields.includes(field))) {
    throw notAllowed('of a template only its name and its annotation can be changed')
  }
  checkVersion(before.changeVersion, spec.changeVersion)
  const name = spec.name === undefined ? undefined : checkedName(call, vm, spec.name)
  const change = changeOfVm(call, vm, host)
  const after = changeConfig({ ...before, ...(name !== undefined && { name }) }, spec, change)
  commitChange(change)
  showConfig(world, vm, after)
  const configChanges = changesOf(before, after)
  if (name !== undefined) renameTo(call, vm, name)
  postVm(call, 'VmReconfiguredEvent', vm, { configSpec: spec, configChanges })
}

function checkedName(call: Call, vm: ManagedObject, name: string): string {
  const parent = call.world.parentOf(vm)
  return parent === undefined ? name : checkName(call.world, parent, name, vm)
}

function renameTo(call: Call, vm: ManagedObject, newName: string): void {
  const oldName = call.world.nameOf(vm)
  if (oldName === newName) return
  call.world.store.set(vm, 'name', newName)
  postVm(call, 'VmRenamedEvent', vm, { oldName, newName })
}

/** Renames a VM: its inventory name and the one in its configuration; its files keep theirs. */
export function renameVm(call: Call, vm: ManagedObject, name: string): void {
  const made = checkedName(call, vm, name)
  showConfig(call.world, vm, { ...configOf(vm), name: made })
  renameTo(call, vm, made)
}

/** The newest virtual hardware that a VM's host runs. */
const newest = (call: Call, vm: ManagedObject): string =>
  hardwareVersions(releaseAt(call.world, hostOfVm(call.world, vm))).at(-1) ?? ''

/** Gives a VM newer virtual hardware. Throws AlreadyUpgraded, NotSupported for a version that its host does not run. */
export function upgradeHardware(call: Call, vm: ManagedObject, version = newest(call, vm)): void {
  const config = configOf(vm)
  const known = hardwareVersions(releaseAt(call.world, hostOfVm(call.world, vm)))
  if (!known.includes(version)) throw notAllowed(`the host does not run hardware version ${version}`)
  if (hardwareNumber(config.version) >= hardwareNumber(version)) {
    throw vimFault('AlreadyUpgraded', {}, `The virtual machine has the hardware version ${config.version} already.`)
  }
  postVm(call, 'VmUpgradingEvent', vm, { version })
  showConfig(call.world, vm, withoutSchedule({ ...config, version }))
  postVm(call, 'VmUpgradeCompleteEvent', vm, { version })
}

function withoutSchedule(config: Config): Config {
  const { scheduledHardwareUpgradeInfo: plan } = config
  return plan === undefined
    ? config
    : { ...config, scheduledHardwareUpgradeInfo: { ...plan, scheduledHardwareUpgradeStatus: 'success' } }
}

export const reconfigureMethods = methodsOf('VirtualMachine', {
  ReconfigVM_Task(call, { spec }) {
    const vm = call.self
    demandAll(call, vm, specNeeds(call, configOf(vm), spec, hostOfVm(call.world, vm), false))
    reachableHost(call.world, vm)
    return startTask(call, 'VirtualMachine.reconfigure', () => reconfigure(call, vm, spec))
  },
  UpgradeVM_Task(call, { version }) {
    const vm = call.self
    reachableHost(call.world, vm)
    return startTask(call, 'VirtualMachine.upgradeVirtualHardware', () => {
      needPower(vm, ['poweredOff'], 'poweredOff')
      upgradeHardware(call, vm, version)
    })
  },
})
