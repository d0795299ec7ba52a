import { zipSync } from 'fflate'
import { describe, expect, it, test } from 'vitest'
import { decodeDepotMetadata, walkDepot } from './depot.ts'
import { wordsOfPattern } from './finite-pattern.ts'
import { decodeHardwareCsv, decodeHardwareJson } from './hardware-import.ts'
import { decodeHitachiList, decodeHitachiPage, decodeHpePage } from './maker-pages.ts'

const about = { now: '2026-11-26' }
const bytes = (said: string) => new TextEncoder().encode(said)

const bulletin = (id: string, version: string, category: string, date: string, vib = 'esx-base') =>
  `<bulletin><id>${id}</id><category>${category}</category><releaseDate>${date}T00:00:00+00:00</releaseDate><vibList><vib><name>${vib}</name><version>${version}</version></vib></vibList></bulletin>`
const metadata = (...bulletins: string[]) =>
  `<metadataResponse><version>3.0</version><timestamp>2026-07-15T00:00:00+00:00</timestamp>${bulletins.join('')}</metadataResponse>`
const build = (number: number) => [{ build: number, role: 'iso' }]

describe('a depot of patches', () => {
  const xml = metadata(
    bulletin('ESXi80U3se-24659227', '8.0.3-0.65.24659227', 'security', '2025-04-10'),
    bulletin('ESXi80U3e-24674464', '8.0.3-0.70.24674464', 'bugfix', '2025-04-10'),
    bulletin('ESXi670-202210101-SG', '6.7.0-3.182.20497097', 'security', '2022-10-06'),
    bulletin('ESXi70U3-19482537', '7.0.3-0.35.19482537', 'recall', '2021-11-19'),
    bulletin('drivers', '1.0', 'bugfix', '2025-04-10', 'qlnativefc'),
    bulletin('ESXi-9.2.0.0100-26000000', '9.2.0-0.1.26000000', 'security', '2099-01-01'),
    bulletin('odd', 'latest', 'security', '2025-04-10'),
  )
  const releases = [
    {
      name: 'ESXi 8.0 U3e (security only)',
      branch: '8.0.3',
      kind: 'security-only',
      date: '2025-04-10',
      builds: build(24659227),
    },
    { name: 'ESXi 8.0 U3e', branch: '8.0.3', kind: 'full', builds: build(24674464) },
    { name: 'ESXi670-202210101-SG (security only)', branch: '6.7.0', kind: 'security-only', builds: build(20497097) },
    { name: 'ESXi 7.0 U3', branch: '7.0.3', kind: 'withdrawn', builds: build(19482537) },
  ]

  it('gives releases with day, kind and recall', () => {
    const read = decodeDepotMetadata(xml, about)
    expect(read).toMatchObject({ feed: 'broadcom-depot', asOf: '2026-07-15', releases })
    expect(read.skipped).toEqual([
      { record: 'ESXi-9.2.0.0100-26000000', why: 'is not dated by a day that has been' },
      { record: 'odd', why: 'the version of esx-base cannot be read' },
      { record: '1 record', why: 'bulletins without esx-base' },
    ])
  })

  const vendorList = (folder: string, file: string) =>
    `<vendorList><vendor><relativePath>${folder}</relativePath><indexfile>${file}</indexfile></vendor></vendorList>`
  const metaList = (url: string) => `<metaList><metadata><url>${url}</url></metadata></metaList>`
  const depot = async (files: Readonly<Record<string, string | Uint8Array>>) => {
    const read = async (path: string) => {
      const file = files[path]
      if (file === undefined) throw new Error(`no ${path}`)
      return typeof file === 'string' ? bytes(file) : file
    }
    const found = []
    for await (const file of walkDepot('root/index.xml', read)) found.push(decodeDepotMetadata(file.bytes, about))
    return found
  }

  it('is walked from its index to the metadata inside the zip files', async () => {
    const found = await depot({
      'root/index.xml': vendorList('vmw', 'vendor.xml'),
      'root/vmw/vendor.xml': metaList('a/metadata.zip'),
      'root/vmw/a/metadata.zip': zipSync({ 'vmware.xml': bytes(xml), '../../evil': bytes('x') }),
    })
    expect(found).toMatchObject([{ releases }])
  })

  it.each(['../../etc/passwd', '/etc/passwd', 'https://example.com/x', '..\\x', 'a%2e%2e/x', 'a?b'])(
    'never follows %s',
    async (url) => {
      const files = { 'root/index.xml': vendorList('vmw', 'vendor.xml'), 'root/vmw/vendor.xml': metaList(url) }
      await expect(depot(files)).rejects.toMatchObject({ code: 'hostile' })
      await expect(depot({ 'root/index.xml': vendorList(url, 'x') })).rejects.toMatchObject({ code: 'hostile' })
    },
  )

  it('refuses what is no metadata, and a zip file that is torn, crowded or a bomb', () => {
    const code = (file: Uint8Array | string) => {
      try {
        return decodeDepotMetadata(file, about)
      } catch (error) {
        return (error as { code: string }).code
      }
    }
    const whole = zipSync({ 'vmware.xml': bytes(xml) })
    expect(code('<other/>')).toBe('unsupported')
    expect(code(zipSync({ 'other.xml': bytes(xml) }))).toBe('unsupported')
    expect(code(whole.subarray(0, whole.length - 30))).toBe('malformed')
    const crowd = Object.fromEntries(Array.from({ length: 20_001 }, (_, at) => [`vibs/${at}`, new Uint8Array()]))
    expect(code(zipSync(crowd, { level: 0 }))).toBe('hostile')
    // 130 MB of blanks in some 130 kB.
    expect(code(zipSync({ 'vmware.xml': new Uint8Array(130 * 2 ** 20) }))).toBe('tooLarge')
    // The size that the directory states is all that is ever unpacked.
    const liar = zipSync({ 'vmware.xml': bytes(xml) })
    const directory = Buffer.from(liar).lastIndexOf(Buffer.from('PK\u0001\u0002', 'latin1'))
    new DataView(liar.buffer, liar.byteOffset).setUint32(directory + 24, 20, true)
    expect(code(liar)).toBe('malformed')
  })
})

