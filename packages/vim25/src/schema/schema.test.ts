import { expect, test } from 'vitest'
import { describePath, methodKnownTo, pathKnownTo, privilegesOf } from './describe.ts'
import { allFields, apiVersions, dataType, lineage, managedType, typeInfo, typeNames } from './tables.ts'
import { compareApi, releaseIndex } from './versions.ts'

const primitive = /^(?:string|boolean|byte|short|int|long|float|double|dateTime|binary|anyType)$/

test('every type that the tables name is in the tables', () => {
  const named = [
    ...typeNames('data').flatMap((name) => [
      ...(dataType(name)?.fields ?? []).map((field) => field.type),
      ...lineage(name),
    ]),
    ...typeNames('managed').flatMap((name) => [
      ...(managedType(name)?.properties ?? []).map((field) => field.type),
      ...(managedType(name)?.methods ?? []).flatMap((method) => [
        ...method.params.map((param) => param.type),
        ...method.faults,
      ]),
      ...lineage(name),
    ]),
  ]
  expect([...new Set(named)].filter((name) => !primitive.test(name) && typeInfo(name) === undefined)).toEqual([])
})

test('the tables have the sizes of pyVmomi 9.1.1.0 and the three fault types that it defines in code', () => {
  expect(['data', 'enum', 'managed'].map((kind) => typeNames(kind as 'data').length)).toEqual([3030, 446, 141])
})

test('the fields of a base come first', () => {
  expect(allFields('TraversalSpec').map((field) => field.name)).toEqual(['name', 'type', 'path', 'skip', 'selectSet'])
})

test('describes paths by the declared types', () => {
  expect(describePath('HostSystem', 'config.network.vswitch')).toEqual({
    type: 'HostVirtualSwitch[]',
    since: '2.0',
    optional: true,
    secret: false,
    privilege: '',
  })
  expect(describePath('VirtualMachine', 'config.ftEncryptionMode')?.since).toBe('7.0.2.0')
  expect(describePath('VirtualMachine', 'name')).toMatchObject({ type: 'string', optional: false })
  expect(describePath('HostSystem', 'config.network.vswitch.name')).toBeUndefined()
  expect(describePath('HostSystem', 'nope')).toBeUndefined()
  expect(describePath('Nope', 'name')).toBeUndefined()
})

// Samples of facts/vcsim.md §3.2 and §3.3.
test.each([
  ['HostSystem', 'config.lockdownMode', '6.0'],
  ['HostSystem', 'summary.tpmAttestation', '6.7'],
  ['HostSystem', 'capability.uefiSecureBoot', '8.0.3.0'],
  ['HostSystem', 'runtime.cryptoState', '6.5'],
  ['VirtualMachine', 'config.sevEnabled', '7.0.1.0'],
])('%s %s came with %s', (type, path, since) => {
  const before = apiVersions[releaseIndex(since) - 1] ?? ''
  expect([pathKnownTo(since, type, path), pathKnownTo(before, type, path)]).toEqual([true, false])
})

test('knows what a method or property asks for', () => {
  expect(privilegesOf('HostAccessManager', 'QueryLockdownExceptions')).toEqual(['Global.Settings'])
  expect(privilegesOf('HostCertificateManager', 'certificateInfo')).toEqual(['Certificate.Manage'])
  expect(privilegesOf('VirtualMachine', 'name')).toEqual(['System.View'])
  expect(methodKnownTo('6.5', 'HostSystem', 'EnterLockdownMode')).toBe(true)
  expect(methodKnownTo('6.5', 'HostSystem', 'QueryProductLockerLocation')).toBe(false)
})

test('API ids are in order, and one that is not in the tables stands where it belongs', () => {
  expect([...apiVersions].sort(compareApi)).toEqual([...apiVersions])
  expect(compareApi('8.0.10.0', '8.0.2.0')).toBeGreaterThan(0)
  expect(apiVersions[releaseIndex('8.0.2.9')]).toBe('8.0.2.0')
  expect(apiVersions[releaseIndex('99.0')]).toBe(apiVersions.at(-1))
  expect(releaseIndex('1.0')).toBe(-1)
})
