import { collect } from '@sakimori/collect'
import type { Control } from '@sakimori/core/control'
import type { Snapshot } from '@sakimori/core/model'
import { startTwin, type Estate, type EstateMaker } from '@sakimori/twin'
import { connect, Secret } from '@sakimori/vim25'
import type { Draft } from '../../../packages/core/src/testing/draft.ts'
import { sampleDayOf } from '../../../packages/core/src/testing/good-estate.ts'
import { blind, operator, served, servedBlindly, serverCertificate } from './served.ts'

export type Protocol = 'soap' | 'json'

/** Serves a draft from a twin and collects what controls read, with every right, once by each protocol. */
export async function readServed(
  draft: Draft,
  controls: readonly Control[],
  protocols: readonly Protocol[],
): Promise<readonly Snapshot[]> {
  const wantsHosts = controls.some(({ reads }) =>
    reads.some(({ type, path }) => type === 'HostSystem' && path.startsWith('tls:443')),
  )
  const asksForAnchors =
    controls.length === 1 && controls.some(({ reads }) => reads.some(({ path }) => path === 'tls:443#anchor'))
  const now = sampleDayOf(draft.release)
  await using twin = await startTwin({
    estate: (certificate) => served(draft, certificate, asksForAnchors),
    now: () => now.getTime(),
    certificate: serverCertificate(draft) ?? {},
    doors: wantsHosts ? 'all' : 'none',
  })
  const hostAddresses = Object.fromEntries(
    twin.doors.map(({ name, address, url }) => [name, { host: address, port: Number(new URL(url).port) }]),
  )
  const snapshots: Snapshot[] = []
  for (const protocol of protocols) {
    const account = { ...operator, protocol }
    snapshots.push(await read(twin.url, account, { controls, now, hostAddresses, probeHosts: wantsHosts }))
  }
  return snapshots
}

/** The same for an account that may read nothing, from a server whose certificate nobody sees. */
export async function readBlindly(draft: Draft, controls: readonly Control[], protocol: Protocol): Promise<Snapshot> {
  const now = sampleDayOf(draft.release)
  const estate: EstateMaker = (certificate): Estate => servedBlindly(draft, certificate)
  await using twin = await startTwin({ estate, now: () => now.getTime(), tls: false })
  // Nobody listens there.
  const hosts = draft.objects.filter(({ ref }) => ref.type === 'HostSystem')
  const hostAddresses = Object.fromEntries(
    hosts.map(({ values }) => [String(values['name']), { host: '127.0.0.1', port: 1 }]),
  )
  return await read(twin.url, { ...blind, protocol }, { controls, now, hostAddresses })
}

type Options = Omit<Parameters<typeof collect>[1], 'endpoint' | 'trust'>

async function read(
  url: string,
  { name, password, protocol }: { readonly name: string; readonly password: string; readonly protocol: Protocol },
  options: Options,
): Promise<Snapshot> {
  await using client = await connect({ url, tls: { mode: 'insecure' }, protocol })
  await client.login({ userName: name, password: new Secret(password) })
  return await collect(client, { ...options, endpoint: new URL(url).origin, trust: 'insecure' })
}
