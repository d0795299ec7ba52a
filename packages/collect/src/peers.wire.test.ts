import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeCertificates, startTlsServer } from '@sakimori/testkit'
import { describePeer } from '@sakimori/testkit/lane'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { draftOf } from './draft.ts'
import { probePeers } from './peers.ts'

describePeer('openssl', 'what a TLS server shows', () => {
  let dir = ''
  let made: Awaited<ReturnType<typeof makeCertificates>>
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'sakimori-peers-'))
    made = await makeCertificates(dir)
  })
  afterAll(() => rm(dir, { recursive: true }))

  type Versions = Pick<Parameters<typeof startTlsServer>[0], 'minVersion' | 'maxVersion'>
  const look = async (certificate: (typeof made)['good'], versions: Versions = {}) => {
    await using server = await startTlsServer({ certificate, chain: [made.ca], ...versions })
    const draft = draftOf({ type: 'HostSystem', value: 'host-1' })
    await probePeers([{ draft, host: server.host, port: server.port }], made.ca.certificatePem)
    return draft
  }

  test('is its chain, parsed, with what the trust store says of it', async () => {
    const { values } = await look(made.good)
    expect(values['tls:443']).toMatchObject({
      authorized: true,
      chain: [
        { keyType: 'ec', keyBits: 256, signatureAlgorithm: expect.stringMatching(/sha256/i), selfIssued: false },
        { selfIssued: true },
      ],
    })
  })

  test('tells an expired, a weak and a foreign certificate apart', async () => {
    expect((await look(made.expired)).values['tls:443']).toMatchObject({
      authorized: false,
      authorizationError: 'CERT_HAS_EXPIRED',
    })
    expect((await look(made.weakKey)).values['tls:443']).toMatchObject({
      chain: [{ keyType: 'rsa', keyBits: 1024 }, {}],
    })
    expect((await look(made.weakSignature)).values['tls:443']).toMatchObject({
      chain: [{ signatureAlgorithm: expect.stringMatching(/sha1/i) }, {}],
    })
    expect((await look(made.wrongName)).values['tls:443']).toMatchObject({ authorized: false })
  })

  test.each([
    [
      { minVersion: 'TLSv1', maxVersion: 'TLSv1' },
      { protocol: 'TLSv1', oldProtocol: 'TLSv1' },
    ],
    [
      { minVersion: 'TLSv1', maxVersion: 'TLSv1.3' },
      { protocol: 'TLSv1.3', oldProtocol: 'TLSv1.1' },
    ],
    [
      { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' },
      { protocol: 'TLSv1.2', oldProtocol: '' },
    ],
    [
      { minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3' },
      { protocol: 'TLSv1.3', oldProtocol: '' },
    ],
  ] as const)('finds what a server with %j still accepts', async (versions, found) => {
    expect((await look(made.good, versions)).values['tls:443']).toMatchObject(found)
  })

  test('is missing, with the reason, where nobody answers', async () => {
    const draft = draftOf({ type: 'HostSystem', value: 'host-1' })
    await probePeers([{ draft, host: '127.0.0.1', port: 9 }], undefined)
    expect(draft.missing['tls:443']).toMatchObject({ why: 'fault', detail: expect.stringContaining('127.0.0.1:9') })
  })
})
