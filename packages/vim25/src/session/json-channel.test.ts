import { inspect } from 'node:util'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { encodeResult } from '../json/encoder.ts'
import { ref } from '../refs.ts'
import { describeMethod } from '../schema/describe.ts'
import { apiVersions } from '../schema/tables.ts'
import { Secret } from '../secret.ts'
import { startFakeServer, type Answer, type FakeServer } from '../testing/fake-server.ts'
import type { VimClient } from './client.ts'
import { connect } from './connect.ts'

// The pauses before a repetition take seconds.
vi.mock('node:timers/promises', () => ({ setTimeout: () => Promise.resolve() }))

const options = ref('OptionManager', 'om')
const time: Answer = { json: '"2026-11-24T00:00:00Z"' }
const now = (vim: VimClient) => vim.call(ref('ServiceInstance', 'ServiceInstance'), 'CurrentTime', {})
const raw = (status: number, type: string, body: string | Buffer): Answer => ({
  raw: (response) => void response.writeHead(status, type === '' ? {} : { 'content-type': type }).end(body),
})
const collector = (name: string, value: unknown): Answer => {
  const method = describeMethod('PropertyCollector', name)
  return method === undefined ? {} : { json: encodeResult(method, value, apiVersions.length - 1) }
}

let server: FakeServer
let vim: VimClient
beforeEach(async () => {
  server = await startFakeServer({ json: true })
  vim = await connect({ url: server.url, replyTimeoutMs: 500, maxReplyBytes: 100_000 })
})
afterEach(async () => {
  await vim.close()
  await server[Symbol.asyncDispose]()
})
const login = () => vim.login({ userName: 'u', password: new Secret('hunter2') })

test('takes JSON where a vCenter Server has it, and says the release in the address', () => {
  expect([vim.protocol, vim.release, vim.endpoint]).toEqual(['json', '8.0.3.0', `${server.url}/sdk`])
  expect(vim.content.rootFolder).toEqual(ref('Folder', 'group-d1'))
  expect(server.calls.map((call) => call.path)).toEqual([
    '/sdk/vimServiceVersions.xml',
    '/sdk/vim25/8.0.3.0/ServiceInstance/ServiceInstance/RetrieveServiceContent',
  ])
})

const listing = (version: string) =>
  raw(
    200,
    'text/xml',
    `<namespaces><namespace><name>urn:vim25</name><version>${version}</version></namespace></namespaces>`,
  )
const soapContent =
  '<returnval><rootFolder type="Folder">r</rootFolder><propertyCollector type="PropertyCollector">p</propertyCollector><about><apiType>HostAgent</apiType></about></returnval>'
/** RetrieveServiceContent is asked in JSON first, then in SOAP. */
test.each<[what: string, inJson: Answer]>([
  ['says 404', raw(404, 'text/plain', '404 page not found')],
  ['shows a web page', raw(200, 'text/html', '<h1>Welcome</h1>')],
  ['reads the body as XML, as a lone ESX host does', raw(500, 'text/xml', '<a/>')],
  ['answers with other JSON', raw(500, 'application/json', '{"error":"no"}')],
  ['answers with a fault', { fault: 'NotSupported' }],
  ['answers with half of it', raw(200, 'application/json', '{"_typeName":"ServiceContent"')],
  ['answers with nothing', {}],
  ['is a host', { json: '{"about":{"apiType":"HostAgent"},"propertyCollector":{"value":"p"}}' }],
  ['hangs up', { raw: (response) => void response.destroy() }],
])('speaks SOAP to a server that %s', async (_, inJson) => {
  server.on('RetrieveServiceContent', inJson, { body: soapContent })
  await using old = await connect({ url: server.url })
  expect([old.protocol, old.isHost]).toEqual(['soap', true])
})

test('asks no older server for JSON, and none where SOAP is wanted', async () => {
  await using wanted = await connect({ url: server.url, protocol: 'soap' })
  server.on('versions', listing('8.0.0.2'))
  await using old = await connect({ url: server.url })
  expect([wanted.protocol, old.protocol]).toEqual(['soap', 'soap'])
  expect(server.calls.filter((call) => call.path.startsWith('/sdk/vim25'))).toHaveLength(1)
})

test('where JSON is wanted and is not there, the error says what to do', async () => {
  const wanted = () => connect({ url: server.url, protocol: 'json' })
  await using found = await wanted()
  expect(found.protocol).toBe('json')
  server.on('RetrieveServiceContent', raw(404, 'text/plain', '404 page not found'))
  const message = /has no VI JSON API .*: use protocol 'soap' or 'auto'; .*HTTP 404 text\/plain: 404 page not found$/
  await expect(wanted()).rejects.toMatchObject({ code: 'notVimServer', message: expect.stringMatching(message) })
  server.on('RetrieveServiceContent', raw(503, 'text/plain', 'later'))
  await expect(wanted()).rejects.toMatchObject({ code: 'unavailable' })
  server.on('versions', listing('7.0.3.0'))
  await expect(wanted()).rejects.toMatchObject({
    code: 'notVimServer',
    message: expect.stringContaining('it speaks API 7.0.3.0'),
  })
})

