import { createHash } from 'node:crypto'
import { curated, overlay, readUpdateNames } from '@sakimori/core/advisory'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { decodeBroadcomDetail } from './broadcom-detail.ts'
import { verifyChecksum } from '../checksum.ts'
import { decodeBroadcomJson } from './broadcom-json.ts'
import { decodeBroadcomList, lastPageOf } from './broadcom-list.ts'
import { dayIn } from './days.ts'
import { portalEntry, portalList } from '../testing/samples-vendor.ts'
import { readFixedVersion } from './fixed-version.ts'
import { productsIn } from './vmware-products.ts'

const about = { now: '2026-11-26' }
const names = readUpdateNames(curated.releases)

const page = (...list: object[]) => JSON.stringify(portalList(...list))

describe('the list of the portal', () => {
  it('gives a bulletin for each advisory that names our products', () => {
    expect(decodeBroadcomList(page(portalEntry()), about)).toEqual({
      feed: 'broadcom-portal',
      asOf: '2026-09-04',
      bulletins: [
        {
          feed: 'broadcom-portal',
          id: 'VMSA-2026-0090',
          url: 'https://support.broadcom.com/web/x/90001',
          published: '2026-09-03',
          updated: '2026-09-04',
          title: { en: 'VMSA-2026-0090.1: VMware ESXi and vCenter Server updates' },
          severity: 'critical',
          cves: ['CVE-2026-90001', 'CVE-2026-90002', 'CVE-2026-90003'],
          targets: [{ product: 'esx' }, { product: 'vcenter' }],
        },
      ],
      skipped: [],
    })
    expect(lastPageOf(page())).toBe(6)
  })

  it('says what it leaves out, and believes no day to come and no page of others', () => {
    const list = page(
      portalEntry({ title: 'VMSA-2026-0091: VMware Workstation', supportProducts: 'VMware Workstation' }),
      portalEntry({ published: '31 February 2026', updated: null }),
      portalEntry({ published: '01 January 2099' }),
      portalEntry({ affectedCve: '', notificationUrl: 'https://broadcom.com.example.org/', updated: '' }),
    )
    const { bulletins, skipped } = decodeBroadcomList(list, about)
    expect(bulletins?.map(({ url, cves, updated }) => [url, cves, updated])).toEqual([[undefined, [], undefined]])
    expect(skipped).toEqual([
      { record: 'VMSA-2026-0090', why: 'is not dated by a day that has been' },
      { record: 'VMSA-2026-0090', why: 'is not dated by a day that has been' },
      { record: '1 record', why: 'other products' },
    ])
  })

  it.each([
    ['<html>', 'malformed'],
    ['{"success": false}', 'refused'],
    ['{"data": {"list": {}}}', 'unsupported'],
  ])('refuses %s', (said, code) => {
    expect(() => decodeBroadcomList(said, about)).toThrow(expect.objectContaining({ name: 'FeedError', code }))
  })

  test.each([
    ['VMware Cloud Foundation Oper...', []],
    ['VMware Cloud Foundation,VMwa...', ['esx', 'vcenter']],
    ['VMware Cloud Foundation Operations updates', []],
    ['VMware ESXi, Workstation', ['esx']],
    ['VMware Tools update', ['tools']],
    ['VMware Tanzu...', []],
  ])('%s', (said, products) => expect(productsIn(said)).toEqual(products))
})

const rowOf = (product: string, version: string, cves: string, cvss: string, fixed: string) =>
  `<tr><td>${product}</td><td>${version}</td><td>Any</td><td>${cves}</td><td>${cvss}</td><td><a href="#">${fixed}</a></td></tr>`
const heads = (tag: string) =>
  `<tr>${['VMware Product', 'Version', 'Running On', 'CVE', 'CVSSv3', 'Fixed Version'].map((head) => `<${tag}><strong>${head}</strong></${tag}>`).join('')}</tr>`
const detail = (...tables: string[]) =>
  `<html><h1>VMSA-2026-0090: a title</h1><script>alert("Severity: Low")</script><p>Advisory ID: VMSA-2026-0090</p><p>Advisory Severity: Critical</p><p>Issue date: 2026-09-03</p><p>Updated on: 2026-09-10 (later)</p><p>Response Matrix:</p>${tables.map((rows) => `<table>${rows}</table>`).join('')}</html>`

