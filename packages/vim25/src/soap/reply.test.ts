import { expect, test } from 'vitest'
import { describeMethod } from '../schema/describe.ts'
import { releaseIndex } from '../schema/versions.ts'
import { NameTable } from '../xml/names.ts'
import { TextReader } from '../xml/text.ts'
import { ReplyDecoder, type Reply } from './reply.ts'

const declarations =
  'xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema"' +
  ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
const envelope = (body: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<soapenv:Envelope ${declarations}><soapenv:Header><x/></soapenv:Header><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`

function decode(type: string, name: string, xml: string, sink?: (key: string, value: unknown) => boolean): Reply {
  const method = describeMethod(type, name)
  if (method === undefined) throw new Error(`no ${name}`)
  const decoder = new ReplyDecoder({
    method,
    release: releaseIndex('8.0.3.0'),
    names: new NameTable(),
    texts: new TextReader(),
    sink,
  })
  for (const byte of new TextEncoder().encode(xml)) decoder.write(Uint8Array.of(byte))
  return decoder.end()
}

const returned = (type: string, name: string, inner: string) =>
  decode(type, name, envelope(`<${name}Response xmlns="urn:vim25">${inner}</${name}Response>`))

/** The values of one retrieved HostSystem or OptionManager. */
function retrieve(type: string, propSet: string): Record<string, unknown> {
  const xml = `<returnval><objects><obj type="${type}">o-1</obj>${propSet}</objects></returnval>`
  const { value } = returned('PropertyCollector', 'RetrievePropertiesEx', xml) as {
    value: { objects: { propSet?: { name: string; val: unknown }[] }[] }
  }
  return Object.fromEntries((value.objects[0]?.propSet ?? []).map(({ name, val }) => [name, val]))
}
const property = (name: string, val: string) => `<propSet><name>${name}</name>${val}</propSet>`
const option = (value: string) => {
  const xml = `<returnval><key>k</key>${value}</returnval>`
  return (returned('OptionManager', 'QueryOptions', xml) as { value: unknown[] }).value[0]
}

test('decodes a data object, its subtypes, references, lists and enums', () => {
  const values = retrieve(
    'VirtualMachine',
    property(
      'config.hardware.device',
      `<val xsi:type="ArrayOfVirtualDevice"><VirtualDevice xsi:type="VirtualDisk"><key>2000</key><capacityInKB>9007199254740993</capacityInKB>` +
        `<backing xsi:type="VirtualDiskFlatVer2BackingInfo"><fileName>[ds] a&amp;b.vmdk</fileName><datastore type="Datastore">ds-1</datastore>` +
        `<diskMode>persistent</diskMode><thinProvisioned>1</thinProvisioned></backing></VirtualDevice></val>`,
    ) + property('runtime.powerState', '<val xsi:type="VirtualMachinePowerState">poweredOn</val>'),
  )
  expect(values).toEqual({
    'config.hardware.device': [
      {
        _typeName: 'VirtualDisk',
        key: 2000,
        capacityInKB: 9007199254740993n,
        backing: {
          _typeName: 'VirtualDiskFlatVer2BackingInfo',
          fileName: '[ds] a&b.vmdk',
          datastore: { type: 'Datastore', value: 'ds-1' },
          diskMode: 'persistent',
          thinProvisioned: true,
        },
      },
    ],
    'runtime.powerState': 'poweredOn',
  })
})

test('takes the box off a property whose type is declared, and keeps it in an anyType', () => {
  const values = retrieve(
    'HostSystem',
    property('config.certificate', '<val xsi:type="ArrayOfByte"><byte>-1</byte><byte>45</byte></val>') +
      property('summary.rebootRequired', '<val xsi:type="xsd:boolean">false</val>') +
      property('hardware.memorySize', '<val xsi:type="xsd:long">68719476736</val>'),
  )
  expect(values).toEqual({
    'config.certificate': [-1, 45],
    'summary.rebootRequired': false,
    'hardware.memorySize': 68719476736,
  })
  expect(option('<value xsi:type="xsd:long">5</value>')).toEqual({
    _typeName: 'OptionValue',
    key: 'k',
    value: { _typeName: 'long', _value: 5 },
  })
  expect(option('<value xsi:type="xsd:string">5</value>')).toMatchObject({ value: '5' })
  expect(option('<value xsi:type="ArrayOfInt"><int>1</int></value>')).toMatchObject({
    value: { _typeName: 'ArrayOfInt', _value: [1] },
  })
  expect(option('<value xsi:type="ArrayOfString"><string>a</string><string/></value>')).toMatchObject({
    value: ['a', ''],
  })
})

test('finds xsi:type by its namespace, and takes an undeclared xsd (pitfalls 1 and 2)', () => {
  const own = 'xmlns:XMLSchema-instance="http://www.w3.org/2001/XMLSchema-instance"'
  expect(option(`<value ${own} XMLSchema-instance:type="nope:int">7</value>`)).toMatchObject({
    value: { _typeName: 'int', _value: 7 },
  })
  expect(option('<value xmlns:q="urn:other" q:type="xsd:int" >7</value>')).toMatchObject({ value: '7' })
  expect(() => option('<value q:type="xsd:int">7</value>')).toThrow(/prefix q is not declared/)
})

test('an unset value is an absent key, an empty required list is a list', () => {
  expect(
    retrieve(
      'HostSystem',
      property('config.network', '<val xsi:type="HostNetworkInfo"><vswitch xsi:nil="true"/></val>'),
    ),
  ).toEqual({
    'config.network': { _typeName: 'HostNetworkInfo' },
  })
  const firewall = '<val xsi:type="HostFirewallRuleset"><key>sshServer</key><enabled>true</enabled></val>'
  const ruleset = retrieve('HostSystem', property('x', firewall))['x']
  expect(ruleset).toEqual({ _typeName: 'HostFirewallRuleset', key: 'sshServer', enabled: true, rule: [] })
  const empty = retrieve(
    'VirtualMachine',
    property('runtime', '<val xsi:type="VirtualMachineRuntimeInfo"><powerState></powerState></val>'),
  )
  expect(empty['runtime']).toEqual({ _typeName: 'VirtualMachineRuntimeInfo' })
})

test('skips unknown fields and decodes unknown types by their shape', () => {
  const values = retrieve(
    'HostSystem',
    property('a', '<val xsi:type="AboutInfo"><name>n</name><brandNew><deep>x</deep></brandNew></val>') +
      property(
        'b',
        '<val xsi:type="Brand"><x>1</x><y>2</y><x>3</x><h type="HostSystem">h-1</h><__proto__><polluted>1</polluted></__proto__></val>',
      ) +
      property('c', '<val xsi:type="BrandNewEnum">on</val>') +
      property('d', '<val xsi:type="constructor"><toString>1</toString></val>') +
      property('__proto__', '<val xsi:type="xsd:string">x</val>'),
  )
  expect(values['a']).toEqual({ _typeName: 'AboutInfo', name: 'n' })
  expect(values['b']).toEqual({ _typeName: 'Brand', x: ['1', '3'], y: '2', h: { type: 'HostSystem', value: 'h-1' } })
  expect(values['c']).toBe('on')
  expect(values['d']).toEqual({ _typeName: 'constructor', toString: '1' })
  expect({}).not.toHaveProperty('polluted')
})

test.each([
  [
    'HostHardwareInfo',
    '<memorySize>many</memorySize>',
    'HostHardwareInfo.memorySize holds "many" where a long is expected',
  ],
  [
    'HostListSummary',
    '<rebootRequired>yes</rebootRequired>',
    'HostListSummary.rebootRequired holds "yes" where a boolean is expected',
  ],
  [
    'HostHardwareInfo',
    '<memorySize><x/></memorySize>',
    'HostHardwareInfo.memorySize holds <x> where a long is expected',
  ],
])('names the field of a %s that holds %s', (type, inner, message) => {
  expect(() => retrieve('HostSystem', property('x', `<val xsi:type="${type}">${inner}</val>`))).toThrow(
    expect.objectContaining({ code: 'protocol', message: expect.stringContaining(message) }),
  )
})

test('hands over each object as it is complete, and the token before', () => {
  const seen: string[] = []
  const xml = `<returnval><token>t</token><objects><obj type="HostSystem">h-1</obj></objects><objects><obj type="HostSystem">h-2</obj></objects></returnval>`
  const reply = decode(
    'PropertyCollector',
    'RetrievePropertiesEx',
    envelope(`<RetrievePropertiesExResponse>${xml}</RetrievePropertiesExResponse>`),
    (key, value) => {
      seen.push(key === 'objects' ? (value as { obj: { value: string } }).obj.value : String(value))
      return true
    },
  )
  expect(seen).toEqual(['t', 'h-1', 'h-2'])
  expect(reply).toMatchObject({ value: { _typeName: 'RetrieveResult' } })
})

test('a reply without returnval is undefined, or an empty list where a list is declared', () => {
  expect(returned('PropertyCollector', 'RetrievePropertiesEx', '')).toEqual({ value: undefined, fault: undefined })
  expect(returned('OptionManager', 'QueryOptions', '')).toEqual({ value: [], fault: undefined })
})

test('decodes a fault with its type and members, however its element is called', () => {
  const fault = (element: string) =>
    envelope(
      `<soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>no &amp; no</faultstring><detail><${element}>` +
        `<object type="Folder">group-d1</object><privilegeId>System.View</privilegeId></${element.split(' ')[0] ?? ''}></detail></soapenv:Fault>`,
    )
  const object = { type: 'Folder', value: 'group-d1' }
  for (const element of [
    'NoPermissionFault xmlns="urn:vim25" xsi:type="NoPermission"',
    'NoPermissionFault',
    'NoPermissionFaultFault',
  ]) {
    expect(decode('Folder', 'CreateFolder', fault(element))).toEqual({
      fault: {
        code: 'ServerFaultCode',
        text: 'no & no',
        fault: { _typeName: 'NoPermission', object, privilegeId: 'System.View' },
      },
    })
  }
})

test('anything that is no SOAP reply of the method is called so', () => {
  const call = (xml: string) => () => decode('ServiceInstance', 'CurrentTime', xml)
  expect(call('<html><body>Hello</body></html>')).toThrow(expect.objectContaining({ code: 'notVimServer' }))
  expect(call(envelope('<OtherResponse/>'))).toThrow(expect.objectContaining({ code: 'notVimServer' }))
  expect(call(envelope('<CurrentTimeResponse>').slice(0, -30))).toThrow(expect.objectContaining({ code: 'truncated' }))
  expect(call('not xml')).toThrow(expect.objectContaining({ code: 'protocol' }))
  expect(call('<!DOCTYPE x><x/>')).toThrow(expect.objectContaining({ code: 'protocol' }))
})
