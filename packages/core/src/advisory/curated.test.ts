import { describe, expect, test } from 'vitest'
import { catalog } from '../catalog/index.ts'
import { curated, indexOf, isOpen, lineOf, matchAll } from './index.ts'

const index = indexOf(curated)
const rows = curated.advisories.flatMap((advisory) =>
  advisory.rows.map((row) => ({ id: advisory.id, advisory, ...row })),
)

describe('the knowledge that is shipped', () => {
  test('names each advisory once, and each release by one number only', () => {
    const ids = curated.advisories.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const numbers = curated.releases.flatMap(({ product, branch, builds }) =>
      builds.map(({ build }) => `${product} ${branch} ${build}`),
    )
    expect(numbers.filter((number, at) => numbers.indexOf(number) !== at)).toEqual([])
  })

  test('has fixes of its own branches and lines alone, in releases that it lists', () => {
    // Of VMware Tools there is no table of releases: the version of a fix is of its branch.
    const tools = rows.flatMap(({ product, branch, fix }) =>
      product === 'tools' && fix.status === 'fixed' ? [[branch, fix.version?.split('.')[0]]] : [],
    )
    expect(tools.filter(([branch, first]) => branch !== first)).toEqual([])
    const strangers = rows.filter(
      ({ product, line, branch, fix }) =>
        product !== 'tools' &&
        branch !== undefined &&
        (lineOf(branch) !== line ||
          (fix.status === 'fixed' &&
            !index
              .releasesOf(product, branch)
              .some(({ builds, version }) =>
                fix.build === undefined ? version === fix.version : builds.some(({ build }) => build === fix.build),
              ))),
    )
    expect(strangers.map(({ id, branch, fix }) => [id, branch, fix])).toEqual([])
    expect(rows.filter(({ branch, fix }) => fix.status === 'fixed' && branch === undefined)).toEqual([])
  })

  test('speaks in each row of flaws of its advisory', () => {
    expect(rows.filter(({ cves, advisory }) => cves.some((cve) => !advisory.cves.includes(cve)))).toEqual([])
  })

  test('says where each row comes from', () => {
    const named = [
      ...curated.releases.flatMap(({ sources }) => sources),
      ...curated.advisories.flatMap(({ sources }) => sources),
      ...curated.exploited.map(({ source }) => source),
      ...curated.lifeCycle.map(({ source }) => source),
      ...rows.flatMap(({ source }) => source ?? []),
      ...curated.hardware.map(({ source }) => source),
    ]
    expect([...new Set(named)].filter((source) => curated.sources[source] === undefined)).toEqual([])
    expect(curated.releases.filter(({ sources }) => sources.length === 0)).toEqual([])
  })

  test('has a title in both languages for each advisory', () => {
    expect(curated.advisories.filter(({ title }) => !title.en || !title.ja)).toEqual([])
  })

  test('lets the newest release of each supported line be without open flaws', () => {
    for (const product of ['esx', 'vcenter'] as const)
      for (const branch of ['8.0.3', '9.0.2', '9.1.1']) {
        const [first] = index.releasesOf(product, branch).at(-1)?.builds ?? []
        const located = index.locate({ product, branch, build: first?.build ?? 0, role: 'iso' })
        expect(located.isBeyond, `${product} ${branch}`).toBe(false)
        expect(matchAll(index, located, '2026-11-26').filter(isOpen), `${product} ${branch}`).toEqual([])
      }
  })

  test('refers to controls of the catalogue for the settings that matter besides the build', () => {
    const settings = curated.advisories.flatMap((advisory) =>
      advisory.settings.map((setting) => ({ advisory, setting })),
    )
    expect(settings.length).toBeGreaterThan(0)
    for (const { advisory, setting } of settings) {
      expect(setting.cves.length, advisory.id).toBeGreaterThan(0)
      expect(setting.cves.filter((cve) => !advisory.cves.includes(cve))).toEqual([])
      expect(setting.controls.filter((id) => !catalog.some((control) => control.id === id))).toEqual([])
    }
  })
})
