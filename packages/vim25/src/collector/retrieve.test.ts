import { afterEach, beforeEach, expect, test } from 'vitest'
import { ref } from '../refs.ts'
import { Secret } from '../secret.ts'
import type { VimClient } from '../session/client.ts'
import { connect } from '../session/connect.ts'
import { returning, startFakeServer, type FakeServer } from '../testing/fake-server.ts'

const host = (id: string, inner = `<propSet><name>name</name><val xsi:type="xsd:string">${id}</val></propSet>`) =>
  `<objects><obj type="HostSystem">${id}</obj>${inner}</objects>`
const refused =
  '<missingSet><path>name</path><fault><fault xsi:type="NotAuthenticated"/><localizedMessage/></fault></missingSet>'
const page = (token: string, ...hosts: string[]) =>
  returning(`${token === '' ? '' : `<token>${token}</token>`}${hosts.join('')}`)

let server: FakeServer
let vim: VimClient
beforeEach(async () => {
  server = await startFakeServer()
  vim = await connect({ url: server.url, replyTimeoutMs: 1000 })
  await vim.login({ userName: 'u', password: new Secret('p') })
})
afterEach(async () => {
  await vim.close()
  await server[Symbol.asyncDispose]()
})

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}

async function names(stopAfter = Infinity): Promise<unknown[]> {
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
    'Login',
    'CreateContainerView',
    'RetrievePropertiesEx',
    'ContinueRetrievePropertiesEx',
    'ContinueRetrievePropertiesEx',
    'DestroyView',
  ])
})

test('a consumer that leaves early cancels what the server still holds', async () => {
  server.on('RetrievePropertiesEx', page('t1', host('a'), host('b')))
  server.on('ContinueRetrievePropertiesEx', page('t2', host('c')))
  server.on('CancelRetrievePropertiesEx', { fault: 'MethodNotFound' })
  expect(await names(1)).toEqual(['a'])
  expect(server.methods().slice(-2)).toEqual(['CancelRetrievePropertiesEx', 'DestroyView'])
  expect(server.calls.at(-2)?.body).toContain('<token>t2</token>')
})

test('an error of the consumer cancels too, and is the error that comes out', async () => {
  server.on('RetrievePropertiesEx', page('t1', host('a')))
  server.on('ContinueRetrievePropertiesEx', page('t2', host('b')))
  const consume = async () => {
    for await (const _ of vim.retrieve([{ type: 'HostSystem', paths: ['name'] }])) throw new Error('mine')
  }
  await expect(consume()).rejects.toThrow('mine')
  expect(server.methods().at(-1)).toBe('DestroyView')
})

test('a session that runs out within the answer is renewed, and no object comes twice', async () => {
  server.on('RetrievePropertiesEx', page('t1', host('a'), host('b')), page('', host('a'), host('b'), host('c')))
  server.on('ContinueRetrievePropertiesEx', page('', host('c', refused)))
  expect(await names()).toEqual(['a', 'b', 'c'])
  expect(server.methods().filter((name) => name === 'Login' || name === 'CreateContainerView')).toEqual([
    'Login',
    'CreateContainerView',
    'Login',
    'CreateContainerView',
  ])
})

test('a session that runs out between two pages is renewed too', async () => {
  server.on('RetrievePropertiesEx', page('t1', host('a')), page('', host('a'), host('b')))
  server.on('ContinueRetrievePropertiesEx', { fault: 'NotAuthenticated' })
  expect(await names()).toEqual(['a', 'b'])
})

test('refused for every property, again and again, is an error and not an empty estate', async () => {
  server.on('RetrievePropertiesEx', page('', host('a', refused)))
  await expect(names()).rejects.toMatchObject({ code: 'notAuthenticated', fault: { _typeName: 'NotAuthenticated' } })
  expect(server.methods().filter((name) => name === 'Login')).toHaveLength(2)
})

