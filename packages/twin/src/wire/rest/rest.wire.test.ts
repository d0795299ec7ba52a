import { X509Certificate } from 'node:crypto'
import fc from 'fast-check'
import { govc, govcEnv } from '@sakimori/testkit'
import { describePeer } from '@sakimori/testkit/lane'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { adjustableClock, generateEstate, startTwin, type Estate, type Twin } from '../../index.ts'
import { administrator, logIn, password, tryLogIn } from '../../testing/clients.ts'
import { basic, http, restLogin } from '../../testing/rest.ts'
import { signRequest, verifiesRequest } from '../../testing/sign-request.ts'
import { Authority } from '../../tls/authority.ts'

const clock = adjustableClock()
const base = generateEstate({ hosts: 2, vms: 6, seed: 1, release: '8.0' })
const [somePermission] = base.permissions
const estate: Estate = {
  ...base,
  users: [...base.users, { name: 'operator@vsphere.local', password }],
  // May see one VM and nothing else.
  permissions: [
    ...base.permissions,
    {
      ...(somePermission as NonNullable<typeof somePermission>),
      entity: { type: 'VirtualMachine', value: 'vm-100003' } as never,
      principal: 'operator@vsphere.local',
      group: false,
      roleId: -2,
    },
  ],
}

let twin: Twin
let admin: Awaited<ReturnType<typeof restLogin>>

beforeAll(async () => {
  twin = await startTwin({ estate, now: clock })
  admin = await restLogin(twin, administrator, password)
})
afterAll(() => twin[Symbol.asyncDispose]())

const typeOf = (body: unknown) => (body as { readonly error_type?: string } | undefined)?.error_type

describe('sessions', () => {
  test('are opened with a password, shown, and closed, in both spellings', async () => {
    const made = await http(twin, 'POST', '/api/session', { headers: basic(administrator, password) })
    expect([made.status, made.headers['vmware-api-session-id']]).toEqual([201, made.body])
    const headers = { 'vmware-api-session-id': String(made.body) }
    expect(await http(twin, 'GET', '/api/session', { headers })).toMatchObject({
      status: 200,
      body: { user: administrator },
    })
    expect(await http(twin, 'POST', '/rest/com/vmware/cis/session?~action=get', { headers })).toMatchObject({
      body: { value: { user: administrator } },
    })
    expect((await http(twin, 'DELETE', '/api/session', { headers })).status).toBe(204)
    expect((await http(twin, 'GET', '/api/session', { headers })).status).toBe(401)
  })

  test('/rest hands out a cookie as well, unless the client asks for the header', async () => {
    const path = '/rest/com/vmware/cis/session'
    const { headers } = await http(twin, 'POST', path, { headers: basic(administrator, password) })
    const [cookie = ''] = headers['set-cookie'] ?? []
    expect(cookie).toContain('Path=/rest;HttpOnly;Secure')
    expect((await http(twin, 'GET', path, { headers: { cookie: cookie.split(';')[0] ?? '' } })).status).toBe(200)
    const quiet = { ...basic(administrator, password), 'vmware-use-header-authn': 'true' }
    expect((await http(twin, 'POST', path, { headers: quiet })).headers['set-cookie']).toBeUndefined()
  })

  test('without one the answer is 401, in the words of the spelling', async () => {
    const wrong = { headers: basic(administrator, 'wrong') }
    const message = [{ id: 'vapi.security.authentication.invalid' }]
    expect(await http(twin, 'POST', '/api/session', wrong)).toMatchObject({
      status: 401,
      body: { error_type: 'UNAUTHENTICATED', messages: message },
    })
    expect(await http(twin, 'POST', '/rest/com/vmware/cis/session', wrong)).toMatchObject({
      status: 401,
      body: { type: 'com.vmware.vapi.std.errors.unauthenticated', value: { messages: message } },
    })
    expect((await http(twin, 'GET', '/api/appliance/ntp')).status).toBe(401)
  })

  test('count failed logins together with vim25, and are no sessions of vim25', async () => {
    const user = 'auditor@vsphere.local'
    for (let i = 0; i < 5; i += 1) await http(twin, 'POST', '/api/session', { headers: basic(user, 'guess') })
    expect(await tryLogIn(twin.url, user)).toBe('InvalidLogin')
    clock.advance?.(301)
    expect(await tryLogIn(twin.url, user)).toBe('in')
    expect(twin.world.parts.sessions.use(admin.token)).toBeUndefined()
  })

  test('end when they idle', async () => {
    const idle = await restLogin(twin, administrator, password)
    clock.advance?.(31 * 60)
    expect((await idle.call('GET', '/api/session')).status).toBe(401)
    admin = await restLogin(twin, administrator, password)
  })
})

