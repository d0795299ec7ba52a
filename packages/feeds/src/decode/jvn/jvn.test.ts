import { describe, expect, it } from 'vitest'
import {
  hndAlertsJson,
  jvnAlerts,
  jvnDetail,
  jvnNoHits,
  jvnRefusal,
  jvnRss,
  okaAlerts,
  okaDetail,
  okaOverview,
} from '../../testing/samples-jvn.ts'
import { NOW } from '../../testing/samples.ts'
import { decodeJvn } from './index.ts'

const about = { now: NOW }

describe('decodeJvn', () => {
  it('reads the overview of the API and the static feeds alike', () => {
    const { page, ...api } = decodeJvn(jvnRss(), about)
    expect(page).toEqual({ total: 120, returned: 3, first: 51 })
    expect(decodeJvn(jvnRss({ isStatic: true }), about)).toEqual(api)
    expect(api).toEqual({
      feed: 'jvn',
      asOf: '2026-11-20',
      notes: [
        {
          cve: 'CVE-2026-99001',
          cvss: [
            { version: '3.1', score: 9.3, vector: 'CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', by: 'JVN iPedia' },
          ],
          cwes: ['CWE-787'],
          titles: { ja: 'VMware ESXi における 試験用の脆弱性' },
          links: ['https://jvndb.jvn.jp/ja/contents/2026/JVNDB-2026-999001.html'],
        },
        ...['CVE-2026-99002', 'CVE-2026-99003'].map((cve) => ({
          cve,
          cvss: [],
          titles: {},
          links: ['https://jvndb.jvn.jp/ja/contents/2026/JVNDB-2026-999002.html'],
        })),
      ],
      bulletins: [
        {
          feed: 'jvn',
          id: 'JVNDB-2026-999001',
          url: 'https://jvndb.jvn.jp/ja/contents/2026/JVNDB-2026-999001.html',
          published: '2026-11-06',
          updated: '2026-11-10',
          title: { ja: 'VMware ESXi における 試験用の脆弱性' },
          severity: 'critical',
          cves: ['CVE-2026-99001'],
          targets: [{ product: 'esx' }],
        },
        {
          feed: 'jvn',
          id: 'JVNDB-2026-999002',
          url: 'https://jvndb.jvn.jp/ja/contents/2026/JVNDB-2026-999002.html',
          published: '2026-11-05',
          title: { ja: '試験用サーバのファームウェアにおける複数の脆弱性' },
          cves: ['CVE-2026-99002', 'CVE-2026-99003'],
          targets: [
            { vendor: 'HPE', model: 'integrated lights-out 5' },
            { vendor: 'Hitachi', model: 'virtual storage platform' },
          ],
        },
      ],
      skipped: [{ record: '1 record', why: 'names neither a product of an estate nor a flaw that is known' }],
    })
  })

  it('keeps a note on a flaw that the caller knows, whatever it names', () => {
    const { notes, bulletins } = decodeJvn(jvnRss(), { now: NOW, wanted: new Set(['CVE-2026-99004']) })
    expect(notes?.map(({ cve }) => cve)).toContain('CVE-2026-99004')
    expect(bulletins).toHaveLength(2)
  })

  it('reads details without a look at their version numbers', () => {
    const { notes, bulletins, asOf, advisories } = decodeJvn(jvnDetail, about)
    expect(asOf).toBe('2026-11-10')
    expect(advisories).toBeUndefined()
    expect(notes?.[0]?.cvss.map(({ version, score }) => [version, score])).toEqual([
      ['2.0', 5],
      ['3.0', 9.8],
    ])
    expect(bulletins).toMatchObject([
      {
        id: 'JVNDB-2026-999001',
        url: 'https://jvndb.jvn.jp/ja/contents/2026/JVNDB-2026-999001.html',
        published: '2026-11-06',
        updated: '2026-11-10',
        severity: 'critical',
        cves: ['CVE-2026-99001'],
        targets: [{ product: 'vcenter' }],
      },
    ])
    expect(JSON.stringify(bulletins)).not.toContain('未満')
  })

  it.each([
    ['alerts in XML', jvnAlerts, 'MYJVN-ALT-2026-9901', 'alert', [{ product: 'esx' }], ['CVE-2026-99001']],
    [
      'alerts of hnd in JSON',
      hndAlertsJson(),
      'MYJVN-ALT-2026-9903',
      'alert',
      [{ product: 'esx' }],
      ['CVE-2026-99001'],
    ],
    ['alerts of oka', okaAlerts(), 'MYJVN-ALT-2026-9902', 'alert', [{ product: 'vcenter' }], ['CVE-2026-99007']],
    ['an overview of oka', okaOverview(), 'JVNDB-2026-999005', undefined, [{ product: 'tools' }], ['CVE-2026-99005']],
    [
      'a detail of oka',
      okaDetail(),
      'JVNDB-2026-999006',
      undefined,
      [{ vendor: 'VMware', model: 'Cloud Foundation' }],
      ['CVE-2026-99006'],
    ],
  ])('reads %s', (_what, publication, id, kind, targets, cves) => {
    const given = typeof publication === 'string' ? publication : JSON.stringify(publication)
    const { bulletins, asOf, skipped } = decodeJvn(given, about)
    expect(skipped).toEqual([])
    expect(asOf).toBe('2026-11-21')
    expect(bulletins).toHaveLength(1)
    expect(bulletins?.[0]).toMatchObject({ feed: 'jvn', id, targets, cves })
    expect(bulletins?.[0]?.kind).toBe(kind)
  })

  it('takes no hits for an answer, and an error for none', () => {
    expect(decodeJvn(jvnNoHits, about)).toEqual({
      feed: 'jvn',
      asOf: NOW,
      notes: [],
      bulletins: [],
      page: { total: 0, returned: 0, first: 0 },
      skipped: [],
    })
    expect(decodeJvn(jvnNoHits, { now: NOW, asOf: '2026-11-01' }).asOf).toBe('2026-11-01')
    expect(() => decodeJvn(jvnRefusal, about)).toThrow('jvn: MyJVN answered with an error (E001: no such method)')
    expect(() => decodeJvn(JSON.stringify({ status: { retCd: 1, errCd: 'E002', errMsg: '' } }), about)).toThrow('E002')
    expect(() => decodeJvn(jvnNoHits.replace('retCd="0"', ''), about)).toThrow('without a reason')
  })

  it('refuses lists of products, other documents and feeds of tomorrow', () => {
    expect(() => decodeJvn(jvnNoHits.replace('totalRes="0"', 'totalRes="9"'), about)).toThrow("its root is 'Result'")
    expect(() => decodeJvn('<rss/>', about)).toThrow("its root is 'rss'")
    expect(() => decodeJvn('{}', about)).toThrow('it has neither a feed nor a document')
    expect(() => decodeJvn('<feed/>', about)).toThrow('has a day')
    expect(() => decodeJvn(jvnRss().replace('2026-11-20T12', '9999-11-20T12'), about)).toThrow('dated 9999-11-20')
  })

  it('skips entries that cannot be used, one by one', () => {
    const item = (id: string, day: string, cpe = 'cpe:/o:vmware:esxi') =>
      `<item><sec:identifier>${id}</sec:identifier><title>x</title><link>javascript:alert(1)</link><sec:cpe>${cpe}</sec:cpe><dcterms:issued>${day}</dcterms:issued></item>`
    const items = [
      item('../../etc/passwd', '2026-01-01'),
      item('JVNDB-2026-999011', '9999-12-31'),
      item('JVNDB-2026-999012', '2026-02-30'),
      item('JVNDB-2026-999013', '2026-01-01', 'cpe:/o:vmware:%zz'),
      item('JVNDB-2026-999014', '2026-01-01'),
    ].join('')
    const { bulletins, skipped } = decodeJvn(jvnRss({ items }), about)
    expect(bulletins?.at(-1)).toEqual({
      feed: 'jvn',
      id: 'JVNDB-2026-999014',
      published: '2026-01-01',
      title: { en: 'x' },
      cves: [],
      targets: [{ product: 'esx' }],
    })
    expect(skipped.map(({ record, why }) => `${record} ${why}`)).toEqual([
      '../../etc/passwd has no id that can be used',
      'JVNDB-2026-999011 is not dated by a day that has been',
      'JVNDB-2026-999012 is not dated by a day that has been',
      'JVNDB-2026-999013 has a CPE name that cannot be read: cpe:/o:vmware:%zz',
      '2 records names neither a product of an estate nor a flaw that is known',
    ])
  })
})
