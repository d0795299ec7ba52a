import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createConnection, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { collect, type CollectOptions } from '@sakimori/collect'
import { assess, type Finding } from '@sakimori/core/assess'
import { catalog } from '@sakimori/core/catalog'
import { defaultPolicy } from '@sakimori/core/control'
import { openInventory, type Snapshot } from '@sakimori/core/model'
import { renderNote } from '@sakimori/core/text'
import {
  makeCertificateAuthority,
  startFaultProxy,
  startOldTlsServer,
  startScriptedServer,
  startTlsServer,
} from '@sakimori/testkit'
import { describePeer } from '@sakimori/testkit/lane'
import { generateEstate, startTwin, type HostDoor, type Twin } from '@sakimori/twin'
import { connect, Secret } from '@sakimori/vim25'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { first } from '../../packages/core/src/testing/draft.ts'
import { goodEstate } from '../../packages/core/src/testing/good-estate.ts'
import { letIn } from '../../packages/twin/src/testing/clients.ts'
import { operator, served } from './laws/served.ts'

const now = new Date()
const login = { userName: 'administrator@vsphere.local', password: new Secret('VMware1!') }

let twin: Twin
let doors: readonly HostDoor[]

beforeAll(async () => {
  twin = await startTwin({
    estate: (certificate) => generateEstate({ hosts: 3, vms: 0, seed: 3, release: '8.0' }, certificate),
    doors: 'all',
  })
  doors = twin.doors
  await using client = await connect({ url: twin.url, tls: { mode: 'verify', ca: twin.ca } })
  await client.login(login)
  for (const { host } of doors) await letIn(client, host)
})
afterAll(() => twin[Symbol.asyncDispose]())

async function read(url: string, options: Partial<CollectOptions> = {}): Promise<Snapshot> {
  await using client = await connect({ url, tls: { mode: 'insecure' } })
  await client.login(login)
  const endpoint = new URL(url).origin
  return await collect(client, { controls: catalog, now, endpoint, trust: 'insecure', ca: twin.ca, ...options })
}

const findings = (snapshot: Snapshot, id: string, day = now): readonly Finding[] =>
  assess(openInventory(snapshot), {
    context: { now: day, policy: defaultPolicy, baseline: 'sakimori' },
    controls: catalog.filter((control) => control.id === id),
  }).findings

const byName = (snapshot: Snapshot, id: string) =>
  Object.fromEntries(findings(snapshot, id).map(({ subject, verdict }) => [subject.name, verdict]))

const placeOf = ({ address, url }: HostDoor) => ({ host: address, port: Number(new URL(url).port) })

describePeer('openssl', 'a host of a vCenter Server', () => {
  test('that is impersonated is critical: by another host, and by a server with a certificate that names it', async () => {
    const [honest, second, third] = doors as [HostDoor, HostDoor, HostDoor]
    const dir = await mkdtemp(join(tmpdir(), 'sakimori-impostor-'))
    const authority = await makeCertificateAuthority(dir)
    const certificate = await authority.issue('impostor', { subject: third.name, names: [`DNS:${third.name}`] })
    await using impostor = await startTlsServer({ certificate, chain: [authority.root] })
    const hostAddresses = {
      [honest.name]: placeOf(honest),
      // The name leads to another real host.
      [second.name]: placeOf(third),
      [third.name]: { host: impostor.host, port: impostor.port },
    }
    const snapshot = await read(twin.url, { hostAddresses })
    await rm(dir, { recursive: true })

    expect(byName(snapshot, 'esx.certificate-as-recorded')).toEqual({
      [honest.name]: 'pass',
      [second.name]: 'fail',
      [third.name]: 'fail',
    })
    const found = findings(snapshot, 'esx.certificate-as-recorded').filter(({ verdict }) => verdict === 'fail')
    for (const { severity, note } of found) {
      expect(severity).toBe('critical')
      expect(note && renderNote(note, 'en')).toMatch(/(?:[0-9A-F]{2}:){31}[0-9A-F]{2}.*(?:[0-9A-F]{2}:){31}[0-9A-F]{2}/)
    }
    // The impostor's certificate is made out to the right name; the signature tells.
    expect(byName(snapshot, 'esx.certificate-trusted')).toEqual({
      [honest.name]: 'pass',
      [second.name]: 'pass',
      [third.name]: 'fail',
    })
  })
})