test('sends the session of the login with every call, and forgets it at logout', async () => {
  server.on('CurrentTime', time)
  await login()
  const { headers, body, path } = server.calls.at(-1) ?? {}
  expect([path, body]).toEqual(['/sdk/vim25/8.0.3.0/SessionManager/sm/Login', '{"userName":"u","password":"hunter2"}'])
  expect([headers?.['content-type'], headers?.['vmware-api-session-id']]).toEqual(['application/json', undefined])
  expect(await now(vim)).toBe('2026-11-24T00:00:00Z')
  expect(server.calls.at(-1)).toMatchObject({ body: '', headers: { 'vmware-api-session-id': '0123abcd' } })
  await vim.logout()
  await now(vim)
  expect(server.calls.at(-1)?.headers).not.toHaveProperty('vmware-api-session-id')
})

test('a call without a result is done with 204, or with nothing', async () => {
  const update = () => vim.call(options, 'UpdateOptions', { changedValue: [] })
  expect(await update()).toBeUndefined()
  server.on('UpdateOptions', raw(200, 'application/json', ''), raw(200, '', ''))
  expect([await update(), await update()]).toEqual([undefined, undefined])
  expect(server.calls.at(-1)?.body).toBe('{"changedValue":[]}')
})

test.each<[what: string, answer: Answer, code: string, message: RegExp]>([
  ['a web page', raw(200, 'text/html', '<h1>Welcome</h1>'), 'notVimServer', /HTTP 200 text\/html: Welcome$/],
  ['XML', raw(500, 'text/xml', '<a>no</a>'), 'notVimServer', /HTTP 500 text\/xml: no$/],
  ['a missing page', raw(404, 'application/json', '{"x":1}'), 'notVimServer', /HTTP 404 application\/json: \{"x":1\}$/],
  ['a proxy that is not up', raw(502, 'text/html', 'Bad gateway'), 'unavailable', /HTTP 502 text\/html: Bad gateway/],
  ['a gateway that knows no session', raw(401, 'application/json', '{}'), 'notAuthenticated', /HTTP 401/],
  [
    'half a reply',
    raw(200, 'application/json', '"2026'),
    'truncated',
    /CurrentTime on http:\/\/127.*: the JSON ends early/,
  ],
  [
    'a wrong type',
    { json: '5' },
    'protocol',
    /CurrentTime on http:\/\/127.*: returnval holds a number where a dateTime is/,
  ],
  ['text that is no JSON', { json: 'now' }, 'protocol', /the text is not JSON/],
  ['text that is no UTF-8', raw(200, 'application/json', Buffer.from([0x22, 0xff, 0x22])), 'protocol', /not UTF-8/],
  ['a reply that never ends', { json: ' '.repeat(200_000) }, 'tooLarge', /passed 100000 bytes/],
  [
    'an error that is no fault',
    raw(500, 'application/json', '{"a":1}'),
    'notVimServer',
    /JSON that is no fault: \{"a":1\}/,
  ],
  ['silence', { raw: () => undefined }, 'timeout', /Timeout/i],
  [
    'a fault',
    { fault: 'InvalidState' },
    'fault',
    /ServiceInstance ServiceInstance CurrentTime on http:\/\/127.*: InvalidState: said$/,
  ],
  ['a refused privilege', { fault: 'NoPermission' }, 'noPermission', /NoPermission: said/],
  ['a fault of a newer server', { fault: 'BrandNewFault' }, 'fault', /BrandNewFault: said/],
])('says what is wrong with %s', async (_, answer, code, message) => {
  server.on('CurrentTime', answer)
  await expect(now(vim)).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
})

test('a fault comes with its members', async () => {
  const json = {
    _typeName: 'NoPermission',
    faultstring: 'no',
    privilegeId: 'System.View',
    object: { type: 'Folder', value: 'f' },
  }
  server.on('CurrentTime', raw(500, 'application/json; charset=utf-8', JSON.stringify(json)))
  await expect(now(vim)).rejects.toMatchObject({
    message: expect.stringContaining('NoPermission (System.View): no'),
    fault: { _typeName: 'NoPermission', privilegeId: 'System.View', object: ref('Folder', 'f') },
  })
})

test('a wrong password is invalidLogin, and no error or inspection shows it', async () => {
  server.on('Login', { fault: 'InvalidLogin' })
  const error = await login().catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'invalidLogin' })
  expect(inspect([error, vim], { depth: 9, showHidden: true })).not.toContain('hunter2')
})

test('an expired session is renewed once for all, and reads are repeated', async () => {
  await login()
  server.on('CurrentTime', { fault: 'NotAuthenticated' }, { fault: 'NotAuthenticated' }, time)
  expect(await Promise.all([now(vim), now(vim)])).toHaveLength(2)
  expect(server.methods().filter((name) => name === 'Login')).toHaveLength(2)
  server.on('UpdateOptions', { fault: 'NotAuthenticated' })
  await expect(vim.call(options, 'UpdateOptions', { changedValue: [] })).rejects.toMatchObject({
    code: 'notAuthenticated',
  })
  expect(server.methods().slice(-2)).toEqual(['UpdateOptions', 'Login'])
})

