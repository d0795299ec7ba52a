import { mkdtemp, rm } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, getCiphers } from 'node:tls'
import type { TlsOffers, TlsVersion } from '@sakimori/core/model'
import {
  makeCertificateAuthority,
  runCommand,
  startOldTlsServer,
  startScriptedServer,
  startTlsServer,
  type CertificateFiles,
  type TlsServer,
  type TlsServerOptions,
} from '@sakimori/testkit'
import { describePeer } from '@sakimori/testkit/lane'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { surveyOffers } from './offers.ts'

let dir = ''
let rsa: CertificateFiles
let ec: CertificateFiles
let ca: CertificateFiles

/** Made once for each lane that needs them. */
function useCertificates(): void {
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'sakimori-offers-'))
    const authority = await makeCertificateAuthority(dir)
    ca = authority.root
    rsa = await authority.issue('rsa', { key: 'rsa-2048' })
    ec = await authority.issue('ec', { key: 'ec-p256' })
  })
  afterAll(() => rm(dir, { recursive: true }))
}

const survey = (server: Pick<TlsServer, 'host' | 'port'>) => surveyOffers({ ...server, timeoutMs: 500 })

async function offersOf(server: Pick<TlsServer, 'host' | 'port'>): Promise<TlsOffers> {
  const found = await survey(server)
  if (found.kind !== 'offers') throw new Error(`nothing: ${found.reply.kind}`)
  return found.offers
}

const answers = ({ versions }: TlsOffers) =>
  Object.fromEntries(versions.map(({ version, answer }) => [version, answer]))
const of = ({ versions }: TlsOffers, version: TlsVersion) => versions.find((offer) => offer.version === version)

async function served(options: Partial<TlsServerOptions>): Promise<TlsOffers> {
  await using server = await startTlsServer({ certificate: rsa, minVersion: 'TLSv1', ...options })
  return await offersOf(server)
}

describePeer('openssl', 'what a real TLS server agrees to', () => {
  useCertificates()

  test('is found for every version by itself', async () => {
    for (const version of ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const) {
      const found = answers(await served({ minVersion: version, maxVersion: version }))
      expect(Object.keys(found).filter((one) => found[one] === 'accepted')).toEqual([version])
      expect(found).toMatchObject({ SSLv3: 'refused' })
    }
  })

  test('is few questions for a server of today', async () => {
    const found = await served({
      minVersion: 'TLSv1.2',
      ciphers: 'ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256',
    })
    expect(answers(found)).toEqual({
      'TLSv1.3': 'accepted',
      'TLSv1.2': 'accepted',
      'TLSv1.1': 'refused',
      TLSv1: 'refused',
      SSLv3: 'refused',
    })
    expect(of(found, 'TLSv1.2')).toEqual({
      version: 'TLSv1.2',
      answer: 'accepted',
      suites: ['TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'],
      complete: true,
    })
    expect(found.connections).toBeLessThanOrEqual(10)
  })

  test('is each suite that OpenSSL can serve, by the name that OpenSSL itself gives it', async () => {
    const names = getCiphers().filter((name) => !/psk|srp|^tls_|dss/.test(name))
    expect(names.length).toBeGreaterThan(20)
    for (const name of names) {
      const ciphers = `${name.toUpperCase()}:@SECLEVEL=0`
      const certificate = /ecdsa/.test(name) ? ec : rsa
      await using server = await startTlsServer({
        certificate,
        ciphers,
        minVersion: 'TLSv1',
        maxVersion: 'TLSv1.2',
        dhparam: 'auto',
      })
      const told = await new Promise<string | undefined>((resolve, reject) => {
        const { host, port } = server
        const socket = connect(
          { host, port, ciphers, maxVersion: 'TLSv1.2', minVersion: 'TLSv1', rejectUnauthorized: false },
          () => {
            resolve(socket.getCipher().standardName)
            socket.destroy()
          },
        )
        socket.on('error', reject)
      })
      expect(of(await offersOf(server), 'TLSv1.2')?.suites, name).toEqual([told])
    }
  })

  test('is the size of its Diffie-Hellman group', async () => {
    const dhparam = (await runCommand('openssl', ['dhparam', '1024'])).stdout
    const ciphers = 'DHE-RSA-AES128-GCM-SHA256'
    expect(of(await served({ ciphers, dhparam, maxVersion: 'TLSv1.2' }), 'TLSv1.2')).toMatchObject({ dhBits: 1024 })
    expect(
      of(await served({ ciphers, dhparam: 'auto', maxVersion: 'TLSv1.2' }), 'TLSv1.2')?.dhBits,
    ).toBeGreaterThanOrEqual(2048)
  })

  test('is the chain as it was sent: alone, whole, with what does not belong', async () => {
    const sent = async (chain: readonly CertificateFiles[]) => {
      await using server = await startTlsServer({ certificate: rsa, chain, maxVersion: 'TLSv1.2' })
      const found = await survey(server)
      return found.kind === 'offers' ? found.chain.length : found.kind
    }
    expect(await sent([])).toBe(1)
    expect(await sent([ca])).toBe(2)
    expect(await sent([ec, ca])).toBe(3)
  })
})

describePeer(['openssl', 'old-tls'], 'what OpenSSL no longer speaks', () => {
  useCertificates()

  test('is found all the same: RC4 and 3DES of a server written in Go', async () => {
    await using server = await startOldTlsServer({
      certificate: rsa,
      suites: [0x0005, 0x000a, 0xc012, 0xc02f],
      maxVersion: 0x0302,
    })
    const found = await offersOf(server)
    expect(answers(found)).toMatchObject({
      'TLSv1.2': 'refused',
      'TLSv1.1': 'accepted',
      TLSv1: 'accepted',
      SSLv3: 'refused',
    })
    expect(of(found, 'TLSv1')?.suites.toSorted()).toEqual([
      'TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA',
      'TLS_RSA_WITH_3DES_EDE_CBC_SHA',
      'TLS_RSA_WITH_RC4_128_SHA',
    ])
  })
})

