import { describe, expect, test } from 'vitest'
import { curated, readUpdateNames } from './index.ts'

const names = readUpdateNames(curated.releases)
const esx = (said: string) => names.resolve('esx', said)
const vcenter = (said: string) => names.resolve('vcenter', said)

describe('a release as publications name it', () => {
  test.each([
    ['ESXi80U3d-24585383', '8.0.3', 24585383],
    ['ESXi80U2sb-23305545', '8.0.2', 23305545],
    ['ESXi-9.1.0.0200-25557999', '9.1.0', 25557999],
    ['[1] 9.1.0.0200', '9.1.0', 25557999],
    ['9.0.0.24813472', '9.0.0', 24813472],
    ['8.0 U3k', '8.0.3', 25595708],
    ['8.0 Update 3', '8.0.3', 24022510],
    ['Async patch to ESXi80U3d-24585383', '8.0.3', 24585383],
  ])('%s is a build of %s', (said, branch, build) => {
    expect(esx(said)).toMatchObject({ branch, fix: { build }, listed: true })
  })

  test.each([
    ['8.0.2.00400', '8.0.2', '8.0.2.00400', 23929136],
    ['8.0.3.24322831', '8.0.3', '8.0.3.00400', 24322831],
    ['8.0 U3d', '8.0.3', '8.0.3.00400', 24322831],
    ['9.0.1.0', '9.0.1', '9.0.1.0', undefined],
  ])('%s is vCenter Server %s %s', (said, branch, version, build) => {
    expect(vcenter(said)).toMatchObject({ branch, fix: { version } })
    expect(vcenter(said)?.fix.build).toBe(build)
  })

  test.each(['KB88287', 'N/A', 'None', 'Contact Broadcom Support', '', '17.6.3', '1234567890', '9.9.0.0100'])(
    '%j names no release of a host',
    (said) => expect(esx(said)).toBeUndefined(),
  )

  test('a build that no table lists keeps the branch that the text gives it', () => {
    expect(esx('ESXi80U3m-25999999')).toEqual({
      branch: '8.0.3',
      line: '8.0',
      fix: { status: 'fixed', release: 'ESXi80U3m-25999999', build: 25999999 },
      listed: false,
    })
    expect(esx('8.0.3.25999999')).toMatchObject({ branch: '8.0.3', fix: { build: 25999999 }, listed: false })
    expect(esx('25999999')).toBeUndefined()
    expect(vcenter('9.2.0.0100')).toMatchObject({ branch: '9.2.0', fix: { version: '9.2.0.0100' } })
  })

  test('every listed release is found by its own name', () => {
    const lost = curated.releases.filter(
      ({ product, name, branch, builds, version }) =>
        / U\d[a-z]?$/.test(name) &&
        (builds.length > 0 || version !== undefined) &&
        names.resolve(product, name)?.branch !== branch,
    )
    expect(lost.map(({ name }) => name)).toEqual([])
  })
})
