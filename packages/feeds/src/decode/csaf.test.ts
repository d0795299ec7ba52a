import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { decodeJvnChecksums, verifyChecksum } from '../checksum.ts'
import { csaf, csafChanges, csafIndex, csafProvider, NOW } from '../testing/samples.ts'
import { decodeCsafChanges, decodeCsafIndex, decodeCsafProvider } from './csaf-provider.ts'
import { decodeCsaf } from './csaf.ts'

const about = { now: NOW }
const decode = (more?: Parameters<typeof csaf>[0], wanted?: ReadonlySet<string>) =>
  decodeCsaf(JSON.stringify(csaf(more)), { now: NOW, ...(wanted ? { wanted } : {}) })

describe('decodeCsaf', () => {
  it("names what is concerned by the maker's words, and not what is spared", () => {
    expect(decode()).toEqual({
      feed: 'csaf',
      asOf: '2026-11-01',
      notes: [
        {
          cve: 'CVE-2026-99008',
          cvss: [
            { version: '3.1', score: 7.2, vector: 'CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H', by: 'Example PSIRT' },
          ],
          cwes: ['CWE-287'],
          titles: { en: 'A flaw' },
          links: ['https://example.com/advisory/1'],
        },
      ],
      bulletins: [
        {
          feed: 'csaf',
          id: 'example-2026-0001',
          url: 'https://example.com/advisory/1',
          published: '2026-10-01',
          updated: '2026-11-01',
          title: { en: 'A flaw of a management controller' },
          severity: 'high',
          cves: ['CVE-2026-99008'],
          targets: [
            { vendor: 'Cisco', model: 'Cisco UCS C-Series' },
            { vendor: 'Hitachi', model: 'virtual storage platform 5100' },
          ],
        },
      ],
      skipped: [],
    })
  })

  it('reads VEX: a product that every flaw spares is no target', () => {
    const vex = { category: 'csaf_vex' }
    const spared = decode({ head: vex, flaw: { product_status: { known_not_affected: ['c1', 'v1', 'h1'] } } })
    expect(spared.bulletins ?? []).toEqual([])
    expect(spared.skipped).toEqual([
      { record: '1 record', why: 'names neither a product of an estate nor a flaw that is known' },
    ])
    const affected = decode({ head: vex, flaw: { product_status: { under_investigation: ['v1'] } } })
    expect(affected.bulletins?.[0]?.targets).toEqual([{ product: 'esx' }])
  })

  it('takes all products where no flaw says which', () => {
    const { bulletins } = decode({ head: { category: 'csaf_base' }, flaw: { product_status: undefined } })
    expect(bulletins?.[0]?.targets).toContainEqual({ product: 'esx' })
  })

  it('keeps the notes on a flaw that the caller knows', () => {
    const { notes, bulletins } = decode(
      { flaw: { product_status: { known_affected: ['o1'] } } },
      new Set(['CVE-2026-99008']),
    )
    expect(notes).toHaveLength(1)
    expect(bulletins).toEqual([])
  })

  it('passes over drafts and withdrawn documents', () => {
    expect(decode({ tracking: { status: 'draft' } }).skipped).toEqual([
      { record: 'example-2026-0001', why: 'is a draft' },
    ])
    expect(decode({ head: { category: 'csaf_withdrawn' } }).skipped[0]?.why).toBe('was withdrawn')
  })

  it('refuses other formats, ids that climb, and days that have not been', () => {
    expect(() => decodeCsaf('[]', about)).toThrow('csaf: this is no CSAF document')
    expect(() => decode({ tracking: { id: '../../etc/passwd' } })).toThrow('csaf: ../../etc/passwd: its tracking')
    expect(() => decode({ tracking: { current_release_date: '9999-01-01T00:00:00Z' } })).toThrow('dated 9999-01-01')
  })

  it('keeps the product tree within its levels', () => {
    let branches: object[] = [{ category: 'product_name', name: 'x', product: { product_id: 'x', name: 'x' } }]
    for (let i = 0; i < 100; i += 1) branches = [{ category: 'vendor', name: 'HPE', branches }]
    expect(() => decodeCsaf(JSON.stringify({ ...csaf(), product_tree: { branches } }), about)).toThrow('nested deeper')
  })
})

describe('what lies beside the documents', () => {
  it('finds the folders of a publisher', () => {
    expect(decodeCsafProvider(JSON.stringify(csafProvider()))).toEqual({
      publisher: 'Example',
      directories: ['https://example.com/.well-known/csaf/white/'],
      feeds: ['https://example.com/.well-known/csaf/white/feed.json'],
    })
    expect(() => decodeCsafProvider('{}')).toThrow('csaf: this is no provider-metadata.json')
  })

  it('lists documents, and no path that leads elsewhere', () => {
    expect(decodeCsafIndex(csafIndex)).toEqual({
      documents: [{ path: '2026/example-2026-0001.json' }, { path: '2026/example-2026-0002.json' }],
      skipped: [{ record: '../../etc/passwd', why: 'is no path of a document below the folder' }],
    })
    const paths = [
      '/x.json',
      'a/../x.json',
      'C:\\x.json',
      'https://example.com/x.json',
      '2026//x.json',
      '.x.json',
      'x\u0000.json',
    ]
    expect(decodeCsafIndex(paths.join('\n')).documents).toEqual([])
    const changes = decodeCsafChanges(csafChanges, about)
    expect(changes.documents).toEqual([
      { path: '2026/example-2026-0002.json', changed: '2026-08-01T00:00:00.000Z' },
      { path: '2026/example-2026-0001.json', changed: '2026-07-01T00:00:00.000Z' },
    ])
    expect(changes.skipped.map(({ record }) => record)).toEqual([
      '"/etc/x.json","2026-08-01T00:00:00Z"',
      '"2026/example-2026-0003.json","9999-08-01T00:00:00Z"',
    ])
  })

  it('holds a document against its checksum', () => {
    const bytes = Buffer.from(JSON.stringify(csaf()))
    for (const algorithm of ['sha256', 'sha512']) {
      const digest = createHash(algorithm).update(bytes).digest('hex')
      expect(() => {
        verifyChecksum('csaf', 'x.json', bytes, `${digest.toUpperCase()}  x.json\n`)
      }).not.toThrow()
      expect(() => {
        verifyChecksum('csaf', 'x.json', Buffer.concat([bytes, Buffer.from(' ')]), digest)
      }).toThrow(`csaf: x.json: the file does not have the ${algorithm} that is published`)
    }
    for (const companion of ['', 'no digest', 'f'.repeat(40), 'z'.repeat(64), 'f'.repeat(5000)])
      expect(() => {
        verifyChecksum('csaf', 'x.json', bytes, companion)
      }).toThrow(/^csaf: /)
  })

  it('reads the checksums of JVN', () => {
    const row = {
      url: 'https://jvndb.jvn.jp/ja/rss/jvndb_new.rdf',
      filename: 'jvndb_new.rdf',
      sha256: 'AB'.repeat(32),
      size: 5,
    }
    const { files, skipped } = decodeJvnChecksums(JSON.stringify([row, { ...row, filename: '../x.rdf' }]))
    expect(files).toEqual([{ ...row, sha256: 'ab'.repeat(32) }])
    expect(skipped).toEqual([{ record: '../x.rdf', why: 'has no address, name, size or SHA-256 that can be used' }])
    expect(() => decodeJvnChecksums('{}')).toThrow('jvn: this is no checksum.txt')
  })
})
