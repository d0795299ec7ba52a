import { X509Certificate } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type ConnectionOptions } from 'node:tls'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { describePeer } from '../peers/lane.ts'
import { makeCertificates, type CertificateCase, type CertificateFiles } from './certificates.ts'
import { startTlsServer } from './server.ts'

let dir: string
let made: Record<CertificateCase | 'ca' | 'selfSigned', CertificateFiles>

/** Resolves to 'connected', or to the code of the error of a client that trusts the test authority only. */
const tryConnect = (options: ConnectionOptions): Promise<string> => {
  const { promise, resolve } = Promise.withResolvers<string>()
  const socket = connect({ host: '127.0.0.1', ca: made.ca.certificatePem, ...options }, () => {
    socket.destroy()
    resolve('connected')
  })
  socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
  return promise
}

const whatHappens = async (certificate: CertificateFiles, options: ConnectionOptions = {}): Promise<string> => {
  await using server = await startTlsServer({ certificate })
  return await tryConnect({ port: server.port, ...options })
}

describePeer('openssl', 'test certificates', () => {
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'sakimori-certificates-'))
    made = await makeCertificates(dir)
  })
  afterAll(() => rm(dir, { recursive: true, force: true }))

  test('each is refused by a strict client for what is the matter with it, and only that', async () => {
    expect(await whatHappens(made.good)).toBe('connected')
    expect(await whatHappens(made.wrongName)).toBe('ERR_TLS_CERT_ALTNAME_INVALID')
    expect(await whatHappens(made.noNames)).toBe('ERR_TLS_CERT_ALTNAME_INVALID')
    expect(await whatHappens(made.expired)).toBe('CERT_HAS_EXPIRED')
    expect(await whatHappens(made.notYetValid)).toBe('CERT_NOT_YET_VALID')
    expect(await whatHappens(made.selfSigned)).toBe('DEPTH_ZERO_SELF_SIGNED_CERT')
  })

  test('the weak ones are served, and are weak', async () => {
    const lenient = { ciphers: 'DEFAULT:@SECLEVEL=0' }
    expect(await whatHappens(made.weakKey, lenient)).toBe('connected')
    expect(await whatHappens(made.weakSignature, lenient)).toBe('connected')
    expect(new X509Certificate(made.weakKey.certificatePem).publicKey.asymmetricKeyDetails?.modulusLength).toBe(1024)
    expect(new X509Certificate(made.weakSignature.certificatePem).signatureAlgorithm).toBe('sha1WithRSAEncryption')
  })

  test('a server can be held to an old protocol', async () => {
    await using server = await startTlsServer({ certificate: made.good, maxVersion: 'TLSv1.2' })
    expect(await tryConnect({ port: server.port, minVersion: 'TLSv1.3' })).toMatch(/PROTOCOL_VERSION/)
    expect(await tryConnect({ port: server.port })).toBe('connected')
  })
})
