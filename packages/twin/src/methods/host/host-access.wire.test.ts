import { X509Certificate } from 'node:crypto'
import type { MoRef } from '@sakimori/vim25'
import type { DataTypes } from '@sakimori/vim25/types'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { administrator, logIn, managersOf, property, tryLogIn } from '../../testing/clients.ts'
import { eventsOf, faultOf, outcome } from '../../testing/faults.ts'
import { hostBench, option, type HostBench } from '../../testing/host-bench.ts'
import { signRequest, verifiesRequest } from '../../testing/sign-request.ts'
import { Authority } from '../../tls/authority.ts'

let bench: HostBench

beforeAll(async () => {
  bench = await hostBench()
})
afterAll(() => bench[Symbol.asyncDispose]())

describe('lockdown mode', () => {
  const access = () => bench.managers.hostAccessManager
  const change = (mode: 'lockdownDisabled' | 'lockdownNormal' | 'lockdownStrict') =>
    bench.vim.call(access(), 'ChangeLockdownMode', { mode })
  const entries = async () => {
    const list = await bench.vim.call(access(), 'RetrieveHostAccessControlEntries', {})
    return Object.fromEntries((list ?? []).map(({ principal, accessMode }) => [principal, accessMode]))
  }

  test('strict stops the DCUI, and nobody starts it until the mode is left', async () => {
    await change('lockdownStrict')
    expect([(await bench.config()).adminDisabled, (await bench.service('DCUI'))?.running]).toEqual([true, false])
    expect(await property(bench.vim, access(), 'lockdownMode')).toBe('lockdownStrict')
    expect(await faultOf(bench.vim.call(bench.managers.serviceSystem, 'StartService', { id: 'DCUI' }))).toBe(
      'SecurityError',
    )
    await change('lockdownNormal')
    expect((await bench.service('DCUI'))?.running).toBe(true)
    await change('lockdownDisabled')
    const audit = (await eventsOf(bench.vim, bench.host)).filter((event) => event.startsWith('esx.audit.')).slice(-4)
    expect(audit).toEqual(
      ['dcui.disabled', 'lockdownmode.enabled', 'dcui.enabled', 'lockdownmode.disabled'].map(
        (id) => `esx.audit.${id} by ${administrator}`,
      ),
    )
  })

  test('takes permissions away and gives them back', async () => {
    const before = await entries()
    expect(before).toMatchObject({ root: 'accessAdmin' })
    await bench.vim.call(bench.host, 'EnterLockdownMode', {})
    expect(await entries()).toEqual({ dcui: 'accessAdmin', vpxuser: 'accessAdmin' })
    expect(await tryLogIn(bench.door, 'root')).toBe('NoPermission')
    expect(await faultOf(bench.vim.call(bench.host, 'EnterLockdownMode', {}))).toBe('AdminDisabled')
    const grant = bench.vim.call(access(), 'ChangeAccessMode', {
      principal: 'root',
      isGroup: false,
      accessMode: 'accessReadOnly',
    })
    expect(await faultOf(grant)).toBe('SecurityError')
    await bench.vim.call(access(), 'UpdateLockdownExceptions', { users: ['root'] })
    expect([await tryLogIn(bench.door, 'root'), await entries()]).toEqual(['in', before])
    await bench.vim.call(access(), 'UpdateLockdownExceptions', { users: [] })
    await bench.vim.call(bench.host, 'ExitLockdownMode', {})
    expect([await faultOf(bench.vim.call(bench.host, 'ExitLockdownMode', {})), await entries()]).toEqual([
      'AdminNotDisabled',
      before,
    ])
  })

  test('exceptions must be users whom the host knows; the host itself lets nobody lock himself out', async () => {
    const users = ['nobody-there']
    expect(await outcome(bench.vim.call(access(), 'UpdateLockdownExceptions', { users }))).toMatchObject({
      _typeName: 'UserNotFound',
      principal: 'nobody-there',
    })
    await using direct = await logIn(bench.door, 'root')
    const own = (await managersOf(direct, bench.host)).hostAccessManager ?? access()
    expect(await faultOf(direct.call(own, 'ChangeLockdownMode', { mode: 'lockdownNormal' }))).toBe(
      'AuthMinimumAdminPermission',
    )
    expect(await faultOf(direct.call(bench.host, 'EnterLockdownMode', {}))).toBe('DisableAdminNotSupported')
  })

  test('the last administrator stays', async () => {
    const principal = 'root'
    const change = bench.vim.call(access(), 'ChangeAccessMode', { principal, isGroup: false, accessMode: 'accessNone' })
    expect(await faultOf(change)).toBe('AuthMinimumAdminPermission')
    expect(await bench.vim.call(access(), 'QuerySystemUsers', {})).toEqual(['dcui', 'vpxuser'])
  })
})

