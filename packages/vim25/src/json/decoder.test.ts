import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { describeMethod } from '../schema/describe.ts'
import { apiVersions } from '../schema/tables.ts'
import { releaseIndex } from '../schema/versions.ts'
import { decodeParameters, decodeResult, decodeValue, readResult } from './decoder.ts'

const newest = apiVersions.length - 1
const method = (type: string, name: string) => {
  const found = describeMethod(type, name)
  if (found === undefined) throw new Error(`no ${name}`)
  return found
}
const read = (type: string, json: unknown, release = newest) =>
  decodeValue({ type, array: false }, release, typeof json === 'string' ? json : JSON.stringify(json))
/** The value of an option: an anyType. */
const option = (value: unknown) => {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return (read('OptionValue', `{"key":"k","value":${text}}`) as { value?: unknown }).value
}
/** The properties of one retrieved object. */
const properties = (type: string, propSet: unknown[]) => {
  const obj = { _typeName: 'ManagedObjectReference', value: 'o-1', type }
  const json = { _typeName: 'RetrieveResult', objects: [{ _typeName: 'ObjectContent', obj, propSet }] }
  const result = decodeResult(method('PropertyCollector', 'RetrievePropertiesEx'), newest, JSON.stringify(json))
  return (result as { objects: { propSet: unknown }[] }).objects[0]?.propSet
}
const property = (name: string, val: unknown) => ({ _typeName: 'DynamicProperty', name, val })

test('takes the boxes off properties whose type is declared', () => {
  expect(
    properties('VirtualMachine', [
      property('config.template', { _typeName: 'boolean', _value: true }),
      property('configStatus', { _typeName: 'ManagedEntityStatus', _value: 'gray' }),
      property('effectiveRole', { _typeName: 'ArrayOfInt', _value: [-1] }),
      property('network', { _typeName: 'ArrayOfManagedObjectReference', _value: [] }),
      property('summary.config.memorySizeMB', { _typeName: 'int', _value: 5 }),
      property('parent', { _typeName: 'ManagedObjectReference', type: 'Folder', value: 'group-v1' }),
    ]),
  ).toEqual([
    property('config.template', true),
    property('configStatus', 'gray'),
    property('effectiveRole', [-1]),
    property('network', []),
    property('summary.config.memorySizeMB', 5),
    property('parent', { type: 'Folder', value: 'group-v1' }),
  ])
})

test.each<[what: string, json: unknown, value: unknown]>([
  ['a string', { _typeName: 'string', _value: 'x' }, 'x'],
  ['a boolean', { _typeName: 'boolean', _value: false }, false],
  ['an int', { _typeName: 'int', _value: 5 }, { _typeName: 'int', _value: 5 }],
  ['a dateTime', { _typeName: 'dateTime', _value: '2022Z' }, { _typeName: 'dateTime', _value: '2022Z' }],
  ['a URI', { _typeName: 'anyURI', _value: 'http://x' }, 'http://x'],
  ['a name', { _typeName: 'PropertyPath', _value: 'config' }, 'config'],
  [
    'binary as the vendor calls it',
    { _typeName: 'base64Binary', _value: 'AA==' },
    { _typeName: 'binary', _value: 'AA==' },
  ],
  ['binary as govmomi calls it', { _typeName: 'binary', _value: 'AA==' }, { _typeName: 'binary', _value: 'AA==' }],
  ['a list of numbers', { _typeName: 'ArrayOfLong', _value: [1] }, { _typeName: 'ArrayOfLong', _value: [1] }],
  ['a list of texts', { _typeName: 'ArrayOfString', _value: ['a', ''] }, ['a', '']],
  ['a list of URIs', { _typeName: 'ArrayOfAnyURI', _value: ['a'] }, ['a']],
  ['an empty list', { _typeName: 'ArrayOfString', _value: null }, []],
  [
    'bytes as govmomi writes them',
    { _typeName: 'ArrayOfByte', _value: '/w0=' },
    { _typeName: 'ArrayOfByte', _value: [-1, 13] },
  ],
  ['an unsigned byte', { _typeName: 'byte', _value: 200 }, { _typeName: 'byte', _value: -56 }],
  [
    'anything in a list',
    { _typeName: 'ArrayOfAnyType', _value: [{ _typeName: 'int', _value: 1 }, 'a'] },
    [{ _typeName: 'int', _value: 1 }, 'a'],
  ],
  ['a reference', { _typeName: 'ManagedObjectReference', type: 'Task', value: 't' }, { type: 'Task', value: 't' }],
  [
    'a reference in a box',
    { _typeName: 'ManagedObjectReference', _value: { type: 'Task', value: 't' } },
    { type: 'Task', value: 't' },
  ],
  [
    'an object',
    { label: 'l', summary: 's', _typeName: 'Description' },
    { _typeName: 'Description', label: 'l', summary: 's' },
  ],
  ['null', null, undefined],
])('reads %s in an anyType', (_, json, value) => {
  expect(option(json)).toEqual(value)
})

