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

const STATUS =
  '<status:Status xmlns:status="http://jvndb.jvn.jp/myjvn/Status" version="3.3" retCd="0" errCd="" errMsg="" totalRes="120" totalResRet="3" firstRes="51"/>'

/** RSS of JVN iPedia: `sec` and the dates differ between the API and the static feeds. */
export const jvnRss = ({ isStatic = false, status = STATUS, items = '' } = {}) => {
  const time = isStatic ? 'T11:02+09:00' : 'T11:02:41+09:00'
  return `<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:sec="http://jvn.jp/rss/mod_sec/${isStatic ? '' : '3.0/'}" xml:lang="ja">
  <channel rdf:about="https://jvndb.jvn.jp/apis/myjvn"><title>JVNDB</title><dc:date>2026-11-20T12:00:16+09:00</dc:date>
    <dcterms:issued /><items><rdf:Seq><rdf:li rdf:resource="https://jvndb.jvn.jp/ja/contents/2026/JVNDB-2026-999001.html"/></rdf:Seq></items></channel>
  <item rdf:about="https://jvndb.jvn.jp/ja/contents/2026/JVNDB-2026-999001.html">
    <title>VMware ESXi における
      試験用の脆弱性</title>
    <link>https://jvndb.jvn.jp/ja/contents/2026/JVNDB-2026-999001.html</link>
    <description>試験用&#13;
</description>
    <sec:identifier>JVNDB-2026-999001</sec:identifier>
    <sec:references source="CVE" id="CVE-2026-99001">https://www.cve.org/CVERecord?id=CVE-2026-99001</sec:references>
    <sec:references source="NVD" id="CVE-2026-99001">https://nvd.nist.gov/vuln/detail/CVE-2026-99001</sec:references>
    <sec:references id="CWE-787" title="境界外書き込み(CWE-787)">https://cwe.mitre.org/data/definitions/787.html</sec:references>
    <sec:cpe version="2.2" vendor="ヴイエムウェア" product="VMware ESXi">
      cpe:/o:vmware:esxi</sec:cpe>
    <sec:cpe version="2.2" vendor="ヴイエムウェア" product="VMware Workstation">cpe:/a:vmware:workstation%2bplayer</sec:cpe>
    <sec:cvss score="9.3" severity="Critical" vector="CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H" version="3.0" type="Base"/>
    <dc:date>2026-11-10${time}</dc:date><dcterms:issued>2026-11-06${time}</dcterms:issued><dcterms:modified>2026-11-10${time}</dcterms:modified>
  </item>
  <item rdf:about="https://jvndb.jvn.jp/ja/contents/2026/JVNDB-2026-999002.html">
    <title>試験用サーバのファームウェアにおける複数の脆弱性</title>
    <link>https://jvndb.jvn.jp/ja/contents/2026/JVNDB-2026-999002.html</link>
    <sec:identifier>JVNDB-2026-999002</sec:identifier>
    <sec:references source="CVE" id="CVE-2026-99002">x</sec:references>
    <sec:references source="CVE" id="CVE-2026-99003">x</sec:references>
    <sec:cpe version="2.2" vendor="Hewlett Packard Enterprise" product="iLO">cpe:/o:hp:integrated_lights-out_5_firmware</sec:cpe>
    <sec:cpe version="2.2" vendor="日立" product="VSP">cpe:/h:hitachi:virtual_storage_platform</sec:cpe>
    <dc:date>2026-11-05${time}</dc:date><dcterms:issued>2026-11-05${time}</dcterms:issued><dcterms:modified>2026-11-05${time}</dcterms:modified>
  </item>
  <item rdf:about="https://jvndb.jvn.jp/ja/contents/2026/JVNDB-2026-999003.html">
    <title>試験用ブラウザの脆弱性</title>
    <link>https://jvndb.jvn.jp/ja/contents/2026/JVNDB-2026-999003.html</link>
    <sec:identifier>JVNDB-2026-999003</sec:identifier>
    <sec:references source="CVE" id="CVE-2026-99004">x</sec:references>
    <dc:date>2026-11-04${time}</dc:date><dcterms:issued>2026-11-04${time}</dcterms:issued><dcterms:modified>2026-11-04${time}</dcterms:modified>
  </item>
  ${items}
  ${isStatic ? '' : status}
</rdf:RDF>`
}

