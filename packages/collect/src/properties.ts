import type { MissingNote } from '@sakimori/core/model'
import { describePath, managedTypes, pathKnownTo, type RetrievedObject, type VimClient } from '@sakimori/vim25'
import { draftOf, type DraftObject } from './draft.ts'
import { missingOfFault } from './missing.ts'
import { isCall, type ShoppingList } from './shopping-list.ts'

/** Managers of a host whose methods and properties are read afterwards; the references are not kept. */
export const hostManagers = {
  HostAccessManager: 'configManager.hostAccessManager',
  HostImageConfigManager: 'configManager.imageConfigManager',
  HostCertificateManager: 'configManager.certificateManager',
  OptionManager: 'configManager.advancedOption',
} as const

/** What one type is asked, cut to what the negotiated release knows. */
interface TypePlan {
  readonly type: string
  readonly ask: readonly string[]
  readonly unsupported: readonly string[]
}

function planType(release: string, type: string, paths: readonly string[]): TypePlan {
  const properties = paths.filter((path) => !isCall(path))
  const internal = type === 'HostSystem' ? Object.values(hostManagers) : []
  const known = (path: string) => pathKnownTo(release, type, path)
  return { type, ask: [...properties, ...internal].filter(known), unsupported: properties.filter((path) => !known(path)) }
}

/**
 * Reads the properties of every object below the root folder: one view, one traversal, page after page.
 * @returns the drafts, and the manager references of each host by its id
 */
export async function collectProperties(
  client: VimClient,
  list: ShoppingList,
  options: { readonly signal?: AbortSignal | undefined; readonly onObjects?: ((count: number) => void) | undefined },
): Promise<{ drafts: DraftObject[]; managers: Map<string, Record<string, unknown>> }> {
  const plans = Object.entries(list)
    .filter(([type]) => type !== 'ServiceInstance' && managedTypes.has(type))
    .map(([type, paths]) => planType(client.release, type, paths))
    .filter((plan) => plan.ask.length > 0)
  const byType = new Map(plans.map((plan) => [plan.type, plan]))
  const drafts: DraftObject[] = []
  const managers = new Map<string, Record<string, unknown>>()
  const specs = plans.map(({ type, ask }) => ({ type, paths: [...ask] }))
  for await (const object of client.retrieve(specs, options.signal ? { signal: options.signal } : {})) {
    // A subtype (vcsim's plain DistributedVirtualSwitch is a base type) is planned under the name that was asked.
    const plan = byType.get(object.ref.type) ?? plans.find((candidate) => isKindOf(object.ref.type, candidate.type))
    const draft = draftOf(object.ref)
    fill(draft, object, plan)
    if (object.ref.type === 'HostSystem') managers.set(object.ref.value, takeManagers(draft))
    drafts.push(draft)
    options.onObjects?.(drafts.length)
  }
  return { drafts, managers }
}

const isKindOf = (type: string, base: string) => type === base || managedTypes.get(type)?.includes(base) === true

function fill(draft: DraftObject, object: RetrievedObject, plan: TypePlan | undefined): void {
  Object.assign(draft.values, object.values)
  for (const { path, fault } of object.missing) draft.missing[path] = missingOfFault(fault)
  for (const path of plan?.unsupported ?? []) draft.missing[path] = { why: 'notSupported' }
  for (const path of plan?.ask ?? []) {
    if (path in draft.values || draft.missing[path]) continue
    const why = whyAbsent(draft, path, plan?.ask ?? [])
    if (why) draft.missing[path] = why
  }
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

function takeManagers(draft: DraftObject): Record<string, unknown> {
  const taken: Record<string, unknown> = {}
  for (const [name, path] of Object.entries(hostManagers)) {
    taken[name] = draft.values[path]
    delete draft.values[path]
    delete draft.missing[path]
  }
  return taken
}
