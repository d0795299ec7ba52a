import { expect, test } from 'vitest'
import { describeMethod } from '../schema/describe.ts'
import { apiVersions } from '../schema/tables.ts'
import { releaseIndex } from '../schema/versions.ts'
import { encodeFault, encodeParameters, encodeResult, encodeValue } from './encoder.ts'

const newest = apiVersions.length - 1
const method = (type: string, name: string) => {
  const found = describeMethod(type, name)
  if (found === undefined) throw new Error(`no ${name}`)
  return found
}
const write = (type: string, value: unknown, release = newest): unknown =>
  JSON.parse(encodeValue({ type, array: false }, value, release))
const parameters = (type: string, name: string, args: Record<string, unknown>, release = newest) =>
  encodeParameters(release, { type, value: 'o-1' }, method(type, name), args)

test('writes a property with the type that its path declares', () => {
  const property = (name: string, val: unknown) => ({ _typeName: 'DynamicProperty', name, val })
  const obj = { type: 'VirtualMachine', value: 'vm-1' }
  const propSet = [
    property('runtime.powerState', 'poweredOn'),
    property('config.template', false),
    property('summary.config.memorySizeMB', 5),
    property('effectiveRole', [-1]),
    property('network', [{ type: 'DistributedVirtualPortgroup', value: 'n-1' }]),
    property('availableField', []),
    property('config.vmxConfigChecksum', 'AA=='),
    property('config.brandNew', { _typeName: 'long', _value: 2n ** 60n }),
  ]
  const written = write('ObjectContent', { _typeName: 'ObjectContent', obj, propSet })
  const reference = (type: string, value: string) => ({ _typeName: 'ManagedObjectReference', type, value })
  expect(written).toEqual({
    _typeName: 'ObjectContent',
    obj: reference('VirtualMachine', 'vm-1'),
    propSet: [
      property('runtime.powerState', { _typeName: 'VirtualMachinePowerState', _value: 'poweredOn' }),
      property('config.template', { _typeName: 'boolean', _value: false }),
      property('summary.config.memorySizeMB', { _typeName: 'int', _value: 5 }),
      property('effectiveRole', { _typeName: 'ArrayOfInt', _value: [-1] }),
      property('network', {
        _typeName: 'ArrayOfManagedObjectReference',
        _value: [reference('DistributedVirtualPortgroup', 'n-1')],
      }),
      property('availableField', { _typeName: 'ArrayOfCustomFieldDef', _value: [] }),
      property('config.vmxConfigChecksum', { _typeName: 'base64Binary', _value: 'AA==' }),
      property('config.brandNew', { _typeName: 'long', _value: 2 ** 60 }),
    ],
  })
})

test('writes the changes of an update the same way', () => {
  const change = { _typeName: 'PropertyChange', name: 'info.state', op: 'assign', val: 'success' }
  const update = { _typeName: 'ObjectUpdate', kind: 'modify', obj: { type: 'Task', value: 't' }, changeSet: [change] }
  expect(write('ObjectUpdate', update)).toMatchObject({
    changeSet: [{ ...change, val: { _typeName: 'TaskInfoState', _value: 'success' } }],
  })
})

test('names what a list in an anyType has in common', () => {
  const option = (value: unknown) =>
    (write('OptionValue', { _typeName: 'OptionValue', key: 'k', value }) as { value: unknown }).value
  const text = { _typeName: 'string', _value: 'a' }
  const description = { _typeName: 'Description', label: 'l', summary: 's' }
  expect(option(['a'])).toEqual({ _typeName: 'ArrayOfString', _value: ['a'] })
  expect(option([])).toEqual({ _typeName: 'ArrayOfString', _value: [] })
  expect(option([description])).toEqual({ _typeName: 'ArrayOfDescription', _value: [description] })
  expect(option(['a', true])).toMatchObject({ _typeName: 'ArrayOfAnyType', _value: [text, { _value: true }] })
  expect(option([{ type: 'Task', value: 't' }])).toMatchObject({ _typeName: 'ArrayOfManagedObjectReference' })
  expect(option({ _typeName: 'ArrayOfBase64Binary', _value: ['AA=='] })).toMatchObject({
    _typeName: 'ArrayOfBase64Binary',
  })
  expect(option(5)).toEqual({ _typeName: 'int', _value: 5 })
  expect([option(2 ** 31), option(0.5), option(1n)]).toMatchObject([
    { _typeName: 'long' },
    { _typeName: 'double' },
    { _typeName: 'long' },
  ])
})

