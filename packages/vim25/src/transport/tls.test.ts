import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { X509Certificate } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Transport } from './http.ts'
import { probeTls } from './probe.ts'
import { parseKnownHosts, parseThumbprint } from './thumbprint.ts'
import type { TlsPolicy } from './tls.ts'

const folder = mkdtempSync(join(tmpdir(), 'vim25-tls-'))
const file = (name: string) => join(folder, name)
const pem = (name: string) => readFileSync(file(name), 'utf8')

/** Makes an authority, a certificate that it issued for localhost, and a self-signed one that has expired. */
function makeCertificates(): void {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Test authority', '-days', '30')
  openssl(
    'req',
    ...key,
    '-keyout',
    'leaf.key',
    '-out',
    'leaf.csr',
    '-subj',
    '/CN=localhost',
    '-addext',
    'subjectAltName=DNS:localhost',
  )
  openssl(
    'x509',
    '-req',
    '-in',
    'leaf.csr',
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-copy_extensions',
    'copy',
    '-out',
    'leaf.pem',
    '-days',
    '30',
  )
  openssl('req', '-x509', ...key, '-keyout', 'own.key', '-out', 'own.pem', '-subj', '/CN=esx', '-days', '30')
  openssl('req', ...key, '-keyout', 'old.key', '-out', 'old.csr', '-subj', '/CN=esx')
  openssl('x509', '-req', '-in', 'old.csr', '-signkey', 'old.key', '-out', 'old.pem', '-days', '-1')
}

interface TestServer {
  readonly server: Server
  readonly url: URL
  readonly port: number
  /** Requests that reached it. */
  readonly seen: string[]
}