/** A server of the past, one of today, and one that never answers. */
async function startThree() {
  const dir = await mkdtemp(join(tmpdir(), 'sakimori-offers-'))
  const authority = await makeCertificateAuthority(dir)
  const certificate = await authority.issue('server', { key: 'rsa-2048' })
  const running = new AsyncDisposableStack()
  const weak = running.use(await startOldTlsServer({ certificate, suites: [0x0005, 0x000a, 0x002f, 0xc02f] }))
  const ciphers = 'ECDHE-RSA-AES256-GCM-SHA384'
  const sound = running.use(await startTlsServer({ certificate, ciphers, minVersion: 'TLSv1.2' }))
  const silent = running.use(await startScriptedServer(() => undefined))
  await rm(dir, { recursive: true })
  return { weak, sound, silent, [Symbol.asyncDispose]: () => running.disposeAsync() }
}

describePeer(['openssl', 'old-tls'], 'what hosts agree to', () => {
  test('is found by default: TLS 1.0, RC4 and 3DES fail, a server of today passes, one that hangs is unknown', async () => {
    const [old, modern, hanging] = doors as [HostDoor, HostDoor, HostDoor]
    await using servers = await startThree()
    const { weak, sound, silent } = servers
    const snapshot = await read(twin.url, {
      hostAddresses: { [old.name]: weak, [modern.name]: sound, [hanging.name]: silent },
      controls: catalog.filter(({ area }) => area === 'certificates'),
      ground: 'identity',
    })
    for (const id of ['esx.tls-version', 'esx.tls-broken-ciphers'])
      expect(byName(snapshot, id), id).toEqual({ [old.name]: 'fail', [modern.name]: 'pass', [hanging.name]: 'unknown' })
    const [found] = findings(snapshot, 'esx.tls-broken-ciphers').filter(({ verdict }) => verdict === 'fail')
    expect(found?.note && renderNote(found.note, 'en')).toMatch(/RC4_128_SHA.*3DES|3DES.*RC4_128_SHA/)
    expect(byName(snapshot, 'esx.tls-dated-ciphers')).toMatchObject({ [modern.name]: 'pass' })
    expect(byName(snapshot, 'esx.certificate-as-recorded')).toMatchObject({ [hanging.name]: 'unknown' })
  })
})

/** Listens where a service of a server does, on a loopback address of its own, and leads to a server elsewhere. */
async function forward(
  port: number,
  to: { readonly host: string; readonly port: number },
  address = LOOPBACK,
): Promise<AsyncDisposable> {
  const relay = createServer((near) => {
    const far = createConnection(to)
    near.pipe(far).pipe(near)
    for (const end of [near, far]) end.on('error', () => [near, far].forEach((one) => one.destroy()))
  })
  await once(relay.listen(port, address), 'listening')
  return {
    [Symbol.asyncDispose]: async () => {
      relay.close()
      await once(relay, 'close')
    },
  }
}
const LOOPBACK = '127.0.0.77'

const mayListen = process.platform === 'linux' && process.getuid?.() === 0

describePeer('openssl', 'the name of a host in the inventory', () => {
  const name = '127.0.0.78'
  test.skipIf(!mayListen).each([
    [name, 'pass'],
    ['10.0.0.11', 'fail'],
  ])('leads to it, or elsewhere: the host itself has %s', async (own, verdict) => {
    const dir = await mkdtemp(join(tmpdir(), 'sakimori-name-'))
    const authority = await makeCertificateAuthority(dir)
    const certificate = await authority.issue('host', { names: [`IP:${name}`] })
    await using server = await startTlsServer({ certificate })
    await rm(dir, { recursive: true })
    const draft = goodEstate('8.0')
    const { values } = first(draft, 'HostSystem')
    values['name'] = name
    const [adapter, ...others] = values['config.network.vnic'] as readonly { readonly spec: object }[]
    values['config.network.vnic'] = [
      { ...adapter, spec: { ...adapter?.spec, ip: { dhcp: false, ipAddress: own, subnetMask: '255.0.0.0' } } },
      ...others,
    ]
    await using named = await startTwin({ estate: (shown) => served(draft, shown, false), doors: 'none' })
    await using listening = new AsyncDisposableStack()
    listening.use(await forward(443, server, name))
    await using client = await connect({ url: named.url, tls: { mode: 'insecure' } })
    await client.login({ userName: operator.name, password: new Secret(operator.password) })
    const controls = catalog.filter(({ id }) => id === 'esx.name-address')
    const snapshot = await collect(client, { controls, now, endpoint: named.url, trust: 'insecure' })
    expect(byName(snapshot, 'esx.name-address')).toMatchObject({ [name]: verdict })
  })
})

