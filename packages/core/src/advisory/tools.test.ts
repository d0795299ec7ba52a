import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  compareVersions,
  curated,
  toolsStateOf,
  toolsVersionOf,
  type GuestFamily,
  type NumberedTools,
} from './index.ts'

const TODAY = '2026-11-26'

const tools = (version: string, guest?: GuestFamily, isPackaged = false): NumberedTools => ({
  kind: 'numbered',
  version,
  isPackaged,
  ...(guest ? { guest } : {}),
})

const open = (...asked: Parameters<typeof tools>) =>
  toolsStateOf(curated, tools(...asked), TODAY).open.map(({ cve, state }) => `${cve} ${state}`)

const target = (...asked: Parameters<typeof tools>) => toolsStateOf(curated, tools(...asked), TODAY).target

describe('the number of VMware Tools', () => {
  // packages.vmware.com/tools/versions lists the pairs.
  test.each([
    [12_389, '12.3.5'],
    [12_325, '12.1.5'],
    [11_365, '11.3.5'],
    [10_341, '10.3.5'],
    [10_309, '10.2.5'],
    [13_317, '13.0.5'],
  ])('%i is %s', (number, version) => {
    expect(toolsVersionOf(number)).toBe(version)
  })

  test('is made of five bits a part, and what has more or fewer is no version', () => {
    const part = fc.integer({ min: 0, max: 31 })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 31 }), part, part, (major, minor, base) => {
        expect(toolsVersionOf(major * 1024 + minor * 32 + base)).toBe(`${major}.${minor}.${base}`)
      }),
    )
    for (const number of [0, 5, 1023, 32_768, 0x7fff_ffff, -1, 12_389.5, Number.NaN])
      expect(toolsVersionOf(number), String(number)).toBeUndefined()
  })
})

describe('the flaws of VMware Tools', () => {
  test('of Windows go by the line: each flaw that the vendor mended above this version', () => {
    expect(open('12.3.5', 'windows')).toEqual([
      'CVE-2025-41244 affected',
      'CVE-2025-41246 affected',
      'CVE-2025-41239 affected',
      'CVE-2025-22247 affected',
      'CVE-2025-22230 affected',
    ])
    expect(open('12.5.3', 'windows')).toEqual(['CVE-2025-41244 affected', 'CVE-2025-41246 affected'])
    expect(open('13.0.1', 'windows')).toEqual(['CVE-2025-41244 affected', 'CVE-2025-41246 affected'])
    expect(open('12.5.4', 'windows')).toEqual([])
    expect(open('13.0.5', 'windows')).toEqual([])
  })

  test('of Linux are fewer', () => {
    expect(open('12.3.5', 'linux')).toEqual(['CVE-2025-41244 affected', 'CVE-2025-22247 affected'])
    expect(open('10.3.26', 'linux')).toEqual(['CVE-2023-20867 affected'])
    expect(open('10.3.25', 'linux')).toEqual(['CVE-2023-20900 affected', 'CVE-2023-20867 affected'])
  })

  test('of other guests are those that the vendor names no guest for', () => {
    expect(open('12.3.5', 'other')).toEqual(['CVE-2025-41244 affected'])
  })

  test('where the guest is not known, one that is not of all guests is a question', () => {
    expect(open('12.5.2')).toEqual(['CVE-2025-41244 affected', 'CVE-2025-41246 review', 'CVE-2025-41239 review'])
  })

  test('are closed on the maintenance line for 32-bit Windows as well', () => {
    expect(open('12.4.9', 'windows')).toEqual([])
    expect(open('12.4.7', 'windows')).toEqual([
      'CVE-2025-41244 affected',
      'CVE-2025-41246 affected',
      'CVE-2025-41239 affected',
    ])
    // 12.4.0 is older than the maintenance line.
    expect(open('12.4.0', 'windows')).toContain('CVE-2025-22230 affected')
  })

  test('are never certain of a package of the distribution', () => {
    expect(open('11.3.0', 'linux', true)).toEqual(
      expect.arrayContaining(['CVE-2023-20867 review', 'CVE-2025-22247 review']),
    )
    expect(open('11.3.0', 'linux', true).join()).not.toContain('affected')
    expect(open('12.5.4', 'linux', true)).toEqual([])
  })

  test('of versions that the vendor no longer looks at are presumed', () => {
    expect(new Set(open('9.10.0', 'windows').map((one) => one.split(' ')[1]))).toEqual(new Set(['presumedAffected']))
    expect(open('9.10.0', 'windows').length).toBeGreaterThan(5)
  })

  test('do not count before their day', () => {
    const on = (day: string) => toolsStateOf(curated, tools('12.3.5', 'windows'), day).open.map(({ cve }) => cve)
    expect(on('2025-03-24')).toEqual([])
    expect(on('2025-03-25')).toEqual(['CVE-2025-22230'])
  })

  test('a line younger than all advisories is beyond them', () => {
    expect(toolsStateOf(curated, tools('14.0.0', 'windows'), TODAY).isBeyond).toBe(true)
    expect(toolsStateOf(curated, tools('13.1.0', 'windows'), TODAY).isBeyond).toBe(false)
  })
})

describe('the version to go to', () => {
  test('is the lowest that leaves nothing open', () => {
    expect(target('12.3.5', 'windows')).toBe('12.5.4')
    expect(target('11.3.5', 'windows')).toBe('12.5.4')
    expect(target('9.10.0', 'windows')).toBe('12.5.4')
    expect(target('13.0.0', 'windows')).toBe('13.0.5.0')
    expect(target('13.0.5', 'windows')).toBeUndefined()
  })

  test('has nothing open itself, whatever was there before', () => {
    const part = fc.integer({ min: 0, max: 31 })
    const guests = fc.constantFrom<GuestFamily | undefined>('windows', 'linux', 'other', undefined)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 31 }), part, part, guests, (major, minor, base, guest) => {
        const from = `${major}.${minor}.${base}`
        const to = target(from, guest)
        if (to === undefined) return
        expect(compareVersions(to, from)).toBeGreaterThan(0)
        expect(open(to, guest)).toEqual([])
      }),
    )
  })
})
