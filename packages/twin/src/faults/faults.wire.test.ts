import { request } from 'node:https'
import { connect, ref, Secret, type VimClient } from '@sakimori/vim25'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { generateEstate, startTwin, type Twin } from '../index.ts'
import { administrator, logIn, password, property, tryLogIn } from '../testing/clients.ts'
import { control } from '../testing/control.ts'

const instance = ref('ServiceInstance', 'ServiceInstance')
const host = ref('HostSystem', 'host-20000')
const hostName = 'esx0001.sakimori.example'

let twin: Twin

beforeAll(async () => {
  twin = await startTwin({ estate: generateEstate({ hosts: 2, vms: 12, seed: 1, release: '8.0' }) })
})
afterEach(async () => {
  await control(twin, 'DELETE', '/twin/faults')
})
afterAll(async () => {
  await twin[Symbol.asyncDispose]()
})

/** Logs in as a user who types what is to go wrong. */
const typing = (faults: string) => logIn(twin.url, `${administrator}!${faults}`)
const ask = (...rules: readonly unknown[]) => control(twin, 'POST', '/twin/faults', rules)

const changeLocale = async (client: VimClient) => {
  const { sessionManager } = client.content
  if (sessionManager === undefined) throw new Error('no session manager')
  return client.call(sessionManager, 'SetLocale', { locale: 'ja' })
}
const vms = async (client: VimClient, maxObjects = 500) => {
  const names: unknown[] = []
  for await (const { values } of client.retrieve([{ type: 'VirtualMachine', paths: ['name'] }], { maxObjects }))
    names.push(values.name)
  return names
}

describe('what a user may type after the name', () => {
  test('latency: the reply of that method comes later', async () => {
    await using client = await typing('latency=250@CurrentTime')
    const started = performance.now()
    await client.call(instance, 'CurrentTime', {})
    expect(performance.now() - started).toBeGreaterThan(245)
  })

  test('drop: the connection ends without a reply, the second time not', async () => {
    await using client = await typing('drop=SetLocale:1')
    await expect(changeLocale(client)).rejects.toMatchObject({ code: 'unreachable' })
    await changeLocale(client)
  })

  test('drop: a read is repeated by the client, and nobody notices', async () => {
    await using client = await typing('drop=RetrievePropertiesEx:1')
    expect(await vms(client)).toHaveLength(12)
  })

  test('truncate: the reply is cut in the middle', async () => {
    await using client = await typing('truncate=SetLocale:1')
    await expect(changeLocale(client)).rejects.toMatchObject({ code: 'truncated' })
    await changeLocale(client)
  })

  test('the same over VI JSON', async () => {
    await using client = await connect({ url: twin.url, tls: { mode: 'insecure' }, protocol: 'json' })
    await client.login({
      userName: `${administrator}!drop=SetLocale:1,truncate=QueryOptions:1`,
      password: new Secret(password),
    })
    await expect(changeLocale(client)).rejects.toMatchObject({ code: 'unreachable' })
    await changeLocale(client)
  })

  test('expire: a method answers NotAuthenticated, and the client logs in again for the next', async () => {
    await using client = await typing('expire=SetLocale:1,drop=RetrieveServiceContent')
    await expect(changeLocale(client)).rejects.toMatchObject({ code: 'notAuthenticated' })
    // The new login typed the same: its first call of that method fails, too.
    await expect(changeLocale(client)).rejects.toMatchObject({ code: 'notAuthenticated' })
    expect(await vms(client)).toHaveLength(12)
  })

  test('fault: the method answers the fault that was named, with the fields that it must have', async () => {
    await using client = await typing('fault=NoPermission@SetLocale')
    await expect(changeLocale(client)).rejects.toMatchObject({
      code: 'noPermission',
      fault: { _typeName: 'NoPermission', object: { type: 'Folder', value: 'group-d1' }, privilegeId: 'System.View' },
    })
  })

  test('unresponsive: the host is shown so, and an event says it', async () => {
    await using client = await typing(`unresponsive=${hostName}`)
    expect(await property(client, host, 'runtime.connectionState')).toBe('notResponding')
    expect(twin.world.events.latest).toMatchObject({ _typeName: 'HostConnectionLostEvent', host: { name: hostName } })
    await control(twin, 'POST', `/twin/hosts/${hostName}/respond`, { responding: true })
    expect(await property(client, host, 'runtime.connectionState')).toBe('connected')
  })

  test.for([
    'drop',
    'drop=',
    'latency=soon',
    'fault=NoSuchFault',
    'fault=AboutInfo',
    'unresponsive=esx9999',
    'explode=now',
    '',
  ])('what cannot be read is no login: %j', async (typed) => {
    expect(await tryLogIn(twin.url, `${administrator}!${typed}`)).toBe('InvalidLogin')
  })
})

