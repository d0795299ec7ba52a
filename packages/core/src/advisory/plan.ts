import { asMoRef, readRaw, type Fact, type Inventory, type Subject } from '../model/index.ts'
import { readHardware, readingOf, type Concern } from './bulletins.ts'
import { readInstalled } from './installed.ts'
import type { Advisory, Bulletin, Day, Knowledge, ReleaseRow, SettingRow } from './knowledge.ts'
import { productNames, patchStateOf, worse, type PatchState, type UpdateTarget } from './patch-state.ts'
import type { MatchState } from './match.ts'
import { compareUrgency, priorityOf, type Priority } from './priority.ts'

/** A server with what is known of its build. */
export interface PatchServer {
  readonly subject: Subject
  readonly state: PatchState
}

/** A server that does not say what it runs. */
export interface UnreadServer {
  readonly subject: Subject
  readonly fact: Fact<unknown>
}

/** One advisory across the estate. */
export interface PatchItem {
  readonly advisory: Advisory
  readonly priority: Priority
  /** The worst of its servers. */
  readonly state: MatchState
  /** The flaws that are open on one of them. */
  readonly cves: readonly string[]
  readonly servers: readonly { readonly subject: Subject; readonly state: MatchState }[]
  /** Settings that make up for a missing fix, and on how many of the servers each is in place. */
  readonly settings: readonly { readonly setting: SettingRow; readonly inPlace: number; readonly of: number }[]
}

/** Servers that go to the same release together: those of a cluster, or one that stands alone. */
export interface UpdateGroup {
  /** The cluster; of vCenter Server and of a host without a cluster the server itself. */
  readonly place: Subject
  readonly product: string
  readonly servers: readonly Subject[]
  readonly from: readonly string[]
  readonly release: ReleaseRow
  readonly isUpgrade: boolean
  /** How many advisories close on these servers; 0 where they leave a release that the vendor took back. */
  readonly closes: number
  /** How many flaws stay open, because no release closes them. */
  readonly leaves: number
  /** What comes first of what it closes. */
  readonly priority: Priority
}

/** What to patch first, and why. */
export interface PatchPlan {
  /** The last day of which this speaks. */
  readonly asOf: Day
  readonly servers: readonly PatchServer[]
  readonly unread: readonly UnreadServer[]
  /** Most urgent first. */
  readonly items: readonly PatchItem[]
  readonly groups: readonly UpdateGroup[]
  /** Publications of the last months that concern some server and that no build can be judged by. */
  readonly bulletins: readonly Bulletin[]
}

/** Whether a control passes on an object; `undefined` where that was not judged. */
export type Holds = (subject: Subject, control: string) => boolean | undefined

/** Judges every server of an inventory and puts what is open in order. Pure. */
export function planPatches(inventory: Inventory, knowledge: Knowledge, day: Day, holds: Holds): PatchPlan {
  const servers: PatchServer[] = []
  const unread: UnreadServer[] = []
  for (const subject of [...inventory.all('ServiceInstance'), ...inventory.all('HostSystem')]) {
    const installed = readInstalled(subject, inventory)
    if (installed?.known) servers.push({ subject, state: patchStateOf(knowledge, installed.value, day) })
    else if (installed) unread.push({ subject, fact: installed })
  }
  const items = itemsOf(knowledge, servers, holds)
  return {
    asOf: day < knowledge.asOf ? day : knowledge.asOf,
    servers,
    unread,
    items,
    groups: groupsOf(inventory, items, servers),
    bulletins: bulletinsOf(knowledge, servers, day),
  }
}

