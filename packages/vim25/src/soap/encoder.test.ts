import fc from 'fast-check'
import { expect, test } from 'vitest'
import { describeMethod } from '../schema/describe.ts'
import { allFields, apiVersions, dataType, isSubtype, typeInfo, typeNames, type FieldInfo } from '../schema/tables.ts'
import { releaseIndex } from '../schema/versions.ts'
import { NameTable } from '../xml/names.ts'
import { TextReader } from '../xml/text.ts'
import { encodeRequest } from './encoder.ts'
import { ReplyDecoder } from './reply.ts'

const newest = apiVersions.length - 1
const method = (type: string, name: string) => {
  const found = describeMethod(type, name)
  if (found === undefined) throw new Error(`no ${name}`)
  return found
}
const encode = (type: string, name: string, args: Record<string, unknown>, release = newest) =>
  encodeRequest(release, { type, value: 'o-1' }, method(type, name), args)

test('writes the prefixes and the default namespace that vcsim needs (pitfall 3)', () => {
  const changedValue = [{ _typeName: 'OptionValue', key: 'a<b', value: { _typeName: 'long', _value: 5 } }]
  expect(encode('OptionManager', 'UpdateOptions', { changedValue })).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"' +
      ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><soapenv:Body>' +
      '<UpdateOptions xmlns="urn:vim25"><_this type="OptionManager">o-1</_this><changedValue><key>a&lt;b</key>' +
      '<value xsi:type="xsd:long">5</value></changedValue></UpdateOptions></soapenv:Body></soapenv:Envelope>',
  )
})

test('writes fields in WSDL order, those of the base first, whatever the order of the keys', () => {
  const device = { _typeName: 'VirtualCdrom', connectable: undefined, unitNumber: 0, key: 3000, controllerKey: 200 }
  const spec = {
    _typeName: 'VirtualMachineConfigSpec',
    deviceChange: [{ _typeName: 'VirtualDeviceConfigSpec', device, operation: 'edit' }],
    name: 'n',
  }
  const xml = encode('VirtualMachine', 'ReconfigVM_Task', { spec })
  expect(xml).toContain(
    '<spec><name>n</name><deviceChange><operation>edit</operation><device xsi:type="VirtualCdrom"><key>3000</key><controllerKey>200</controllerKey><unitNumber>0</unitNumber></device></deviceChange></spec>',
  )
})

test.each<[what: string, type: string, name: string, args: Record<string, unknown>, release: string, code: string]>([
  ['a method newer than the server', 'HostSystem', 'QueryProductLockerLocation', {}, '6.5', 'notInRelease'],
  [
    'a field newer than the server',
    'VirtualMachine',
    'ReconfigVM_Task',
    { spec: { _typeName: 'VirtualMachineConfigSpec', sevEnabled: true } },
    '7.0.0.0',
    'notInRelease',
  ],
  ['a field that does not exist', 'OptionManager', 'QueryOptions', { nam: 'x' }, '8.0.3.0', 'badRequest'],
  ['a number as text', 'OptionManager', 'QueryOptions', { name: 5 }, '8.0.3.0', 'badRequest'],
  ['a missing argument', 'HostServiceSystem', 'StartService', {}, '8.0.3.0', 'badRequest'],
  [
    'a bare number in an anyType',
    'OptionManager',
    'UpdateOptions',
    { changedValue: [{ _typeName: 'OptionValue', key: 'k', value: 5 }] },
    '8.0.3.0',
    'badRequest',
  ],
  [
    'an int out of range',
    'OptionManager',
    'UpdateOptions',
    { changedValue: [{ _typeName: 'OptionValue', key: 'k', value: { _typeName: 'int', _value: 2 ** 31 } }] },
    '8.0.3.0',
    'badRequest',
  ],
  [
    'a wrong data type',
    'OptionManager',
    'UpdateOptions',
    { changedValue: [{ _typeName: 'AboutInfo' }] },
    '8.0.3.0',
    'badRequest',
  ],
  ['a control character', 'OptionManager', 'QueryOptions', { name: 'a\u0000' }, '8.0.3.0', 'badRequest'],
  ['half a surrogate pair', 'OptionManager', 'QueryOptions', { name: '\uD800' }, '8.0.3.0', 'badRequest'],
])('refuses %s', (_, type, name, args, release, code) => {
  expect(() => encode(type, name, args, releaseIndex(release))).toThrow(expect.objectContaining({ code }))
})

