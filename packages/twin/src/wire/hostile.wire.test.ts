import { connect as connectTcp } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateEstate, startTwin, type Twin } from '../index.ts'

let twin: Twin
let base = ''
let cookie = ''

beforeAll(async () => {
  twin = await startTwin({ estate: generateEstate({ hosts: 1, vms: 2, seed: 1, release: '8.0' }), tls: false })
  base = new URL(twin.url).origin
  const login = await soap(
    '<Login xmlns="urn:vim25"><_this type="SessionManager">SessionManager</_this><userName>administrator@vsphere.local</userName><password>VMware1!</password></Login>',
  )
  cookie = login.headers.get('set-cookie') ?? ''
})
afterAll(() => twin[Symbol.asyncDispose]())

const envelope = (inner: string) =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><s:Body>${inner}</s:Body></s:Envelope>`

const post = (path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
  fetch(`${base}${path}`, { method: 'POST', body, headers: { cookie, ...headers } })

const soap = (inner: string) => post('/sdk', envelope(inner))

const call = (method: string, type: string, value: string, inner: string) =>
  soap(`<${method} xmlns="urn:vim25"><_this type="${type}">${value}</_this>${inner}</${method}>`)

/** Still there, and still the same estate. */
async function expectAlive(): Promise<void> {
  const reply = await call('CurrentTime', 'ServiceInstance', 'ServiceInstance', '')
  expect(reply.status).toBe(200)
  expect([...twin.world.ofType('VirtualMachine')]).toHaveLength(2)
}

async function expectFault(reply: Response): Promise<string> {
  const text = await reply.text()
  expect(reply.status).toBe(500)
  expect(text).toMatch(/<faultstring>|"_typeName"/)
  expect(text).not.toMatch(/\n\s+at |node:internal|\.ts:\d/)
  return text
}

describe('SOAP', () => {
  test('bytes that are no call are a fault, whatever they are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        await expectFault(await post('/sdk', Uint8Array.from(bytes)))
      }),
      { numRuns: 40 },
    )
    await expectAlive()
  })

  test('a call that is cut anywhere is a fault', async () => {
    const whole = envelope(
      '<QueryOptions xmlns="urn:vim25"><_this type="OptionManager">VpxSettings</_this><name>config.</name></QueryOptions>',
    )
    for (let length = 0; length < whole.length; length += 7)
      await expectFault(await post('/sdk', whole.slice(0, length)))
    await expectAlive()
  })

  test.each([
    ['an entity bomb', '<!DOCTYPE x [<!ENTITY a "aaaa">]><s:Envelope/>'],
    ['elements a thousand deep', `${'<a>'.repeat(1000)}${'</a>'.repeat(1000)}`],
    [
      'an object that is not there',
      envelope('<CurrentTime xmlns="urn:vim25"><_this type="ServiceInstance">x</_this></CurrentTime>'),
    ],
    [
      'a method of another type',
      envelope('<PowerOnVM_Task xmlns="urn:vim25"><_this type="Folder">group-d1</_this></PowerOnVM_Task>'),
    ],
    [
      'a method that no type has',
      envelope('<__proto__ xmlns="urn:vim25"><_this type="Folder">group-d1</_this></__proto__>'),
    ],
    [
      'a type that is none',
      envelope('<constructor xmlns="urn:vim25"><_this type="__proto__">constructor</_this></constructor>'),
    ],
    [
      'a missing argument',
      envelope('<QueryEvents xmlns="urn:vim25"><_this type="EventManager">EventManager</_this></QueryEvents>'),
    ],
    [
      'a number as text',
      envelope(
        '<RemoveAuthorizationRole xmlns="urn:vim25"><_this type="AuthorizationManager">AuthorizationManager</_this><roleId>many</roleId><failIfUsed>true</failIfUsed></RemoveAuthorizationRole>',
      ),
    ],
  ])('%s is a fault', async (_, body) => {
    await expectFault(await post('/sdk', body))
    await expectAlive()
  })

  test('names that no XML can carry come back as something that a client can read', async () => {
    const [vm] = twin.world.ofType('VirtualMachine')
    if (vm === undefined) throw new Error('no VM')
    const name = vm.get('name')
    twin.world.store.set(vm, 'name', '\u0000\uD800]]><x>&"\r\n')
    const filter = `<specSet><propSet><type>VirtualMachine</type><pathSet>name</pathSet></propSet><objectSet><obj type="VirtualMachine">${vm.ref.value}</obj></objectSet></specSet><options></options>`
    const reply = await call('RetrievePropertiesEx', 'PropertyCollector', 'propertyCollector', filter)
    expect(await reply.text()).toContain('\uFFFD\uFFFD]]&gt;&lt;x&gt;&amp;&quot;&#13;&#10;')
    twin.world.store.set(vm, 'name', name)
  })
})

describe('VI JSON', () => {
  const path = '/sdk/vim25/8.0.3.0/OptionManager/VpxSettings/QueryOptions'

  test('a body that is no JSON, or not of the method, is a fault', async () => {
    const bodies = fc.oneof(
      fc.string(),
      fc.json(),
      fc.constantFrom('{"name":5}', '[]', 'null', '{"__proto__":{"x":1}}', '{"name":["a"]}'),
    )
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        const reply = await post(path, body, { 'content-type': 'application/json' })
        const text = await reply.text()
        expect([200, 500]).toContain(reply.status)
        expect(text).not.toMatch(/\n\s+at |node:internal|\.ts:\d/)
      }),
      { numRuns: 40 },
    )
    await expectAlive()
  })

  test.each([
    '/sdk/vim25/8.0.3.0/%ZZ/x/y',
    '/sdk/vim25/99.0/A/b/C',
    '/sdk/vim25/8.0.3.0/A/b',
    '/sdk/../etc/passwd',
    '/%00',
  ])('%s is not there', async (wrong) => {
    expect((await post(wrong, '{}')).status).toBeGreaterThanOrEqual(400)
    await expectAlive()
  })
})

test('a request that is too large is refused, and one that stops in the middle harms nobody', async () => {
  const { port } = new URL(base)
  const socket = connectTcp(Number(port), '127.0.0.1')
  socket.on('error', () => undefined)
  socket.write('POST /sdk HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n<s:Env')
  await new Promise((resolve) => setTimeout(resolve, 20))
  socket.destroy()
  const large = await post('/sdk', envelope(`<x>${'a'.repeat(17 * 2 ** 20)}</x>`)).catch(() => undefined)
  expect(large?.status ?? 500).toBe(500)
  await expectAlive()
})
