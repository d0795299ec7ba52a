import { assess } from '@sakimori/core/assess'
import { catalog } from '@sakimori/core/catalog'
import { defaultPolicy } from '@sakimori/core/control'
import { openInventory, type Snapshot } from '@sakimori/core/model'
import { renderNote } from '@sakimori/core/text'
import { govcEnv, startFaultProxy, type Server } from '@sakimori/testkit'
import { demoEstate, generateEstate, hydrate, startTwin, type Twin } from '@sakimori/twin'
import { connect, Secret } from '@sakimori/vim25'
import { expect, test } from 'vitest'
import { collect } from './collect.ts'

const now = new Date('2026-11-26T00:00:00Z')
const administrator = { userName: 'administrator@vsphere.local', password: 'VMware1!' }
const controls = catalog.filter(({ id }) => id === 'esx.image-booted')
const packages = 'HostImageConfigManager.fetchSoftwarePackages()'

async function within<T>(
  url: string,
  work: (client: Awaited<ReturnType<typeof connect>>) => Promise<T>,
  who = administrator,
) {
  await using client = await connect({ url, tls: { mode: 'insecure' } })
  await client.login({ userName: who.userName, password: new Secret(who.password) })
  return await work(client)
}

const read = (url: string, who = administrator): Promise<Snapshot> =>
  within(
    url,
    (client) => collect(client, { controls, now, endpoint: new URL(url).origin, trust: 'insecure', probeHosts: false }),
    who,
  )

function judged(snapshot: Snapshot, host: string) {
  const context = { now, policy: defaultPolicy, baseline: 'sakimori' as const }
  const { findings } = assess(openInventory(snapshot), { context, controls })
  const found = findings.find(({ subject }) => subject.name.startsWith(host))
  return [found?.verdict, found?.note && renderNote(found.note, 'en')]
}

const peer = ({ url }: Twin): Server => ({
  url,
  host: '127.0.0.1',
  port: Number(new URL(url).port),
  username: administrator.userName,
  password: administrator.password,
  env: govcEnv(url, administrator.userName, administrator.password),
})

const oneHost = () =>
  startTwin({ estate: (certificate) => generateEstate({ hosts: 1, vms: 0, seed: 1, release: '7.0' }, certificate) })

test('an update that waits for a restart is seen, and counts once the host has restarted', async () => {
  await using twin = await startTwin({ estate: demoEstate })
  const before = await read(twin.url)
  const staged = 'build 22380479 runs, and 25595708 waits for a restart: its fixes do not count yet'
  expect(judged(before, 'esx-tky-p05')).toEqual(['fail', staged])
  expect(judged(before, 'esx-tky-p01')[0]).toBe('pass')

  // The twin of a snapshot tells the same of the host.
  const operator = { name: 'operator@sakimori', password: 'let me in' }
  await using again = await startTwin({ estate: hydrate(before, { operator }) })
  const reread = await read(again.url, { userName: operator.name, password: operator.password })
  expect(judged(reread, 'esx-tky-p05')).toEqual(['fail', staged])

  const host = [...twin.world.ofType('HostSystem')].find((one) => twin.world.nameOf(one).startsWith('esx-tky-p05'))
  if (!host) throw new Error('no p05')
  await within(twin.url, async (client) => {
    const ref = { type: 'HostSystem' as const, value: host.ref.value }
    await client.waitForTask(await client.call(ref, 'RebootHost_Task', { force: true }))
  })
  const build = () => (host.get('config') as { readonly product: { readonly build: string } }).product.build
  await expect.poll(build, { timeout: 5000 }).toBe('25595708')
  await expect.poll(async () => judged(await read(twin.url), 'esx-tky-p05')[0], { timeout: 5000 }).toBe('pass')
})

test('the long list of packages is asked for where esxcli is silent, and only there', async () => {
  await using twin = await oneHost()
  await using open = await startFaultProxy({ target: peer(twin) })
  const byEsxcli = await read(open.url)
  expect(open.calls.filter(({ method }) => method === 'fetchSoftwarePackages')).toHaveLength(0)
  expect(judged(byEsxcli, 'esx0001')[0]).toBe('pass')

  await using closed = await startFaultProxy({ target: peer(twin), rules: { on: 'ExecuteSoap', do: { kind: 'html' } } })
  const byList = await read(closed.url)
  expect(closed.calls.filter(({ method }) => method === 'fetchSoftwarePackages')).toHaveLength(1)
  const [host] = byList.objects.filter(({ ref }) => ref.type === 'HostSystem')
  const list = host?.values[packages] as readonly Record<string, unknown>[]
  expect(list.find(({ name }) => name === 'esx-base')).toEqual({
    name: 'esx-base',
    version: '7.0.3-0.0.24784741',
    vendor: 'VMW',
    acceptanceLevel: 'vmware_accepted',
  })
  // What waits for a restart only esxcli shows: nobody knows.
  expect(judged(byList, 'esx0001')[0]).toBe('unknown')
})

test('an account that only reads is refused the list, and needs it not', async () => {
  await using twin = await oneHost()
  const auditor = { userName: 'auditor@vsphere.local', password: 'VMware1!' }
  expect(judged(await read(twin.url, auditor), 'esx0001')[0]).toBe('pass')
  await using closed = await startFaultProxy({ target: peer(twin), rules: { on: 'ExecuteSoap', do: { kind: 'html' } } })
  const snapshot = await read(closed.url, auditor)
  const [host] = snapshot.objects.filter(({ ref }) => ref.type === 'HostSystem')
  expect(host?.missing?.[packages]).toEqual({ why: 'noPermission', detail: 'Host.Config.Image' })
})
