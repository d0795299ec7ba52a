/**
 * Publications in the shape of each feed, with ids and texts of our own; numbers of releases are real.
 * Each is a function, so that a test may change what it gives.
 */
export const NOW = '2026-11-23'

export const kevEntry = (cveID: string, more: object = {}) => ({
  cveID,
  vendorProject: 'Maker',
  product: 'Multiple Products',
  vulnerabilityName: 'A flaw',
  dateAdded: '2025-03-04',
  dueDate: '2025-03-25',
  knownRansomwareCampaignUse: 'Unknown',
  ...more,
})

export const kev = (
  vulnerabilities: readonly object[] = [kevEntry('CVE-2025-22225'), kevEntry('CVE-2024-37085')],
  more: object = {},
) => ({
  title: 'CISA Catalog of Known Exploited Vulnerabilities',
  catalogVersion: '2026.11.20',
  dateReleased: '2026-11-20T17:04:19.9796Z',
  count: vulnerabilities.length,
  vulnerabilities,
  ...more,
})

export const epss = `#model_version:v2026.01.01,score_date:2026-11-22T12:55:00Z
cve,epss,percentile
CVE-2024-37085,0.70000,0.98700
CVE-2099-0001,0.00043,0.10000
CVE-2025-22225,4.0e-4,1
`

export const nvd = () => ({
  resultsPerPage: 1,
  startIndex: 0,
  totalResults: 1,
  format: 'NVD_CVE',
  version: '2.0',
  timestamp: '2026-11-22T00:00:00.000',
  vulnerabilities: [
    {
      cve: {
        id: 'CVE-2025-22225',
        sourceIdentifier: 'security@example.com',
        published: '2025-03-04T12:15:33.687',
        lastModified: '2025-10-30T20:00:00.000',
        vulnStatus: 'Analyzed',
        cisaExploitAdd: '2025-03-04',
        metrics: {
          cvssMetricV31: [
            metric('security@example.com', 8.2, 'CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:C/C:H/I:H/A:H'),
            metric('nvd@nist.gov', 8.2, 'CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:C/C:H/I:H/A:H'),
          ],
        },
        weaknesses: [
          { source: 'nvd@nist.gov', description: [{ lang: 'en', value: 'CWE-123' }] },
          { source: 'x', description: [{ lang: 'en', value: 'NVD-CWE-noinfo' }] },
        ],
        configurations: [
          {
            nodes: [
              {
                operator: 'OR',
                negate: false,
                cpeMatch: [{ vulnerable: true, criteria: 'cpe:2.3:o:vmware:esxi:8.0:update_3c:*:*:*:*:*:*' }],
              },
            ],
          },
        ],
        references: [{ url: 'https://example.com/advisory' }, { url: 'javascript:alert(1)' }],
      },
    },
  ],
})

const metric = (source: string, baseScore: number, vectorString: string) => ({
  source,
  type: 'Secondary',
  cvssData: { version: '3.1', vectorString, baseScore },
})

