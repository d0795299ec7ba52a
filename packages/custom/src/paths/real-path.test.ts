import { describeMethod, describePath } from '@sakimori/vim25'
import { shoppingList } from '@sakimori/collect'
import { describe, expect, test } from 'vitest'
import { calls, collectedTypes } from './collected.ts'
import { isKnownIn, realPartPath, realPath } from './real-path.ts'
import { splitPath, walkValue } from './split-path.ts'

const mistakeOf = (type: string, path: string) => {
  const real = realPath(type, path)
  return 'mistake' in real ? real.mistake : 'none'
}

describe('a real path', () => {
  test('is asked for as far as a server can follow it, and walked from there', () => {
    expect(realPath('VirtualMachine', 'config.hardware.numCPU')).toMatchObject({
      ask: 'config.hardware.numCPU',
      steps: [],
      kind: { of: 'int' },
    })
    expect(
      realPath('HostSystem', 'config.network.vswitch["vSwitch0"].spec.policy.security.allowPromiscuous'),
    ).toMatchObject({
      ask: 'config.network.vswitch',
      kind: { of: 'bool' },
    })
    expect(realPath('HostSystem', 'config.network.pnic.device')).toMatchObject({
      ask: 'config.network.pnic',
      kind: { of: 'list', item: { of: 'string' } },
    })
    // Only a derived type has this field: a server refuses the path, so its holder is asked for.
    expect(realPath('VmwareDistributedVirtualSwitch', 'config.maxMtu')).toMatchObject({
      ask: 'config',
      kind: { of: 'int' },
    })
    expect(realPath('ServiceInstance', 'content.about.version')).toMatchObject({
      ask: 'content.about',
      kind: { of: 'string' },
    })
    expect(realPartPath('HostPortGroup', 'spec.vlanId')).toMatchObject({ kind: { of: 'int' } })
  })

  test.each([
    ['VirtualMachine', 'config.hardware.numCPUs', /VirtualHardware has no numCPUs; did you mean numCPU\?/],
    ['VirtualMachine', 'conifg.firmware', /VirtualMachine has no conifg; did you mean config\?/],
    ['VirtualMachine', 'config', /as a whole loads the server/],
    ['HostSystem', 'config.storageDevice', /as a whole loads the server/],
    ['VirtualMachine', 'name.length', /nothing is below/],
    ['VirtualMachine', 'config.hardware["x"]', /only an item of a list/],
    ['VirtualMachine', 'config..firmware', /no property path/],
    ['VirtualMachine', '', /no property path/],
    ['VirtualMachine', '["x"]', /does not begin with a property/],
    ['HostSystem', 'config.option()', /has no option\(\)/],
    ['ServiceInstance', 'content.setting', /these can be read: content\.about/],
    ['VirtualMachin', 'name', /there is no managed object type/],
    ['VirtualMachine', '__proto__.x', /has no __proto__/],
  ])('%s %s is refused', (type, path, said) => {
    expect(mistakeOf(type, path)).toMatch(said)
  })

  test('came with some release', () => {
    expect(isKnownIn('8.0', '8.0.3.0')).toBe(true)
    expect(isKnownIn('7.0', '8.0.0.0')).toBe(false)
    expect(isKnownIn('6.5', '2.5u2')).toBe(true)
  })
})

describe('what is no property', () => {
  test('is what the collector files, under the same name', () => {
    const list = shoppingList([])
    for (const [type, own] of Object.entries(calls))
      for (const { path } of own) expect(list[type], `${type} ${path}`).toContain(path)
    expect(Object.keys(list).filter((type) => !(collectedTypes as readonly string[]).includes(type))).toEqual([])
  })

  test('gives what the tables say', () => {
    for (const { path, of, gives } of Object.values(calls).flat()) {
      const [type, member] = of
      const returns = describeMethod(type, member)?.returns
      const declared = returns
        ? `${returns.type}${returns.array ? '[]' : ''}`
        : describePath(type, path.startsWith('content.') ? path : member)?.type
      expect(declared, path).toBe(gives)
    }
  })
})

describe('walking a value', () => {
  const vswitch = [
    { key: 'k0', name: 'vSwitch0', mtu: 1500, pnic: ['vmnic0', 'vmnic1'] },
    { key: 'k1', name: 'vSwitch1', pnic: ['vmnic2'] },
  ]
  const walk = (path: string) => walkValue({ vswitch }, splitPath(path) ?? [])
  test.each([
    ['vswitch["vSwitch0"].mtu', 1500],
    ['vswitch["k1"].mtu', undefined],
    ['vswitch["vSwitch9"].mtu', undefined],
    ['vswitch.name', ['vSwitch0', 'vSwitch1']],
    ['vswitch.mtu', [1500]],
    ['vswitch.pnic', ['vmnic0', 'vmnic1', 'vmnic2']],
    ['vswitch.constructor', []],
  ])('%s', (path, wanted) => {
    expect(walk(path)).toEqual(wanted)
  })
})
