import type { DataTypes, MoRef } from '@sakimori/vim25/types'
import { methodsOf, sessionOf, startTask, type Call } from '../../kernel/call.ts'
import { VimFault } from '../../kernel/fault.ts'
import type { ManagedObject } from '../../kernel/store.ts'
import { notHonoured } from './refuse.ts'
import { powerOn } from './power.ts'
import { powerOf, reachableHost } from './vm-record.ts'

type Attempted = DataTypes['ClusterAttemptedVmInfo']
type NotAttempted = DataTypes['ClusterNotAttemptedVmInfo']

/** How DRS would place the VMs: without it they start where they are. */
const ofDrs = ['OverrideAutomationLevel', 'ReserveResources']

const refOf = (vm: ManagedObject) => vm.ref as MoRef<'VirtualMachine'>

/** Starts a task for one VM, as if somebody had started it alone. */
function attempt(call: Call, vm: ManagedObject): Attempted | NotAttempted {
  try {
    reachableHost(call.world, vm)
  } catch (error) {
    if (!(error instanceof VimFault)) throw error
    return { _typeName: 'ClusterNotAttemptedVmInfo', vm: refOf(vm), fault: error.localized }
  }
  const user = sessionOf(call).name
  const task = call.world.tasks.start({
    method: 'PowerOnVM_Task',
    descriptionId: 'VirtualMachine.powerOn',
    entity: vm,
    user,
    work: () => powerOn(call, vm),
  })
  return { _typeName: 'ClusterAttemptedVmInfo', vm: refOf(vm), task }
}

export const powerManyMethods = methodsOf('Datacenter', {
  /** Those that run already are left alone (vSphere API, Datacenter.powerOnVm). */
  PowerOnMultiVM_Task(call, { vm: refs, option = [] }) {
    const other = option.find(({ key }) => !ofDrs.includes(key))
    if (other !== undefined) throw notHonoured(`option ${other.key}`)
    const vms = refs.flatMap((ref) => call.world.find(ref) ?? [])
    return startTask(call, 'Datacenter.powerOnVm', () => {
      const made = vms.filter((vm) => powerOf(vm) !== 'poweredOn').map((vm) => attempt(call, vm))
      const attempted = made.filter((one) => one._typeName === 'ClusterAttemptedVmInfo')
      const notAttempted = made.filter((one) => one._typeName === 'ClusterNotAttemptedVmInfo')
      return {
        _typeName: 'ClusterPowerOnVmResult' as const,
        ...(attempted.length > 0 && { attempted }),
        ...(notAttempted.length > 0 && { notAttempted }),
      }
    })
  },
})