describe('what is written is there at the next read, in both spellings', () => {
  const forwarding = [{ hostname: 'log.example', port: 6514, protocol: 'TLS' }]
  const rules = [{ address: '10.0.0.0', prefix: 8, policy: 'ACCEPT', interface_name: 'nic0' }]
  const schedule = {
    location: 'sftp://backup.example/vc',
    enable: true,
    backup_password: 'Secret-1',
    recurrence_info: { minute: 0, hour: 2 },
  }
  const cases: readonly (readonly [
    path: string,
    write: readonly [verb: string, path: string, body: unknown],
    after: unknown,
  ])[] = [
    ['/appliance/access/ssh', ['PUT', '/appliance/access/ssh', { enabled: true }], true],
    ['/appliance/access/dcui', ['PUT', '/appliance/access/dcui', { enabled: false }], false],
    [
      '/appliance/access/shell',
      ['PUT', '/appliance/access/shell', { enabled: true, timeout: 900 }],
      { enabled: true, timeout: 900 },
    ],
    ['/appliance/ntp', ['PUT', '/appliance/ntp', { servers: ['a.example', 'b.example'] }], ['a.example', 'b.example']],
    ['/appliance/timesync', ['PUT', '/appliance/timesync', { mode: 'HOST' }], 'HOST'],
    ['/appliance/logging/forwarding', ['PUT', '/appliance/logging/forwarding', { cfg_list: forwarding }], forwarding],
    ['/appliance/networking/firewall/inbound', ['PUT', '/appliance/networking/firewall/inbound', { rules }], rules],
    ['/appliance/system/global-fips', ['PUT', '/appliance/system/global-fips', { enabled: true }], { enabled: true }],
    [
      '/appliance/local-accounts/global-policy',
      ['PUT', '/appliance/local-accounts/global-policy', { max_days: 60 }],
      { max_days: 60, min_days: 0, warn_days: 7 },
    ],
    [
      '/appliance/recovery/backup/schedules/default',
      ['POST', '/appliance/recovery/backup/schedules', { schedule: 'default', spec: schedule }],
      { location: schedule.location, enable: true, recurrence_info: { minute: 0, hour: 2 } },
    ],
  ]

  test.for(cases)('%s', async ([path, [verb, where, body], after]) => {
    expect((await admin.call(verb, `/api${where}`, body)).status).toBe(204)
    const shown = await admin.get(`/api${path}`)
    if (typeof after === 'object') expect(shown).toMatchObject(after as object)
    else expect(shown).toBe(after)
    expect(await admin.get(`/rest${path}`)).toEqual({ value: shown })
  })

  test('whatever the rules are', async () => {
    const anyRule = fc.record({
      address: fc.ipV4(),
      prefix: fc.integer({ min: 0, max: 32 }),
      policy: fc.constantFrom('IGNORE', 'ACCEPT', 'REJECT', 'RETURN'),
      interface_name: fc.string({ maxLength: 8 }),
    })
    const path = '/appliance/networking/firewall/inbound'
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyRule, { maxLength: 5 }),
        fc.constantFrom('/api', '/rest'),
        async (wanted, spelling) => {
          await admin.call('PUT', `${spelling}${path}`, { rules: wanted })
          expect(await admin.get(`/api${path}`)).toEqual(wanted)
        },
      ),
      { numRuns: 15 },
    )
  })

  test('root’s password stops expiring when somebody says so', async () => {
    const path = '/api/appliance/local-accounts/root'
    expect(await admin.get(path)).toHaveProperty('password_expires_at')
    expect((await admin.call('PATCH', path, { password_expires: false })).status).toBe(204)
    expect(await admin.get(path)).not.toHaveProperty('password_expires_at')
  })

  test('a map is an object in the new spelling and a list in the old one', async () => {
    const services = (await admin.get('/api/appliance/services')) as Record<string, { state: string }>
    expect(services['sshd']).toEqual({ description: 'OpenSSH Daemon', state: 'STARTED' })
    const { value } = (await admin.get('/rest/appliance/services')) as { value: { key: string; value: unknown }[] }
    expect(Object.fromEntries(value.map((entry) => [entry.key, entry.value]))).toEqual(services)
    await admin.call('POST', '/api/appliance/services/crond?action=stop')
    expect(await admin.get('/api/appliance/services/crond')).toMatchObject({ state: 'STOPPED' })
  })
})

