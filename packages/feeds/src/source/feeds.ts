import type { Knowledge } from '@sakimori/core/advisory'
import { text, type Text } from '@sakimori/core/text'
import { verifyChecksum } from '../checksum.ts'
import { decodeBroadcomList, lastPageOf } from '../decode/broadcom-list.ts'
import { walkDepot } from '../decode/depot.ts'
import { csaf, cveRecords, jpcert, jvn, nvd } from './catalogues.ts'
import type { Document } from './document.ts'
import type { Reader } from './kinds.ts'

/** Fetches one page of a feed; `undefined` where it has not changed since the last time. @throws FeedError */
export type Fetch = (url: string, more?: FetchOptions) => Promise<Document | undefined>

export interface FetchOptions {
  readonly post?: string
  readonly maxBytes?: number
  /** Whether it is wanted although it may not have changed. */
  readonly always?: boolean
  /** Where it is not the feed's own: of a publisher that the site names. */
  readonly site?: string
}

/** What a feed on the web may look at to know what to ask for. */
export interface Asking {
  readonly fetch: Fetch
  readonly knowledge: Knowledge
  readonly reader: Reader
  readonly env: Readonly<Record<string, string | undefined>>
}

/** One publisher of security news. */
export interface Feed {
  readonly id: string
  readonly name: Text
  /** What it is good for. */
  readonly purpose: Text
  /** What its publisher asks of a reader, as far as it is known. */
  readonly terms: Text
  readonly live?: {
    /** Its registrable domain; of a depot, the customer's own. */
    readonly site: string
    /** Not asked again before so many hours have passed. */
    readonly hours: number
    readonly pauseMs: number
    /** Whether it is asked at all: a depot only where its address is given. */
    readonly isWanted?: (env: Asking['env']) => boolean
    readonly isSecret?: true
    readonly documents: (asking: Asking) => AsyncGenerator<Document | undefined>
  }
}

const MIB = 2 ** 20

const onePage = (url: string, maxBytes: number) =>
  async function* documents({ fetch }: Asking): AsyncGenerator<Document | undefined> {
    yield await fetch(url, { maxBytes })
  }

const PORTAL = 'https://support.broadcom.com/web/ecx/security-advisory/-/securityadvisory/getSecurityAdvisoryList'
/** Pages of advisories that are fetched in one update: enough for a busy month, and not the whole archive. */
const MOST_DETAILS = 20

/** The list, page by page, and then the pages of the advisories that are new or have moved. */
async function* portal({ fetch, knowledge, reader }: Asking): AsyncGenerator<Document | undefined> {
  const moved: string[] = []
  for (let page = 0, last = 0; page <= Math.min(last, 20); page += 1) {
    const ask = { pageNumber: page, pageSize: 50, searchVal: '', segment: 'VC', sortInfo: { column: '', order: '' } }
    const list = await fetch(PORTAL, { post: JSON.stringify(ask), maxBytes: 4 * MIB })
    if (list === undefined) continue
    last = lastPageOf(list.bytes)
    for (const { id, url, published, updated } of decodeBroadcomList(list.bytes, reader).bulletins ?? []) {
      const known = knowledge.advisories.find((advisory) => advisory.id === id)
      const isKnown = known !== undefined && (known.updated ?? known.published) >= (updated ?? published)
      if (!isKnown && url !== undefined && /^VMSA-20(?:1[6-9]|[2-9]\d)/.test(id)) moved.push(url)
    }
    yield list
  }
  for (const url of moved.slice(0, MOST_DETAILS)) yield await fetch(url, { maxBytes: 8 * MIB, always: true })
}

const SCANNER =
  'https://raw.githubusercontent.com/vmware/powershell-module-for-vcf-patch-scanner/main/VcfPatchScanner/Data/securityAdvisory.json'

async function* scanner({ fetch }: Asking): AsyncGenerator<Document | undefined> {
  const file = await fetch(SCANNER, { maxBytes: 32 * MIB })
  const sums = file && (await fetch(`${SCANNER}.sha256sum`, { maxBytes: 4096, always: true }))
  if (file && sums) verifyChecksum('broadcom-json', 'securityAdvisory.json', file.bytes, sums.bytes)
  yield file
}

async function* depot({ fetch, env }: Asking): AsyncGenerator<Document | undefined> {
  const index = new URL(env['SAKIMORI_DEPOT_URL'] ?? '')
  const [, folder = '', file = ''] = /^(.*\/)([^/]*)$/.exec(index.pathname) ?? []
  const read = async (path: string) => {
    const document = await fetch(new URL(folder + path + index.search, index).href, {
      maxBytes: 192 * MIB,
      always: true,
    })
    return document?.bytes ?? new Uint8Array()
  }
  for await (const { path, bytes } of walkDepot(file, read)) yield { name: path, bytes }
}

const byFileOnly = text(
  'read from files that you save; no feed is known',
  'フィードがないため、保存したファイルから読み込みます',
)
const vendorTerms = text(
  'facts of the vendor, for use with its products; asked at most four times a day',
  'ベンダーの公開情報 (自社製品の利用者向け)。取得は 1 日 4 回まで',
)

