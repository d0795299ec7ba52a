import { describe, expect, test } from 'vitest'
import { baseBuild, imageState } from './image.ts'

describe('the image of a host', () => {
  test('is booted when what runs is what is installed and nothing waits', () => {
    expect(imageState(24022510, 24022510, undefined)).toEqual({ state: 'booted' })
  })

  test('is staged when a higher build is installed, or any other waits for the restart', () => {
    expect(imageState(24022510, 24585383, undefined)).toEqual({ state: 'staged', waiting: 24585383 })
    expect(imageState(24022510, 24022510, 24585383)).toEqual({ state: 'staged', waiting: 24585383 })
    // A way back waits as well.
    expect(imageState(24585383, 24585383, 24022510)).toEqual({ state: 'staged', waiting: 24022510 })
  })

  test('with the same build that waits, other packages wait', () => {
    expect(imageState(24022510, 24022510, 24022510)).toEqual({ state: 'stagedPackages' })
  })

  test('is partial when the base package is older than what the host says of itself', () => {
    expect(imageState(24585383, 24022510, undefined)).toEqual({ state: 'partial', installed: 24022510 })
  })
})

describe('the build of the base package', () => {
  test.each([
    ['8.0.3-0.0.24022510', 24022510],
    ['6.7.0-3.89.15160138', 15160138],
    ['6.5.0-0.0.4564106', 4564106],
    ['9.0.0-0.24755229', 24755229],
    ['8.0.3-0.0.24022510-rc', undefined],
    ['', undefined],
    [undefined, undefined],
    ['1234567890123456', undefined],
  ])('of %s is %s', (version, build) => {
    expect(baseBuild([{ name: 'esx-base', version }])).toBe(build)
  })

  test('is that of esx-base alone, and of none when two disagree', () => {
    const other = { name: 'esx-update', version: '8.0.3-0.0.1' }
    expect(baseBuild([other])).toBeUndefined()
    expect(baseBuild([other, { name: 'esx-base', version: '8.0.3-0.0.2' }])).toBe(2)
    expect(
      baseBuild([
        { name: 'esx-base', version: '8.0.3-0.0.2' },
        { name: 'esx-base', version: '8.0.3-0.0.3' },
      ]),
    ).toBeUndefined()
  })
})