test('no value can leave its element', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      fc.pre(isXmlText(name))
      expect(encode('OptionManager', 'QueryOptions', { name })).toMatch(/<name>[^<>]*<\/name><\/QueryOptions>/)
    }),
  )
})
const isXmlText = (text: string) => text.isWellFormed() && /^[\t\n\r\u0020-\uFFFD\u{10000}-\u{10FFFF}]*$/u.test(text)

/** Any value of a declared type, as deep as `depth` allows. */
function valueOf(type: string, depth: number): fc.Arbitrary<unknown> {
  const info = typeInfo(type)
  if (info?.kind === 'managed')
    return fc.record({ type: fc.constant(type), value: text.filter((value) => value !== '') })
  if (info?.kind === 'enum') return fc.constantFrom(...info.values)
  if (info?.kind === 'data') return objectOf(concrete(type), depth)
  return (
    primitives[type] ??
    fc.oneof(
      text,
      fc.boolean(),
      box('int'),
      box('long'),
      box('dateTime'),
      fc.array(text, { minLength: 1, maxLength: 2 }),
    )
  )
}
function objectOf(type: string, depth: number): fc.Arbitrary<unknown> {
  const wanted = allFields(type).filter((field) => !field.optional || depth > 0)
  const entries = wanted.map((field): [string, fc.Arbitrary<unknown>] => [field.name, fieldOf(field, depth - 1)])
  // A required object that holds itself again, at the end of the depth: nothing to write for it.
  if (depth < -3) return fc.constant({ _typeName: type })
  const required = wanted.filter((field) => !field.optional).map((field) => field.name)
  return fc
    .record(Object.fromEntries(entries), { requiredKeys: required, noNullPrototype: true })
    .map((fields) => ({ _typeName: type, ...fields }))
}
function fieldOf(field: FieldInfo, depth: number): fc.Arbitrary<unknown> {
  if (!field.array) return valueOf(field.type, depth)
  return fc.array(valueOf(field.type, depth), { minLength: field.optional ? 1 : 0, maxLength: 2 })
}
/** The type itself, or the first subtype that may stand for it. */
function concrete(type: string): string {
  return type === 'MethodFault' ? (typeNames('data').find((name) => isSubtype(name, 'NoPermission')) ?? type) : type
}
const box = (type: string) => (primitives[type] ?? text).map((_value) => ({ _typeName: type, _value }))
const text = fc.string({
  unit: fc.constantFrom('a', 'Z', ' ', '&', '<', '>', '"', '\n', '\r', 'ü', '日', '😀'),
  maxLength: 6,
})
const whole = (bits: bigint) => fc.bigInt({ min: -(2n ** bits), max: 2n ** bits - 1n })
const long = whole(63n).map((value) => (Number.isSafeInteger(Number(value)) ? Number(value) : value))
const float = fc.double({ noNaN: true }).map((value) => value + 0)
const primitives: Record<string, fc.Arbitrary<unknown>> = {
  string: text,
  dateTime: fc.constant('2026-11-24T00:00:00.5Z'),
  binary: fc.constant('AAEC'),
  boolean: fc.boolean(),
  long,
  int: whole(31n).map(Number),
  short: whole(15n).map(Number),
  byte: whole(7n).map(Number),
  float,
  double: float,
}

const written = [
  'VirtualMachineConfigSpec',
  'HostNetworkConfig',
  'DVSConfigSpec',
  'OptionValue',
  'HostAccessControlEntry',
  'VMwareDVSPortSetting',
  'TaskInfo',
]
test.each(written)('what is written of a %s is read back the same', (type) => {
  expect(dataType(type)).toBeDefined()
  fc.assert(
    fc.property(objectOf(type, 3), (value) => {
      const request = encode('Task', 'SetTaskState', { state: 'success', result: value })
      const result = /<result[^]*<\/result>/.exec(request)?.[0] ?? ''
      expect(readBack(result)).toEqual(value)
    }),
    { numRuns: 25 },
  )
})

/** Reads the element as the value of an OptionValue: as an anyType, that is. */
function readBack(element: string): unknown {
  const value = element.replace(/^<result/, '<value').replace(/<\/result>$/, '</value>')
  const body = `<QueryOptionsResponse><returnval><key>k</key>${value}</returnval></QueryOptionsResponse>`
  const names = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
  const decoder = new ReplyDecoder({
    method: method('OptionManager', 'QueryOptions'),
    release: newest,
    names: new NameTable(),
    texts: new TextReader(),
  })
  decoder.write(new TextEncoder().encode(`<e:Envelope xmlns:e="e" ${names}><e:Body>${body}</e:Body></e:Envelope>`))
  const reply = decoder.end() as { value: { value: unknown }[] }
  return reply.value[0]?.value
}
