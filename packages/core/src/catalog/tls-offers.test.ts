import { describe, expect, test } from 'vitest'
import type { TlsOffer } from '../model/index.ts'
import { asking } from '../testing/asking.ts'
import { first, type Spoiler } from '../testing/draft.ts'
import { goodOffers } from '../testing/good-certificate.ts'
import { goodEstate } from '../testing/good-estate.ts'
import { findingsOf } from '../testing/verdicts.ts'
import { gradeSuite } from './cipher-suites.ts'
import { catalog, findControl } from './index.ts'

const { firstVerdict, firstNote } = asking(catalog)
const controlOf = (id: string) => {
  const found = findControl(id)
  if (!found) throw new Error(`no control ${id}`)
  return found
}

const offers =
  (...changed: TlsOffer[]): Spoiler =>
  (draft) => {
    const versions = goodOffers.versions.map(
      (offer) => changed.find(({ version }) => version === offer.version) ?? offer,
    )
    first(draft, 'HostSystem').values['tls:443#offers'] = { ...goodOffers, versions }
  }
const none: Pick<TlsOffer, 'suites' | 'complete'> = { suites: [], complete: true }

describe('the grade of a suite', () => {
  test.each([
    ['TLS_RSA_WITH_NULL_SHA256', 'broken'],
    ['TLS_ECDH_anon_WITH_AES_256_CBC_SHA', 'broken'],
    ['TLS_RSA_EXPORT_WITH_RC4_40_MD5', 'broken'],
    ['TLS_RSA_EXPORT1024_WITH_DES_CBC_SHA', 'broken'],
    ['TLS_ECDHE_RSA_WITH_RC4_128_SHA', 'broken'],
    ['TLS_DHE_RSA_WITH_DES_CBC_SHA', 'broken'],
    ['TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA', 'broken'],
    ['TLS_RSA_WITH_AES_256_GCM_SHA384', 'dated'],
    ['TLS_ECDH_RSA_WITH_AES_128_GCM_SHA256', 'dated'],
    ['TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA', 'dated'],
    ['TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256', 'sound'],
    ['TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256', 'sound'],
    ['TLS_DHE_RSA_WITH_AES_256_GCM_SHA384', 'sound'],
    ['TLS_AES_128_GCM_SHA256', 'sound'],
  ])('%s is %s', (name, grade) => {
    expect(gradeSuite(name)).toBe(grade)
  })
})

describe('what a service agrees to', () => {
  test.each(['SSLv3', 'TLSv1', 'TLSv1.1'] as const)('%s must be refused', (version) => {
    expect(firstVerdict('8.0', 'esx.tls-version', [offers({ version, answer: 'accepted', ...none })])).toBe('fail')
    expect(
      firstVerdict('8.0', 'esx.tls-version', [offers({ version, answer: 'unclear', why: 'silent', ...none })]),
    ).toBe('unknown')
  })

  test('where nothing can be said, each version that did not answer is named with the reason', () => {
    const { versions } = goodOffers
    const silent = (why?: string) => (offer: TlsOffer) => ({
      ...offer,
      ...none,
      answer: 'unclear' as const,
      ...(why === undefined ? {} : { why }),
    })
    const detailOf = (id: string, ...changed: TlsOffer[]) => {
      const draft = goodEstate('8.0')
      offers(...changed)(draft)
      const [fact] = findingsOf(draft, controlOf(id))[0]?.evidence ?? []
      return fact?.known === false ? `${fact.missing}: ${fact.detail}` : 'known'
    }
    for (const id of ['esx.tls-version', 'esx.tls-broken-ciphers', 'esx.tls-dated-ciphers']) {
      expect(detailOf(id, ...versions.map(silent('no answer')))).toBe(
        `fault: ${versions.map(({ version }) => `${version}: no answer`).join(', ')}`,
      )
      expect(detailOf(id, ...versions.map((offer) => ({ ...offer, ...none, answer: 'refused' as const })))).toBe(
        'fault: no version was accepted',
      )
    }
    // A list that is not whole is no pass, whatever ended it.
    const [first] = versions.map(silent())
    if (first) expect(firstVerdict('8.0', 'esx.tls-broken-ciphers', [offers(first)])).toBe('unknown')
  })

  test('what was found is certain, what was not needs a whole list', () => {
    const unclear: TlsOffer = { version: 'SSLv3', answer: 'unclear', why: 'silent', suites: [], complete: false }
    const old: TlsOffer = {
      version: 'TLSv1',
      answer: 'accepted',
      suites: ['TLS_RSA_WITH_RC4_128_SHA'],
      complete: false,
      why: 'limit',
    }
    expect(firstVerdict('8.0', 'esx.tls-version', [offers(unclear, old)])).toBe('fail')
    expect(firstVerdict('8.0', 'esx.tls-broken-ciphers', [offers(unclear, old)])).toBe('fail')
    expect(firstVerdict('8.0', 'esx.tls-dated-ciphers', [offers(unclear)])).toBe('unknown')
    expect(firstVerdict('8.0', 'esx.tls-broken-ciphers', [offers({ ...old, suites: [] })])).toBe('unknown')
  })

  test('a server that accepts nothing that we can ask for is unknown', () => {
    const all = goodOffers.versions.map(({ version }): TlsOffer => ({ version, answer: 'refused', ...none }))
    for (const id of ['esx.tls-version', 'esx.tls-broken-ciphers', 'esx.tls-dated-ciphers'])
      expect(firstVerdict('8.0', id, [offers(...all)]), id).toBe('unknown')
  })

  test.each([
    [1024, 'fail'],
    [2047, 'fail'],
    [2048, 'pass'],
  ])('a Diffie-Hellman group of %i bits: %s', (dhBits, verdict) => {
    const suites = ['TLS_DHE_RSA_WITH_AES_256_GCM_SHA384']
    const spoiler = offers({ version: 'TLSv1.2', answer: 'accepted', suites, complete: true, dhBits })
    expect(firstVerdict('8.0', 'esx.tls-broken-ciphers', [spoiler])).toBe(verdict)
  })

  test('a port where nothing listens concerns nobody; a damaged list is unknown', () => {
    const port =
      (value: unknown): Spoiler =>
      (draft) => {
        first(draft, 'ServiceInstance').values['tls:636#offers'] = value
      }
    expect(firstVerdict('8.0', 'vcenter.directory-tls-version', [port(undefined)])).toBe('notApplicable')
    expect(firstNote('8.0', 'vcenter.directory-tls-version', [port(undefined)])).toMatch(/nothing listens/)
    for (const value of ['none', {}, { versions: [{ version: 'TLSv1', answer: 'maybe', suites: [], complete: true }] }])
      expect(firstVerdict('8.0', 'vcenter.directory-tls-version', [port(value)])).toBe('unknown')
  })
})