function itemsOf(knowledge: Knowledge, servers: readonly PatchServer[], holds: Holds): readonly PatchItem[] {
  const byAdvisory = new Map<Advisory, { subject: Subject; state: MatchState; cves: readonly string[] }[]>()
  for (const { subject, state } of servers)
    for (const open of state.open) {
      const entry = { subject, state: open.state, cves: open.matches.map(({ cve }) => cve) }
      const list = byAdvisory.get(open.advisory)
      if (list) list.push(entry)
      else byAdvisory.set(open.advisory, [entry])
    }
  return [...byAdvisory]
    .map(([advisory, list]): PatchItem => {
      const cves = [...new Set(list.flatMap((entry) => entry.cves))]
      return {
        advisory,
        priority: priorityOf(knowledge, advisory, cves),
        state: list.map(({ state }) => state).toSorted(worse)[0] ?? 'review',
        cves,
        servers: list.map(({ subject, state }) => ({ subject, state })),
        settings: advisory.settings
          .filter((setting) => setting.cves.some((cve) => cves.includes(cve)))
          .map((setting) => ({
            setting,
            inPlace: list.filter(({ subject }) => setting.controls.every((id) => holds(subject, id) === true)).length,
            of: list.length,
          })),
      }
    })
    .toSorted(compareUrgency)
}

/** vCenter Server first, as the vendor orders updates; then by what comes first of what each group closes. */
function groupsOf(
  inventory: Inventory,
  items: readonly PatchItem[],
  servers: readonly PatchServer[],
): readonly UpdateGroup[] {
  const rank = new Map(items.map((item, index) => [item.advisory, index]))
  const going = servers.flatMap(({ subject, state }) =>
    state.target ? [{ subject, state, target: state.target, place: placeOf(subject, inventory) }] : [],
  )
  const byGoal = Map.groupBy(going, ({ place, target }) => `${place.ref.value} ${target.release.name}`)
  return [...byGoal.values()]
    .flatMap((list) => {
      const [head] = list
      return head ? [{ group: groupOf(head.place, head.target, list), first: firstOf(list, rank) }] : []
    })
    .toSorted(
      (one, other) =>
        Number(other.group.release.product === 'vcenter') - Number(one.group.release.product === 'vcenter') ||
        one.first - other.first ||
        one.group.place.path.localeCompare(other.group.place.path),
    )
    .map(({ group, first }) => ({ ...group, priority: items[first]?.priority ?? recalled }))
}

/** Servers with nothing open go elsewhere only where the vendor took their release back, whatever made him do it. */
const recalled: Priority = { severity: 'high' }

type Going = PatchServer & { readonly target: UpdateTarget }

function groupOf(place: Subject, target: UpdateTarget, list: readonly Going[]): Omit<UpdateGroup, 'priority'> {
  const stays = new Set(target.leaves.map(({ advisory }) => advisory))
  return {
    place,
    product: productNames[target.release.product],
    servers: list.map(({ subject }) => subject),
    from: [
      ...new Set(list.map(({ state: { located } }) => located.release?.name ?? `${located.branch}-${located.build}`)),
    ],
    release: target.release,
    isUpgrade: target.isUpgrade,
    closes: new Set(
      list.flatMap(({ state }) => state.open.map(({ advisory }) => advisory)).filter((one) => !stays.has(one)),
    ).size,
    leaves: target.leaves.length,
  }
}

const firstOf = (list: readonly Going[], rank: ReadonlyMap<Advisory, number>) =>
  Math.min(...list.flatMap(({ state }) => state.open.map(({ advisory }) => rank.get(advisory) ?? Infinity)))

function placeOf(subject: Subject, inventory: Inventory): Subject {
  const parent = readRaw(subject, 'parent')
  const found = parent.known ? inventory.find(asMoRef(parent.value)) : undefined
  return found?.type === 'ClusterComputeResource' ? found : subject
}

/** What a person is to read about some server; the newest first. */
function bulletinsOf(knowledge: Knowledge, servers: readonly PatchServer[], day: Day): readonly Bulletin[] {
  const concerns = new Map<string, Concern>()
  for (const { subject, state } of servers) {
    const { product } = state.located
    const machine = readHardware(subject)
    const hardware = machine.known ? machine.value : undefined
    const key = `${product} ${hardware?.vendor ?? ''} ${hardware?.model ?? ''}`
    concerns.set(key, { product, ...(hardware ? { hardware } : {}) })
  }
  const found = [...concerns.values()].flatMap((concern) => readingOf(knowledge, concern, day).bulletins)
  return [...new Set(found)].toSorted((one, other) => other.published.localeCompare(one.published))
}
