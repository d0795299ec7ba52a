import { collect } from '@sakimori/collect'
import { catalog } from '@sakimori/core/catalog'
import type { MissingNote, Snapshot } from '@sakimori/core/model'
import { releases } from '@sakimori/core/model'
import { startVcsim } from '@sakimori/testkit'
import { describePeer } from '@sakimori/testkit/lane'
import { generateEstate, hydrate, startTwin } from '@sakimori/twin'
import { connect, Secret } from '@sakimori/vim25'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

interface Login {
  readonly url: string
  readonly username: string
  readonly password: string
}

const operator = { name: 'operator@sakimori', password: 'let me in' }
const auditor = { username: 'auditor@vsphere.local', password: 'VMware1!' }

async function read(
  { url, username, password }: Login,
  protocol: 'auto' | 'soap' | 'json' = 'auto',
): Promise<Snapshot> {
  await using client = await connect({ url, tls: { mode: 'insecure' }, protocol })
  await client.login({ userName: username, password: new Secret(password) })
  const endpoint = new URL(url).origin
  const now = new Date('2026-11-26T00:00:00Z')
  return await collect(client, { controls: catalog, now, endpoint, trust: 'insecure', probeHosts: false })
}

type Record_ = readonly [
  key: string,
  values: Readonly<Record<string, unknown>>,
  missing: Readonly<Record<string, MissingNote>>,
]

/** Where the real single sign-on answers, which a twin does not say: clients would send it passwords. */
const isSignOnAddress = (option: unknown) => /config\.vpxd\.sso\..*\.uri/.test(JSON.stringify(option))

/**
 * What belongs to the server that a snapshot was read from and not to its estate: what it shows in handshakes, and the
 * certificates of keys that never leave it.
 */
const isOfServer = (path: string) => /^tls:|\/tls#parsed$|signing-?certificate#parsed$/i.test(path)

/** What a snapshot says of the estate. */
function said({ estate, objects }: Snapshot) {
  const { endpoint: _where, name: _name, ...own } = estate
  const records = objects.map(({ ref, values, missing = {} }): Record_ => {
    const rest = Object.fromEntries(Object.entries(values).filter(([path]) => !isOfServer(path)))
    const settings = rest['OptionManager.setting']
    const kept = Array.isArray(settings) && { 'OptionManager.setting': settings.filter((one) => !isSignOnAddress(one)) }
    return [`${ref.type}:${ref.value}`, { ...rest, ...kept }, missing]
  })
  return { estate: own, objects: records.toSorted(([a], [b]) => (a < b ? -1 : 1)) }
}

async function rehydrated(snapshot: Snapshot): Promise<Snapshot> {
  await using twin = await startTwin({ estate: hydrate(snapshot, { operator }) })
  return await read({ url: twin.url, username: operator.name, password: operator.password })
}

describe('a twin of a snapshot', () => {
  test('gives the same snapshot again, whatever the estate, and in SOAP and JSON alike', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          hosts: fc.integer({ min: 1, max: 5 }),
          vms: fc.integer({ min: 0, max: 12 }),
          seed: fc.nat(10_000),
          release: fc.constantFrom(...releases),
          mixedReleases: fc.boolean(),
        }),
        async (options) => {
          await using twin = await startTwin({ estate: (certificate) => generateEstate(options, certificate) })
          const snapshot = await read({ url: twin.url, ...auditor }, 'soap')
          expect(said(await read({ url: twin.url, ...auditor }))).toEqual(said(snapshot))
          expect(said(await rehydrated(snapshot))).toEqual(said(snapshot))
        },
      ),
      { numRuns: 8 },
    )
  })
})

describePeer('vcsim', 'a twin of a snapshot that was taken from another server', () => {
  test.each([[[]], [['-esx']]])('gives the same snapshot again (vcsim %j)', async (args) => {
    await using vcsim = await startVcsim({ args })
    const snapshot = await read({ url: vcsim.url, username: vcsim.username, password: vcsim.password })
    expect(said(await rehydrated(snapshot))).toEqual(said(snapshot))
  })
})
