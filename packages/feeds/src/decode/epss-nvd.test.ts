import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { epss, NOW, nvd } from '../testing/samples.ts'
import { decodeEpss } from './epss.ts'
import { decodeNvd } from './nvd.ts'

describe('decodeEpss', () => {
  const about = { now: NOW, wanted: new Set(['CVE-2024-37085', 'CVE-2025-22225', 'CVE-2026-0001']) }

  it('keeps the flaws that are asked for', () => {
    const expected = {
      feed: 'epss',
      asOf: '2026-11-22',
      notes: [
        {
          cve: 'CVE-2024-37085',
          cvss: [],
          epss: { score: 0.7, percentile: 0.987, date: '2026-11-22' },
          titles: {},
          links: [],
        },
        {
          cve: 'CVE-2025-22225',
          cvss: [],
          epss: { score: 0.0004, percentile: 1, date: '2026-11-22' },
          titles: {},
          links: [],
        },
      ],
      skipped: [{ record: '1 record', why: 'not asked for' }],
    }
    expect(decodeEpss(epss, about)).toEqual(expected)
    expect(decodeEpss(gzipSync(epss.replaceAll('\n', '\r\n')), about)).toEqual(expected)
  })

  it('reads the files of 2021, whose day their name alone tells', () => {
    const old = 'cve,epss\nCVE-2024-37085,0.65117\n'
    expect(decodeEpss(old, { ...about, asOf: '2021-04-14' }).notes?.[0]?.epss).toEqual({
      score: 0.65117,
      date: '2021-04-14',
    })
    expect(() => decodeEpss(old, about)).toThrow('epss: the file does not say its day')
  })

  it.each(['1.2', '-0.1', 'NaN', '0x1', '', ' ', '1e5', '2', '00.5e3'])('takes %s for no chance', (said) => {
    const { notes, skipped } = decodeEpss(epss.replace('0.70000', said), about)
    expect(notes?.map(({ cve }) => cve)).toEqual(['CVE-2025-22225'])
    expect(skipped[0]).toEqual({ record: 'CVE-2024-37085', why: 'its numbers are no chances between 0 and 1' })
  })

  it('refuses other columns and a file of tomorrow', () => {
    expect(() => decodeEpss(epss.replace('cve,epss', 'epss,cve'), about)).toThrow('its columns are')
    expect(() => decodeEpss(epss.replace('2026-11-22', '9999-11-22'), about)).toThrow('dated 9999-11-22')
    expect(() => decodeEpss('', about)).toThrow("its columns are ''")
  })
})

describe('decodeNvd', () => {
  const page = (change: (record: Record<string, unknown>) => void = () => {}) => {
    const made = nvd()
    change(made.vulnerabilities[0]?.cve as unknown as Record<string, unknown>)
    return JSON.stringify(made)
  }

  it('takes scores, kinds of weakness and links, and no fix', () => {
    expect(decodeNvd(page(), { now: NOW })).toEqual({
      feed: 'nvd',
      asOf: '2026-11-22',
      notes: [
        {
          cve: 'CVE-2025-22225',
          cvss: [
            {
              version: '3.1',
              score: 8.2,
              vector: 'CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:C/C:H/I:H/A:H',
              by: 'security@example.com',
            },
            { version: '3.1', score: 8.2, vector: 'CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:C/C:H/I:H/A:H', by: 'NVD' },
          ],
          cwes: ['CWE-123'],
          titles: {},
          links: ['https://example.com/advisory'],
        },
      ],
      skipped: [],
    })
  })

  it('says what it leaves out', () => {
    const why = (text: string, wanted?: ReadonlySet<string>) =>
      decodeNvd(text, { now: NOW, ...(wanted ? { wanted } : {}) }).skipped.map((one) => one.why)
    expect(why(page(), new Set())).toEqual(['not asked for'])
    expect(why(page((record) => (record['vulnStatus'] = 'Rejected')))).toEqual(['was rejected'])
    expect(why(page((record) => (record['published'] = '9999-01-01T00:00:00.000')))).toEqual([
      'is not dated by a day that has been',
    ])
    expect(why(page((record) => (record['id'] = '../CVE')))).toEqual(['has no CVE id'])
  })

  it('refuses another format, a page without a day, and one of tomorrow', () => {
    expect(() => decodeNvd('{"format":"NVD_CVE","version":"1.1"}', { now: NOW })).toThrow('nvd: this is not an answer')
    expect(() => decodeNvd(JSON.stringify({ ...nvd(), timestamp: 1 }), { now: NOW })).toThrow('no timestamp')
    expect(() => decodeNvd(page(), { now: '2020-01-01' })).toThrow('dated 2026-11-22')
  })
})
