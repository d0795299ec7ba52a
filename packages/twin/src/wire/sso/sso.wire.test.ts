import { createPublicKey, createHash, verify, X509Certificate } from 'node:crypto'
import { govc, govcEnv } from '@sakimori/testkit'
import { describePeer } from '@sakimori/testkit/lane'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { adjustableClock, generateEstate, startTwin, type Estate, type Twin } from '../../index.ts'
import { administrator, password, tryLogIn } from '../../testing/clients.ts'
import { http } from '../../testing/rest.ts'

const clock = adjustableClock()
const base = generateEstate({ hosts: 1, vms: 2, seed: 1, release: '8.0' })
const estate: Estate = {
  ...base,
  users: [...base.users, { name: 'CORP\\backup', password, groups: ['CORP\\Backup Operators'] }],
  sso: {
    ...(base.sso as NonNullable<Estate['sso']>),
    identitySources: [
      {
        name: 'corp.example',
        alias: 'CORP',
        type: 'ActiveDirectory',
        friendlyName: 'Corp',
        userBaseDn: 'dc=corp,dc=example',
        groupBaseDn: 'dc=corp,dc=example',
        primaryUrl: 'ldap://dc1.corp.example:389',
        userName: 'CORP\\svc-ldap',
      },
    ],
  },
}

let twin: Twin

beforeAll(async () => {
  twin = await startTwin({ estate, now: clock })
})
afterAll(() => twin[Symbol.asyncDispose]())

const wsTrust = 'http://docs.oasis-open.org/ws-sx/ws-trust/200512'

/** Asks the token service; gives the assertion, or the fault's text. */
async function askToken(user: string, secret: string, seconds = 60): Promise<string> {
  const time = (ms: number) => new Date(ms).toISOString()
  const text = `<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Header><w:Security xmlns:w="urn:w"><w:UsernameToken><w:Username>${user}</w:Username><w:Password>${secret}</w:Password></w:UsernameToken></w:Security></S:Header><S:Body><RequestSecurityToken xmlns="${wsTrust}"><RequestType>${wsTrust}/Issue</RequestType><KeyType>${wsTrust}/Bearer</KeyType><Lifetime><Created>${time(clock())}</Created><Expires>${time(clock() + seconds * 1000)}</Expires></Lifetime></RequestSecurityToken></S:Body></S:Envelope>`
  const { body } = await http(twin, 'POST', '/sts/STSService/vsphere.local', { text })
  return (
    /<saml2:Assertion[\s\S]*<\/saml2:Assertion>/.exec(String(body))?.[0] ??
    /<faultstring>([^<]*)/.exec(String(body))?.[1] ??
    ''
  )
}

