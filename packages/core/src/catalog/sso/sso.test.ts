import { describe, expect, test } from 'vitest'
import { asking } from '../../testing/asking.ts'
import { first, type Spoiler } from '../../testing/draft.ts'
import { appliance } from '../vcenter/appliance.ts'
import { keeping } from '../vcenter/keeping.ts'
import { libraries } from '../vcenter/libraries.ts'
import { trust } from '../vcenter/trust.ts'
import { sso } from './index.ts'

const { firstVerdict, firstNote } = asking([...sso, ...appliance, ...keeping, ...libraries, ...trust])

const value =
  (path: string, read: unknown): Spoiler =>
  (draft) => {
    first(draft, 'ServiceInstance').values[path] = read
  }
const gone =
  (path: string): Spoiler =>
  (draft) => {
    const object = first(draft, 'ServiceInstance')
    delete object.values[path]
    object.missing[path] = { why: 'noPermission' }
  }

describe('the lock of single sign-on', () => {
  const lock = (fields: object) => value('sso:lockoutPolicy', fields)

  test('0 failures switches the lock off, and never passes', () => {
    expect(firstVerdict('8.0', 'sso.lockout-attempts', [lock({ maxFailedAttempts: 0 })])).toBe('fail')
    expect(firstVerdict('8.0', 'sso.lockout-attempts', [lock({ maxFailedAttempts: 5 })])).toBe('pass')
    expect(firstVerdict('8.0', 'sso.lockout-attempts', [lock({ maxFailedAttempts: 5 })], { baseline: 'stig' })).toBe(
      'fail',
    )
  })

  test('a number that is not there, or is a text, is unknown', () => {
    expect(firstVerdict('8.0', 'sso.lockout-attempts', [lock({})])).toBe('unknown')
    expect(firstVerdict('8.0', 'sso.unlock-time', [lock({ autoUnlockIntervalSec: 'ever' })])).toBe('unknown')
  })

  test.each([
    [0, 'sakimori', 'pass'],
    [0, 'stig', 'pass'],
    [300, 'sakimori', 'pass'],
    [300, 'stig', 'fail'],
    [299, 'scg', 'fail'],
  ] as const)('unlocking after %d seconds under %s: %s', (autoUnlockIntervalSec, baseline, verdict) => {
    expect(firstVerdict('8.0', 'sso.unlock-time', [lock({ autoUnlockIntervalSec })], { baseline })).toBe(verdict)
  })

  const format = {
    alphabeticRestriction: { minAlphabeticCount: 2, minUppercaseCount: 1, minLowercaseCount: 1 },
    minNumericCount: 1,
    minSpecialCharCount: 1,
    maxIdenticalAdjacentCharacters: 3,
  }
  const composed = (more: object) => value('sso:passwordPolicy', { passwordFormat: { ...format, ...more } })

  test.each([
    [{}, 'pass'],
    [{ maxIdenticalAdjacentCharacters: 1 }, 'pass'],
    // 0 is no limit.
    [{ maxIdenticalAdjacentCharacters: 0 }, 'fail'],
    [{ maxIdenticalAdjacentCharacters: 4 }, 'fail'],
    [{ minNumericCount: 0 }, 'fail'],
    [{ minNumericCount: 2 }, 'pass'],
    [{ minSpecialCharCount: 0 }, 'fail'],
    [{ alphabeticRestriction: { ...format.alphabeticRestriction, minUppercaseCount: 0 } }, 'fail'],
    [{ alphabeticRestriction: {} }, 'unknown'],
    [{ minNumericCount: '1' }, 'unknown'],
    [{ maxIdenticalAdjacentCharacters: null }, 'unknown'],
  ])('a password of the kinds %j: %s', (more, verdict) => {
    expect(firstVerdict('8.0', 'sso.password-composition', [composed(more)])).toBe(verdict)
  })

  test('the kinds that are not asked for are named', () => {
    const weak = composed({ minNumericCount: 0, maxIdenticalAdjacentCharacters: 9 })
    expect(firstNote('8.0', 'sso.password-composition', [weak])).toMatch(/^too weak: \S.*, identical in a row$/)
  })

  test('a policy without a lifetime never lets a password expire', () => {
    const forever = [value('sso:passwordPolicy', { passwordFormat: {} })]
    expect(firstVerdict('8.0', 'sso.password-lifetime', forever, { baseline: 'scg' })).toBe('pass')
    expect(firstVerdict('8.0', 'sso.password-lifetime', forever, { baseline: 'stig' })).toBe('fail')
    expect(firstVerdict('8.0', 'sso.password-lifetime', forever)).toBeUndefined()
  })
})

