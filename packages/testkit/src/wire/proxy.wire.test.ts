import { request } from 'node:https'

import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'

import { govc } from '../peers/govc.ts'
import { describePeer } from '../peers/lane.ts'
import { runPyvmomi } from '../peers/pyvmomi.ts'
import { startVcsim, type Vcsim } from '../peers/vcsim.ts'
import { startFaultProxy, type FaultProxy } from './proxy.ts'
import type { Action, Rule } from './rules.ts'

let target: Vcsim
let proxy: FaultProxy

/** What pyVmomi makes of properties: names of those it got, and of the faults of those it did not. */
const reading = `
rows = collect(vim.HostSystem, 'name', 'config.lockdownMode')
emit([[sorted(known), {path: [fault._wsdlName, fault.privilegeId] for path, fault in missing.items()}] for _, known, missing in rows])
`

/** Posts a RetrieveServiceContent and gives back the status and body, or the error's code. */
const post = (timeout = 5000): Promise<{ status: number; body: string; type: string } | string> => {
  const { promise, resolve } = Promise.withResolvers<{ status: number; body: string; type: string } | string>()
  const outgoing = request(proxy.url, { method: 'POST', rejectUnauthorized: false, timeout }, (response) => {
    let body = ''
    response.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk
    })
    response.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    response.on('end', () =>
      resolve({ status: response.statusCode ?? 0, body, type: response.headers['content-type'] ?? '' }),
    )
  })
  outgoing.on('timeout', () => outgoing.destroy(Object.assign(new Error('timeout'), { code: 'TIMEOUT' })))
  outgoing.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
  outgoing.end(
    '<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"><Body><RetrieveServiceContent xmlns="urn:vim25">' +
      '<_this type="ServiceInstance">ServiceInstance</_this></RetrieveServiceContent></Body></Envelope>',
  )
  return promise
}

const postWith = async (action: Action, timeout?: number): ReturnType<typeof post> => {
  proxy.setRules({ on: 'RetrieveServiceContent', do: action })
  return await post(timeout)
}

