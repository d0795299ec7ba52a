import { assess } from '@sakimori/core/assess'
import { catalog } from '@sakimori/core/catalog'
import { defaultPolicy, type Baseline } from '@sakimori/core/control'
import { openInventory, type Release, type Snapshot } from '@sakimori/core/model'
import { govc, govcEnv, startFaultProxy, type Server } from '@sakimori/testkit'
import { describePeer } from '@sakimori/testkit/lane'
import { generateEstate, hydrate, startTwin, type Twin } from '@sakimori/twin'
import { connect, runEsxcli, Secret, type VimClient } from '@sakimori/vim25'
import { describe, expect, test } from 'vitest'
import { collect } from './collect.ts'

const now = new Date('2026-11-26T00:00:00Z')
const password = 'VMware1!'
const administrator = 'administrator@vsphere.local'
const [first, second] = ['esx0001.sakimori.example', 'esx0002.sakimori.example']

const asked = catalog.filter(({ reads }) => reads.some(({ path }) => path.startsWith('esxcli:')))

const start = (release: Release, hosts = 1) =>
  startTwin({ estate: (certificate) => generateEstate({ hosts, vms: 0, seed: 1, release }, certificate) })

async function within<T>(url: string, work: (client: VimClient) => Promise<T>): Promise<T> {
  await using client = await connect({ url, tls: { mode: 'insecure' } })
  await client.login({ userName: administrator, password: new Secret(password) })
  return await work(client)
}

const read = (url: string, controls = asked): Promise<Snapshot> =>
  within(url, (client) =>
    collect(client, { controls, now, endpoint: new URL(url).origin, trust: 'insecure', probeHosts: false }),
  )

/** The verdict of each control on one host. */
function verdicts(snapshot: Snapshot, host: string, baseline: Baseline = 'sakimori') {
  const context = { now, policy: defaultPolicy, baseline }
  const { findings } = assess(openInventory(snapshot), { context, controls: asked })
  return Object.fromEntries(
    findings.filter(({ subject }) => subject.name === host).map(({ control, verdict }) => [control.id, verdict]),
  )
}

const missing = ({ objects }: Snapshot, host: string, path: string) =>
  objects.find(({ values }) => values['name'] === host)?.missing?.[path]

/** A twin as the peers of the tests know servers. */
const peer = ({ url }: Twin): Server => ({
  url,
  host: '127.0.0.1',
  port: Number(new URL(url).port),
  username: administrator,
  password,
  env: govcEnv(url, administrator, password),
})

/** Runs esxcli on a host with govc, a client that is not ours. */
const say = (twin: Twin, host: string, ...args: readonly string[]) =>
  govc(peer(twin), ['host.esxcli', '-host', host, ...args])

function hostOf({ world }: Twin, name: string) {
  const host = [...world.ofType('HostSystem')].find((one) => world.nameOf(one) === name)
  if (!host) throw new Error(`no host ${name}`)
  return host
}

const refOf = (twin: Twin, name: string) => ({ type: 'HostSystem', value: hostOf(twin, name).ref.value }) as const

/** What turns each control from pass to fail on an 8.0 host; the TLS profile is strict on none that is new. */
const spoils: Readonly<Record<string, readonly string[]>> = {
  'esx.console-account-without-shell': ['system', 'account', 'set', '-i', 'dcui', '-s', 'true'],
  'esx.sshd-fips': ['system', 'security', 'fips140', 'ssh', 'set', '-e', 'false'],
  'esx.sshd-no-root-keys': ['system', 'ssh', 'key', 'add', '-u', 'root', '-k', 'ssh-ed25519 AAAA one@example'],
  'esx.firewall-enabled': ['network', 'firewall', 'set', '-e', 'false'],
  'esx.logs-persistent': ['system', 'syslog', 'config', 'set', '--logdir', '/tmp/log'],
  'esx.log-filter-off': ['system', 'syslog', 'config', 'logfilter', 'set', '--log-filtering-enabled', 'true'],
  ...Object.fromEntries(
    (
      [
        ['esx.sshd-banner', 'banner', 'none'],
        ['esx.sshd-ciphers', 'ciphers', 'aes256-ctr,aes128-cbc'],
        ['esx.sshd-ignores-rhosts', 'ignorerhosts', 'no'],
        ['esx.sshd-no-host-based-login', 'hostbasedauthentication', 'yes'],
        ['esx.sshd-no-user-environment', 'permituserenvironment', 'yes'],
        ['esx.sshd-no-gateway-ports', 'gatewayports', 'yes'],
        ['esx.sshd-no-tunnel', 'permittunnel', 'yes'],
        ['esx.sshd-no-tcp-forwarding', 'allowtcpforwarding', 'yes'],
        ['esx.sshd-no-socket-forwarding', 'allowstreamlocalforwarding', 'yes'],
        ['esx.sshd-alive-count', 'clientalivecountmax', '0'],
        ['esx.sshd-alive-interval', 'clientaliveinterval', '0'],
      ] as const
    ).map(([id, keyword, value]) => [id, ['system', 'ssh', 'server', 'config', 'set', '-k', keyword, '-v', value]]),
  ),
}

