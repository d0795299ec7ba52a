import { describe, expect, test } from 'vitest'
import { asking } from '../../testing/asking.ts'
import { first, type Spoiler } from '../../testing/draft.ts'
import { image } from './image.ts'

const { firstVerdict, firstNote } = asking(image)
const id = 'esx.image-booted'

const LOADED = 'esxcli:software vib get --vibname=esx-base'
const PACKAGES = 'HostImageConfigManager.fetchSoftwarePackages()'
const WAITING = 'esxcli:software vib list --rebooting-image'

const set =
  (path: string, value: unknown): Spoiler =>
  (draft) => {
    first(draft, 'HostSystem').values[path] = value
  }
const gone =
  (...paths: readonly string[]): Spoiler =>
  (draft) => {
    const host = first(draft, 'HostSystem')
    for (const path of paths) {
      delete host.values[path]
      host.missing[path] = { why: 'noPermission' }
    }
  }
/** The host of the samples runs 25595708. */
const rows = (build: number) => [{ Name: 'esx-base', Version: `8.0.3-0.0.${build}` }]
const listed = (build: number) => [{ name: 'esx-base', version: `8.0.3-0.0.${build}` }]

describe('esx.image-booted', () => {
  test('an image that waits for a restart is no fix', () => {
    expect(firstVerdict('8.0', id, [set(WAITING, rows(25700000))])).toBe('fail')
    expect(firstNote('8.0', id, [set(WAITING, rows(25700000))])).toBe(
      'build 25595708 runs, and 25700000 waits for a restart: its fixes do not count yet',
    )
    expect(firstNote('8.0', id, [set(WAITING, rows(25595708))])).toContain('other packages')
  })

  test('packages above or below what runs are not what runs', () => {
    expect(firstNote('8.0', id, [set(LOADED, rows(25700000))])).toContain('25700000 waits for a restart')
    expect(firstNote('8.0', id, [set(LOADED, rows(24022510))])).toContain('the image is incomplete')
    // One list is enough to convict, whatever the other says.
    expect(firstVerdict('8.0', id, [set(PACKAGES, listed(24022510))])).toBe('fail')
  })

  test('one list of packages and the one of what waits acquit; less does not', () => {
    expect(firstVerdict('8.0', id, [gone(PACKAGES)])).toBe('pass')
    expect(firstVerdict('8.0', id, [gone(LOADED)])).toBe('pass')
    expect(firstVerdict('8.0', id, [gone(LOADED, PACKAGES)])).toBe('unknown')
    expect(firstVerdict('8.0', id, [gone(WAITING)])).toBe('unknown')
    expect(firstVerdict('8.0', id, [gone(LOADED, PACKAGES), set(WAITING, rows(25700000))])).toBe('fail')
  })

  test('a list without the base package, or no list, tells nothing', () => {
    for (const value of [[], [{ Name: 'esx-ui', Version: '8.0.3-0.0.25700000' }], 'none'])
      expect(firstVerdict('8.0', id, [gone(PACKAGES), set(LOADED, value)])).toBe('unknown')
    expect(firstVerdict('8.0', id, [set(WAITING, [{ Name: 'esx-ui', Version: '8.0.3-0.0.1' }])])).toBe('unknown')
    expect(firstVerdict('8.0', id, [gone(LOADED), set(PACKAGES, [null, 7])])).toBe('unknown')
  })
})
