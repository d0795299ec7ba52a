import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { adjustableClock, generateEstate, startTwin, type Twin } from '../../index.ts'
import { logIn } from '../../testing/clients.ts'
import { control } from '../../testing/control.ts'

let twin: Twin

beforeAll(async () => {
  twin = await startTwin({
    estate: generateEstate({ hosts: 1, vms: 2, seed: 1, release: '8.0' }),
    now: adjustableClock(),
  })
})
afterAll(async () => {
  await twin[Symbol.asyncDispose]()
})

const basic = (user: string, password: string) => ({ authorization: `Basic ${btoa(`${user}:${password}`)}` })

describe('who may use it', () => {
  test.for([
    [{ authorization: '' }, 401],
    [{ authorization: 'Bearer x' }, 401],
    [{ authorization: 'Basic !!!' }, 401],
    [basic('administrator@vsphere.local', 'wrong'), 401],
    [basic('auditor@vsphere.local', 'VMware1!'), 403],
    [basic('administrator@vsphere.local', 'VMware1!'), 200],
  ] as const)('%j: %i', async ([headers, status]) => {
    const reply = await control(twin, 'GET', '/twin', undefined, headers)
    expect(reply.status).toBe(status)
    if (status !== 200) expect(reply.body).toEqual({ error: expect.stringMatching(/^[^\n]+$/) })
  })

  test('the header of a session will do', async () => {
    await using client = await logIn(twin.url)
    const [session] = twin.world.parts.sessions.all
    expect(client.endpoint).toContain(new URL(twin.url).host)
    const reply = await control(twin, 'GET', '/twin', undefined, {
      authorization: '',
      'vmware-api-session-id': session?.token ?? '',
    })
    expect(reply.status).toBe(200)
  })
})

describe('what it answers', () => {
  test('says that it is no real server, and what there is', async () => {
    const { body } = await control(twin, 'GET', '/twin')
    expect(body).toMatchObject({
      what: expect.stringContaining('not a real one'),
      kind: 'vcenter',
      clockIsAdjustable: true,
      doors: [],
    })
    expect(body).toMatchObject({
      endpoints: expect.arrayContaining([expect.objectContaining({ method: 'POST', path: '/twin/clock' })]),
    })
  })

  test('faults are added, listed and ended', async () => {
    const rule = { method: 'RetrievePropertiesEx', nth: 2, action: { kind: 'latency', ms: 5 } }
    expect(await control(twin, 'POST', '/twin/faults', rule)).toEqual({ status: 200, body: { rules: [rule] } })
    expect(await control(twin, 'GET', '/twin/faults')).toEqual({ status: 200, body: { rules: [rule] } })
    expect(await control(twin, 'DELETE', '/twin/faults')).toEqual({ status: 200, body: { rules: [] } })
  })

  test('time passes', async () => {
    const before = twin.world.now().getTime()
    const { status, body } = await control(twin, 'POST', '/twin/clock', { advanceSeconds: 3600 })
    expect(status).toBe(200)
    expect(Date.parse((body as { time: string }).time)).toBeGreaterThanOrEqual(before + 3_600_000)
  })

  test('a clock that cannot be moved is not', async () => {
    await using plain = await startTwin({ estate: generateEstate({ hosts: 1, vms: 0, seed: 1, release: '8.0' }) })
    expect((await control(plain, 'POST', '/twin/clock', { advanceSeconds: 1 })).status).toBe(409)
  })
})

describe('what nobody should send', () => {
  test.for([
    ['GET', '/twin/nothing', undefined, 404],
    ['GET', '/twin/%E0%A4%A', undefined, 404],
    ['POST', '/twin/hosts/%E0%A4%A/respond', { responding: true }, 400],
    ['PUT', '/twin/faults', {}, 405],
    ['POST', '/twin', {}, 405],
    ['POST', '/twin/faults', '{', 400],
    ['POST', '/twin/faults', 'null', 400],
    ['POST', '/twin/faults', [], 200],
    ['POST', '/twin/faults', { action: { kind: 'explode' } }, 400],
    ['POST', '/twin/faults', { action: { kind: 'toString' } }, 400],
    ['POST', '/twin/faults', { action: { kind: 'latency', ms: -1 } }, 400],
    ['POST', '/twin/faults', { action: { kind: 'latency', ms: 1e12 } }, 400],
    ['POST', '/twin/faults', { action: { kind: 'drop', ms: 1 } }, 400],
    ['POST', '/twin/faults', { action: { kind: 'fault', type: 'ManagedEntity' } }, 400],
    ['POST', '/twin/faults', { action: { kind: 'unresponsive', host: 'nobody' } }, 404],
    ['POST', '/twin/faults', { method: 'a b', action: { kind: 'drop' } }, 400],
    ['POST', '/twin/faults', { method: 'Login', nth: 0, action: { kind: 'drop' } }, 400],
    ['POST', '/twin/faults', { method: 'Login', when: 'now', action: { kind: 'drop' } }, 400],
    ['POST', '/twin/hosts/nobody/respond', { responding: true }, 404],
    ['POST', '/twin/hosts/host-20000/respond', { responding: 'yes' }, 400],
    ['POST', '/twin/hosts/host-20000/respond', { responding: true, more: 1 }, 400],
    ['POST', '/twin/dcui', { host: 'host-20000', user: 'root' }, 400],
    ['POST', '/twin/dcui', { host: 'host-20000', user: 'root', password: 'x'.repeat(2000) }, 400],
    ['GET', '/twin/vms/nobody/guest/devices', undefined, 404],
    ['POST', '/twin/vms/vm-100000/guest/devices/one', { connected: true }, 400],
    ['POST', '/twin/vms/vm-100000/guest/devices/3000', { connected: 1 }, 400],
    ['POST', '/twin/clock', { advanceSeconds: -1 }, 400],
    ['POST', '/twin/clock', { advanceSeconds: 'soon' }, 400],
    ['POST', '/twin/clock', 'x'.repeat(300_000), 413],
  ] as const)('%s %s %j: %i', async ([method, path, body, status]) => {
    const reply = await control(twin, method, path, body)
    expect(reply.status).toBe(status)
    if (status !== 200) expect(reply.body).toEqual({ error: expect.stringMatching(/^[^\n]+$/) })
  })

  test('another type than JSON: 415', async () => {
    expect((await control(twin, 'POST', '/twin/faults', '{}', { 'content-type': 'text/plain' })).status).toBe(415)
  })
})
