import { mkdtemp, rm } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TlsOffers } from '@sakimori/core/model'
import { makeCertificateAuthority, makeCertificates, startScriptedServer, startTlsServer } from '@sakimori/testkit'
import { describePeer } from '@sakimori/testkit/lane'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseCertificate } from './certificate.ts'
import { draftOf } from './draft.ts'
import { fileAnchors, probePeers } from './peers.ts'

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

  test.each([
    [{ minVersion: 'TLSv1', maxVersion: 'TLSv1' }, 'TLSv1', ['TLSv1']],
    // A modern client gets 1.3 of a server that still takes 1.0 from an old one.
    [{ minVersion: 'TLSv1', maxVersion: 'TLSv1.3' }, 'TLSv1.3', ['TLSv1.3', 'TLSv1.2', 'TLSv1.1', 'TLSv1']],
    [{ minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' }, 'TLSv1.2', ['TLSv1.2']],
    [{ minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3' }, 'TLSv1.3', ['TLSv1.3']],
  ] as const)('finds what a server with %j still accepts', async (versions, protocol, accepted) => {
    const { values } = await look(made.good, versions)
    expect(values['tls:443']).toMatchObject({ protocol })
    const { versions: offers } = values['tls:443#offers'] as TlsOffers
    expect(offers.flatMap(({ version, answer }) => (answer === 'accepted' ? version : []))).toEqual(accepted)
  })

  test('is missing, with the reason, where nobody answers', async () => {
    const draft = draftOf({ type: 'HostSystem', value: 'host-1' })
    await probePeers([{ draft, host: '127.0.0.1', port: 9, path: 'tls:443' }], { ca: undefined, offers: true })
    expect(draft.missing['tls:443']).toMatchObject({ why: 'fault', detail: expect.stringContaining('127.0.0.1:9') })
  })

  test('is vouched for by an authority that signed it, through what is sent, and not by a name', async () => {
    const root = await makeCertificateAuthority(join(dir, 'site'))
    const forger = await makeCertificateAuthority(join(dir, 'forger'))
    const issuing = await root.issueAuthority('Issuing CA')
    const forgedIssuing = await forger.issueAuthority('Issuing CA')
    const leaf = await issuing.issue('leaf')
    const forged = await forgedIssuing.issue('forged')
    const anchorOf = async (certificate: typeof leaf, chain: (typeof leaf)[], maxVersion: 'TLSv1.2' | 'TLSv1.3') => {
      await using server = await startTlsServer({ certificate, chain, maxVersion, minVersion: maxVersion })
      const draft = draftOf({ type: 'HostSystem', value: 'host-1' })
      await probePeers([{ draft, host: server.host, port: server.port, path: 'tls:443' }], {
        ca: undefined,
        offers: true,
      })
      const service = draftOf({ type: 'ServiceInstance', value: 'ServiceInstance' })
      const roots = 'rest:/api/vcenter/certificate-management/vcenter/trusted-root-chains/{chain}#parsed'
      service.values[roots] = [parseCertificate(made.ca.certificatePem), parseCertificate(root.root.certificatePem)]
      fileAnchors(service, [draft])
      return draft.values['tls:443#anchor']
    }
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      const found = {
        subject: 'CN=Sakimori Test CA',
        fingerprint256: parseCertificate(root.root.certificatePem).fingerprint256,
      }
      expect(await anchorOf(leaf, [issuing.root], version)).toEqual(found)
      expect(await anchorOf(leaf, [issuing.root, root.root], version)).toEqual(found)
      expect(await anchorOf(leaf, [], version)).toBeUndefined()
      expect(await anchorOf(forged, [forgedIssuing.root, forger.root], version)).toBeUndefined()
      expect(await anchorOf(forged, [issuing.root, root.root], version)).toBeUndefined()
    }
  })

  test('is unknown, anchor included, where the roots could not be read', () => {
    const service = draftOf({ type: 'ServiceInstance', value: 'ServiceInstance' })
    service.missing['rest:/api/vcenter/certificate-management/vcenter/trusted-root-chains/{chain}#parsed'] = {
      why: 'noPermission',
    }
    const draft = draftOf({ type: 'HostSystem', value: 'host-1' })
    draft.values['tls:443'] = { protocol: 'TLSv1.3', chain: [] }
    fileAnchors(service, [draft])
    expect(draft.missing['tls:443#anchor']).toEqual({ why: 'noPermission' })
  })

  test.each([
    ['hangs', (): void => undefined, 1, /nothing within/],
    ['talks nonsense', (socket: Socket): void => void socket.end('220 ESMTP\r\n'), 2, /./],
    ['hangs up', (socket: Socket): void => void socket.destroy(), 6, /./],
  ])('is missing where the server %s, and it is asked a few times at most', async (_, script, most, detail) => {
    await using server = await startScriptedServer(script)
    const draft = draftOf({ type: 'HostSystem', value: 'host-1' })
    await probePeers([{ draft, host: server.host, port: server.port, path: 'tls:443' }], {
      ca: undefined,
      offers: true,
      timeoutMs: 300,
    })
    expect(draft.values).toEqual({})
    for (const path of ['tls:443', 'tls:443#offers'])
      expect(draft.missing[path]).toMatchObject({ why: 'fault', detail: expect.stringMatching(detail) })
    expect(server.connections()).toBeLessThanOrEqual(most)
  })

  test.each(['', ' ', 'a\0b', 'esx 1', 'esx/1', '127.0.0.1\n', 'a'.repeat(254)])(
    'is never asked of what is no name: %j',
    async (host) => {
      const draft = draftOf({ type: 'HostSystem', value: 'host-1' })
      await probePeers([{ draft, host, port: 9, path: 'tls:443' }], { ca: undefined, offers: true })
      expect(draft.missing['tls:443#offers']).toEqual({ why: 'fault', detail: 'not a name of a host' })
    },
  )

  test('where nothing listens is an answer for a service that need not be there', async () => {
    const draft = draftOf({ type: 'ServiceInstance', value: 'ServiceInstance' })
    await probePeers([{ draft, host: '127.0.0.1', port: 9, path: 'tls:636', optional: true }], {
      ca: undefined,
      offers: true,
    })
    expect(draft).toMatchObject({ values: {}, missing: {} })
  })
})