test('a long beyond 2^53 keeps every digit, whatever else is in the text', () => {
  const box = (text: string) => option(`{"_typeName":"long","_value":${text}}`)
  expect(box('9007199254740993')).toEqual({ _typeName: 'long', _value: 9007199254740993n })
  expect(box('-9223372036854775808')).toEqual({ _typeName: 'long', _value: -(2n ** 63n) })
  expect(box('1234567890123456')).toEqual({ _typeName: 'long', _value: 1234567890123456 })
  expect(read('long', '-9007199254740993')).toBe(-9007199254740993n)
  expect(option('{"_typeName":"double","_value":12345678901234567}')).toEqual({
    _typeName: 'double',
    _value: 12345678901234568,
  })
  expect(() => box('1'.repeat(30))).toThrow(/OptionValue.value holds 1.1{1,}e\+29 where a long is expected/)
})

test('an unset value is an absent key, an empty required list is a list where the release knows it', () => {
  const ruleset = { _typeName: 'HostFirewallRuleset', key: 'sshServer', allowedHosts: null, enabled: true }
  expect(read('HostFirewallRuleset', ruleset)).toEqual({
    _typeName: 'HostFirewallRuleset',
    key: 'sshServer',
    enabled: true,
    rule: [],
  })
  expect(read('HostNetworkInfo', { vswitch: [], pnic: null })).toEqual({ _typeName: 'HostNetworkInfo' })
  expect(read('VirtualMachineRuntimeInfo', { powerState: '' })).toEqual({ _typeName: 'VirtualMachineRuntimeInfo' })
  const since = releaseIndex('8.0.0.1')
  const old = read('VirtualMachineVirtualDeviceGroups', {}, since - 1)
  expect(old).toEqual({ _typeName: 'VirtualMachineVirtualDeviceGroups' })
})

test('passes over unknown fields, and reads unknown types by their shape', () => {
  expect(read('AboutInfo', { name: 'n', brandNew: { deep: [1] } })).toEqual({ _typeName: 'AboutInfo', name: 'n' })
  expect(
    option({ _typeName: 'Brand', x: [1, null], h: { _typeName: 'ManagedObjectReference', type: 'A', value: 'b' } }),
  ).toEqual({
    _typeName: 'Brand',
    x: [1],
    h: { type: 'A', value: 'b' },
  })
  expect(option({ _typeName: 'BrandNewEnum', _value: 'on' })).toBe('on')
  expect(option({ _typeName: 'ArrayOfBrandNew', _value: [{ a: true }] })).toEqual([{ _typeName: 'anyType', a: true }])
  expect(read('VirtualDevice', { _typeName: 'VirtualBrandNew', key: 1 })).toEqual({
    _typeName: 'VirtualBrandNew',
    key: 1,
  })
})

test('no name that the peer chose reaches a prototype', () => {
  const hostile =
    '{"_typeName":"Brand","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"toString":"x"}'
  const value = option(hostile) as object
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  expect(value).toMatchObject({ _typeName: 'Brand', toString: 'x' })
  expect(read('AboutInfo', '{"__proto__":{"polluted":1},"name":"n"}')).toEqual({ _typeName: 'AboutInfo', name: 'n' })
  expect(read('AboutInfo', '{"_typeName":"AboutInfo","hasOwnProperty":1,"valueOf":2}')).toEqual({
    _typeName: 'AboutInfo',
  })
  expect(option('{"_typeName":"constructor","_value":5}')).toEqual({ _typeName: 'constructor', _value: 5 })
  const longer = '{"__proto__":{"polluted":1},"rateLimit":9007199254740993}'
  expect(read('StorageIOAllocationInfo', longer)).toEqual({ _typeName: 'StorageIOAllocationInfo' })
  expect({}).not.toHaveProperty('polluted')
})

