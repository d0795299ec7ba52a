import { asMoRef, type MissingNote } from '@sakimori/core/model'
import type { VimClient } from '@sakimori/vim25'
import { CALL_WIDTH, mapBounded } from './bounded.ts'
import type { DraftObject } from './draft.ts'
import { missingOfError } from './missing.ts'

/** Makes one call and files its answer, or the reason why there is none, under its pseudo-path. */
async function file(draft: DraftObject, path: string, call: (() => Promise<unknown>) | undefined): Promise<void> {
  if (!call) {
    draft.missing[path] = { why: 'notSupported', detail: 'the object has no such manager' }
    return
  }
  try {
    draft.values[path] = await call()
  } catch (error) {
    const why = missingOfError(error)
    if (!why) throw error
    draft.missing[path] = why
  }
}

/** What to call of a host, when its pseudo-path is asked for. */
const hostCalls = [
  {
    path: 'HostAccessManager.QueryLockdownExceptions()',
    manager: 'HostAccessManager',
    call: async (client: VimClient, value: string) =>
      (await client.call({ type: 'HostAccessManager', value }, 'QueryLockdownExceptions', {})) ?? [],
  },
  {
    path: 'HostImageConfigManager.HostImageConfigGetAcceptance()',
    manager: 'HostImageConfigManager',
    call: (client: VimClient, value: string) =>
      client.call({ type: 'HostImageConfigManager', value }, 'HostImageConfigGetAcceptance', {}),
  },
] as const

/** The calls that each host costs: there is no property for these. */
export async function callHosts(
  client: VimClient,
  hosts: readonly DraftObject[],
  {
    managers,
    asked,
  }: { readonly managers: ReadonlyMap<string, Record<string, unknown>>; readonly asked: ReadonlySet<string> },
  onHost: (count: number) => void,
): Promise<void> {
  const wanted = hostCalls.filter(({ path }) => asked.has(path))
  let done = 0
  await mapBounded(hosts, CALL_WIDTH, async (host) => {
    for (const { path, manager, call } of wanted) {
      const value = asMoRef(managers.get(host.ref.value)?.[manager])?.value
      await file(host, path, value === undefined ? undefined : () => call(client, value))
    }
    done += 1
    onHost(done)
  })
}

/** Ports with what is set on each: only they show an override. */
export async function callSwitches(client: VimClient, switches: readonly DraftObject[]): Promise<void> {
  await mapBounded(switches, CALL_WIDTH, (dvs) =>
    file(
      dvs,
      'FetchDVPorts()',
      async () =>
        (await client.call({ type: 'DistributedVirtualSwitch', value: dvs.ref.value }, 'FetchDVPorts', {})) ?? [],
    ),
  )
}

/** Asks for one option by its name and files it in the host's list; the reason when there is none. */
async function askOption(
  client: VimClient,
  manager: string,
  listed: unknown[],
  key: string,
): Promise<MissingNote | undefined> {
  try {
    const found = await client.call({ type: 'OptionManager', value: manager }, 'QueryOptions', { name: key })
    // The answer may hold options that only begin with the name (vcsim matches prefixes).
    const exact = (found ?? []).filter((entry) => entry.key.toLowerCase() === key.toLowerCase())
    listed.push(...exact)
    return exact.length > 0 ? undefined : { why: 'notSupported', detail: 'no such option' }
  } catch (error) {
    const why = missingOfError(error)
    if (!why) throw error
    return why
  }
}

/**
 * Options that a host's list leaves out are asked for by name. That a build does not have an option (`InvalidName`) is
 * learnt from one of its hosts; any other reason is that host's own.
 */
export async function callMissingOptions(
  client: VimClient,
  hosts: readonly DraftObject[],
  managers: ReadonlyMap<string, Record<string, unknown>>,
  keys: readonly string[],
): Promise<void> {
  const unknownToBuild = new Map<string, MissingNote>()
  await mapBounded(hosts, CALL_WIDTH, async (host) => {
    const listed: unknown = host.values['config.option']
    const manager = asMoRef(managers.get(host.ref.value)?.['OptionManager'])?.value
    if (!Array.isArray(listed) || manager === undefined) return
    const names = new Set(listed.map((entry: { key?: unknown }) => String(entry.key).toLowerCase()))
    const product = host.values['config.product'] ?? host.values['summary.config.product'] ?? host.ref.value
    for (const key of keys.filter((name) => !names.has(name.toLowerCase()))) {
      const option = `${JSON.stringify(product)} ${key}`
      const why = unknownToBuild.get(option) ?? (await askOption(client, manager, listed, key))
      if (why?.why === 'notSupported') unknownToBuild.set(option, why)
      if (why) host.missing[`config.option["${key}"]`] = why
    }
  })
}
