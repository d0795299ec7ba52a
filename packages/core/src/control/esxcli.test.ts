import { describe, expect, test } from 'vitest'
import type { Subject } from '../model/index.ts'
import { readEsxcliCell, sinceVersion, type EsxcliCell } from './index.ts'

const path = 'esxcli:system ssh server config list'
const cell: EsxcliCell = { path, row: ['Key', 'ciphers'], column: 'Value' }

const host = (values: Readonly<Record<string, unknown>>): Subject => {
  const ref = { type: 'HostSystem', value: 'host-10' }
  return {
    type: 'HostSystem',
    ref,
    name: 'esx1',
    path: '/esx1',
    release: '8.0',
    object: { ref, values },
    asked: new Set([path]),
  }
}

const read = (rows: unknown) => readEsxcliCell(host({ [path]: rows }), cell)

describe('one cell of an answer of esxcli', () => {
  test('is found by its row and column, in any case', () => {
    expect(
      read([
        { key: 'banner', value: 'x' },
        { key: 'Ciphers', value: ' aes256-ctr ' },
      ]),
    ).toEqual({
      known: true,
      value: 'aes256-ctr',
      from: { ref: { type: 'HostSystem', value: 'host-10' }, path: `${path}["ciphers"].Value` },
    })
  })

  test.each([
    ['nothing was asked', undefined],
    ['no list', 'aes256-ctr'],
    ['a list of something else', ['aes256-ctr']],
    ['no rows', []],
    ['no such row', [{ Key: 'banner', Value: 'none' }]],
    ['no such column', [{ Key: 'ciphers' }]],
    // The server then takes its own default, which the answer does not tell.
    ['an empty value', [{ Key: 'ciphers', Value: ' ' }]],
    ['a list where a text is expected', [{ Key: 'ciphers', Value: ['aes256-ctr'] }]],
    ['the row twice', [1, 2].map((n) => ({ Key: 'ciphers', Value: `aes${n}` }))],
  ])('is not known: %s', (_why, rows) => {
    expect(read(rows).known).toBe(false)
  })
})

describe('a command that came with a version', () => {
  const since = sinceVersion(8, 0, 3)
  const applies = (product: unknown) => since(host({ 'config.product': product }), {} as never)

  test.each([
    ['7.0.3', false],
    ['8.0', false],
    ['8.0.2', false],
    ['8.0.3', true],
    ['8.1.0', true],
    ['9.0.0', true],
  ])('on %s: %s', (version, value) => {
    expect(applies({ version })).toMatchObject({ known: true, value })
  })

  test('is not known of a host that does not tell its version', () => {
    expect([applies(undefined).known, applies({}).known]).toEqual([false, false])
  })
})
