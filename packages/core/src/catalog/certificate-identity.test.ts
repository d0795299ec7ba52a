import { describe, expect, test } from 'vitest'
import type { TlsPeer } from '../model/index.ts'
import { asking } from '../testing/asking.ts'
import { first, type Spoiler } from '../testing/draft.ts'
import { goodCertificate, goodPeer } from '../testing/good-certificate.ts'
import { catalog } from './index.ts'

const { firstVerdict, firstNote } = asking(catalog)

const set =
  (type: string, values: Record<string, unknown>): Spoiler =>
  (draft) => {
    Object.assign(first(draft, type).values, values)
  }
const host = (values: Record<string, unknown>) => set('HostSystem', values)
const without =
  (type: string, ...paths: string[]): Spoiler =>
  (draft) => {
    for (const path of paths) {
      delete first(draft, type).values[path]
      first(draft, type).missing[path] = { why: 'noPermission' }
    }
  }

const own = goodCertificate('esx1.example.test')
const impostor = goodPeer('impostor.example.test')
const shows = (peer: Partial<TlsPeer>) => host({ 'tls:443': { ...goodPeer('esx1.example.test'), ...peer } })

describe('a host and what is recorded of it', () => {
  const id = 'esx.certificate-as-recorded'
  const asked = (...changes: Spoiler[]) => firstVerdict('8.0', id, changes)

  test('another certificate is critical, whichever record it differs from', () => {
    expect(asked()).toBe('pass')
    expect(asked(host({ 'tls:443': impostor }))).toBe('fail')
    expect(asked(host({ 'summary.config.sslThumbprint': `${'AB:'.repeat(19)}AB` }))).toBe('fail')
    expect(asked(host({ 'summary.config.sslThumbprint': `${'AB:'.repeat(31)}AB` }))).toBe('fail')
    expect(asked(host({ 'summary.config.sslCertificate': goodCertificate('other.example.test').pem }))).toBe('fail')
    expect(catalog.find((control) => control.id === id)?.severity).toBe('critical')
  })

  test('one record is enough to know, none is not', () => {
    const thumbprint = 'summary.config.sslThumbprint'
    const recorded = 'config.certificate#parsed'
    expect(asked(without('HostSystem', thumbprint))).toBe('pass')
    expect(asked(without('HostSystem', recorded))).toBe('pass')
    expect(asked(without('HostSystem', recorded), host({ 'tls:443': impostor }))).toBe('fail')
    expect(asked(without('HostSystem', recorded, thumbprint))).toBe('unknown')
    expect(asked(without('HostSystem', recorded), host({ [thumbprint]: 'none' }))).toBe('unknown')
    expect(asked(without('HostSystem', 'tls:443'))).toBe('unknown')
    expect(asked(shows({ chain: [] }))).toBe('unknown')
  })

  test('each record counts by itself: both lengths of a thumbprint in either case, and the certificate however it is wrapped', () => {
    const thumbprint = 'summary.config.sslThumbprint'
    const pem = 'summary.config.sslCertificate'
    const alone = (...changes: Spoiler[]) =>
      asked(without('HostSystem', 'config.certificate#parsed', thumbprint), ...changes)
    const sha256 = own.fingerprint256
    expect(alone(host({ [thumbprint]: sha256 }))).toBe('pass')
    expect(alone(host({ [thumbprint]: sha256.toLowerCase() }))).toBe('pass')
    expect(alone(host({ [thumbprint]: sha256 }), host({ 'tls:443': impostor }))).toBe('fail')
    // Neither form of another certificate, nor half of one, is a thumbprint of this one.
    expect(alone(host({ [thumbprint]: `${sha256}:00` }))).toBe('unknown')
    expect(alone(host({ [thumbprint]: `x${own.fingerprint1}` }))).toBe('unknown')
    expect(alone(host({ [thumbprint]: own.fingerprint1?.slice(3) }))).toBe('unknown')
    const wrapped = `-----BEGIN CERTIFICATE-----\r\n${own.pem.replaceAll(/-----[^-]*-----|\s/g, '').replaceAll(/(.{40})/g, '$1\r\n')}\r\n-----END CERTIFICATE-----\r\n`
    expect(alone(host({ [pem]: wrapped }))).toBe('pass')
    expect(alone(host({ [pem]: wrapped }), host({ 'tls:443': impostor }))).toBe('fail')
    expect(alone(host({ [pem]: '-----BEGIN CERTIFICATE-----' }))).toBe('unknown')
    // Of a recorded certificate there is no thumbprint to show, unless the configuration has the same one.
    const shown = impostor.chain[0]?.fingerprint256
    const gone = without('HostSystem', 'config.certificate#parsed', thumbprint)
    expect(firstNote('8.0', id, [gone, host({ [pem]: wrapped, 'tls:443': impostor })])).toContain(
      `shown: ${shown}, issued by ${impostor.chain[0]?.issuer}; recorded (summary.config.sslCertificate): PEM`,
    )
    // A certificate that the configuration records without a thumbprint tells nothing by itself.
    expect(asked(gone, host({ 'config.certificate#parsed': { ...own, fingerprint256: '' } }))).toBe('unknown')
  })

  test('the records of a host that is not connected may be old', () => {
    const apart = host({ 'runtime.connectionState': 'disconnected' })
    expect(asked(apart)).toBe('pass')
    expect(asked(apart, host({ 'tls:443': impostor }))).toBe('unknown')
    expect(asked(without('HostSystem', 'runtime.connectionState'), host({ 'tls:443': impostor }))).toBe('unknown')
  })

  test('both thumbprints are said in the same form, and an address that is not the host’s', () => {
    const said = (...changes: Spoiler[]) => firstNote('8.0', id, changes)
    expect(said(host({ 'tls:443': impostor }))).toBe(
      `shown: ${impostor.chain[0]?.fingerprint256}, issued by ${impostor.chain[0]?.issuer}; recorded (config.certificate): ${own.fingerprint256}`,
    )
    const sha1 = said(without('HostSystem', 'config.certificate#parsed'), host({ 'tls:443': impostor }))
    expect(sha1).toContain(`shown: ${impostor.chain[0]?.fingerprint1},`)
    expect(sha1).toContain(`(summary.config.sslThumbprint): ${own.fingerprint1}`)
    const vnic = { 'config.network.vnic': [{ device: 'vmk0', spec: { ip: { ipAddress: '10.0.0.11' } } }] }
    expect(said(host({ 'tls:443': { ...impostor, address: '10.9.9.9' }, ...vnic }))).toContain(
      '10.9.9.9, which is no address',
    )
    expect(said(host({ 'tls:443': { ...impostor, address: '10.0.0.11' }, ...vnic }))).toMatch(/^shown: /)
    expect(said(host({ 'tls:443': { ...impostor, address: 'fe80::1' }, ...vnic }))).toMatch(/^shown: /)
  })

  test('a snapshot without SHA-1 of what was shown does not accuse a host of its thumbprint', () => {
    const { fingerprint1: _none, ...older } = own
    expect(asked(shows({ chain: [older] }))).toBe('pass')
  })
})

