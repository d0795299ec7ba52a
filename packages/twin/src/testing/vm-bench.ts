import { isVimError, ref, type MoRef, type VimClient } from '@sakimori/vim25'
import type { DataTypes } from '@sakimori/vim25/types'
import { generateEstate, startTwin, type Twin } from '../index.ts'
import { logIn, property } from './clients.ts'

type Config = DataTypes['VirtualMachineConfigInfo']
type VmRef = MoRef<'VirtualMachine'>

/** A twin with a few VMs, and what tests of VMs ask of it. */
export interface VmBench extends AsyncDisposable {
  readonly twin: Twin
  readonly vim: VimClient
  /** VMs of the estate that run, on adapters of a distributed switch. */
  readonly running: readonly VmRef[]
  readonly configOf: (vm: VmRef) => Promise<Config>
  readonly devicesOf: (vm: VmRef) => Promise<readonly DataTypes['VirtualDevice'][]>
  /** Waits for a task; gives its result. */
  readonly run: (task: Promise<MoRef<'Task'>>, client?: VimClient) => Promise<unknown>
  /** The fault that a task, or its call, ends with. */
  readonly faultOf: (work: Promise<unknown>) => Promise<string>
  readonly reconfigure: (
    vm: VmRef,
    spec: Omit<DataTypes['VirtualMachineConfigSpec'], '_typeName'>,
    client?: VimClient,
  ) => Promise<unknown>
  /** A new VM that is off and has neither disks nor adapters. */
  readonly makeVm: (name: string) => Promise<VmRef>
}

export async function vmBench(release: '6.7' | '8.0' = '8.0'): Promise<VmBench> {
  const twin = await startTwin({ estate: generateEstate({ hosts: 3, vms: 12, seed: 1, release }) })
  const vim = await logIn(twin.url)
  const configOf = async (vm: VmRef) => (await property(vim, vm, 'config')) as Config
  const run = async (task: Promise<MoRef<'Task'>>, client = vim) => (await client.waitForTask(await task)).result
  const [folder, pool] = [...twin.world.ofType('Datacenter'), ...twin.world.ofType('ResourcePool')]
  return {
    twin,
    vim,
    running: [...twin.world.ofType('VirtualMachine')]
      .filter((vm) => twin.world.field(vm, 'runtime', 'powerState') === 'poweredOn')
      .map(({ ref: { value } }) => ref('VirtualMachine', value)),
    configOf,
    devicesOf: async (vm) => (await configOf(vm)).hardware.device ?? [],
    run,
    faultOf,
    reconfigure: (vm, spec, client = vim) =>
      run(client.call(vm, 'ReconfigVM_Task', { spec: { ...spec, _typeName: 'VirtualMachineConfigSpec' } }), client),
    async makeVm(name) {
      const vmFolder = folder?.get('vmFolder') as MoRef<'Folder'>
      const config = {
        _typeName: 'VirtualMachineConfigSpec' as const,
        name,
        files: { _typeName: 'VirtualMachineFileInfo' as const, vmPathName: '[ds-c01-2]' },
      }
      return (await run(
        vim.call(vmFolder, 'CreateVM_Task', { config, pool: pool?.ref as MoRef<'ResourcePool'> }),
      )) as VmRef
    },
    async [Symbol.asyncDispose]() {
      await vim.close()
      await twin[Symbol.asyncDispose]()
    },
  }
}

async function faultOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'no fault'
  } catch (error) {
    if (!isVimError(error)) throw error
    return error.fault?._typeName ?? error.code
  }
}
