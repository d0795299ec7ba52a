import { describe, expect, test } from 'vitest'
import { defaultPolicy, type Policy } from '../control/index.ts'
import type { CertificateInfo } from '../model/index.ts'
import { first } from '../testing/draft.ts'
import { goodCertificate, goodPeer } from '../testing/good-certificate.ts'
import { goodEstate } from '../testing/good-estate.ts'
import { verdictOf } from '../testing/verdicts.ts'
import { renderNote } from '../text/index.ts'
import { checkDates, checkIssuer, checkName, checkStrength, type CertificateCheck } from './certificate-checks.ts'
import { esx } from './esx/index.ts'
import { vcenter } from './vcenter/index.ts'

const now = new Date('2026-11-24T00:00:00Z')

type Asked = readonly [CertificateCheck, Partial<CertificateInfo>, Partial<Policy>?, string?]

const answer = (...[check, fields, policy = {}, name = 'esx1.example.test']: Asked) =>
  check({ ...goodCertificate('esx1.example.test'), ...fields }, { now, policy: { ...defaultPolicy, ...policy }, name })
const ask = (...asked: Asked) => answer(...asked)?.verdict
const said = (...asked: Asked) => {
  const note = answer(...asked)?.note
  return note && renderNote(note, 'en')
}

test('what is said of a certificate', () => {
  expect(said(checkDates, { validFrom: '2026-12-01T12:00:00Z' })).toBe('not valid before 2026-12-01')
  expect(ask(checkDates, { validFrom: '2026-11-24T00:00:00Z' })).toBe('pass')
  expect(said(checkDates, { validTo: '2026-11-23T12:00:00Z' })).toBe('expired on 2026-11-23')
  expect(said(checkDates, { validTo: '2026-12-04T12:00:00Z' })).toBe(
    'expires on 2026-12-04: 10 days left, at least 30 are asked for',
  )
  expect(said(checkIssuer, { issuer: 'CN=a' })).toBe('issued by CN=a')
  expect(said(checkIssuer, { issuer: 'CN=a' }, { trustedIssuers: ['b'] })).toContain('issued by CN=a, which is not')
  expect(ask(checkIssuer, { issuer: 'CN=a' }, { trustedIssuers: ['b', 'A'] })).toBe('pass')
  expect(said(checkName, { subjectAltName: ['DNS:a', 'DNS:b'] })).toContain('made out to: DNS:a, DNS:b')
  expect(said(checkName, { subjectAltName: [] })).toBe('reached as esx1.example.test, but made out to: -')
  expect(ask(checkName, { subjectAltName: ['DNS:*.test'] }, {}, 'esx1test')).toBe('fail')
  expect(said(checkStrength, { keyType: 'ec', keyBits: 384, signatureAlgorithm: 'ecdsa-with-SHA384' })).toBe(
    'ec 384 bits, ecdsa-with-SHA384',
  )
  // DSA has no size that is good, an unknown size of RSA may be any, and a key of no type is not understood.
  expect(ask(checkStrength, { keyType: 'dsa', keyBits: 0 })).toBe('fail')
  expect(ask(checkStrength, { keyType: 'rsa', keyBits: 0 })).toBeUndefined()
  expect(ask(checkStrength, { keyType: '', keyBits: 4096 })).toBeUndefined()
})

describe('the dates', () => {
  test.each([
    [{ validTo: '2026-11-24T00:00:00Z' }, 'fail'],
    [{ validTo: '2026-12-23T23:59:59Z' }, 'fail'],
    [{ validTo: '2026-12-24T00:00:00Z' }, 'pass'],
    [{ validFrom: '2026-11-25T00:00:00Z' }, 'fail'],
    [{ validTo: 'tomorrow' }, undefined],
  ])('%j: %s', (fields, verdict) => {
    expect(ask(checkDates, fields)).toBe(verdict)
  })

  test('the site says how many days are enough', () => {
    expect(ask(checkDates, { validTo: '2026-12-24T00:00:00Z' }, { certificateDaysLeft: 90 })).toBe('fail')
    expect(ask(checkDates, { validTo: '2026-11-24T00:00:01Z' }, { certificateDaysLeft: 0 })).toBe('pass')
    expect(ask(checkDates, { validTo: '2026-11-24T00:00:00Z' }, { certificateDaysLeft: 0 })).toBe('fail')
  })
})

