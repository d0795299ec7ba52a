import type { Control } from '@sakimori/core/control'
import { isRecord, SNAPSHOT_SCHEMA, type Estate, type Snapshot, type TlsTrust } from '@sakimori/core/model'
import type { VimClient } from '@sakimori/vim25'
import { callHosts, callMissingOptions, callPackages, callSwitches } from './calls.ts'
import { finish, type DraftObject } from './draft.ts'
import { callEsxcli } from './esxcli.ts'
import { parseRecorded, probePeers, type PeerTarget } from './peers.ts'
import { collectProperties, collectRoot } from './properties.ts'
import { collectServiceInstance } from './service-instance.ts'
import { shoppingList } from './shopping-list.ts'

/** How far the collection is, for a progress line. */
export type Progress =
  | { readonly step: 'objects'; readonly count: number }
  | { readonly step: 'hosts'; readonly count: number; readonly of: number }
  | { readonly step: 'certificates'; readonly of: number }

export interface CollectOptions {
  readonly controls: readonly Control[]
  /** The name that reports give the estate; the host of the URL by default. */
  readonly name?: string
  readonly now: Date
  /** Where the client is connected to, without credentials. */
  readonly endpoint: string
  readonly trust: TlsTrust
  /** PEM of the authorities to judge certificates against, instead of the machine's own. */
  readonly ca?: string | undefined
  /** Whether to make a TLS handshake with every host; off where this machine must not talk to hosts. */
  readonly probeHosts?: boolean
  /** Where a host answers, if not on port 443 of its name: behind a forwarded port, or at the door of a twin. */
  readonly placeOfHost?: (name: string) => { readonly address: string; readonly port: number } | undefined
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
}

/**
 * Reads an estate through a client that is logged in: properties in one traversal, then the few calls that have no
 * property, then handshakes. A refusal is filed as missing; a lost connection ends the collection.
 * @throws VimError
 */
export async function collect(client: VimClient, options: CollectOptions): Promise<Snapshot> {
  const { controls, onProgress = () => {}, probeHosts = true } = options
  const list = shoppingList(controls)
  const { drafts, managers } = await collectProperties(client, list, {
    signal: options.signal,
    onObjects: (count) => onProgress({ step: 'objects', count }),
  })
  const ofType = (...types: string[]) => drafts.filter((draft) => types.includes(draft.ref.type))
  const hosts = ofType('HostSystem')
  const service = await collectServiceInstance(client, list['ServiceInstance'] ?? [], options.now)
  const root = await collectRoot(client)
  await callHosts(client, hosts, managers, (count) => onProgress({ step: 'hosts', count, of: hosts.length }))
  await callMissingOptions(client, hosts, managers, optionKeys(controls))
  await callEsxcli(client, hosts, controls)
  await callPackages(client, hosts, managers, list['HostSystem'] ?? [])
  await callSwitches(client, ofType('VmwareDistributedVirtualSwitch', 'DistributedVirtualSwitch'))
  hosts.forEach(parseRecorded)
  const url = new URL(options.endpoint)
  onProgress({ step: 'certificates', of: hosts.length + 1 })
  const isTls = url.protocol === 'https:'
  if (!isTls) service.missing['tls:443'] = { why: 'notSupported', detail: 'the connection is not encrypted' }
  const targets = [
    ...(isTls ? [{ draft: service, host: bareHost(url), port: Number(url.port || 443) }] : []),
    ...(probeHosts ? hosts.map((draft) => hostTarget(draft, options.placeOfHost)) : []),
  ]
  if (!probeHosts)
    for (const host of hosts)
      host.missing['tls:443'] = { why: 'notCollected', detail: 'handshakes with hosts are switched off' }
  await probePeers(targets, options.ca)
  return {
    schema: SNAPSHOT_SCHEMA,
    estate: estateOf(client, options, url, hosts),
    asked: Object.fromEntries(
      Object.entries({ ...list, DistributedVirtualSwitch: list['VmwareDistributedVirtualSwitch'] ?? [] }),
    ),
    objects: [finish(service), finish(root), ...drafts.map(finish)],
  }
}

function hostTarget(draft: DraftObject, placeOf: CollectOptions['placeOfHost']): PeerTarget {
  const host = String(draft.values['name'])
  return { draft, host, port: 443, ...placeOf?.(host) }
}

const bareHost = (url: URL) => url.hostname.replace(/^\[(.*)\]$/, '$1')

/** The host options that controls read one by one. */
function optionKeys(controls: readonly Control[]): readonly string[] {
  const keys = controls
    .flatMap((control) => control.reads)
    .flatMap(({ path }) => /^config\.option\["(.+)"\]$/.exec(path)?.[1] ?? [])
  return [...new Set(keys)]
}

function estateOf(client: VimClient, options: CollectOptions, url: URL, hosts: readonly DraftObject[]): Estate {
  const { about } = client.content
  const system = hosts[0]?.values['hardware.systemInfo']
  const hostUuid = isRecord(system) && typeof system['uuid'] === 'string' ? system['uuid'] : ''
  return {
    name: options.name ?? bareHost(url),
    endpoint: `${url.protocol}//${url.host}`,
    kind: about.apiType === 'HostAgent' ? 'esx' : 'vcenter',
    product: about.fullName,
    version: about.version,
    build: about.build,
    apiVersion: client.release,
    // A lone host has no instance UUID: its hardware's stands in, so that two hosts never look like one.
    instanceUuid: about.instanceUuid ?? hostUuid,
    collectedAt: options.now.toISOString(),
    tls: options.trust,
  }
}
