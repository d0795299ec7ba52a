import { daysBetween } from '@sakimori/core/advisory'
import { decodeCsafChanges, decodeCsafProvider } from '../decode/csaf-provider.ts'
import { decodeJvn } from '../decode/jvn/index.ts'
import { FeedError } from '../feed-error.ts'
import type { Document } from './document.ts'
import type { Asking } from './feeds.ts'

type Documents = AsyncGenerator<Document | undefined>

const MIB = 2 ** 20

/** What JVN iPedia calls our products. @see packages/feeds/src/targets.ts for the way back */
const JVN_NAMES = ['cpe:/o:vmware:esxi', 'cpe:/a:vmware:vcenter_server', 'cpe:/a:vmware:tools'] as const
/** An overview has 50 entries a page; more pages than all entries on one product would fill are not asked for. */
const MOST_PAGES = 20
/** Days that the range `m` covers at least, with some to spare. */
const MONTH = 25

/**
 * JVN iPedia: what is new of all products, for the makers of hardware, and every entry on our products. MyJVN answers
 * with the last week alone where a range is not named (`n` takes it away); after the first time a month is enough.
 * Source: MyJVN API, getVulnOverviewList (feed=hnd).
 */
export async function* jvn({ fetch, knowledge, reader }: Asking): Documents {
  for (const name of ['jvndb_new', 'jvndb'])
    yield await fetch(`https://jvndb.jvn.jp/ja/rss/${name}.rdf`, { maxBytes: 16 * MIB })
  const held = knowledge.feeds.find(({ feed }) => feed === 'jvn')
  // A month that follows a whole reading leaves no gap; one that broke off, or lies back longer, would.
  const isWhole =
    held === undefined || held.trouble !== undefined || daysBetween(held.readAt.slice(0, 10), reader.now) > MONTH
  for (const cpeName of JVN_NAMES)
    for (let start = 1, total = 1, page = 0; start <= total && page < MOST_PAGES; start += 50, page += 1) {
      const query = new URLSearchParams({
        method: 'getVulnOverviewList',
        feed: 'hnd',
        cpeName,
        rangeDatePublic: 'n',
        rangeDatePublished: isWhole ? 'n' : 'm',
        rangeDateFirstPublished: 'n',
        startItem: String(start),
        lang: 'ja',
      })
      const answer = await fetch(`https://jvndb.jvn.jp/myjvn?${query}`, { maxBytes: 16 * MIB, always: true })
      if (answer === undefined) break
      total = decodeJvn(answer.bytes, reader).page?.total ?? 0
      yield answer
    }
}

/** Alerts with their history, and the larger feed with notes of JVN and brief news. */
export async function* jpcert({ fetch }: Asking): Documents {
  for (const name of ['jpcert', 'jpcert-all'])
    yield await fetch(`https://www.jpcert.or.jp/rss/${name}.rdf`, { maxBytes: 8 * MIB })
}

/** Records that are asked for in one update, newest first. */
const MOST_RECORDS = 100

/** The records of the flaws that knowledge names, where they hold builds: since 2024. */
export async function* cveRecords({ fetch, reader }: Asking): Documents {
  const ids = [...reader.wanted]
    .flatMap((id) => {
      const [, year = '', number = ''] = /^CVE-(\d{4})-(\d{4,19})$/.exec(id) ?? []
      return Number(year) >= 2024 ? [{ id, year, number }] : []
    })
    .toSorted((one, other) => Number(other.year) - Number(one.year) || Number(other.number) - Number(one.number))
  for (const { id, year, number } of ids.slice(0, MOST_RECORDS)) {
    const folder = `${year}/${number.slice(0, -3)}xxx`
    yield await fetch(`https://raw.githubusercontent.com/CVEProject/cvelistV5/main/cves/${folder}/${id}.json`, {
      maxBytes: 4 * MIB,
    })
  }
}

/** Scores and kinds of weakness of all flaws of a product at once. */
export async function* nvd({ fetch }: Asking): Documents {
  for (const name of ['cpe:2.3:o:vmware:esxi', 'cpe:2.3:a:vmware:vcenter_server', 'cpe:2.3:a:vmware:tools']) {
    const query = new URLSearchParams({ virtualMatchString: name, resultsPerPage: '2000' })
    yield await fetch(`https://services.nvd.nist.gov/rest/json/cves/2.0?${query}`, { maxBytes: 64 * MIB, always: true })
  }
}

/** Documents of one publisher that are fetched in one update, and how old they may be. */
const MOST_DOCUMENTS = 50
const DAYS = 90

/**
 * The publishers whose `provider-metadata.json` the site names in SAKIMORI_CSAF_URLS, separated by blanks or commas:
 * their documents that changed in the last days. A folder of another site than the publisher's is refused.
 */
export async function* csaf({ fetch, env, reader }: Asking): Documents {
  const since = new Date(Date.parse(reader.now) - DAYS * 86_400_000).toISOString()
  for (const address of (env['SAKIMORI_CSAF_URLS'] ?? '').split(/[\s,]+/).filter((said) => said !== '')) {
    const site = URL.parse(address)?.hostname.replace(/^www\./, '')
    if (site === undefined) throw new FeedError('refused', 'csaf', `SAKIMORI_CSAF_URLS: ${address} is no address`)
    const metadata = await fetch(address, { maxBytes: MIB, always: true, site })
    if (metadata === undefined) continue
    for (const folder of decodeCsafProvider(metadata.bytes).directories) {
      const { hostname = '' } = URL.parse(folder) ?? {}
      if (hostname !== site && !hostname.endsWith(`.${site}`))
        throw new FeedError('refused', 'csaf', `${address} leads to ${hostname}, which is another site`)
      const changes = await fetch(`${folder}changes.csv`, { maxBytes: 16 * MIB, always: true, site })
      if (changes === undefined) continue
      const { documents } = decodeCsafChanges(changes.bytes, reader)
      const recent = documents.filter(({ changed = '' }) => changed >= since)
      for (const { path } of recent.slice(0, MOST_DOCUMENTS))
        yield await fetch(`${folder}${path}`, { maxBytes: 16 * MIB, site })
    }
  }
}