test('a reference that a path cannot hold is refused, others are escaped', async () => {
  const power = (id: string) => vim.call(ref('VirtualMachine', id), 'PowerOffVM_Task', {})
  server.on('PowerOffVM_Task', { json: '{"type":"Task","value":"t"}' })
  expect(await power('a/b?c#[d]')).toEqual(ref('Task', 't'))
  expect(server.calls.at(-1)?.path).toBe('/sdk/vim25/8.0.3.0/VirtualMachine/a%2Fb%3Fc%23%5Bd%5D/PowerOffVM_Task')
  const before = server.calls.length
  for (const id of ['', '.', '..']) await expect(power(id)).rejects.toMatchObject({ code: 'badRequest' })
  expect(server.calls).toHaveLength(before)
})

const host = (id: string, more: object = { propSet: [{ _typeName: 'DynamicProperty', name: 'name', val: id }] }) => ({
  _typeName: 'ObjectContent',
  obj: ref('HostSystem', id),
  ...more,
})
const page = (token: string, ...objects: object[]) =>
  collector('RetrievePropertiesEx', { _typeName: 'RetrieveResult', ...(token !== '' && { token }), objects })
const refused = {
  missingSet: [
    {
      _typeName: 'MissingProperty',
      path: 'name',
      fault: {
        _typeName: 'LocalizedMethodFault',
        fault: { _typeName: 'NotAuthenticated', object: ref('Folder', 'f'), privilegeId: '' },
      },
    },
  ],
}
const names = async (stopAfter = Infinity) => {
  const found: unknown[] = []
  for await (const { values } of vim.retrieve([{ type: 'HostSystem', paths: ['name'] }])) {
    found.push(values.name)
    if (found.length >= stopAfter) break
  }
  return found
}

test('follows every token, through one view, and frees the view', async () => {
  server.on('RetrievePropertiesEx', page('t1', host('a'), host('b')))
  server.on('ContinueRetrievePropertiesEx', page('t2', host('c')), page('', host('d')))
  expect(await names()).toEqual(['a', 'b', 'c', 'd'])
  expect(server.methods()).toEqual([
    'CreateContainerView',
    'RetrievePropertiesEx',
    'ContinueRetrievePropertiesEx',
    'ContinueRetrievePropertiesEx',
    'DestroyView',
  ])
  expect(server.calls.at(-1)?.path).toContain('/ContainerView/v%5B1%5D/')
})

test('a consumer that leaves early cancels what the server still holds', async () => {
  server.on('RetrievePropertiesEx', page('t1', host('a'), host('b')))
  server.on('ContinueRetrievePropertiesEx', page('t2', host('c')))
  expect(await names(1)).toEqual(['a'])
  expect(server.methods().slice(-2)).toEqual(['CancelRetrievePropertiesEx', 'DestroyView'])
  expect(server.calls.at(-2)?.body).toBe('{"token":"t2"}')
})

test('nothing found is no object; refused for every property is no estate', async () => {
  server.on('RetrievePropertiesEx', {})
  expect(await names()).toEqual([])
  server.on('RetrievePropertiesEx', page('', host('a', refused)))
  await expect(names()).rejects.toMatchObject({ code: 'notAuthenticated' })
})

test('a session that runs out within the answer is renewed, and no object comes twice', async () => {
  await login()
  server.on('RetrievePropertiesEx', page('t1', host('a'), host('b')), page('', host('a'), host('b'), host('c')))
  server.on('ContinueRetrievePropertiesEx', page('', host('c', refused)))
  expect(await names()).toEqual(['a', 'b', 'c'])
  expect(server.methods().filter((name) => name === 'Login')).toHaveLength(2)
})

test('waits for a task, and for one that fails', async () => {
  const update = (info: object) =>
    collector('WaitForUpdatesEx', {
      _typeName: 'UpdateSet',
      version: '1',
      filterSet: [
        {
          _typeName: 'PropertyFilterUpdate',
          filter: ref('PropertyFilter', 'f'),
          objectSet: [
            {
              _typeName: 'ObjectUpdate',
              kind: 'modify',
              obj: ref('Task', 't'),
              changeSet: [
                { _typeName: 'PropertyChange', name: 'info', op: 'assign', val: { _typeName: 'TaskInfo', ...info } },
              ],
            },
          ],
        },
      ],
    })
  const error = { _typeName: 'LocalizedMethodFault', fault: { _typeName: 'InvalidState' }, localizedMessage: 'no' }
  server.on('CreatePropertyCollector', { json: '{"type":"PropertyCollector","value":"own"}' })
  server.on('WaitForUpdatesEx', update({ state: 'running' }), {}, update({ state: 'success' }))
  expect(await vim.waitForTask(ref('Task', 't'))).toMatchObject({ state: 'success' })
  server.on('WaitForUpdatesEx', update({ state: 'error', error }))
  await expect(vim.waitForTask(ref('Task', 't'))).rejects.toMatchObject({
    code: 'taskFailed',
    fault: { _typeName: 'InvalidState' },
  })
  expect(server.methods().at(-1)).toBe('DestroyPropertyCollector')
})
