import { Secret, VimError, type Exchange, type ExchangeReply } from '@sakimori/vim25'
import { describe, expect, test } from 'vitest'
import type { Messenger } from './answer.ts'
import { draftOf } from './draft.ts'
import { collectRest } from './rest/collect-rest.ts'
import { collectSso } from './sso/collect-sso.ts'

type Said = string | number | VimError

/** A server that answers by label: a body, a status without one, or a failure of the connection; 404 to all else. */
function messenger(answers: Readonly<Record<string, Said>>, release = '8.0.3.0') {
  const asked: Exchange[] = []
  const client: Messenger = {
    release,
    isHost: false,
    withCredentials: async (use) => use({ userName: 'a<b', password: new Secret('p&w') }),
    exchange: async (call): Promise<ExchangeReply> => {
      asked.push(call)
      const said = answers[call.label] ?? 404
      if (said instanceof VimError) throw said
      const body = typeof said === 'string' ? said : ''
      return { status: typeof said === 'number' ? said : 200, headers: {}, body: Buffer.from(body) }
    },
  }
  return { client, asked }
}

const server = () => draftOf({ type: 'ServiceInstance', value: 'ServiceInstance' })
const ssh = 'rest:/api/appliance/access/ssh'

async function readSsh(answers: Readonly<Record<string, Said>>, release?: string) {
  const { client, asked } = messenger(answers, release)
  const draft = server()
  await collectRest(client, draft, [ssh])
  return { value: draft.values[ssh], missing: draft.missing[ssh], asked: asked.map(({ label }) => label) }
}

const open = { 'POST /api/session': '"token"', 'DELETE /api/session': 204 } as const

describe('REST', () => {
  test('is not asked where no control reads it', async () => {
    const { client, asked } = messenger({})
    await collectRest(client, server(), ['content.about', 'sso:lockoutPolicy'])
    await collectSso(client, server(), ['content.about', ssh])
    expect(asked).toEqual([])
  })

  test.each<[string, Said, object]>([
    ['a page instead of JSON', '<html>', { why: 'fault', detail: 'the answer is no JSON' }],
    ['an overloaded gateway', 503, { why: 'fault', detail: 'HTTP 503' }],
    ['no right', 403, { why: 'noPermission', detail: 'HTTP 403' }],
    ['no such path', 404, { why: 'notSupported', detail: 'HTTP 404' }],
    ['a line that breaks', new VimError('truncated', 'cut'), { why: 'fault', detail: 'truncated' }],
    ['silence', new VimError('timeout', 'slow'), { why: 'fault', detail: 'timeout' }],
  ])('files %s, and logs out', async (_what, said, note) => {
    const { missing, asked } = await readSsh({ ...open, 'GET /api/appliance/access/ssh': said })
    expect(missing).toEqual(note)
    expect(asked.at(-1)).toBe('DELETE /api/session')
  })

  test.each<[string, Said, object]>([
    ['a refused login', 401, { why: 'noPermission', detail: 'HTTP 401' }],
    ['a login without a session', '{"a":1}', { why: 'fault', detail: 'no session in the answer to a login' }],
    ['a service that is down', new VimError('unreachable', 'gone'), { why: 'fault', detail: 'unreachable' }],
  ])('files %s, and asks nothing else', async (_what, said, note) => {
    const { missing, asked } = await readSsh({ 'POST /api/session': said })
    expect([missing, asked]).toEqual([note, ['POST /api/session']])
  })

  test('ends the collection when trust is lost, and logs out all the same', async () => {
    const lost = new VimError('pinMismatch', 'another certificate')
    await expect(readSsh({ ...open, 'GET /api/appliance/access/ssh': lost })).rejects.toBe(lost)
  })

  test('speaks as the release does, and keeps one spelling', async () => {
    const old = {
      'POST /rest/com/vmware/cis/session': '{"value":"token"}',
      'GET /rest/appliance/access/ssh': '{"value":true}',
      'DELETE /rest/com/vmware/cis/session': 200,
    }
    expect(await readSsh(old, '6.7')).toMatchObject({ value: true, missing: undefined })
  })

  test('makes a map of what an old release lists, and reads each member of a list', async () => {
    const { client } = messenger({
      ...open,
      'GET /api/content/library': '["l 1"]',
      'GET /api/content/library/l%201': '{"name":"Templates"}',
      'GET /api/a': '[{"provider":"p"}]',
      'GET /api/b': '[{"other":"p"}]',
    })
    const draft = server()
    const paths = ['rest:/api/content/library/{library}', 'rest:/api/a/{provider}', 'rest:/api/b/{provider}']
    await collectRest(client, draft, paths)
    expect(draft.values).toEqual({ 'rest:/api/content/library/{library}': [{ library: 'l 1', name: 'Templates' }] })
    expect(draft.missing).toEqual({
      'rest:/api/a/{provider}': { why: 'notSupported', detail: 'HTTP 404' },
      'rest:/api/b/{provider}': { why: 'fault', detail: 'an entry without provider' },
    })
    const old = messenger(
      { 'POST /rest/com/vmware/cis/session': '"t"', 'GET /rest/m': '{"value":[{"key":"k","value":1}]}' },
      '6.7',
    )
    const map = server()
    await collectRest(old.client, map, ['rest:/api/m'])
    expect(map.values).toEqual({ 'rest:/api/m': { k: 1 } })
  })
})

