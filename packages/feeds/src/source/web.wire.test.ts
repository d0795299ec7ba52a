import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { curated, readUpdateNames } from '@sakimori/core/advisory'
import { makeCertificateAuthority, type CertificateFiles } from '@sakimori/testkit'
import { describePeer } from '@sakimori/testkit/lane'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startPublisher, type Handler, type Publisher } from '../testing/publisher.ts'
import type { Feed } from './feeds.ts'
import { isDue, readLive } from './read-live.ts'
import { Web, type Answer, type PageState, type WebOptions } from './web.ts'

describePeer('openssl', 'the web of the feeds', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sakimori-feeds-'))
  let certificate: CertificateFiles
  let other: CertificateFiles
  let ca = ''
  beforeAll(async () => {
    const authority = await makeCertificateAuthority(folder)
    ca = authority.root.certificatePem
    certificate = await authority.issue('web', { names: ['DNS:localhost', 'DNS:*.example.org', 'DNS:example.org'] })
    other = await authority.issueSelfSigned('self')
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const waits: number[] = []
  const openWeb = (more: Partial<WebOptions> = {}): Web =>
    new Web({
      userAgent: 'sakimori/test',
      env: {},
      ca,
      pages: new Map<string, PageState>(),
      sleep: async (ms) => void waits.push(ms),
      ...more,
    })
  const ask = (publisher: Publisher, path = '/', more: object = {}) => ({
    feed: 'test',
    url: `${publisher.url}${path}`,
    site: 'localhost',
    ...more,
  })
  /** Runs `work` against a publisher that answers by `handler`. */
  async function against<T>(
    handler: Handler,
    work: (publisher: Publisher, web: Web) => Promise<T>,
    more: Partial<WebOptions> = {},
  ) {
    waits.length = 0
    await using publisher = await startPublisher(certificate, handler)
    const web = openWeb(more)
    try {
      return await work(publisher, web)
    } finally {
      await web.close()
    }
  }
  const textOf = (answer: Answer) => (answer.kind === 'fresh' ? Buffer.from(answer.bytes).toString() : answer.kind)

  test('asks whether a page has changed, once it has been understood', async () => {
    await against(
      (request, response) => {
        if (request.headers['if-none-match'] === '"1"') response.writeHead(304).end()
        else response.setHeader('etag', '"1"').setHeader('last-modified', 'Mon, 23 Nov 2026 00:00:00 GMT').end('news')
      },
      async (publisher, web) => {
        const first = await web.get(ask(publisher))
        // Nobody could read it: it is fetched as a whole again.
        expect([textOf(first), textOf(await web.get(ask(publisher)))]).toEqual(['news', 'news'])
        if (first.kind === 'fresh') first.remember()
        expect(textOf(await web.get(ask(publisher)))).toBe('unchanged')
        expect(textOf(await web.get(ask(publisher, '/', { always: true })))).toBe('news')
      },
    )
  })

  test.each([
    ['3', [3000, 1000]],
    [undefined, [1000, 2000]],
  ])('tries again as the server asks (%s)', async (retryAfter, waited) => {
    let turn = 0
    await against(
      (_request, response) => {
        turn += 1
        if (turn === 1) response.writeHead(429, retryAfter === undefined ? {} : { 'retry-after': retryAfter }).end()
        else if (turn === 2)
          response
            .writeHead(503, retryAfter === undefined ? {} : { 'retry-after': 'Mon, 23 Nov 2020 00:00:00 GMT' })
            .end()
        else response.end('news')
      },
      async (publisher, web) => {
        expect(textOf(await web.get(ask(publisher)))).toBe('news')
        expect(waits).toEqual(waited)
      },
    )
  })

  test('comes back another day where the server asks for an hour, and does not ask twice for what is refused', async () => {
    await against(
      (request, response) =>
        void (
          request.url?.startsWith('/later')
            ? response.writeHead(429, { 'retry-after': '3600' })
            : response.writeHead(403)
        ).end(),
      async (publisher, web) => {
        await expect(web.get(ask(publisher, '/later?token=1'))).rejects.toMatchObject({
          code: 'busy',
          message: expect.stringMatching(/^test: https:\/\/localhost:\d+\/later: the server answered 429$/),
        })
        await expect(web.get(ask(publisher, '/no'))).rejects.toMatchObject({ code: 'refused' })
        expect([publisher.asked.length, waits]).toEqual([2, []])
      },
    )
  })

  test.each([
    ['http://localhost/', 'http:'],
    ['https://evil.example.com/', 'another site'],
    ['https://localhost.example.com/', 'a name that begins alike'],
    ['https://user@localhost/', 'a password'],
    ['/again', 'a circle'],
  ])('does not follow a redirect to %s', async (location) => {
    await against(
      (_request, response) => void response.writeHead(302, { location }).end(),
      async (publisher, web) => {
        await expect(web.get(ask(publisher))).rejects.toMatchObject({ code: 'refused' })
      },
    )
  })

  test('follows a redirect within the site, through the proxy of the environment', async () => {
    await using publisher = await startPublisher(certificate, (request, response) => {
      if (request.headers.host === 'www.example.org')
        response.writeHead(301, { location: 'https://cdn.example.org/x' }).end()
      else response.end(`from ${request.headers.host}`)
    })
    const web = openWeb({ env: { HTTPS_PROXY: publisher.proxy } })
    const found = await web.get({ feed: 'test', url: 'https://www.example.org/', site: 'example.org' })
    expect(textOf(found)).toBe('from cdn.example.org')
    await web.close()
    // NO_PROXY: the name is then looked up, and nobody has it.
    const direct = openWeb({ env: { HTTPS_PROXY: publisher.proxy, NO_PROXY: 'nobody.invalid' } })
    await expect(direct.get({ feed: 'test', url: 'https://nobody.invalid/', site: 'x' })).rejects.toMatchObject({
      code: 'unreachable',
    })
    await direct.close()
  })

  test('a secret address is in no message', async () => {
    await against(
      (_request, response) => void response.writeHead(404).end(),
      async (publisher, web) => {
        await expect(web.get(ask(publisher, '/s3cret/PROD', { isSecret: true }))).rejects.toMatchObject({
          message: 'test: its address: the server answered 404',
        })
      },
    )
  })

  test('reads no more than it should, packed or not', async () => {
    await against(
      (request, response) => {
        if (request.url === '/packed')
          response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(100_000)))
        else if (request.url === '/torn')
          response.setHeader('content-encoding', 'gzip').end(gzipSync('some news').subarray(0, -4))
        else response.end('x'.repeat(100_000))
      },
      async (publisher, web) => {
        for (const path of ['/plain', '/packed'])
          await expect(web.get(ask(publisher, path, { maxBytes: 50_000 }))).rejects.toMatchObject({ code: 'tooLarge' })
        await expect(web.get(ask(publisher, '/torn'))).rejects.toMatchObject({ code: 'malformed' })
      },
    )
  })

  test('waits neither for a silent server nor for one that drips', async () => {
    await against(
      (request, response) => {
        response.writeHead(200)
        if (request.url === '/drip') {
          const timer = setInterval(() => response.write('.'), 20)
          response.on('close', () => clearInterval(timer))
        } else response.write('begun')
      },
      async (publisher, web) => {
        await expect(web.get(ask(publisher, '/silent'))).rejects.toMatchObject({ code: 'unreachable' })
        await expect(web.get(ask(publisher, '/drip'))).rejects.toMatchObject({ code: 'unreachable' })
      },
      { silenceMs: 100, answerMs: 600 },
    )
  })

  test('sends nothing to a server whose certificate nobody vouches for', async () => {
    await using publisher = await startPublisher(other, (_request, response) => void response.end('news'))
    const web = openWeb()
    await expect(web.get(ask(publisher))).rejects.toMatchObject({ code: 'unreachable' })
    await expect(web.get({ feed: 'test', url: 'http://localhost/', site: 'localhost' })).rejects.toMatchObject({
      code: 'refused',
    })
    expect(publisher.asked).toEqual([])
    await web.close()
  })

  test('asks a host one thing at a time', async () => {
    let open = 0
    let most = 0
    await against(
      (_request, response) => {
        open += 1
        most = Math.max(most, open)
        setTimeout(() => {
          open -= 1
          response.end('news')
        }, 20)
      },
      async (publisher, web) => {
        await Promise.all(['/a', '/b', '/c'].map((path) => web.get(ask(publisher, path, { pauseMs: 7 }))))
        expect([most, waits.filter((ms) => ms === 7).length >= 2]).toEqual([1, true])
      },
    )
  })

  test('a feed that fails says why, what it had said counts, and the others go on', async () => {
    const feed = (id: string, ...paths: string[]): Feed => ({
      id,
      name: { en: id, ja: id },
      purpose: { en: '', ja: '' },
      terms: { en: '', ja: '' },
      live: {
        site: 'localhost',
        hours: 6,
        pauseMs: 0,
        async *documents({ fetch }) {
          for (const path of paths) yield await fetch(path)
        },
      },
    })
    const kev = (day: string) =>
      JSON.stringify({
        catalogVersion: '1',
        dateReleased: day,
        count: 1,
        vulnerabilities: [{ cveID: 'CVE-2025-0001', dateAdded: '2025-03-04' }],
      })
    await against(
      (request, response) => {
        if (request.headers['if-none-match'] === '"k"') response.writeHead(304).end()
        else if (request.url === '/kev') response.setHeader('etag', '"k"').end(kev('2026-11-20'))
        else if (request.url === '/fresh') response.end(kev('2026-11-21'))
        else if (request.url === '/ahead') response.setHeader('etag', '"a"').end(kev('2099-01-01'))
        else response.end('<html><title>Sorry</title></html>')
      },
      async (publisher, web) => {
        const reader = { now: '2026-11-26', names: readUpdateNames(curated.releases), wanted: new Set<string>() }
        const at = (path: string) => publisher.url + path
        const read = () =>
          readLive(
            [
              feed('good', at('/kev')),
              feed('half', at('/kev'), at('/page')),
              feed('ahead', at('/ahead')),
              feed('holes', at('/page'), at('/fresh')),
            ],
            {
              web,
              knowledge: curated,
              reader,
              env: {},
            },
          )
        const [good, half, ahead, holes] = await read()
        expect([good?.contributions.length, good?.trouble]).toEqual([1, undefined])
        // It shares its page with the feed before it, which has understood it already.
        expect(half?.trouble).toMatch(/no feed publishes a page like this/)
        expect([ahead?.contributions.length, ahead?.trouble]).toEqual([0, expect.stringMatching(/2099-01-01/)])
        // What comes after a broken document is read all the same.
        expect([holes?.contributions.length, holes?.trouble]).toEqual([1, expect.stringMatching(/a page like this/)])
        const again = await read()
        expect(again.map(({ unchanged }) => unchanged)).toEqual([1, 1, 0, 0])
      },
    )
    const now = new Date('2026-11-26T12:00:00Z')
    const due = (askedAt: string | undefined) => isDue(feed('good'), askedAt, now)
    expect([undefined, '2026-11-26T07:00:00Z', '2026-11-26T05:00:00Z', '2099-01-01T00:00:00Z', '?'].map(due)).toEqual([
      true,
      false,
      true,
      true,
      true,
    ])
  })
})