/** A record of the vendor's as they are since 2024: builds behind `lessThan`, and one entry a branch. */
export const cveRecord = (more: { readonly cna?: object; readonly meta?: object; readonly adp?: object } = {}) => ({
  dataType: 'CVE_RECORD',
  dataVersion: '5.1',
  cveMetadata: {
    cveId: 'CVE-2024-99001',
    state: 'PUBLISHED',
    assignerShortName: 'vmware',
    datePublished: '2024-03-05T17:57:22.043Z',
    dateUpdated: '2024-08-15T18:49:25.923Z',
    ...more.meta,
  },
  containers: {
    cna: {
      providerMetadata: { shortName: 'vmware', dateUpdated: '2024-03-06T17:57:22.043Z' },
      title: 'A flaw of a\r\n virtual device',
      datePublic: '2024-03-05T04:00:00.000Z',
      affected: [
        {
          vendor: 'n/a',
          product: 'VMware ESXi',
          defaultStatus: 'unaffected',
          versions: [
            affected('8.0 ', 'ESXi80U2sb-23305545'),
            affected('8.0', 'ESXi80U1d-23299997'),
            affected('8.0', 'ESXi80e-24569005'),
            affected('7.0', 'ESXi70U3p-23307199'),
          ],
        },
        {
          vendor: 'n/a',
          product: 'VMware vCenter Server',
          versions: [affected('8.0', '8.0 U2b'), affected('7.0')],
        },
        { vendor: 'n/a', product: 'VMware Workstation', versions: [affected('17.x', '17.5.1')] },
        { vendor: 'n/a', product: 'VMware Cloud Foundation', versions: [affected('5.x')] },
      ],
      metrics: [
        {
          format: 'CVSS',
          cvssV3_1: {
            version: '3.1',
            baseScore: 9.3,
            vectorString: 'CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H',
          },
        },
      ],
      references: [{ url: 'https://example.com/advisories/VMSA-2024-9901.html' }],
      ...more.cna,
    },
    adp: [
      {
        title: 'CISA ADP Vulnrichment',
        providerMetadata: { shortName: 'CISA-ADP' },
        problemTypes: [{ descriptions: [{ lang: 'en', cweId: 'CWE-416' }] }],
        metrics: [
          {
            other: {
              type: 'ssvc',
              content: {
                options: [{ Exploitation: 'active' }, { Automatable: 'no' }, { 'Technical Impact': 'total' }],
              },
            },
          },
          { other: { type: 'kev', content: { dateAdded: '2024-07-17' } } },
        ],
        // Repeated with a mistake, as CISA does: everything from 0 on.
        affected: [
          {
            vendor: 'vmware',
            product: 'esxi',
            versions: [{ status: 'affected', version: '0', lessThan: 'esxi80u2sb-23305545', versionType: 'custom' }],
          },
        ],
        ...more.adp,
      },
    ],
  },
})

const affected = (version: string, lessThan?: string) => ({
  status: 'affected',
  version,
  ...(lessThan === undefined ? {} : { lessThan }),
  versionType: 'custom',
})

const jpcertItem = (path: string, id: string, title: string, date: string, more = '') =>
  `<item rdf:about="${path}"><title>${title}</title><link>${path}</link><dc:identifier>${id}</dc:identifier><dc:date>${date}</dc:date>${more}</item>`

export const jpcert = (items = '') => `<?xml version="1.0" encoding="utf-8"?>
<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/" xml:lang="ja">
<channel rdf:about="https://www.jpcert.or.jp/rss/jpcert-all.rdf"><title>x</title><dc:date>2026-11-20T14:31+09:00</dc:date></channel>
${jpcertItem('https://www.jpcert.or.jp/at/2026/at269991.html', 'at269991', '注意喚起: VMware ESXiおよびvCenter Serverの試験用の脆弱性  (更新)', '2026-11-20T14:31+09:00')}
${jpcertItem('https://www.jpcert.or.jp/at/2026/at269992.html', 'at269992', '注意喚起: 試験用の表計算ソフトの脆弱性  (公開)', '2026-11-19T10:02+09:00', '<description>CVE-2024-37085</description>')}
${jpcertItem('https://www.jpcert.or.jp/wr/2026/wr261118.html#3', 'wr261118-3', 'Weekly Report: 日立製サーバの試験用の脆弱性', '2026-11-18T09:00+09:00')}
${jpcertItem('https://www.jpcert.or.jp/newsflash/2026111701.html', 'newsflash2026111701', 'VMware製品の試験用の脆弱性', '2026-11-17T18:00+09:00')}
${jpcertItem('https://jvn.jp/vu/JVNVU99999999/', 'JVNVU99999999', 'JVN: 試験用の家電の脆弱性', '2026-11-16T12:00+09:00')}
${jpcertItem('https://www.jpcert.or.jp/event/2026-11.html', 'event2026-11', 'イベント情報: VMware ESXi入門', '2026-11-15T12:00+09:00')}
${items}</rdf:RDF>`