describe("a site's own list of hardware notices", () => {
  const json = (...advisories: object[]) => JSON.stringify({ schema: 'sakimori/hardware-advisories/1', advisories })
  const notice = {
    id: 'HPESBHF00001',
    published: '2026-08-01',
    cves: ['CVE-2026-90001'],
    severity: 'High',
    fixedVersion: '2.41',
  }

  it('is JSON with words or simple patterns, or CSV', () => {
    const expected = {
      feed: 'hardware',
      id: 'HPESBHF00001',
      published: '2026-08-01',
      title: { en: 'iLO 5: mended in 2.41', ja: 'iLO 5: 2.41 で修正' },
      severity: 'high',
      cves: ['CVE-2026-90001'],
      targets: ['HP', 'HPE'].flatMap((vendor) => ['Gen10', 'Gen10 Plus'].map((model) => ({ vendor, model }))),
    }
    const match = { vendor: '^(HP|HPE)$', model: 'Gen10( Plus)?$', bmc: 'iLO 5' }
    expect(decodeHardwareJson(json({ ...notice, productMatch: match }), about).bulletins).toEqual([expected])
    const csv =
      '\ufeffID,Vendor,Model,CVEs,Published,Severity,Component,Fixed\r\nHPESBHF00001,HP;HPE,"Gen10;Gen10 Plus",CVE-2026-90001,2026-08-01,Important,iLO 5,2.41\r\n'
    expect(decodeHardwareCsv(csv, about).bulletins).toEqual([expected])
  })

  it('judges firmware where it names the part and what mends it', () => {
    const csv = [
      'id,vendor,model,cves,published,component,fixed,newest_on',
      'A-1,HITACHI,HA8000V/DL360 Gen10,CVE-2026-90001,2026-08-01,BIOS,2024-03-01,2026-11-01',
      'A-2,Dell Inc.,PowerEdge R7*,CVE-2026-90002,2026-08-01,BIOS,v2.20.1,',
      'A-3,HPE,ProLiant DL380 Gen11,,2026-08-01,iLO 6,1.70,',
      'A-4,HPE,ProLiant DL380 Gen11,,2026-08-01,NIC,1.70,',
      'A-5,HPE,ProLiant DL380 Gen11,,2026-08-01,BIOS,the latest,',
    ].join('\n')
    const read = decodeHardwareCsv(csv, about)
    const row = { published: '2026-08-01', source: 'hardware' }
    expect(read.hardware).toEqual([
      {
        ...row,
        id: 'A-1',
        makers: ['HITACHI'],
        models: ['HA8000V/DL360 Gen10'],
        part: 'bios',
        fixed: { day: '2024-03-01' },
        cves: ['CVE-2026-90001'],
        newestOn: '2026-11-01',
      },
      {
        ...row,
        id: 'A-2',
        makers: ['Dell Inc.'],
        models: ['PowerEdge R7*'],
        part: 'bios',
        fixed: { version: '2.20.1' },
        cves: ['CVE-2026-90002'],
      },
      {
        ...row,
        id: 'A-3',
        makers: ['HPE'],
        models: ['ProLiant DL380 Gen11'],
        part: 'bmc',
        fixed: { version: '1.70' },
        cves: [],
      },
    ])
    expect(read.bulletins).toHaveLength(5)
  })

  it('leaves out a row that would match by a program, and says so', () => {
    const read = decodeHardwareJson(
      json({ ...notice, productMatch: { vendor: '(a+)+$', model: 'x' } }, { id: 'no match' }),
      about,
    )
    expect([read.bulletins, read.skipped.map(({ record }) => record)]).toEqual([[], ['HPESBHF00001', 'no match']])
    expect(() => decodeHardwareCsv('id,vendor\n"a,b', about)).toThrow(expect.objectContaining({ code: 'malformed' }))
  })

  it('is bounded: a row for a thousand models, a title of pages, an id that climbs', () => {
    const match = { vendor: 'HPE', model: 'Gen10' }
    const many = Array.from({ length: 40 }, (_, at) => `m${at}`).join(';')
    const csv = `id,vendor,model,cves\nA-1,${many},${many},CVE-2026-90001\n../x,HPE,Gen10,CVE-2026-90001\n`
    expect(decodeHardwareCsv(csv, about).skipped).toEqual([
      { record: 'A-1', why: 'stands for over 500 models: write it as several rows' },
      { record: '../x', why: 'has no id without blanks' },
    ])
    const long = { ...notice, productMatch: { ...match, bmc: 'x'.repeat(5000) }, fixedVersion: 'y'.repeat(5000) }
    expect(decodeHardwareJson(json(long), about).bulletins?.[0]?.title.en?.length).toBeLessThan(300)
  })

  test.each([
    ['Gen(8|9)$', ['Gen8', 'Gen9']],
    ['^ProLiant DL380 Gen10$', ['ProLiant DL380 Gen10']],
    ['a\\.b', ['a.b']],
    ['(a|b(c|d)?)', ['a', 'b', 'bc', 'bd']],
    ['.*', undefined],
    ['a{1,9}', undefined],
    ['(a', undefined],
    ['a)', undefined],
    ['(a|b)'.repeat(7), undefined],
    ['', undefined],
  ])('the words of %s', (pattern, words) => expect(wordsOfPattern(pattern)).toEqual(words))
})