describe('the page of an advisory', () => {
  it('reads the response matrix, with a score for each flaw, whatever its header cells are', () => {
    const both = 'CVE-2026-90001,\nCVE-2026-90002'
    const said = detail(
      heads('th') +
        rowOf('VMware ESXi', '8.0', both, '9.3, 8.2', 'ESXi80U3d-24585383') +
        rowOf('VMware Workstation', '17.x', both, '9.3', '17.6.3'),
      heads('td') +
        rowOf('VMware vCenter', '8.0', both, '9.8', '8.0 U3k') +
        rowOf('ESX', '7.0', 'CVE-2026-90002', 'N/A', 'KB88287') +
        rowOf('ESX', '6.7', 'CVE-2026-90002', 'N/A', 'Unaffected') +
        rowOf('ESX', 'Any', 'CVE-2026-90002', 'N/A', 'KB1'),
    )
    const { advisories = [], skipped, asOf } = decodeBroadcomDetail(said, names, about)
    expect([asOf, advisories.length]).toEqual(['2026-09-10', 1])
    const row = { source: 'broadcom-portal', product: 'esx' }
    const esx = {
      ...row,
      line: '8.0',
      branch: '8.0.3',
      fix: { status: 'fixed', release: 'ESXi 8.0 U3d', build: 24585383 },
    }
    expect(advisories[0]).toMatchObject({
      id: 'VMSA-2026-0090',
      published: '2026-09-03',
      updated: '2026-09-10',
      severity: 'critical',
      title: { en: 'VMSA-2026-0090: a title' },
      cves: ['CVE-2026-90001', 'CVE-2026-90002'],
      rows: [
        { ...esx, cves: ['CVE-2026-90001'], cvss: 9.3 },
        { ...esx, cves: ['CVE-2026-90002'], cvss: 8.2 },
        { product: 'vcenter', branch: '8.0.3', cvss: 9.8, fix: { version: '8.0.3.01000', build: 25600417 } },
        { ...row, line: '7.0', cves: ['CVE-2026-90002'], fix: { status: 'notPublic' } },
      ],
    })
    expect(skipped).toEqual([
      { record: 'VMSA-2026-0090: ESX 6.7 Unaffected', why: 'the vendor calls it unaffected' },
      { record: 'VMSA-2026-0090: ESX Any KB1', why: 'neither "KB1" nor "Any" names a release' },
      { record: '1 record', why: 'rows of other products' },
    ])
  })

  it('reads cells that stretch over rows', () => {
    const said = detail(
      `${heads('th')}<tr><td rowspan="2">VMware ESXi</td><td rowspan="2">8.0</td><td>Any</td><td>CVE-2026-90001</td><td>9.3</td><td>ESXi80U3d-24585383</td></tr>
       <tr><td>Any</td><td>CVE-2026-90001</td><td>9.3</td><td>ESXi80U2d-24585300</td></tr>`,
    )
    expect(decodeBroadcomDetail(said, names, about).advisories?.[0]?.rows.map(({ branch }) => branch)).toEqual([
      '8.0.3',
      '8.0.2',
    ])
  })

  it.each([['<p>nothing</p>'], [detail()], [detail('<tr><td>a</td></tr>')]])(
    'refuses a page without a matrix',
    (said) => {
      expect(() => decodeBroadcomDetail(said, names, about)).toThrow(expect.objectContaining({ code: 'unsupported' }))
    },
  )

  it('refuses a table that fills the memory, and a page of tomorrow', () => {
    const wide = `<tr>${'<td colspan="1000" rowspan="1000">x</td>'.repeat(60)}</tr>`
    expect(() => decodeBroadcomDetail(detail(heads('th') + wide), names, about)).toThrow(
      expect.objectContaining({ code: 'tooLarge' }),
    )
    const rows = heads('th') + rowOf('ESX', '8.0', 'CVE-2026-90001', '9', 'ESXi80U3d-24585383')
    expect(() => decodeBroadcomDetail(detail(rows), names, { now: '2026-01-01' })).toThrow(
      expect.objectContaining({ code: 'future' }),
    )
  })

  it('answers any text with a contribution or a FeedError', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (cell, more) => {
        const said = detail(heads('th') + rowOf('ESX', cell, 'CVE-2026-90001', more, `${cell} ${more}`)) + more
        try {
          decodeBroadcomDetail(said, names, about)
        } catch (error) {
          expect(error).toMatchObject({ name: 'FeedError' })
        }
      }),
    )
  })
})

