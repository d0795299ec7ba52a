import { collect, type Progress } from '@sakimori/collect'
import type { Control } from '@sakimori/core/control'
import type { Snapshot } from '@sakimori/core/model'
import { render } from '@sakimori/core/text'
import { connect, type VimClient } from '@sakimori/vim25'
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

/** Collects a snapshot from a server, with progress: what these controls read. */
export function collectFrom(
  controls: readonly Control[],
  connection: Connection,
  terminal: Terminal,
  now: Date,
  probeHosts: boolean,
): Promise<Snapshot> {
  return withClient(connection, terminal, (client) =>
    collectWith(client, controls, connection, terminal, now, probeHosts),
  )
}

export function collectWith(
  client: VimClient,
  controls: readonly Control[],
  connection: Connection,
  terminal: Terminal,
  now: Date,
  probeHosts: boolean,
): Promise<Snapshot> {
  return collect(client, {
    controls,
    ...(connection.name === undefined ? {} : { name: connection.name }),
    endpoint: connection.url.origin,
    trust: connection.trust,
    ca: connection.ca,
    now,
    probeHosts,
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
      return terminal.progress(words.certificates, { of: progress.of })
  }
}
