import { connect, isVimError, ref, Secret, type VimClient } from '@sakimori/vim25'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateEstate, startTwin, type Twin } from '../index.ts'

let twin: Twin
let vim: VimClient

beforeAll(async () => {
  twin = await startTwin({ estate: generateEstate({ hosts: 3, vms: 12, seed: 7, release: '8.0' }) })
  vim = await logIn()
})
afterAll(async () => {
  await vim.close()
  await twin[Symbol.asyncDispose]()
})

async function logIn(userName = 'administrator@vsphere.local', protocol: 'soap' | 'json' = 'soap'): Promise<VimClient> {
  const client = await connect({ url: twin.url, tls: { mode: 'insecure' }, protocol })
  await client.login({ userName, password: new Secret('VMware1!') })
  return client
}

const collector = () => vim.content.propertyCollector
const vmNames = async (client = vim) => {
  const names: string[] = []
  for await (const { values } of client.retrieve([{ type: 'VirtualMachine', paths: ['name'] }]))
    names.push(String(values['name']))
  return names
}

/** Every VM's name, through the inventory instead of a view: what govc and old clients send. */
async function traversal(pathSet: readonly string[] = ['name']) {
  const visit = (name: string, type: string, path: string, ...next: string[]) => ({
    _typeName: 'TraversalSpec' as const,
    name,
    type,
    path,
    skip: false,
    selectSet: next.map((other) => ({ _typeName: 'SelectionSpec' as const, name: other })),
  })
  return {
    _typeName: 'PropertyFilterSpec' as const,
    propSet: [{ _typeName: 'PropertySpec' as const, type: 'VirtualMachine', pathSet }],
    objectSet: [
      {
        _typeName: 'ObjectSpec' as const,
        obj: vim.content.rootFolder,
        skip: true,
        selectSet: [
          visit('folders', 'Folder', 'childEntity', 'folders', 'vms'),
          visit('vms', 'Datacenter', 'vmFolder', 'folders'),
        ],
      },
    ],
  }
}

describe('retrieval', () => {
  test('a recursive traversal by name finds what a view finds', async () => {
    const found = await vim.call(collector(), 'RetrieveProperties', { specSet: [await traversal()] })
    const names = (found ?? []).map(({ propSet }) => String(propSet?.[0]?.val))
    expect(names.toSorted()).toEqual((await vmNames()).toSorted())
    expect(names).toHaveLength(12)
  })

  test('pages follow a token that works once, in its own session', async () => {
    const specSet = [await traversal()]
    const first = await vim.call(collector(), 'RetrievePropertiesEx', {
      specSet,
      options: { _typeName: 'RetrieveOptions', maxObjects: 5 },
    })
    expect([first?.objects.length, typeof first?.token]).toEqual([5, 'string'])
    const token = first?.token ?? ''
    await using other = await logIn()
    await expect(other.call(collector(), 'ContinueRetrievePropertiesEx', { token })).rejects.toThrow(/InvalidArgument/)
    const second = await vim.call(collector(), 'ContinueRetrievePropertiesEx', { token })
    expect(second.objects).toHaveLength(5)
    await expect(vim.call(collector(), 'ContinueRetrievePropertiesEx', { token })).rejects.toThrow(/InvalidArgument/)
    await vim.call(collector(), 'CancelRetrievePropertiesEx', { token: second.token ?? '' })
    await expect(vim.call(collector(), 'ContinueRetrievePropertiesEx', { token: second.token ?? '' })).rejects.toThrow(
      /InvalidArgument/,
    )
  })

  test.each([
    ['a path that no release has', { specSet: [() => traversal(['config.nope'])] }, 'InvalidProperty'],
    ['a path of a newer release', { specSet: [() => traversal(['config.hardware.nope'])] }, 'InvalidProperty'],
  ])('%s fails the whole call', async (_, { specSet }, fault) => {
    const filters = await Promise.all(specSet.map((make) => make()))
    const call = vim.call(collector(), 'RetrieveProperties', { specSet: filters })
    await expect(call).rejects.toMatchObject({ fault: { _typeName: fault } })
  })

  test('a keyed path reads one element of a list', async () => {
    const paths = [
      'config.hardware.device[4000].macAddress',
      'config.extraConfig["isolation.tools.copy.disable"].value',
      'config.hardware.device[99]',
    ]
    const [vm] = (await vim.call(collector(), 'RetrieveProperties', { specSet: [await traversal(paths)] })) ?? []
    expect(vm?.propSet?.map(({ name, val }) => [name, val])).toEqual([
      ['config.hardware.device[4000].macAddress', expect.stringMatching(/^00:50:56:/)],
      ['config.extraConfig["isolation.tools.copy.disable"].value', expect.any(String)],
    ])
  })

  test('an object that is gone fails the call, or is told where the filter asks for it', async () => {
    const spec = {
      ...(await traversal()),
      objectSet: [{ _typeName: 'ObjectSpec' as const, obj: ref('VirtualMachine', 'vm-0') }],
    }
    const call = vim.call(collector(), 'RetrieveProperties', { specSet: [spec] })
    await expect(call).rejects.toMatchObject({ fault: { _typeName: 'ManagedObjectNotFound' } })
    const told = await vim.call(collector(), 'RetrieveProperties', {
      specSet: [{ ...spec, reportMissingObjectsInResults: true }],
    })
    expect(told ?? []).toEqual([])
  })

  test('without a login every property is missing as NotAuthenticated', async () => {
    const client = await connect({ url: twin.url, tls: { mode: 'insecure' }, protocol: 'soap' })
    const spec = {
      _typeName: 'PropertyFilterSpec' as const,
      propSet: [{ _typeName: 'PropertySpec' as const, type: 'Folder', pathSet: ['name'] }],
      objectSet: [{ _typeName: 'ObjectSpec' as const, obj: client.content.rootFolder }],
    }
    const [root] =
      (await client.call(client.content.propertyCollector, 'RetrieveProperties', { specSet: [spec] })) ?? []
    expect(root?.missingSet).toMatchObject([{ path: 'name', fault: { fault: { _typeName: 'NotAuthenticated' } } }])
    const time = client.call(ref('ServiceInstance', 'ServiceInstance'), 'CurrentTime', {})
    await expect(time).rejects.toSatisfy((error) => isVimError(error, 'notAuthenticated'))
    await client.close()
  })
})

