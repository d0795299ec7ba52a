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

  const gone = ['notCollected', 'not in the answer of esxcli'] as const
  const empty = ['notCollected', 'empty in the answer of esxcli'] as const
  test.each([
    ['no rows but a text', 'aes256-ctr', 'fault', 'no rows'],
    ['a list of something else', ['aes256-ctr'], 'fault', 'no rows'],
    ['no rows at all', [], ...gone],
    ['no such row', [{ Key: 'banner', Value: 'none' }], ...gone],
    ['no such column', [{ Key: 'ciphers' }], ...empty],
    // The server then takes its own default, which the answer does not tell.
    ['an empty value', [{ Key: 'ciphers', Value: ' ' }], ...empty],
    ['a list where a text is expected', [{ Key: 'ciphers', Value: ['aes256-ctr'] }], ...empty],
    [
      'the row twice',
      [1, 2].map((n) => ({ Key: 'ciphers', Value: `aes${n}` })),
      'fault',
      'more than once in the answer of esxcli',
    ],
  ])('is not known: %s', (_why, rows, missing, detail) => {
    expect(read(rows)).toMatchObject({ known: false, missing, detail, from: { path: `${path}["ciphers"].Value` } })
  })

  test('is missing for the reason that the answer is, and without a row is named by its column', () => {
    const subject = host({})
    const refused = { ...subject, object: { ...subject.object, missing: { [path]: { why: 'noPermission' } } } } as const
    expect(readEsxcliCell(refused, { path, column: 'Value' })).toMatchObject({
      known: false,
      missing: 'noPermission',
      from: { path: `${path}.Value` },
    })
    expect(readEsxcliCell(host({}), cell).known).toBe(false)
    expect(readEsxcliCell(host({ [path]: [{ Value: 'x' }] }), { path, column: 'value' })).toMatchObject({ value: 'x' })
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
    for (const product of [undefined, {}, { version: 8 }])
      expect(applies(product)).toMatchObject({ known: false, missing: 'notCollected', detail: 'no version' })
    const refused = { ...host({}).object, missing: { 'config.product': { why: 'noPermission' } } } as const
    expect(since({ ...host({}), object: refused }, {} as never)).toMatchObject({ missing: 'noPermission' })
  })
})