describePeer(['vcsim', 'govc', 'pyvmomi', 'openssl'], 'the fault proxy', () => {
  beforeAll(async () => {
    target = await startVcsim({ args: ['-cluster', '1', '-host', '2', '-standalone-host', '0', '-vm', '1'] })
  })
  beforeEach(async () => {
    proxy = await startFaultProxy({ target })
  })
  afterEach(() => proxy.stop())
  afterAll(() => target.stop())

  const read = async (rules: Rule | readonly Rule[], script = reading): Promise<unknown> => {
    proxy.setRules(rules)
    return await runPyvmomi(proxy, script)
  }

  test('passes everything on, and records it', async () => {
    expect(await govc(proxy, ['ls', 'vm'])).toBe('/DC0/vm/DC0_C0_RP0_VM0\n')
    const [first, second] = proxy.calls
    expect(first).toMatchObject({ method: 'RetrieveServiceContent', status: 200 })
    expect(first?.replyBytes).toBeGreaterThan(1000)
    expect(second?.method).toBe('Login')
    expect(proxy.calls.at(-1)?.method).toBe('Logout')
    expect(proxy.certificate?.thumbprintSha256).not.toBe(target.certificate?.thumbprintSha256)
    expect(await runPyvmomi(proxy, 'emit(content.about.apiType)')).toBe('VirtualCenter')
    expect(proxy.calls.map(({ method }) => method)).toContain('GET /sdk/vimServiceVersions.xml')
  })

  test('withholds properties as a vCenter does from who may not read them', async () => {
    const answer = await read({ do: { kind: 'withhold', paths: ['config'], types: ['HostSystem'] } })
    const each = [['name'], { 'config.lockdownMode': ['NoPermission', 'System.Read'] }]
    expect(answer).toEqual([each, each])
  })

  test('refuses what pyVmomi fetches one by one', async () => {
    const rule: Rule = {
      do: { kind: 'withhold', paths: ['setting'], types: ['OptionManager'], privilegeId: 'Global.Settings' },
    }
    const script = `
try: content.setting.setting
except vim.fault.NoPermission as fault: emit([fault.privilegeId, fault.object._moId])`
    expect(await read(rule, script)).toEqual(['Global.Settings', 'VpxSettings'])
  })

  test('plays a session that expired into silence, until a new login', async () => {
    const expired: Rule = { on: 'RetrievePropertiesEx', from: 2, untilLogin: true, do: { kind: 'allNotAuthenticated' } }
    const script = `
def seen(): return sorted({fault._wsdlName for _, _, missing in collect(vim.HostSystem, 'name') for fault in missing.values()})
first, second, third = seen(), seen(), seen()
content.sessionManager.Logout()
content.sessionManager.Login('${target.username}', '${target.password}')
emit([first, second, third, seen()])`
    expect(await read(expired, script)).toEqual([[], ['NotAuthenticated'], ['NotAuthenticated'], []])
  })

  test('faults a method, with the reason that govc and pyVmomi understand', async () => {
    proxy.setRules({ on: 'RetrievePropertiesEx', do: { kind: 'fault', type: 'NotAuthenticated' } })
    await expect(govc(proxy, ['ls'])).rejects.toThrow(/NotAuthenticated/)
    const script = `
try: content.authorizationManager.RetrieveAllPermissions()
except vim.fault.NoPermission as fault: emit([fault.privilegeId, fault.object._moId])`
    const refused: Rule = {
      on: 'RetrieveAllPermissions',
      do: { kind: 'fault', type: 'NoPermission', privilegeId: 'Authorization.ModifyPermissions' },
    }
    expect(await read(refused, script)).toEqual(['Authorization.ModifyPermissions', 'AuthorizationManager'])
  })

  test('sends what no vCenter would: half a reply, HTML, a bomb, words for numbers', async () => {
    expect(await postWith({ kind: 'truncate', atByte: 300 })).toBe('ECONNRESET')
    expect(await postWith({ kind: 'truncate', atByte: 300, cut: false })).toMatchObject({
      status: 200,
      body: expect.stringMatching(/^[^]{300}$/),
    })
    expect(await postWith({ kind: 'html' })).toMatchObject({ status: 200, type: 'text/html; charset=utf-8' })
    expect(await postWith({ kind: 'entityBomb' })).toMatchObject({
      status: 200,
      body: expect.stringContaining('<!ENTITY'),
    })
    const script = `
try: collect(vim.VirtualMachine, 'config.hardware.memoryMB')
except Exception as error: emit(type(error).__name__)`
    const broken: Rule = { on: 'RetrievePropertiesEx', do: { kind: 'mistype', element: 'val', text: 'plenty' } }
    expect(await read(broken, script)).toBe('ValueError')
  })

  test('hangs, drops and delays', async () => {
    expect(await postWith({ kind: 'hang' }, 200)).toBe('TIMEOUT')
    expect(await postWith({ kind: 'drop' })).toBe('ECONNRESET')
    const started = performance.now()
    expect(await postWith({ kind: 'delay', ms: 300 })).toMatchObject({ status: 200 })
    expect(performance.now() - started).toBeGreaterThanOrEqual(295)
    expect(proxy.calls.map(({ status }) => status)).toEqual([0, 0, 200])
  })

  test('does what a function says, and serves plain HTTP', async () => {
    await using plain = await startFaultProxy({ target, tls: false })
    plain.setRules({
      on: 'RetrieveServiceContent',
      do: async (exchange) => {
        const reply = await exchange.forward()
        const body = reply.body.toString().replace('VMware vCenter Server', 'Another')
        return { reply: { ...reply, body: Buffer.from(body) } }
      },
    })
    expect(plain.certificate).toBeUndefined()
    expect(await govc(plain, ['about'])).toMatch(/Another/)
  })

  test('says so when its target is gone', async () => {
    await using orphan = await startFaultProxy({ target: { ...target, url: 'https://127.0.0.1:1/sdk' }, tls: false })
    await expect(govc(orphan, ['about'])).rejects.toThrow(/502/)
    expect(orphan.calls[0]).toMatchObject({ status: 502, method: expect.stringContaining('ECONNREFUSED') })
  })
})