async function serve(name: string): Promise<TestServer> {
  const seen: string[] = []
  const server = createServer({ key: pem(`${name}.key`), cert: pem(`${name}.pem`) }, (request, response) => {
    seen.push(String(request.url))
    // Each request on a connection of its own: the second one resumes the TLS session.
    response.setHeader('connection', 'close').setHeader('content-type', 'text/xml').end('<ok/>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { server, seen, port, url: new URL(`https://localhost:${port}`) }
}

let leaf: TestServer
let own: TestServer
let old: TestServer
beforeAll(async () => {
  makeCertificates()
  ;[leaf, own, old] = await Promise.all([serve('leaf'), serve('own'), serve('old')])
})
afterAll(() => {
  for (const { server } of [leaf, own, old]) {
    server.close()
    server.closeAllConnections()
  }
  rmSync(folder, { recursive: true })
})

const thumbprint = (name: string) => new X509Certificate(pem(`${name}.pem`))

async function get(url: URL, tls: TlsPolicy, times = 1): Promise<number[]> {
  const options = {
    connections: 1,
    connectTimeoutMs: 2000,
    replyTimeoutMs: 2000,
    maxReplyBytes: 1000,
    userAgent: 'test',
  }
  const transport = await Transport.open({ url, tls, ...options })
  const statuses: number[] = []
  try {
    for (let i = 0; i < times; i += 1) {
      const reply = await transport.send({ method: 'GET', path: '/', label: 'GET /' })
      for await (const _ of reply.chunks) statuses.push(reply.status)
    }
    return statuses
  } finally {
    await transport.close()
  }
}

test('verify: takes what the authority issued, for the name that it issued it for', async () => {
  const tls = { mode: 'verify', ca: pem('ca.pem') } as const
  expect(await get(leaf.url, tls)).toEqual([200])
  await expect(get(new URL(`https://127.0.0.1:${leaf.port}`), tls)).rejects.toMatchObject({ code: 'tls' })
  await expect(get(own.url, tls)).rejects.toMatchObject({ code: 'tls' })
  await expect(get(leaf.url, { mode: 'verify' })).rejects.toMatchObject({ code: 'tls' })
  expect(own.seen).toEqual([])
})

test.each(['fingerprint256', 'fingerprint'] as const)(
  'pin by %s: takes the certificate, whoever issued it, on every connection',
  async (kind) => {
    expect(await get(leaf.url, { mode: 'pin', thumbprint: thumbprint('leaf')[kind] }, 3)).toEqual([200, 200, 200])
    const lower = thumbprint('own')[kind].toLowerCase().replaceAll(':', '')
    expect(await get(new URL(`https://127.0.0.1:${own.port}`), { mode: 'pin', thumbprint: lower }, 3)).toEqual([
      200, 200, 200,
    ])
  },
)

test('pin: refuses another certificate, also one of the same authority, before anything is sent', async () => {
  const before = leaf.seen.length
  for (const name of ['own', 'ca']) {
    await expect(get(leaf.url, { mode: 'pin', thumbprint: thumbprint(name).fingerprint256 })).rejects.toMatchObject({
      code: 'pinMismatch',
    })
  }
  expect(leaf.seen.length).toBe(before)
})

test('pin: an expired certificate is still refused', async () => {
  const tls = { mode: 'pin', thumbprint: thumbprint('old').fingerprint256 } as const
  await expect(get(old.url, tls)).rejects.toMatchObject({ code: 'tls', message: expect.stringContaining('expired') })
})

test('pin: a certificate that changes after the first look is refused', async () => {
  const changing = await serve('leaf')
  const options = {
    connections: 1,
    connectTimeoutMs: 2000,
    replyTimeoutMs: 2000,
    maxReplyBytes: 1000,
    userAgent: 'test',
  }
  const transport = await Transport.open({
    url: changing.url,
    tls: { mode: 'pin', thumbprint: thumbprint('leaf').fingerprint256 },
    ...options,
  })
  changing.server.setSecureContext({ key: pem('own.key'), cert: pem('own.pem') })
  await expect(transport.send({ method: 'GET', path: '/', label: 'GET /' })).rejects.toMatchObject({
    code: expect.stringMatching(/^(?:tls|pinMismatch)$/),
  })
  expect(changing.seen).toEqual([])
  await transport.close()
  changing.server.close()
})

test('insecure: takes anything; plain http only to this machine', async () => {
  expect(await get(old.url, { mode: 'insecure' })).toEqual([200])
  await expect(get(new URL('http://vcenter.example'), { mode: 'verify' })).rejects.toMatchObject({ code: 'badRequest' })
})

test('a probe shows the chain, the protocol and the verdict, whatever that is', async () => {
  const options = { host: '127.0.0.1', port: leaf.port, timeoutMs: 2000 }
  const verified = await probeTls({ ...options, servername: 'localhost', ca: pem('ca.pem') })
  expect(verified).toMatchObject({ authorized: true, authorizationError: undefined, protocol: 'TLSv1.3' })
  expect(verified.chain[0]).toMatchObject({
    sha256: thumbprint('leaf').fingerprint256,
    sha1: thumbprint('leaf').fingerprint,
  })
  expect(new X509Certificate(verified.chain[0]?.pem ?? '').subject).toBe('CN=localhost')
  expect(await probeTls(options)).toMatchObject({
    authorized: false,
    authorizationError: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  })
  const wrongName = await probeTls({ ...options, servername: 'other.example', ca: pem('ca.pem') })
  expect(wrongName).toMatchObject({ authorized: false, authorizationError: 'ERR_TLS_CERT_ALTNAME_INVALID' })
  const expired = await probeTls({ ...options, port: old.port, ca: pem('old.pem') })
  expect(expired).toMatchObject({ authorized: false, authorizationError: 'CERT_HAS_EXPIRED' })
  await expect(
    probeTls({ ...options, maxVersion: 'TLSv1.1', minVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }),
  ).rejects.toMatchObject({ code: 'tls' })
  await expect(probeTls({ ...options, port: 1 })).rejects.toMatchObject({ code: 'unreachable' })
})

test('reads thumbprints and the known hosts of govc', () => {
  const sha1 = 'AA:BB:'.repeat(10).slice(0, -1)
  expect(parseThumbprint('aabb'.repeat(10))).toBe(sha1)
  expect(() => parseThumbprint('AA:BB')).toThrow(expect.objectContaining({ code: 'badRequest' }))
  const known = parseKnownHosts(
    `vc.example ${sha1}\n10.0.0.1:8989 ${sha1}\r\n[::1]:443 ${sha1}\n\nnothing\nother.example zz\n`,
  )
  expect([...known.keys()]).toEqual(['vc.example:443', '10.0.0.1:8989', '[::1]:443'])
})