const nested = (open: string, close: string, levels: number) => `${open.repeat(levels)}1${close.repeat(levels)}`
test.each<[what: string, type: string, json: unknown, code: string, message: string]>([
  [
    'text for a number',
    'HostHardwareInfo',
    { memorySize: 'many' },
    'protocol',
    'HostHardwareInfo.memorySize holds a string where a long is expected',
  ],
  [
    'a fraction for an int',
    'VirtualHardware',
    { numCPU: 1.5 },
    'protocol',
    'VirtualHardware.numCPU holds 1.5 where a int is expected',
  ],
  [
    'a number for text',
    'AboutInfo',
    { name: 5 },
    'protocol',
    'AboutInfo.name holds a number where a string is expected',
  ],
  [
    'text for a boolean',
    'HostListSummary',
    { rebootRequired: 'true' },
    'protocol',
    'HostListSummary.rebootRequired holds a string where a boolean is expected',
  ],
  [
    'a number for an enum',
    'HostConfigInfo',
    { lockdownMode: 1 },
    'protocol',
    'HostConfigInfo.lockdownMode holds a number where a HostLockdownMode is expected',
  ],
  [
    'a value for a list',
    'HostNetworkInfo',
    { vswitch: {} },
    'protocol',
    'HostNetworkInfo.vswitch holds an object where a list is expected',
  ],
  [
    'a list for an object',
    'HostListSummary',
    { config: [] },
    'protocol',
    'HostListSummary.config holds a list where a HostConfigSummary is expected',
  ],
  [
    'a text for a reference',
    'HostListSummary',
    { host: 'host-1' },
    'protocol',
    'HostListSummary.host holds a string where a HostSystem is expected',
  ],
  [
    'an enum for an object',
    'HostListSummary',
    { config: { _typeName: 'HostLockdownMode' } },
    'protocol',
    'HostListSummary.config holds a HostLockdownMode where a HostConfigSummary is expected',
  ],
  [
    'a bare number',
    'OptionValue',
    { value: 5 },
    'protocol',
    'OptionValue.value holds a number where a value with its _typeName is expected',
  ],
  [
    'a byte out of range',
    'OptionValue',
    { value: { _typeName: 'byte', _value: 256 } },
    'protocol',
    'OptionValue.value holds 256',
  ],
  [
    'endless objects',
    'MethodFault',
    nested('{"faultCause":{"fault":', '}}', 200),
    'protocol',
    'is nested more than 256 levels deep',
  ],
  [
    'endless unknown objects',
    'OptionValue',
    `{"value":${nested('{"_typeName":"B","b":', '}', 300)}}`,
    'protocol',
    'nested too deeply',
  ],
  [
    'endless boxes',
    'OptionValue',
    `{"value":${nested('{"_typeName":"ArrayOfAnyType","_value":[', ']}', 300)}}`,
    'protocol',
    'nested more than',
  ],
  [
    'a stack of lists with a long',
    'AboutInfo',
    `{"x":9007199254740993,"y":${nested('[', ']', 200_000)}}`,
    'protocol',
    'the JSON is nested too deeply',
  ],
  ['half a text', 'AboutInfo', '{"name":"n', 'truncated', 'the JSON ends early, after 10 characters'],
  ['half an object', 'AboutInfo', '{"name":"n"', 'truncated', 'ends early'],
  ['nothing', 'AboutInfo', '', 'truncated', 'ends early, after 0 characters'],
  ['a web page', 'AboutInfo', '<html>hunter2</html>', 'protocol', 'the text is not JSON'],
])('refuses %s', (_, type, json, code, message) => {
  expect(() => read(type, json)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }))
})

const errorOf = (action: () => unknown): unknown => {
  try {
    return action()
  } catch (error) {
    return error
  }
}
test('the error of a text that is no JSON quotes nothing of it', () => {
  const login = () =>
    decodeParameters(method('SessionManager', 'Login'), newest, '{"userName":"u","password":"hunter2" oops')
  expect(login).toThrow(/^the text is not JSON at position 37$/)
  expect(inspect(errorOf(login), { depth: 9 })).not.toContain('hunter2')
})

test('a reply without a value is undefined, or an empty list where a list is declared', () => {
  const [one, list] = [method('PropertyCollector', 'RetrievePropertiesEx'), method('OptionManager', 'QueryOptions')]
  for (const text of ['', 'null'])
    expect([decodeResult(one, newest, text), decodeResult(list, newest, text)]).toEqual([undefined, []])
  expect(decodeResult(method('OptionManager', 'UpdateOptions'), newest, '')).toBeUndefined()
  expect(decodeResult(method('ServiceInstance', 'CurrentTime'), newest, '"2022Z"')).toBe('2022Z')
})

test('hands over the token first, then each object with a pause, and keeps what the sink leaves', () => {
  const seen: string[] = []
  const text =
    '{"_typeName":"RetrieveResult","objects":[{"obj":{"value":"h-1"}},{"obj":{"type":"HostSystem","value":"h-2"}}],"token":"t"}'
  const reading = readResult(method('PropertyCollector', 'RetrievePropertiesEx'), newest, text, (key, value) => {
    seen.push(key === 'objects' ? (value as { obj: { value: string } }).obj.value : String(value))
    return key === 'objects'
  })
  expect([reading.next().done, [...seen]]).toEqual([false, ['t', 'h-1']])
  expect([reading.next().done, [...seen]]).toEqual([false, ['t', 'h-1', 'h-2']])
  expect(reading.next()).toEqual({ done: true, value: { _typeName: 'RetrieveResult', token: 't', objects: [] } })
})

test('takes the parameters that known clients send', () => {
  const login = method('SessionManager', 'Login')
  expect(
    decodeParameters(login, newest, '{"_typeName":"Login","userName":"u","password":"p","locale":null,"extra":1}'),
  ).toEqual({ userName: 'u', password: 'p' })
  expect(decodeParameters(method('SessionManager', 'Logout'), newest, '')).toEqual({})
  expect(() => decodeParameters(login, newest, '[]')).toThrow(/Login: the parameters are not a JSON object/)
  expect(() => decodeParameters(login, newest, '{"userName":1}')).toThrow(
    /Login.userName holds a number where a string is expected/,
  )
})