describePeer('govc', 'what hosts show by esxcli alone', () => {
  test('each control passes on a new host, and fails after esxcli changed it', async () => {
    await using twin = await start('8.0')
    const before = verdicts(await read(twin.url), first)
    expect(before['esx.tls-profile']).toBe('fail')
    for (const line of Object.values(spoils)) await say(twin, first, ...line)
    await say(twin, first, 'system', 'tls', 'server', 'set', '-p', 'NIST_2024')
    const after = verdicts(await read(twin.url), first)
    for (const id of Object.keys(spoils)) expect([id, before[id], after[id]]).toEqual([id, 'pass', 'fail'])
    // Set, but not yet what the host started with.
    expect(after['esx.tls-profile']).toBe('fail')
  })

  test('a change on the twin of a snapshot starts from what the host really had', async () => {
    await using twin = await start('8.0')
    await say(twin, first, 'system', 'ssh', 'server', 'config', 'set', '-k', 'banner', '-v', 'none')
    const operator = { name: administrator, password }
    await using copy = await startTwin({ estate: hydrate(await read(twin.url), { operator }) })
    await within(copy.url, async (client) => {
      const set = ['system', 'ssh', 'server', 'config', 'set']
      await runEsxcli(client, refOf(copy, first), set, { keyword: 'permittunnel', value: 'yes' })
    })
    const { 'esx.sshd-banner': banner, 'esx.sshd-no-tunnel': tunnel } = verdicts(await read(copy.url), first)
    expect([banner, tunnel]).toEqual(['fail', 'fail'])
  })
})

describe('the collector and esxcli', () => {
  test('a host is asked each command once, through one executer, and only what its release wants', async () => {
    await using twin = await start('6.7', 2)
    await using proxy = await startFaultProxy({ target: peer(twin) })
    const wanted = [
      'esx.firewall-enabled',
      'esx.logs-persistent',
      'esx.sshd-fips',
      'esx.sshd-banner',
      'esx.tls-profile',
    ]
    await read(
      proxy.url,
      asked.filter(({ id }) => wanted.includes(id)),
    )
    const count = (method: string) => proxy.calls.filter((call) => call.method === method).length
    expect(count('RetrieveManagedMethodExecuter')).toBe(2)
    // Neither the settings of the SSH server nor TLS profiles, which came later.
    expect(count('ExecuteSoap')).toBe(2 * 3)
  })

  test('a command that the release lacks is unknown, and ends nothing', async () => {
    await using twin = await start('7.0', 2)
    const host = hostOf(twin, second)
    const config = host.get('config') as { readonly product: object }
    const product = { ...config.product, apiVersion: '7.0.2.0' }
    twin.world.store.set(host, 'config', { ...config, product })
    const snapshot = await read(twin.url)
    const id = 'esx.key-persistence-off'
    expect([first, second].map((name) => verdicts(snapshot, name)[id])).toEqual(['pass', 'unknown'])
    expect(missing(snapshot, second, 'esxcli:system security keypersistence get')).toMatchObject({
      why: 'notSupported',
      detail: expect.stringContaining('Unknown command'),
    })
    expect(verdicts(snapshot, second)['esx.firewall-enabled']).toBe('pass')
  })

  test('a command that is refused is unknown, with the privilege that it wants', async () => {
    await using twin = await start('8.0')
    await using proxy = await startFaultProxy({
      target: peer(twin),
      rules: {
        on: 'ExecuteSoap',
        times: 1,
        do: { kind: 'fault', type: 'NoPermission', privilegeId: 'Host.Config.Settings' },
      },
    })
    const snapshot = await read(proxy.url)
    const notes = snapshot.objects.flatMap(({ missing: held = {} }) =>
      Object.entries(held).filter(([path, { why }]) => path.startsWith('esxcli:') && why !== 'notCollected'),
    )
    expect(notes.map(([, note]) => note)).toEqual([{ why: 'noPermission', detail: 'Host.Config.Settings' }])
    expect(Object.values(verdicts(snapshot, first)).filter((verdict) => verdict === 'unknown')).not.toEqual([])
    expect(verdicts(snapshot, first)['esx.sshd-banner']).toBe('pass')
  })

  test('a host that is not connected is asked once, and nothing is known of it', async () => {
    await using twin = await start('8.0', 2)
    await within(twin.url, async (client) => {
      await client.waitForTask(await client.call(refOf(twin, second), 'DisconnectHost_Task', {}))
    })
    await using proxy = await startFaultProxy({ target: peer(twin) })
    const snapshot = await read(proxy.url)
    expect(proxy.calls.filter(({ method }) => method === 'RetrieveManagedMethodExecuter')).toHaveLength(2)
    expect(missing(snapshot, second, 'esxcli:network firewall get')).toEqual({
      why: 'fault',
      detail: 'HostNotConnected',
    })
    expect([...new Set(Object.values(verdicts(snapshot, second)))]).toEqual(['unknown'])
    expect(verdicts(snapshot, first)['esx.firewall-enabled']).toBe('pass')
  })

  test('where no SOAP session is open, nobody is asked any further', async () => {
    await using twin = await start('8.0', 2)
    await using proxy = await startFaultProxy({
      target: peer(twin),
      rules: { on: 'ExecuteSoap', do: { kind: 'html' } },
    })
    const snapshot = await read(proxy.url)
    expect(missing(snapshot, second, 'esxcli:network firewall get')).toEqual({ why: 'fault', detail: 'notVimServer' })
    expect(proxy.calls.filter(({ method }) => method === 'ExecuteSoap').length).toBeLessThan(5)
  })
})
