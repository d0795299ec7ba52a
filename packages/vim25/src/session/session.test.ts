import { gzipSync } from 'node:zlib'
import { inspect } from 'node:util'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ref } from '../refs.ts'
import { Secret } from '../secret.ts'
import type { VimClient } from './client.ts'
import { connect } from './connect.ts'
import { returning, startFakeServer, type Answer, type FakeServer } from '../testing/fake-server.ts'

// The pauses before a repetition take seconds.
vi.mock('node:timers/promises', () => ({ setTimeout: () => Promise.resolve() }))

const password = 'hunter2<&'
const options = ref('OptionManager', 'om')
const time = returning('2026-11-24T00:00:00Z')
const now = (vim: VimClient) => vim.call(ref('ServiceInstance', 'ServiceInstance'), 'CurrentTime', {})
const raw = (status: number, type: string, body: string): Answer => ({
  raw: (response) => void response.writeHead(status, { 'content-type': type }).end(body),
})

let server: FakeServer
let vim: VimClient
beforeEach(async () => {
  server = await startFakeServer()
  vim = await connect({ url: server.url, replyTimeoutMs: 500, maxReplyBytes: 100_000 })
})
afterEach(async () => {
  await vim.close()
  await server[Symbol.asyncDispose]()
})
const login = () => vim.login({ userName: 'u', password: new Secret(password) })

test('agrees on the newest release that both know, and says it in every call', async () => {
  expect(vim.release).toBe('8.0.3.0')
  expect(server.calls.at(-1)?.headers['soapaction']).toBe('"urn:vim25/8.0.3.0"')
  server.on('versions', raw(404, 'text/html', 'no'))
  await using old = await connect({ url: server.url })
  expect(old.release).toBe('6.5')
})

test('sends the cookie back as it came, quotes included, and forgets it at logout', async () => {
  server.on('CurrentTime', time)
  await login()
  await now(vim)
  expect(server.calls.at(-1)?.headers.cookie).toBe('vmware_soap_session="abc"')
  await vim.logout()
  await now(vim)
  expect(server.calls.at(-1)?.headers.cookie).toBeUndefined()
})

test('a read within an expired session logs in again, once for all, and is repeated', async () => {
  await login()
  server.on('CurrentTime', { fault: 'NotAuthenticated' }, { fault: 'NotAuthenticated' }, time)
  expect(await Promise.all([now(vim), now(vim)])).toEqual(['2026-11-24T00:00:00Z', '2026-11-24T00:00:00Z'])
  expect(server.methods().filter((name) => name === 'Login')).toHaveLength(2)
})

test('an expired session that a new login does not cure is an error, not a loop', async () => {
  await login()
  server.on('CurrentTime', { fault: 'NotAuthenticated' })
  await expect(now(vim)).rejects.toMatchObject({ code: 'notAuthenticated' })
  expect(server.methods()).toEqual(['Login', 'CurrentTime', 'Login', 'CurrentTime'])
})

test('a call that changes something is never sent twice', async () => {
  await login()
  const update = () => vim.call(options, 'UpdateOptions', { changedValue: [] })
  server.on('UpdateOptions', { fault: 'NotAuthenticated' })
  await expect(update()).rejects.toMatchObject({ code: 'notAuthenticated' })
  server.on('UpdateOptions', raw(503, 'text/plain', 'later'))
  await expect(update()).rejects.toMatchObject({ code: 'unavailable' })
  expect(server.methods()).toEqual(['Login', 'UpdateOptions', 'Login', 'UpdateOptions'])
})

test('a read is repeated after 503 and after a lost connection', async () => {
  const lost: Answer = { raw: (response) => void response.destroy() }
  server.on('CurrentTime', raw(503, 'text/html', '<b>busy</b>'), lost, time)
  expect(await now(vim)).toBe('2026-11-24T00:00:00Z')
})