const envelope = (inner: string) => `<s:Envelope xmlns:s="urn:s"><s:Body>${inner}</s:Body></s:Envelope>`
const token = envelope('<r:RequestedSecurityToken xmlns:r="urn:r"><A ID="1">x</A></r:RequestedSecurityToken>')
const services = envelope(
  '<SsoAdminServiceInstanceResponse xmlns="urn:sso"><returnval><sessionManager type="S">s</sessionManager><lockoutPolicyService type="L">l</lockoutPolicyService></returnval></SsoAdminServiceInstanceResponse>',
)
const login = {
  Issue: token,
  SsoAdminServiceInstance: services,
  Login: envelope('<LoginResponse/>'),
  Logout: 404,
} as const
const lockout = 'sso:lockoutPolicy'

async function readLockout(answers: Readonly<Record<string, Said>>, settings?: unknown) {
  const { client, asked } = messenger(answers)
  const draft = server()
  if (settings !== undefined) draft.values['OptionManager.setting'] = settings
  await collectSso(client, draft, [lockout])
  return { value: draft.values[lockout], missing: draft.missing[lockout], asked }
}

describe('single sign-on', () => {
  test('hands the token on as it came, and escapes name and password', async () => {
    const policy =
      '<GetLockoutPolicyResponse><returnval><maxFailedAttempts>5</maxFailedAttempts></returnval></GetLockoutPolicyResponse>'
    const { value, asked } = await readLockout({ ...login, GetLockoutPolicy: envelope(policy) })
    expect(value).toEqual({ maxFailedAttempts: 5 })
    expect(asked.map(({ label }) => label)).toEqual([
      'Issue',
      'SsoAdminServiceInstance',
      'Login',
      'GetLockoutPolicy',
      'Logout',
    ])
    expect(asked[0]?.body).toContain('a&lt;b</w:Username><w:Password>p&amp;w</w:Password>')
    expect(asked[2]?.body).toContain('<A ID="1">x</A>')
  })

  test.each<[string, Readonly<Record<string, Said>>, object]>([
    ['another server (an external controller)', {}, { why: 'notSupported', detail: 'HTTP 404' }],
    ['a page instead of XML', { Issue: '<html>' }, { why: 'fault', detail: 'NoXml' }],
    ['an answer without a token', { Issue: envelope('') }, { why: 'fault', detail: 'NoToken' }],
    [
      'a refused login',
      { Issue: envelope('<Fault><faultcode>wst:FailedAuthentication</faultcode></Fault>') },
      { why: 'noPermission', detail: 'FailedAuthentication' },
    ],
    [
      'a typed fault',
      { ...login, GetLockoutPolicy: envelope('<Fault><detail><SsoFaultNoPermissionFault/></detail></Fault>') },
      { why: 'noPermission', detail: 'SsoFaultNoPermission' },
    ],
    [
      'a broken line',
      { ...login, GetLockoutPolicy: new VimError('truncated', 'cut') },
      { why: 'fault', detail: 'truncated' },
    ],
  ])('files %s', async (_what, answers, note) => {
    expect((await readLockout(answers)).missing).toEqual(note)
  })

  test('takes the path from the settings of the server, and never the server', async () => {
    const setting = (key: string, value: string) => ({ key, value })
    const { asked } = await readLockout(login, [
      setting('config.vpxd.sso.sts.uri', 'https://psc.evil.example/sts/STSService/corp.local'),
      setting('config.vpxd.sso.admin.uri', 'https://psc.evil.example/other/path'),
    ])
    expect(asked.slice(0, 2).map(({ path }) => path)).toEqual(['/sts/STSService/corp.local', '/sso-adminserver/sdk'])
  })
})