describe('an answer of another shape', () => {
  const policy = { PasswordAuthnEnabled: false, WindowsAuthEnabled: false, CertAuthEnabled: true }

  test.each(Object.keys(policy))('is unknown: without a truth for %s', (field) => {
    for (const odd of [undefined, 'false', 0])
      expect(
        firstVerdict('8.0', 'sso.multifactor', [value('sso:authnPolicy', { ...policy, [field]: odd })]),
        String(odd),
      ).toBe('unknown')
  })

  test.each([[[{}]], [[{ name: '' }]], [[{ name: 7 }]], ['okta'], [['okta']], [[{ name: 'okta' }, {}]]])(
    'is unknown: %j for a list of identity providers',
    (list) => {
      const changes = [value('rest:/api/vcenter/identity/providers', list), value('sso:identitySources', [])]
      for (const id of ['sso.identity-source', 'sso.multifactor'])
        expect(firstVerdict('8.0', id, changes)).toBe('unknown')
    },
  )

  test.each([{ users: 'root', groups: [] }, { users: [], groups: [7] }, { users: [7], groups: [] }, { users: [] }, []])(
    'is unknown: %j for the members of a group',
    (members) => {
      expect(firstVerdict('8.0', 'sso.trusted-admins', [value('sso:members/TrustedAdmins', members)])).toBe('unknown')
    },
  )

  test.each([[[{ name: 'krbtgt' }]], [[{ disabled: true }]], [[{ name: 'krbtgt', disabled: 'true' }]]])(
    'is unknown: %j for the Kerberos accounts',
    (accounts) => {
      expect(firstVerdict('8.0', 'sso.kerberos-accounts-off', [value('sso:kerberosAccounts', accounts)])).toBe(
        'unknown',
      )
    },
  )
})

describe('directories and identity providers', () => {
  const sources = (...list: readonly object[]) => value('sso:identitySources', list)
  const providers = (...list: readonly object[]) => value('rest:/api/vcenter/identity/providers', list)
  const ldap = { kind: 'ldap', name: 'corp', primaryUrl: 'LDAPS://dc1:636', userName: 'svc' }

  test('LDAPS counts in any case, and one clear address spoils it', () => {
    expect(firstVerdict('8.0', 'sso.ldaps', [sources(ldap)])).toBe('pass')
    expect(firstVerdict('8.0', 'sso.ldaps', [sources({ ...ldap, failoverUrl: 'ldap://dc2' })])).toBe('fail')
    expect(firstVerdict('8.0', 'sso.ldaps', [sources({ kind: 'nativeAD', name: 'corp' })])).toBe('notApplicable')
    expect(firstVerdict('8.0', 'sso.ldaps', [sources({ kind: 'ldap', name: 'corp' })])).toBe('unknown')
  })

  test.each(['CN=Administrator,CN=Users,DC=corp', 'administrator@corp', 'CORP\\Admin'])(
    '%s is an administrator',
    (userName) => {
      expect(firstVerdict('7.0', 'sso.ldap-bind-account', [sources({ ...ldap, userName })])).toBe('fail')
    },
  )

  test('an account whose name only begins so is left to a person', () => {
    expect(
      firstVerdict('7.0', 'sso.ldap-bind-account', [sources({ ...ldap, userName: 'administrative-reader' })]),
    ).toBe('manual')
  })

  test('a federated server needs no directory, and an old one has none to ask for', () => {
    const federated = providers({ provider: 'p1', name: 'Entra' })
    expect(firstVerdict('8.0', 'sso.identity-source', [sources(), federated])).toBe('pass')
    expect(firstVerdict('8.0', 'sso.identity-source', [sources(), gone('rest:/api/vcenter/identity/providers')])).toBe(
      'unknown',
    )
    expect(firstVerdict('6.7', 'sso.identity-source', [sources(), gone('rest:/api/vcenter/identity/providers')])).toBe(
      'fail',
    )
    expect(firstVerdict('8.0', 'sso.multifactor', [federated])).toBe('manual')
    expect(firstNote('8.0', 'sso.multifactor', [federated])).toContain('Entra')
  })

  test('a server that accepts none of the methods that it tells of has another: a person looks', () => {
    const policy = (password: boolean, cards: boolean) =>
      value('sso:authnPolicy', { PasswordAuthnEnabled: password, WindowsAuthEnabled: false, CertAuthEnabled: cards })
    const none = [policy(false, false), providers()]
    expect(firstVerdict('8.0', 'sso.multifactor', none)).toBe('manual')
    expect(firstNote('8.0', 'sso.multifactor', none)).toContain('RSA SecurID')
    expect(firstVerdict('6.7', 'sso.multifactor', [policy(false, false)])).toBe('manual')
    expect(firstVerdict('8.0', 'sso.multifactor', [policy(false, true), providers()])).toBe('pass')
    for (const cards of [true, false])
      expect(firstVerdict('8.0', 'sso.multifactor', [policy(true, cards), providers()])).toBe('fail')
  })

  test('Kerberos accounts that the server does not show are unknown, not disabled', () => {
    expect(firstVerdict('8.0', 'sso.kerberos-accounts-off', [value('sso:kerberosAccounts', [])])).toBe('unknown')
  })

  test('a group inside the group counts, and the administrator of any domain of single sign-on may stay', () => {
    const shell = (users: readonly string[], groups: readonly string[]) =>
      value('sso:members/SystemConfiguration.BashShellAdministrators', { users, groups })
    const id = 'sso.bash-shell-administrators'
    expect(firstVerdict('8.0', id, [shell(['administrator@corp.local'], [])])).toBe('pass')
    expect(firstVerdict('8.0', id, [shell([], ['Operators@vsphere.local'])])).toBe('fail')
    expect(firstVerdict('8.0', id, [shell(['administrator2@vsphere.local'], [])])).toBe('fail')
  })
})