export const jvnDetail = `<?xml version="1.0" encoding="UTF-8"?>
<VULDEF-Document version="3.2" xmlns="http://jvn.jp/vuldef/" xmlns:sec="http://jvn.jp/rss/mod_sec/3.0/" xml:lang="ja">
  <Vulinfo><VulinfoID>JVNDB-2026-999001</VulinfoID><VulinfoData>
    <Title>VMware vCenter Server における試験用の脆弱性</Title>
    <VulinfoDescription><Overview>試験用 &lt;ul&gt;&lt;li&gt;一&lt;/li&gt;&lt;/ul&gt;</Overview></VulinfoDescription>
    <Affected>
      <AffectedItem><Name>ヴイエムウェア</Name><ProductName>VMware vCenter Server</ProductName><Cpe version="2.2">cpe:/a:vmware:vcenter_server</Cpe><VersionNumber>8.0 以上 8.0 U3k 未満</VersionNumber><VersionNumber>7.0 およびそれ以前</VersionNumber></AffectedItem>
    </Affected>
    <Impact><Cvss version="2.0"><Base>5.0</Base><Vector>AV:N/AC:L/Au:N/C:P/I:N/A:N</Vector></Cvss><Cvss version="3.0"><Severity type="Base">Critical</Severity><Base>9.8</Base><Vector>CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H</Vector></Cvss></Impact>
    <Related>
      <RelatedItem type="vendor"><Name>Broadcom</Name><VulinfoID>VMSA-2026-9901</VulinfoID><URL>https://example.com/</URL></RelatedItem>
      <RelatedItem type="advisory"><Name>CVE</Name><VulinfoID>CVE-2026-99001</VulinfoID><URL>https://example.com/</URL></RelatedItem>
      <RelatedItem type="cwe"><Name>JVNDB</Name><VulinfoID>CWE-787</VulinfoID></RelatedItem>
    </Related>
    <DateFirstPublished>2026-11-06T11:02:41+09:00</DateFirstPublished><DateLastUpdated>2026-11-10T11:02:41+09:00</DateLastUpdated><DatePublic>2026-11-04T00:00:00+09:00</DatePublic>
  </VulinfoData></Vulinfo>
</VULDEF-Document>`

export const jvnAlerts = `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:sec="http://jvn.jp/rss/mod_sec/3.0/" xml:lang="ja">
  <title type="text">試験用</title><updated>2026-11-21T05:16:39+09:00</updated>
  <entry><title>VMware ESXi に関するソフトウェア更新情報</title><id>MYJVN-ALT-2026-9901</id><summary>CVE-2026-99001 の修正</summary>
    <published>2026-11-12T10:58:02+09:00</published><updated>2026-11-13T10:58:02+09:00</updated><category label="INFO" term="Info"/>
    <sec:items><sec:item><sec:title>更新</sec:title><sec:identifier>MYJVN-ALT-2026-9901-0001</sec:identifier><sec:link href="https://example.com/download"/><sec:cpe>cpe:/o:vmware:esxi</sec:cpe></sec:item></sec:items>
  </entry>
</feed>`

export const jvnNoHits =
  '<Result xmlns="http://jvndb.jvn.jp/myjvn/Results" xmlns:status="http://jvndb.jvn.jp/myjvn/Status"><status:Status retCd="0" errCd="" errMsg="" totalRes="0" totalResRet="0" firstRes="0"/></Result>'

/** HTTP says 200. */
export const jvnRefusal =
  '<Result xmlns="http://jvndb.jvn.jp/myjvn/Results" xmlns:status="http://jvndb.jvn.jp/myjvn/Status"><status:Status retCd="1" errCd="E001" errMsg="no such &#xA; method" totalRes="0" totalResRet="0" firstRes="0"/></Result>'