describe('what is refused', () => {
  const cases: readonly (readonly [verb: string, path: string, body: unknown, status: number, type: string])[] = [
    ['PUT', '/api/appliance/access/ssh', { enabled: 'yes' }, 400, 'INVALID_ARGUMENT'],
    ['PUT', '/api/appliance/access/ssh', { enabled: true, more: 1 }, 400, 'UNEXPECTED_INPUT'],
    ['PUT', '/api/appliance/timesync', { mode: 'SUNDIAL' }, 400, 'INVALID_ARGUMENT'],
    [
      'PUT',
      '/api/appliance/networking/firewall/inbound',
      { rules: [{ address: 'x', prefix: 8, policy: 'ACCEPT' }] },
      400,
      'INVALID_ARGUMENT',
    ],
    [
      'PUT',
      '/api/appliance/networking/firewall/inbound',
      { rules: [{ address: '10.0.0.1', prefix: 33, policy: 'ACCEPT' }] },
      400,
      'INVALID_ARGUMENT',
    ],
    ['PATCH', '/api/appliance/local-accounts/root', { password: 'x' }, 400, 'UNSUPPORTED'],
    ['GET', '/api/appliance/local-accounts/mallory', undefined, 404, 'NOT_FOUND'],
    ['PUT', '/api/appliance/tls/profiles/global', { profile: 'NIST_2024' }, 404, 'OPERATION_NOT_FOUND'],
    ['PUT', '/api/appliance/tls/profiles/global?vmw-task=true', { profile: 'NIST_2024_TLS_13_ONLY' }, 404, 'NOT_FOUND'],
    ['GET', '/api/vcenter/vm?colour=red', undefined, 400, 'UNEXPECTED_INPUT'],
    ['DELETE', '/api/appliance/access/ssh', undefined, 404, 'OPERATION_NOT_FOUND'],
    ['GET', '/api/nothing/here', undefined, 404, 'NOT_FOUND'],
  ]

  test.for(cases)('%s %s %j', async ([verb, path, body, status, type]) => {
    const reply = await admin.call(verb, path, body)
    expect([reply.status, typeOf(reply.body)]).toEqual([status, type])
  })

  test('what is no JSON, and writing by those who may only read', async () => {
    const headers = { 'vmware-api-session-id': admin.token }
    const broken = await http(twin, 'PUT', '/api/appliance/ntp', { headers, text: '{"servers":' })
    expect(typeOf(broken.body)).toBe('INVALID_ARGUMENT')
    const auditor = await restLogin(twin, 'auditor@vsphere.local', password)
    expect((await auditor.call('GET', '/api/appliance/ntp')).status).toBe(200)
    expect((await auditor.call('PUT', '/api/appliance/ntp', { servers: [] })).status).toBe(403)
    const operator = await restLogin(twin, 'operator@vsphere.local', password)
    expect((await operator.call('GET', '/api/appliance/ntp')).status).toBe(403)
  })
})

