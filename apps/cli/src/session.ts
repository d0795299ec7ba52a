import { collect, type CollectOptions, type HostAddress, type Progress } from '@sakimori/collect'
import type { Control } from '@sakimori/core/control'
import type { Snapshot } from '@sakimori/core/model'
import { render } from '@sakimori/core/text'
import { connect, type VimClient } from '@sakimori/vim25'
import type { Config } from './config/schema.ts'
import type { Connection } from './connection.ts'
import { UsageError } from './exit.ts'
import { askPassword } from './password.ts'
import type { Terminal } from './terminal.ts'
import { words } from './words.ts'

/** Logs in, runs `work`, and always logs out. */
export async function withClient<T>(
  connection: Connection,
  terminal: Terminal,
  work: (client: VimClient) => Promise<T>,
): Promise<T> {
  const server = connection.url.host
  for (const warning of connection.warnings) {
    if (warning === 'insecure') terminal.say(words.insecure, { server })
    else terminal.say(words.passwordOnCommandLine, {})
  }
  const userName = connection.username
  if (userName === undefined)
    throw new UsageError('no user name was given: set SAKIMORI_USERNAME or GOVC_USERNAME, or use --username')
  const password =
    connection.password ?? (await askPassword(render(words.askPassword, terminal.locale, { user: userName, server })))
  terminal.progress(words.connecting, { server })
  const client = await connect({
    url: connection.url,
    tls: connection.tls,
    replyTimeoutMs: connection.timeoutMs,
    connectTimeoutMs: Math.min(connection.timeoutMs, 10_000),
  })
  try {
    await client.login({ userName, password })
    return await work(client)
  } finally {
    terminal.clearProgress()
    await client.close()
  }
}

/** How much of an estate is collected. */
export type CollectScope = Pick<CollectOptions, 'ground' | 'probeHosts' | 'probeOffers' | 'hostAddresses'>

/** The flags that say whom to look at over TLS. */
export interface ProbeFlags {
  readonly probeHosts?: boolean
  readonly probeOffers?: boolean
}

/** What flags and the configuration say of looking at servers over TLS. */
export const probesOf = (flags: ProbeFlags, config: Config): CollectScope => ({
  probeHosts: flags.probeHosts === false ? false : (config.probeHosts ?? true),
  probeOffers: flags.probeOffers === false ? false : (config.probeOffers ?? true),
  hostAddresses: hostAddressesOf(config.hostAddresses ?? {}),
})

/** `10.0.0.11`, `10.0.0.11:8443`, `[2001:db8::11]:443`. */
function hostAddressesOf(given: Readonly<Record<string, string>>): Readonly<Record<string, HostAddress>> {
  return Object.fromEntries(
    Object.entries(given).map(([name, address]) => {
      const url = URL.parse(`https://${address}`)
      if (!url || url.hostname === '' || url.pathname !== '/')
        throw new UsageError(`hostAddresses: ${name}: ${address} is no address: write 10.0.0.11 or 10.0.0.11:443`)
      return [name, { host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(url.port || 443) }]
    }),
  )
}

/** Collects a snapshot from a server, with progress: what these controls read. */
export function collectFrom(
  controls: readonly Control[],
  connection: Connection,
  terminal: Terminal,
  now: Date,
  scope: CollectScope,
): Promise<Snapshot> {
  return withClient(connection, terminal, (client) => collectWith(client, controls, connection, terminal, now, scope))
}

export function collectWith(
  client: VimClient,
  controls: readonly Control[],
  connection: Connection,
  terminal: Terminal,
  now: Date,
  scope: CollectScope,
): Promise<Snapshot> {
  return collect(client, {
    controls,
    ...scope,
    ...(connection.name === undefined ? {} : { name: connection.name }),
    endpoint: connection.url.origin,
    trust: connection.trust,
    ca: connection.ca,
    now,
    onProgress: (progress) => show(terminal, progress),
  })
}

function show(terminal: Terminal, progress: Progress): void {
  switch (progress.step) {
    case 'objects':
      return terminal.progress(words.objects, { count: progress.count })
    case 'hosts':
      return terminal.progress(words.hosts, { count: progress.count, of: progress.of })
    case 'certificates':
      return terminal.progress(words.certificates, { count: progress.count, of: progress.of })
  }
}
