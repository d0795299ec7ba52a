/** What is written is read back the same, in SOAP, in JSON, and across: over arbitrary values of the types of the tables. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeParameters, decodeResult, decodeValue } from './json/decoder.ts'
import { encodeParameters, encodeResult, encodeValue } from './json/encoder.ts'
import {
  allFields,
  apiVersions,
  isSubtype,
  managedType,
  typeInfo,
  typeNames,
  type FieldInfo,
  type MethodInfo,
} from './schema/tables.ts'
import { encodeRequest } from './soap/encoder.ts'
import { ReplyDecoder } from './soap/reply.ts'
import { ReplyEncoder } from './soap/reply-encoder.ts'
import { RequestDecoder } from './soap/request-decoder.ts'
import { NameTable } from './xml/names.ts'
import { TextReader } from './xml/text.ts'

/** Any value of a declared type, as deep as `depth` allows. */
function valueOf(type: string, depth: number): fc.Arbitrary<unknown> {
  const info = typeInfo(type)
  if (info?.kind === 'managed') return referenceTo(type)
  if (info?.kind === 'enum') return fc.constantFrom(...info.values)
  if (info?.kind === 'data') return fc.constantFrom(...someSubtypes(type)).chain((name) => objectOf(name, depth))
  return primitives[type] ?? anyValue
}

const objects = new Map<string, fc.Arbitrary<unknown>>()

/** Any object of exactly that data type; below the depth only what is required. */
function objectOf(type: string, depth: number): fc.Arbitrary<unknown> {
  const key = `${type}/${depth}`
  const made = objects.get(key) ?? makeObjectOf(type, depth)
  objects.set(key, made)
  return made
}

function makeObjectOf(type: string, depth: number): fc.Arbitrary<unknown> {
  const wanted = allFields(type).filter((field) => !field.optional || depth > 0)
  const entries = wanted.map((field): [string, fc.Arbitrary<unknown>] => [field.name, fieldOf(field, depth - 1)])
  const required = wanted.filter((field) => !field.optional).map((field) => field.name)
  return fc
    .record(Object.fromEntries(entries), { requiredKeys: required, noNullPrototype: true })
    .map((fields) => ({ _typeName: type, ...fields }))
}

/** Any value of a field or parameter; of a list that may be unset, no empty one: that does not show on the wire. */
function fieldOf(field: FieldInfo, depth: number): fc.Arbitrary<unknown> {
  if (!field.array) return valueOf(field.type, depth)
  // A required list may hold what holds such a list again.
  const maxLength = field.optional || depth >= 0 ? 2 : 0
  return fc.array(valueOf(field.type, depth), { minLength: field.optional ? 1 : 0, maxLength })
}

/** A few of the types that may stand for it, itself among them where the tables have it first. */
function someSubtypes(type: string): readonly string[] {
  const known = subtypes.get(type)
  if (known !== undefined) return known
  const all = typeNames('data').filter((name) => isSubtype(name, type))
  const found = [...new Set([all[0] ?? type, all[1] ?? type, all.at(-1) ?? type])]
  subtypes.set(type, found)
  return found
}
const subtypes = new Map<string, readonly string[]>()

const referenceTo = (type: string) =>
  fc.record({ type: fc.constant(type), value: text.filter((value) => value !== '') }, { noNullPrototype: true })

const text = fc.string({
  unit: fc.constantFrom('a', 'Z', ' ', '&', '<', '>', '"', '\\', '\n', '\r', 'ü', '日', '😀'),
  maxLength: 6,
})
const whole = (bits: bigint) => fc.bigInt({ min: -(2n ** bits), max: 2n ** bits - 1n })
const long = fc
  .oneof(whole(63n), whole(54n), whole(31n))
  .map((value) => (Number.isSafeInteger(Number(value)) ? Number(value) : value))
/** No infinities: JSON has none. No negative zero: its sign is nobody's. */
const float = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)
const primitives: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  string: text,
  dateTime: fc.constantFrom('2026-11-24T00:00:00.5Z', '0001-01-01T00:00:00Z', '2023-01-14T08:57:35.279575+09:00'),
  binary: fc.constant('AAEC'),
  boolean: fc.boolean(),
  long,
  int: whole(31n).map(Number),
  short: whole(15n).map(Number),
  byte: whole(7n).map(Number),
  float,
  double: float,
}