describe('what the control door lets happen to everybody', () => {
  test('an expired session, as properties show it: a reply of 200 in which each is refused', async () => {
    await using client = await logIn(twin.url)
    await ask({ method: 'RetrievePropertiesEx', nth: 1, action: { kind: 'expire' } })
    // It finds that out, logs in again, and reads all.
    expect(await vms(client)).toHaveLength(12)
  })

  test('expire in the middle of a retrieval: nothing is lost and nothing comes twice', async () => {
    await using client = await logIn(twin.url)
    await ask({ method: 'ContinueRetrievePropertiesEx', nth: 1, action: { kind: 'expire' } })
    const found = await vms(client, 5)
    expect(new Set(found).size).toBe(12)
    expect(found).toHaveLength(12)
  })

  test('the same to a client that knows nothing', async () => {
    const reply = await soap(twin.url, retrieveName)
    expect(reply.status).toBe(200)
    expect(reply.text).toContain('<missingSet><path>name</path><fault><fault xsi:type="NotAuthenticated">')
  })

  test('NotAuthenticated although the session lives: once, and the client gets over it', async () => {
    await using client = await logIn(twin.url)
    await ask({ method: 'CurrentTime', nth: 1, action: { kind: 'fault', type: 'NotAuthenticated' } })
    expect(await client.call(instance, 'CurrentTime', {})).toMatch(/^\d{4}-/)
  })

  test('somebody else changes something in between', async () => {
    await using client = await logIn(twin.url)
    const note = () => property(client, ref('VirtualMachine', 'vm-100000'), 'config.annotation')
    const before = await note()
    await ask({ method: 'CurrentTime', nth: 1, action: { kind: 'meddle' } })
    expect(await note()).toEqual(before)
    await client.call(instance, 'CurrentTime', {})
    expect(await note()).toMatch(/^changed by somebody else/)
  })

  test('somebody else changes what a call is about to change', async () => {
    await using client = await logIn(twin.url)
    const vm = ref('VirtualMachine', 'vm-100000')
    const changeVersion = String(await property(client, vm, 'config.changeVersion'))
    await ask({ method: 'ReconfigVM_Task', nth: 1, action: { kind: 'meddle' } })
    const spec = { _typeName: 'VirtualMachineConfigSpec', changeVersion, annotation: 'mine' } as const
    const task = await client.call(vm, 'ReconfigVM_Task', { spec })
    await expect(client.waitForTask(task)).rejects.toMatchObject({ fault: { _typeName: 'ConcurrentAccess' } })
    expect(await property(client, vm, 'config.annotation')).toMatch(/^changed by somebody else/)
  })
})

const retrieveName =
  '<RetrievePropertiesEx xmlns="urn:vim25"><_this type="PropertyCollector">propertyCollector</_this><specSet>' +
  '<propSet><type>Folder</type><pathSet>name</pathSet></propSet><objectSet><obj type="Folder">group-d1</obj></objectSet>' +
  '</specSet><options/></RetrievePropertiesEx>'

/** A call without a session, by hand. */
async function soap(url: string, body: string): Promise<{ readonly status: number; readonly text: string }> {
  const envelope = `<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"><Body>${body}</Body></Envelope>`
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; text: string }>()
  const headers = { 'content-type': 'text/xml', soapaction: 'urn:vim25/8.0.3.0' }
  const asked = request(url, { method: 'POST', rejectUnauthorized: false, agent: false, headers }, (response) => {
    let text = ''
    response.setEncoding('utf8').on('data', (part: string) => (text += part))
    response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
  })
  asked.on('error', reject)
  asked.end(envelope)
  return await promise
}
