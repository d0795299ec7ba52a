import { expect, test } from 'vitest'
import { adopt, checkSoundness, curated, noteRead, overlay, type Advisory, type Knowledge } from './index.ts'

const readAt = '2026-12-01T10:00:00Z'
const told: Advisory = {
  id: 'VMSA-2026-0099',
  published: '2026-11-30',
  severity: 'high',
  title: { en: 'told' },
  cves: ['CVE-2026-90001'],
  rows: [
    {
      product: 'esx',
      line: '8.0',
      branch: '8.0.3',
      cves: ['CVE-2026-90001'],
      fix: { status: 'fixed', release: 'ESXi 8.0 U3k', build: 25595708 },
    },
  ],
  settings: [],
  complete: false,
  sources: [],
}
const kept = overlay(
  curated,
  [
    {
      feed: 'vendor',
      asOf: '2026-11-30',
      advisories: [told],
      exploited: [{ cve: 'CVE-2026-90001', since: '2026-11-30', ransomware: false, source: 'vendor' }],
      notes: [{ cve: 'CVE-2026-90001', cvss: [], titles: { ja: '題' }, links: [] }],
      bulletins: [{ feed: 'vendor', id: 'x', published: '2026-11-30', title: {}, cves: [], targets: [] }],
      releases: [
        {
          product: 'esx',
          branch: '8.0.3',
          name: 'ESXi 8.0 U3m',
          kind: 'full',
          builds: [{ build: 25999999, role: 'iso' }],
          sources: [],
        },
      ],
      skipped: [],
    },
  ],
  readAt,
).knowledge

test('adopting over the same table gives the same knowledge, with nothing new', () => {
  expect(adopt(curated, kept, readAt).knowledge).toEqual(kept)
  expect(adopt(kept, kept, readAt)).toMatchObject({ knowledge: kept, news: [] })
})

test('what a newer table has put right is not brought back', () => {
  const lowered: Knowledge = {
    ...curated,
    advisories: curated.advisories.map((advisory) =>
      advisory.id === 'VMSA-2025-0004' ? { ...advisory, rows: advisory.rows.slice(1) } : advisory,
    ),
  }
  const { knowledge } = adopt(lowered, kept, readAt)
  const rowsOf = (of: Knowledge, id: string) => of.advisories.find((one) => one.id === id)?.rows
  expect(rowsOf(knowledge, 'VMSA-2025-0004')).toEqual(rowsOf(lowered, 'VMSA-2025-0004'))
  expect(rowsOf(knowledge, 'VMSA-2026-0099')?.length).toBe(1)
})

test('a feed that has said nothing new was read all the same', () => {
  const troubled = { ...kept, feeds: kept.feeds.map((state) => ({ ...state, trouble: { at: readAt, why: 'x' } })) }
  const after = noteRead(troubled, 'vendor', '2026-12-02T00:00:00Z').feeds.find(({ feed }) => feed === 'vendor')
  expect(after).toEqual({ feed: 'vendor', asOf: '2026-11-30', readAt: '2026-12-02T00:00:00Z', records: 5 })
  expect(noteRead(kept, 'nobody', readAt)).toEqual(kept)
})

test('the shipped table is sound, and each rule finds its flaw', () => {
  const today = '2026-11-26'
  expect(checkSoundness(curated, today)).toEqual([])
  const [row] = told.rows
  if (!row) throw new Error('no row')
  const unsound: Knowledge = {
    ...curated,
    advisories: [
      {
        ...told,
        sources: ['nobody'],
        rows: [
          { ...row, line: '7.0' },
          { ...row, cves: ['CVE-2026-90002'], fix: { status: 'fixed', release: 'x', build: 1 } },
        ],
      },
      { ...told, rows: [] },
    ],
  }
  expect(checkSoundness(unsound, today).map(({ rule }) => rule)).toEqual([
    'repeated',
    'future',
    'unknownSource',
    'wrongLine',
    'unknownCve',
    'unlistedBuild',
  ])
})

test('a feed of a day to come is not fresh until then', () => {
  const ahead = { feed: 'jvn', asOf: '2099-01-01', readAt: '2099-01-01T00:00:00Z', records: 1 }
  const { knowledge } = adopt(curated, { ...curated, feeds: [ahead] }, readAt)
  expect(knowledge.feeds.find(({ feed }) => feed === 'jvn')).toEqual({ ...ahead, asOf: '2026-12-01', readAt })
  expect(checkSoundness({ ...curated, feeds: [ahead] }, '2026-12-01')).toContainEqual({ rule: 'future', at: 'jvn' })
})
