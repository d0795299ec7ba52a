import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { resolveConnection, splitUrl } from './connection.ts'

describe('the address of a server', () => {
  test('keeps any character of a password that is percent-encoded or has no percent sign', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), fc.boolean(), (password, encoded) => {
        // URLs carry no bare line breaks, and a lone surrogate has no encoding.
        fc.pre(!/[\r\n%]/.test(password) && password.isWellFormed())
        const {
          username,
          password: got,
          url,
        } = splitUrl(`https://admin:${encoded ? encodeURIComponent(password) : password}@vc.example.test/sdk`)
        expect([username, got, url.href]).toEqual(['admin', password, 'https://vc.example.test/sdk'])
      }),
    )
  })

  test.each([
    ['vc', 'https://vc/'],
    ['vc:8443', 'https://vc:8443/'],
    ['user@vsphere.local:p@ss/w@vc', 'https://vc/'],
    ['[::1]:8989', 'https://[::1]:8989/'],
    ['https://vc/sdk?x=1#y', 'https://vc/sdk'],
  ])('%s is read as %s', (given, href) => {
    expect(splitUrl(given).url.href).toBe(href)
  })

  test.each(['', 'ftp://vc', 'https://', 'a b'])('%j is refused', (given) => {
    expect(() => splitUrl(given)).toThrow(/not a URL or host name/)
  })
})

describe('the connection', () => {
  test('prefers flags, then SAKIMORI_*, then the configuration, then GOVC_*', () => {
    const config = { targets: [{ name: 'tokyo', url: 'https://vc.tokyo', username: 'from-config' }] }
    const env = { GOVC_URL: 'https://govc', GOVC_USERNAME: 'from-govc', GOVC_PASSWORD: 'g' }
    expect(resolveConnection('tokyo', {}, config, env)).toMatchObject({ username: 'from-config', trust: 'verified' })
    expect(resolveConnection('tokyo', {}, config, { ...env, SAKIMORI_USERNAME: 'from-env' }).username).toBe('from-env')
    expect(
      resolveConnection('tokyo', { username: 'from-flag' }, config, { ...env, SAKIMORI_USERNAME: 'from-env' }).username,
    ).toBe('from-flag')
    expect(resolveConnection(undefined, {}, {}, env)).toMatchObject({ username: 'from-govc' })
  })

  test('warns of a password on the command line and of an unverified certificate, and never prints the password', () => {
    const connection = resolveConnection('https://u:hunter2@vc', { insecure: true }, {}, {})
    expect(connection.warnings).toEqual(['passwordOnCommandLine', 'insecure'])
    expect(`${JSON.stringify(connection)}${String(connection.password)}${connection.url.href}`).not.toContain('hunter2')
    expect(resolveConnection(undefined, {}, {}, { GOVC_URL: 'https://u:p@vc' }).warnings).toEqual([])
  })

  test('a pin outranks --insecure', () => {
    const pin = 'AB:'.repeat(31) + 'AB'
    expect(resolveConnection('vc', { insecure: true, thumbprint: pin }, {}, {})).toMatchObject({
      trust: 'pinned',
      warnings: [],
    })
  })
})
