import type { MissingNote } from '@sakimori/core/model'
import type { VimClient } from '@sakimori/vim25'
import { CALL_WIDTH, mapBounded } from './bounded.ts'
import type { DraftObject } from './draft.ts'
import { missingOfError } from './missing.ts'
import type { HostManager, HostManagers } from './properties.ts'

/** Makes one call and files its answer, or the reason why there is none, under its pseudo-path. */
async function file(draft: DraftObject, path: string, call: (() => Promise<unknown>) | MissingNote): Promise<void> {
  if (typeof call !== 'function') {
    draft.missing[path] = call
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
  { managers, asked }: { readonly managers: HostManagers; readonly asked: ReadonlySet<string> },
  onHost: (count: number) => void,
): Promise<void> {
  const wanted = hostCalls.filter(({ path }) => asked.has(path))
  let done = 0
  await mapBounded(hosts, CALL_WIDTH, async (host) => {
    for (const { path, manager, call } of wanted)
      await file(
        host,
        path,
        whereThere(managers.get(host.ref.value)?.[manager], (value) => call(client, value)),
      )
    done += 1
    onHost(done)
  })
}

/** A call on a manager by its id; the reason where there is none, or where nobody may see which it is. */
const whereThere = (
  manager: HostManager | undefined,
  call: (value: string) => Promise<unknown>,
): (() => Promise<unknown>) | MissingNote =>
  typeof manager === 'string'
    ? () => call(manager)
    : (manager ?? { why: 'notSupported', detail: 'the object has no such manager' })

const packages = 'HostImageConfigManager.fetchSoftwarePackages()'

/** The one row of esxcli that tells the same of the package that counts. */
const basePackage = 'esxcli:software vib get --vibname=esx-base'

/**
 * Lists the packages of hosts whose esxcli did not tell: the list is long, and wants a right to change images, so a host
 * that has answered is not asked again. Of each package is kept what names it; the rest is some kilobytes of relations.
 */
export async function callPackages(
  client: VimClient,
  hosts: readonly DraftObject[],
  managers: HostManagers,
  asked: readonly string[],
): Promise<void> {
  if (!asked.includes(packages)) return
  await mapBounded(hosts, CALL_WIDTH, async (host) => {
    if (basePackage in host.values) {
      host.missing[packages] = { why: 'notCollected', detail: 'esxcli told of the image' }
      return
    }
    const list = async (value: string) => {
      const found = await client.call({ type: 'HostImageConfigManager', value }, 'fetchSoftwarePackages', {})
      return (found ?? []).map(({ name, version, vendor, acceptanceLevel }) => ({
        name,
        version,
        vendor,
        acceptanceLevel,
      }))
    }
    await file(host, packages, whereThere(managers.get(host.ref.value)?.HostImageConfigManager, list))
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
  managers: HostManagers,
  keys: readonly string[],
): Promise<void> {
  const unknownToBuild = new Map<string, MissingNote>()
  await mapBounded(hosts, CALL_WIDTH, async (host) => {
    const listed: unknown = host.values['config.option']
    const manager = managers.get(host.ref.value)?.OptionManager
    if (!Array.isArray(listed) || typeof manager !== 'string') return
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