describe('a fixed version', () => {
  it.each([
    ['esx', 'ESXi80U3i-25205845 or ESXi80U3j-25429389', '8.0', [['8.0.3', 25205845]]],
    [
      'esx',
      'ESXi80U3d-24585383 or ESXi80U2d-24585300',
      '8.0',
      [
        ['8.0.3', 24585383],
        ['8.0.2', 24585300],
      ],
    ],
    ['esx', '[1] 9.1.0.0200', '9.1.x.x', [['9.1.0', 25557999]]],
    ['esx', 'Async patch to ESXi80U3d-24585383', '5.x, 4.5.x', [['8.0.3', 24585383]]],
    ['vcenter', '8.0.2.00400', '8.0', [['8.0.2', 23929136]]],
    // The fix of one line in the cell of another is not believed.
    ['esx', 'ESXi70U3s-24585291', '8.0', [[undefined, undefined]]],
    [
      'esx',
      'Contact Broadcom Support',
      '7.0, 6.7',
      [
        [undefined, undefined],
        [undefined, undefined],
      ],
    ],
  ] as const)('%s %s', (product, said, versions, wanted) => {
    const read = readFixedVersion(names, product, said, versions)
    expect(
      read.kind === 'rows' &&
        read.rows.map(({ branch, fix }) => [branch, fix.status === 'fixed' ? fix.build : undefined]),
    ).toEqual(wanted)
  })

  it('tells "no fix" from "no number"', () => {
    const status = (said: string) => {
      const read = readFixedVersion(names, 'esx', said, '6.5')
      return read.kind === 'rows' ? read.rows.map(({ fix }) => fix.status) : read.kind
    }
    expect(['No fix planned', 'Patch pending', 'N/A', 'Not affected'].map(status)).toEqual([
      ['noFix'],
      ['notPublic'],
      ['notPublic'],
      'unaffected',
    ])
  })
})

describe("the vendor's JSON", () => {
  const component = (more: object) => ({
    component: 'vCenter',
    cves: ['CVE-2024-37079'],
    cvssRange: '9.8',
    minimumVersions: ['8.0'],
    ...more,
  })
  const file = (...impactedComponents: object[]) =>
    `\ufeff${JSON.stringify({
      schemaVersion: '2.0',
      updatedAt: '2026-06-26T18:39:38Z',
      advisories: [
        {
          vmsaId: 'VMSA-2024-0012',
          publishedDate: '2024-06-16',
          updatedDate: '2026-01-24T05:14:24Z',
          severity: 'Critical',
          title: 'said',
          impactedComponents,
        },
        {
          vmsaId: 'VMSA-2026-0004',
          publishedDate: '2026-06-08',
          severity: 'High',
          impactedComponents: [component({ component: 'VMware Aria Operations' })],
        },
      ],
    })}`

  it('is laid over the shipped table without harm from its faults', () => {
    const said = decodeBroadcomJson(
      file(
        component({ fixedVersions: ['8.0.2.00400'] }),
        // The first, incomplete one, and one without CVE ids.
        component({ fixedVersions: ['8.0.1.22368047'] }),
        component({ cves: [], fixedVersions: ['8.0.3.24022515'] }),
      ),
      names,
      about,
    )
    expect(said.skipped).toEqual([
      { record: 'VMSA-2024-0012 vCenter 8.0.3.24022515', why: 'the row names no CVE' },
      { record: '1 record', why: 'other products' },
    ])
    const { knowledge, conflicts } = overlay(curated, [said], '2026-11-26T00:00:00Z')
    const [before, after] = [curated, knowledge].map(({ advisories }) =>
      advisories.find(({ id }) => id === 'VMSA-2024-0012'),
    )
    expect(after?.published).toBe(before?.published)
    expect(after?.rows.slice(0, before?.rows.length)).toEqual(before?.rows)
    // 8.0 U2d, named by the version of the appliance, is what the table has; 8.0 U1d is lower than its U1e.
    expect(conflicts.map(({ branch, claims }) => [branch, claims.map(({ build }) => build)])).toEqual([
      ['8.0.1', [24005165, 22368047]],
    ])
  })

  it('is held against its checksum, which begins with a byte order mark', () => {
    const bytes = new TextEncoder().encode(file())
    const sum = createHash('sha256').update(bytes).digest('hex')
    expect(() => verifyChecksum('f', 'x', bytes, `\ufeff${sum} securityAdvisory.json`)).not.toThrow()
    expect(() => verifyChecksum('f', 'x', bytes.slice(1), sum)).toThrow(expect.objectContaining({ code: 'mismatch' }))
    expect(() => verifyChecksum('f', 'x', bytes, 'not found')).toThrow(expect.objectContaining({ code: 'malformed' }))
  })

  it.each(['[]', '{"schemaVersion": "2.0", "advisories": []}', '{"advisories": [{"vmsaId": 1}]}'])(
    'refuses %s',
    (said) => {
      expect(() => decodeBroadcomJson(said, names, about)).toThrow(expect.objectContaining({ code: 'unsupported' }))
    },
  )
})

test.each([
  ['2026-09-03T08:58:26.960422', '2026-09-03'],
  ['03 September 2026', '2026-09-03'],
  ['September 3rd, 2026', '2026-09-03'],
  ['2026年8月5日', '2026-08-05'],
  ['2026/08/05', '2026-08-05'],
  ['31 June 2026', undefined],
  ['3 Foo 2026', undefined],
  ['', undefined],
])('the day in %j', (said, day) => expect(dayIn(said)).toBe(day))