describe('vCenter Server and what it says of itself', () => {
  const id = 'vcenter.certificate-as-recorded'
  test('a relay shows its own certificate', () => {
    expect(firstVerdict('8.0', id, [])).toBe('pass')
    expect(firstVerdict('8.0', id, [set('ServiceInstance', { 'tls:443': impostor })])).toBe('fail')
    const path = 'rest:/api/vcenter/certificate-management/vcenter/tls#parsed'
    expect(firstVerdict('8.0', id, [set('ServiceInstance', { [path]: [] })])).toBe('unknown')
    expect(firstVerdict('8.0', id, [without('ServiceInstance', path)])).toBe('unknown')
  })
})

describe('who vouches for a certificate', () => {
  const id = 'esx.certificate-trusted'
  const lone: Spoiler = (draft) => {
    draft.estate = { ...draft.estate, kind: 'esx' }
  }
  test('nobody, a missing link, an authority that has ended', () => {
    expect(firstVerdict('8.0', id, [])).toBe('pass')
    expect(firstNote('8.0', id, [host({ 'tls:443#anchor': undefined })])).toMatch(
      /whose certificate the server does not send/,
    )
    const [leaf = own] = impostor.chain
    const chain = [own, leaf]
    expect(firstNote('8.0', id, [shows({ chain }), host({ 'tls:443#anchor': undefined })])).toMatch(
      /nor a certificate sent with it/,
    )
    expect(firstVerdict('8.0', id, [shows({ chain: [own, { ...leaf, validTo: '2020-01-01T00:00:00.000Z' }] })])).toBe(
      'fail',
    )
    expect(firstVerdict('8.0', id, [host({ 'tls:443#anchor': 'VMCA' })])).toBe('unknown')
    expect(firstVerdict('8.0', id, [without('HostSystem', 'tls:443#anchor')])).toBe('unknown')
    expect(firstVerdict('8.0', id, [lone])).toBe('notApplicable')
  })
})

describe('the certificate that signs tokens', () => {
  const id = 'sso.signing-certificate-dates'
  const token = 'sso:signingCertificate#parsed'
  const rest = 'rest:/api/vcenter/certificate-management/vcenter/signing-certificate#parsed'
  const ending = (validTo: string) => [{ ...goodCertificate('sts'), validTo }]
  const server = (values: Record<string, unknown>) => set('ServiceInstance', values)

  test.each([
    [{ [token]: ending('2026-12-01T00:00:00Z') }, 'fail'],
    [{ [rest]: ending('2020-12-01T00:00:00Z') }, 'fail'],
    [{ [token]: [...ending('2035-01-01T00:00:00Z'), ...ending('2026-12-01T00:00:00Z')] }, 'fail'],
    [{ [token]: ending('never') }, 'unknown'],
  ])('%j: %s', (values, verdict) => {
    expect(firstVerdict('8.0', id, [server(values)])).toBe(verdict)
  })

  test('is known from either of two ways', () => {
    expect(firstVerdict('6.7', id, [without('ServiceInstance', rest)])).toBe('pass')
    expect(firstVerdict('8.0', id, [without('ServiceInstance', token)])).toBe('pass')
    expect(firstVerdict('8.0', id, [without('ServiceInstance', token, rest)])).toBe('unknown')
  })
})