describe('saved pages of makers', () => {
  it('HPE', () => {
    const said =
      '<h1>HPESBHF90001 rev.1 - iLO</h1><p>Document ID: x</p><p><b>Last Updated:</b> 2026-08-02</p><p><b>Release Date:</b> 2026-08-01</p><ul><li>CVE-2026-90001</li><li>iLO 5 - Prior to v3.00</li></ul><table><tr><th>Reference</th><th>V3 Base Score</th></tr><tr><td>CVE-2026-90001</td><td>9.8</td></tr></table>'
    expect(decodeHpePage(said, about).bulletins).toEqual([
      {
        feed: 'hpe',
        id: 'HPESBHF90001',
        published: '2026-08-01',
        updated: '2026-08-02',
        title: { en: 'HPESBHF90001 rev.1 - iLO' },
        severity: 'critical',
        cves: ['CVE-2026-90001'],
        targets: [{ vendor: 'HPE', model: 'iLO 5' }],
      },
    ])
  })

  it('Hitachi', () => {
    const page =
      '<h1>HWS90-001</h1><p>Last Update: 2026/08/05</p><p>CVE-2026-90001</p><table><tr><th>対象製品</th><th>対策</th></tr><tr><td>HA8000V/DL380 Gen10</td><td>U30</td></tr></table>'
    expect(decodeHitachiPage(page, about).bulletins).toMatchObject([
      { id: 'HWS90-001', published: '2026-08-05', targets: [{ vendor: 'Hitachi', model: 'HA8000V/DL380 Gen10' }] },
    ])
    const list =
      '<table><tr><th>番号</th></tr><tr><td><a href="x">hitachi-sec-2026-901</a></td><td>JP1 における脆弱性</td><td>2026年8月5日</td></tr></table>'
    expect(decodeHitachiList(list, about).bulletins).toMatchObject([
      { id: 'hitachi-sec-2026-901', published: '2026-08-05', title: { ja: 'JP1 における脆弱性' } },
    ])
  })

  it('refuses a page whose elements never end: the parser would be busy for hours', () => {
    const page = `<html><p>hitachi-sec-2026-901</p>${'<a>'.repeat(30_000)}</html>`
    expect(() => decodeHitachiList(page, about)).toThrow(expect.objectContaining({ code: 'hostile' }))
    const began = performance.now()
    const comments = `<html>hitachi-sec-2026-901${'<!-- <p>x</p>'.repeat(100_000)}</html>`
    expect(() => decodeHitachiList(comments, about)).toThrow(expect.objectContaining({ code: 'unsupported' }))
    expect(performance.now() - began).toBeLessThan(1000)
  })

  it('keeps no more models than a bulletin may name, and says so', () => {
    const items = Array.from({ length: 600 }, (_, at) => `<li>model ${at} - all</li>`).join('')
    const page = `<html><h1>HPESBHF90001</h1><p>Document ID</p><p>Release Date: 2026-08-01</p><ul>${items}</ul></html>`
    const { bulletins, skipped } = decodeHpePage(page, about)
    expect([bulletins?.[0]?.targets.length, skipped.length]).toEqual([500, 1])
  })

  it.each([decodeHpePage, decodeHitachiPage, decodeHitachiList])('refuses another page', (decode) => {
    expect(() => decode('<p>hello</p>', about)).toThrow(expect.objectContaining({ code: 'unsupported' }))
  })
})
