import { curated, readUpdateNames, type FeedState } from '@sakimori/core/advisory'
import { describe, expect, test } from 'vitest'
import { jvnNoHits, jvnRss } from '../testing/samples-jvn.ts'
import * as samples from '../testing/samples.ts'
import { csaf, cveRecords, jvn } from './catalogues.ts'
import type { Asking, FetchOptions } from './feeds.ts'

/** Lets a feed ask, and keeps what it asked for. */
async function ask(
  documents: (asking: Asking) => ReturnType<typeof jvn>,
  answer: (url: string) => string | undefined,
  more: Partial<Asking> = {},
) {
  const asked: { readonly url: string; readonly site: string | undefined }[] = []
  const asking: Asking = {
    knowledge: { ...curated, feeds: [] },
    reader: {
      now: samples.NOW,
      names: readUpdateNames(curated.releases),
      wanted: new Set(['CVE-2024-38812', 'CVE-2021-21974', 'CVE-2026-123456']),
    },
    env: {},
    fetch: (url: string, { site }: FetchOptions = {}) => {
      asked.push({ url, site })
      const said = answer(url)
      return Promise.resolve(said === undefined ? undefined : { name: url, bytes: Buffer.from(said) })
    },
    ...more,
  }
  let given = 0
  for await (const document of documents(asking)) given += document === undefined ? 0 : 1
  return { asked, given, urls: asked.map(({ url }) => url) }
}
const queries = (urls: readonly string[]) =>
  urls.filter((url) => url.includes('/myjvn?')).map((url) => new URL(url).searchParams)

describe('JVN iPedia', () => {
  const answer = (url: string) =>
    url.includes('vcenter') || url.includes('tools') ? jvnNoHits : jvnRss({ isStatic: url.includes('.rdf') })

  test('trap: MyJVN answers with the last week unless each range that is not wanted is switched off', async () => {
    const asked = queries((await ask(jvn, answer)).urls)
    for (const query of asked) {
      expect(query.get('rangeDatePublic')).toBe('n')
      expect(query.get('rangeDateFirstPublished')).toBe('n')
      expect(query.get('rangeDatePublished')).toBe('n')
      expect(query.get('feed')).toBe('hnd')
    }
    expect([...new Set(asked.map((query) => query.get('cpeName')))]).toEqual([
      'cpe:/o:vmware:esxi',
      'cpe:/a:vmware:vcenter_server',
      'cpe:/a:vmware:tools',
    ])
  })

  test('an overview has 50 entries a page: 120 are three pages', async () => {
    const asked = queries((await ask(jvn, answer)).urls)
    const starts = asked
      .filter((query) => query.get('cpeName')?.endsWith('esxi'))
      .map((query) => query.get('startItem'))
    expect(starts).toEqual(['1', '51', '101'])
  })

  test.each<[string, FeedState, string]>([
    ['read a short while ago', { feed: 'jvn', asOf: '2026-11-20', readAt: '2026-11-20T00:00:00Z', records: 9 }, 'm'],
    ['read long ago', { feed: 'jvn', asOf: '2026-10-20', readAt: '2026-10-20T00:00:00Z', records: 9 }, 'n'],
    [
      'that broke off',
      {
        feed: 'jvn',
        asOf: '2026-11-20',
        readAt: '2026-11-20T00:00:00Z',
        records: 9,
        trouble: { at: '2026-11-20T00:00:00Z', why: '503' },
      },
      'n',
    ],
  ])('after a feed %s', async (_name, state, range) => {
    const { urls } = await ask(jvn, answer, { knowledge: { ...curated, feeds: [state] } })
    expect([...new Set(queries(urls).map((query) => query.get('rangeDatePublished')))]).toEqual([range])
  })

  test('trap: an error of MyJVN comes with the HTTP status of a success', async () => {
    const refusal = '<Result xmlns:status="x"><status:Status retCd="1" errCd="E001" errMsg="no" totalRes="0"/></Result>'
    await expect(ask(jvn, (url) => (url.includes('myjvn') ? refusal : jvnRss()))).rejects.toMatchObject({
      code: 'refused',
    })
  })
})

test('records of the CVE list lie in folders of a thousand; those before 2024 hold no builds and are not asked for', async () => {
  const { urls } = await ask(cveRecords, () => undefined)
  expect(urls.map((url) => url.replace(/^.*\/cves\//, ''))).toEqual([
    '2026/123xxx/CVE-2026-123456.json',
    '2024/38xxx/CVE-2024-38812.json',
  ])
})

describe('CSAF', () => {
  const env = { SAKIMORI_CSAF_URLS: 'https://www.example.com/.well-known/csaf/provider-metadata.json' }
  const provider = (folder: string) =>
    JSON.stringify({
      metadata_version: '2.0',
      publisher: { name: 'Example' },
      distributions: [{ directory_url: folder }],
    })
  const changes =
    '"2026/new.json","2026-11-20T00:00:00Z"\n"2020/old.json","2020-01-01T00:00:00Z"\n"../up.json","2026-11-20T00:00:00Z"\n'
  const answerBy = (folder: string) => (url: string) =>
    url.endsWith('provider-metadata.json') ? provider(folder) : url.endsWith('.csv') ? changes : '{}'

  test('asks for what changed in the last 90 days, and for no path that leads elsewhere', async () => {
    const { asked } = await ask(csaf, answerBy('https://csaf.example.com/white/'), { env })
    expect(asked).toEqual([
      { url: env.SAKIMORI_CSAF_URLS, site: 'example.com' },
      { url: 'https://csaf.example.com/white/changes.csv', site: 'example.com' },
      { url: 'https://csaf.example.com/white/2026/new.json', site: 'example.com' },
    ])
  })

  test.each(['https://example.org/', 'https://notexample.com/', 'https://example.com.evil.test/'])(
    'goes nowhere else: %s',
    async (folder) => {
      await expect(ask(csaf, answerBy(folder), { env })).rejects.toMatchObject({ code: 'refused' })
    },
  )

  test('names an address that is none', async () => {
    await expect(ask(csaf, () => '', { env: { SAKIMORI_CSAF_URLS: 'example' } })).rejects.toThrow(
      /example is no address/,
    )
  })
})