describe('certificates', () => {
  const info = async () =>
    (await property(
      bench.vim,
      bench.managers.certificateManager,
      'certificateInfo',
    )) as DataTypes['HostCertificateManagerCertificateInfo']
  const install = (cert: string) =>
    bench.vim.call(bench.managers.certificateManager, 'InstallServerCertificate', { cert })

  test('a request is one, and takes back only the certificate that answers it', async () => {
    const request = await bench.vim.call(bench.managers.certificateManager, 'GenerateCertificateSigningRequestByDn', {
      distinguishedName: 'C=JP,O=Example\\, Ltd.,CN=esx.example',
    })
    expect(await verifiesRequest(request)).toBe(true)
    const foreign = await Authority.create(new Date())
    const stranger = foreign.issue({
      commonName: 'esx.example',
      validFrom: new Date(),
      validTo: new Date(Date.now() + 8e9),
    })
    expect([await faultOf(install(stranger.cert)), await faultOf(install('no certificate'))]).toEqual([
      'HostConfigFault',
      'HostConfigFault',
    ])
    const answer = await signRequest(request, { days: 20, now: new Date(bench.clock()) })
    await install(answer)
    expect(await info()).toMatchObject({
      subject: 'C=JP,O=Example\\, Ltd.,CN=esx.example',
      status: 'expirationImminent',
      kind: 'Machine',
    })
    expect(await property(bench.vim, bench.host, 'summary.config.sslThumbprint')).toBe(
      new X509Certificate(answer).fingerprint,
    )
  })

  test('the vCenter Server signs a new one, and the host trusts it', async () => {
    const { certificateManager } = bench.vim.content
    if (certificateManager === undefined) throw new Error('no certificate manager')
    await bench.run(bench.vim.call(certificateManager, 'CertMgrRefreshCertificates_Task', { host: [bench.host] }))
    expect(await info()).toMatchObject({ issuer: expect.stringContaining('Sakimori twin'), status: 'good' })
    expect(await bench.vim.call(bench.managers.certificateManager, 'ListCACertificates', {})).toEqual([bench.twin.ca])
    const replace = (caCert: string[]) =>
      bench.vim.call(bench.managers.certificateManager, 'ReplaceCACertificatesAndCRLs', { caCert })
    expect(await faultOf(replace(['nothing']))).toBe('HostConfigFault')
    await replace([])
    expect((await bench.vim.call(bench.managers.certificateManager, 'ListCACertificates', {})) ?? []).toEqual([])
  })
})