describe('updates', () => {
  test('first everything in parts of the asked size, then what changed, entered and left', async () => {
    const stop = new AbortController()
    const vms = [...twin.world.ofType('VirtualMachine')]
    const rename = () => {
      const [first, second] = vms
      if (first === undefined || second === undefined) throw new Error('the estate has no VMs')
      twin.world.store.set(first, 'name', 'renamed')
      setTimeout(() => twin.world.store.remove(second), 50)
    }
    const seen: { kind: string; obj: string; changes: unknown[] }[][] = []
    const request = { type: 'VirtualMachine', paths: ['name', 'config.annotation'] } as const
    const watching = (async () => {
      for await (const { objects, complete } of vim.watch([request], { maxObjectUpdates: 5, signal: stop.signal })) {
        seen.push(
          objects.map(({ kind, obj, changeSet = [] }) => ({
            kind,
            obj: obj.value,
            changes: changeSet.map(({ name, val }) => [name, val]),
          })),
        )
        if (complete && seen.length === 3) rename()
        if (seen.length >= 5) return
      }
    })()
    await watching
    expect(seen.slice(0, 3).map((set) => set.length)).toEqual([5, 5, 2])
    expect(
      seen
        .slice(0, 3)
        .flat()
        .every(({ kind }) => kind === 'enter'),
    ).toBe(true)
    expect(seen[3]).toEqual([{ kind: 'modify', obj: vms[0]?.ref.value, changes: [['name', 'renamed']] }])
    expect(seen[4]).toEqual([{ kind: 'leave', obj: vms[1]?.ref.value, changes: [] }])
  })

  test('a version may be asked for again, an unknown one is refused, a cancelled wait says so', async () => {
    const own = await vim.call(collector(), 'CreatePropertyCollector', {})
    await vim.call(own, 'CreateFilter', { spec: await traversal(), partialUpdates: false })
    const wait = (version: string, maxWaitSeconds = 0) =>
      vim.call(own, 'WaitForUpdatesEx', { version, options: { _typeName: 'WaitOptions', maxWaitSeconds } })
    const first = await wait('')
    expect(first?.filterSet?.[0]?.objectSet).toHaveLength(11)
    expect(await wait(first?.version ?? '')).toBeUndefined()
    expect(await wait('0')).toEqual(first)
    await expect(wait('999')).rejects.toMatchObject({ fault: { _typeName: 'InvalidCollectorVersion' } })
    const waiting = wait(first?.version ?? '', 30)
    await vim.call(own, 'CancelWaitForUpdates', {})
    await expect(waiting).rejects.toMatchObject({ fault: { _typeName: 'RequestCanceled' } })
    await vim.call(own, 'DestroyPropertyCollector', {})
    await expect(wait('')).rejects.toMatchObject({ fault: { _typeName: 'ManagedObjectNotFound' } })
  })
})

test('two sessions see what their own rights allow', async () => {
  const { world } = twin
  const [vm] = world.ofType('VirtualMachine')
  const folder = vm === undefined ? undefined : world.parentOf(vm)
  if (vm === undefined || folder === undefined) throw new Error('the estate has no VM in a folder')
  world.parts.accounts.set({ name: 'kim@vsphere.local', password: 'VMware1!', groups: [], fullName: 'Kim' })
  world.access.grant(vm.ref, [
    { _typeName: 'Permission', principal: 'kim@vsphere.local', group: false, roleId: -2, propagate: false },
  ])
  await using kim = await logIn('kim@vsphere.local')
  expect(await vmNames(kim)).toEqual([world.nameOf(vm)])
  const powerOff = kim.call({ type: 'VirtualMachine', value: vm.ref.value }, 'PowerOffVM_Task', {})
  await expect(powerOff).rejects.toMatchObject({
    code: 'noPermission',
    fault: { privilegeId: 'VirtualMachine.Interact.PowerOff', object: vm.ref },
  })
  expect((await vmNames()).length).toBeGreaterThan(1)
})
