import fc from 'fast-check'
import { expect, test } from 'vitest'
import { describeMethod } from '../schema/describe.ts'
import { apiVersions } from '../schema/tables.ts'
import { releaseIndex } from '../schema/versions.ts'
import { encodeRequest } from './encoder.ts'

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

test.each([
  [{ _typeName: 'double', _value: -Infinity }, '<value xsi:type="xsd:double">-INF</value>'],
  [
    { _typeName: 'ArrayOfDateTime', _value: ['2022Z'] },
    '<value xsi:type="ArrayOfDateTime"><dateTime>2022Z</dateTime></value>',
  ],
  [
    { _typeName: 'ArrayOfBase64Binary', _value: ['AA=='] },
    '<value xsi:type="ArrayOfBase64Binary"><base64Binary>AA==</base64Binary></value>',
  ],
])('writes %j by the names of XML Schema', (value, xml) => {
  expect(
    encode('OptionManager', 'UpdateOptions', { changedValue: [{ _typeName: 'OptionValue', key: 'k', value }] }),
  ).toContain(xml)
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
