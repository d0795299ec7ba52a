import { startVcsim, type Vcsim } from '@sakimori/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, isA, isVimError, probeTls, ref, refKey, Secret, type TlsPolicy, type VimClient } from './index.ts'

let vcsim: Vcsim
let vim: VimClient
beforeAll(async () => {
  vcsim = await startVcsim({
    version: 'v0.46.3',
    apiVersion: '8.0.3.0',
    username: 'auditor',
    password: 'p&<ss',
    args: ['-vm', '10'],
  })
  vim = await open(vcsim)
})
afterAll(async () => {
  await vim.close()
  await vcsim.stop()
})

async function open(server: Vcsim, tls: TlsPolicy = { mode: 'insecure' }): Promise<VimClient> {
  const client = await connect({ url: server.url, tls })
  await client.login({ userName: server.username, password: new Secret(server.password) })
  return client
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}

const vms = (client: VimClient, maxObjects = 500) =>
  client.retrieve([{ type: 'VirtualMachine', paths: ['name', 'config.hardware.device'] }], { maxObjects })
const settings = ref('OptionManager', 'VpxSettings')

test('agrees on the release, and pins or verifies the certificate', async () => {
  expect([vim.release, vim.isHost, vim.content.about.apiType]).toEqual(['8.0.3.0', false, 'VirtualCenter'])
  const { certificate } = vcsim
  await using pinned = await open(vcsim, { mode: 'pin', thumbprint: certificate?.thumbprintSha1 ?? '' })
  expect(await all(vms(pinned))).toHaveLength(20)
  await expect(open(vcsim, { mode: 'pin', thumbprint: '00'.repeat(32) })).rejects.toMatchObject({ code: 'pinMismatch' })
  await expect(open(vcsim)).resolves.toBeDefined()
  await expect(open(vcsim, { mode: 'verify' })).rejects.toMatchObject({ code: 'tls' })
  const probe = await probeTls({ host: vcsim.host, port: vcsim.port, timeoutMs: 5000 })
  expect([probe.chain[0]?.sha256, probe.authorized]).toEqual([certificate?.thumbprintSha256, false])
})

test('a wrong password is refused, and not shown', async () => {
  const client = await connect({ url: vcsim.url, tls: { mode: 'insecure' } })
  const error: unknown = await client
    .login({ userName: 'auditor', password: new Secret('wr0ng') })
    .catch((thrown: unknown) => thrown)
  expect(isVimError(error, 'invalidLogin')).toBe(true)
  expect(String(error)).not.toContain('wr0ng')
  await client.close()
})

test('retrieves the same whatever the size of a page', async () => {
  const read = async (maxObjects: number) => {
    const objects = await all(vms(vim, maxObjects))
    return objects.sort((a, b) => refKey(a.ref).localeCompare(refKey(b.ref)))
  }
  const whole = await read(500)
  expect(whole).toHaveLength(20)
  expect(
    whole.every(({ values }) => values['config.hardware.device']?.some((device) => isA(device, 'VirtualEthernetCard'))),
  ).toBe(true)
  expect(await read(1)).toEqual(whole)
  expect(await read(7)).toEqual(whole)
})

test('reads several types, and named objects, in one go', async () => {
  const found = await all(
    vim.retrieve([
      { type: 'HostSystem', paths: ['name', 'config.network.vswitch', 'config.service.service', 'config.certificate'] },
      { type: 'OptionManager', paths: ['setting'], objects: [settings] },
      { type: 'DistributedVirtualSwitch', paths: ['config'] },
      { type: 'ClusterComputeResource', paths: ['configurationEx'] },
    ]),
  )
  const types = Map.groupBy(found, (object) => object.ref.type)
  expect([...types.keys()].sort()).toEqual([
    'ClusterComputeResource',
    'DistributedVirtualSwitch',
    'HostSystem',
    'OptionManager',
  ])
  const host = types.get('HostSystem')?.[0]?.values
  expect(host).toMatchObject({
    name: expect.any(String),
    'config.network.vswitch': [
      { _typeName: 'HostVirtualSwitch', name: 'vSwitch0', spec: { policy: { security: { allowPromiscuous: false } } } },
    ],
    'config.service.service': expect.arrayContaining([
      expect.objectContaining({ key: 'TSM-SSH', running: expect.any(Boolean) }),
    ]),
    'config.certificate': expect.arrayContaining([45]),
  })
  for (const { missing } of found) expect(missing).toEqual([])
})