describe('the issuer', () => {
  test('is somebody else', () => {
    expect(ask(checkIssuer, {})).toBe('pass')
    expect(ask(checkIssuer, { selfIssued: true })).toBe('fail')
    expect(ask(checkIssuer, { issuer: 'CN=esx1.example.test' })).toBe('fail')
    expect(ask(checkIssuer, { issuer: '' })).toBeUndefined()
  })

  test('is one of those that the site trusts', () => {
    expect(ask(checkIssuer, {}, { trustedIssuers: ['example issuing ca'] })).toBe('pass')
    expect(ask(checkIssuer, {}, { trustedIssuers: ['Corporate Root'] })).toBe('fail')
  })
})

describe('the name', () => {
  test.each([
    [['DNS:ESX1.Example.Test'], 'esx1.example.test', 'pass'],
    [['DNS:esx1.example.test'], 'esx1.example.test.', 'pass'],
    [['DNS:*.example.test'], 'esx1.example.test', 'pass'],
    [['DNS:*.example.test'], 'example.test', 'fail'],
    [['DNS:*.example.test'], 'a.b.example.test', 'fail'],
    [['DNS:*.0.2.1'], '192.0.2.1', 'fail'],
    [['DNS:192.0.2.1'], '192.0.2.10', 'fail'],
    [['IP Address:192.0.2.1'], '192.0.2.1', 'pass'],
    [['IP Address:192.0.2.1'], '192.0.2.2', 'fail'],
    [['DNS:esx2.example.test', 'DNS:esx1.example.test'], 'esx1.example.test', 'pass'],
    [['email:esx1.example.test'], 'esx1.example.test', 'fail'],
    [[], 'esx1.example.test', 'fail'],
  ])('%j for %s: %s', (subjectAltName, name, verdict) => {
    expect(ask(checkName, { subjectAltName }, {}, name)).toBe(verdict)
  })
})

describe('the strength', () => {
  test.each([
    [{ keyBits: 1024 }, 'fail'],
    [{ keyBits: 4096 }, 'pass'],
    [{ keyType: 'ec', keyBits: 256, signatureAlgorithm: 'ecdsa-with-SHA256' }, 'pass'],
    [{ keyType: 'ec', keyBits: 192 }, 'fail'],
    [{ keyType: 'ed25519', keyBits: 0, signatureAlgorithm: 'ED25519' }, 'pass'],
    [{ keyType: 'dsa', keyBits: 4096 }, 'fail'],
    [{ keyBits: 0 }, undefined],
    [{ signatureAlgorithm: '' }, undefined],
    [{ signatureAlgorithm: 'sha1WithRSAEncryption' }, 'fail'],
    [{ signatureAlgorithm: 'ecdsa-with-SHA1' }, 'fail'],
    [{ signatureAlgorithm: 'md5WithRSAEncryption' }, 'fail'],
    [{ signatureAlgorithm: 'sha512WithRSAEncryption' }, 'pass'],
  ])('%j: %s', (fields, verdict) => {
    expect(ask(checkStrength, fields)).toBe(verdict)
  })
})

describe('the two sides of a certificate', () => {
  const control = (id: string) => [...esx, ...vcenter].find((one) => one.id === id)
  const verdict = (id: string, type: string, values: Record<string, unknown>) => {
    const draft = goodEstate('8.0')
    Object.assign(first(draft, type).values, values)
    const declared = control(id)
    return declared && verdictOf(draft, declared)
  }

  test.each([undefined, 'PEM', {}, { chain: 'none' }, { protocol: 'TLSv1.3', chain: [{ subject: 'CN=x' }] }])(
    'what is no handshake is unknown: %j',
    (peer) => {
      expect(verdict('vcenter.certificate-issuer', 'ServiceInstance', { 'tls:443': peer })).toBe('unknown')
    },
  )

  test('the name of an IPv6 endpoint is read without its brackets', () => {
    const draft = goodEstate('8.0')
    draft.estate = { ...draft.estate, endpoint: 'https://[2001:db8::1]:443' }
    const [certificate] = goodPeer('vc.example.test').chain
    first(draft, 'ServiceInstance').values['tls:443'] = {
      ...goodPeer('vc.example.test'),
      chain: [{ ...certificate, subjectAltName: ['IP Address:2001:db8::1'] }],
    }
    const declared = control('vcenter.certificate-name')
    expect(declared && verdictOf(draft, declared)).toBe('pass')
  })
})