/** Every feed that is known, in the order in which they are read. */
export const feeds: readonly Feed[] = [
  {
    id: 'broadcom-portal',
    name: text('Broadcom support portal', 'Broadcom サポート ポータル'),
    purpose: text(
      'what is new or was changed, and the response matrix of each: the first word on which build has the fix',
      '新しいアドバイザリーと更新の有無、各アドバイザリーの対応表 (修正済みビルドの一次情報)',
    ),
    terms: vendorTerms,
    live: { site: 'broadcom.com', hours: 6, pauseMs: 1000, documents: portal },
  },
  {
    id: 'broadcom-json',
    name: text('Broadcom VCF Patch Scanner', 'Broadcom VCF Patch Scanner のデータ'),
    purpose: text(
      "the vendor's own table of fixed builds; some rows are missing",
      'ベンダー自身による修正済みビルドの表 (一部の行は欠けている)',
    ),
    terms: vendorTerms,
    live: { site: 'githubusercontent.com', hours: 6, pauseMs: 200, documents: scanner },
  },
  {
    id: 'broadcom-depot',
    name: text('Depot of ESX patches', 'ESX パッチのデポ'),
    purpose: text(
      'every build with its day and kind, and recalls; no CVE ids',
      '全ビルドの日付と種類、取り下げ (CVE の情報はない)',
    ),
    terms: text(
      'your own download token or UMDS; set SAKIMORI_DEPOT_URL to the address of vmw-depot-index.xml',
      '自社のダウンロード トークンまたは UMDS。vmw-depot-index.xml の URL を SAKIMORI_DEPOT_URL に設定する',
    ),
    live: {
      site: 'broadcom.com',
      hours: 6,
      pauseMs: 200,
      isSecret: true,
      isWanted: (env) => Boolean(env['SAKIMORI_DEPOT_URL']),
      documents: depot,
    },
  },
  {
    id: 'cisa-kev',
    name: text('CISA KEV catalogue', 'CISA KEV カタログ'),
    purpose: text('which flaws were seen to be exploited', '悪用が確認された脆弱性'),
    terms: text('public domain (CC0)', 'パブリック ドメイン (CC0)'),
    live: {
      site: 'cisa.gov',
      hours: 6,
      pauseMs: 1000,
      documents: onePage(
        'https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json',
        64 * MIB,
      ),
    },
  },
  {
    id: 'cve-records',
    name: text('CVE records', 'CVE レコード'),
    purpose: text(
      "the builds that the vendor's own records name, scores, and CISA's decision points",
      'ベンダー自身のレコードにある修正ビルド、スコア、CISA の判断材料 (SSVC)',
    ),
    terms: text('CVE terms of use: free, with attribution', 'CVE の利用規約 (出典を示せば自由に利用可)'),
    live: { site: 'githubusercontent.com', hours: 24, pauseMs: 200, documents: cveRecords },
  },
  {
    id: 'epss',
    name: text('EPSS of FIRST', 'EPSS (悪用予測スコア)'),
    purpose: text('the chance that a flaw is used in the next 30 days', '30 日以内に悪用される確率'),
    terms: text('free, with attribution (FIRST)', '出典 (FIRST) を示せば自由に利用可'),
    live: {
      site: 'empiricalsecurity.com',
      hours: 24,
      pauseMs: 1000,
      documents: onePage('https://epss.empiricalsecurity.com/epss_scores-current.csv.gz', 64 * MIB),
    },
  },
  {
    id: 'nvd',
    name: text('NVD', 'NVD'),
    purpose: text('scores and kinds of weakness; never a fix', 'スコアと脆弱性の種類 (修正ビルドには使わない)'),
    terms: text('public domain; one request in six seconds', 'パブリック ドメイン (要求は 6 秒に 1 回)'),
    live: { site: 'nist.gov', hours: 24, pauseMs: 6000, documents: nvd },
  },
  {
    id: 'jvn',
    name: text('JVN iPedia', 'JVN iPedia'),
    purpose: text(
      'Japanese titles and notices on our products and on hardware; never a fix',
      '対象製品とハードウェアに関する日本語の情報 (修正ビルドには使わない)',
    ),
    terms: text('IPA; few requests, feeds before queries', 'IPA。要求は少なく、フィードを優先する'),
    live: { site: 'jvn.jp', hours: 6, pauseMs: 1000, documents: jvn },
  },
  {
    id: 'jpcert',
    name: text('JPCERT/CC', 'JPCERT/CC'),
    purpose: text('alerts, weekly reports and brief news', '注意喚起、Weekly Report、CyberNewsFlash'),
    terms: text('free to read', '閲覧自由'),
    live: { site: 'jpcert.or.jp', hours: 6, pauseMs: 1000, documents: jpcert },
  },
  {
    id: 'csaf',
    name: text('CSAF of makers', 'CSAF (各メーカー)'),
    purpose: text(
      'advisories of makers whose provider-metadata.json is named in SAKIMORI_CSAF_URLS',
      'SAKIMORI_CSAF_URLS に指定した provider-metadata.json の発行元のアドバイザリ',
    ),
    terms: text('of each publisher', '発行元ごとの条件による'),
    live: {
      site: '',
      hours: 12,
      pauseMs: 500,
      isWanted: (env) => Boolean(env['SAKIMORI_CSAF_URLS']),
      documents: csaf,
    },
  },
  {
    id: 'hardware',
    name: text('Your own list of hardware notices', '自組織で管理するハードウェアの一覧'),
    purpose: text(
      'firmware of servers and storage, from JSON or CSV',
      'サーバー、ストレージのファームウェア (JSON または CSV)',
    ),
    terms: byFileOnly,
  },
  {
    id: 'hpe',
    name: text('HPE security bulletins', 'HPE セキュリティ情報'),
    purpose: text('saved pages of bulletins: iLO, BIOS', '保存したページ (iLO、BIOS)'),
    terms: byFileOnly,
  },
  {
    id: 'hitachi',
    name: text('Hitachi security notices', '日立 セキュリティ情報'),
    purpose: text(
      'saved notices on servers and storage, and the list of software notices',
      'サーバー、ストレージの通知ページと、ソフトウェアの一覧ページ',
    ),
    terms: byFileOnly,
  },
]

export const findFeed = (id: string): Feed | undefined => feeds.find((feed) => feed.id === id)
