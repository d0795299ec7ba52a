import { releases } from '@sakimori/core/model'
import { describe, expect, test } from 'vitest'
import { hostOptionRows } from '../estate/releases/host-options.ts'
import { optionValue, type OptionRow } from '../estate/releases/option-row.ts'
import { vcenterOptionRows } from '../estate/releases/vcenter-options.ts'
import { optionRefusal, optionRule } from './option-defs.ts'

const servers = releases.flatMap((release) => [
  { server: `host ${release}`, rows: hostOptionRows(release) },
  { server: `vCenter Server ${release}`, rows: vcenterOptionRows(release) },
])

const ruleOf = (row: OptionRow) => ({ ...optionRule(optionValue(row, row.default), row), readonly: false })
const isNumber = ({ type }: OptionRow) => type === 'int' || type === 'long'

describe.each(servers)('the options of $server', ({ rows }) => {
  test('take their own default', () => {
    expect(rows.filter((row) => optionRefusal(ruleOf(row), optionValue(row, row.default).value) !== undefined)).toEqual(
      [],
    )
  })

  test('take no value of another wire type', () => {
    const values = [
      { _typeName: 'int', _value: 1 },
      { _typeName: 'long', _value: 1 },
      { _typeName: 'short', _value: 1 },
      'text',
      true,
    ]
    const taken = rows.map((row) => values.filter((value) => optionRefusal(ruleOf(row), value) === undefined).length)
    // One of them has the right type; it is taken unless it is out of range, or none of the choices.
    expect(taken.filter((count) => count > 1)).toEqual([])
  })

  test('take the ends of their range and nothing beyond', () => {
    for (const row of rows.filter(isNumber)) {
      const rule = ruleOf(row)
      const at = (value: number) => optionRefusal(rule, { _typeName: row.type, _value: value })
      const { min = 0, max = 0 } = row
      expect([at(min), at(max)], row.key).toEqual([undefined, undefined])
      expect([at(min - 1), at(max + 1)], row.key).toEqual([
        expect.stringContaining('between'),
        expect.stringContaining('between'),
      ])
    }
  })

  test('take none but their choices, and nothing where they are read-only', () => {
    for (const row of rows.filter(({ choices }) => choices !== undefined)) {
      expect(optionRefusal(ruleOf(row), 'never heard of'), row.key).toContain('one of')
    }
    for (const row of rows.filter(({ readonly }) => readonly === true)) {
      const held = optionValue(row, row.default)
      expect(optionRefusal(optionRule(held, row), held.value), row.key).toContain('cannot be changed')
    }
  })
})

test('what a server shows decides over the table which integer it is', () => {
  const [row] = hostOptionRows('8.0').filter(({ key }) => key === 'Security.AccountUnlockTime')
  const held = {
    _typeName: 'OptionValue',
    key: 'Security.AccountUnlockTime',
    value: { _typeName: 'int', _value: 900 },
  } as const
  const rule = optionRule(held, row)
  expect(optionRefusal(rule, { _typeName: 'int', _value: 600 })).toBeUndefined()
  expect(optionRefusal(rule, { _typeName: 'long', _value: 600 })).toContain('must be of type int')
  expect(optionRefusal(rule, { _typeName: 'int', _value: 3601 })).toContain('between 0 and 3600')
})

test('a 64-bit number beyond what JavaScript counts exactly is compared all the same', () => {
  const [row] = hostOptionRows('8.0').filter(({ key }) => key === 'NFS.MaxQueueDepth')
  if (row === undefined) throw new Error('the row is gone')
  expect(optionRefusal(ruleOf(row), { _typeName: 'long', _value: 2n ** 60n })).toContain('between')
})