describe('lists of the inventory', () => {
  test('show what the session may read', async () => {
    const operator = await restLogin(twin, 'operator@vsphere.local', password)
    expect(await operator.get('/api/vcenter/vm')).toEqual([
      {
        vm: 'vm-100003',
        name: expect.any(String),
        power_state: expect.any(String),
        cpu_count: expect.any(Number),
        memory_size_MiB: expect.any(Number),
      },
    ])
    expect(await operator.get('/rest/vcenter/host')).toEqual({ value: [] })
  })

  test('are filtered by name, by state and by place, in both spellings', async () => {
    const all = (await admin.get('/api/vcenter/vm')) as { vm: string; name: string }[]
    const named = all[1]
    expect(await admin.get(`/api/vcenter/vm?names=${named?.name}`)).toEqual([named])
    expect(await admin.get(`/rest/vcenter/vm?filter.names.1=${named?.name}`)).toEqual({ value: [named] })
    const onHost = (await admin.get('/api/vcenter/vm?hosts=host-20000')) as unknown[]
    expect(onHost.length).toBeGreaterThan(0)
    expect(onHost.length).toBeLessThan(all.length)
    expect(await admin.get('/api/vcenter/vm?power_states=SUSPENDED')).toEqual([])
  })
})

describe('certificates and TLS', () => {
  const tls = '/api/vcenter/certificate-management/vcenter/tls'

  test('shows the certificate that the handshake shows, and renews it', async () => {
    const before = (await admin.get(tls)) as { cert: string; thumbprint: string; issuer_dn: string }
    expect(before.issuer_dn).toBe('CN=CA, O=Sakimori twin, C=JP')
    expect(new X509Certificate(before.cert).verify(new X509Certificate(twin.ca).publicKey)).toBe(true)
    expect((await admin.call('POST', `${tls}?action=renew`, { duration: 90 })).status).toBe(204)
    expect(((await admin.get(tls)) as typeof before).thumbprint).not.toBe(before.thumbprint)
  })

  test('takes another authority’s certificate with its root, and no other', async () => {
    const spec = {
      organization: 'Example',
      organization_unit: '',
      locality: '',
      state_or_province: '',
      country: 'JP',
      email_address: '',
    }
    const { body } = await admin.call('POST', '/api/vcenter/certificate-management/vcenter/tls-csr', spec)
    const { csr } = body as { csr: string }
    expect(await verifiesRequest(csr)).toBe(true)
    const unsigned = await signRequest(csr, { days: 30, now: new Date(clock()) })
    expect(await admin.call('PUT', tls, { cert: unsigned })).toMatchObject({
      status: 400,
      body: { messages: [{ default_message: expect.stringContaining('authority') }] },
    })
    const other = await Authority.create(new Date(clock()))
    const names = { commonName: 'vc.example', names: ['127.0.0.1', 'localhost'] }
    const { cert, key } = other.issue({
      ...names,
      validFrom: new Date(clock() - 86_400_000),
      validTo: new Date(clock() + 86_400_000),
    })
    const own = (await admin.get(tls)) as { cert: string }
    expect((await admin.call('PUT', tls, { cert, key, root_cert: other.pem })).status).toBe(204)
    await expect(http(twin, 'GET', '/api/session')).rejects.toThrow(/certificate signature failure/)
    const headers = { 'vmware-api-session-id': admin.token }
    const shown = await http(twin, 'GET', tls, { headers, ca: other.pem })
    expect(shown.body).toMatchObject({ subject_dn: 'CN=vc.example, C=JP' })
    const chains = (
      await http(twin, 'GET', '/api/vcenter/certificate-management/vcenter/trusted-root-chains', {
        headers,
        ca: other.pem,
      })
    ).body
    expect(chains).toHaveLength(2)
    const credential = twin.world.parts.settings?.tls.credential
    expect(credential?.cert).toBe(cert)
    const back = (await http(twin, 'POST', `${tls}?action=renew`, { headers, ca: other.pem, body: {} })).status
    expect([back, own.cert !== '']).toEqual([204, true])
  })

  test('a profile is set by a task and holds for the next handshake', async () => {
    await using newest = await startTwin({ estate: generateEstate({ hosts: 1, vms: 1, seed: 1, release: '9.0' }) })
    const session = await restLogin(newest, administrator, password)
    const old = { maxVersion: 'TLSv1.2' } as const
    expect((await http(newest, 'GET', '/api/session', old)).status).toBe(401)
    const { status, body } = await session.call('PUT', '/api/appliance/tls/profiles/global?vmw-task=true', {
      profile: 'NIST_2024_TLS_13_ONLY',
    })
    expect(status).toBe(202)
    expect(await session.get(`/api/cis/tasks/${String(body)}`)).toMatchObject({
      status: 'SUCCEEDED',
      user: administrator,
    })
    expect(await session.get('/api/appliance/tls/profiles/global')).toEqual({ profile: 'NIST_2024_TLS_13_ONLY' })
    await expect(http(newest, 'GET', '/api/session', old)).rejects.toThrow(/protocol version|version/i)
  })
})