const okaStatus = { retCd: 0, errCd: '', errMsg: '', totalRes: 1, totalResRet: 1, firstRes: 1 }
const okaProduct = (cpe: string) => ({
  vname: 'メーカー',
  product_id: 'jvnpid:1.0::x',
  pname: '製品',
  product_ids: { cpe },
})
const okaMetrics = [
  {
    content: {
      cvss_v3: { version: '3.0', vectorString: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', baseScore: 9.8 },
      ScoringSystem: { version: '5.0', vectorString: 'CVSS:5.0/X', baseScore: 9.5 },
    },
  },
]

export const okaOverview = () => ({
  feed: {
    generator: { date: '2026-11-21T11:36:12+09:00' },
    updated: '',
    entry: [
      {
        title: 'VMware Tools における試験用の脆弱性',
        id: 'JVNDB-2026-999005',
        link: 'https://jvndb.jvn.jp/ja/contents/2026/JVNDB-2026-999005.html',
        created: '2026-11-06T11:02:41+09:00',
        modified: '2026-11-07T11:02:41+09:00',
        public: '2026-11-01T00:00:00+09:00',
        references: [{ url: 'https://example.com/', summary: 'CVE-2026-99005', source: 'CVE' }],
        products: [okaProduct('cpe:2.3:a:vmware:tools:*:*:*:*:*:*:*:*')],
        metrics: okaMetrics,
        cwes: [{ id: 'CWE-502' }],
      },
    ],
  },
  status: okaStatus,
})

export const okaDetail = () => ({
  document: {
    category: 'myjvn_security_advisory',
    csaf_version: '2.1',
    title: 'VMware Cloud Foundation における試験用の脆弱性',
    lang: 'ja',
    tracking: {
      id: 'JVNDB-2026-999006',
      initial_release_date: '2026-11-06T11:02:41+09:00',
      current_release_date: '2026-11-08T11:02:41+09:00',
    },
  },
  product_tree: {
    branches: [
      {
        category: 'vendor',
        name: 'ヴイエムウェア',
        branches: [
          {
            category: 'product_name',
            name: 'VMware Cloud Foundation',
            product: {
              product_id: 'p1',
              name: 'VMware Cloud Foundation',
              product_identification_helper: { cpe: 'cpe:2.3:a:vmware:cloud_foundation:*:*:*:*:*:*:*:*' },
            },
          },
        ],
      },
    ],
  },
  vulnerabilities: [{ cve: 'CVE-2026-99006', cwes: [{ id: 'CWE-79' }], metrics: okaMetrics }],
  jvn_extension: { generator: { date: '2026-11-21T11:36:12+09:00' } },
  status: okaStatus,
})

export const okaAlerts = () => ({
  feed: {
    generator: { date: '2026-11-21T11:36:12+09:00' },
    entry: [
      {
        title: 'CVE-2026-99007 に関する情報',
        id: 'MYJVN-ALT-2026-9902',
        link: 'https://example.com/alert',
        created: '2026-11-06T11:02:41+09:00',
        modified: '2026-11-06T11:02:41+09:00',
        items: [{ title: '更新', id: 'x', products: [okaProduct('cpe:2.3:a:vmware:vcenter_server:*:*:*:*:*:*:*:*')] }],
      },
    ],
  },
  status: okaStatus,
})

export const hndAlertsJson = () => ({
  feed: {
    updated: '2026-11-21T11:36:12+09:00',
    entry: [
      {
        title: '試験用のお知らせ',
        id: 'MYJVN-ALT-2026-9903',
        link: 'https://example.com/alert',
        update: '2026-11-07T07:36:21+09:00',
        published: '2026-11-04T14:45:58+09:00',
        'sec:items': [{ 'sec:item': { 'sec:title': 'CVE-2026-99001', 'sec:cpe': [{ value: 'cpe:/o:vmware:esxi' }] } }],
      },
    ],
    'status:Status': { retCd: 0, totalRes: '2', totalResRet: '1', firstRes: '1' },
  },
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
