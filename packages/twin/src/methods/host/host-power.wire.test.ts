import type { MoRef } from '@sakimori/vim25'
import type { DataTypes } from '@sakimori/vim25/types'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { managersOf, property } from '../../testing/clients.ts'
import { faultOf } from '../../testing/faults.ts'
import { hostBench, type HostBench, type Managers } from '../../testing/host-bench.ts'

let bench: HostBench

beforeAll(async () => {
  bench = await hostBench()
})
afterAll(() => bench[Symbol.asyncDispose]())

describe('maintenance, power and connection', () => {
  const enter = (of: MoRef<'HostSystem'>, timeout: number) =>
    bench.run(bench.vim.call(of, 'EnterMaintenanceMode_Task', { timeout }))
  const running = async (of: MoRef) => {
    const refs = ((await property(bench.vim, of, 'vm')) ?? []) as MoRef[]
    const states = await Promise.all(refs.map((vm) => property(bench.vim, vm, 'runtime.powerState')))
    return states.filter((state) => state === 'poweredOn').length
  }
  const runtime = async (of: MoRef) => (await property(bench.vim, of, 'runtime')) as DataTypes['HostRuntimeInfo']

  test('DRS moves what runs; where it may not, the task fails', async () => {
    const before = await running(bench.host)
    expect(before).toBeGreaterThan(0)
    await enter(bench.host, 0)
    expect([await running(bench.host), (await runtime(bench.host)).inMaintenanceMode]).toEqual([0, true])
    expect(await faultOf(enter(bench.host, 0))).toBe('InvalidState')
    await bench.run(bench.vim.call(bench.host, 'ExitMaintenanceMode_Task', { timeout: 0 }))
    setDrs('manual')
    expect([await faultOf(enter(bench.other, 0)), await faultOf(enter(bench.other, 1))]).toEqual([
      'InvalidState',
      'Timedout',
    ])
    setDrs('fullyAutomated')
    expect((await runtime(bench.other)).inMaintenanceMode).toBe(false)
  })

  function setDrs(defaultVmBehavior: string): void {
    const { world } = bench.twin
    for (const cluster of world.ofType('ClusterComputeResource')) {
      world.store.update<DataTypes['ClusterConfigInfoEx']>(cluster, 'configurationEx', (held) => ({
        ...held,
        drsConfig: { ...held.drsConfig, defaultVmBehavior: defaultVmBehavior as 'manual' },
      }))
    }
  }

  test('a disconnected host refuses changes until it is connected again', async () => {
    const { advancedOption } = (await managersOf(bench.vim, bench.other)) as Managers
    await bench.run(bench.vim.call(bench.other, 'DisconnectHost_Task', {}))
    expect(await faultOf(bench.vim.call(advancedOption, 'QueryOptions', {}))).toBe('HostNotConnected')
    const spec = (more: object) => ({ cnxSpec: { _typeName: 'HostConnectSpec' as const, force: false, ...more } })
    const reconnect = (more: object) =>
      faultOf(bench.run(bench.vim.call(bench.other, 'ReconnectHost_Task', spec(more))))
    expect(await reconnect({ sslThumbprint: '00:11' })).toBe('SSLVerifyFault')
    expect(await reconnect({ userName: 'root', password: 'wrong' })).toBe('InvalidLogin')
    expect(await reconnect({ managementIp: '10.0.0.1' })).toBe('NotSupported')
    await bench.run(bench.vim.call(bench.other, 'ReconnectHost_Task', {}))
    expect((await runtime(bench.other)).connectionState).toBe('connected')
    expect(await faultOf(bench.run(bench.vim.call(bench.other, 'ReconnectHost_Task', {})))).toBe('InvalidState')
  })

  test('a restart brings services by policy and modules by their options', async () => {
    expect(await faultOf(bench.run(bench.vim.call(bench.host, 'RebootHost_Task', { force: false })))).toBe(
      'InvalidState',
    )
    await bench.vim.call(bench.managers.serviceSystem, 'StartService', { id: 'TSM-SSH' })
    await bench.vim.call(bench.managers.kernelModuleSystem, 'UpdateModuleOptionString', {
      name: 'vmkusb',
      options: 'a=1',
    })
    await bench.run(bench.vim.call(bench.host, 'RebootHost_Task', { force: true }))
    expect((await runtime(bench.host)).connectionState).toBe('notResponding')
    expect(await faultOf(bench.vim.call(bench.managers.serviceSystem, 'StartService', { id: 'TSM' }))).toBe(
      'HostNotReachable',
    )
    await expect.poll(async () => (await runtime(bench.host)).connectionState, { timeout: 5000 }).toBe('connected')
    expect([
      (await bench.service('TSM-SSH'))?.running,
      (await bench.service('DCUI'))?.running,
      await running(bench.host),
    ]).toEqual([false, true, 0])
    const modules = await bench.vim.call(bench.managers.kernelModuleSystem, 'QueryModules', {})
    expect(modules?.find(({ name }) => name === 'vmkusb')?.optionString).toBe('a=1')
    expect(await bench.vim.call(bench.host, 'RetrieveHardwareUptime', {})).toBeLessThan(60)
  })
})