test('a release has what it had', async () => {
  const paths = [
    '/rest/appliance/access/ssh',
    '/rest/appliance/ntp',
    '/rest/appliance/system/global-fips',
    '/api/appliance/ntp',
    '/api/appliance/tls/profiles/global',
  ]
  const expected = {
    '6.5': [200, 404, 404, 404, 404],
    '7.0': [200, 200, 200, 200, 404],
    '8.0': [200, 200, 200, 200, 200],
  } as const
  for (const [release, statuses] of Object.entries(expected)) {
    await using old = await startTwin({
      estate: generateEstate({ hosts: 1, vms: 1, seed: 1, release: release as '6.5' }),
    })
    const session = await restLogin(old, administrator, password)
    const found = await Promise.all(paths.map(async (path) => (await session.call('GET', path)).status))
    expect(found, release).toEqual(statuses)
  }
})

test('hello picks the first release that both speak, and asks for no login', async () => {
  const hello = async (...releases: readonly string[]) =>
    (await http(twin, 'POST', '/api/vcenter/system?action=hello', { body: { api_releases: releases } })).body
  expect(await hello('9.9.9.9', '8.0.2.0', '8.0.3.0')).toEqual({ api_release: '8.0.2.0' })
  expect(await hello('7.0.3.0')).toEqual({ api_release: '' })
  expect(typeOf(await hello())).toBe('INVALID_ARGUMENT')
})

test('faults that a login asks for happen here as well', async () => {
  // A name of Basic authentication has no colon: faults of the n-th call cannot be asked for here.
  const troubled = await restLogin(twin, `${administrator}!drop=RestDelete`, password)
  expect((await troubled.call('GET', '/api/session')).status).toBe(200)
  await expect(troubled.call('DELETE', '/api/session')).rejects.toThrow(/socket hang up|ECONNRESET/)
})

describePeer('govc', 'govc', () => {
  const run = (...args: readonly string[]) =>
    govc(
      {
        url: twin.url,
        host: '127.0.0.1',
        port: 0,
        username: administrator,
        password,
        env: govcEnv(twin.url, administrator, password),
      },
      args,
    )

  test('reads and sets the doors of the appliance', async () => {
    for (const door of ['ssh', 'shell', 'dcui', 'consolecli']) {
      await run(`vcsa.access.${door}.set`, '-enabled=false')
      expect(await run(`vcsa.access.${door}.get`)).toMatch(/false/)
      await run(`vcsa.access.${door}.set`, '-enabled=true')
      expect(await run(`vcsa.access.${door}.get`)).toMatch(/true/)
    }
  })

  test('shows where logs go and which proxies are used', async () => {
    await admin.call('PUT', '/api/appliance/logging/forwarding', {
      cfg_list: [{ hostname: 'log.example', port: 514, protocol: 'UDP' }],
    })
    expect(await run('vcsa.log.forwarding.info')).toMatch(/log\.example\nPort: +514\nProtocol: +UDP/)
    expect(await run('vcsa.net.proxy.info')).toMatch(/HTTP proxy:\s+Disabled/)
  })
})

test('a SOAP login is none here', async () => {
  await using client = await logIn(twin.url)
  const key = twin.world.parts.sessions.all.at(-1)?.token ?? ''
  expect(client.content.about.apiVersion).toBe('8.0.3.0')
  expect((await http(twin, 'GET', '/api/session', { headers: { 'vmware-api-session-id': key } })).status).toBe(401)
})