test('reads everything that vcsim has of every type, without a protocol error', async () => {
  const paths = ['summary', 'config', 'runtime']
  for (const type of ['VirtualMachine', 'HostSystem'] as string[]) {
    expect((await all(vim.retrieve([{ type, paths }]))).length).toBeGreaterThan(0)
  }
})

test('leaves early without harm', async () => {
  for await (const object of vms(vim, 2)) {
    expect(object.values.name).toBeDefined()
    break
  }
  expect(await all(vms(vim, 2))).toHaveLength(20)
})

test('writes an option with its exact type and reads it back', async () => {
  const value = { _typeName: 'long', _value: 42 } as const
  await vim.call(settings, 'UpdateOptions', {
    changedValue: [{ _typeName: 'OptionValue', key: 'config.sakimori.test', value }],
  })
  expect(await vim.call(settings, 'QueryOptions', { name: 'config.sakimori.test' })).toEqual([
    { _typeName: 'OptionValue', key: 'config.sakimori.test', value },
  ])
  const missing = vim.call(settings, 'QueryOptions', { name: 'ENOENT.x' })
  await expect(missing).rejects.toMatchObject({ code: 'fault', fault: { _typeName: 'InvalidName' } })
})

test('waits for a task, and for one that fails', async () => {
  const [vm] = await all(vms(vim))
  const machine = ref('VirtualMachine', vm?.ref.value ?? '')
  const off = await vim.waitForTask(await vim.call(machine, 'PowerOffVM_Task', {}))
  expect(off).toMatchObject({ _typeName: 'TaskInfo', state: 'success' })
  const again = await vim.call(machine, 'PowerOffVM_Task', {})
  await expect(vim.waitForTask(again)).rejects.toMatchObject({
    code: 'taskFailed',
    fault: { _typeName: 'InvalidPowerState' },
  })
})

async function renameVm(id: string): Promise<void> {
  await vim.waitForTask(await vim.call(ref('VirtualMachine', id), 'Rename_Task', { newName: 'renamed' }))
}

test('watches: everything first, then each change, until it is aborted', async () => {
  const stop = new AbortController()
  const watching = vim.watch([{ type: 'VirtualMachine', paths: ['name', 'runtime.powerState'] }], {
    signal: stop.signal,
    maxWaitSeconds: 2,
    maxObjectUpdates: 5,
  })
  const seen = new Set<string>()
  let renamed: Promise<void> | undefined
  const rename = (key: string) => (renamed ??= renameVm(key.split(':')[1] ?? ''))
  const consume = async () => {
    for await (const { objects, complete } of watching) {
      for (const { kind, obj, changeSet } of objects) {
        if (kind === 'enter') seen.add(refKey(obj))
        else if (changeSet?.some((change) => change.name === 'name' && change.val === 'renamed')) stop.abort()
      }
      const [vm] = seen
      if (complete && vm !== undefined) await rename(vm)
    }
  }
  await expect(consume()).rejects.toMatchObject({ code: 'aborted' })
  expect(seen.size).toBe(20)
})
test('a session that vcsim lets expire is renewed, for calls and for retrievals', async () => {
  const changedValue = [{ _typeName: 'OptionValue', key: 'config.vmacore.soap.sessionTimeout', value: '1s' }] as const
  await vim.call(settings, 'UpdateOptions', { changedValue })
  await using short = await open(vcsim)
  await new Promise((resolve) => setTimeout(resolve, 1500))
  expect(await short.call(settings, 'QueryOptions', { name: 'config.sakimori' })).toBeDefined()
  await new Promise((resolve) => setTimeout(resolve, 1500))
  expect(await all(vms(short))).toHaveLength(20)
})

test('a lone ESX host is served the same way', async () => {
  // In this mode vcsim lists 6.5 whatever -api-version says.
  await using esx = await startVcsim({ version: 'v0.46.3', args: ['-esx', '-vm', '2'] })
  await using client = await open(esx)
  expect([client.isHost, client.release]).toEqual([true, '6.5'])
  expect(await all(vms(client))).toHaveLength(2)
  expect(await all(client.retrieve([{ type: 'HostSystem', paths: ['config.product'] }]))).toHaveLength(1)
})
