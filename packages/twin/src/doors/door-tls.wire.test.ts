import { X509Certificate } from 'node:crypto'
import { probeTls, type VimClient } from '@sakimori/vim25'
import { expect, test } from 'vitest'
import { generateEstate, startTwin, type EstateMaker, type HostDoor, type Twin } from '../index.ts'
import { letIn, logIn, managersOf } from '../testing/clients.ts'

type Wish = Parameters<Parameters<EstateMaker>[0]>[1]

interface Bench {
  readonly twin: Twin
  readonly vcenter: VimClient
  readonly door: HostDoor
}

/** A host of 6.7 whose door nobody has knocked at yet, with its firewall open to this machine. */
async function atDoor(use: (bench: Bench) => Promise<void>, wish: Wish = {}): Promise<void> {
  await using twin = await startTwin({
    estate: (certificate) =>
      generateEstate({ hosts: 1, vms: 0, seed: 1, release: '6.7' }, (name) => certificate(name, wish)),
    doors: 'all',
  })
  const [door] = twin.doors
  if (door === undefined) throw new Error('no door')
  await using vcenter = await logIn(twin.url)
  await letIn(vcenter, door.host)
  await use({ twin, vcenter, door })
}

async function disable({ vcenter, door }: Bench, value: string): Promise<void> {
  const { advancedOption } = await managersOf(vcenter, door.host)
  if (advancedOption === undefined) throw new Error('no options')
  const option = { _typeName: 'OptionValue', key: 'UserVars.ESXiVPsDisabledProtocols', value } as const
  await vcenter.call(advancedOption, 'UpdateOptions', { changedValue: [option] })
}

const handshake = ({ door }: Bench, more: Partial<Parameters<typeof probeTls>[0]> = {}) =>
  probeTls({ host: door.address, port: Number(new URL(door.url).port), timeoutMs: 2000, ...more })

/** What the door agrees on with who knows nothing newer than TLS 1.1. */
const oldHandshake = async (bench: Bench) => {
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const
  return (await handshake(bench, old)).protocol
}

test.each([
  ['sslv3', 'TLSv1.1'],
  ['sslv3,tlsv1', 'TLSv1.1'],
])('a host on which %s is disabled takes %s, beside what is new', async (value, agreed) => {
  await atDoor(async (bench) => {
    await disable(bench, value)
    expect(await oldHandshake(bench)).toBe(agreed)
    expect((await handshake(bench)).protocol).toMatch(/^TLSv1\.[23]$/)
  })
})

test('a host on which all old versions are disabled takes none, and a change holds when it has started again', async () => {
  await atDoor(async (bench) => {
    const { vcenter, door } = bench
    await disable(bench, 'tlsv1.1, tlsv1,sslv3')
    await expect(oldHandshake(bench)).rejects.toMatchObject({ code: 'tls' })
    await disable(bench, 'sslv3')
    await expect(oldHandshake(bench)).rejects.toMatchObject({ code: 'tls' })
    const task = await vcenter.call(door.host as { type: 'HostSystem'; value: string }, 'RebootHost_Task', {
      force: true,
    })
    await vcenter.waitForTask(task)
    await expect.poll(() => oldHandshake(bench), { timeout: 10_000 }).toBe('TLSv1.1')
  })
})

test('a certificate with a key that is too short for OpenSSL is shown like any other', async () => {
  await atDoor(
    async (bench) => {
      const { chain } = await handshake(bench, { ciphers: 'DEFAULT@SECLEVEL=0' })
      const { publicKey } = new X509Certificate(chain[0]?.pem ?? '')
      expect(publicKey.asymmetricKeyDetails?.modulusLength).toBe(1024)
    },
    { keyBits: 1024 },
  )
})

test('a host of which it is not known what it is answers at its door', async () => {
  await atDoor(async (bench) => {
    const { store } = bench.twin.world
    const host = store.get(bench.door.host)
    if (host === undefined) throw new Error('no host')
    store.update<Record<string, unknown>>(host, 'config', (config) => ({
      ...config,
      product: undefined,
    }))
    expect((await handshake(bench)).protocol).toBe('TLSv1.3')
  })
})
