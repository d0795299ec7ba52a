import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readFlight } from './flight.ts'

const uint16 = (value: number) => [value >> 8, value & 0xff]
const uint24 = (value: number) => [value >> 16, (value >> 8) & 0xff, value & 0xff]
const record = (type: number, body: readonly number[]) => [type, 3, 3, ...uint16(body.length), ...body]
const message = (type: number, body: readonly number[]) => [type, ...uint24(body.length), ...body]
const random = Array.from({ length: 32 }, (_, at) => at)
const serverHello = (suite: number) => message(2, [3, 3, ...random, 0, ...uint16(suite), 0])
const der = [0x30, 0x03, 0x02, 0x01, 0x07]
const certificate = message(11, [...uint24(der.length + 3), ...uint24(der.length), ...der])
const keyExchange = message(12, [...uint16(128), 0x80, ...Array.from({ length: 127 }, () => 1), 0, 1, 2, 0, 1, 2])
const done = message(14, [])
const flight = [...serverHello(0x009e), ...certificate, ...keyExchange, ...done]
const read = (...bytes: number[][]) => readFlight(Buffer.from(bytes.flat()))
const whole = {
  kind: 'hello',
  hello: { version: 0x0303, suite: 0x009e, certificates: [Buffer.from(der)], dhBits: 1024 },
}

test('a flight is read whole, in one record, in one for each message, or cut anywhere', () => {
  expect(read(record(22, flight))).toEqual(whole)
  for (let cut = 1; cut < flight.length; cut += 1)
    expect(read(record(22, flight.slice(0, cut)), record(22, flight.slice(cut)))).toEqual(whole)
})

test('less than the whole is partial, byte by byte', () => {
  const bytes = record(22, flight)
  for (let length = 0; length < bytes.length; length += 1) expect(read(bytes.slice(0, length)).kind).toBe('partial')
})

test('a warning is no answer, a fatal alert is', () => {
  expect(read(record(21, [1, 112]), record(22, flight))).toEqual(whole)
  expect(read(record(21, [2, 70]))).toEqual({ kind: 'alert', code: 70 })
  expect(read(record(21, [1, 0]))).toEqual({ kind: 'alert', code: 0 })
})

test('the version of TLS 1.3 stands in an extension', () => {
  const extensions = [...uint16(43), ...uint16(2), 3, 4]
  const body = [3, 3, ...random, 32, ...random, 0x13, 0x01, 0, ...uint16(extensions.length), ...extensions]
  expect(read(record(22, message(2, body)))).toMatchObject({ kind: 'hello', hello: { version: 0x0304, suite: 0x1301 } })
})

test('no bytes make it throw or agree to what nobody wrote', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      expect(['partial', 'garbage', 'alert', 'hello']).toContain(readFlight(Buffer.from(bytes)).kind)
    }),
  )
  const bytes = record(22, flight)
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.nat(255), fc.nat(bytes.length), (at, value, length) => {
      const changed = bytes.with(at, value).slice(0, length)
      expect(['partial', 'garbage', 'alert', 'hello']).toContain(read(changed).kind)
    }),
    { numRuns: 2000 },
  )
})