describe('the appliance', () => {
  const rules = (...list: readonly (readonly [string, number, string])[]) =>
    value(
      'rest:/api/appliance/networking/firewall/inbound',
      list.map(([address, prefix, policy]) => ({ address, prefix, policy })),
    )

  test.each([
    ['nothing', rules(), 'fail'],
    ['a list without an end', rules(['10.0.0.0', 8, 'ACCEPT']), 'fail'],
    ['everybody before the end', rules(['0.0.0.0', 0, 'ACCEPT'], ['0.0.0.0', 0, 'REJECT']), 'fail'],
    ['an end for IPv6 only', rules(['10.0.0.0', 8, 'ACCEPT'], ['::', 0, 'REJECT']), 'fail'],
    ['a silent end', rules(['10.0.0.0', 8, 'ACCEPT'], ['0.0.0.0', 0, 'IGNORE']), 'pass'],
  ] as const)('a firewall with %s', (_what, spoiler, verdict) => {
    expect(firstVerdict('8.0', 'vcenter.firewall-inbound', [spoiler])).toBe(verdict)
  })

  test('an empty list of time servers does not pass, nor the clock of the host', () => {
    const id = 'vcenter.time-synchronised'
    expect(firstVerdict('8.0', id, [value('rest:/api/appliance/ntp', [])])).toBe('fail')
    expect(firstVerdict('8.0', id, [value('rest:/api/appliance/timesync', 'HOST')])).toBe('fail')
  })

  test.each([
    ['none, as an old release says it', [], 'fail'],
    ['one that is off', { a: { location: 'sftp://b', enable: false } }, 'fail'],
    ['one that does not say whether it is on', { a: { location: 'sftp://b' } }, 'pass'],
    ['one of two in the clear', { a: { location: 'sftp://b' }, b: { location: 'HTTP://b' } }, 'fail'],
    ['one without a place', { a: {} }, 'unknown'],
  ] as const)('backup schedules: %s', (_what, schedules, verdict) => {
    const spoiler = value('rest:/api/appliance/recovery/backup/schedules', schedules)
    expect(firstVerdict('8.0', 'vcenter.backup-scheduled', [spoiler])).toBe(verdict)
  })

  test('a password of root that expires soon fails, one that never does passes, a date that is none is unknown', () => {
    const root = (fields: object) => value('rest:/api/appliance/local-accounts/root', { has_password: true, ...fields })
    const asked = (fields: object) => firstVerdict('8.0', 'vcenter.root-password-expiry', [root(fields)])
    expect(asked({ password_expires_at: '2026-12-01T00:00:00Z' })).toBe('fail')
    expect(asked({ password_expires_at: '2027-12-01T00:00:00Z' })).toBe('pass')
    expect(asked({})).toBe('pass')
    expect(asked({ password_expires_at: 'soon' })).toBe('unknown')
    expect(asked({ has_password: undefined })).toBe('unknown')
  })

  test('a library that is not published needs no password; one is enough to fail', () => {
    const library = (fields: object) => ({
      name: 'l',
      publish_info: { published: true, authentication_method: 'BASIC' },
      ...fields,
    })
    const asked = (...list: readonly object[]) =>
      firstVerdict('8.0', 'vcenter.content-library-authentication', [
        value('rest:/api/content/local-library/{library}', list),
      ])
    expect(asked(library({ publish_info: { published: false, authentication_method: 'NONE' } }))).toBe('notApplicable')
    expect(asked(library({}), library({ publish_info: { published: true } }))).toBe('fail')
    expect(asked(library({}))).toBe('pass')
  })

  test('the trusted authorities are compared with the list of the site, or left to a person', () => {
    const id = 'vcenter.trusted-roots'
    expect(firstVerdict('8.0', id, [])).toBe('manual')
    expect(firstVerdict('8.0', id, [], { policy: { trustedIssuers: ['CA.example.test'] } })).toBe('pass')
    expect(firstVerdict('8.0', id, [], { policy: { trustedIssuers: ['Corp Root'] } })).toBe('fail')
  })
})