test('unpacks gzip', async () => {
  const body = gzipSync(
    '<e:Envelope xmlns:e="e"><e:Body><CurrentTimeResponse><returnval>now</returnval></CurrentTimeResponse></e:Body></e:Envelope>',
  )
  server.on('CurrentTime', {
    raw: (response) =>
      void response.writeHead(200, { 'content-type': 'text/xml', 'content-encoding': 'gzip' }).end(body),
  })
  expect(await now(vim)).toBe('now')
  server.on('CurrentTime', {
    raw: (response) =>
      void response
        .writeHead(200, { 'content-type': 'text/xml', 'content-encoding': 'gzip' })
        .end(body.subarray(0, 60)),
  })
  await expect(now(vim)).rejects.toMatchObject({ code: 'truncated' })
})

test.each<[what: string, answer: Answer, code: string, message: RegExp]>([
  [
    'a web page',
    raw(200, 'text/html', '<html><style>x{}</style><h1>Welcome</h1></html>'),
    'notVimServer',
    /HTTP 200 text\/html: Welcome$/,
  ],
  ['an empty reply', raw(200, 'text/xml', ''), 'truncated', /ends early/],
  ['an empty reply without a type', raw(204, '', ''), 'notVimServer', /HTTP 204 : an empty reply/],
  ['a redirect', raw(302, 'text/html', ''), 'notVimServer', /HTTP 302/],
  ['a proxy that is not up', raw(502, 'text/html', 'Bad gateway'), 'unavailable', /HTTP 502 text\/html: Bad gateway/],
  ['XML that is no SOAP', raw(200, 'text/xml', '<a/>'), 'notVimServer', /<a>, not a SOAP envelope/],
  ['half a reply', raw(200, 'text/xml', '<e:Envelope><e:Body>'), 'truncated', /ends early/],
  [
    'a reply that never ends',
    raw(200, 'text/xml', `<e:Envelope>${' '.repeat(200_000)}`),
    'tooLarge',
    /passed 100000 bytes/,
  ],
  ['silence', { raw: () => undefined }, 'timeout', /Timeout/i],
  [
    'a typed fault',
    { fault: 'InvalidState' },
    'fault',
    /ServiceInstance ServiceInstance CurrentTime on http:\/\/127.* InvalidState: said/,
  ],
  ['a refused privilege', { fault: 'NoPermission' }, 'noPermission', /NoPermission/],
])('says what is wrong with %s', async (_, answer, code, message) => {
  server.on('CurrentTime', answer)
  await expect(now(vim)).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
})

test('a wrong password is invalidLogin, and no error or inspection shows it', async () => {
  server.on('Login', { fault: 'InvalidLogin' })
  const error = await login().then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toMatchObject({ code: 'invalidLogin' })
  const secret = new Secret(password)
  const shown = [
    inspect(error, { depth: 9 }),
    JSON.stringify({ secret }),
    `${secret}`,
    inspect({ secret }),
    inspect(vim, { depth: 9, showHidden: true }),
  ]
  for (const text of shown) expect(text).not.toContain('hunter2')
  expect(server.calls.at(-1)?.body).toContain('hunter2&lt;&amp;')
})

test('refuses a URL that holds credentials, without repeating them', async () => {
  const error = await connect({ url: 'https://u:hunter2@vc' }).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'badRequest' })
  expect(String(error)).not.toContain('hunter2')
})

test('a server that is not there is unreachable; an abort is aborted', async () => {
  await expect(connect({ url: 'http://127.0.0.1:1' })).rejects.toMatchObject({ code: 'unreachable' })
  server.on('CurrentTime', { raw: () => undefined })
  const abort = new AbortController()
  const call = vim.call(ref('ServiceInstance', 'ServiceInstance'), 'CurrentTime', {}, { signal: abort.signal })
  setTimeout(() => abort.abort(), 20)
  await expect(call).rejects.toMatchObject({ code: 'aborted' })
})

test('makes at most so many calls at a time', async () => {
  let open = 0
  let most = 0
  const slow: Answer = {
    raw: (response) => {
      most = Math.max(most, (open += 1))
      setTimeout(() => {
        open -= 1
        response.writeHead(500, { 'content-type': 'text/html' }).end()
      }, 10)
    },
  }
  server.on('CurrentTime', slow)
  await using two = await connect({ url: server.url, concurrency: 2 })
  await Promise.allSettled(Array.from({ length: 10 }, () => now(two)))
  expect(most).toBe(2)
})
