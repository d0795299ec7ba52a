import { expect, it } from 'vitest'
import { jpcert, NOW } from '../testing/samples.ts'
import { decodeJpcert } from './jpcert.ts'

it('keeps what names a product or a known flaw, by kinds that the address tells', () => {
  const { bulletins, skipped, asOf } = decodeJpcert(jpcert(), { now: NOW, wanted: new Set(['CVE-2024-37085']) })
  expect(asOf).toBe('2026-11-20')
  expect(bulletins).toEqual([
    {
      feed: 'jpcert',
      id: 'at269991',
      kind: 'alert',
      url: 'https://www.jpcert.or.jp/at/2026/at269991.html',
      published: '2026-11-20',
      updated: '2026-11-20',
      title: { ja: '注意喚起: VMware ESXiおよびvCenter Serverの試験用の脆弱性' },
      cves: [],
      targets: [{ product: 'esx' }, { product: 'vcenter' }],
    },
    {
      feed: 'jpcert',
      id: 'at269992',
      kind: 'alert',
      url: 'https://www.jpcert.or.jp/at/2026/at269992.html',
      published: '2026-11-19',
      title: { ja: '注意喚起: 試験用の表計算ソフトの脆弱性' },
      cves: ['CVE-2024-37085'],
      targets: [],
    },
    {
      feed: 'jpcert',
      id: 'wr261118-3',
      kind: 'weekly',
      url: 'https://www.jpcert.or.jp/wr/2026/wr261118.html#3',
      published: '2026-11-18',
      title: { ja: 'Weekly Report: 日立製サーバの試験用の脆弱性' },
      cves: [],
      targets: [{ vendor: 'Hitachi' }],
    },
    {
      feed: 'jpcert',
      id: 'newsflash2026111701',
      kind: 'news',
      url: 'https://www.jpcert.or.jp/newsflash/2026111701.html',
      published: '2026-11-17',
      title: { ja: 'VMware製品の試験用の脆弱性' },
      cves: [],
      targets: [{ vendor: 'VMware' }],
    },
  ])
  expect(skipped).toEqual([
    { record: '1 record', why: 'names neither a product of an estate nor a flaw that is known' },
    { record: '1 record', why: 'is a notice or an event' },
  ])
})

it('skips what has no day, id or address, and refuses other feeds', () => {
  const item = (link: string, id: string, date: string) =>
    `<item><title>VMware ESXi</title><link>${link}</link><dc:identifier>${id}</dc:identifier><dc:date>${date}</dc:date></item>`
  const page = 'https://www.jpcert.or.jp/at/2026/at269999.html'
  const items =
    item('javascript:alert(1)', 'at269999', '2026-01-01') +
    item(page, '../at269999', '2026-01-01') +
    item(page, 'at269999', '9999-12-31')
  const { skipped } = decodeJpcert(jpcert(items), { now: NOW })
  expect(skipped.slice(0, 3)).toEqual([
    { record: 'at269999', why: 'has no id or no address that can be used' },
    { record: '../at269999', why: 'has no id or no address that can be used' },
    { record: 'at269999', why: 'is not dated by a day that has been' },
  ])
  expect(() => decodeJpcert('<feed/>', { now: NOW })).toThrow(
    "jpcert: this is no RDF feed of JPCERT/CC: its root is 'feed'",
  )
  expect(() => decodeJpcert('<RDF/>', { now: NOW })).toThrow('has a day')
  expect(() => decodeJpcert(jpcert(), { now: '2026-01-01' })).toThrow('dated 2026-11-20')
})
