import { describe, expect, test } from 'vitest'
import { curated, type FirmwareRow } from '../../advisory/index.ts'
import { asking } from '../../testing/asking.ts'
import { first, type Spoiler } from '../../testing/draft.ts'
import { firmware } from './firmware.ts'

const { firstVerdict, firstNote } = asking(firmware)
const id = 'esx.firmware-patched'
const SENSORS = 'runtime.healthSystemRuntime.systemHealthInfo.numericSensorInfo'

const set =
  (path: string, value: unknown): Spoiler =>
  (draft) => {
    first(draft, 'HostSystem').values[path] = value
  }
const gone =
  (path: string): Spoiler =>
  (draft) => {
    const host = first(draft, 'HostSystem')
    delete host.values[path]
    host.missing[path] = { why: 'noPermission' }
  }
const server = (vendor: string, model: string, bios: object): Spoiler[] => [
  set('hardware.systemInfo', { vendor, model }),
  set('hardware.biosInfo', bios),
]
const bmc = (version: string) =>
  set(SENSORS, [
    { name: 'System Board 1 Fan 1' },
    { name: `Hewlett Packard Enterprise BMC Firmware (node 0) 46:10000 ${version}` },
  ])

describe('esx.firmware-patched', () => {
  test('names the newest advisory that is open, and what it takes', () => {
    const r740 = server('Dell Inc.', 'PowerEdge R740', { biosVersion: '1.4.5', releaseDate: '2018-03-01T00:00:00Z' })
    expect(firstVerdict('8.0', id, r740)).toBe('fail')
    expect(firstNote('8.0', id, r740)).toBe(
      'PowerEdge R740: fixes of 2 advisories are missing; the newest is DSA-2024-035, which needs BIOS 2.19.1 or later (BIOS: 1.4.5 (2018-03-01))',
    )
  })

  test('never passes by the rows that are shipped', () => {
    expect(firstVerdict('8.0', id, [])).toBe('manual')
    expect(firstNote('8.0', id, [])).toContain('Look on the maker’s page for others')
    const unlisted = server('Hitachi', 'HA8000V/DL380 Gen10 Plus', { biosVersion: 'U46' })
    expect(firstVerdict('8.0', id, unlisted)).toBe('manual')
    expect(firstNote('8.0', id, unlisted)).toContain('no advisory on this model')
  })

  test('passes where the site has seen that its maker has nothing newer', () => {
    const row: FirmwareRow = {
      id: 'HPESBHF99999',
      makers: ['HPE'],
      models: ['ProLiant DL380 Gen11'],
      part: 'bios',
      fixed: { day: '2025-02-14' },
      cves: [],
      published: '2025-03-01',
      source: 'own',
      newestOn: '2026-11-01',
    }
    const knowledge = { ...curated, hardware: [row] }
    expect(firstVerdict('8.0', id, [], { knowledge })).toBe('pass')
    const newer = { ...curated, hardware: [{ ...row, fixed: { day: '2025-02-15' } }] }
    expect(firstVerdict('8.0', id, [], { knowledge: newer })).toBe('fail')
  })

  test('asks for the management controller where an advisory is about it', () => {
    expect(firstVerdict('8.0', id, [bmc('1.50')])).toBe('fail')
    expect(firstNote('8.0', id, [bmc('1.50')])).toContain('HPESBHF04584, which needs BMC 1.55 or later')
    expect(firstVerdict('8.0', id, [bmc('beta')])).toBe('manual')
    expect(firstNote('8.0', id, [set(SENSORS, undefined)])).toContain('does not show the version of the BMC')
    expect(firstVerdict('8.0', id, [gone(SENSORS)])).toBe('unknown')
    // The BIOS alone convicts.
    const dl20 = server('HPE', 'ProLiant DL20 Gen10', { biosVersion: 'U43', majorRelease: 2, minorRelease: 5 })
    expect(firstVerdict('8.0', id, [...dl20, gone(SENSORS)])).toBe('fail')
    expect(firstNote('8.0', id, [...dl20, gone(SENSORS)])).toContain('BIOS: U43 2.05')
  })

  test('knows nothing of a server that does not say what it is', () => {
    expect(firstVerdict('8.0', id, [set('hardware.systemInfo', { vendor: 'HPE', model: ' ' })])).toBe('unknown')
    expect(firstVerdict('8.0', id, [set('hardware.systemInfo', undefined)])).toBe('unknown')
    expect(firstVerdict('8.0', id, [set('hardware.biosInfo', undefined)])).toBe('unknown')
    const blank = { biosVersion: '', majorRelease: 255, minorRelease: 255 }
    expect(firstVerdict('8.0', id, [set('hardware.biosInfo', blank)])).toBe('unknown')
    expect(firstVerdict('8.0', id, [gone('hardware.systemInfo')])).toBe('unknown')
    expect(firstVerdict('8.0', id, server('VMware, Inc.', 'VMware7,1', { biosVersion: 'VMW71' }))).toBe('notApplicable')
  })
})
