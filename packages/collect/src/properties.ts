import { asMoRef, type MissingNote } from '@sakimori/core/model'
import {
  describePath,
  isSubtype,
  pathKnownTo,
  type ManagedType,
  type PropertyRequest,
  type RetrievedObject,
  type VimClient,
} from '@sakimori/vim25'
import { draftOf, type DraftObject } from './draft.ts'
import { missingOfFault } from './missing.ts'
import { isCall, type ShoppingList } from './shopping-list.ts'

/** Managers of a host whose methods and properties are read afterwards; the references are not kept. */
const hostManagers = {
  HostAccessManager: 'configManager.hostAccessManager',
  HostImageConfigManager: 'configManager.imageConfigManager',
  OptionManager: 'configManager.advancedOption',
} as const

/** The id of a manager, or the reason why it cannot be seen. */
export type HostManager = string | MissingNote

/** By the id of the host; a manager that a host does not have is absent. */
export type HostManagers = ReadonlyMap<string, Partial<Record<keyof typeof hostManagers, HostManager>>>

/** What one type is asked, cut to what the negotiated release knows. */
interface TypePlan {
  /** The type on the wire: subtypes are included. */
  readonly type: ManagedType
  readonly ask: readonly string[]
  readonly unsupported: readonly string[]
}

/** vcsim, and servers before 5.0, have plain distributed switches: asking for the base type finds both. */
const wireType = (type: string) =>
  (type === 'VmwareDistributedVirtualSwitch' ? 'DistributedVirtualSwitch' : type) as ManagedType

function planType(release: string, type: string, paths: readonly string[]): TypePlan {
  const properties = paths.filter((path) => !isCall(path))
  const internal = type === 'HostSystem' ? Object.values(hostManagers) : []
  const known = (path: string) => pathKnownTo(release, type, path)
  return {
    type: wireType(type),
    ask: [...properties, ...internal].filter(known),
    unsupported: properties.filter((path) => !known(path)),
  }
}

/**
 * Reads the properties of every object below the root folder: one view, one traversal, page after page.
 * @returns the drafts, and the manager references of each host by its id
 */
export async function collectProperties(
  client: VimClient,
  list: ShoppingList,
  options: { readonly signal?: AbortSignal | undefined; readonly onObjects?: ((count: number) => void) | undefined },
): Promise<{ drafts: DraftObject[]; managers: HostManagers }> {
  const plans = Object.entries(list)
    .filter(([type]) => type !== 'ServiceInstance')
    .map(([type, paths]) => planType(client.release, type, paths))
    .filter((plan) => plan.ask.length > 0)
  const drafts: DraftObject[] = []
  const managers = new Map<string, Partial<Record<string, HostManager>>>()
  const requests: PropertyRequest[] = plans.map(({ type, ask }) => ({ type, paths: ask }))
  for await (const object of client.retrieve(requests, options.signal ? { signal: options.signal } : {})) {
    const own = plans.filter(({ type }) => isSubtype(object.ref.type, type))
    const draft = draftOf(object.ref)
    fill(draft, object, own)
    if (object.ref.type === 'HostSystem') managers.set(object.ref.value, takeManagers(draft))
    drafts.push(draft)
    options.onObjects?.(drafts.length)
  }
  return { drafts, managers }
}

/** A subtype answers to its own plan and to those of its bases: a cluster is a compute resource, too. */
function fill(draft: DraftObject, object: RetrievedObject, plans: readonly TypePlan[]): void {
  Object.assign(draft.values, object.values)
  for (const { path, fault } of object.missing) draft.missing[path] = missingOfFault(fault)
  for (const { ask, unsupported } of plans) {
    for (const path of unsupported) draft.missing[path] = { why: 'notSupported' }
    for (const path of ask) {
      if (path in draft.values || draft.missing[path]) continue
      const why = whyAbsent(draft, path, ask)
      if (why) draft.missing[path] = why
    }
  }
}

/** The root folder is no member of its own view; paths of the inventory begin with it. */
export async function collectRoot(client: VimClient): Promise<DraftObject> {
  const { rootFolder } = client.content
  const draft = draftOf(rootFolder)
  for await (const object of client.retrieve([{ type: 'Folder', objects: [rootFolder], paths: ['name'] }]))
    fill(draft, object, [])
  return draft
}

/**
 * An asked property that came back neither with a value nor with a fault is unset, and unset is an answer,
 * unless the data object that would hold it is unset as a whole (`config` of a host that was never connected,
 * or of an orphaned VM): then nothing is known of it.
 */
function whyAbsent(draft: DraftObject, path: string, asked: readonly string[]): MissingNote | undefined {
  const dot = path.indexOf('.')
  if (dot < 0) return undefined
  const holder = path.slice(0, dot)
  const info = describePath(draft.ref.type, holder)
  if (!info?.optional && info) return undefined
  const siblings = asked.some((other) => other.startsWith(`${holder}.`) && other in draft.values)
  return siblings ? undefined : { why: 'notCollected', detail: `${holder} is not set` }
}

function takeManagers(draft: DraftObject): Partial<Record<string, HostManager>> {
  const taken: Partial<Record<string, HostManager>> = {}
  for (const [name, path] of Object.entries(hostManagers)) {
    const held = asMoRef(draft.values[path])?.value ?? draft.missing[path]
    if (held !== undefined) taken[name] = held
    delete draft.values[path]
    delete draft.missing[path]
  }
  return taken
}
