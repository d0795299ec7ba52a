import type { MoRef } from '@sakimori/vim25'
import type { DataTypes } from '@sakimori/vim25/types'
import { logIn, property } from './clients.ts'
import { hostBench, type HostBench } from './host-bench.ts'

type NetworkInfo = DataTypes['HostNetworkInfo']
type SwitchConfig = DataTypes['VMwareDVSConfigInfo']
type PortgroupConfig = DataTypes['DVPortgroupConfigInfo']
export type Setting = DataTypes['VMwareDVSPortSetting']

/** A twin whose networks are looked at closely: a host's standard switch, and the distributed switch with a port group. */
export interface NetworkBench extends HostBench {
  readonly dvs: MoRef<'VmwareDistributedVirtualSwitch'>
  /** A port group that VMs are on. */
  readonly group: MoRef<'DistributedVirtualPortgroup'>
  readonly network: () => Promise<NetworkInfo>
  readonly switchConfig: () => Promise<SwitchConfig>
  readonly groupConfig: () => Promise<PortgroupConfig>
  readonly ports: () => Promise<readonly DataTypes['DistributedVirtualPort'][]>
  /** Reconfigures at the version that is current. */
  readonly reconfigureSwitch: (spec: Omit<DataTypes['VMwareDVSConfigSpec'], '_typeName'>) => Promise<unknown>
  readonly reconfigureGroup: (spec: Omit<DataTypes['DVPortgroupConfigSpec'], '_typeName'>) => Promise<unknown>
  readonly reconfigurePort: (key: string, setting: Omit<Setting, '_typeName'>) => Promise<unknown>
}

export async function networkBench(): Promise<NetworkBench> {
  const bench = await hostBench({ hosts: 2, vms: 6 })
  const { vim, run } = bench
  const dvs = await firstOf(bench, 'VmwareDistributedVirtualSwitch')
  const switchConfig = async () => (await property(vim, dvs, 'config')) as SwitchConfig
  const groups = ((await property(vim, dvs, 'portgroup')) ?? []) as readonly MoRef<'DistributedVirtualPortgroup'>[]
  const used = await Promise.all(groups.map((ref) => property(vim, ref, 'vm')))
  const group = groups.find((_, index) => Array.isArray(used[index]) && used[index].length > 0)
  if (group === undefined) throw new Error('no VM is on a distributed port group')
  const groupConfig = async () => (await property(vim, group, 'config')) as PortgroupConfig
  const criteria = {
    _typeName: 'DistributedVirtualSwitchPortCriteria' as const,
    portgroupKey: [group.value],
    inside: true,
  }
  return {
    ...bench,
    dvs,
    group,
    switchConfig,
    groupConfig,
    network: async () => (await bench.config()).network,
    ports: async () => (await vim.call(dvs, 'FetchDVPorts', { criteria })) ?? [],
    reconfigureSwitch: async (spec) => {
      const { configVersion } = await switchConfig()
      return run(
        vim.call(dvs, 'ReconfigureDvs_Task', { spec: { configVersion, ...spec, _typeName: 'VMwareDVSConfigSpec' } }),
      )
    },
    reconfigureGroup: async (spec) => {
      const { configVersion } = await groupConfig()
      const whole = {
        ...(configVersion !== undefined && { configVersion }),
        ...spec,
        _typeName: 'DVPortgroupConfigSpec' as const,
      }
      return run(vim.call(group, 'ReconfigureDVPortgroup_Task', { spec: whole }))
    },
    reconfigurePort: async (key, setting) => {
      const spec = {
        _typeName: 'DVPortConfigSpec' as const,
        operation: 'edit',
        key,
        setting: { ...setting, _typeName: 'VMwareDVSPortSetting' as const },
      }
      return run(vim.call(dvs, 'ReconfigureDVPort_Task', { port: [spec] }))
    },
  }
}

async function firstOf(
  { vim }: HostBench,
  type: 'VmwareDistributedVirtualSwitch',
): Promise<MoRef<'VmwareDistributedVirtualSwitch'>> {
  for await (const { ref } of vim.retrieve([{ type, paths: ['name'] }])) return ref
  throw new Error(`no ${type}`)
}

const auditor = 'auditor@vsphere.local'
/** A client of somebody who may only read. */
export const logInAuditor = ({ twin }: NetworkBench) => logIn(twin.url, auditor)
export const flag = (value: boolean, inherited = false): DataTypes['BoolPolicy'] => ({
  _typeName: 'BoolPolicy',
  inherited,
  value,
})
