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

  const look = async (certificate: (typeof made)['good'], options: { maxVersion?: 'TLSv1' } = {}) => {
    await using server = await startTlsServer({
      certificate,
      chain: [made.ca],
      ...options,
      ...(options.maxVersion ? { minVersion: options.maxVersion } : {}),
    })
    const draft = draftOf({ type: 'HostSystem', value: 'host-1' })
    await probePeers([{ draft, host: server.host, port: server.port, path: 'tls:443' }], {
      ca: made.ca.certificatePem,
      offers: true,
    })
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

  test('finds a server that speaks nothing newer than TLS 1.0', async () => {
    expect((await look(made.good, { maxVersion: 'TLSv1' })).values['tls:443']).toMatchObject({ protocol: 'TLSv1' })
  })

  test('is missing, with the reason, where nobody answers', async () => {
    const draft = draftOf({ type: 'HostSystem', value: 'host-1' })
    await probePeers([{ draft, host: '127.0.0.1', port: 9, path: 'tls:443' }], { ca: undefined, offers: true })
    expect(draft.missing['tls:443']).toMatchObject({ why: 'fault', detail: expect.stringContaining('127.0.0.1:9') })
  })
})
