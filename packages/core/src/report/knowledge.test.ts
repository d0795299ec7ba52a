import { describe, expect, test } from 'vitest'
import { curated, noteTrouble, type Knowledge } from '../advisory/index.ts'
import type { Assessment } from '../assess/index.ts'
import { assessSample, plainSample } from '../testing/report-sample.ts'
import { renderHtmlChunks } from './html/render.ts'
import { reportJson } from './json/render.ts'
import { renderTerminal } from './terminal/render.ts'

const sample = assessSample(plainSample)
const day = sample.context.now.toISOString().slice(0, 10)
const at = (days: number) => new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10)
const state = (feed: string, days: number) => ({ feed, asOf: at(days), readAt: `${at(days)}T00:00:00Z`, records: 7 })
const knowledge: Knowledge = noteTrouble(
  { ...curated, asOf: at(3), feeds: [state('cisa-kev', 30), state('jvn', 31)] },
  'jpcert',
  '<b>no\u001b[2J answer</b>',
  `${day}T01:00:00Z`,
)
const judged = (more: object): Assessment => ({ ...sample, context: { ...sample.context, ...more } })
const shown = (assessment: Assessment, locale: 'en' | 'ja') => ({
  page: renderTerminal(assessment, { locale, colour: false, width: 120 }).replaceAll(/\s+/g, ' '),
  html: [...renderHtmlChunks(assessment, { locale })].join('').replaceAll(/\s+/g, ' '),
})

describe('the knowledge that patches were judged by', () => {
  test('is in the report with the age of each feed; what is older than 30 days is marked', () => {
    const assessment = judged({ knowledge, knowledgeOrigin: { kind: 'file', sha256: 'ab'.repeat(32), renewed: false } })
    expect(reportJson(assessment).knowledge).toMatchObject({
      kind: 'file',
      sha256: 'ab'.repeat(32),
      asOf: at(3),
      days: 3,
      old: false,
      feeds: [
        { feed: 'cisa-kev', asOf: at(30), days: 30, records: 7, old: false },
        { feed: 'jpcert', asOf: null, days: null, old: true, trouble: { at: `${day}T01:00:00Z` } },
        { feed: 'jvn', asOf: at(31), days: 31, old: true },
      ],
    })
    const { page, html } = shown(assessment, 'en')
    expect(html).not.toContain('<b>no')
    for (const said of [page, html]) {
      expect(said).toMatch(/kept by this site, table as of .* \(3 days\)/)
      expect(said).toMatch(/Older than 30 days: jpcert, jvn\. Renew with .{1,5}sakimori advisories update/)
      expect(said).not.toContain('\u001b')
    }
    expect(shown(assessment, 'ja').page).toMatch(/30 日より古い情報: jpcert、jvn。/)
  })

  test('is what Sakimori ships where nothing else is given, and says so where it stands in', () => {
    expect(reportJson(judged({})).knowledge).toMatchObject({ kind: 'shipped', sha256: null, asOf: curated.asOf })
    const stand = judged({
      knowledgeOrigin: { kind: 'shipped', sha256: 'cd'.repeat(32), renewed: false, trouble: 'k.json is damaged' },
    })
    for (const said of Object.values(shown(stand, 'en')))
      expect(said).toMatch(/could not be used, and the shipped one stands in: k\.json is damaged/)
    expect(reportJson(stand).knowledge.trouble).toBe('k.json is damaged')
  })
})