/** A ServerHello with ServerHelloDone of SSL 3.0 (RFC 6101 §5.6), for one suite. */
const ssl3 = (suite: number) =>
  Buffer.concat([
    Buffer.from([22, 3, 0, 0, 46, 2, 0, 0, 38, 3, 0]),
    Buffer.alloc(32, 7),
    Buffer.from([0, suite >> 8, suite & 0xff, 0, 14, 0, 0, 0]),
  ])

const refusal = Buffer.from([21, 3, 0, 0, 2, 2, 40])

describe('servers that no library makes', () => {
  test('one that speaks SSL 3.0 only, with an export cipher', async () => {
    await using server = await startScriptedServer((socket) => {
      socket.once('data', (hello) => {
        const asked = hello.readUInt16BE(9)
        const suites = hello.subarray(46, 46 + hello.readUInt16BE(44))
        const has = Array.from({ length: suites.length / 2 }, (_, at) => suites.readUInt16BE(at * 2)).includes(0x0003)
        socket.write(asked === 0x0300 && has ? ssl3(0x0003) : refusal)
      })
    })
    const found = await offersOf(server)
    expect(of(found, 'SSLv3')).toMatchObject({
      answer: 'accepted',
      suites: ['TLS_RSA_EXPORT_WITH_RC4_40_MD5'],
      complete: true,
    })
    expect(answers(found)).toMatchObject({
      'TLSv1.3': 'refused',
      'TLSv1.2': 'refused',
      'TLSv1.1': 'refused',
      TLSv1: 'refused',
    })
  })

  test('one that hangs in the handshake is asked once', async () => {
    await using server = await startScriptedServer(() => undefined)
    expect(await survey(server)).toEqual({ kind: 'nothing', reply: { kind: 'silent' } })
    expect(server.connections()).toBe(1)
  })

  test('one that drips a byte at a time is left within the time', async () => {
    await using server = await startScriptedServer((socket) => {
      const drip = setInterval(() => socket.write(Buffer.from([22])), 50)
      socket.on('close', () => clearInterval(drip))
    })
    const before = performance.now()
    expect(await survey(server)).toMatchObject({ kind: 'nothing' })
    expect(performance.now() - before).toBeLessThan(1500)
  })

  test.each([
    ['a greeting of another protocol', Buffer.from('220 mail.example.test ESMTP\r\n')],
    ['HTTP', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['a record that is too long', Buffer.from([22, 3, 3, 0xff, 0xff, 2, 0, 0, 1])],
    ['a hello that is too short', Buffer.from([22, 3, 3, 0, 6, 2, 0, 0, 2, 3, 3])],
    ['another message than a hello', Buffer.from([22, 3, 3, 0, 4, 14, 0, 0, 0])],
  ])('one that answers with %s tells nothing', async (_, bytes) => {
    await using server = await startScriptedServer((socket) => void socket.end(bytes))
    expect(await survey(server)).toEqual({ kind: 'nothing', reply: { kind: 'garbage' } })
    expect(server.connections()).toBe(1)
  })

  test('one that hangs up on everything tells nothing', async () => {
    await using server = await startScriptedServer((socket) => void socket.destroy())
    expect(await survey(server)).toEqual({ kind: 'nothing', reply: { kind: 'closed' } })
  })

  test('one that hangs up on some versions refuses them, unless it knows alerts', async () => {
    const script = (other: 'closes' | 'alerts') => (socket: Socket) =>
      void socket.once('data', (hello) => {
        const asked = hello.readUInt16BE(9)
        const isFirst = asked === 0x0301 && hello.subarray(46).includes(Buffer.from([0, 0x2f]))
        if (isFirst)
          socket.write(
            Buffer.concat([
              Buffer.from([22, 3, 1]),
              ssl3(0x002f).subarray(3, 9),
              Buffer.from([3, 1]),
              ssl3(0x002f).subarray(11),
            ]),
          )
        else if (asked === 0x0302 && other === 'alerts') socket.write(refusal)
        else socket.destroy()
      })
    await using silent = await startScriptedServer(script('closes'))
    expect(answers(await offersOf(silent))).toMatchObject({ 'TLSv1.2': 'refused', TLSv1: 'accepted', SSLv3: 'refused' })
    await using spoken = await startScriptedServer(script('alerts'))
    const found = await offersOf(spoken)
    expect(answers(found)).toMatchObject({
      'TLSv1.2': 'unclear',
      'TLSv1.1': 'refused',
      TLSv1: 'accepted',
      SSLv3: 'unclear',
    })
    expect(of(found, 'TLSv1')?.complete).toBe(false)
  })

  test('one that agrees to what it was not offered talks nonsense', async () => {
    await using server = await startScriptedServer(
      (socket) => void socket.once('data', () => socket.write(ssl3(0x1234))),
    )
    const found = await offersOf(server).catch((error: unknown) => String(error))
    expect(JSON.stringify(found)).not.toContain('accepted')
  })

  test('one that never runs out of suites is left in the end', async () => {
    await using server = await startScriptedServer(
      (socket) =>
        void socket.once('data', (hello) => {
          const suite = hello.subarray(46).readUInt16BE(0)
          socket.write(hello.readUInt16BE(9) === 0x0300 ? ssl3(suite) : refusal)
        }),
    )
    const { versions, connections } = await offersOf(server)
    expect(connections).toBe(64)
    expect(versions.find(({ version }) => version === 'SSLv3')).toMatchObject({ complete: false, why: 'limit' })
  })
})