/** Calls the administration service with a token, without a login; gives what is in the body. */
async function admin(token: string, type: string, method: string, inner = ''): Promise<string> {
  const text = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header>${token}</e:Header><e:Body><${method} xmlns="urn:sso"><_this type="${type}">x</_this>${inner}</${method}></e:Body></e:Envelope>`
  const { body } = await http(twin, 'POST', '/sso-adminserver/sdk/vsphere.local', { text })
  return /<soapenv:Body>\n([\s\S]*)\n<\/soapenv:Body>/.exec(String(body))?.[1] ?? ''
}

const faultOf = (body: string) => /xsi:type="(\w+)"/.exec(body)?.[1] ?? body
const lockout = (failures: number, seconds: number) =>
  `<policy><description>d</description><maxFailedAttempts>${failures}</maxFailedAttempts><failedAttemptIntervalSec>180</failedAttemptIntervalSec><autoUnlockIntervalSec>${seconds}</autoUnlockIntervalSec></policy>`

describe('tokens', () => {
  test('are signed, and hold as long as they say', async () => {
    const token = await askToken(administrator, password, 120)
    const certificate = new X509Certificate(
      `-----BEGIN CERTIFICATE-----\n${/<ds:X509Certificate>([^<]*)/.exec(token)?.[1]}\n-----END CERTIFICATE-----`,
    )
    expect(certificate.verify(createPublicKey(twin.ca))).toBe(true)
    const [, info = ''] = /<ds:SignedInfo>([\s\S]*)<\/ds:SignedInfo>/.exec(token) ?? []
    const [, signature = ''] = /<ds:SignatureValue>([^<]*)/.exec(token) ?? []
    const signed = `<ds:SignedInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">${info}</ds:SignedInfo>`
    expect(verify('sha256', Buffer.from(signed), certificate.publicKey, Buffer.from(signature, 'base64'))).toBe(true)
    const content = token.replace(/<ds:Signature [\s\S]*<\/ds:Signature>/, '')
    expect(info).toContain(createHash('sha256').update(content).digest('base64'))
    const read = () => admin(token, 'SsoAdminPasswordPolicyService', 'GetLocalPasswordPolicy')
    expect(await read()).toContain('<minLength>8</minLength>')
    clock.advance?.(121)
    expect(faultOf(await read())).toBe('SsoFaultNotAuthenticated')
  })

  test('are not given for a wrong password, nor taken from somebody else', async () => {
    expect(await askToken(administrator, 'wrong')).toBe('Invalid credentials')
    const token = await askToken(administrator, password)
    const forged = token.replace(/(<ds:SignatureValue>)..../, '$1AAAA')
    expect(faultOf(await admin(forged, 'SsoAdminLockoutPolicyService', 'GetLockoutPolicy'))).toBe(
      'SsoFaultNotAuthenticated',
    )
    expect(faultOf(await admin(forged, 'SsoSessionManager', 'Login'))).toBe('SsoFaultInvalidCredentials')
  })

  test('of who is no administrator let read and not write', async () => {
    const token = await askToken('auditor@vsphere.local', password)
    expect(await admin(token, 'SsoAdminLockoutPolicyService', 'GetLockoutPolicy')).toContain('<maxFailedAttempts>5<')
    const update = await admin(token, 'SsoAdminLockoutPolicyService', 'UpdateLockoutPolicy', lockout(3, 60))
    expect(faultOf(update)).toBe('SsoFaultNoPermission')
  })
})

test('the lock-out policy holds from the moment that it is set', async () => {
  const user = 'auditor@vsphere.local'
  const token = await askToken(administrator, password)
  const set = (failures: number, seconds: number) =>
    admin(token, 'SsoAdminLockoutPolicyService', 'UpdateLockoutPolicy', lockout(failures, seconds))
  expect(await set(2, 60)).toBe('<UpdateLockoutPolicyResponse xmlns="urn:sso"></UpdateLockoutPolicyResponse>')
  for (let i = 0; i < 2; i += 1) expect(await tryLogIn(twin.url, user, 'guess')).toBe('InvalidLogin')
  expect([await tryLogIn(twin.url, user), await askToken(user, password)]).toEqual([
    'InvalidLogin',
    'Invalid credentials',
  ])
  const find = '<searchStr></searchStr><limit>10</limit>'
  expect(await admin(token, 'SsoAdminPrincipalDiscoveryService', 'FindLockedUsers', find)).toContain(
    '<name>auditor</name>',
  )
  clock.advance?.(61)
  expect(await tryLogIn(twin.url, user)).toBe('in')
  const later = await askToken(administrator, password)
  await admin(later, 'SsoAdminLockoutPolicyService', 'UpdateLockoutPolicy', lockout(0, 0))
  for (let i = 0; i < 8; i += 1) await tryLogIn(twin.url, user, 'guess')
  expect(await tryLogIn(twin.url, user)).toBe('in')
  expect(faultOf(await admin(later, 'SsoAdminLockoutPolicyService', 'UpdateLockoutPolicy', lockout(-1, 0)))).toBe(
    'InvalidArgument',
  )
  expect(
    twin.world.events.all.some(
      (event) => (event as { eventTypeId?: string }).eventTypeId === 'com.vmware.sso.LockoutPolicy',
    ),
  ).toBe(true)
})

test('domains show how the directory is asked, and what is not simulated says so', async () => {
  const token = await askToken(administrator, password)
  const domains = await admin(token, 'SsoAdminDomainManagementService', 'GetDomains')
  expect(domains).toContain('<primaryUrl>ldap://dc1.corp.example:389</primaryUrl>')
  expect(domains).toContain('<username>CORP\\svc-ldap</username>')
  expect(faultOf(await admin(token, 'SsoAdminSmtpManagementService', 'GetSmtpConfiguration'))).toBe('MethodNotFound')
  expect(faultOf(await admin('', 'SsoAdminDomainManagementService', 'GetDomains'))).toBe('SsoFaultNotAuthenticated')
  expect((await http(twin, 'POST', '/sso-adminserver/sdk', { text: '<broken' })).status).toBe(500)
})

