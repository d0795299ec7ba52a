import { asMoRef, type MissingNote } from '@sakimori/core/model'
import type { VimClient } from '@sakimori/vim25'
import { mapBounded } from './bounded.ts'
import type { DraftObject } from './draft.ts'
import { missingOfError } from './missing.ts'

/** Calls under way at once against one server. */
const CALL_WIDTH = 4

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

/** The calls that each host costs: there is no property for these. */
export async function callHosts(
  client: VimClient,
  hosts: readonly DraftObject[],
  managers: ReadonlyMap<string, Record<string, unknown>>,
  onHost: (count: number) => void,
): Promise<void> {
  let done = 0
  await mapBounded(hosts, CALL_WIDTH, async (host) => {
    const manager = (name: string) => asMoRef(managers.get(host.ref.value)?.[name])?.value
    const access = manager('HostAccessManager')
    const image = manager('HostImageConfigManager')
    await file(
      host,
      'HostAccessManager.QueryLockdownExceptions()',
      access === undefined
        ? undefined
        : async () =>
            (await client.call({ type: 'HostAccessManager', value: access }, 'QueryLockdownExceptions', {})) ?? [],
    )
    await file(
      host,
      'HostImageConfigManager.HostImageConfigGetAcceptance()',
      image === undefined
        ? undefined
        : () => client.call({ type: 'HostImageConfigManager', value: image }, 'HostImageConfigGetAcceptance', {}),
    )
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

/**
 * Options that a host's list leaves out are asked for by name, of one host for each build: the set of names is
 * the build's. `InvalidName` says that the build does not have the option.
 */
export async function callMissingOptions(
  client: VimClient,
  hosts: readonly DraftObject[],
  managers: ReadonlyMap<string, Record<string, unknown>>,
  keys: readonly string[],
): Promise<void> {
  const asked = new Map<string, Promise<MissingNote | undefined>>()
  await mapBounded(hosts, CALL_WIDTH, async (host) => {
    const listed = host.values['config.option']
    const manager = asMoRef(managers.get(host.ref.value)?.['OptionManager'])?.value
    if (!Array.isArray(listed) || manager === undefined) return
    const names = new Set(listed.map((entry: { key?: unknown }) => String(entry.key).toLowerCase()))
    const build = JSON.stringify(
      host.values['config.product'] ?? host.values['summary.config.product'] ?? host.ref.value,
    )
    for (const key of keys.filter((name) => !names.has(name.toLowerCase()))) {
      const query = async () => {
        const found = await client.call({ type: 'OptionManager', value: manager }, 'QueryOptions', { name: key })
        // The answer may hold options that only begin with the name (vcsim matches prefixes).
        const exact = (found ?? []).filter((entry) => entry.key.toLowerCase() === key.toLowerCase())
        if (exact.length > 0) listed.push(...exact)
      }
      const known = asked.get(`${build} ${key}`)
      if (known) {
        const why = await known
        if (why) host.missing[`config.option["${key}"]`] = why
        else await query()
        continue
      }
      const first = query().then(
        () => undefined,
        (error: unknown) => {
          const why = missingOfError(error)
          if (!why) throw error
          return why
        },
      )
      asked.set(`${build} ${key}`, first)
      const why = await first
      if (why) host.missing[`config.option["${key}"]`] = why
    }
  })
}
