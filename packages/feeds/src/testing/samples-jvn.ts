/** Publications in the shape of JVN iPedia, with ids and texts of our own. */
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