test('tells what one object may not show', async () => {
  const fault =
    '<fault xsi:type="NoPermission"><object type="HostSystem">a</object><privilegeId>System.Read</privilegeId></fault>'
  server.on(
    'RetrievePropertiesEx',
    page('', host('a', `<missingSet><path>config.product</path><fault>${fault}</fault></missingSet>`)),
  )
  const [first] = await all(vim.retrieve([{ type: 'HostSystem', paths: ['name', 'config.product'] }]))
  expect(first).toMatchObject({
    values: {},
    missing: [{ path: 'config.product', fault: { _typeName: 'NoPermission', privilegeId: 'System.Read' } }],
  })
})

test('named objects need no view; nothing found is no object', async () => {
  server.on('RetrievePropertiesEx', { body: '' })
  const found = await all(
    vim.retrieve([{ type: 'OptionManager', paths: ['setting'], objects: [ref('OptionManager', 'x')] }]),
  )
  expect([found, server.methods()]).toEqual([[], ['Login', 'RetrievePropertiesEx']])
  expect(server.calls.at(-1)?.body).toContain(
    '<objectSet><obj type="OptionManager">x</obj></objectSet><reportMissingObjectsInResults>true',
  )
})

test('a path newer than the server is refused before anything is sent', async () => {
  const retrieval = all(vim.retrieve([{ type: 'HostSystem', paths: ['config.nope'] as string[] }]))
  await expect(retrieval).rejects.toMatchObject({
    code: 'notInRelease',
    message: expect.stringContaining('HostSystem config.nope'),
  })
  expect(server.methods()).toEqual(['Login'])
})

test('asks for the next page before the objects of this one have come', async () => {
  let finish = () => {}
  const slow =
    '<?xml version="1.0"?><e:Envelope xmlns:e="e" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><e:Body><RetrievePropertiesExResponse><returnval><token>t</token>'
  server.on('RetrievePropertiesEx', {
    raw: (response) => {
      response.setHeader('content-type', 'text/xml').write(slow)
      finish = () =>
        void response.end(
          `${host('a').replaceAll('xsd:', '')}</returnval></RetrievePropertiesExResponse></e:Body></e:Envelope>`,
        )
    },
  })
  server.on('ContinueRetrievePropertiesEx', page('', host('b')))
  const found = names()
  await expect.poll(() => server.methods()).toContain('ContinueRetrievePropertiesEx')
  finish()
  expect(await found).toEqual(['a', 'b'])
})

test('a consumer may make calls between two objects, even one call at a time', async () => {
  await using narrow = await connect({ url: server.url, concurrency: 1, replyTimeoutMs: 1000 })
  server.on('RetrievePropertiesEx', page('t1', host('a')))
  server.on('ContinueRetrievePropertiesEx', page('', host('b')))
  server.on('CurrentTime', returning('now'))
  const times: string[] = []
  for await (const _ of narrow.retrieve([{ type: 'HostSystem', paths: ['name'] }])) {
    times.push(await narrow.call(ref('ServiceInstance', 'ServiceInstance'), 'CurrentTime', {}))
  }
  expect(times).toEqual(['now', 'now'])
})

test('a task that fails is an error with its fault', async () => {
  const update = (info: string) =>
    returning(
      `<version>1</version><filterSet><filter type="PropertyFilter">f</filter><objectSet><kind>modify</kind><obj type="Task">t</obj>` +
        `<changeSet><name>info</name><op>assign</op><val xsi:type="TaskInfo"><descriptionId>x.y</descriptionId>${info}</val></changeSet></objectSet></filterSet>`,
    )
  const error = '<error><fault xsi:type="InvalidState"/><localizedMessage>no</localizedMessage></error>'
  server.on('CreatePropertyCollector', { body: '<returnval type="PropertyCollector">own</returnval>' })
  server.on('WaitForUpdatesEx', update('<state>running</state>'), { body: '' }, update(`<state>error</state>${error}`))
  await expect(vim.waitForTask(ref('Task', 't'))).rejects.toMatchObject({
    code: 'taskFailed',
    fault: { _typeName: 'InvalidState' },
  })
  expect(server.methods().at(-1)).toBe('DestroyPropertyCollector')
})
