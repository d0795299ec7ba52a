import { describe, expect, test } from 'vitest'
import type { Subject } from '../model/index.ts'
import { asWireType, readHostOption, readVcenterOption, readVmOption } from './options.ts'

const ref = { type: 'HostSystem', value: 'host-10' }

const subject = (
  values: Readonly<Record<string, unknown>>,
  missing: NonNullable<Subject['object']['missing']> = {},
): Subject => ({
  type: 'HostSystem',
  ref,
  name: 'esx1',
  path: '/esx1',
  release: '8.0',
  object: { ref, values, missing },
  asked: new Set(['config.option', 'config.extraConfig', 'OptionManager.setting']),
})

const list = (...entries: readonly unknown[]) => ({ 'config.option': entries, 'config.extraConfig': entries })
const from = { ref, path: 'config.option["Mem.Share"]' }

describe('one option of a list', () => {
  const read = (entries: unknown, missing?: NonNullable<Subject['object']['missing']>) =>
    readHostOption(subject({ 'config.option': entries }, missing), 'Mem.Share')

  test('is found in any case, out of its box, and the last of two counts', () => {
    expect(read([{ key: 'mem.SHARE', value: 2 }])).toEqual({ known: true, value: 2, from })
    expect(read([{ key: 'Mem.Share', value: { _typeName: 'long', _value: 2 } }])).toMatchObject({ value: 2 })
    expect(read([{ key: 'Mem.Share', value: { odd: 2 } }])).toMatchObject({ known: false, missing: 'fault' })
    expect(
      read([
        { key: 'Mem.Share', value: 1 },
        { key: 'MEM.SHARE', value: 2 },
      ]),
    ).toMatchObject({ value: 2 })
  })

  test('that is listed without a value is known to have none', () => {
    expect(read([{ key: 'Mem.Share' }])).toEqual({ known: true, value: undefined, from })
  })

  test.each([
    ['the object has no list', undefined, 'notCollected', 'the object has no list of options'],
    ['no list', 'Mem.Share', 'fault', 'not a list of options'],
    ['an entry without a key', [{ key: 'Mem.Share', value: 2 }, { value: 1 }], 'fault', 'an option without a key'],
    ['an entry whose key is no text', [{ key: 7, value: 1 }], 'fault', 'an option without a key'],
    ['an entry that is none', [null], 'fault', 'an option without a key'],
    ['another option only', [{ key: 'Mem.ShareX', value: 2 }], 'notCollected', 'not in the list of options'],
  ])('is not known: %s', (_why, entries, missing, detail) => {
    expect(read(entries)).toEqual({ known: false, missing, detail, from })
  })

  test('is missing for the reason that the list is, or that the option alone is', () => {
    const whole = readHostOption(subject({}, { 'config.option': { why: 'noPermission' } }), 'Mem.Share')
    expect(whole).toEqual({ known: false, missing: 'noPermission', from })
    expect(read([], { [from.path]: { why: 'notSupported', detail: 'InvalidName' } })).toEqual({
      known: false,
      missing: 'notSupported',
      detail: 'InvalidName',
      from,
    })
  })

  test('of a VM or of vCenter Server is known to be unset where it is not listed', () => {
    const held = subject({ ...list(), 'OptionManager.setting': [] })
    expect(readVmOption(held, 'a.b')).toEqual({
      known: true,
      value: undefined,
      from: { ref, path: 'config.extraConfig["a.b"]' },
    })
    expect(readVcenterOption(held, 'a.b')).toEqual({
      known: true,
      value: undefined,
      from: { ref, path: 'OptionManager.setting["a.b"]' },
    })
  })
})

describe('a value as its wire type', () => {
  test.each([
    [1, true],
    [0, false],
    [2, 2],
    ['TRUE', true],
    [' yes ', true],
    ['on', true],
    ['1', true],
    ['No', false],
    ['off ', false],
    ['0', false],
    ['false', false],
    ['truely', 'truely'],
    ['untrue', 'untrue'],
    ['10', '10'],
    ['nob', 'nob'],
    ['', ''],
    [null, null],
    [undefined, undefined],
  ])('boolean: %j is %j', (value, read) => {
    expect(asWireType(value, 'boolean')).toBe(read)
  })

  test.each([
    ['5', 5],
    [' -12 ', -12],
    ['5.5', '5.5'],
    ['1 MB', '1 MB'],
    ['x5', 'x5'],
    ['', ''],
    [true, 1],
    [false, 0],
    [null, null],
  ])('number: %j is %j', (value, read) => {
    expect([asWireType(value, 'long'), asWireType(value, 'int')]).toEqual([read, read])
  })

  test('a text stays as it is', () => {
    for (const value of ['5', 'true', '', 5, true]) expect(asWireType(value, 'string')).toBe(value)
  })
})