describePeer('govc', 'govc', () => {
  const as =
    (user: string, secret: string) =>
    (...args: readonly string[]) =>
      govc(
        {
          url: twin.url,
          host: '127.0.0.1',
          port: 0,
          username: user,
          password: secret,
          env: govcEnv(twin.url, user, secret),
        },
        args,
      )
  const run = as(administrator, password)

  test('finds the services', async () => {
    const { port } = new URL(twin.url)
    expect(await run('sso.service.ls', '-t', 'cs.identity', '-P', 'wsTrust', '-U')).toBe(
      `https://127.0.0.1:${port}/sts/STSService/vsphere.local\n`,
    )
  })

  test('reads and updates the password policy, which new passwords must keep', async () => {
    expect(await run('sso.lpp.info')).toMatch(/MinLength: 8\nMaxLength: 20\n/)
    await run('sso.lpp.update', '-MinLength', '15', '-MaxLength', '64', '-PasswordLifetimeDays', '60')
    expect(await run('sso.lpp.info')).toMatch(/MinLength: 15\n[\s\S]*PasswordLifetimeDays: 60/)
    await expect(run('sso.user.create', '-p', 'Short-1', 'taro')).rejects.toThrow(/fewer than 15 characters/)
    await expect(run('sso.lpp.update', '-MaxLength', '3')).rejects.toThrow(/shorter than the shortest/)
  })

  test('makes a user who may log in once he is in a group that may', async () => {
    const secret = 'Ichi-ni-san-shi-5'
    await run('sso.user.create', '-p', secret, '-d', '山田', 'taro')
    expect(await run('sso.user.id', 'taro')).toBe('person=taro@vsphere.local groups=Users\n')
    expect(await tryLogIn(twin.url, 'taro@vsphere.local', secret)).toBe('NoPermission')
    await run('sso.group.update', '-a', 'taro', 'Administrators')
    expect(await run('sso.user.ls', '-group', 'Administrators')).toMatch(/taro +山田/)
    expect(await tryLogIn(twin.url, 'taro@vsphere.local', secret)).toBe('in')
    expect(await as('taro@vsphere.local', secret)('sso.user.ls', 'taro')).toMatch(/taro/)
    await run('sso.user.update', '-p', 'Go-roku-nana-hachi-9', 'taro')
    expect(await tryLogIn(twin.url, 'taro@vsphere.local', secret)).toBe('InvalidLogin')
    await run('sso.group.update', '-r', 'taro', 'Administrators')
    await run('sso.user.rm', 'taro')
    expect(await run('sso.user.ls', 'taro')).toBe('')
    await expect(run('sso.user.rm', 'administrator')).rejects.toThrow(/belongs to the installation/)
  })

  test('lists groups, sees nested ones, and users of a directory', async () => {
    await run('sso.group.create', '-d', '運用', 'Operators')
    await run('sso.group.update', '-g', '-a', 'Operators', 'Administrators')
    expect(await run('sso.group.ls', 'Administrators')).toMatch(/Operators +運用/)
    await run('sso.group.update', '-g', '-r', 'Operators', 'Administrators')
    expect(await run('sso.group.ls', 'Administrators')).toBe('')
    await run('sso.group.rm', 'Operators')
    expect(await run('sso.group.ls', '-search', 'Bash')).toMatch(/^SystemConfiguration\.BashShellAdministrators/)
    expect(await run('sso.user.id', 'backup@corp.example')).toBe('person=backup@CORP groups=Backup Operators\n')
  })

  test('shows identity sources and moves one to LDAPS', async () => {
    expect(await run('sso.idp.ls')).toMatch(/corp\.example +ldap:\/\/dc1\.corp\.example:389 +ActiveDirectory/)
    await run('sso.idp.ldap.update', '-PrimaryUrl', 'ldaps://dc1.corp.example:636', 'corp.example')
    expect(await run('sso.idp.ls')).toMatch(/corp\.example +ldaps:\/\/dc1\.corp\.example:636/)
    await run('sso.idp.default.update', 'corp.example')
    expect(await run('sso.idp.default.ls')).toMatch(/corp\.example/)
    await expect(run('sso.idp.default.update', 'nowhere.example')).rejects.toThrow(/no domain nowhere\.example/)
  })
})