/** An advisory of a maker; `status` decides which products its one flaw concerns. */
export const csaf = (more: { readonly head?: object; readonly tracking?: object; readonly flaw?: object } = {}) => ({
  document: {
    category: 'csaf_security_advisory',
    csaf_version: '2.0',
    lang: 'en',
    title: 'A flaw of a management controller',
    publisher: { category: 'vendor', name: 'Example PSIRT', namespace: 'https://example.com' },
    aggregate_severity: { text: 'Important' },
    references: [
      { category: 'self', summary: 'x', url: 'https://example.com/csaf/example-2026-0001.json' },
      { category: 'self', summary: 'x', url: 'https://example.com/advisory/1' },
      { category: 'external', summary: 'x', url: 'https://example.net/' },
    ],
    tracking: {
      id: 'example-2026-0001',
      status: 'final',
      version: '2',
      initial_release_date: '2026-10-01T16:00:00+00:00',
      current_release_date: '2026-11-01T16:00:00+00:00',
      ...more.tracking,
    },
    ...more.head,
  },
  product_tree: {
    branches: [
      {
        category: 'vendor',
        name: 'Cisco',
        branches: [
          {
            category: 'product_family',
            name: 'Cisco UCS C-Series',
            branches: [
              {
                category: 'product_version',
                name: '4.2',
                product: { product_id: 'c1', name: 'Cisco UCS C-Series 4.2' },
              },
            ],
          },
        ],
      },
      {
        category: 'vendor',
        name: 'VMware',
        branches: [{ category: 'product_name', name: 'ESXi', product: { product_id: 'v1', name: 'VMware ESXi' } }],
      },
      {
        category: 'vendor',
        name: 'Other',
        branches: [{ category: 'product_name', name: 'Office', product: { product_id: 'o1', name: 'Office' } }],
      },
    ],
    full_product_names: [
      {
        product_id: 'h1',
        name: 'A storage',
        product_identification_helper: { cpe: 'cpe:2.3:h:hitachi:virtual_storage_platform_5100:-:*:*:*:*:*:*:*' },
      },
    ],
    relationships: [
      {
        category: 'installed_on',
        product_reference: 'o1',
        relates_to_product_reference: 'h1',
        full_product_name: { product_id: 'r1', name: 'Office on a storage' },
      },
    ],
  },
  vulnerabilities: [
    {
      cve: 'CVE-2026-99008',
      cwe: { id: 'CWE-287', name: 'x' },
      title: 'A flaw',
      product_status: { known_affected: ['c1'], known_not_affected: ['v1'], fixed: ['r1'] },
      scores: [
        {
          products: ['c1'],
          cvss_v3: { version: '3.1', baseScore: 7.2, vectorString: 'CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H' },
        },
        {
          products: ['r1'],
          cvss_v3: { version: '3.1', baseScore: 7.2, vectorString: 'CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H' },
        },
      ],
      ...more.flaw,
    },
  ],
})

export const csafProvider = () => ({
  metadata_version: '2.0',
  publisher: { category: 'vendor', name: 'Example', namespace: 'https://example.com' },
  distributions: [
    { directory_url: 'https://example.com/.well-known/csaf/white' },
    { directory_url: 'file:///etc/' },
    { rolie: { feeds: [{ tlp_label: 'WHITE', url: 'https://example.com/.well-known/csaf/white/feed.json' }] } },
  ],
})
export const csafIndex = '2026/example-2026-0001.json\n../../etc/passwd\n2026/example-2026-0002.json\r\n'
export const csafChanges =
  '"2026/example-2026-0002.json","2026-08-01T00:00:00Z"\n2026/example-2026-0001.json,2026-07-01T09:00:00+09:00\n"/etc/x.json","2026-08-01T00:00:00Z"\n"2026/example-2026-0003.json","9999-08-01T00:00:00Z"\n'