describePeer(['openssl', 'old-tls'], 'what the services of vCenter Server agree to', () => {
  test.skipIf(!mayListen).each([
    [443, 'vcenter', 'unknown'],
    [5480, 'vcenter.appliance', 'notApplicable'],
    [636, 'vcenter.directory', 'notApplicable'],
  ])('port %i is looked at where the server is reached at its own address', async (port, service, withoutOne) => {
    await using servers = await startThree()
    const { weak, sound, silent } = servers
    const ids = ['tls-version', 'tls-broken-ciphers', 'tls-dated-ciphers'].map(
      (what) => `${service}${service === 'vcenter' ? '.' : '-'}${what}`,
    )
    const verdicts = async (to?: { readonly host: string; readonly port: number }) => {
      await using listening = new AsyncDisposableStack()
      if (to) listening.use(await forward(port, to))
      const snapshot = await read(twin.url, {
        endpoint: `https://${LOOPBACK}`,
        controls: catalog.filter(({ area }) => area === 'certificates'),
        ground: 'identity',
        probeHosts: false,
      })
      return ids.map((id) => findings(snapshot, id)[0]?.verdict)
    }
    expect(await verdicts(weak)).toEqual(['fail', 'fail', 'fail'])
    expect(await verdicts(sound)).toEqual(['pass', 'pass', 'pass'])
    expect(await verdicts(silent)).toEqual(['unknown', 'unknown', 'unknown'])
    expect(await verdicts()).toEqual(ids.map(() => withoutOne))
  })
})

describe('vCenter Server', () => {
  test('shows what it says it has, and its authority vouches for it', async () => {
    const snapshot = await read(twin.url, { probeHosts: false })
    for (const id of ['vcenter.certificate-as-recorded', 'vcenter.certificate-trusted', 'vcenter.tls-version'])
      expect(Object.values(byName(snapshot, id)), id).toEqual(['pass'])
  })

  test('behind a relay with a certificate of its own is critical', async () => {
    const { hostname: host, port } = new URL(twin.url)
    const target = { url: twin.url, host, port: Number(port), username: '', password: '', env: {} }
    await using relay = await startFaultProxy({ target })
    const snapshot = await read(relay.url, { probeHosts: false })
    expect(findings(snapshot, 'vcenter.certificate-as-recorded')).toMatchObject([
      { verdict: 'fail', severity: 'critical' },
    ])
    expect(findings(snapshot, 'vcenter.certificate-trusted')).toMatchObject([{ verdict: 'fail' }])
  })

  test('agrees to exactly what its TLS profile says', async () => {
    const snapshot = await read(twin.url, { probeHosts: false })
    const service = snapshot.objects.find(({ ref }) => ref.type === 'ServiceInstance')
    expect(service?.values['tls:443#offers']).toMatchObject({
      versions: [
        { version: 'TLSv1.3', suites: ['TLS_AES_256_GCM_SHA384', 'TLS_AES_128_GCM_SHA256'] },
        {
          version: 'TLSv1.2',
          suites: [
            'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
            'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
            'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384',
            'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256',
          ],
        },
        { answer: 'refused' },
        { answer: 'refused' },
        { answer: 'refused' },
      ],
    })
  })

  test.each(['6.5', '6.7', '7.0', '9.1'] as const)(
    '%s brings the certificate that signs tokens along with each',
    async (release) => {
      await using server = await startTwin({
        estate: (certificate) => generateEstate({ hosts: 1, vms: 0, seed: 1, release }, certificate),
      })
      const snapshot = await read(server.url, { probeHosts: false })
      expect(findings(snapshot, 'sso.signing-certificate-dates')).toMatchObject([{ verdict: 'pass' }])
      const later = new Date(now.getTime() + 3640 * 86_400_000)
      expect(findings(snapshot, 'sso.signing-certificate-dates', later)).toMatchObject([
        { verdict: 'fail', severity: 'critical' },
      ])
    },
  )
})
