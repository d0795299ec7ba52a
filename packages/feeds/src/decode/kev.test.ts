import { expect, it } from 'vitest'
import { kev, kevEntry as entry, NOW } from '../testing/samples.ts'
import { decodeKev } from './kev.ts'

const about = { now: NOW }
const catalogue = (...given: Parameters<typeof kev>) => JSON.stringify(kev(...given))

it('tells what is exploited by the CVE id alone', () => {
  const vulnerabilities = [
    entry('CVE-2025-22225'),
    entry('CVE-2024-37085', { knownRansomwareCampaignUse: 'Known', dateAdded: '2024-07-30' }),
  ]
  expect(decodeKev(catalogue(vulnerabilities), about)).toEqual({
    feed: 'cisa-kev',
    asOf: '2026-11-20',
    exploited: [
      { cve: 'CVE-2025-22225', since: '2025-03-04', ransomware: false, source: 'cisa-kev' },
      { cve: 'CVE-2024-37085', since: '2024-07-30', ransomware: true, source: 'cisa-kev' },
    ],
    skipped: [],
  })
})

it('says which entries it leaves out, and when the file is cut', () => {
  const vulnerabilities = [
    entry('CVE-2025-0001'),
    entry('CVE-2025-0001'),
    entry('\u001b[2Jnone'),
    entry('CVE-2025-0002', { dateAdded: '9999-12-31' }),
  ]
  const { exploited, skipped } = decodeKev(catalogue(vulnerabilities, { count: 1404 }), about)
  expect(exploited?.map(({ cve }) => cve)).toEqual(['CVE-2025-0001'])
  expect(skipped).toEqual([
    { record: 'CVE-2025-0001', why: 'stands twice: the first entry counts' },
    { record: '[2Jnone', why: 'has no CVE id' },
    { record: 'CVE-2025-0002', why: 'is not dated by a day that has been' },
    { record: 'count', why: 'announces 1404 entries, and the file holds 4' },
  ])
})

it('refuses another file, and a catalogue of tomorrow', () => {
  expect(() => decodeKev('{}', about)).toThrow('cisa-kev: this is not the catalogue')
  expect(() => decodeKev(catalogue([], { dateReleased: '2026-11-25' }), about)).toThrow(
    'cisa-kev: dated 2026-11-25, and today is 2026-11-23',
  )
})