const box = (type: string, value = primitives[type] ?? text) => value.map((_value) => ({ _typeName: type, _value }))
const listBox = (type: string, item: string) => box(type, fc.array(primitives[item] ?? text, { maxLength: 2 }))
/** What a client may put into an anyType. */
const anyValue = fc.oneof(
  text,
  fc.boolean(),
  ...['byte', 'short', 'int', 'long', 'double', 'dateTime', 'binary'].map((type) => box(type)),
  listBox('ArrayOfInt', 'int'),
  listBox('ArrayOfLong', 'long'),
  listBox('ArrayOfByte', 'byte'),
  listBox('ArrayOfDateTime', 'dateTime'),
  listBox('ArrayOfBase64Binary', 'binary'),
  fc.array(text, { maxLength: 2 }),
  referenceTo('HostSystem'),
  fc.constant({ _typeName: 'Description', label: 'l', summary: 's' }),
)

const newest = apiVersions.length - 1
const anyRelease = fc.nat(newest)
const methods = typeNames('managed').flatMap((type) =>
  (managedType(type)?.methods ?? []).map((method) => ({ type, method })),
)
const anyMethod = fc.constantFrom(...methods)
const bytes = (text: string) => new TextEncoder().encode(text)

/** The arguments of a call, as a server reads them from SOAP. */
function throughSoap(type: string, method: MethodInfo, args: Readonly<Record<string, unknown>>): unknown {
  const decoder = new RequestDecoder({ resolve: () => method, release: newest })
  decoder.write(bytes(encodeRequest(newest, { type, value: 'o-1' }, method, args)))
  return decoder.end().args
}

/** A reply's value, as a client reads it from SOAP. */
function replyThroughSoap(method: MethodInfo, release: number, value: unknown): unknown {
  const body = new ReplyEncoder(release).reply(method, value)
  const decoder = new ReplyDecoder({ method, release, names: new NameTable(), texts: new TextReader() })
  const names = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"'
  decoder.write(bytes(`<e:Envelope xmlns:e="e" ${names}><e:Body>${body}</e:Body></e:Envelope>`))
  const reply = decoder.end()
  return reply.fault === undefined ? reply.value : reply
}

test('any data object is read back the same, from JSON and from SOAP', () => {
  const large = ['VirtualMachineConfigSpec', 'HostNetworkConfig', 'DVSConfigSpec', 'VMwareDVSPortSetting', 'TaskInfo']
  const object = fc.oneof(
    fc.constantFrom(...typeNames('data')).chain((type) => objectOf(type, 2)),
    fc.constantFrom(...large).chain((type) => objectOf(type, 3)),
  )
  const setState = managedType('Task')?.methods.find(({ name }) => name === 'SetTaskState')
  expect(setState).toBeDefined()
  const declared = { type: 'anyType', array: false }
  fc.assert(
    fc.property(object, (result) => {
      expect(decodeValue(declared, newest, encodeValue(declared, result, newest))).toEqual(result)
      const args = { state: 'success', result }
      expect(setState && throughSoap('Task', setState, args)).toEqual(args)
    }),
    { numRuns: 300 },
  )
})

test('the parameters of any method are read the same from JSON and from SOAP', () => {
  const call = anyMethod.chain(({ type, method }) => {
    const entries = method.params.map((param): [string, fc.Arbitrary<unknown>] => [param.name, fieldOf(param, 2)])
    const requiredKeys = method.params.filter((param) => !param.optional).map((param) => param.name)
    return fc
      .record(Object.fromEntries(entries), { requiredKeys, noNullPrototype: true })
      .map((args) => ({ type, method, args }))
  })
  const isEmpty = (value: unknown) => Array.isArray(value) && value.length === 0
  fc.assert(
    fc.property(call, ({ type, method, args }) => {
      const sent = Object.fromEntries(Object.entries(args).filter(([, value]) => !isEmpty(value)))
      const text = encodeParameters(newest, { type, value: 'o-1' }, method, args)
      expect(decodeParameters(method, newest, text)).toEqual(sent)
      expect(throughSoap(type, method, args)).toEqual(sent)
    }),
    { numRuns: 200 },
  )
})

test('what any method returns in any release is read the same from JSON and from SOAP', () => {
  const unnamed = { name: 'returnval', secret: false, since: 0, privilege: '' }
  const reply = fc.tuple(anyMethod, anyRelease).chain(([{ method }, release]) => {
    const { returns } = method
    const value = returns === undefined ? fc.constant(undefined) : fieldOf({ ...unnamed, ...returns }, 2)
    return value.map((value) => ({ method, release, value }))
  })
  fc.assert(
    fc.property(reply, ({ method, release, value }) => {
      const fromJson = decodeResult(method, release, encodeResult(method, value, release))
      expect(fromJson).toEqual(replyThroughSoap(method, release, value))
    }),
    { numRuns: 200 },
  )
})
