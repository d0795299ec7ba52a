import type { Control } from '@sakimori/core/control'
import {
  isRecord,
  SNAPSHOT_SCHEMA,
  type Estate,
  type MissingNote,
  type Snapshot,
  type TlsTrust,
} from '@sakimori/core/model'
import type { VimClient } from '@sakimori/vim25'
import { callHosts, callMissingOptions, callPackages, callSwitches } from './calls.ts'
import { finish, type DraftObject } from './draft.ts'
import { callEsxcli } from './esxcli.ts'
import { fileAnchors, parseRecorded, probePeers, type ProbeTarget } from './peers.ts'
import { collectProperties, collectRoot } from './properties.ts'
import { collectServiceInstance } from './service-instance.ts'
import { shoppingList, type Ground } from './shopping-list.ts'

/** How far the collection is, for a progress line. */
export type Progress =
  | { readonly step: 'objects'; readonly count: number }
  | { readonly step: 'hosts'; readonly count: number; readonly of: number }
  | { readonly step: 'certificates'; readonly count: number; readonly of: number }

export interface HostAddress {
  readonly host: string
  readonly port: number
}

export interface CollectOptions {
  readonly controls: readonly Control[]
  /** How much to read besides what the controls ask for; everything by default. */
  readonly ground?: Ground
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
  /** Whether to ask servers for the TLS versions and cipher suites that they agree to, besides that one handshake. */
  readonly probeOffers?: boolean
  /** Where hosts are reached, by their names in the inventory, if not under that name at port 443. */
  readonly hostAddresses?: Readonly<Record<string, HostAddress>>
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
  const list = shoppingList(controls, options.ground)
  const { drafts, managers } = await collectProperties(client, list, {
    signal: options.signal,
    onObjects: (count) => onProgress({ step: 'objects', count }),
  })
  const ofType = (...types: string[]) => drafts.filter((draft) => types.includes(draft.ref.type))
  const hosts = ofType('HostSystem')
  const service = await collectServiceInstance(client, list['ServiceInstance'] ?? [], options.now)
  const root = await collectRoot(client)
  const askedOfHosts = new Set(list['HostSystem'])
  await callHosts(client, hosts, { managers, asked: askedOfHosts }, (count) =>
    onProgress({ step: 'hosts', count, of: hosts.length }),
  )
  await callMissingOptions(client, hosts, managers, optionKeys(controls))
  await callEsxcli(client, hosts, controls)
  await callPackages(client, hosts, managers, list['HostSystem'] ?? [])
  await callSwitches(client, ofType('VmwareDistributedVirtualSwitch', 'DistributedVirtualSwitch'))
  hosts.forEach(parseRecorded)
  const url = new URL(options.endpoint)
  const targets = [...serverTargets(service, url, client.isHost), ...(probeHosts ? hostTargets(hosts, options) : [])]
  if (!probeHosts) for (const host of hosts) withhold(host, 'notCollected', 'handshakes with hosts are switched off')
  const progressTo = (count: number) => onProgress({ step: 'certificates', count, of: targets.length })
  progressTo(0)
  await probePeers(targets, { ca: options.ca, offers: options.probeOffers ?? true, onTarget: progressTo })
  fileAnchors(service, [service, ...hosts])
  return {
    schema: SNAPSHOT_SCHEMA,
    estate: estateOf(client, options, url, hosts),
    asked: Object.fromEntries(
      Object.entries({ ...list, DistributedVirtualSwitch: list['VmwareDistributedVirtualSwitch'] ?? [] }),
    ),
    objects: [finish(service), finish(root), ...drafts.map(finish)],
  }
}

/**
 * The services of vCenter Server beside its API that take passwords: the management of the appliance and the directory of
 * single sign-on. They are looked for only at an address that is the server's own, which a forwarded port is not.
 */
const furtherPorts = [5480, 636] as const

function serverTargets(service: DraftObject, url: URL, isHost: boolean): readonly ProbeTarget[] {
  const further = furtherPorts.map((port) => ({ path: `tls:${port}`, port }))
  if (url.protocol !== 'https:') {
    for (const { path } of [{ path: 'tls:443' }, ...further])
      withhold(service, 'notSupported', 'the connection is not encrypted', path)
    return []
  }
  const host = bareHost(url)
  const api = { draft: service, host, port: Number(url.port || 443), path: 'tls:443' }
  if (isHost || api.port !== 443) {
    const why = isHost ? 'a host has no such service' : 'the server is reached at another port than its own'
    for (const { path } of further) withhold(service, isHost ? 'notSupported' : 'notCollected', why, path)
    return [api]
  }
  return [api, ...further.map((one) => ({ ...one, draft: service, host, optional: true }))]
}

function hostTargets(hosts: readonly DraftObject[], { hostAddresses = {} }: CollectOptions): readonly ProbeTarget[] {
  return hosts.map((draft) => {
    const named = draft.values['name']
    const name = typeof named === 'string' ? named : ''
    const own = Object.hasOwn(hostAddresses, name) ? hostAddresses[name] : undefined
    return { draft, path: 'tls:443', host: name, port: own?.port ?? 443, ...(own && { address: own.host }) }
  })
}

function withhold(draft: DraftObject, why: MissingNote['why'], detail: string, path = 'tls:443'): void {
  draft.missing[path] = { why, detail }
  draft.missing[`${path}#offers`] = { why, detail }
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