test('a field or type that the release lacks is left out, or goes as its base', () => {
  const config = { _typeName: 'VirtualMachineConfigSpec', name: 'n', sevEnabled: true }
  expect(write('VirtualMachineConfigSpec', config, releaseIndex('7.0.0.0'))).toEqual({
    ...config,
    sevEnabled: undefined,
  })
  const device = { _typeName: 'VirtualNVDIMMController', key: 1, busNumber: 0 }
  expect(write('VirtualDevice', device, releaseIndex('6.5'))).toEqual({ ...device, _typeName: 'VirtualController' })
  const ofOption = write('OptionValue', { _typeName: 'OptionValue', key: 'k', value: [device] }, releaseIndex('6.5'))
  expect(ofOption).toMatchObject({ value: { _typeName: 'ArrayOfVirtualController' } })
})

test('an object of a type that the tables lack goes with all it has', () => {
  const brand = {
    _typeName: 'Brand',
    x: [1, 2n],
    h: { type: 'Task', value: 't' },
    inner: { _typeName: 'AboutInfo', name: 'n' },
  }
  expect(write('anyType', brand)).toEqual({
    ...brand,
    x: [1, 2],
    h: { _typeName: 'ManagedObjectReference', type: 'Task', value: 't' },
  })
})

test('a number without a form in JSON is unset in a reply, and refused in a call', () => {
  expect(encodeValue({ type: 'float', array: true }, [1.5, NaN, -Infinity], newest)).toBe('[1.5,null,null]')
  const call = () =>
    parameters('OptionManager', 'UpdateOptions', {
      changedValue: [{ _typeName: 'OptionValue', key: 'k', value: { _typeName: 'double', _value: NaN } }],
    })
  expect(call).toThrow(expect.objectContaining({ code: 'badRequest', message: expect.stringContaining('is NaN') }))
})

test('refuses what SOAP refuses', () => {
  const call = (args: Record<string, unknown>, release: string) => () =>
    parameters('VirtualMachine', 'ReconfigVM_Task', args, releaseIndex(release))
  const spec = { _typeName: 'VirtualMachineConfigSpec', sevEnabled: true }
  expect(call({ spec }, '7.0.0.0')).toThrow(expect.objectContaining({ code: 'notInRelease' }))
  expect(call({ spec, more: 1 }, '8.0.3.0')).toThrow(expect.objectContaining({ code: 'badRequest' }))
  expect(call({ spec }, '8.0.3.0')()).toBe('{"spec":{"_typeName":"VirtualMachineConfigSpec","sevEnabled":true}}')
})

test('writes a reply, none for void, an empty list for a list', () => {
  expect(encodeResult(method('ServiceInstance', 'CurrentTime'), '2022Z', newest)).toBe('"2022Z"')
  expect(encodeResult(method('OptionManager', 'UpdateOptions'), undefined, newest)).toBe('')
  expect(encodeResult(method('OptionManager', 'QueryOptions'), undefined, newest)).toBe('[]')
  expect(encodeResult(method('PropertyCollector', 'RetrievePropertiesEx'), undefined, newest)).toBe('')
})

test('writes a fault with its text, as what the release knows of it', () => {
  expect(JSON.parse(encodeFault({ _typeName: 'InvalidProperty', name: 'x' }, 'said', newest))).toEqual({
    _typeName: 'InvalidProperty',
    name: 'x',
    faultstring: 'said',
  })
})
