import { releaseIndex } from '@sakimori/vim25/wire'
import { expect, test } from 'vitest'
import { parsePath, sinceOf, walk } from './values.ts'

const since = (type: string, path: string) => {
  const steps = parsePath(path)
  return steps === undefined ? undefined : sinceOf(type, steps)
}

test.for([
  ['VirtualMachine', 'config.hardware.device[4000].deviceInfo.label'],
  ['VirtualMachine', 'config.extraConfig["guestinfo.a"].value'],
  // Only subtypes of what is declared have these.
  ['ClusterComputeResource', 'configurationEx.rule'],
  ['DistributedVirtualPortgroup', 'config.defaultPortConfig.vlan.vlanId'],
  ['VirtualMachine', 'config.hardware.device[4000].macAddress'],
] as const)('%s may have %s', ([type, path]) => {
  expect(since(type, path)).toBeTypeOf('number')
})

test.for([
  ['VirtualMachine', 'config.noSuchThing'],
  ['VirtualMachine', '-name'],
  ['VirtualMachine', 'config.hardware[4000]'],
  ['VirtualMachine', 'config["guestinfo.a"]'],
  ['VirtualMachine', 'config.hardware.device.key'],
  ['VirtualMachine', 'config.hardware.device[4000'],
  ['VirtualMachine', 'config.hardware.device["4000"]'],
  ['VirtualMachine', 'config.hardware.device[4000].enoent'],
  ['VirtualMachine', 'config.extraConfig[guestinfo.a]'],
  ['VirtualMachine', 'config.extraConfig[1]'],
] as const)('%s can never have %s', ([type, path]) => {
  expect(since(type, path)).toBeUndefined()
})

test('a path is as new as the newest of its steps', () => {
  expect(since('DistributedVirtualPortgroup', 'config.defaultPortConfig.macManagementPolicy')).toBe(releaseIndex('6.7'))
  expect(since('HostSystem', 'config.lockdownMode')).toBe(releaseIndex('6.0'))
})

test('where a value is of another subtype than the one that has the field, it is unset', () => {
  const vlan = { _typeName: 'VmwareDistributedVirtualSwitchVlanIdSpec', inherited: false, vlanId: 7 }
  const start = { value: vlan, type: 'VmwareDistributedVirtualSwitchVlanSpec', array: false }
  expect(walk(start, [{ name: 'vlan' }, { name: 'vlanId' }])?.value).toBe(7)
  const pvlan = walk(start, [{ name: 'vlan' }, { name: 'pvlanId' }])
  expect([pvlan?.type, pvlan?.value]).toEqual(['int', undefined])
})