describe('accounts', () => {
  const secret = 'Correct-Horse-9x-Battery'
  const spec = (more: object) => ({ _typeName: 'HostPosixAccountSpec' as const, id: 'alice', ...more })
  const call = (method: 'CreateUser' | 'UpdateUser', more: object) =>
    bench.vim.call(bench.managers.accountManager, method, { user: spec(more) })
  const remove = (userName: string) => bench.vim.call(bench.managers.accountManager, 'RemoveUser', { userName })

  test('who is made can log in once he may do something, and who is removed cannot', async () => {
    expect(await faultOf(call('CreateUser', { password: 'weak' }))).toBe('InvalidArgument')
    await call('CreateUser', { password: secret, description: 'Alice' })
    expect(await faultOf(call('CreateUser', { password: secret }))).toBe('AlreadyExists')
    expect(await tryLogIn(bench.door, 'alice', secret)).toBe('NoPermission')
    const grant = { principal: 'alice', isGroup: false, accessMode: 'accessAdmin' as const }
    await bench.vim.call(bench.managers.hostAccessManager, 'ChangeAccessMode', grant)
    await using alice = await logIn(bench.door, 'alice', secret)
    expect(await property(alice, bench.host, 'name')).toContain('esx')
    await call('UpdateUser', { password: `${secret}-New` })
    expect([await tryLogIn(bench.door, 'alice', secret), await tryLogIn(bench.door, 'alice', `${secret}-New`)]).toEqual(
      ['InvalidLogin', 'in'],
    )
    await remove('alice')
    expect(await tryLogIn(bench.door, 'alice', `${secret}-New`)).toBe('InvalidLogin')
    expect(await faultOf(alice.call(bench.host, 'UpdateFlags', { flagInfo: { _typeName: 'HostFlagInfo' } }))).toBe(
      'NoPermission',
    )
    expect(await eventsOf(bench.vim, bench.host)).toEqual(
      expect.arrayContaining(
        ['AccountCreatedEvent', 'AccountRemovedEvent'].map((type) => `${type} by ${administrator}`),
      ),
    )
  })

  test('an event never holds the password', () => {
    const created = bench.twin.world.events.all.filter(({ _typeName }) => _typeName.startsWith('Account'))
    expect(created.length).toBeGreaterThan(1)
    expect(JSON.stringify(created)).not.toContain(secret)
  })

  test('reserved ones and the last administrator stay', async () => {
    expect(await Promise.all(['root', 'vpxuser', 'nobody-there'].map((name) => faultOf(remove(name))))).toEqual([
      'SecurityError',
      'SecurityError',
      'UserNotFound',
    ])
  })

  test('who knows his password may change it without a login', async () => {
    await using anonymous = await logIn(bench.door, 'root')
    await anonymous.logout()
    const { accountManager } = anonymous.content
    if (accountManager === undefined) throw new Error('no account manager')
    const change = (oldPassword: string, newPassword: string) =>
      anonymous.call(accountManager, 'ChangePassword', { user: 'root', oldPassword, newPassword })
    expect(await faultOf(change('wrong', secret))).toBe('InvalidLogin')
    expect(await faultOf(change('VMware1!', 'short'))).toBe('InvalidArgument')
    await change('VMware1!', secret)
    expect(await tryLogIn(bench.door, 'root', secret)).toBe('in')
    expect(await faultOf(change(secret, 'VMware1!'))).toBe('InvalidArgument')
  })

  test('are found by name, with what a POSIX account has', async () => {
    const search = (searchStr: string, more: object = {}) =>
      bench.vim.call(bench.managers.userDirectory, 'RetrieveUserGroups', {
        searchStr,
        exactMatch: false,
        findUsers: true,
        findGroups: true,
        ...more,
      })
    expect(await search('oo')).toEqual([
      expect.objectContaining({ _typeName: 'PosixUserSearchResult', principal: 'root', id: 0, group: false }),
    ])
    expect(await faultOf(search('', { domain: 'CORP' }))).toBe('NotFound')
    expect(await faultOf(search('', { belongsToGroup: 'x' }))).toBe('NotSupported')
    const { userDirectory } = bench.vim.content
    const found = await bench.vim.call(userDirectory ?? bench.managers.userDirectory, 'RetrieveUserGroups', {
      searchStr: 'admin',
      exactMatch: false,
      findUsers: true,
      findGroups: true,
    })
    expect(found?.map(({ principal }) => principal)).toEqual([administrator, 'VSPHERE.LOCAL\\Administrators'])
  })
})

describe('Active Directory', () => {
  const store = async () => {
    const refs = (await property(bench.vim, bench.managers.authenticationManager, 'supportedStore')) as MoRef[]
    return refs.find(
      ({ type }) => type === 'HostActiveDirectoryAuthentication',
    ) as MoRef<'HostActiveDirectoryAuthentication'>
  }
  const join = async (password: string) =>
    bench.run(
      bench.vim.call(await store(), 'JoinDomain_Task', { domainName: 'corp.example', userName: 'joiner', password }),
    )
  const leave = async (force: boolean) => bench.run(bench.vim.call(await store(), 'LeaveCurrentDomain_Task', { force }))
  const groups = async () =>
    ((await bench.vim.call(bench.managers.hostAccessManager, 'RetrieveHostAccessControlEntries', {})) ?? [])
      .filter(({ group }) => group)
      .map(({ principal }) => principal)

  test('a joined host makes the group of its options an administrator, and a later name another one', async () => {
    const group = 'Config.HostAgent.plugins.hostsvc.esxAdminsGroup'
    await bench.setOptions(option(group, 'ESX Admins'), option(`${group}AutoAdd`, true))
    expect(await faultOf(join(''))).toBe('InvalidLogin')
    await join('secret')
    expect(await property(bench.vim, await store(), 'info')).toMatchObject({
      enabled: true,
      joinedDomain: 'corp.example',
    })
    expect([await groups(), (await bench.service('lwsmd'))?.running]).toEqual([['CORP\\ESX Admins'], true])
    await bench.setOptions(option(group, 'Operators'))
    expect(await groups()).toEqual(['CORP\\ESX Admins', 'CORP\\Operators'])
    expect([await faultOf(join('secret')), await faultOf(leave(false))]).toEqual(['InvalidState', 'InvalidState'])
    await leave(true)
    expect([await groups(), await faultOf(leave(true))]).toEqual([[], 'InvalidState'])
  })
})
