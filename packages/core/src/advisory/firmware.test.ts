import { describe, expect, test } from 'vitest'
import { curated } from './curated.ts'
import { firmwareStateOf, type Firmware, type InstalledFirmware } from './firmware.ts'
import type { FirmwareRow, Knowledge } from './knowledge.ts'

const from = { ref: { type: 'HostSystem', value: 'host-1' }, path: 'hardware.systemInfo' }
const server = (maker: string, model: string, bios: Partial<InstalledFirmware>, bmc?: string): Firmware => ({
  maker,
  model,
  bios: { name: '', ...bios },
  bmc: { known: true, value: bmc === undefined ? undefined : { name: bmc, version: bmc }, from },
})
const today = '2026-11-26'
const openOf = (firmware: Firmware, day = today) =>
  firmwareStateOf(curated, firmware, day).open.map(({ id, part }) => `${id} ${part}`)

describe('the firmware of servers', () => {
  test('by its version where versions compare', () => {
    expect(openOf(server('Dell Inc.', 'PowerEdge R740', { version: '2.15.1' }))).toEqual(['DSA-2024-035 bios'])
    expect(openOf(server('Dell Inc.', 'PowerEdge R740', { version: '2.19.1' }))).toEqual([])
    expect(openOf(server('Dell Inc.', 'PowerEdge R740', { version: '1.4.7' }))).toEqual([
      'DSA-2024-035 bios',
      'CVE-2018-3639 bios',
    ])
    // 10 is above 9, whatever the letters say.
    expect(openOf(server('Dell Inc.', 'PowerEdge R650', { version: '1.9.2' }))).toEqual(['DSA-2024-035 bios'])
  })

  test('by the day that it carries where they do not', () => {
    const gen9 = (day: string) => server('HPE', 'ProLiant DL380 Gen9', { name: 'P89', day }, '2.78')
    expect(openOf(gen9('2018-05-20'))).toEqual(['CVE-2018-3639 bios'])
    expect(openOf(gen9('2018-05-21'))).toEqual([])
  })

  test('of the management controller, from the first version with the flaw on', () => {
    const gen10 = (bmc: string) => openOf(server('HPE', 'ProLiant DL360 Gen10', { day: '2024-01-01' }, bmc))
    expect(gen10('2.60')).toEqual(['HPESBHF04333 bmc'])
    expect(gen10('2.72')).toEqual(['HPESBHF04584 bmc'])
    expect(gen10('3.00')).toEqual([])
  })

  test('under each name of the maker, and under no other', () => {
    for (const maker of ['HP', 'hpe', 'Hewlett Packard Enterprise'])
      expect(openOf(server(maker, 'ProLiant DL20 Gen10', { version: '2.50' }, '3.00'))).toEqual(['HPESBHF04197 bios'])
    expect(openOf(server('Hitachi', 'HA8000V/DL20 Gen10', { version: '2.50' }, '1.00'))).toEqual([])
    expect(openOf(server('Dell Inc.', 'PowerEdge R740xd2x', { version: '1.0.0' }))).toEqual([])
  })

  test('what the server does not tell is not held', () => {
    const { open, untold, held } = firmwareStateOf(curated, server('HPE', 'ProLiant DL380 Gen9', {}), today)
    expect(open).toEqual([])
    expect(held).toEqual([])
    expect(untold.map(({ id }) => id)).toContain('CVE-2018-3639')
    expect(untold.map(({ id }) => id)).toContain('HPESBHF03769')
  })

  test('an advisory of later does not count', () => {
    expect(openOf(server('Dell Inc.', 'PowerEdge R740', { version: '2.15.1' }), '2024-04-01')).toEqual([])
  })
})

describe('the rows of models', () => {
  const row = (models: readonly string[], more: Partial<FirmwareRow> = {}): Knowledge => ({
    ...curated,
    hardware: [
      {
        id: 'X',
        makers: ['Maker'],
        models,
        part: 'bios',
        fixed: { version: '2.0' },
        cves: [],
        published: '2020-01-01',
        source: 'x',
        ...more,
      },
    ],
  })
  const isAbout = (pattern: string, model: string) =>
    firmwareStateOf(row([pattern]), server('maker', model, { version: '1.0' }), today).open.length > 0

  test.each([
    ['ProLiant * Gen9', 'ProLiant DL380 Gen9', true],
    ['ProLiant * Gen9', 'ProLiant DL380 Gen9 v2', false],
    ['proliant * GEN10', 'ProLiant DL380 Gen10', true],
    ['ProLiant * Gen10', 'ProLiant Gen10', false],
    ['a*b*c', 'a-b-c', true],
    ['a*b*c', 'a-c', false],
    ['a*bc*c', 'abc', false],
    ['ab*ba', 'aba', false],
    ['*', '', true],
    ['a**b', 'a.b', true],
    ['R.40', 'R740', false],
  ])('%s names %s: %s', (pattern, model, named) => {
    expect(isAbout(pattern, model)).toBe(named)
  })

  test('a hostile pattern takes no time', () => {
    const started = process.hrtime.bigint()
    expect(isAbout(`${'a*'.repeat(20_000)}b`, 'a'.repeat(20_000))).toBe(false)
    expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(1000)
  })

  test('a maker that has nothing newer is said so by its BIOS alone', () => {
    const settled = (more: Partial<FirmwareRow>, version: string) =>
      firmwareStateOf(row(['M'], { newestOn: '2026-11-01', ...more }), server('Maker', 'M', { version }), today)
    expect(settled({}, '2.0').newestOn).toBe('2026-11-01')
    expect(settled({}, '1.9').newestOn).toBeUndefined()
    expect(settled({ part: 'bmc' }, '2.0').newestOn).toBeUndefined()
  })
})
